import { domainToUnicode } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EmailAddress } from '../../../src/domain/user/email-address.ts';
import { emailAddresses } from '../../arbitraries/user.ts';
import { compatibilityForms, everyCharacter, invisibleCharacters, twins } from './confusable-characters.ts';

/** The address, or why it is none; a refusal says that alone. */
const read = (typed: string): string =>
  EmailAddress.parse(typed).match(
    (address) => address,
    (refusal) => (Object.keys(refusal).join() === 'kind,reason' ? refusal.reason : JSON.stringify(refusal)),
  );
const accepted = (typed: string): boolean => EmailAddress.parse(typed).isOk();
const ascii = everyCharacter.slice(0, 0x80);
const domainOf = (address: string): string => address.slice(address.indexOf('@') + 1);

describe('the @ of an email address', () => {
  const atSigns = everyCharacter.filter((character) => character.normalize('NFKC').includes('@'));

  it('has three forms in all of Unicode', () => {
    expect(atSigns).toEqual(['@', '﹫', '＠']);
  });

  it('is one, however many of its forms are mixed', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...atSigns), { minLength: 1, maxLength: 4 }), fc.nat(4), (ats, place) => {
        const [first = '', ...rest] = ats;
        const local = Array.from('anna').toSpliced(place, 0, ...rest);
        expect(read(`${local.join('')}${first}example.com`)).toBe(rest.length ? 'at-sign' : 'anna@example.com');
        expect(read(`anna${first}${rest.map((at) => `x${at}`).join('')}example.com`)).toBe(
          rest.length ? 'at-sign' : 'anna@example.com',
        );
      }),
    );
  });

  it.each(['⒜', 'ⓐ', '🅐', 'α', '(at)', ' at ', '⌘', '৹'])('is not %s', (likeIt) => {
    expect(read(`anna${likeIt}example.com`)).toBe('at-sign');
  });
});

