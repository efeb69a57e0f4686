import type { CloseRequestRefusal } from '../privacy/close-request.ts';
import type { ExtendRequestRefusal } from '../privacy/extend-request.ts';
import type { RecordRequestRefusal } from '../privacy/record-request.ts';
import type { VerifyRequestRefusal } from '../privacy/verify-request.ts';
import type { AccountsRefusal } from './accounts.ts';
import type { LegalHoldsRefusal } from './legal-holds.ts';
import type { OrdersRefusal } from './orders.ts';
import type { SharedRefusal } from './shared.ts';
import type { SupportRefusal } from './support.ts';
import { say, type WordsOf } from './words.ts';

/** Every refusal of the uses around privacy requests; it speaks to staff. */
export type PrivacyRequestsRefusal =
  | RecordRequestRefusal
  | VerifyRequestRefusal
  | ExtendRequestRefusal
  | CloseRequestRefusal;

export const privacyRequestsWords: Omit<
  WordsOf<PrivacyRequestsRefusal>,
  | SharedRefusal['kind']
  | AccountsRefusal['kind']
  | SupportRefusal['kind']
  | OrdersRefusal['kind']
  | LegalHoldsRefusal['kind']
> = {
  InvalidDataSubjectRight: say(
    ['The law knows no such right', 'It is none of the list.', 'Please choose one of the list.'],
    ['Dieses Recht kennt das Gesetz nicht', 'Es steht nicht in der Liste.', 'Bitte wähle aus der Liste.'],
  ),
  InvalidRequestChannel: say(
    ['Requests do not come that way', 'It is none of the list.', 'Please choose one of the list.'],
    ['Auf diesem Weg kommen keine Anfragen', 'Er steht nicht in der Liste.', 'Bitte wähle aus der Liste.'],
  ),
  ReceivedInFuture: say(
    ['That day has not come yet', 'The clock runs from the day of receipt.', 'Please name the day on which it came.'],
    [
      'Dieser Tag war noch nicht',
      'Die Frist läuft vom Tag des Eingangs an.',
      'Bitte nenne den Tag, an dem die Anfrage kam.',
    ],
  ),
  NoSuchRequest: say(
    [
      'There is no such request',
      'No request has this number.',
      'Please list the open requests, and take it from there.',
    ],
    [
      'Diese Anfrage gibt es nicht',
      'Keine Anfrage hat diese Nummer.',
      'Bitte liste die offenen Anfragen auf und nimm sie von dort.',
    ],
  ),
  RequestClosed: say(
    ['This request is closed', 'It was answered already.', 'If the person asks again, record a new request.'],
    [
      'Diese Anfrage ist abgeschlossen',
      'Sie ist schon beantwortet.',
      'Fragt die Person noch einmal, nimm eine neue Anfrage auf.',
    ],
  ),
  AlreadyExtended: say(
    [
      'There is no more time',
      'The law allows two further months, and only once.',
      'Please answer by the day that stands.',
    ],
    [
      'Mehr Zeit gibt es nicht',
      'Das Gesetz erlaubt zwei weitere Monate, und nur einmal.',
      'Bitte antworte bis zu dem Tag, der feststeht.',
    ],
  ),
  TooLateToExtend: say(
    [
      'It is too late for more time',
      'The person had to be told within the first month, and that is over.',
      'Please answer now.',
    ],
    [
      'Für mehr Zeit ist es zu spät',
      'Die Person musste es im ersten Monat erfahren, und der ist vorbei.',
      'Bitte antworte jetzt.',
    ],
  ),
  InvalidExtensionReason: say(
    ['The law gives no time for that', 'It is none of the list.', 'Please choose one of the list, or answer in time.'],
    [
      'Dafür gibt das Gesetz keine Zeit',
      'Der Grund steht nicht in der Liste.',
      'Bitte wähle aus der Liste oder antworte rechtzeitig.',
    ],
  ),
  CannotBeTold: say(
    [
      'We cannot tell the person',
      'The account has no phone and no email, or is leaving. More time counts only if the person hears of it.',
      'Please answer within the first month.',
    ],
    [
      'Wir können es der Person nicht sagen',
      'Das Konto hat weder Telefon noch E-Mail oder endet gerade. Mehr Zeit gilt nur, wenn die Person davon erfährt.',
      'Bitte antworte im ersten Monat.',
    ],
  ),
  InvalidRequestOutcome: say(
    ['A request does not end that way', 'It is none of the list.', 'Please choose one of the list.'],
    ['So endet keine Anfrage', 'Das steht nicht in der Liste.', 'Bitte wähle aus der Liste.'],
  ),
  RequestNotVerified: say(
    [
      'It is not sure yet who asks',
      'Nothing is done for somebody whose identity nobody made sure of.',
      'Please verify the request first, or close it as refused.',
    ],
    [
      'Noch ist nicht sicher, wer fragt',
      'Für jemanden, dessen Identität niemand geprüft hat, wird nichts getan.',
      'Bitte bestätige zuerst die Anfrage oder schließe sie als abgelehnt.',
    ],
  ),
};
