import type { CancelMyAccountRefusal } from '../privacy/cancel-my-account.ts';
import type { CancelOnBehalfRefusal } from '../privacy/cancel-on-behalf.ts';
import type { ErasureCertificateRefusal } from '../privacy/erasure-certificate.ts';
import type { ErasureStatusRefusal } from '../privacy/erasure-status.ts';
import type { ExportMyDataRefusal } from '../privacy/export-my-data.ts';
import type { ExportOnBehalfRefusal } from '../privacy/export-on-behalf.ts';
import type { PlanMyErasureRefusal } from '../privacy/plan-my-erasure.ts';
import type { AccountsRefusal } from './accounts.ts';
import type { SharedRefusal } from './shared.ts';
import type { StaffRefusals } from './staff.ts';
import type { SupportRefusal } from './support.ts';
import { say, type WordsOf } from './words.ts';

/** Every refusal of the room `privacy`. */
export type PrivacyRefusal =
  | ExportMyDataRefusal
  | PlanMyErasureRefusal
  | CancelMyAccountRefusal
  | ErasureStatusRefusal
  | ErasureCertificateRefusal
  | ExportOnBehalfRefusal
  | CancelOnBehalfRefusal;

export const privacyWords: Omit<
  WordsOf<PrivacyRefusal>,
  SharedRefusal['kind'] | AccountsRefusal['kind'] | SupportRefusal['kind'] | StaffRefusals['kind']
> = {
  CodeNeeded: say(
    [
      'We have to be sure that it is you',
      'Nobody who just holds your phone should be able to erase your account.',
      'Please ask for a code, and cancel with it.',
    ],
    [
      'Wir müssen sicher sein, dass du es bist',
      'Wer nur dein Telefon in der Hand hat, soll dein Konto nicht löschen können.',
      'Bitte fordere einen Code an und kündige damit.',
    ],
  ),
  ContactChangedRecently: say(
    [
      'This contact is too new to cancel with',
      'It came lately, and whoever had the contacts before can still undo that.',
      'Please have the code sent to another contact, or cancel when the time for that is over.',
    ],
    [
      'Dieser Kontakt ist zum Kündigen zu neu',
      'Er kam erst vor kurzem hinzu, und wer die Kontakte davor hatte, kann das noch rückgängig machen.',
      'Bitte lass dir den Code anders schicken, oder kündige, wenn die Zeit dafür um ist.',
    ],
  ),
  InvalidReason: say(
    ['That is no reason to cancel for somebody', 'It is none of the list.', 'Please choose one of the list.'],
    [
      'Das ist kein Grund, für jemanden zu kündigen',
      'Er steht nicht in der Liste.',
      'Bitte wähle einen aus der Liste.',
    ],
  ),
  AlreadyCancelled: say(
    ['This account is cancelled already', 'Its data is erased, or just being erased.', 'Ask how the erasure goes.'],
    [
      'Dieses Konto ist schon gekündigt',
      'Die Daten sind gelöscht oder werden es gerade.',
      'Frage den Stand der Löschung ab.',
    ],
  ),
  NoSuchErasure: say(
    ['There is no such erasure', 'Nobody cancelled under this number.', 'Please check the number in our goodbye.'],
    [
      'Diese Löschung gibt es nicht',
      'Unter dieser Nummer wurde nichts gekündigt.',
      'Bitte prüfe die Nummer aus unserem Abschied.',
    ],
  ),
  NotCertifiedYet: say(
    [
      'This erasure has no certificate yet',
      'It is not done: a certificate is signed when nothing is left to be erased.',
      'Please ask how the erasure goes, and try again later.',
    ],
    [
      'Diese Löschung hat noch keine Bescheinigung',
      'Sie ist nicht fertig: Bescheinigt wird erst, wenn nichts mehr zu löschen ist.',
      'Bitte frage den Stand der Löschung ab und versuche es später noch einmal.',
    ],
  ),
};
