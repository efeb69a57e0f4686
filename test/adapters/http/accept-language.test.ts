import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { acceptedLanguage } from '../../../src/adapters/http/accept-language.ts';

describe('the language that a client likes best', () => {
  test.each([
    [null, 'en'],
    ['', 'en'],
    ['de', 'de'],
    ['DE-at', 'de'],
    ['fr, de;q=0.7, en;q=0.9', 'en'],
    ['fr, de;q=0.9, en;q=0.7', 'de'],
    ['en, de', 'en'],
    ['de, en', 'de'],
    ['de;q=0, en;q=0.1', 'en'],
    ['de;q=0', 'en'],
    ['fr, *;q=0.5, de;q=0.1', 'en'],
    ['de;q=2, en;q=0.1', 'en'],
    ['de;level=1;q=0.8, en;q=0.5', 'de'],
  ])('of %j is %s', (header, language) => {
    expect(acceptedLanguage(header, 'en')).toBe(language);
  });

  test('is always one that we write, whatever the header says', () => {
    const noise = fc.array(fc.constantFrom('de', 'en', 'fr', '*', ',', ';', 'q=', '0.5', '1', ' ', '-', '\u0000', 'é'));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          noise.map((parts) => parts.join('')),
        ),
        (header) => {
          expect(['de', 'en']).toContain(acceptedLanguage(header, 'de'));
        },
      ),
    );
  });
});
