import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EditionTexts } from '../../../src/domain/notice/edition.ts';
import { languages } from '../../../src/domain/user/language.ts';
import { cardLikeDigits } from '../../arbitraries/card.ts';

const text = {
  title: 'More stations in Mainz',
  paragraphs: ['From Monday on there are nine more of them.', 'The price stays as it is.'],
  action: { label: 'Show the map', url: 'https://joos.example/map' },
};
const texts = { en: text, de: { ...text, title: 'Mehr Stationen in Mainz', action: null } };

const reasonOf = (input: unknown): string => EditionTexts.parse(input)._unsafeUnwrapErr().reason;
/** With something else in the English text. */
const changed = (more: object): unknown => ({ ...texts, en: { ...text, ...more } });

describe('the texts of an edition', () => {
  test('are taken as they are, in each language', () => {
    expect(EditionTexts.parse(texts)._unsafeUnwrap()).toEqual(texts);
    expect(EditionTexts.parse(changed({ action: undefined }))._unsafeUnwrap().en.action).toBeNull();
  });

  test('lose fields that are none of a text’s', () => {
    const more = { ...texts, fr: text, en: { ...text, author: 'ada', action: { ...text.action, tracking: 'x' } } };
    expect(EditionTexts.parse(more)._unsafeUnwrap()).toEqual(texts);
  });

  test.each<[string, unknown, string]>([
    ['nothing', null, 'shape'],
    ['a text alone', 'News!', 'shape'],
    ['one language of two', { en: text }, 'language'],
    ['a language without a text', { ...texts, de: null }, 'text'],
    ['no title', changed({ title: '' }), 'text'],
    ['a title of blanks', changed({ title: '  ' }), 'text'],
    ['a title that is no text', changed({ title: 7 }), 'text'],
    ['a title of two lines', changed({ title: 'News\r\nBcc: all@example.org' }), 'text'],
    ['a title of 121 letters', changed({ title: 'n'.repeat(121) }), 'text'],
    ['no paragraphs', changed({ paragraphs: [] }), 'text'],
    ['one paragraph that is not in a list', changed({ paragraphs: 'one' }), 'text'],
    ['an empty paragraph', changed({ paragraphs: ['one', ' '] }), 'text'],
    ['a paragraph that is no text', changed({ paragraphs: ['one', {}] }), 'text'],
    ['21 paragraphs', changed({ paragraphs: Array.from({ length: 21 }, () => 'one') }), 'text'],
    ['a paragraph of 2,001 letters', changed({ paragraphs: ['n'.repeat(2001)] }), 'text'],
    ['a button that says nothing', changed({ action: { label: '', url: text.action.url } }), 'text'],
    ['a button that is none', changed({ action: 'here' }), 'text'],
    ['a button without an address', changed({ action: { label: 'Show' } }), 'url'],
    ['a button whose address is null', changed({ action: { label: 'Show', url: null } }), 'url'],
    [
      'an address that names an account',
      changed({ action: { label: 'Show', url: 'https://me:pw@joos.example' } }),
      'url',
    ],
    ['an address with a blank', changed({ action: { label: 'Show', url: 'https://joos.example/the map' } }), 'url'],
    ['an address that is not https', changed({ action: { label: 'Show', url: 'http://joos.example' } }), 'url'],
    ['an address that runs', changed({ action: { label: 'Show', url: 'javascript:alert(1)' } }), 'url'],
    ['a path', changed({ action: { label: 'Show', url: '/map' } }), 'url'],
  ])('are refused with %s', (_, input, reason) => {
    expect(reasonOf(input)).toBe(reason);
  });

  test('take the longest of everything', () => {
    const longest = { title: 'n'.repeat(120), paragraphs: Array.from({ length: 20 }, () => 'n'.repeat(2000)) };
    expect(EditionTexts.parse(changed(longest)).isOk()).toBe(true);
  });

  test('never hold what looks like a card number, wherever it stands and in whichever language', () => {
    const place = fc.constantFrom('title', 'paragraph', 'label', 'url');
    fc.assert(
      fc.property(cardLikeDigits, place, fc.constantFrom(...languages), (digits, where, language) => {
        const hidden = {
          title: where === 'title' ? `News ${digits}` : text.title,
          paragraphs: [...text.paragraphs, where === 'paragraph' ? digits : 'That is all.'],
          action: {
            label: where === 'label' ? digits : text.action.label,
            url: where === 'url' ? `${text.action.url}?of=${digits.replaceAll(/\D/g, '')}` : text.action.url,
          },
        };
        expect(reasonOf({ ...texts, [language]: hidden })).toBe('card-number');
      }),
    );
  });

  test('are refused without repeating a word of them', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 40 }), (said) => {
        const refused = EditionTexts.parse({ ...texts, en: { ...text, action: { label: said, url: said } } });
        if (refused.isErr()) expect(Object.keys(refused.error).toSorted()).toEqual(['kind', 'reason']);
      }),
    );
  });
});
