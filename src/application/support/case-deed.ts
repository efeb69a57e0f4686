import type { UnsealingPurpose } from '../../domain/data-map/unsealing.ts';
import type { SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { AccessPurpose } from '../../domain/staff/access-purpose.ts';
import type { StaffAction } from '../../domain/staff/access-rules.ts';
import { CaseNumber, type InvalidCaseNumber, type StaffId } from '../../domain/staff/staff-id.ts';
import type { StaffSessionToken } from '../../domain/staff/staff-token.ts';
import type { CaseTopic, OpenCase, SupportCase } from '../../domain/support-case/support-case.ts';
import { unreachable } from '../../domain/unreachable.ts';
import type { UserFor } from '../../domain/user/visible-user.ts';
import { audited, auditedLook } from '../audit/audited.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { HeldUser, Transaction } from '../ports/transaction.ts';
import { actingStaff, type StaffPorts } from '../staff/acting-staff.ts';
import type { StaffRefusal } from '../staff/staff-refusal.ts';

/** Who of the staff does something in which case. */
export interface CaseInput {
  readonly staffSession: StaffSessionToken;
  /** As `openCase` answered it. */
  readonly caseNumber: string;
}

/** No case of this person's goes by that number, or it is closed. Whose another one is, is told to nobody. */
export interface NoSuchCase {
  readonly kind: 'NoSuchCase';
}

/** Why nothing is done in a case, whatever it would be. */
export type CaseRefusal = StaffRefusal | InvalidCaseNumber | NoSuchCase | PortFailure;

/** What working in a case needs of the outside. */
export type CasePorts = StaffPorts;

/** A case that this transaction holds, with its person. */
export interface HeldCase<Purpose extends UnsealingPurpose> {
  readonly tx: Transaction;
  readonly held: HeldUser<UserFor<Purpose>>;
  readonly supportCase: SupportCase;
  readonly staff: StaffId;
  readonly at: Instant;
}

/** What is done in a case, how it is put on record, and for what a person is opened with it. */
export interface CaseDeed<Purpose extends UnsealingPurpose> {
  readonly action: StaffAction;
  /** For what the person's data is opened. */
  readonly opens: Purpose;
  /** Whether a closed case will do, for who only reads. */
  readonly closedToo?: true;
}

/** What came of it, and what stands in the audit log beside the action: an id or a closed word of ours. */
export interface DoneInCase<Value> {
  readonly value: Value;
  readonly about: string | null;
}

/**
 * Does something in a case: who acts is asked first, then person and case are held, and nothing is answered before the audit
 * log has it; where it cannot be written, nothing is done and nothing released (POLICY.md C09, C20, C21).
 */
export function inCase<Purpose extends UnsealingPurpose, Value, Refusal>(
  ports: CasePorts,
  input: CaseInput,
  { action, opens, closedToo }: CaseDeed<Purpose>,
  work: (held: HeldCase<Purpose>) => ResultAsync<DoneInCase<Value>, Refusal>,
): ResultAsync<Value, Refusal | CaseRefusal> {
  const { store, clock } = ports;
  return safeTry(async function* () {
    const caseNumber = yield* CaseNumber.parse(input.caseNumber);
    const staff = yield* actingStaff(ports, input.staffSession, action);
    const at = clock.now();
    const subject = yield* store.reads.subjectOfCase(caseNumber);
    if (subject === null) return err<Value, Refusal | CaseRefusal>({ kind: 'NoSuchCase' });
    // Who only reads a case looks, and a look has its time.
    const recorded = closedToo === true ? auditedLook : audited;
    const done = yield* recorded<Value, Refusal | CaseRefusal>(ports, (tx, record) =>
      safeTry(async function* () {
        const held = yield* tx.doors.bySubjectAlone(subject, opens);
        if (held === null) return err<Value, Refusal | CaseRefusal>({ kind: 'NoSuchCase' });
        const supportCase =
          closedToo === true ? yield* anyCaseOf(tx, subject, caseNumber) : yield* openCaseOf(tx, subject, caseNumber);
        const { value, about } = yield* work({ tx, held, supportCase, staff, at });
        yield* record({ action, staff, subject, purpose: purposeOf(supportCase.topic), caseNumber, about });
        return ok<Value, Refusal | CaseRefusal>(value);
      }),
    );
    return ok<Value, Refusal | CaseRefusal>(done);
  });
}

/** The open case of this number, of this very person and nobody else. */
export function openCaseOf(
  tx: Transaction,
  subject: SubjectId,
  caseNumber: CaseNumber,
): ResultAsync<OpenCase, NoSuchCase | PortFailure> {
  return tx.supportCases
    .find(subject, caseNumber)
    .andThen((found) =>
      found?.state === 'open' ? ok<OpenCase, NoSuchCase>(found) : err<OpenCase, NoSuchCase>({ kind: 'NoSuchCase' }),
    );
}

function anyCaseOf(
  tx: Transaction,
  subject: SubjectId,
  caseNumber: CaseNumber,
): ResultAsync<SupportCase, NoSuchCase | PortFailure> {
  return tx.supportCases
    .find(subject, caseNumber)
    .andThen((found) =>
      found === null ? err<SupportCase, NoSuchCase>({ kind: 'NoSuchCase' }) : ok<SupportCase, NoSuchCase>(found),
    );
}

/** For what staff works in a case, as the audit log names it. */
export function purposeOf(topic: CaseTopic): AccessPurpose {
  switch (topic) {
    case 'payment':
    case 'receipt':
      return 'payment-question';
    case 'privacy':
      return 'privacy-request';
    case 'rental':
    case 'log-in':
    case 'account':
    case 'other':
      return 'resolve-problem';
    default:
      return unreachable(topic satisfies never);
  }
}
