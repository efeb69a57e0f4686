import { describe, expect, it } from 'vitest';
import {
  ContactPurpose,
  consentPurposes,
  contactChannels,
  contactPurposes,
  termsOf,
} from '../../../src/domain/consent/contact-purpose.ts';

describe('The purposes of contact', () => {
  it('are these, in this order, each on its basis and by its channels', () => {
    expect(contactPurposes.map(({ purpose, basis, channels }) => [purpose, basis, channels])).toEqual([
      ['service-messages', 'contract', ['email', 'sms']],
      ['receipts', 'contract', ['email', 'sms']],
      ['payment-notices', 'contract', ['email', 'sms']],
      ['news', 'consent', ['email']],
      ['newsletter', 'consent', ['email']],
    ]);
  });

  it('rest on clauses of the policy', () => {
    expect(Object.fromEntries(contactPurposes.map(({ purpose, clauses }) => [purpose, clauses]))).toEqual({
      'service-messages': ['C02', 'C04', 'C09'],
      receipts: ['C10', 'C11'],
      'payment-notices': ['C10', 'C12'],
      news: ['C04', 'C08'],
      newsletter: ['C04', 'C08'],
    });
  });

  it('each say in words what they mean', () => {
    const meanings = contactPurposes.map(({ meaning }) => meaning);
    expect(new Set(meanings).size).toBe(meanings.length);
    for (const meaning of meanings) expect(meaning).toMatch(/^[A-Z][\w ,]{9,}$/);
  });

  it('offer for consent the ones that rest on it and no other', () => {
    expect(consentPurposes).toEqual(['news', 'newsletter']);
  });

  it('use every channel there is', () => {
    expect(contactChannels).toEqual(['email', 'sms']);
    expect(new Set(contactPurposes.flatMap(({ channels }) => channels))).toEqual(new Set(contactChannels));
  });

  it('are found by name', () => {
    for (const terms of contactPurposes) {
      expect(termsOf(terms.purpose)).toBe(terms);
      expect(ContactPurpose.parse(terms.purpose)._unsafeUnwrap()).toBe(terms.purpose);
    }
  });

  it('do not hold another name', () => {
    expect(ContactPurpose.parse('adverts')._unsafeUnwrapErr()).toEqual({ kind: 'InvalidContactPurpose' });
  });
});
