import type { Erasure, ErasureState } from '../../domain/deletion/erasure.ts';
import type { ErasureId, PrivacyRequestId } from '../../domain/ids.ts';
import { Day } from '../../domain/instant.ts';
import { dueOn, type Urgency, urgencyOf } from '../../domain/privacy-request/legal-clock.ts';
import type { DataSubjectRight, PrivacyRequest } from '../../domain/privacy-request/privacy-request.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { CaseNumber } from '../../domain/staff/staff-id.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';

/** How many are listed at most. */
export interface OpenRequestsInput {
  readonly limit: number;
}

/** What somebody waits for. It says not who: nobody is looked at by going through the list. */
export interface OpenRequest extends Urgency {
  readonly id: PrivacyRequestId | ErasureId;
  readonly right: DataSubjectRight;
  readonly state: PrivacyRequest['state'] | ErasureState;
  /** Null where support did not ask: the person in the app, the rule for unused accounts, or a replay. */
  readonly caseNumber: CaseNumber | null;
  readonly receivedOn: Day;
  readonly dueOn: Day;
  readonly extended: boolean;
}

/** Lists the requests that are not answered and the erasures that are not done, the most urgent first. */
export type OpenRequests = (input: OpenRequestsInput) => ResultAsync<readonly OpenRequest[], PortFailure>;

/** Makes the use case. An erasure carries the clock of the request that it answers, from the day of the request. */
export function openRequests({ store, clock }: Pick<Ports, 'store' | 'clock'>): OpenRequests {
  return ({ limit }) =>
    safeTry(async function* () {
      const today = Day.ofInstant(clock.now());
      const requests = yield* store.reads.openRequests(limit);
      const erasures = yield* store.reads.unfinishedErasures(limit);
      const open = [...requests.map((one) => ofRequest(one, today)), ...erasures.map((one) => ofErasure(one, today))];
      return ok(open.toSorted((one, other) => one.daysLeft - other.daysLeft).slice(0, limit));
    });
}

function ofRequest(open: PrivacyRequest, today: Day): OpenRequest {
  const { request: id, right, state, caseNumber, receivedOn, dueOn: due, extended } = open;
  const urgency = urgencyOf(due, today);
  return { id, right, state, caseNumber, receivedOn, dueOn: due, extended: extended !== null, ...urgency };
}

function ofErasure({ erasure: id, request, requestedAt, state }: Erasure, today: Day): OpenRequest {
  const receivedOn = Day.ofInstant(requestedAt);
  const due = dueOn(receivedOn);
  const caseNumber = request.kind === 'support' ? request.caseNumber : null;
  const urgency = urgencyOf(due, today);
  return { id, right: 'erasure', state, caseNumber, receivedOn, dueOn: due, extended: false, ...urgency };
}
