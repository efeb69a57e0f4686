import * as fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Cell, Keyring } from '../../../src/application/ports/sealing.ts';
import { sealedColumns } from '../../../src/domain/data-map/columns.ts';
import { tableNames } from '../../../src/domain/data-map/tables.ts';
import { mayOpen, type UnsealingPurpose, unsealingPurposes } from '../../../src/domain/data-map/unsealing.ts';
import type { KeyClass } from '../../../src/domain/data-map/vocabulary.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { instant, newSubject } from '../../../src/testing/contracts/samples.ts';
import { type Process, process } from './opened.ts';

const everyClass: readonly KeyClass[] = ['account', 'contract', 'farewell'];
const subject = newSubject();
const ringsByPurpose = new Map<UnsealingPurpose, Keyring>();
let opened: Process;

beforeAll(async () => {
  opened = await process();
  await must(opened.vault.createKeys(subject, everyClass, instant()));
  for (const purpose of unsealingPurposes) {
    ringsByPurpose.set(purpose, await must(opened.sealing.keyring(subject, purpose)));
  }
});

const ringFor = (purpose: UnsealingPurpose): Keyring => ringsByPurpose.get(purpose)!;
const columns = tableNames.flatMap((table) => sealedColumns(table).map((column) => ({ table, ...column })));
const purposes = fc.constantFrom(...unsealingPurposes);
const texts = fc.string({ unit: 'binary', maxLength: 60 }).filter((text) => text.isWellFormed());

test('every sealed column opens for the purposes that its field serves, and for no other', () => {
  for (const { table, column, keyClass, field } of columns) {
    const cell: Cell = { table, column, record: 'r1', keyClass };
    for (const purpose of unsealingPurposes) {
      const ring = ringFor(purpose);
      const read = ring.open(cell, ring.seal(cell, 'value'));
      expect(ring.reaches(table, column)).toBe(mayOpen(field, purpose));
      if (mayOpen(field, purpose)) expect(read._unsafeUnwrap()).toBe('value');
      else expect(read._unsafeUnwrapErr(), `${field} for ${purpose}`).toEqual({ kind: 'PurposeNotAllowed' });
    }
  }
});

test('nothing opens for a purpose that the map does not allow, whatever is sealed where', () => {
  fc.assert(
    fc.property(fc.constantFrom(...columns), purposes, fc.uuid(), texts, (where, purpose, record, text) => {
      const { table, column, keyClass, field } = where;
      const ring = ringFor(purpose);
      const cell: Cell = { table, column, record, keyClass };
      expect(ring.open(cell, ring.seal(cell, text)).isOk()).toBe(mayOpen(field, purpose));
    }),
  );
});

test('a wrong purpose is refused before anything is looked at: damaged, moved, or without a key', async () => {
  const stranger = await must(opened.sealing.keyring(newSubject(), 'news'));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 90 }), (bytes) => {
      const cell: Cell = { table: 'users', column: 'phone_sealed', record: 'r1', keyClass: 'account' };
      for (const ring of [ringFor('news'), stranger]) {
        expect(ring.open(cell, bytes)._unsafeUnwrapErr()).toEqual({ kind: 'PurposeNotAllowed' });
      }
    }),
  );
});

test('a right purpose is told nothing of why a value does not open', async () => {
  const stranger = await must(opened.sealing.keyring(newSubject(), 'news'));
  const cell: Cell = { table: 'users', column: 'email_sealed', record: 'r1', keyClass: 'account' };
  for (const ring of [ringFor('news'), stranger]) {
    expect(ring.open(cell, new Uint8Array(60))._unsafeUnwrapErr()).toEqual({ kind: 'Unopenable' });
  }
});

test('the keys of many come for the one purpose that was named', async () => {
  const rings = await must(opened.sealing.keyrings([subject, newSubject()], 'payment'));
  expect([...rings.values()].map(({ purpose }) => purpose)).toEqual(['payment', 'payment']);
  const cell: Cell = { table: 'users', column: 'phone_sealed', record: 'r1', keyClass: 'account' };
  const ring = rings.get(subject)!;
  expect(ring.open(cell, ring.seal(cell, 'value'))._unsafeUnwrapErr()).toEqual({ kind: 'PurposeNotAllowed' });
});

test('what seals without a purpose seals what every allowed purpose opens, and opens nothing itself', async () => {
  const sealer = await must(opened.sealing.sealer(subject));
  const cell: Cell = { table: 'users', column: 'email_sealed', record: 'r1', keyClass: 'account' };
  expect(ringFor('news').open(cell, sealer.seal(cell, 'value'))._unsafeUnwrap()).toBe('value');
  expect('open' in sealer).toBe(false);
});
