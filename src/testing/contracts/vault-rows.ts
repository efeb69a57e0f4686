import assert from 'node:assert/strict';
import type { ErasureLedgerEntry } from '../../application/ports/vault.ts';
import type {
  VaultRows,
  WrappedEpochKey,
  WrappedIndexKey,
  WrappedSubjectKey,
} from '../../application/ports/vault-rows.ts';
import { type KeyClass, keyClasses } from '../../domain/data-map/vocabulary.ts';
import type { SubjectId } from '../../domain/ids.ts';
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

const epochKey = (epochId: number): WrappedEpochKey => ({
  epochId,
  wrappedKey: newBytes(512),
  createdAt: instant(epochId),
});
const indexKey = (name: string, version = 1): WrappedIndexKey => ({
  name,
  version,
  wrappedKey: newBytes(512), // a key management service adds a few hundred bytes to a key
  createdAt: instant(),
});

/** All that is asked of {@link VaultRows}. */
export const vaultRowsContract: Contract<OpenedVaultRows> = [
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
    assert.equal(await must(rows.deleteSubjectKeys(subject, ['account'])), 1);
    assert.deepEqual(
      (await must(rows.subjectKeys([subject]))).map(({ keyClass }) => keyClass),
      ['contract'],
    );
    assert.equal(await must(rows.deleteSubjectKeys(subject, keyClasses)), 1);
    assert.equal(await must(rows.deleteSubjectKeys(subject, keyClasses)), 0);
    assert.equal(await must(rows.deleteSubjectKeys(other, [])), 0);
    assert.deepEqual(await must(rows.subjectKeys([subject])), []);
    assert.equal((await must(rows.subjectKeys([other]))).length, 2);
  }),

  checkThat('epoch keys come oldest first, and one that is there stays as it is', async ({ rows }) => {
    assert.deepEqual(await must(rows.epochKeys()), []);
    const [first, second] = [epochKey(1), epochKey(2)];
    await must(rows.addEpochKey(second));
    await must(rows.addEpochKey(first));
    await must(rows.addEpochKey(epochKey(1)));
    assert.deepEqual(hex(await must(rows.epochKeys())), hex([first, second]));
  }),

  checkThat('index keys are read back, by name and version, and one that is there stays as it is', async ({ rows }) => {
    assert.deepEqual(await must(rows.indexKeys()), []);
    const keys = [indexKey('users.email_index'), indexKey('users.phone_index'), indexKey('users.phone_index', 2)];
    await must(rows.addIndexKeys(keys.slice(0, 2)));
    await must(rows.addIndexKeys([indexKey('users.email_index'), ...keys.slice(2)]));
    const read = await must(rows.indexKeys());
    const sorted = read.toSorted((a, b) => a.name.localeCompare(b.name) || a.version - b.version);
    assert.deepEqual(hex(sorted), hex(keys));
  }),

  checkThat('the ledger takes each step of an erasure once, and keeps the order', async ({ rows }) => {
    const [erasure, subject] = [newErasureId(), newSubject()];
    const requested: ErasureLedgerEntry = { erasure, subject, step: 'requested', recordedAt: instant(), counts: {} };
    const shredded: ErasureLedgerEntry = {
      erasure,
      subject,
      step: 'shredded',
      recordedAt: instant(5),
      counts: { account: 1, contract: 1 },
    };
    await must(rows.appendToLedger(requested));
    await must(rows.appendToLedger({ ...requested, erasure: newErasureId() }));
    await must(rows.appendToLedger(shredded));
    await must(rows.appendToLedger({ ...requested, recordedAt: instant(9), counts: { users: 9 } }));
    assert.deepEqual(await must(rows.ledgerOf(erasure)), [requested, shredded]);
    assert.deepEqual(await must(rows.ledgerOf(newErasureId())), []);
  }),
];
