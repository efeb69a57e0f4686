import type { CorrectRentalRefusal } from '../orders/correct-rental.ts';
import type { OrdersRefusal } from './orders.ts';
import type { PaymentsRefusal } from './payments.ts';
import type { SharedRefusal } from './shared.ts';
import type { SupportRefusal } from './support.ts';
import { say, type WordsOf } from './words.ts';

/** Every refusal of a correction. */
export type CorrectionsRefusal = CorrectRentalRefusal;

export const correctionsWords: Omit<
  WordsOf<CorrectionsRefusal>,
  SharedRefusal['kind'] | OrdersRefusal['kind'] | PaymentsRefusal['kind'] | SupportRefusal['kind']
> = {
  NothingCharged: say(
    ['There is no charge to correct', 'The rental is open, or was cancelled.', 'Please look the rental up.'],
    ['Es gibt nichts zu berichtigen', 'Die Miete läuft noch oder wurde storniert.', 'Bitte sieh die Miete nach.'],
  ),
  AlreadyCorrected: say(
    ['This rental was corrected already', 'Its end can be corrected once.', 'Please refund what is still wrong.'],
    [
      'Diese Miete ist schon berichtigt',
      'Ihr Ende lässt sich einmal berichtigen.',
      'Bitte erstatte, was noch falsch ist.',
    ],
  ),
  NothingToCorrect: say(
    ['Nothing changes by that', 'The rental costs the same.', 'Please check place and time.'],
    ['Damit ändert sich nichts', 'Die Miete kostet dasselbe.', 'Bitte prüfe Ort und Zeit.'],
  ),
  CorrectionRaisesCharge: say(
    ['That would cost more', 'Nobody is charged more than the receipt said.', 'Please check place and time.'],
    ['Das würde teurer', 'Niemand zahlt mehr, als auf dem Beleg steht.', 'Bitte prüfe Ort und Zeit.'],
  ),
  CorrectionTooLarge: say(
    ['That is more than was charged', 'Some of it went back already.', 'Please refund what is left instead.'],
    ['Das ist mehr, als berechnet wurde', 'Ein Teil ist schon erstattet.', 'Bitte erstatte stattdessen den Rest.'],
  ),
  PaymentUnderWay: say(
    ['The charge is under way', 'It is not known yet whether it was paid.', 'Please try again in a few minutes.'],
    [
      'Die Abbuchung läuft noch',
      'Noch ist offen, ob bezahlt wurde.',
      'Bitte versuche es in einigen Minuten noch einmal.',
    ],
  ),
  NotLess: say(
    ['That is not less than before', 'What is owed can only go down.', 'Please check place and time.'],
    ['Das ist nicht weniger als vorher', 'Was offen ist, kann nur sinken.', 'Bitte prüfe Ort und Zeit.'],
  ),
};
