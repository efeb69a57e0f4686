import { describe, expect, it } from 'vitest';
import { Language, languages } from '../../../src/domain/user/language.ts';

describe('a language', () => {
  it('is English or German', () => {
    expect(languages).toEqual(['en', 'de']);
    for (const language of languages) expect(Language.parse(language)._unsafeUnwrap()).toBe(language);
  });

  it.each(['', 'fr', 'EN', 'de-DE', ' en', null as never])('is not %j', (text) => {
    expect(Language.parse(text)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidLanguage' });
  });
});
