import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import type { PhraseKey } from '../../../src/adapters/templates/catalog-en.ts';
import { catalogs, phrasesIn } from '../../../src/adapters/templates/phrases.ts';

type Ast = ReturnType<IntlMessageFormat['getAst']>;

/** The values that a message takes, each with how it is used, as a parser of ICU messages understands it. */
function valuesOf(message: string): readonly string[] {
  const found = new Set<string>();
  const look = (parts: Ast): void => {
    for (const part of parts) {
      if (!('value' in part)) continue;
      if (Number(part.type) !== 0) found.add('options' in part ? `${part.value} by case` : `${part.value}`);
      if ('options' in part) for (const { value } of Object.values(part.options)) look(value);
    }
  };
  look(new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst());
  return [...found].toSorted();
}

describe('the phrases', () => {
  const keys = Object.keys(catalogs.en) as PhraseKey[]; // sound: the keys of the catalog

  test('are the same in each language', () => {
    expect(Object.keys(catalogs.de)).toEqual(keys);
  });

  test.each(keys)('%s takes the same values in each language, and says something', (key) => {
    expect(valuesOf(catalogs.de[key])).toEqual(valuesOf(catalogs.en[key]));
    for (const catalog of Object.values(catalogs)) expect(catalog[key]).toMatch(/^\S[\s\S]*\S$/);
  });

  test.each(keys)('%s has no branch that the compiler would take for a value', (key) => {
    // `{unit}` as a branch of a plural looks like a value by the name of `unit`.
    for (const catalog of Object.values(catalogs)) {
      const named = [...catalog[key].matchAll(/\{(\w+)(?=[},])/g)].map(([, name]) => name);
      const taken = valuesOf(catalog[key]).map((value) => value.replace(' by case', ''));
      expect([...new Set(named)].toSorted()).toEqual(taken);
    }
  });

  test.each([
    ['en', 1, 'Usage, 1 unit × €0.50'],
    ['en', 3, 'Usage, 3 units × €0.50'],
    ['en', 1440, 'Usage, 1,440 units × €0.50'],
    ['de', 1, 'Nutzung, 1 Einheit × €0.50'],
    ['de', 3, 'Nutzung, 3 Einheiten × €0.50'],
    ['de', 1440, 'Nutzung, 1.440 Einheiten × €0.50'],
  ] as const)('count in %s: %d', (language, quantity, said) => {
    expect(phrasesIn(language)('receipt.item.usage', { quantity, price: '€0.50' })).toBe(said);
  });

  test('choose among cases', () => {
    const say = phrasesIn('en');
    const end = (state: string) => say('receipt-corrected.in-the-end', { state, amount: '€1.00' });
    expect(end('paid')).toContain('goes back to the card');
    expect(end('owed')).toBe('€1.00 is all that you owe now.');
    expect(end('nothing')).toBe('You owe nothing any more.');
  });

  test('leave a value as it is, braces and tags and all', () => {
    const name = '{name} <b>#</b> \u2068';
    expect(phrasesIn('en')('greeting', { name })).toBe(`Hello ${name},`);
  });
});
