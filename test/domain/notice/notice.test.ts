import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NoticeSubject, noticeKinds, purposeOf, referenceOf } from '../../../src/domain/notice/notice.ts';
import { noticeSubjects } from '../../arbitraries/notice.ts';

const id = '00000000-0000-4000-8000-000000000001';

describe('What a notice is about', () => {
  it('is one of these, each under a purpose that the contract needs', () => {
    expect(noticeKinds).toEqual([
      'receipt',
      'payment-failed',
      'email-confirmed',
      'request-extended',
      'inactivity-warning',
    ]);
    expect(purposeOf).toEqual({
      receipt: 'receipts',
      'payment-failed': 'payment-notices',
      'email-confirmed': 'service-messages',
      'request-extended': 'service-messages',
      'inactivity-warning': 'service-messages',
    });
  });

  it('is read back from its kind and its reference, always', () => {
    fc.assert(
      fc.property(noticeSubjects, (about) => {
        expect(NoticeSubject.parse(about.kind, referenceOf(about))._unsafeUnwrap()).toEqual(about);
      }),
    );
  });

  it('refers to the order or to the payment', () => {
    expect(NoticeSubject.parse('receipt', id)._unsafeUnwrap()).toEqual({ kind: 'receipt', order: id });
    expect(NoticeSubject.parse('payment-failed', id)._unsafeUnwrap()).toEqual({ kind: 'payment-failed', payment: id });
    expect(NoticeSubject.parse('email-confirmed', null)._unsafeUnwrap()).toEqual({ kind: 'email-confirmed' });
  });

  it('is refused without its reference, or with one that it has no place for', () => {
    for (const reference of [null, '', 'ada@example.com']) {
      expect(NoticeSubject.parse('receipt', reference)._unsafeUnwrapErr()).toEqual({
        kind: 'InvalidId',
        of: 'OrderId',
      });
      expect(NoticeSubject.parse('payment-failed', reference)._unsafeUnwrapErr()).toEqual({
        kind: 'InvalidId',
        of: 'PaymentId',
      });
    }
    expect(NoticeSubject.parse('email-confirmed', id)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidNoticeSubject' });
  });

  it('is refused under another name', () => {
    expect(NoticeSubject.parse('advert', null)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidNoticeSubject' });
  });
});
