import * as fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { openInMemoryVaultRows } from '../../../src/adapters/in-memory/index.ts';
import { keyWrapper } from '../../../src/adapters/key-file/wrap.ts';
import { decrypt, encrypt } from '../../../src/adapters/sealing/aes-256-gcm.ts';
import { openSealing } from '../../../src/adapters/sealing/index.ts';
import { associatedData } from '../../../src/adapters/sealing/length-prefixed.ts';
import { openBytes, sealBytes, sealingKey } from '../../../src/adapters/sealing/sealed-bytes.ts';
import type { PortFailure } from '../../../src/application/ports/port-failure.ts';
import type { VaultRows, WrappedEpochKey, WrappedSubjectKey } from '../../../src/application/ports/vault-rows.ts';
import { keyClasses } from '../../../src/domain/data-map/vocabulary.ts';
import type { ResultAsync } from '../../../src/domain/result.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { instant, newBytes, newSubject } from '../../../src/testing/contracts/samples.ts';
import { type Process, process } from './opened.ts';

/** Every way to change, cut and lengthen some bytes that must make nothing of them that opens. */
function* damaged(bytes: Uint8Array): Generator<Uint8Array> {
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = bytes.slice();
    changed[bit >> 3]! ^= 1 << (bit & 7);
    yield changed;
  }
  for (let length = 0; length < bytes.length; length++) yield bytes.slice(0, length);
  for (let length = 1; length < bytes.length; length++) yield bytes.slice(length);
  for (const more of [1, 16, 32]) yield Buffer.concat([bytes, new Uint8Array(more)]);
}

const vaultFailure = { kind: 'PortFailure', port: 'Vault', retryable: false };
const wrapperFailure = { kind: 'PortFailure', port: 'KeyWrapper', retryable: false };
const masterKey = newBytes(32);
const master = () => keyWrapper(masterKey.slice());
const open = (process: Process, subject: ReturnType<typeof newSubject>) =>
  process.sealing.keyring(subject, 'data-subject-rights');

/** The rows of a vault in which somebody changed what is read. */
function altered(
  rows: VaultRows,
  change: {
    readonly subjectKeys?: (all: readonly WrappedSubjectKey[]) => readonly WrappedSubjectKey[];
    readonly epochKeys?: (all: readonly WrappedEpochKey[]) => readonly WrappedEpochKey[];
  },
): VaultRows {
  return new Proxy(rows, {
    get: (target, name, receiver) => {
      if (name === 'subjectKeys') {
        return (subjects: Parameters<VaultRows['subjectKeys']>[0]) =>
          target.subjectKeys(subjects).map((all) => change.subjectKeys?.(all) ?? all);
      }
      if (name === 'epochKeys') return () => target.epochKeys().map((all) => change.epochKeys?.(all) ?? all);
      const method: unknown = Reflect.get(target, name, receiver);
      return typeof method === 'function'
        ? (...given: unknown[]): unknown => Reflect.apply(method, target, given)
        : method;
    },
  });
}

describe('A wrapped data key', () => {
  const subject = newSubject();
  const other = newSubject();
  let rows: VaultRows;
  let change: (all: readonly WrappedSubjectKey[]) => readonly WrappedSubjectKey[];
  let reading: Process;

  beforeEach(async () => {
    rows = openInMemoryVaultRows();
    const writing = await process(rows);
    await must(writing.vault.createKeys(subject, keyClasses, instant()));
    await must(writing.vault.createKeys(other, keyClasses, instant()));
    change = (all) => all;
    reading = await process(altered(rows, { subjectKeys: (all) => change(all) }));
  });

  test('opens as it was written', async () => {
    expect((await must(open(reading, subject))).subject).toBe(subject);
  });

  test('is refused after any change of one bit, any cut and any addition, in one way', async () => {
    const [{ wrappedKey } = never()] = await must(rows.subjectKeys([subject]));
    for (const bad of damaged(wrappedKey)) {
      change = (all) => all.map((row, at) => (at === 0 ? { ...row, wrappedKey: bad } : row));
      expect(await refusalOf(open(reading, subject))).toEqual(vaultFailure);
    }
  });

  test('is refused in the row of another subject or another class', async () => {
    const ofOther = await must(rows.subjectKeys([other]));
    change = (all) =>
      all.map((row) => ({
        ...row,
        wrappedKey: ofOther.find(({ keyClass }) => keyClass === row.keyClass)!.wrappedKey,
      }));
    expect(await refusalOf(open(reading, subject))).toEqual(vaultFailure);
    change = ([first, second]) => [
      { ...first!, wrappedKey: second!.wrappedKey },
      { ...second!, wrappedKey: first!.wrappedKey },
    ];
    expect(await refusalOf(open(reading, subject))).toEqual(vaultFailure);
  });

  test('is refused under the key of another installation', async () => {
    const foreign = await process(altered(openInMemoryVaultRows(), { subjectKeys: () => mine }));
    const mine = await must(rows.subjectKeys([subject]));
    expect(await refusalOf(open(foreign, subject))).toEqual(vaultFailure);
  });

  test('is refused together with the sound ones of other people that are read with it', async () => {
    change = (all) => all.map((row) => (row.subject === subject ? { ...row, wrappedKey: newBytes(69) } : row));
    expect(await refusalOf(reading.sealing.keyrings([other, subject], 'payment'))).toEqual(vaultFailure);
  });
});

