import type { ScopeBreachRefusal } from '../breach/scope-breach.ts';
import type { SharedRefusal } from './shared.ts';
import type { StaffRefusals } from './staff.ts';
import type { SupportRefusal } from './support.ts';
import { say, type WordsOf } from './words.ts';

/** Every refusal of the question what a breach touched; it speaks to staff. */
export type BreachRefusal = ScopeBreachRefusal;

type SaidElsewhere = SharedRefusal['kind'] | SupportRefusal['kind'] | StaffRefusals['kind'] | 'InvalidInstant';

export const breachWords: Omit<WordsOf<BreachRefusal>, SaidElsewhere> = {
  InvalidBreachWindow: ({ reason }) =>
    reason === 'backwards'
      ? say(
          ['This window holds nothing', 'It ends before it begins.', 'Please give an end after the beginning.'],
          ['In diesem Zeitraum liegt nichts', 'Er endet, bevor er beginnt.', 'Bitte gib ein späteres Ende an.'],
        )
      : say(
          ['This window has not begun', 'It begins in the future.', 'Please give a time that is over.'],
          ['Dieser Zeitraum hat nicht begonnen', 'Er beginnt in der Zukunft.', 'Bitte gib eine vergangene Zeit an.'],
        ),
  InvalidBreachAccount: say(
    [
      'There is no such account',
      'It is neither a name of the staff nor db: and the role of an account of the database.',
      'Please write anna.support, or db:application.',
    ],
    [
      'So ein Konto gibt es nicht',
      'Es ist weder ein Name vom Personal noch db: mit der Rolle eines Kontos der Datenbank.',
      'Bitte schreib anna.support oder db:application.',
    ],
  ),
  KnownInTheFuture: say(
    ['Nobody knows of it yet', 'The time at which it became known is in the future.', 'Please check time and offset.'],
    [
      'Davon weiß noch niemand',
      'Der Zeitpunkt, zu dem es bekannt wurde, liegt in der Zukunft.',
      'Bitte prüf Uhrzeit und Zeitzone.',
    ],
  ),
};
