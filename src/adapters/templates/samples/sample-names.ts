import type { MessageContent } from '../../../application/ports/message-content.ts';
import type { Sender } from '../sender.ts';

/** Names a sample: the plain message of each kind, and some that look different enough to be seen on their own. */
export type SampleName =
  | MessageContent['kind']
  | 'receipt-lost'
  | 'receipt-refunded'
  | 'receipt-corrected-end'
  | 'payment-failed-for-good'
  | 'goodbye-kept';

const shown: Readonly<Record<SampleName, true>> = {
  code: true,
  'email-confirmed': true,
  receipt: true,
  'receipt-lost': true,
  'receipt-refunded': true,
  'receipt-corrected': true,
  'receipt-corrected-end': true,
  'payment-failed': true,
  'payment-failed-for-good': true,
  'payment-settled': true,
  news: true,
  newsletter: true,
  'request-extended': true,
  'inactivity-warning': true,
  goodbye: true,
  'goodbye-kept': true,
  'address-suppressed': true,
  'payment-disputed': true,
};

/** The names of all samples, in the order in which a gallery shows them. */
export const sampleNames: readonly SampleName[] = Object.keys(shown) as SampleName[]; // sound: the record is closed by its type

/** Whether a text, such as an argument of a command, names a sample. */
export function isSampleName(text: string): text is SampleName {
  return sampleNames.some((known) => known === text);
}

/** A company that does not exist. */
export const sampleSender: Sender = {
  issuer: ['Joos Beispiel GmbH', 'Beispielstraße 1, 60311 Frankfurt am Main'],
  vatId: 'DE000000000',
  support: 'help@joos.example',
  paymentDetailsUrl: 'https://app.joos.example/cards',
  timeZone: 'Europe/Berlin',
  codeOrigin: 'app.joos.example',
};
