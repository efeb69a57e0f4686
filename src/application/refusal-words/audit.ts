import type { NoteRestoreRefusal } from '../audit/note-restore.ts';
import type { SearchAuditRefusal } from '../audit/search-audit.ts';
import type { CorrectionsRefusal } from './corrections.ts';
import type { PrivacyRefusal } from './privacy.ts';
import type { SharedRefusal } from './shared.ts';
import type { StaffRefusals } from './staff.ts';
import type { SupportRefusal } from './support.ts';
import { say, type WordsOf } from './words.ts';

/** Every refusal of the room `audit`; it speaks to auditors. */
export type AuditRefusal = SearchAuditRefusal | NoteRestoreRefusal;

type SaidElsewhere =
  | SharedRefusal['kind']
  | StaffRefusals['kind']
  | SupportRefusal['kind']
  | PrivacyRefusal['kind']
  | CorrectionsRefusal['kind'];

export const auditWords: Omit<WordsOf<AuditRefusal>, SaidElsewhere> = {
  NothingLost: say(
    ['Nothing is lost', 'The log has every entry that its sink knows of.', 'No restore has to be noted.'],
    ['Nichts ist verloren', 'Das Protokoll hat jeden Eintrag, den seine Senke kennt.', 'Es ist nichts zu vermerken.'],
  ),
  AuditLogNotWhole: say(
    [
      'The audit log is not whole',
      'Something is wrong with it that no restore of a backup does.',
      'Please look at it with “joos audit verify” and find out how it came.',
    ],
    [
      'Das Protokoll ist nicht unversehrt',
      'Etwas daran ist falsch, das keine Wiederherstellung einer Sicherung bewirkt.',
      'Bitte sieh es dir mit „joos audit verify“ an und finde heraus, wie es dazu kam.',
    ],
  ),
  InvalidAuditAction: say(
    ['Nobody does that', 'The action is none of those that are recorded.', 'Please choose one of the list.'],
    ['Das tut niemand', 'Die Handlung ist keine der aufgezeichneten.', 'Bitte wähle eine aus der Liste.'],
  ),
};
