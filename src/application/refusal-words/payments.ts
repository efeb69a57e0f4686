import type { ChargeRefusal } from '../payments/charge.ts';
import type { MyPaymentsRefusal } from '../payments/my-payments.ts';
import type { RefundRefusal } from '../payments/refund.ts';
import type { RetryPaymentRefusal } from '../payments/retry-payment.ts';
import type { SettleAnswerRefusal } from '../payments/settle-answer.ts';
import type { OrdersRefusal } from './orders.ts';
import type { SharedRefusal } from './shared.ts';
import type { SupportRefusal } from './support.ts';
import { say, type WordsOf } from './words.ts';

/** Every refusal of the room `payments`. */
export type PaymentsRefusal =
  | ChargeRefusal
  | SettleAnswerRefusal
  | RetryPaymentRefusal
  | RefundRefusal
  | MyPaymentsRefusal;

export const paymentsWords: Omit<
  WordsOf<PaymentsRefusal>,
  SharedRefusal['kind'] | OrdersRefusal['kind'] | SupportRefusal['kind']
> = {
  NoSuchPayment: say(
    [
      'There is no such payment',
      'It is not one of yours, or is no longer kept.',
      'Please choose one of your payments.',
    ],
    ['Diese Zahlung gibt es nicht', 'Sie gehört nicht dir oder ist gelöscht.', 'Bitte wähle eine deiner Zahlungen.'],
  ),
  NoSuchAttempt: say(
    ['This attempt never began', 'The payment was not tried that often.', 'Please check what the processor sent.'],
    [
      'Diesen Versuch gab es nicht',
      'So oft wurde die Zahlung nicht versucht.',
      'Bitte prüfe die Meldung des Dienstes.',
    ],
  ),
  InvalidProcessorReference: say(
    ['That is no reference of a charge', 'It has a form we do not know.', 'Please check what the processor sent.'],
    ['Das ist keine Zahlungsreferenz', 'Die Form ist unbekannt.', 'Bitte prüfe die Meldung des Dienstes.'],
  ),
  InvalidDeclineReason: say(
    ['That is no reason we know', 'The processor named another one.', 'Please check what the processor sent.'],
    ['Diesen Grund kennen wir nicht', 'Der Zahlungsdienst nennt einen anderen.', 'Bitte prüfe dessen Meldung.'],
  ),
  PaymentNotFailed: say(
    ['There is nothing to pay again', 'This payment did not fail.', 'Please look it up in your payments.'],
    [
      'Es gibt nichts noch einmal zu zahlen',
      'Diese Zahlung ist nicht fehlgeschlagen.',
      'Bitte sieh in deinen Zahlungen nach.',
    ],
  ),
  CardDeclinedForGood: say(
    ['This card will not be taken', 'Its bank has refused it for good.', 'Please add another card and try again.'],
    ['Diese Karte wird nicht angenommen', 'Ihre Bank lehnt sie endgültig ab.', 'Bitte füge eine andere Karte hinzu.'],
  ),
  InvalidMoney: say(
    [
      'That is no amount',
      'An amount is a whole number of cents, in one of our currencies.',
      'Please check the amount.',
    ],
    ['Das ist kein Betrag', 'Ein Betrag ist eine ganze Zahl von Cent in einer unserer Währungen.', 'Bitte prüfe ihn.'],
  ),
  NothingToRefund: say(
    ['There is nothing to give back', 'It was not paid, or all of it went back.', 'Please look the payment up.'],
    ['Es gibt nichts zu erstatten', 'Es wurde nicht bezahlt oder ist schon erstattet.', 'Bitte sieh die Zahlung nach.'],
  ),
  RefundTooLarge: say(
    ['That is more than was paid', 'No more goes back than is left of the payment.', 'Please enter a smaller amount.'],
    ['Das ist mehr, als bezahlt wurde', 'Mehr als der Rest der Zahlung geht nicht.', 'Bitte gib weniger an.'],
  ),
  RefundNameTaken: say(
    [
      'This refund is of another payment',
      'Its name was used before, and nothing was given back now.',
      'Please take a new name.',
    ],
    [
      'Diese Erstattung gehört zu einer anderen Zahlung',
      'Ihr Name ist vergeben, erstattet wurde jetzt nichts.',
      'Bitte nimm einen neuen Namen.',
    ],
  ),
  WrongCurrency: say(
    ['That is another currency', 'Money goes back in the currency it came in.', 'Please use that of the payment.'],
    ['Das ist eine andere Währung', 'Erstattet wird in der Währung der Zahlung.', 'Bitte nimm deren Währung.'],
  ),
};
