import * as fc from 'fast-check';
import type { NoticeSubject } from '../../src/domain/notice/notice.ts';
import { orderIds, paymentIds, privacyRequestIds } from './ids.ts';

export const noticeSubjects: fc.Arbitrary<NoticeSubject> = fc.oneof(
  orderIds.map((order): NoticeSubject => ({ kind: 'receipt', order })),
  paymentIds.map((payment): NoticeSubject => ({ kind: 'payment-failed', payment })),
  fc.constant<NoticeSubject>({ kind: 'email-confirmed' }),
  privacyRequestIds.map((request): NoticeSubject => ({ kind: 'request-extended', request })),
);
