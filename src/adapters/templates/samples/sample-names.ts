import type { MessageContent } from '../../../application/ports/message-content.ts';
import type { ContactChannel } from '../../../domain/consent/contact-purpose.ts';
import type { Sender } from '../sender.ts';

/** Names a sample: the plain message of each kind, and some that look different enough to be seen on their own. */
export type SampleName =
  | MessageContent['kind']
  | 'code-confirm-email'
  | 'code-add-phone'
  | 'code-change-phone'
  | 'code-second-proof'
  | 'code-step-up'
  | 'code-verify-caller'
  | 'code-cancel-account'
  | 'contact-changed-phone'
  | 'contact-added'
  | 'contact-added-phone'
  | 'contact-changed-support'
  | 'contact-changed-phone-support'
  | 'receipt-lost'
  | 'receipt-refunded'
  | 'receipt-corrected-end'
  | 'payment-failed-for-good'
  | 'goodbye-kept';

const byMail = ['email'] as const;
const byText = ['sms'] as const;
const byBoth = ['email', 'sms'] as const;

/** By which channels each is sent: whether a code goes by mail is decided by what it is for. */
const channels: Readonly<Record<SampleName, readonly ContactChannel[]>> = {
  code: byText,
  'code-confirm-email': byMail,
  'code-add-phone': byText,
  'code-change-phone': byText,
  'code-second-proof': byMail,
  'code-step-up': byBoth,
  'code-verify-caller': byBoth,
  'code-cancel-account': byBoth,
  'email-confirmed': byMail,
  'contact-changed': byBoth,
  'contact-changed-phone': byBoth,
  'contact-added': byText,
  'contact-added-phone': byMail,
  'contact-changed-support': byBoth,
  'contact-changed-phone-support': byBoth,
  'login-changed': byBoth,
  receipt: byBoth,
  'receipt-lost': byBoth,
  'receipt-refunded': byBoth,
  'receipt-corrected': byBoth,
  'receipt-corrected-end': byBoth,
  'payment-failed': byBoth,
  'payment-failed-for-good': byBoth,
  'payment-settled': byBoth,
  news: byMail,
  newsletter: byMail,
  'request-extended': byBoth,
  'inactivity-warning': byBoth,
  'support-message': byBoth,
  goodbye: byBoth,
  'goodbye-kept': byBoth,
  'address-suppressed': byMail,
  'payment-disputed': byMail,
};

/** The names of all samples, in the order in which a gallery shows them. */
export const sampleNames: readonly SampleName[] = Object.keys(channels) as SampleName[]; // sound: the record is closed by its type

/** By which channels a message like this sample is sent. A preview has the other form too; nobody ever gets it. */
export function channelsOf(sample: SampleName): readonly ContactChannel[] {
  return channels[sample];
}

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
