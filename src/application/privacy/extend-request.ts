import { type InvalidId, PrivacyRequestId } from '../../domain/ids.ts';
import { decideRequest, type ExtensionRejection } from '../../domain/privacy-request/decide-request.ts';
import { ExtensionReason, type InvalidExtensionReason } from '../../domain/privacy-request/privacy-request.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { phoneOf } from '../../domain/user/user.ts';
import { audited } from '../audit/audited.ts';
import { newNotice } from '../notices/new-notice.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { StaffPorts } from '../staff/acting-staff.ts';
import { changeRequest, type NoSuchRequest, reportAfter } from './change-request.ts';
import type { RequestReport } from './record-request.ts';
import { parseStaffDeed, type StaffDeedInput, type StaffDeedRefusal } from './staff-deed.ts';

/** A request needs more than a month. */
export interface ExtendRequestInput extends StaffDeedInput {
  /** As `recordRequest` answered it. */
  readonly request: string;
  /** One of `extensionReasons`. */
  readonly reason: string;
}

/** Why the time stays as it is. */
export type ExtendRequestRefusal =
  | StaffDeedRefusal
  | InvalidId
  | InvalidExtensionReason
  | NoSuchRequest
  | ExtensionRejection
  /** The account is leaving or gone, or has neither phone nor email: without being told nobody has to wait longer. */
  | { readonly kind: 'CannotBeTold' }
  | PortFailure;

/**
 * Takes two further months, once, within the first, and tells the person so with the reason (GDPR art. 12(3)): the notice is
 * queued in the transaction that extends the time.
 */
export type ExtendRequest = (input: ExtendRequestInput) => ResultAsync<RequestReport, ExtendRequestRefusal>;

/** Makes the use case. */
export function extendRequest(ports: StaffPorts): ExtendRequest {
  const { clock, ids } = ports;
  return (input) =>
    safeTry(async function* () {
      const deed = yield* parseStaffDeed(ports, input, 'extend-request');
      const request = yield* PrivacyRequestId.parse(input.request);
      const reason = yield* ExtensionReason.parse(input.reason);
      const at = clock.now();
      const extended = yield* audited(ports, (tx, record) =>
        safeTry(async function* () {
          const changed = yield* changeRequest({ tx, record }, { deed, request }, (found) =>
            decideRequest({ kind: 'ExtendRequest', reason, at }, found),
          );
          const held = yield* tx.doors.bySubjectAlone(changed.subject, 'communication');
          if (held === null || (held.user.email === null && phoneOf(held.user) === null)) {
            return err({ kind: 'CannotBeTold' as const });
          }
          const notice = newNotice(ids, held.proof, { kind: 'request-extended', request }, at);
          yield* tx.notices.queue(held.proof, notice, `request-extended/${request}`);
          return ok(changed);
        }),
      );
      return ok(reportAfter(extended, at));
    });
}
