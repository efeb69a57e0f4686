import assert from 'node:assert/strict';
import type { DestroyedKey, ErasureLedgerEntry, RecordedLedgerEntry } from '../../application/ports/vault.ts';
import type {
  NewEpochKey,
  VaultRows,
  WrappedEpochKey,
  WrappedIndexKey,
  WrappedSigningKey,
  WrappedSubjectKey,
} from '../../application/ports/vault-rows.ts';
import { type KeyClass, keyClasses } from '../../domain/data-map/vocabulary.ts';
import type { SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { type Closable, type Contract, checkThat, must } from './contract.ts';
import { instant, newBytes, newErasureId, newSubject } from './samples.ts';

/** What the adapter of {@link VaultRows} opens for a check: an empty vault. */
export interface OpenedVaultRows extends Closable {
  readonly rows: VaultRows;
}

function subjectKey(subject: SubjectId, keyClass: KeyClass): WrappedSubjectKey {
  const [wrappedKey, fingerprint] = [newBytes(69), newBytes(8)]; // a sealed header and 32 bytes of key
  return { subject, keyClass, epochId: 1, wrappedKey, fingerprint, createdAt: instant() };
}

const keysOf = (subject: SubjectId): readonly WrappedSubjectKey[] =>
  keyClasses.map((keyClass) => subjectKey(subject, keyClass));

/** Rows as plain bytes and numbers, in one order: a driver may hand bytes out as a Buffer, and rows in any order. */
function comparable(keys: readonly WrappedSubjectKey[]): readonly unknown[] {
  return keys
    .map((key) => ({
      ...key,
      wrappedKey: Buffer.from(key.wrappedKey).toString('hex'),
      fingerprint: Buffer.from(key.fingerprint).toString('hex'),
    }))
    .toSorted((a, b) => `${a.subject}${a.keyClass}`.localeCompare(`${b.subject}${b.keyClass}`));
}

const hex = (keys: readonly { readonly wrappedKey: Uint8Array }[]): readonly unknown[] =>
  keys.map((key) => ({ ...key, wrappedKey: Buffer.from(key.wrappedKey).toString('hex') }));

const epochKey = (epochId: number): NewEpochKey => ({
  epochId,
  wrappedKey: newBytes(512),
  createdAt: instant(epochId),
});
/** The key as it stands in the vault: current, unless it was retired. */
const standing = (key: NewEpochKey, retiredAt: Instant | null = null): WrappedEpochKey => ({
  ...key,
  retiredAt,
  cleanScans: 0,
  scannedAt: null,
  destroyedAt: null,
});
const signingKey = (keyId: string, laterMs: number): WrappedSigningKey => ({
  keyId,
  wrappedKey: newBytes(512),
  publicKey: newBytes(44),
  createdAt: instant(laterMs),
});
const ledgerEntry = (step: ErasureLedgerEntry['step']): ErasureLedgerEntry => ({
  erasure: newErasureId(),
  subject: newSubject(),
  step,
  recordedAt: instant(),
  counts: { account: 1, contract: 1 },
});
const withoutPosition = (lines: readonly RecordedLedgerEntry[]): readonly ErasureLedgerEntry[] =>
  lines.map(({ position: _position, ...entry }) => entry);
const indexKey = (name: string, version = 1): WrappedIndexKey => ({
  name,
  version,
  wrappedKey: newBytes(512), // a key management service adds a few hundred bytes to a key
  createdAt: instant(),
  phase: 'current',
  phaseAt: instant(),
});

/** All that is asked of {@link VaultRows}. */
export const vaultRowsContract: Contract<OpenedVaultRows> = [
  checkThat(
    'the people with keys are counted once each, and told page by page, and so are those whose keys are gone',
    async ({ rows }) => {
      const people = [newSubject(), newSubject(), newSubject()].toSorted();
      for (const subject of people) await must(rows.addSubjectKeys(keysOf(subject)));
      const [first, second, third] = people as [SubjectId, SubjectId, SubjectId]; // sound: there are three
      const keys = { table: 'subject_keys' } as const;
      assert.deepEqual(await must(rows.rowsOfPersons(keys)), { rows: 6, people: 3 });
      assert.deepEqual(await must(rows.personsWithRows(keys, null, 2)), [first, second]);
      assert.deepEqual(await must(rows.personsWithRows(keys, second, 2)), [third]);
      await must(rows.deleteSubjectKeys(second, keyClasses, instant()));
      assert.deepEqual(await must(rows.rowsOfPersons(keys)), { rows: 4, people: 2 });
      assert.deepEqual(await must(rows.personsWithRows({ table: 'destroyed_keys' }, null, 9)), [second]);
      const line = ledgerEntry('fenced');
      await must(rows.appendToLedger([line]));
      assert.deepEqual(await must(rows.rowsOfPersons({ table: 'erasure_ledger' })), { rows: 1, people: 1 });
      assert.deepEqual(await must(rows.personsWithRows({ table: 'erasure_ledger' }, null, 9)), [line.subject]);
    },
  ),

  checkThat("a subject's keys are read back whole, and of many subjects at once", async ({ rows }) => {
    const [first, second, unknown] = [newSubject(), newSubject(), newSubject()];
    const [ofFirst, ofSecond] = [keysOf(first), keysOf(second)];
    assert.equal(await must(rows.addSubjectKeys(ofFirst)), 2);
    assert.equal(await must(rows.addSubjectKeys(ofSecond)), 2);
    assert.deepEqual(comparable(await must(rows.subjectKeys([first]))), comparable(ofFirst));
    assert.deepEqual(
      comparable(await must(rows.subjectKeys([second, unknown, first]))),
      comparable([...ofFirst, ...ofSecond]),
    );
    assert.deepEqual(await must(rows.subjectKeys([unknown])), []);
    assert.deepEqual(await must(rows.subjectKeys([])), []);
  }),

  checkThat('a key that is there stays as it is, and is not counted as added', async ({ rows }) => {
    const subject = newSubject();
    const first = keysOf(subject);
    assert.equal(await must(rows.addSubjectKeys(first)), 2);
    assert.equal(await must(rows.addSubjectKeys(keysOf(subject))), 0);
    assert.equal(await must(rows.addSubjectKeys(first)), 0, 'not even if it is the same key');
    assert.deepEqual(comparable(await must(rows.subjectKeys([subject]))), comparable(first));
    assert.equal(await must(rows.addSubjectKeys([])), 0);
  }),

  checkThat('only the keys that were missing are added', async ({ rows }) => {
    const subject = newSubject();
    const account = subjectKey(subject, 'account');
    await must(rows.addSubjectKeys([account]));
    const both = keysOf(subject);
    assert.equal(await must(rows.addSubjectKeys(both)), 1);
    const contract = both.filter(({ keyClass }) => keyClass === 'contract');
    assert.deepEqual(comparable(await must(rows.subjectKeys([subject]))), comparable([account, ...contract]));
  }),

  checkThat('of rivals that add keys of one subject at once, one wins and knows it', async ({ rows }) => {
    const subject = newSubject();
    const rivals = Array.from({ length: 5 }, () => keysOf(subject));
    const added = await Promise.all(rivals.map((keys) => must(rows.addSubjectKeys(keys))));
    assert.equal(
      added.reduce((sum, count) => sum + count, 0),
      2,
    );
    const winner = added.indexOf(2);
    if (winner >= 0) {
      assert.deepEqual(comparable(await must(rows.subjectKeys([subject]))), comparable(rivals[winner] ?? []));
    }
  }),

  checkThat('deleted keys are gone, class by class, and deleting again finds none', async ({ rows }) => {
    const [subject, other] = [newSubject(), newSubject()];
    await must(rows.addSubjectKeys([...keysOf(subject), ...keysOf(other)]));
    assert.equal(await must(rows.deleteSubjectKeys(subject, ['account'], instant())), 1);
    assert.deepEqual(
      (await must(rows.subjectKeys([subject]))).map(({ keyClass }) => keyClass),
      ['contract'],
    );
    assert.equal(await must(rows.deleteSubjectKeys(subject, keyClasses, instant())), 1);
    assert.equal(await must(rows.deleteSubjectKeys(subject, keyClasses, instant())), 0);
    assert.equal(await must(rows.deleteSubjectKeys(other, [], instant())), 0);
    assert.deepEqual(await must(rows.subjectKeys([subject])), []);
    assert.equal((await must(rows.subjectKeys([other]))).length, 2);
  }),

  checkThat(
    'an epoch that begins retires those before it, once, and one that is there stays as it is',
    async ({ rows }) => {
      assert.deepEqual(await must(rows.epochKeys()), []);
      const [first, second, third] = [epochKey(1), epochKey(2), epochKey(3)];
      for (const key of [first, second, epochKey(2), third, epochKey(3)]) await must(rows.beginEpoch(key));
      assert.deepEqual(
        hex(await must(rows.epochKeys())),
        hex([standing(first, second.createdAt), standing(second, third.createdAt), standing(third)]),
      );
    },
  ),

  checkThat('the keys of an epoch are read in pages, in order, and counted', async ({ rows }) => {
    const subjects = Array.from({ length: 4 }, newSubject).toSorted();
    const keys = subjects.flatMap(keysOf);
    await must(rows.addSubjectKeys(keys.toReversed()));
    await must(rows.addSubjectKeys([{ ...subjectKey(newSubject(), 'account'), epochId: 2 }]));
    const read: WrappedSubjectKey[] = [];
    for (;;) {
      const page = await must(rows.keysUnder(1, read.at(-1) ?? null, 3));
      assert.ok(page.length <= 3);
      if (page.length === 0) break;
      read.push(...page);
    }
    assert.deepEqual(
      read.map(({ subject, keyClass }) => [subject, keyClass]),
      keys.map(({ subject, keyClass }) => [subject, keyClass]),
    );
    assert.deepEqual(comparable(read), comparable(keys));
    assert.equal(await must(rows.countKeysUnder(1)), 8);
    assert.equal(await must(rows.countKeysUnder(2)), 1);
    assert.equal(await must(rows.countKeysUnder(3)), 0);
    assert.deepEqual(await must(rows.keysUnder(3, null, 3)), []);
  }),

  checkThat('keys that are wrapped anew take the place of those of their epoch, and of no others', async ({ rows }) => {
    for (const epoch of [1, 2, 3]) await must(rows.beginEpoch(epochKey(epoch)));
    const [moved, gone, elsewhere, another] = [newSubject(), newSubject(), newSubject(), newSubject()];
    const [key, goneKey, anotherKey] = [moved, gone, another].map((subject) => subjectKey(subject, 'account'));
    const elsewhereKey = { ...subjectKey(elsewhere, 'account'), epochId: 2 };
    const untouched = keysOf(newSubject());
    if (key === undefined || goneKey === undefined || anotherKey === undefined) throw new Error('three were asked for');
    await must(rows.addSubjectKeys([key, elsewhereKey, anotherKey, ...untouched]));
    const anew = (row: WrappedSubjectKey): WrappedSubjectKey => ({ ...row, epochId: 3, wrappedKey: newBytes(69) });
    const rewrapped = anew(key);
    const strange = { ...anew(anotherKey), fingerprint: newBytes(8) };
    assert.equal(await must(rows.rewrapSubjectKeys(1, [anew(goneKey), rewrapped, anew(elsewhereKey), strange])), 1);
    assert.deepEqual(comparable(await must(rows.subjectKeys([moved]))), comparable([rewrapped]));
    assert.deepEqual(
      comparable(await must(rows.subjectKeys([gone, elsewhere, another, untouched[0]?.subject ?? another]))),
      comparable([elsewhereKey, anotherKey, ...untouched]),
    );
    assert.equal(await must(rows.rewrapSubjectKeys(1, [rewrapped])), 0);
    assert.equal(await must(rows.rewrapSubjectKeys(1, [])), 0);
  }),

  checkThat('a whole batch is wrapped anew at once, each key by its own bytes', async ({ rows }) => {
    for (const epoch of [1, 2]) await must(rows.beginEpoch(epochKey(epoch)));
    const keys = Array.from({ length: 50 }, newSubject).flatMap(keysOf);
    await must(rows.addSubjectKeys(keys));
    const anew = keys.map((key) => ({ ...key, epochId: 2, wrappedKey: newBytes(69) }));
    assert.equal(await must(rows.rewrapSubjectKeys(1, anew)), 100);
    assert.deepEqual(comparable(await must(rows.subjectKeys(keys.map(({ subject }) => subject)))), comparable(anew));
  }),

  checkThat('a scan is recorded once of those that saw the same, and only of a retired epoch', async ({ rows }) => {
    const [first, second] = [epochKey(1), epochKey(2)];
    await must(rows.beginEpoch(first));
    await must(rows.beginEpoch(second));
    const before = standing(first, second.createdAt);
    const scans = [1, 2].map((laterMs) => ({ cleanScans: 1, scannedAt: instant(laterMs) }));
    const recorded = await Promise.all(scans.map((scan) => must(rows.recordScan(before, scan))));
    assert.deepEqual(recorded.toSorted(), [false, true]);
    const scanned = { ...before, ...scans[recorded.indexOf(true)] };
    assert.deepEqual(hex(await must(rows.epochKeys())), hex([scanned, standing(second)]));
    assert.equal(await must(rows.recordScan(scanned, { cleanScans: 2, scannedAt: instant(3) })), true);
    assert.equal(await must(rows.recordScan(scanned, { cleanScans: 0, scannedAt: instant(4) })), false);
    assert.equal(await must(rows.recordScan(standing(second), { cleanScans: 1, scannedAt: instant(5) })), false);
  }),

  checkThat(
    'the key of an epoch is destroyed if it is retired and nothing is under it, and its row stays',
    async ({ rows }) => {
      const [first, second] = [epochKey(1), epochKey(2)];
      await must(rows.beginEpoch(first));
      await must(rows.beginEpoch(second));
      const key = subjectKey(newSubject(), 'account');
      await must(rows.addSubjectKeys([key]));
      assert.equal(await must(rows.destroyEpochKey(1, instant(7))), false, 'a key is under it');
      await must(rows.rewrapSubjectKeys(1, [{ ...key, epochId: 2 }]));
      assert.equal(await must(rows.destroyEpochKey(2, instant(7))), false, 'it is the current one');
      assert.equal(await must(rows.destroyEpochKey(1, instant(7))), true);
      assert.equal(await must(rows.destroyEpochKey(1, instant(8))), false, 'it is destroyed already');
      assert.equal(await must(rows.destroyEpochKey(9, instant(8))), false, 'there is none');
      const destroyed = { ...standing(first, second.createdAt), wrappedKey: new Uint8Array(), destroyedAt: instant(7) };
      assert.deepEqual(hex(await must(rows.epochKeys())), hex([destroyed, standing(second)]));
      const behind = { ...subjectKey(newSubject(), 'account'), epochId: 2 };
      await must(rows.addSubjectKeys([behind]));
      assert.equal(
        await must(rows.rewrapSubjectKeys(2, [{ ...behind, epochId: 1 }])),
        0,
        'nothing goes to it any more',
      );
      assert.equal(await must(rows.recordScan(destroyed, { cleanScans: 1, scannedAt: instant(9) })), false);
    },
  ),

  checkThat('index keys are read back, by name and version, and one that is there stays as it is', async ({ rows }) => {
    assert.deepEqual(await must(rows.indexKeys()), []);
    const keys = [indexKey('users.email_index'), indexKey('users.phone_index'), indexKey('users.phone_index', 2)];
    await must(rows.addIndexKeys(keys.slice(0, 2)));
    await must(rows.addIndexKeys([indexKey('users.email_index'), ...keys.slice(2)]));
    const read = await must(rows.indexKeys());
    const sorted = read.toSorted((a, b) => a.name.localeCompare(b.name) || a.version - b.version);
    assert.deepEqual(hex(sorted), hex(keys));
  }),

  checkThat('index keys go to their next phase together, from the one that they are in, or stay', async ({ rows }) => {
    const name = 'users.phone_index';
    await must(rows.addIndexKeys([indexKey(name), { ...indexKey(name, 2), phase: 'written' }]));
    const phases = async () =>
      (await must(rows.indexKeys()))
        .toSorted((one, other) => one.version - other.version)
        .map(({ phase, phaseAt }) => [phase, phaseAt]);
    const moves = [
      { name, version: 1, from: 'current', to: 'retiring' },
      { name, version: 2, from: 'written', to: 'current' },
    ] as const;
    assert.equal(await must(rows.moveIndexKeys([moves[0], { ...moves[1], from: 'retired' }], instant(1))), false);
    assert.deepEqual(await phases(), [
      ['current', instant()],
      ['written', instant()],
    ]);
    assert.equal(await must(rows.moveIndexKeys(moves, instant(2))), true);
    assert.equal(await must(rows.moveIndexKeys(moves, instant(3))), false, 'again changes nothing');
    assert.deepEqual(await phases(), [
      ['retiring', instant(2)],
      ['current', instant(2)],
    ]);
    assert.equal(await must(rows.destroyIndexKey(name, 1, instant(4))), false, 'values are written under it');
    assert.equal(
      await must(rows.moveIndexKeys([{ name, version: 1, from: 'retiring', to: 'retired' }], instant(5))),
      true,
    );
    assert.equal(await must(rows.destroyIndexKey(name, 1, instant(6))), true);
    assert.equal(await must(rows.destroyIndexKey(name, 1, instant(7))), false);
    const gone = (await must(rows.indexKeys())).find(({ version }) => version === 1);
    assert.equal(gone?.wrappedKey.length, 0);
    assert.deepEqual((await phases())[0], ['destroyed', instant(6)]);
  }),

  checkThat('a key that is deleted is remembered by its fingerprint, once and as it first was', async ({ rows }) => {
    const [subject, other] = [newSubject(), newSubject()];
    const keys = keysOf(subject);
    await must(rows.addSubjectKeys([...keys, ...keysOf(other)]));
    await must(rows.deleteSubjectKeys(subject, ['account'], instant(1)));
    await must(rows.deleteSubjectKeys(subject, keyClasses, instant(2)));
    await must(rows.deleteSubjectKeys(subject, keyClasses, instant(3)));
    const remembered = keys.map(({ keyClass, fingerprint, epochId }) => ({
      keyClass,
      fingerprint: Buffer.from(fingerprint).toString('hex'),
      epochId,
      destroyedAt: instant(keyClass === 'account' ? 1 : 2),
    }));
    const byClass = (found: readonly DestroyedKey[]): readonly DestroyedKey[] =>
      found.toSorted((one, another) => one.keyClass.localeCompare(another.keyClass));
    assert.deepEqual(byClass(await must(rows.destroyedKeysOf(subject))), byClass(remembered));
    assert.deepEqual(await must(rows.destroyedKeysOf(other)), []);
    await must(rows.addSubjectKeys(keysOf(subject)));
    assert.equal(await must(rows.deleteSubjectKeys(subject, keyClasses, instant(4))), 2);
    assert.deepEqual(byClass(await must(rows.destroyedKeysOf(subject))), byClass(remembered));
  }),

  checkThat('of rivals that delete the keys of one subject at once, each key is counted once', async ({ rows }) => {
    const subject = newSubject();
    await must(rows.addSubjectKeys(keysOf(subject)));
    const rivals = Array.from({ length: 5 }, () => must(rows.deleteSubjectKeys(subject, keyClasses, instant())));
    const deleted = await Promise.all(rivals);
    assert.equal(
      deleted.reduce((sum, count) => sum + count, 0),
      2,
    );
    assert.equal((await must(rows.destroyedKeysOf(subject))).length, 2);
  }),

  checkThat('signing keys come oldest first, and one that is there stays as it is', async ({ rows }) => {
    assert.deepEqual(await must(rows.signingKeys()), []);
    const [first, second] = [signingKey('a1', 1), signingKey('b2', 2)];
    await must(rows.addSigningKey(second));
    await must(rows.addSigningKey(first));
    await must(rows.addSigningKey(signingKey('a1', 3)));
    const plain = (keys: readonly WrappedSigningKey[]): readonly unknown[] =>
      keys.map((key) => ({
        ...key,
        wrappedKey: Buffer.from(key.wrappedKey).toString('hex'),
        publicKey: Buffer.from(key.publicKey).toString('hex'),
      }));
    assert.deepEqual(plain(await must(rows.signingKeys())), plain([first, second]));
  }),

  checkThat('the ledger takes each step of an erasure once, and keeps the order', async ({ rows }) => {
    const requested = ledgerEntry('requested');
    const { erasure } = requested;
    const shredded = { ...requested, step: 'shredded', recordedAt: instant(5), counts: { account: 1 } } as const;
    const purged = { ...requested, step: 'purged', recordedAt: instant(6) } as const;
    const other = ledgerEntry('requested');
    await must(rows.appendToLedger([requested]));
    await must(rows.appendToLedger([other]));
    await must(rows.appendToLedger([{ ...requested, recordedAt: instant(9), counts: { users: 9 } }]));
    await must(rows.appendToLedger([shredded, other, { ...requested, recordedAt: instant(9) }, purged, purged]));
    const lines = await must(rows.ledgerOf(erasure));
    assert.deepEqual(withoutPosition(lines), [requested, shredded, purged]);
    assert.deepEqual(withoutPosition(await must(rows.ledgerOf(other.erasure))), [other]);
    assert.deepEqual(await must(rows.ledgerOf(newErasureId())), []);
  }),

  checkThat('lines that were appended at once are read back behind any position, so many at most', async ({ rows }) => {
    const entries = Array.from({ length: 7 }, () => ledgerEntry('requested'));
    await must(rows.appendToLedger(entries.slice(0, 4)));
    await must(rows.appendToLedger(entries.slice(4)));
    const all = await must(rows.ledgerAfter(0, 100));
    assert.deepEqual(withoutPosition(all), entries);
    const positions = all.map(({ position }) => position);
    assert.deepEqual(
      positions,
      [...new Set(positions)].toSorted((a, b) => a - b),
    );
    assert.deepEqual(await must(rows.ledgerAfter(positions[2] ?? 0, 3)), all.slice(3, 6));
    assert.deepEqual(await must(rows.ledgerAfter(positions[6] ?? 0, 3)), []);
    assert.deepEqual(await must(rows.ledgerOf(entries[1]?.erasure ?? newErasureId())), all.slice(1, 2));
  }),

  checkThat('of rivals that append the same lines at once, each line is there once', async ({ rows }) => {
    const entries = Array.from({ length: 3 }, () => ledgerEntry('requested'));
    const rival = (first: number): readonly ErasureLedgerEntry[] => [
      ...entries.slice(first),
      ...entries.slice(0, first),
      ledgerEntry('requested'),
    ];
    await Promise.all([0, 1, 2, 0, 1].map((first) => must(rows.appendToLedger(rival(first)))));
    const all = await must(rows.ledgerAfter(0, 100));
    assert.equal(all.length, 8);
    assert.equal(new Set(all.map(({ erasure }) => erasure)).size, 8);
  }),

  checkThat('the first certificate of an erasure stands, and everybody is told of that one', async ({ rows }) => {
    const [erasure, other] = [newErasureId(), newErasureId()];
    assert.equal(await must(rows.certificateOf(erasure)), null);
    const documents = ['{"first":"Łódź"}', '{"second":true}'] as const;
    assert.equal(await must(rows.keepCertificate(erasure, documents[0], instant())), documents[0]);
    assert.equal(await must(rows.keepCertificate(erasure, documents[1], instant(1))), documents[0]);
    assert.equal(await must(rows.certificateOf(erasure)), documents[0]);
    assert.equal(await must(rows.certificateOf(other)), null);
    const rivals = await Promise.all(
      Array.from({ length: 4 }, (_, n) => must(rows.keepCertificate(other, `{"rival":${n}}`, instant(n)))),
    );
    assert.deepEqual(rivals, Array(4).fill(await must(rows.certificateOf(other))));
  }),
];
