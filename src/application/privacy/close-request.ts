import { type InvalidId, PrivacyRequestId } from '../../domain/ids.ts';
import { type ClosingRejection, decideRequest } from '../../domain/privacy-request/decide-request.ts';
import { type InvalidRequestOutcome, RequestOutcome } from '../../domain/privacy-request/privacy-request.ts';
import { ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import { audited } from '../audit/audited.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { StaffPorts } from '../staff/acting-staff.ts';
import { changeRequest, type NoSuchRequest, reportAfter } from './change-request.ts';
import type { RequestReport } from './record-request.ts';
import { parseStaffDeed, type StaffDeedInput, type StaffDeedRefusal } from './staff-deed.ts';

/** A request is answered. */
export interface CloseRequestInput extends StaffDeedInput {
  /** As `recordRequest` answered it. */
  readonly request: string;
  /** One of `requestOutcomes`. */
  readonly outcome: string;
}

/** Why it stays open. */
export type CloseRequestRefusal =
  | StaffDeedRefusal
  | InvalidId
  | InvalidRequestOutcome
  | NoSuchRequest
  | ClosingRejection
  | PortFailure;

/** Closes a request with its outcome. It protects no evidence any more, and an erasure that it held up goes on by itself. */
export type CloseRequest = (input: CloseRequestInput) => ResultAsync<RequestReport, CloseRequestRefusal>;

/** Makes the use case. The erasure is woken as by `endHold`. */
export function closeRequest(ports: StaffPorts): CloseRequest {
  const { store, clock } = ports;
  return (input) =>
    safeTry(async function* () {
      const deed = yield* parseStaffDeed(ports, input, 'close-request');
      const request = yield* PrivacyRequestId.parse(input.request);
      const outcome = yield* RequestOutcome.parse(input.outcome);
      const at = clock.now();
      const closed = yield* audited(ports, (tx, record) =>
        changeRequest({ tx, record }, { deed, request }, (found) =>
          decideRequest({ kind: 'CloseRequest', outcome, at }, found),
        ),
      );
      if (closed.order !== null) yield* store.erasures.wake(closed.subject, at).orElse(() => okAsync(undefined));
      return ok(reportAfter(closed, at));
    });
}
