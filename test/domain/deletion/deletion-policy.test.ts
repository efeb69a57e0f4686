import { describe, expect, it } from 'vitest';
import { isPeriod } from '../../../src/domain/calendar.ts';
import { fieldOf } from '../../../src/domain/data-map/personal-field.ts';
import { categories } from '../../../src/domain/data-map/vocabulary.ts';
import {
  deletionPolicy,
  eraseOnCancellation,
  keepRules,
  ruleFor,
  standings,
} from '../../../src/domain/deletion/deletion-policy.ts';

describe('The deletion policy', () => {
  it('is this list of rules, tried in this order', () => {
    expect(
      deletionPolicy.map(({ name, outcome, basis, clauses }) => [name, outcome, basis, clauses.join(' ')]),
    ).toEqual([
      ['keep-under-hold', 'keep', 'legal-obligation', 'C26'],
      ['keep-open-rentals', 'keep', 'contract', 'C26'],
      ['keep-unpaid-amounts', 'keep', 'contract', 'C12 C26'],
      ['keep-bookkeeping', 'keep', 'legal-obligation', 'C11 C26'],
      ['keep-staff-access', 'keep', 'legitimate-interest', 'C20 C21 C26'],
      ['keep-erasure-record', 'keep', 'legal-obligation', 'C23 C24 C25 C26'],
      ['keep-tombstone', 'keep', 'legal-obligation', 'C22 C25 C26'],
      ['erase-on-cancellation', 'erase', 'legal-obligation', 'C22 C23 C24 C25'],
    ]);
  });

  it('answers for every category and standing with exactly this rule', () => {
    const kept: Readonly<Record<string, string>> = {
      'card open-rental': 'keep-open-rentals',
      'rental open-rental': 'keep-open-rentals',
      'key open-rental': 'keep-open-rentals',
      'card unpaid-amount': 'keep-unpaid-amounts',
      'rental unpaid-amount': 'keep-unpaid-amounts',
      'payment unpaid-amount': 'keep-unpaid-amounts',
      'key unpaid-amount': 'keep-unpaid-amounts',
      'profile account-state': 'keep-tombstone',
    };
    const whole: Readonly<Record<string, string>> = {
      bookkeeping: 'keep-bookkeeping',
      'staff-access': 'keep-staff-access',
      'privacy-request': 'keep-erasure-record',
    };
    for (const category of categories) {
      for (const standing of standings) {
        const held = standing === 'held' && category !== 'session' && category !== 'verification';
        const expected = held
          ? 'keep-under-hold'
          : (kept[`${category} ${standing}`] ?? whole[category] ?? 'erase-on-cancellation');
        expect(ruleFor(category, standing).name, `${category} ${standing}`).toBe(expected);
      }
    }
  });

  it('erases by its last rule whatever no other keeps, of any category', () => {
    expect(deletionPolicy.at(-1)).toBe(eraseOnCancellation);
    expect(eraseOnCancellation).toMatchObject({ categories, of: 'any' });
  });

  it('knows these standings', () => {
    expect(standings).toEqual(['held', 'open-rental', 'unpaid-amount', 'account-state', 'free']);
  });

  it('says why in a sentence for each rule', () => {
    const sentences = deletionPolicy.map(({ sentence }) => sentence);
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].{30,}\.$/);
  });

  it('keeps what is settled later until then, and everything else as long as the data map says of the same category', () => {
    for (const { name, until, categories: of } of keepRules) {
      if (until.kind === 'settled') {
        expect(['keep-open-rentals', 'keep-unpaid-amounts']).toContain(name);
        continue;
      }
      if (until.kind === 'protection') {
        expect(name).toBe('keep-under-hold');
        continue;
      }
      expect(until.kind).toBe('retention');
      const { category, retention } = fieldOf(until.field);
      expect(of).toEqual([category]);
      expect(isPeriod(retention.keepFor)).toBe(true);
    }
  });
});
