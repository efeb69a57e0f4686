import { describe, expect, it } from 'vitest';
import { reservedUsernames } from '../../../src/domain/user/reserved-usernames.ts';
import { Username } from '../../../src/domain/user/username.ts';

const name = (text: string) => Username.parse(text)._unsafeUnwrap();
const refusedAs = (text: string) => Username.parse(text)._unsafeUnwrapErr();
const skeletonOf = (text: string) => Username.skeleton(name(text));

describe('a username', () => {
  it.each([
    ['anna', 'anna'],
    [' Anna.Berg-1_x ', 'anna.berg-1_x'],
    ['ＡＮＮＡ', 'anna'],
    ['ÄNNI', 'änni'],
    ['a\u0308nni', 'änni'],
    ['straße', 'straße'],
    ['4ever', '4ever'],
    ['ΟΔΟΣ', 'οδος'],
    ['Анна7', 'анна7'],
    ['Աննա', 'աննա'],
    ['ანა', 'ანა'],
    ['אנה-7', 'אנה-7'],
    ['אנ7ה', 'אנ7ה'],
    ['سارة1', 'سارة1'],
    ['अन्ना', 'अन्ना'],
    ['แอนนี่', 'แอนนี่'],
    ['안나김', '안나김'],
    ['アンナちゃん山', 'アンナちゃん山'],
    ['ｱﾝﾅ', 'アンナ'],
    ['abc', 'abc'],
    ['a'.repeat(30), 'a'.repeat(30)],
    [`anna${' '.repeat(296)}`, 'anna'],
    ['joost', 'joost'],
    ['teamwork', 'teamwork'],
    ['anna.help', 'anna.help'],
    ['12345678901a', '12345678901a'],
  ])('may be typed as %j', (typed, username) => {
    expect(name(typed)).toBe(username);
  });

  it.each([
    ['', 'length'],
    ['ab', 'length'],
    ['a'.repeat(31), 'length'],
    ['ä\u0308', 'length'],
    [`anna${' '.repeat(297)}`, 'length'],
    ['an na', 'character'],
    ['anna!', 'character'],
    ['!anna', 'character'],
    ['an@na', 'character'],
    ['ann\u00a0a', 'character'],
    ['an\u200bna', 'character'],
    ['an\u200dna', 'character'],
    ['\u202eanna', 'character'],
    ['an\u0000na', 'character'],
    ['an\nna', 'character'],
    ['an😀na', 'character'],
    ['an\ud800na', 'character'],
    ['ﬁnn', 'character'],
    ['𝓪𝓷𝓷𝓪', 'character'],
    ['annaª', 'character'],
    ['anna²', 'character'],
    ['ⅷabc', 'character'],
    ['anna٣', 'character'],
    ['anna1️⃣', 'character'],
    ['İnci', 'character'],
    ['x\u0303yz', 'character'],
    ['ꀀꀀꀀ', 'character'],
    ['ᏣᎳᎩ', 'character'],
    ['กำำำำ', 'character'],
    ['ก\u0e31\u0e48\u0e49x', 'character'],
    ['\u0e31กก', 'character'],
    ['กก.\u0e31ก', 'character'],
    ['.anna', 'separator'],
    ['anna-', 'separator'],
    ['anna_', 'separator'],
    ['an..na', 'separator'],
    ['an.-na', 'separator'],
    ['-an-na', 'separator'],
    ['123456', 'no-letter'],
    ['12.34-56', 'no-letter'],
    ['аnna', 'mixed-scripts'],
    ['annα', 'mixed-scripts'],
    ['山anna', 'mixed-scripts'],
    ['אנהa', 'mixed-scripts'],
    ['7אנה', 'direction'],
    ['12-אנה', 'direction'],
    ['7سارة', 'direction'],
    ['4111111111111111', 'card-number'],
    ['a4111.1111.1111.1111b', 'card-number'],
    ['1234567890123x', 'card-number'],
    ['٤١١١١١١١١١١١١١١١', 'card-number'],
    ['4111 1111 1111 1111 is my name, and this is far too long', 'card-number'],
  ])('is refused with the reason (%j)', (typed, reason) => {
    expect(refusedAs(typed)).toEqual({ kind: 'InvalidUsername', reason });
  });

  it('is a text', () => {
    for (const value of [undefined, null, 12345, ['anna']]) {
      expect(refusedAs(value as never)).toEqual({ kind: 'InvalidUsername', reason: 'length' });
    }
  });
});

describe('a reserved username', () => {
  it.each(reservedUsernames)('%s is taken by the company', (reserved) => {
    expect(refusedAs(reserved)).toEqual({ kind: 'InvalidUsername', reason: 'reserved' });
  });

  it.each([
    'Admin',
    'j.o.o.s',
    'j00s',
    'јооѕ', // Cyrillic throughout
    'supp0rt',
    'joos-berlin',
    'anna.support',
    'the_official_anna',
    'h-e-l-p',
    'no-reply',
    'rnoderator',
  ])('%s could be taken for the company', (text) => {
    expect(refusedAs(text)).toEqual({ kind: 'InvalidUsername', reason: 'reserved' });
  });
});

describe('the skeleton of a username', () => {
  it('is in lower case', () => {
    expect(skeletonOf('anna0')).toBe('annao');
  });

  it.each([
    ['anna0', 'annao'],
    ['be11a', 'bella'],
    ['corner', 'comer'],
    ['rnarna', 'mama'],
    ['сосо', 'coco'],
    ['рора', 'popa'],
    ['ορο', 'opo'],
    ['ıan', 'ian'],
    ['ɑnna', 'anna'],
    ['ƽara', 'sara'],
    ['ӏеа', 'lea'],
    ['οδος', 'οδοσ'],
    ['оо0', 'ооо'],
  ])('is the same for %s and %s', (one, other) => {
    expect(one.normalize('NFC')).not.toBe(other.normalize('NFC'));
    expect(skeletonOf(one)).toBe(skeletonOf(other));
  });

  it.each([
    ['anna', 'hanna'],
    ['jose', 'josé'],
    ['anna.b', 'anna-b'],
    ['ivan', 'иван'],
    ['bert', 'berta'],
  ])('keeps %s and %s apart', (one, other) => {
    expect(skeletonOf(one)).not.toBe(skeletonOf(other));
  });
});
