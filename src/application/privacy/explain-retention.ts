import { laterOf } from '../../domain/calendar.ts';
import type { InvalidId, SubjectId } from '../../domain/ids.ts';
import { Day, type InvalidDay } from '../../domain/instant.ts';
import { err, ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import { dueOf } from '../../domain/retention/due.ts';
import {
  type ExplainedLine,
  type ExplainedPerson,
  explainHeld,
  type HeldValues,
} from '../../domain/retention/explain.ts';
import { type InactivityPolicy, lastDayUnused } from '../../domain/retention/inactivity.ts';
import { auditedLook } from '../audit/audited.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { HeldAccount } from '../ports/retention-rows.ts';
import type { StaffPorts } from '../staff/acting-staff.ts';
import { type NamedPerson, type NoSuchPerson, notTellingWhose, type PersonRefusal, subjectOf } from './named-person.ts';
import { deedOn, demandCase, parseStaffDeed, type StaffDeedInput, type StaffDeedRefusal } from './staff-deed.ts';

/** Staff asks why something of a person is still held. People who left are named by their subject id. */
export interface ExplainRetentionInput extends StaffDeedInput {
  readonly person: NamedPerson;
  /** What will still be held at the end of this day, `YYYY-MM-DD`, if nothing new happens; as it is now by default. */
  readonly on?: string | undefined;
}

/** Every field that is held of a person, why, until when, and what becomes of it then; no value of any field. */
export interface RetentionExplained {
  readonly subject: SubjectId;
  readonly account: HeldAccount['state'];
  readonly lines: readonly ExplainedLine[];
}

/** Why nothing is explained; without a record of the look nothing ever is (POLICY.md C21). */
export type ExplainRetentionRefusal =
  | StaffDeedRefusal
  | InvalidDay
  | InvalidId
  | PersonRefusal
  | NoSuchPerson
  | PortFailure;

/** Explains what is held of a person (POLICY.md C08, C26). The look is on record before anything is released. */
export type ExplainRetention = (
  input: ExplainRetentionInput,
) => ResultAsync<RetentionExplained, ExplainRetentionRefusal>;

type ExplainPorts = StaffPorts & Pick<Ports, 'vault' | 'business'>;

/** Makes the use case. */
export function explainRetention(ports: ExplainPorts): ExplainRetention {
  const { store, clock, business } = ports;
  return (input) =>
    safeTry(async function* () {
      const deed = yield* parseStaffDeed(ports, input, 'explain-retention');
      const on = input.on === undefined ? null : yield* Day.parse(input.on);
      const subject = yield* subjectOf(ports)(input.person);
      const now = clock.now();
      const account = yield* store.retention.accountOf(subject);
      if (account === null) return err({ kind: 'NoSuchPerson' as const });
      yield* auditedLook(ports, (tx, record) =>
        safeTry(async function* () {
          yield* demandCase(tx, deed, { subject, state: account.state });
          return record(deedOn(deed, subject));
        }),
      ).mapErr(notTellingWhose(input.person));
      const protection = yield* store.reads.protectionOf(subject, now);
      const keptOrders = account.state === 'active' ? [] : yield* store.disposal.keptOrdersOf(subject);
      const person: ExplainedPerson = {
        account:
          account.leftOn === null
            ? { kind: 'active', unusedUntil: unusedUntil(account, business.inactivity ?? null, Day.ofInstant(now)) }
            : { kind: 'ended', on: account.leftOn, keptOrders: new Set(keptOrders) },
        protection,
      };
      const held = [...(yield* store.retention.heldOf(subject)), ...(yield* keysOf(ports, subject))];
      return ok({ subject, account: account.state, lines: explainHeld(held, person, on) });
    });
}

/** Keys stand in the vault; all else that the vault has of a person names nobody once the rows here are gone. */
function keysOf({ vault }: Pick<Ports, 'vault'>, subject: SubjectId): ResultAsync<readonly HeldValues[], PortFailure> {
  return vault.keyClassesOf(subject).andThen((classes) => {
    const keys = { table: 'subject_keys', field: 'key.data-key', since: null, order: null } as const;
    return okAsync(classes.length === 0 ? [] : [{ ...keys, records: classes.length }]);
  });
}

/** A warning that is not there yet comes when it is due, or today where that is past. */
function unusedUntil({ lastUsedOn, warnedOn }: HeldAccount, policy: InactivityPolicy | null, today: Day): Day | null {
  if (policy === null || lastUsedOn === null) return null;
  const due = dueOf({ keepFor: policy.warnAfter }, lastUsedOn);
  return lastDayUnused(policy, lastUsedOn, warnedOn ?? laterOf(due, today));
}
