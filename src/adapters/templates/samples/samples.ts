import type { MessageContent } from '../../../application/ports/message-content.ts';
import type { MailExtras } from '../../../application/ports/message-templates.ts';
import { ErasureId, PaymentId, SubjectId } from '../../../domain/ids.ts';
import { Instant } from '../../../domain/instant.ts';
import { CaseNumber } from '../../../domain/staff/staff-id.ts';
import { CaseText } from '../../../domain/support-case/case-text.ts';
import type { Language } from '../../../domain/user/language.ts';
import { Username } from '../../../domain/user/username.ts';
import type { CodePurpose } from '../../../domain/verification/challenge.ts';
import { editions } from './editions.ts';
import { card, day, eur, found, foundReceipt, lost, order, receipt, refund, sure } from './rentals.ts';
import type { SampleName } from './sample-names.ts';

/** A message with invented content: nobody in it exists. */
export interface Sample {
  readonly content: MessageContent;
  readonly more: MailExtras;
}

const name = sure(Username.parse('mika'));
const erasure = sure(ErasureId.parse('7c9e6679-7425-40de-944b-e07fc1f90ae7'));
const unsubscribeUrl = 'https://app.joos.example/unsubscribe/sample';

/** What ends an address that does something: a record, and the proof that it was made here. */
const token = '3f1d8c52-9a4e-4b07-8e61-2c5d7f90ab34.b7Jk2vQx0sYw5RtLm8NdZA';

type ContentOf<Kind extends MessageContent['kind']> = Extract<MessageContent, { readonly kind: Kind }>;

const paid: ContentOf<'receipt'> = { kind: 'receipt', order, receipt, payment: 'succeeded', refunded: null };
const code = (purpose: CodePurpose): ContentOf<'code'> => ({
  kind: 'code',
  code: '012345',
  purpose,
  confirmUrl: null,
});
const changed: ContentOf<'contact-changed'> = {
  kind: 'contact-changed',
  what: 'email',
  how: 'changed',
  undoUrl: `https://app.joos.example/undo/${token}`,
  undoUntil: sure(Instant.parse('2026-11-26T09:00:00Z')),
};
const failed = { kind: 'payment-failed', order, amount: eur(1000), card } as const;

const contents: Readonly<Record<SampleName, MessageContent>> = {
  code: code('log-in'),
  'code-confirm-email': { ...code('confirm-email'), confirmUrl: `https://app.joos.example/confirm/${token}` },
  'code-add-phone': code('add-phone'),
  'code-change-phone': code('change-phone'),
  'code-second-proof': code('second-proof'),
  'code-step-up': code('step-up'),
  'code-verify-caller': code('verify-caller'),
  // As many digits as a code has while many are guessed.
  'code-cancel-account': { ...code('cancel-account'), code: '01234567' },
  'email-confirmed': { kind: 'email-confirmed' },
  'contact-changed': changed,
  'contact-changed-phone': { ...changed, what: 'phone' },
  'contact-added': { ...changed, how: 'added' },
  'contact-added-phone': { ...changed, what: 'phone', how: 'added' },
  'contact-changed-support': { ...changed, undoUrl: null },
  'contact-changed-phone-support': { ...changed, what: 'phone', undoUrl: null },
  'login-changed': { kind: 'login-changed' },
  receipt: paid,
  'receipt-lost': { ...paid, receipt: lost, payment: 'pending' },
  'receipt-refunded': {
    ...paid,
    receipt: { ...receipt, corrections: [refund] },
    payment: 'refunded',
    refunded: eur(250),
  },
  'receipt-corrected': {
    ...paid,
    kind: 'receipt-corrected',
    receipt: { ...receipt, corrections: [refund] },
    correction: refund,
    payment: 'refunded',
    refunded: eur(250),
  },
  'receipt-corrected-end': {
    ...paid,
    kind: 'receipt-corrected',
    receipt: foundReceipt,
    correction: found,
    payment: 'failed',
  },
  'payment-failed': { ...failed, reason: 'insufficient-funds', nextTryOn: day('2026-11-26') },
  'payment-failed-for-good': { ...failed, reason: 'card-expired', nextTryOn: null },
  'payment-settled': { kind: 'payment-settled', order, amount: eur(1000), card },
  news: { kind: 'news', text: editions.news.en },
  newsletter: { kind: 'newsletter', text: editions.newsletter.en },
  'request-extended': {
    kind: 'request-extended',
    right: 'access',
    receivedOn: day('2026-11-23'),
    dueOn: day('2027-02-23'),
    reason: 'complexity',
  },
  'inactivity-warning': { kind: 'inactivity-warning', standsUntil: day('2028-11-23') },
  goodbye: { kind: 'goodbye', erasure, kept: [] },
  'goodbye-kept': {
    kind: 'goodbye',
    erasure,
    kept: [
      {
        category: 'bookkeeping',
        records: 2,
        rule: 'keep-bookkeeping',
        basis: 'legal-obligation',
        until: { kind: 'day', day: day('2034-12-31') },
      },
      {
        category: 'rental',
        records: 1,
        rule: 'keep-open-rentals',
        basis: 'contract',
        until: { kind: 'settled', atMost: day('2029-12-31') },
      },
    ],
  },
  'support-message': {
    kind: 'support-message',
    caseNumber: sure(CaseNumber.parse('CASE-1042')),
    text: sure(CaseText.parseMessage('We have ended the rental.\n\nThe 2.50 EUR go back to your card within 5 days.')),
  },
  'address-suppressed': {
    kind: 'address-suppressed',
    subject: sure(SubjectId.parse('2b1c7a58-6b0e-4d0b-9d0e-3f8a5a0c9d11')),
    reason: 'complained',
    purposes: ['newsletter', 'news'],
  },
  'payment-disputed': {
    kind: 'payment-disputed',
    payment: sure(PaymentId.parse('5e0f9c43-1d39-4a55-8f6d-7a4c0b1e2d33')),
    order,
    amount: eur(1000),
    heldUntil: day('2027-05-23'),
  },
};

/** A sample in a language: people read their own news. */
export function sampleOf(sample: SampleName, language: Language): Sample {
  const content = contents[sample];
  // A code may go to a stranger, and so may what goes to a former contact: neither ever has a name.
  if (content.kind === 'code' || content.kind === 'contact-changed') {
    return { content, more: { name: null, unsubscribeUrl: null } };
  }
  return content.kind === 'news' || content.kind === 'newsletter'
    ? { content: { ...content, text: editions[content.kind][language] }, more: { name, unsubscribeUrl } }
    : { content, more: { name, unsubscribeUrl: null } };
}
