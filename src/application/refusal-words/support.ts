import type { FindPersonRefusal } from '../support/find-person.ts';
import type { RevealContactRefusal } from '../support/reveal-contact.ts';
import type { AccountsRefusal } from './accounts.ts';
import type { SharedRefusal } from './shared.ts';
import { say, type WordsOf } from './words.ts';

/** Every refusal of the room `support`; it speaks to staff. */
export type SupportRefusal = FindPersonRefusal | RevealContactRefusal;

export const supportWords: Omit<WordsOf<SupportRefusal>, SharedRefusal['kind'] | AccountsRefusal['kind']> = {
  InvalidStaffId: say(
    [
      'Who are you?',
      'A name of staff is made of lower-case letters, dots and hyphens, and is one person’s own.',
      'Please sign in under your own name.',
    ],
    [
      'Wer bist du?',
      'Ein Name des Personals besteht aus Kleinbuchstaben, Punkten und Bindestrichen und gehört einer Person.',
      'Bitte melde dich unter deinem eigenen Namen an.',
    ],
  ),
  InvalidAccessPurpose: say(
    [
      'Nobody looks at data for that',
      'The purpose is none of those that are allowed.',
      'Please choose one of the list.',
    ],
    ['Dafür sieht niemand Daten ein', 'Der Zweck ist keiner der erlaubten.', 'Bitte wähle einen aus der Liste.'],
  ),
  InvalidCaseNumber: say(
    ['That is no case number', 'A case number looks like CASE-1042.', 'Please open a case first, and name it.'],
    [
      'Das ist keine Fallnummer',
      'Eine Fallnummer sieht so aus: CASE-1042.',
      'Bitte eröffne zuerst einen Fall und nenne ihn.',
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
