import type { MyConsentHistoryRefusal } from '../consents/my-consent-history.ts';
import type { MyConsentsRefusal } from '../consents/my-consents.ts';
import type { RecordConsentRefusal } from '../consents/record-consent.ts';
import type { UnsubscribeRefusal } from '../consents/unsubscribe.ts';
import type { WithdrawConsentRefusal } from '../consents/withdraw-consent.ts';
import type { SharedRefusal } from './shared.ts';
import { say, type WordsOf } from './words.ts';

/** Every refusal of the room `consents`. */
export type ConsentsRefusal =
  | RecordConsentRefusal
  | WithdrawConsentRefusal
  | MyConsentsRefusal
  | MyConsentHistoryRefusal
  | UnsubscribeRefusal;

export const consentsWords: Omit<WordsOf<ConsentsRefusal>, SharedRefusal['kind']> = {
  InvalidContactPurpose: say(
    ['We contact nobody for that', 'There is no such purpose.', 'Please choose one of those in your account.'],
    ['Dafür schreiben wir niemandem', 'Diesen Zweck gibt es nicht.', 'Bitte wähle einen aus deinem Konto.'],
  ),
  InvalidNoticeVersion: say(
    [
      'That is no version of the privacy notice',
      'A version is a month, such as 2026-11.',
      'Please open the privacy notice again.',
    ],
    [
      'Diese Fassung der Datenschutzhinweise gibt es nicht',
      'Eine Fassung ist ein Monat, etwa 2026-11.',
      'Bitte öffne die Datenschutzhinweise noch einmal.',
    ],
  ),
  InvalidConsentChannel: say(
    ['A consent cannot come this way', 'You give it in the app or on the web.', 'Please do it there.'],
    ['Auf diesem Weg geht das nicht', 'Eine Einwilligung gibst du in der App oder im Web.', 'Bitte mache es dort.'],
  ),
  ContractPurpose: say(
    [
      'This needs no consent',
      'We have to send it as long as you have an account: it belongs to our contract with you.',
      'There is nothing to switch. It ends when you cancel the account.',
    ],
    [
      'Das braucht keine Einwilligung',
      'Wir müssen es senden, solange du ein Konto hast: Es gehört zu unserem Vertrag mit dir.',
      'Es gibt nichts umzustellen. Es endet, wenn du das Konto kündigst.',
    ],
  ),
  NoSuchSubscription: say(
    [
      'This address does nothing',
      'It was not copied whole, or the mail is too old.',
      'You can switch news off in your account.',
    ],
    [
      'Diese Adresse bewirkt nichts',
      'Sie ist nicht vollständig, oder die Mail ist zu alt.',
      'In deinem Konto kannst du Neuigkeiten abschalten.',
    ],
  ),
  NotGranted: say(
    [
      'There is nothing to withdraw',
      'You did not agree to this, or withdrew it already.',
      'There is nothing to do: we do not contact you for it.',
    ],
    [
      'Es gibt nichts zu widerrufen',
      'Du hast dem nicht zugestimmt oder es schon widerrufen.',
      'Es ist nichts zu tun: Wir schreiben dir dafür nicht.',
    ],
  ),
};
