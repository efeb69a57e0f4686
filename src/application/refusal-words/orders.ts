import type { CancelRentalRefusal } from '../orders/cancel-rental.ts';
import type { MyOrdersRefusal } from '../orders/my-orders.ts';
import type { MyReceiptRefusal } from '../orders/my-receipt.ts';
import type { RentRefusal } from '../orders/rent.ts';
import type { ReportLostRefusal } from '../orders/report-lost.ts';
import type { ReturnPowerBankRefusal } from '../orders/return-power-bank.ts';
import type { SharedRefusal } from './shared.ts';
import { say, type WordsOf } from './words.ts';

/** Every refusal of the room `orders`. */
export type OrdersRefusal =
  | RentRefusal
  | ReturnPowerBankRefusal
  | ReportLostRefusal
  | CancelRentalRefusal
  | MyOrdersRefusal
  | MyReceiptRefusal;

export const ordersWords: Omit<WordsOf<OrdersRefusal>, SharedRefusal['kind']> = {
  InvalidStationId: say(
    ['There is no such station', 'A station is named like FRA-0042.', 'Please scan the code on the station again.'],
    ['Diese Station gibt es nicht', 'Eine Station heißt zum Beispiel FRA-0042.', 'Bitte scanne den Code der Station.'],
  ),
  InvalidPowerBankId: say(
    ['There is no such power bank', 'A power bank is named like PB-004711.', 'Please scan the code on it again.'],
    ['Diese Powerbank gibt es nicht', 'Eine Powerbank heißt zum Beispiel PB-004711.', 'Bitte scanne ihren Code.'],
  ),
  InvalidTariff: say(
    ['The price list is wrong', 'Something in the tariff of this station does not fit.', 'Please contact support.'],
    ['Die Preisliste ist falsch', 'Im Tarif dieser Station passt etwas nicht.', 'Bitte wende dich an den Support.'],
  ),
  NoCard: say(
    ['A card is missing', 'Your account has no card, or not this one.', 'Please add a card first.'],
    ['Eine Karte fehlt', 'Dein Konto hat keine Karte oder nicht diese.', 'Bitte füge zuerst eine Karte hinzu.'],
  ),
  InTheFuture: say(
    ['That time is yet to come', 'The clock of the station is wrong.', 'Please set the clock and report it again.'],
    [
      'Diese Zeit liegt in der Zukunft',
      'Die Uhr der Station geht falsch.',
      'Bitte stelle sie und melde es noch einmal.',
    ],
  ),
  NoSuchOrder: say(
    ['There is no such rental', 'It is not one of yours, or is no longer kept.', 'Please choose one of your rentals.'],
    ['Diese Miete gibt es nicht', 'Sie gehört nicht dir oder ist gelöscht.', 'Bitte wähle eine deiner Mieten.'],
  ),
  OrderNotOpen: say(
    ['This rental has ended already', 'It was ended in another way.', 'Please look it up in your rentals.'],
    ['Diese Miete ist schon beendet', 'Sie endete auf andere Weise.', 'Bitte sieh in deinen Mieten nach.'],
  ),
  EndsBeforeStart: say(
    ['That is before the rental began', 'A rental cannot end before it begins.', 'Please check the time.'],
    ['Das liegt vor dem Beginn der Miete', 'Eine Miete kann nicht vor ihrem Beginn enden.', 'Bitte prüfe die Zeit.'],
  ),
  TooLateToCancel: say(
    [
      'This rental can no longer be cancelled',
      'That is possible for 2 minutes after its start.',
      'Return the power bank at a station, or contact support if you never got one.',
    ],
    [
      'Diese Miete lässt sich nicht mehr stornieren',
      'Das geht nur in den ersten 2 Minuten.',
      'Gib die Powerbank an einer Station zurück, oder wende dich an den Support, wenn du keine bekommen hast.',
    ],
  ),
  NoReceipt: say(
    ['There is no receipt', 'The rental is still open, or cost nothing.', 'You get the receipt when the rental ends.'],
    ['Es gibt keinen Beleg', 'Die Miete läuft noch oder hat nichts gekostet.', 'Den Beleg gibt es am Ende der Miete.'],
  ),
};
