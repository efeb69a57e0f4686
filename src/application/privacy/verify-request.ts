import { type InvalidId, PrivacyRequestId } from '../../domain/ids.ts';
import { decideRequest, type RequestClosed } from '../../domain/privacy-request/decide-request.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { audited } from '../audit/audited.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { StaffPorts } from '../staff/acting-staff.ts';
import { changeRequest, type NoSuchRequest, reportAfter } from './change-request.ts';
import type { RequestReport } from './record-request.ts';
import { parseStaffDeed, type StaffDeedInput, type StaffDeedRefusal } from './staff-deed.ts';

/** Staff made sure that the data subject asks. */
export interface VerifyRequestInput extends StaffDeedInput {
  /** As `recordRequest` answered it. */
  readonly request: string;
}

/** Why it stays unverified. */
export type VerifyRequestRefusal = StaffDeedRefusal | InvalidId | NoSuchRequest | RequestClosed | PortFailure;

/** Writes down that it is sure who asks (GDPR art. 12(6)); again changes nothing. The clock goes on. */
export type VerifyRequest = (input: VerifyRequestInput) => ResultAsync<RequestReport, VerifyRequestRefusal>;

/** Makes the use case. */
export function verifyRequest(ports: StaffPorts): VerifyRequest {
  const { clock } = ports;
  return (input) =>
    safeTry(async function* () {
      const deed = yield* parseStaffDeed(ports, input, 'verify-request');
      const request = yield* PrivacyRequestId.parse(input.request);
      const at = clock.now();
      const verified = yield* audited(ports, (tx, record) =>
        changeRequest({ tx, record }, { deed, request }, (found) =>
          decideRequest({ kind: 'VerifyRequest', at }, found),
        ),
      );
      return ok(reportAfter(verified, at));
    });
}
