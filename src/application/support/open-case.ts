import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { StaffSessionToken } from '../../domain/staff/staff-token.ts';
import { CaseTopic, type InvalidCaseTopic, type SupportCase } from '../../domain/support-case/support-case.ts';
import { type InvalidLanguage, Language } from '../../domain/user/language.ts';
import { audited } from '../audit/audited.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import { type NamedPerson, type NoSuchPerson, type PersonRefusal, subjectOf } from '../privacy/named-person.ts';
import { actingStaff } from '../staff/acting-staff.ts';
import type { StaffRefusal } from '../staff/staff-refusal.ts';
import { type CasePorts, purposeOf } from './case-deed.ts';
import { type MaskedPerson, maskedPerson } from './masked-person.ts';

/** Somebody turned to support, and staff takes it up (POLICY.md C09). */
export interface OpenCaseInput {
  readonly staffSession: StaffSessionToken;
  readonly person: NamedPerson;
  /** One of `caseTopics`. */
  readonly topic: string;
  /** In which we write about it; the person's where it is left out. */
  readonly language?: string | undefined;
}

/** A case with its person, as staff sees both. */
export interface CaseOpened {
  readonly supportCase: SupportCase;
  readonly person: MaskedPerson;
}

/** Why no case is opened; who has no account, or is leaving, is answered like who never was. */
export type OpenCaseRefusal =
  | StaffRefusal
  | InvalidCaseTopic
  | InvalidLanguage
  | PersonRefusal
  | NoSuchPerson
  | PortFailure;

/** Opens a case of one person's, under a number that staff names from then on in all that is done for it. */
export type OpenSupportCase = (input: OpenCaseInput) => ResultAsync<CaseOpened, OpenCaseRefusal>;

/** Makes the use case. */
export function openCase(ports: CasePorts): OpenSupportCase {
  return (input) =>
    safeTry(async function* () {
      const topic = yield* CaseTopic.parse(input.topic);
      const asked = input.language === undefined ? null : yield* Language.parse(input.language);
      const staff = yield* actingStaff(ports, input.staffSession, 'open-case');
      const subject = yield* subjectOf(ports)(input.person);
      const openedAt = ports.clock.now();
      const opened = yield* audited<CaseOpened, NoSuchPerson | StaffRefusal | PortFailure>(ports, (tx, record) =>
        safeTry(async function* () {
          const held = yield* tx.doors.bySubjectAlone(subject, 'customer-service');
          if (held === null) return err<CaseOpened, NoSuchPerson>({ kind: 'NoSuchPerson' });
          const person = yield* maskedPerson(tx, held, openedAt);
          const language = asked ?? held.user.language;
          const opening = { subject, topic, language, openedBy: staff, openedAt };
          const supportCase = yield* tx.supportCases.open(held.proof, opening);
          const { caseNumber } = supportCase;
          yield* record({ action: 'open-case', staff, subject, purpose: purposeOf(topic), caseNumber, about: topic });
          return ok<CaseOpened, NoSuchPerson>({ supportCase, person });
        }),
      );
      return ok(opened);
    });
}
