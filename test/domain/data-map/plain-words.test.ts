import { describe, expect, it } from 'vitest';
import { fieldIds, fieldOf } from '../../../src/domain/data-map/personal-field.ts';
import { describeRetention } from '../../../src/domain/data-map/plain-words.ts';
import type { Retention } from '../../../src/domain/data-map/vocabulary.ts';

const recorded = (keepFor: Retention['keepFor']): Retention => ({ from: 'recorded', keepFor, disposal: 'erased' });

describe('How long a field is kept, in words', () => {
  it.each([
    ['login.phone', 'until you cancel your account'],
    ['contact.email', 'until you remove it or cancel your account'],
    ['session.times', 'until it expires or you cancel your account'],
    ['rental.times', 'until you cancel your account, or as long as an open rental or an unpaid amount needs it'],
    [
      'card.last4',
      'until you remove it or cancel your account, or as long as an open rental or an unpaid amount needs it',
    ],
    [
      'profile.state',
      '3 years after you cancel your account, or as long as an open rental or an unpaid amount needs it',
    ],
    ['staff-access.entry', '1 year after it was recorded'],
    ['bookkeeping.receipt', '8 years after the end of the year in which it was issued'],
  ] as const)('is for %s: %s', (field, words) => {
    expect(describeRetention(fieldOf(field).retention)).toBe(words);
  });

  it('names years, months, weeks and days', () => {
    expect(describeRetention(recorded('P1Y6M'))).toBe('1 year 6 months after it was recorded');
    expect(describeRetention(recorded('P1M2W'))).toBe('1 month 2 weeks after it was recorded');
    expect(describeRetention(recorded('P1W1D'))).toBe('1 week 1 day after it was recorded');
    expect(describeRetention(recorded('P10Y11M12W13D'))).toBe(
      '10 years 11 months 12 weeks 13 days after it was recorded',
    );
  });

  it('names what is settled', () => {
    expect(describeRetention({ from: 'settled', keepFor: 'P30D', disposal: 'erased' })).toBe(
      '30 days after it is settled',
    );
  });

  it('is said of every field', () => {
    for (const id of fieldIds) expect(describeRetention(fieldOf(id).retention)).toMatch(/^(until|\d+ years? after) \w/);
  });
});