describe('a sign in an email address', () => {
  it('is never one that normalising finds inside of another character', () => {
    const several = compatibilityForms.filter(
      ([, form]) => Array.from(form).length > 1 && /[^\p{L}\p{M}\p{N}·]/u.test(form),
    );
    expect(several.length).toBeGreaterThan(200);
    expect(several.map(([character]) => character)).toEqual(expect.arrayContaining(['…', '℀', '⒈', '㏂', '⑴', '¨']));
    for (const [character] of several) {
      // Some are drawn from right to left besides, and some are nothing but a space and a mark.
      expect(['local-part', 'control-character']).toContain(read(`an${character}na@example.com`));
      expect(['domain', 'control-character']).toContain(read(`anna@exam${character}ple.com`));
    }
  });

  it('is, among the full stops, one of seven', () => {
    const stops = everyCharacter.filter((stop) => read(`anna@example${stop}com`) === 'anna@example.com');
    expect(stops).toEqual(['.', '․', '。', '︒', '﹒', '．', '｡']);
    const before = everyCharacter.filter((stop) => read(`an${stop}na@example.com`) === 'an.na@example.com');
    expect(before).toEqual(['.', '․', '﹒', '．']);
  });

  it('is a full stop neither first nor last nor next to another, in any of its forms', () => {
    const stop = fc.constantFrom('.', '․', '。', '︒', '﹒', '．', '｡', '‥', '…');
    fc.assert(
      fc.property(stop, stop, (one, other) => {
        expect(read(`an${one}${other}na@example.com`)).toBe('local-part');
        expect(read(`${one}anna@example.com`)).toBe('local-part');
        expect(read(`anna${one}@example.com`)).toBe('local-part');
        expect(read(`anna@example${one}${other}com`)).toBe('domain');
        expect(read(`anna@${one}example.com`)).toBe('domain');
        expect(read(`anna@example.com${one}`)).toBe('domain');
      }),
    );
  });

  it('is one of five before the @ and of two after it, in whatever form it is typed', () => {
    const forms = [...ascii.map((sign) => [sign, sign] as const), ...compatibilityForms];
    const signs = forms.filter(([, form]) => /^[!-/:-?[-`{-~]$/.test(form));
    expect(signs.length).toBeGreaterThan(60);
    for (const [sign, form] of signs) {
      expect([sign, accepted(`an${sign}na@example.com`)]).toEqual([sign, /^[.'_+-]$/.test(form)]);
      expect([sign, accepted(`anna@exam${sign}ple.com`)]).toEqual([sign, /^[.-]$/.test(form)]);
    }
  });

  it.each([
    ['"an na"@example.com', 'local-part'],
    ['"anna@home"@example.com', 'at-sign'],
    ['"anna"@example.com', 'local-part'],
    ['an\\na@example.com', 'local-part'],
    ['anna(a comment)@example.com', 'local-part'],
    ['(a comment)anna@example.com', 'local-part'],
    ['anna@example.com(a comment)', 'domain'],
    ['anna@(a comment)example.com', 'domain'],
    ['Anna <anna@example.com>', 'local-part'],
    ['<anna@example.com>', 'local-part'],
    ['friends:anna@example.com;', 'local-part'],
    ['anna@example.com,bert@example.com', 'at-sign'],
    ['anna@example.com;bert', 'domain'],
    ['anna%example.org@example.com', 'local-part'],
    ['example.org!anna@example.com', 'local-part'],
    ['@example.org:anna@example.com', 'at-sign'],
    ['=?utf-8?q?anna=40example.org?=@example.com', 'local-part'],
    ['anna=40example.org@example.com', 'local-part'],
    ['mailto:anna@example.com', 'local-part'],
    ['anna@example.com?bcc=bert', 'domain'],
    ['anna@example.com#', 'domain'],
    ['anna@example.com:25', 'domain'],
    ['anna@example.com\\', 'domain'],
    ['anna@example%2ecom', 'domain'],
    ['anna@[127.0.0.1]', 'domain'],
    ['anna@[IPv6:::1]', 'domain'],
    ['anna@127.0.0.1', 'domain'],
    ['anna@2130706433', 'domain'],
    ['anna@0x7f000001', 'domain'],
    ['anna@１２７.０.０.１', 'domain'],
    ['anna@①②⑦.⓪.⓪.①', 'domain'],
  ])('makes no other form of address of it: %s', (typed, reason) => {
    expect(read(typed)).toBe(reason);
  });
});

describe('an email address with a character that cannot be seen', () => {
  it('is refused, whichever the character and wherever it stands', () => {
    expect(invisibleCharacters.length).toBeGreaterThan(4000);
    const seen = invisibleCharacters
      .flatMap((hidden) =>
        [0, 2, 4, 5, 8, 12, 16].map((place) => Array.from('anna@example.com').toSpliced(place, 0, hidden)),
      )
      .map((typed) => typed.join(''))
      .filter((typed) => read(typed) !== 'control-character');
    expect(seen).toEqual([]);
  });

  it('writes no header of its own', () => {
    const lineEnds = fc.constantFrom('\r\n', '\n', '\r', '\u000b', '\u000c', '\u0085', '\u2028', '\u2029');
    const headers = fc.constantFrom('Bcc: bert@example.com', 'Subject: x', ' folded', '.', '');
    fc.assert(
      fc.property(emailAddresses, lineEnds, headers, fc.nat(), (email, lineEnd, header, anywhere) => {
        const place = anywhere % (email.length + 1);
        const typed = `${email.slice(0, place)}${lineEnd}${header}${email.slice(place)}`;
        expect(read(typed)).toBe('control-character');
      }),
    );
  });
});

describe('a letter in an email address', () => {
  it('is the plain one, whatever it was dressed as: wide, small, bold, in a circle', () => {
    const dressed = compatibilityForms.filter(([, form]) => /^[a-z0-9]+$/i.test(form));
    expect(dressed.length).toBeGreaterThan(1000);
    for (const [letter, form] of dressed) {
      const plain = form.toLowerCase();
      expect(read(`an${letter}na@example.com`)).toBe(`an${plain}na@example.com`);
      expect(read(`anna@ex${letter}ample.com`)).toBe(`anna@ex${plain}ample.com`);
    }
  });

  it('before the @ is never one that only looks Latin', () => {
    for (const character of everyCharacter) {
      const address = read(`an${character}na@example.com`);
      if (!address.includes('@')) continue;
      expect(address).toBe(`an${character.normalize('NFKC').toLowerCase()}na@example.com`);
      expect(address).toMatch(/^an[a-z0-9_'+.-]+na@example\.com$/);
    }
  });

  it('after the @ shows as what it is, where it only looks Latin', () => {
    let found = 0;
    for (const [twin, prototype] of twins) {
      if (!/^[a-z0-9]$/i.test(prototype) || /^[a-z0-9]$/i.test(twin.normalize('NFKC'))) continue;
      const address = read(`anna@ex${twin}ample.com`);
      expect(address).not.toBe(`anna@ex${prototype.toLowerCase()}ample.com`);
      expect(address).toMatch(/^(?:domain|anna@xn--[a-z0-9-]+\.com)$/);
      found += 1;
    }
    expect(found).toBeGreaterThan(300);
  });

  it.each([
    ['STRASSE@example.com', 'strasse@example.com'],
    ['straße@example.com', 'local-part'],
    ['straẞe@example.com', 'local-part'],
    ['\u017fam@example.com', 'sam@example.com'], // the long s
    ['\u212aate@example.com', 'kate@example.com'], // the kelvin sign
    ['İnci@example.com', 'local-part'],
    ['ınci@example.com', 'local-part'],
    ['ﬀ@example.com', 'ff@example.com'],
    ['anna@STRASSE.de', 'anna@strasse.de'],
    ['anna@straße.de', 'anna@xn--strae-oqa.de'],
    ['anna@STRAẞE.de', 'anna@xn--strae-oqa.de'],
    ['anna@\u212aate.com', 'anna@kate.com'],
    ['anna@İnci.com', 'anna@xn--inci-qwc.com'],
    ['anna@ınci.com', 'anna@xn--nci-iua.com'],
    ['anna@ΣΑΣ.gr', 'anna@xn--mxa9ab.gr'],
    ['anna@ΣΑΣ。gr', 'anna@xn--mxa9ab.gr'],
    ['anna@σασ.gr', 'anna@xn--mxa9ab.gr'],
    ['anna@σας.gr', 'anna@xn--mxa8ab.gr'],
  ])('is read in its own case: %s', (typed, address) => {
    expect(read(typed)).toBe(address);
  });
});

describe('the domain of an email address', () => {
  it('is one, in letters and in the form of xn--', () => {
    const addresses = everyCharacter
      .map((character) => read(`anna@ex${character}ample.${character}com`))
      .filter((address) => address.includes('@xn--'));
    const several = addresses.filter(
      (address) =>
        read(`anna@${domainToUnicode(domainOf(address))}`) !== address || read(address.toUpperCase()) !== address,
    );
    expect(several).toEqual([]);
    expect(addresses.length).toBeGreaterThan(15_000);
  });

  it('is IDNA or refused, where a label says xn--', () => {
    const labels = fc.oneof(
      fc.stringMatching(/^xn--[a-z0-9-]{0,12}$/),
      fc.string({ unit: fc.constantFrom(...'aбü中אс'), minLength: 1, maxLength: 6 }).map((label) => `xn--${label}`),
    );
    fc.assert(
      fc.property(labels, fc.boolean(), (label, capitals) => {
        const address = read(`anna@${capitals ? label.toUpperCase() : label}.com`);
        if (address === 'domain') return;
        expect(address).toBe(`anna@${label}.com`);
        const readable = domainToUnicode(domainOf(address));
        expect(readable).not.toContain('xn--');
        expect(read(`anna@${readable}`)).toBe(address);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    'xn--',
    'xn--a',
    'xn--a-',
    'xn--example-',
    'xn--zzzzzz',
    'xn---0bl', // another spelling of xn--0bl, which is a domain of its own
    'xn--xn--bcher-kva',
    'xn--bcher-kva-', // ends in a hyphen
    'xn--bcher-kv\u00e4',
    'xn--i-7iq', // i and a heart
    'xn--mgba3gch31f060k', // a joiner that shows nothing, between Persian letters
    'xn--a-0hc', // Hebrew and Latin in one label
  ])('has no label %s', (label) => {
    expect(read(`anna@${label}.com`)).toBe('domain');
    expect(read(`anna@mail.${label}.com`)).toBe('domain');
  });

  it.each(['אa', 'aא', '1א', 'א٠1', 'a٠b', '٠', '\u0303a'])('runs one way: no label %j (RFC 5893)', (label) => {
    expect(read(`anna@${label}.com`)).toBe('domain');
  });

  it.each([
    ['אבג.com', 'xn--4dbcd.com'],
    ['א1.com', 'xn--1-zhc.com'],
    ['צה״ל.com', 'xn--8dbq2a9c.com'],
  ])('may run from right to left: %s', (typed, domain) => {
    expect(read(`anna@${typed}`)).toBe(`anna@${domain}`);
  });
});

describe('the length of an email address', () => {
  it('is that of its normal form', () => {
    const longer = compatibilityForms.filter(([, form]) => /^[a-z0-9]{2,}$/i.test(form));
    expect(longer.length).toBeGreaterThan(100);
    for (const [character, { length }] of longer) {
      const fits = Math.floor(64 / length);
      expect(accepted(`${character.repeat(fits)}@example.com`.replaceAll(/[0-9⑩-㊿]{12,}/g, 'x'))).toBe(true);
      if (/\p{N}/u.test(character)) continue; // so many digits hide a card number
      expect(read(`${character.repeat(fits + 1)}@example.com`)).toBe('length');
      expect(read(`a@${character.repeat(Math.floor(63 / length) + 1)}.com`)).toBe('domain');
    }
  });

  it('is refused and does not hang, where one character becomes eighteen', () => {
    for (const typed of ['ﷺ'.repeat(500), `${'ﷺ'.repeat(240)}@${'ﷺ'.repeat(240)}`, '\u0303'.repeat(508)]) {
      expect(accepted(typed)).toBe(false);
    }
  });

  it('is bounded in every part, whatever is typed', () => {
    const parts = fc.string({ unit: fc.constantFrom('a', 'b.', 'ﬃ', 'ü', '中', '㎏', '㏇', '-'), maxLength: 130 });
    fc.assert(
      fc.property(parts, parts, (local, domain) => {
        const address = read(`${local}@${domain}.com`);
        if (!address.includes('@')) return;
        expect(address.length).toBeLessThanOrEqual(254);
        expect(address.indexOf('@')).toBeLessThanOrEqual(64);
        for (const label of domainOf(address).split('.')) expect(label.length).toBeLessThanOrEqual(63);
      }),
    );
  });
});

describe('two email addresses', () => {
  it('stay two where they differ by a dot or by a tag', () => {
    const tags = fc.stringMatching(/^[a-z]{1,6}$/);
    fc.assert(
      fc.property(emailAddresses, tags, (email, tag) => {
        const [local = '', domain = ''] = email.split('@');
        const spellings = [email, `${local}+${tag}@${domain}`, `${local}.${tag}@${domain}`, `${local}${tag}@${domain}`];
        expect(spellings.map(read)).toEqual(spellings);
      }),
    );
  });

  it('are one where they show the same: taken apart, wide, or in capitals', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'aäöüéñçбй가か'), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(emailAddresses, letters, (email, label) => {
        const address = read(`${email.split('@')[0]}@${label}.com`);
        expect(address).toContain('@');
        for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD']) {
          const typed = `${email.split('@')[0]}@${label}.com`.normalize(form);
          expect(read(typed)).toBe(address);
          expect(read(typed.toUpperCase())).toBe(address);
        }
      }),
    );
  });

  it('are one where the second is what the first was read as', () => {
    for (const character of everyCharacter) {
      const address = read(`a${character}b@example.com`);
      if (address.includes('@')) expect(read(address)).toBe(address);
    }
  });
});
