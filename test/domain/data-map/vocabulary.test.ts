import { describe, expect, it } from 'vitest';
import { categories, keyClasses } from '../../../src/domain/data-map/vocabulary.ts';

describe('The words of the data map', () => {
  it('name these categories, in the order in which a person meets them', () => {
    expect(categories.join(' ')).toBe(
      'login contact profile verification session consent card rental payment bookkeeping message support staff-access privacy-request key',
    );
  });

  it('name two classes of keys', () => {
    expect(keyClasses).toEqual(['account', 'contract']);
  });
});
