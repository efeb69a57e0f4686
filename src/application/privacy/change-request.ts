import type { EntryId, PrivacyRequestId } from '../../domain/ids.ts';
import { Day, type Instant } from '../../domain/instant.ts';
import { evolveRequest, type RequestEvent } from '../../domain/privacy-request/decide-request.ts';
import type { PrivacyRequest } from '../../domain/privacy-request/privacy-request.ts';
import { err, ok, type Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Transaction } from '../ports/transaction.ts';
import { type RequestReport, requestReport } from './record-request.ts';
import { accessFor, type StaffDeed } from './staff-deed.ts';

/** No request has this number. */
export interface NoSuchRequest {
  readonly kind: 'NoSuchRequest';
}

/** A deed of staff on one request, at a moment; the name of its record is made outside, so that a retry has the same. */
export interface RequestDeed {
  readonly deed: StaffDeed;
  readonly request: PrivacyRequestId;
  readonly entry: EntryId;
  readonly at: Instant;
}

/** What verifying, extending and closing have in common: lock, decide, put the deed on record, write. */
export function changeRequest<Rejection>(
  tx: Transaction,
  { deed, request, entry, at }: RequestDeed,
  decide: (request: PrivacyRequest) => Result<readonly RequestEvent[], Rejection>,
): ResultAsync<PrivacyRequest, Rejection | NoSuchRequest | PortFailure> {
  return safeTry(async function* () {
    const found = yield* tx.privacyRequests.lock(request);
    if (found === null) return err({ kind: 'NoSuchRequest' as const });
    const events = yield* decide(found);
    const changed = events.reduce(evolveRequest, found);
    yield* tx.staffAccesses.record(accessFor(deed, entry, found.subject, at));
    yield* tx.privacyRequests.save(changed);
    return ok(changed);
  });
}

/** How the request stands after the deed. */
export function reportAfter(request: PrivacyRequest, at: Instant): RequestReport {
  return requestReport(request, Day.ofInstant(at));
}
