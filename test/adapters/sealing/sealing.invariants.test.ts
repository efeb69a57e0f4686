import * as fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { openInMemoryVaultRows } from '../../../src/adapters/in-memory/index.ts';
import { lengthPrefixed } from '../../../src/adapters/sealing/length-prefixed.ts';
import type { Cell, Keyring } from '../../../src/application/ports/sealing.ts';
import { keyClasses } from '../../../src/domain/data-map/vocabulary.ts';
import type { SubjectId } from '../../../src/domain/ids.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { instant, newSubject } from '../../../src/testing/contracts/samples.ts';
import { type Process, process } from './opened.ts';

const clear = fc.string({ unit: 'binary', maxLength: 200 }).filter((text) => text.isWellFormed());
const name = fc.string({ minLength: 1, maxLength: 12 });
const cells: fc.Arbitrary<Cell> = fc.record({
  table: name,
  column: name,
  record: name,
  keyClass: fc.constantFrom(...keyClasses),
});

const subject: SubjectId = newSubject();
const other: SubjectId = newSubject();
let opened: Process;
let ring: Keyring;
let ringOfOther: Keyring;
let ringElsewhere: Keyring;

beforeAll(async () => {
  opened = await process();
  await must(opened.vault.createKeys(subject, keyClasses, instant()));
  await must(opened.vault.createKeys(other, keyClasses, instant()));
  ring = await must(opened.sealing.keyring(subject, 'data-subject-rights'));
  ringOfOther = await must(opened.sealing.keyring(other, 'data-subject-rights'));
  const elsewhere = await process(openInMemoryVaultRows(), { environment: 'production' });
  await must(elsewhere.vault.createKeys(subject, keyClasses, instant()));
  ringElsewhere = await must(elsewhere.sealing.keyring(subject, 'data-subject-rights'));
});

function doesNotOpen(by: Keyring, cell: Cell, sealed: Uint8Array): void {
  expect(by.open(cell, sealed)._unsafeUnwrapErr()).toEqual({ kind: 'Unopenable' });
}

test('what was sealed opens in its cell as it was', () => {
  fc.assert(
    fc.property(cells, clear, (cell, text) => {
      expect(ring.open(cell, ring.seal(cell, text))._unsafeUnwrap()).toBe(text);
    }),
  );
});

test('no bit of a sealed value can be changed', () => {
  fc.assert(
    fc.property(cells, clear, fc.nat(), (cell, text, place) => {
      const sealed = ring.seal(cell, text);
      const bit = place % (sealed.length * 8);
      sealed[bit >> 3]! ^= 1 << (bit & 7);
      doesNotOpen(ring, cell, sealed);
    }),
    { numRuns: 500 },
  );
});

test('every single bit of one value counts', () => {
  const cell: Cell = { table: 'users', column: 'phone_sealed', record: subject, keyClass: 'account' };
  const sealed = ring.seal(cell, '+4915123456789');
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const changed = sealed.slice();
    changed[bit >> 3]! ^= 1 << (bit & 7);
    doesNotOpen(ring, cell, changed);
  }
});

test('a sealed value cannot be cut short or made longer', () => {
  fc.assert(
    fc.property(cells, clear, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 40 }), (cell, text, at, more) => {
      const sealed = ring.seal(cell, text);
      doesNotOpen(ring, cell, sealed.subarray(0, at % sealed.length));
      doesNotOpen(ring, cell, Buffer.concat([sealed, more]));
    }),
  );
});

test('a sealed value opens in no other cell', () => {
  fc.assert(
    fc.property(cells, cells, clear, (cell, place, text) => {
      fc.pre(JSON.stringify(cell) !== JSON.stringify(place));
      doesNotOpen(ring, place, ring.seal(cell, text));
    }),
  );
});

test('a sealed value that is moved by one part of its place alone does not open', () => {
  const keyClass = { account: 'contract', contract: 'account', farewell: 'account' } as const;
  fc.assert(
    fc.property(cells, name, clear, (cell, another, text) => {
      const sealed = ring.seal(cell, text);
      for (const part of ['table', 'column', 'record'] as const) {
        if (cell[part] !== another) doesNotOpen(ring, { ...cell, [part]: another }, sealed);
      }
      doesNotOpen(ring, { ...cell, keyClass: keyClass[cell.keyClass] }, sealed);
      doesNotOpen(ring, { ...cell, table: `${cell.table}${cell.column[0]}`, column: cell.column.slice(1) }, sealed);
    }),
  );
});

test('a sealed value opens for no other subject and in no other environment', () => {
  fc.assert(
    fc.property(cells, clear, (cell, text) => {
      doesNotOpen(ringOfOther, cell, ring.seal(cell, text));
      doesNotOpen(ringElsewhere, cell, ring.seal(cell, text));
    }),
  );
});

test('two halves of two sealed values make none that opens', () => {
  fc.assert(
    fc.property(cells, clear, clear, fc.nat(), (cell, one, two, at) => {
      const [first, second] = [ring.seal(cell, one), ring.seal(cell, two)];
      const cut = 10 + (at % 27); // within nonce and tag: every seal of one key starts with the same 9 bytes
      const halves = Buffer.concat([first.subarray(0, cut), second.subarray(cut)]);
      // One time in 256 the one byte of the nonce that comes from the first is that of the second: then it is the second.
      fc.pre(!halves.equals(second));
      doesNotOpen(ring, cell, halves);
    }),
  );
});

test('bytes from anywhere never open and never throw', () => {
  fc.assert(
    fc.property(cells, fc.uint8Array({ maxLength: 120 }), (cell, bytes) => {
      doesNotOpen(ring, cell, bytes);
    }),
  );
});

test('two values have the same blind index exactly if they are the same', async () => {
  const indexes = await must(opened.sealing.blindIndexes());
  fc.assert(
    fc.property(clear, clear, (one, two) => {
      const [first, second] = [one, two].map((text) => indexes.of('users', 'email_index', text).value);
      expect(Buffer.from(first!).equals(second!)).toBe(one === two);
    }),
  );
});

test('two lists of texts are joined to the same text exactly if they are the same', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.array(fc.string()), (one, two) => {
      expect(lengthPrefixed(...one) === lengthPrefixed(...two)).toBe(JSON.stringify(one) === JSON.stringify(two));
    }),
  );
});
