import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { StaffSessionToken } from '../../domain/staff/staff-token.ts';
import { CaseTopic, type InvalidCaseTopic, type SupportCase } from '../../domain/support-case/support-case.ts';
import { type InvalidLanguage, Language } from '../../domain/user/language.ts';
import { auditedLook } from '../audit/audited.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import { type NamedPerson, type NoSuchPerson, type PersonRefusal, subjectOrNull } from '../privacy/named-person.ts';
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

/** Makes the use case. That nobody has the name is on record as well: what it tells is who is no customer. */
export function openCase(ports: CasePorts): OpenSupportCase {
  return (input) =>
    safeTry(async function* () {
      const topic = yield* CaseTopic.parse(input.topic);
      const asked = input.language === undefined ? null : yield* Language.parse(input.language);
      const staff = yield* actingStaff(ports, input.staffSession, 'open-case');
      const subject = yield* subjectOrNull(ports)(input.person);
      const openedAt = ports.clock.now();
      const purpose = purposeOf(topic);
      const opened = yield* auditedLook<CaseOpened | null, StaffRefusal | PortFailure>(ports, (tx, record) =>
        safeTry(async function* () {
          const held = subject === null ? null : yield* tx.doors.bySubjectAlone(subject, 'customer-service');
          if (held === null) {
            yield* record({ action: 'open-case', staff, purpose, about: 'no-such-person' });
            return ok(null);
          }
          const person = yield* maskedPerson(tx, held, openedAt);
          const language = asked ?? held.user.language;
          const opening = { subject: held.proof.subject, topic, language, openedBy: staff, openedAt };
          const supportCase = yield* tx.supportCases.open(held.proof, opening);
          const { caseNumber } = supportCase;
          yield* record({ action: 'open-case', staff, subject, purpose, caseNumber, about: topic });
          return ok<CaseOpened, PortFailure>({ supportCase, person });
        }),
      );
      if (opened === null) return err({ kind: 'NoSuchPerson' as const });
      return ok(opened);
    });
}
