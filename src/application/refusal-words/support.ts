import type { FindPersonRefusal } from '../support/find-person.ts';
import type { RevealContactRefusal } from '../support/reveal-contact.ts';
import type { AccountsRefusal } from './accounts.ts';
import type { SharedRefusal } from './shared.ts';
import type { StaffRefusals } from './staff.ts';
import { say, type WordsOf } from './words.ts';

/** Every refusal of the room `support`; it speaks to staff. */
export type SupportRefusal = FindPersonRefusal | RevealContactRefusal;

export const supportWords: Omit<
  WordsOf<SupportRefusal>,
  SharedRefusal['kind'] | AccountsRefusal['kind'] | StaffRefusals['kind']
> = {
  InvalidAccessPurpose: say(
    [
      'Nobody looks at data for that',
      'The purpose is none of those that are allowed.',
      'Please choose one of the list.',
    ],
    ['Dafür sieht niemand Daten ein', 'Der Zweck ist keiner der erlaubten.', 'Bitte wähle einen aus der Liste.'],
  ),
  NoSuchCase: say(
    [
      'There is no such case',
      'No open case of this person has that number.',
      'Please check the number, or open a new case.',
    ],
    [
      'Diesen Fall gibt es nicht',
      'Kein offener Fall dieser Person hat diese Nummer.',
      'Bitte prüfe die Nummer, oder eröffne einen neuen Fall.',
    ],
  ),
  NoSuchPerson: say(
    ['Nobody is found', 'No active account belongs to this.', 'Please ask for another contact of the person.'],
    ['Niemand wurde gefunden', 'Dazu gehört kein aktives Konto.', 'Bitte frage nach einer anderen Angabe der Person.'],
  ),
  NotRevealable: say(
    [
      'That is not shown',
      'Staff may see the phone and the email of a person, and must name what is needed.',
      'Please name the field that you need to reach the person.',
    ],
    [
      'Das wird nicht gezeigt',
      'Das Personal darf Telefon und E-Mail einer Person sehen und muss nennen, was nötig ist.',
      'Bitte nenne das Feld, das du brauchst, um die Person zu erreichen.',
    ],
  ),
};
