import { randomBytes } from 'node:crypto';
import type { Ids } from '../../src/application/ports/ids.ts';

/**
 * Identifiers of hexadecimal letters alone. A random UUID holds 8 decimal digits in a row every now and then, and a search for
 * 8 digits of a card number would find them: with these, every run of digits that is found was put there.
 */
export const letterIds: Ids = {
  random: () => inGroups(lettersOf(randomBytes(32))),
  ordered: () => {
    made += 1;
    // Base 6 in letters sorts as the numbers do.
    const count = made
      .toString(6)
      .padStart(12, '0')
      .replaceAll(/\d/g, (digit) => 'abcdef'[Number(digit)] ?? '');
    return inGroups(count + lettersOf(randomBytes(20)));
  },
};

let made = 0;

const lettersOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => 'abcdef'[byte % 6]).join('');

const inGroups = (text: string): string => text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