describe('A wrapped epoch key', () => {
  const opening = (rows: VaultRows, environment = 'test', wrapper = master()): ResultAsync<unknown, PortFailure> =>
    openSealing({ rows, wrapper, environment, randomness: { bytes: newBytes }, clock: { now: () => instant() } });

  test('is refused after any change of one bit, any cut and any addition, in one way', async () => {
    const rows = openInMemoryVaultRows();
    await must(opening(rows));
    await must(opening(rows));
    const [{ wrappedKey } = never()] = await must(rows.epochKeys());
    for (const bad of damaged(wrappedKey)) {
      const tampered = altered(rows, { epochKeys: (all) => all.map((row) => ({ ...row, wrappedKey: bad })) });
      expect(await refusalOf(opening(tampered))).toEqual(wrapperFailure);
    }
  });

  test('is refused under another number, in another environment and by another master key', async () => {
    const rows = openInMemoryVaultRows();
    await must(opening(rows));
    const renumbered = altered(rows, { epochKeys: (all) => all.map((row) => ({ ...row, epochId: row.epochId + 1 })) });
    expect(await refusalOf(opening(renumbered))).toEqual(wrapperFailure);
    expect(await refusalOf(opening(rows, 'production'))).toEqual(wrapperFailure);
    expect(await refusalOf(opening(rows, 'test', keyWrapper(newBytes(32))))).toEqual(wrapperFailure);
  });
});

describe('A sealed value', () => {
  const keys = fc.uint8Array({ minLength: 32, maxLength: 32 });
  const nonces = fc.uint8Array({ minLength: 12, maxLength: 12 });
  const here = associatedData('test', 'users', 'phone_sealed', 's1', 'r1', 'account');
  const unopenable = { kind: 'Unopenable' };

  test('opens under no other key, even one that somebody gave the same name', () => {
    fc.assert(
      fc.property(keys, keys, nonces, fc.string(), (one, two, nonce, text) => {
        fc.pre(!Buffer.from(one).equals(two));
        const [first, second] = [sealingKey(one.slice()), sealingKey(two.slice())];
        const sealed = sealBytes(first, nonce, here, text);
        expect(openBytes(second, here, sealed)._unsafeUnwrapErr()).toEqual(unopenable);
        const namesake = { key: second.key, fingerprint: first.fingerprint };
        expect(openBytes(namesake, here, sealed)._unsafeUnwrapErr()).toEqual(unopenable);
      }),
    );
  });

  test('of a key is refused under the name of another, before it is decrypted', () => {
    const by = sealingKey(newBytes(32));
    const sealed = sealBytes(by, newBytes(12), here, 'value');
    const renamed = { key: by.key, fingerprint: sealingKey(newBytes(32)).fingerprint };
    expect(openBytes(renamed, here, sealed)._unsafeUnwrapErr()).toEqual(unopenable);
  });

  test('of another version is refused', () => {
    const by = sealingKey(newBytes(32));
    const sealed = sealBytes(by, newBytes(12), here, 'value');
    for (let version = 0; version < 256; version++) {
      sealed[0] = version;
      expect(openBytes(by, here, sealed).isOk()).toBe(version === 1);
    }
  });

  test.each([4, 8, 12, 13, 14, 15])('with a tag of %i bytes is refused, wherever the cut is', (tagBytes) => {
    const by = sealingKey(newBytes(32));
    const nonce = newBytes(12);
    const { body, tag } = encrypt(by.key, nonce, here, 'value');
    const header = Buffer.concat([Buffer.of(1), by.fingerprint, nonce]);
    // Never the bytes that were cut off: one in 256 tags ends in a nought.
    const others = tag.subarray(tagBytes).map((byte) => byte ^ 0xff);
    for (const cut of [tag.subarray(0, tagBytes), tag.subarray(-tagBytes)]) {
      for (const parts of [
        [header, cut, body],
        [header, cut],
        [header, cut, others, body],
      ]) {
        expect(openBytes(by, here, Buffer.concat(parts))._unsafeUnwrapErr()).toEqual(unopenable);
      }
    }
  });

  test.each([0, 4, 8, 12, 13, 14, 15])('with a tag of %i bytes is refused by the cipher itself', (tagBytes) => {
    const { key } = sealingKey(newBytes(32));
    const nonce = newBytes(12);
    const { body, tag } = encrypt(key, nonce, here, 'value');
    expect(decrypt(key, nonce, here, { body, tag })?.toString()).toBe('value');
    expect(decrypt(key, nonce, here, { body, tag: tag.subarray(0, tagBytes) })).toBe(null);
  });

  test('is refused after any change of one bit, any cut and any addition, in one way', () => {
    const by = sealingKey(newBytes(32));
    for (const bad of damaged(sealBytes(by, newBytes(12), here, '+4915123456789'))) {
      expect(openBytes(by, here, bad)._unsafeUnwrapErr()).toEqual(unopenable);
    }
  });
});

function never(): never {
  throw new Error('the row that was written is there');
}
