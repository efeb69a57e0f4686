import type { SearchAuditRefusal } from '../audit/search-audit.ts';
import type { CorrectionsRefusal } from './corrections.ts';
import type { PrivacyRefusal } from './privacy.ts';
import type { SharedRefusal } from './shared.ts';
import type { StaffRefusals } from './staff.ts';
import type { SupportRefusal } from './support.ts';
import { say, type WordsOf } from './words.ts';

/** Every refusal of the room `audit`; it speaks to auditors. */
export type AuditRefusal = SearchAuditRefusal;

type SaidElsewhere =
  | SharedRefusal['kind']
  | StaffRefusals['kind']
  | SupportRefusal['kind']
  | PrivacyRefusal['kind']
  | CorrectionsRefusal['kind'];

export const auditWords: Omit<WordsOf<AuditRefusal>, SaidElsewhere> = {
  InvalidAuditAction: say(
    ['Nobody does that', 'The action is none of those that are recorded.', 'Please choose one of the list.'],
    ['Das tut niemand', 'Die Handlung ist keine der aufgezeichneten.', 'Bitte wähle eine aus der Liste.'],
  ),
};
