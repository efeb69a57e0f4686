import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consentPurposes } from '../../../src/domain/consent/contact-purpose.ts';
import { audienceOf, laneOf, NoticeSubject, noticeKinds, referenceOf } from '../../../src/domain/notice/notice.ts';
import { noticeSubjects } from '../../arbitraries/notice.ts';

const id = '00000000-0000-4000-8000-000000000001';

describe('What a notice is about', () => {
  it('is one of these, each to the person for one purpose, to where the person was reached before, or to our own support', () => {
    const told = noticeKinds.map((kind) => {
      const audience = audienceOf[kind];
      return [kind, audience.to === 'person' ? audience.purpose : audience.to];
    });
    expect(told).toEqual([
      ['receipt', 'receipts'],
      ['receipt-corrected', 'receipts'],
      ['payment-failed', 'payment-notices'],
      ['payment-settled', 'payment-notices'],
      ['news', 'news'],
      ['newsletter', 'newsletter'],
      ['email-confirmed', 'service-messages'],
      ['contact-changed', 'former-contact'],
      ['login-changed', 'service-messages'],
      ['request-extended', 'service-messages'],
      ['support-message', 'service-messages'],
      ['inactivity-warning', 'service-messages'],
      ['address-suppressed', 'support'],
      ['payment-disputed', 'support'],
    ]);
  });

  it('goes among the bulk exactly where it rests on consent', () => {
    for (const kind of noticeKinds) {
      const audience = audienceOf[kind];
      const onConsent = audience.to === 'person' && consentPurposes.some((one) => one === audience.purpose);
      expect(laneOf(kind), kind).toBe(onConsent ? 'bulk' : 'transactional');
    }
  });

  it('is read back from its kind and its reference, always', () => {
    fc.assert(
      fc.property(noticeSubjects, (about) => {
        expect(NoticeSubject.parse(about.kind, referenceOf(about))._unsafeUnwrap()).toEqual(about);
      }),
    );
  });

  it.each([
    ['receipt', { order: id }],
    ['payment-failed', { payment: id }],
    ['payment-settled', { payment: id }],
    ['payment-disputed', { payment: id }],
    ['news', { edition: id }],
    ['newsletter', { edition: id }],
    ['request-extended', { request: id }],
    ['address-suppressed', { message: id }],
  ] as const)('refers to its record: %s', (kind, record) => {
    expect(NoticeSubject.parse(kind, id)._unsafeUnwrap()).toEqual({ kind, ...record });
    for (const reference of [null, '', 'ada@example.com', `${id} `]) {
      expect(NoticeSubject.parse(kind, reference)._unsafeUnwrapErr()).toMatchObject({ kind: 'InvalidId' });
    }
  });

  it.each(['sms', 'email'] as const)('refers to a change by its id and by who is told: %s', (toldBy) => {
    const about = { kind: 'contact-changed', change: id, toldBy };
    expect(NoticeSubject.parse('contact-changed', `${toldBy}:${id}`)._unsafeUnwrap()).toEqual(about);
    for (const reference of [null, '', id, `post:${id}`, `${toldBy}:`, `${toldBy}:${id} `, ` ${toldBy}:${id}`]) {
      expect(NoticeSubject.parse('contact-changed', reference).isErr()).toBe(true);
    }
  });

  it.each(['sms', 'email', 'best'] as const)('refers to what support wrote by its id and by the way: %s', (toldBy) => {
    const about = { kind: 'support-message', message: id, toldBy };
    expect(NoticeSubject.parse('support-message', `${toldBy}:${id}`)._unsafeUnwrap()).toEqual(about);
    for (const reference of [null, '', id, `post:${id}`, `${toldBy}:`, `${toldBy}:${id} `]) {
      expect(NoticeSubject.parse('support-message', reference).isErr()).toBe(true);
    }
  });

  it('refers to a receipt by its number, and to a day by its date', () => {
    const correction = 'JOOS-2026-000002';
    expect(NoticeSubject.parse('receipt-corrected', correction)._unsafeUnwrap()).toEqual({
      kind: 'receipt-corrected',
      correction,
    });
    expect(NoticeSubject.parse('inactivity-warning', '2027-01-31')._unsafeUnwrap()).toEqual({
      kind: 'inactivity-warning',
      standsUntil: '2027-01-31',
    });
    for (const kind of ['receipt-corrected', 'inactivity-warning']) {
      for (const reference of [null, '', id, '2027-02-30', 'JOOS-2026-2']) {
        expect(NoticeSubject.parse(kind, reference)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidNoticeSubject' });
      }
    }
  });

  it('has no reference where it speaks of no record', () => {
    const kind = 'email-confirmed';
    expect(NoticeSubject.parse(kind, null)._unsafeUnwrap()).toEqual({ kind });
    expect(NoticeSubject.parse(kind, id)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidNoticeSubject' });
  });

  it('names the channel by which a changed log-in is told', () => {
    const kind = 'login-changed';
    for (const toldBy of ['sms', 'email']) {
      expect(NoticeSubject.parse(kind, toldBy)._unsafeUnwrap()).toEqual({ kind, toldBy });
    }
    for (const other of [null, 'post', id]) {
      expect(NoticeSubject.parse(kind, other)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidNoticeSubject' });
    }
  });

  it.each(['advert', '', 'code', 'goodbye', 'toString'])('is nothing else: %j', (kind) => {
    expect(NoticeSubject.parse(kind, null)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidNoticeSubject' });
  });
});
