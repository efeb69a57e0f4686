import * as fc from 'fast-check';
import type { ContactPurpose } from '../../src/domain/consent/contact-purpose.ts';
import type { NoticeSubject } from '../../src/domain/notice/notice.ts';
import type { SuppressedMail, SuppressionReason } from '../../src/domain/notice/suppression.ts';
import { caseChannels } from '../../src/domain/support-case/support-case.ts';
import { somePurpose } from './consent.ts';
import { changeIds, editionIds, entryIds, noticeIds, orderIds, paymentIds, privacyRequestIds } from './ids.ts';
import { days } from './instant.ts';
import { receiptNumbers } from './order.ts';

/** Every kind there is. */
export const noticeSubjects: fc.Arbitrary<NoticeSubject> = fc.oneof(
  orderIds.map((order): NoticeSubject => ({ kind: 'receipt', order })),
  receiptNumbers.map((correction): NoticeSubject => ({ kind: 'receipt-corrected', correction })),
  fc
    .tuple(
      fc.constantFrom('payment-failed' as const, 'payment-settled' as const, 'payment-disputed' as const),
      paymentIds,
    )
    .map(([kind, payment]): NoticeSubject => ({ kind, payment })),
  fc
    .tuple(fc.constantFrom('news' as const, 'newsletter' as const), editionIds)
    .map(([kind, edition]): NoticeSubject => ({ kind, edition })),
  fc.constantFrom<NoticeSubject>(
    { kind: 'email-confirmed' },
    { kind: 'login-changed', toldBy: 'sms' },
    { kind: 'login-changed', toldBy: 'email' },
  ),
  fc
    .tuple(changeIds, fc.constantFrom('sms' as const, 'email' as const))
    .map(([change, toldBy]): NoticeSubject => ({ kind: 'contact-changed', change, toldBy })),
  privacyRequestIds.map((request): NoticeSubject => ({ kind: 'request-extended', request })),
  fc
    .tuple(entryIds, fc.constantFrom(...caseChannels))
    .map(([message, toldBy]): NoticeSubject => ({ kind: 'support-message', message, toldBy })),
  days.map((standsUntil): NoticeSubject => ({ kind: 'inactivity-warning', standsUntil })),
  noticeIds.map((message): NoticeSubject => ({ kind: 'address-suppressed', message })),
);

export const suppressionReasons: fc.Arbitrary<SuppressionReason> = fc.constantFrom('bounced', 'complained');

/** What may be suppressed of an address, from nothing to all. */
export const suppressedMails: fc.Arbitrary<SuppressedMail> = fc
  .uniqueArray(fc.tuple(somePurpose, suppressionReasons), {
    selector: ([purpose]): ContactPurpose => purpose,
    maxLength: 5,
  })
  .map((entries) => Object.fromEntries(entries));
