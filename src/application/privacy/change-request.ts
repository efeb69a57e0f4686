import type { PrivacyRequestId } from '../../domain/ids.ts';
import { Day, type Instant } from '../../domain/instant.ts';
import { evolveRequest, type RequestEvent } from '../../domain/privacy-request/decide-request.ts';
import type { PrivacyRequest } from '../../domain/privacy-request/privacy-request.ts';
import { err, ok, type Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { RecordEntry } from '../audit/audited.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Transaction } from '../ports/transaction.ts';
import type { StaffNotAllowed } from '../staff/staff-refusal.ts';
import type { NoSuchCase } from '../support/case-deed.ts';
import { type RequestReport, requestReport } from './record-request.ts';
import { deedOn, demandCase, type StaffDeed } from './staff-deed.ts';

/** No request has this number. */
export interface NoSuchRequest {
  readonly kind: 'NoSuchRequest';
}

/** A deed of staff on one request. */
export interface RequestDeed {
  readonly deed: StaffDeed;
  readonly request: PrivacyRequestId;
}

/** What verifying, extending and closing have in common: lock, decide, put the deed on record, write. */
export function changeRequest<Rejection>(
  { tx, record }: { readonly tx: Transaction; readonly record: RecordEntry },
  { deed, request }: RequestDeed,
  decide: (request: PrivacyRequest) => Result<readonly RequestEvent[], Rejection>,
): ResultAsync<PrivacyRequest, Rejection | NoSuchRequest | NoSuchCase | StaffNotAllowed | PortFailure> {
  return safeTry(async function* () {
    const found = yield* tx.privacyRequests.lock(request);
    if (found === null) return err({ kind: 'NoSuchRequest' as const });
    const person = yield* tx.doors.byAnySubject(found.subject);
    if (person !== null) yield* demandCase(tx, deed, person);
    const events = yield* decide(found);
    const changed = events.reduce(evolveRequest, found);

    yield* tx.privacyRequests.save(changed);
    yield* record(deedOn(deed, found.subject, request));
    return ok(changed);
  });
}

/** How the request stands after the deed. */
export function reportAfter(request: PrivacyRequest, at: Instant): RequestReport {
  return requestReport(request, Day.ofInstant(at));
}
