import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ContactPurpose, consentPurposes, contactPurposes } from '../../../src/domain/consent/contact-purpose.ts';
import { purposesConcerned, withSuppressed } from '../../../src/domain/notice/suppression.ts';
import { somePurpose } from '../../arbitraries/consent.ts';
import { suppressedMails, suppressionReasons } from '../../arbitraries/notice.ts';

const every: readonly ContactPurpose[] = contactPurposes.map(({ purpose }) => purpose);

describe('what an event concerns', () => {
  test.each(every)('an address that bounced a mail for %s takes no mail of any kind', (about) => {
    expect(purposesConcerned('bounced', about)).toEqual(every);
  });

  test.each<[ContactPurpose, readonly ContactPurpose[]]>([
    ['service-messages', ['service-messages', 'news', 'newsletter']],
    ['receipts', ['receipts', 'news', 'newsletter']],
    ['payment-notices', ['payment-notices', 'news', 'newsletter']],
    ['news', ['news', 'newsletter']],
    ['newsletter', ['news', 'newsletter']],
  ])('who calls a mail for %s spam gets no such mail any more, and none that nobody needs', (about, concerned) => {
    expect(purposesConcerned('complained', about)).toEqual(concerned);
  });

  test('always itself, all that rests on consent, and of what the contract needs nothing else by a complaint', () => {
    fc.assert(
      fc.property(suppressionReasons, somePurpose, (reason, about) => {
        const concerned = purposesConcerned(reason, about);
        expect(concerned).toEqual(expect.arrayContaining([about, ...consentPurposes]));
        expect(new Set(concerned).size).toBe(concerned.length);
        const others = concerned.filter((one) => one !== about && !consentPurposes.some((known) => known === one));
        if (reason === 'complained') expect(others).toEqual([]);
      }),
    );
  });
});

describe('what is suppressed', () => {
  test('keeps its first reason save that a bounce outweighs a complaint, only ever grows by what is named, and takes the same event twice as once', () => {
    const somePurposes = fc.uniqueArray(somePurpose);
    fc.assert(
      fc.property(suppressedMails, somePurposes, suppressionReasons, (before, purposes, reason) => {
        const after = withSuppressed(before, purposes, reason);
        expect(new Set(Object.keys(after))).toEqual(new Set([...Object.keys(before), ...purposes]));
        for (const purpose of purposes) {
          expect(after[purpose]).toBe(reason === 'bounced' ? reason : (before[purpose] ?? reason));
        }
        for (const purpose of Object.keys(before) as ContactPurpose[]) {
          if (!purposes.includes(purpose)) expect(after[purpose]).toBe(before[purpose]);
        }
        expect(withSuppressed(after, purposes, reason)).toEqual(after);
      }),
    );
  });
});
