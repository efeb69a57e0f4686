import type { Mail } from '../../src/application/ports/mailer.ts';
import { EmailAddress } from '../../src/domain/user/email-address.ts';
import { must } from '../../src/testing/contracts/contract.ts';

/** A mail as it might be, in all parts. */
export const sampleMail: Mail = {
  messageId: 'c0ffee00-0000-4000-8000-000000000001',
  about: 'payment-failed',
  to: await must(EmailAddress.parse('kim@example.com')),
  language: 'en',
  subject: 'Your payment did not go through',
  html: '<p>Hello</p>',
  text: 'Hello\n',
  attachments: [],
  unsubscribeUrl: null,
};
