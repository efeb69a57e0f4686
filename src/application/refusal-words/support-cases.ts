import type { InvalidPage } from '../accounts/who-looked.ts';
import type { AddNoteRefusal } from '../support/add-note.ts';
import type { CasesOfRefusal } from '../support/cases-of.ts';
import type { CloseCaseRefusal } from '../support/close-case.ts';
import type { ContactPersonRefusal } from '../support/contact-person.ts';
import type { OpenCaseRefusal } from '../support/open-case.ts';
import type { ConfirmCallerRefusal, VerifyCallerRefusal } from '../support/verify-caller.ts';
import type { AccountsRefusal } from './accounts.ts';
import type { PrivacyRefusal } from './privacy.ts';
import type { SharedRefusal } from './shared.ts';
import type { StaffRefusals } from './staff.ts';
import type { SupportRefusal } from './support.ts';
import { say, type WordsOf } from './words.ts';

/** Every refusal of work in a case, which speaks to staff, and of the person's look at it. */
export type SupportCasesRefusal =
  | OpenCaseRefusal
  | CasesOfRefusal
  | AddNoteRefusal
  | ContactPersonRefusal
  | VerifyCallerRefusal
  | ConfirmCallerRefusal
  | CloseCaseRefusal
  | InvalidPage;

type SaidElsewhere = SharedRefusal | AccountsRefusal | PrivacyRefusal | SupportRefusal | StaffRefusals;

export const supportCasesWords: Omit<WordsOf<SupportCasesRefusal>, SaidElsewhere['kind']> = {
  CaseIsClosed: say(
    ['The case is closed', 'Nothing is done in a case that has ended.', 'Please open a new case.'],
    ['Der Fall ist geschlossen', 'In einem beendeten Fall geschieht nichts mehr.', 'Bitte eröffne einen neuen Fall.'],
  ),
  InvalidCaseTopic: say(
    ['That is no topic', 'A case is about one of the topics of the list.', 'Please choose one of the list.'],
    ['Das ist kein Thema', 'Ein Fall hat eines der Themen aus der Liste.', 'Bitte wähle eines aus der Liste.'],
  ),
  InvalidCaseOutcome: say(
    ['That is no outcome', 'A case ends in one of the ways of the list.', 'Please choose one of the list.'],
    ['Das ist kein Ergebnis', 'Ein Fall endet auf eine der Arten aus der Liste.', 'Bitte wähle eine aus der Liste.'],
  ),
  InvalidCaseChannel: say(
    ['That is no way to write', 'A message goes by email, by text, or by the best way.', 'Please choose one of them.'],
    [
      'So schreiben wir nicht',
      'Eine Nachricht geht per E-Mail, per SMS oder auf dem besten Weg.',
      'Bitte wähle einen davon.',
    ],
  ),
  InvalidCaseText: say(
    [
      'The text cannot be taken',
      'A note or a message has 1 to 2,000 characters that can be seen.',
      'Please shorten it, or write something.',
    ],
    [
      'Der Text geht nicht',
      'Eine Notiz oder Nachricht hat 1 bis 2.000 sichtbare Zeichen.',
      'Bitte kürze sie, oder schreibe etwas.',
    ],
  ),
  LooksLikeCardNumber: say(
    [
      'No card numbers',
      'Something in the text could be a card number, and those are kept nowhere.',
      'Please write the last 4 digits at most.',
    ],
    [
      'Keine Kartennummern',
      'Etwas im Text könnte eine Kartennummer sein, und die speichern wir nirgends.',
      'Bitte schreibe höchstens die letzten 4 Ziffern.',
    ],
  ),
  HoldsWebAddress: say(
    [
      'No links in messages',
      'The message holds the address of a web page, and support sends none, so that nobody falls for a false one.',
      'Please say in words where it is found in the app.',
    ],
    [
      'Keine Links in Nachrichten',
      'Die Nachricht enthält eine Internetadresse, und der Support schickt keine, damit niemand auf eine falsche hereinfällt.',
      'Bitte beschreibe, wo es in der App steht.',
    ],
  ),
  TooLongForSms: say(
    [
      'The text is too long for a text message',
      'What goes by text message, or by the best way, has 480 characters at most, since each costs.',
      'Please shorten it, or send it by email.',
    ],
    [
      'Der Text ist zu lang für eine SMS',
      'Was per SMS oder auf dem besten Weg geht, hat höchstens 480 Zeichen, denn jede kostet.',
      'Bitte kürze ihn, oder schicke ihn per E-Mail.',
    ],
  ),
  TooManyMessages: say(
    [
      'Enough messages for today',
      'In one case 10 messages go out within 24 hours, so that nobody is flooded.',
      'Please wait, or call the person.',
    ],
    [
      'Genug Nachrichten für heute',
      'In einem Fall gehen innerhalb von 24 Stunden 10 Nachrichten hinaus, damit niemand überschüttet wird.',
      'Bitte warte, oder rufe die Person an.',
    ],
  ),
  NoWayToReach: say(
    [
      'There is no way to the person',
      'The person gave no such contact, or nothing reaches it any more.',
      'Please try another way, or wait until the person contacts us.',
    ],
    [
      'Es gibt keinen Weg zur Person',
      'Die Person hat keine solche Angabe gemacht, oder es kommt nichts mehr an.',
      'Bitte versuche einen anderen Weg, oder warte, bis sich die Person meldet.',
    ],
  ),
  InvalidPage: say(
    ['There is no such page', 'The list does not go on there.', 'Please begin again with the first page.'],
    ['Diese Seite gibt es nicht', 'Die Liste geht dort nicht weiter.', 'Bitte beginne wieder mit der ersten Seite.'],
  ),
};
