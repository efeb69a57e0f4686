import { type InvalidId, OrderId, type PrivacyRequestId } from '../../domain/ids.ts';
import { Day, type InvalidDay } from '../../domain/instant.ts';
import { type ReceivedInFuture, receiveRequest } from '../../domain/privacy-request/decide-request.ts';
import { type Urgency, urgencyOf } from '../../domain/privacy-request/legal-clock.ts';
import {
  DataSubjectRight,
  type InvalidDataSubjectRight,
  type InvalidRequestChannel,
  type PrivacyRequest,
  RequestChannel,
} from '../../domain/privacy-request/privacy-request.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { audited } from '../audit/audited.ts';
import { newPrivacyRequestId } from '../new-ids.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { StaffPorts } from '../staff/acting-staff.ts';
import { type NamedPerson, type NoSuchPerson, notTellingWhose, type PersonRefusal, subjectOf } from './named-person.ts';
import { deedOn, heldFor, parseStaffDeed, type StaffDeedInput, type StaffDeedRefusal } from './staff-deed.ts';

/** A person exercises a right, and staff writes it down. */
export interface RecordRequestInput extends StaffDeedInput {
  readonly person: NamedPerson;
  /** One of `dataSubjectRights`. */
  readonly right: string;
  /** One of `requestChannels`. */
  readonly channel: string;
  /** The rental that it is about, whose record it then protects as evidence. */
  readonly order?: string | undefined;
  /** The day on which it came, `YYYY-MM-DD`; today where it is left out. */
  readonly receivedOn?: string | undefined;
}

/** How a request stands, and how much time is left. */
export interface RequestReport extends Urgency {
  readonly request: PrivacyRequestId;
  readonly state: PrivacyRequest['state'];
  readonly dueOn: Day;
}

/** Why nothing is recorded. */
export type RecordRequestRefusal =
  | StaffDeedRefusal
  | InvalidDataSubjectRight
  | InvalidRequestChannel
  | InvalidId
  | InvalidDay
  | ReceivedInFuture
  | PersonRefusal
  | NoSuchPerson
  /** The person has no rental of that id, or it is gone. */
  | { readonly kind: 'NoSuchOrder' }
  | PortFailure;

/** Records a request with its legal clock, which runs from the day on which it came (GDPR art. 12(3)). */
export type RecordRequest = (input: RecordRequestInput) => ResultAsync<RequestReport, RecordRequestRefusal>;

/** How a request stands at a moment. */
export function requestReport({ request, state, dueOn }: PrivacyRequest, today: Day): RequestReport {
  return { request, state, dueOn, ...urgencyOf(dueOn, today) };
}

/** Makes the use case. The person may be leaving or gone: one can ask what was done with one's data. */
export function recordRequest(ports: StaffPorts): RecordRequest {
  const { clock, ids } = ports;
  return (input) =>
    safeTry(async function* () {
      const deed = yield* parseStaffDeed(ports, input, 'record-request');
      const right = yield* DataSubjectRight.parse(input.right);
      const channel = yield* RequestChannel.parse(input.channel);
      const order = input.order === undefined ? null : yield* OrderId.parse(input.order);
      const at = clock.now();
      const today = Day.ofInstant(at);
      const receivedOn = input.receivedOn === undefined ? today : yield* Day.parse(input.receivedOn);
      const subject = yield* subjectOf(ports)(input.person);
      const { staff: recordedBy, caseNumber } = deed;
      const request = newPrivacyRequestId(ids);
      const receipt = { request, subject, right, channel, order, caseNumber, recordedBy, receivedOn };
      const received = yield* audited(ports, (tx, record) =>
        safeTry(async function* () {
          const locked = yield* heldFor(tx, deed, subject);
          const request = yield* receiveRequest(receipt, at);
          if (order !== null && !(yield* tx.orders.has(locked, order))) return err({ kind: 'NoSuchOrder' as const });
          yield* tx.privacyRequests.add(locked, request);
          yield* record(deedOn(deed, subject, request.request));
          return ok(request);
        }),
      ).mapErr(notTellingWhose(input.person));
      return ok(requestReport(received, today));
    });
}
