import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openInMemoryVaultRows } from '../../../src/adapters/in-memory/index.ts';
import { indexKeyNames } from '../../../src/adapters/sealing/blind-index-keys.ts';
import { openSealing } from '../../../src/adapters/sealing/index.ts';
import { type PortFailure, portFailure } from '../../../src/application/ports/port-failure.ts';
import type { LinkSubject } from '../../../src/application/ports/secret-hashing.ts';
import type { VaultRows } from '../../../src/application/ports/vault-rows.ts';
import { keyClasses } from '../../../src/domain/data-map/vocabulary.ts';
import { type ChallengeId, type ChangeId, NoticeId, SubjectId } from '../../../src/domain/ids.ts';
import { Instant, minuteMs } from '../../../src/domain/instant.ts';
import type { IndexRotation } from '../../../src/domain/keys/index-key.ts';
import { errAsync, type ResultAsync } from '../../../src/domain/result.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { instant, newBytes, newSubject } from '../../../src/testing/contracts/samples.ts';
import { cell, openWrapper, process } from './opened.ts';

const notice = NoticeId.parse('0190c0de-0000-7000-8000-000000000001')._unsafeUnwrap();
const anotherNotice = NoticeId.parse('0190c0de-0000-7000-8000-000000000002')._unsafeUnwrap();

const hexOf = (value: Uint8Array): string => Buffer.from(value).toString('hex');

test('there is one key a blind index of the data map, and one each for codes, budgets and addresses in messages', () => {
  expect(indexKeyNames).toEqual([
    'users.phone_index',
    'users.email_index',
    'users.username_index',
    'identities.identity_index',
    'challenges.target_index',
    'contact_changes.former_index',
    'one-time-codes',
    'budget-buckets',
    'message-links',
  ]);
});

test('the first opening makes the keys, the next one finds them', async () => {
  const rows = openInMemoryVaultRows();
  const first = await process(rows);
  const second = await process(rows);
  expect(await must(rows.epochKeys())).toHaveLength(1);
  expect((await must(rows.indexKeys())).map(({ name }) => name)).toEqual(indexKeyNames);
  const index = async ({ sealing }: typeof first) =>
    hexOf((await must(sealing.blindIndexes())).of('users', 'email_index', 'a@example.org').value);
  expect(await index(second)).toBe(await index(first));
});

test('a key that a vault does not have yet is made by the next opening, and the others stay', async () => {
  const rows = openInMemoryVaultRows();
  const first = await process(rows);
  const older = openInMemoryVaultRows();
  for (const epoch of await must(rows.epochKeys())) await must(older.beginEpoch(epoch));
  const keys = await must(rows.indexKeys());
  await must(older.addIndexKeys(keys.filter(({ name }) => name !== 'message-links')));
  const second = await process(older);
  const third = await process(older);
  expect((await must(older.indexKeys())).map(({ name }) => name)).toEqual(indexKeyNames);
  const indexes = [first, second, third].map(async ({ sealing }) =>
    hexOf((await must(sealing.blindIndexes())).of('users', 'email_index', 'a@example.org').value),
  );
  expect(new Set(await Promise.all(indexes)).size).toBe(1);
  const mac = await must(second.hashing.linkMac(link(notice)));
  expect(await must(third.hashing.madeLinkMac(link(notice), mac))).toBe(true);
  expect(await must(first.hashing.madeLinkMac(link(notice), mac))).toBe(false);
});

/** What an address to unsubscribe by says. */
const link = (of: NoticeId): LinkSubject => ({ does: 'unsubscribe', notice: of });

describe('an address in a message', () => {
  test('does what it was made for and nothing else', async () => {
    const { hashing } = await process();
    const id = crypto.randomUUID();
    // Sound: all three are UUIDs, and here they are one.
    const links: readonly LinkSubject[] = [
      { does: 'unsubscribe', notice: id as NoticeId },
      { does: 'confirm-email', challenge: id as ChallengeId },
      { does: 'undo-change', change: id as ChangeId },
    ];
    for (const one of links) {
      const mac = await must(hashing.linkMac(one));
      for (const other of links) expect(await must(hashing.madeLinkMac(other, mac))).toBe(one === other);
    }
  });

  test('is proved by a MAC of its own notice and of nothing else', async () => {
    const { hashing } = await process();
    const mac = await must(hashing.linkMac(link(notice)));
    expect(mac).toMatch(/^[A-Za-z0-9_-]{22}$/);
    const made = (of: NoticeId, text: string) => must(hashing.madeLinkMac(link(of), text));
    expect(await made(notice, mac)).toBe(true);
    expect(await made(anotherNotice, mac)).toBe(false);
    for (const wrong of [
      '',
      mac.slice(1),
      `${mac}A`,
      mac.toLowerCase(),
      `A${mac.slice(1)}`,
      `${mac}=`,
      'é'.repeat(11),
    ]) {
      expect([wrong, wrong !== mac && (await made(notice, wrong))]).toEqual([wrong, false]);
    }
  });

  test('is still taken while its key is rotated, and not once the old key is gone', async () => {
    let now = instant();
    const { hashing, indexRotation } = await process(openInMemoryVaultRows(), { clock: { now: () => now } });
    const name = 'message-links';
    const before = await must(hashing.linkMac(link(notice)));
    const taken = () => must(hashing.madeLinkMac(link(notice), before));
    const step = async (next: (key: IndexRotation) => ResultAsync<void, PortFailure>): Promise<void> => {
      const key = (await must(indexRotation.indexKeys())).find((one) => one.name === name);
      if (key === undefined) throw new Error('There was to be a key');
      await must(next(key));
      now = Instant.plusMs(now, 60 * minuteMs); // until every process knows
    };
    await step((key) => indexRotation.begin([key]));
    expect(await taken()).toBe(true);
    await step((key) => indexRotation.switchOver(key));
    const after = await must(hashing.linkMac(link(notice)));
    expect(after).not.toBe(before);
    expect([await taken(), await must(hashing.madeLinkMac(link(notice), after))]).toEqual([true, true]);
    await step((key) => indexRotation.drop(key));
    await step((key) => indexRotation.destroy(key));
    expect([await taken(), await must(hashing.madeLinkMac(link(notice), after))]).toEqual([false, true]);
  });
});

describe('processes that open an empty vault at once', () => {
  /** Rows that answer a statement only when every process has sent it: the worst moment for a race. */
  function inStep(rows: VaultRows, processes: number): VaultRows {
    const waiting = new Map<string, (() => void)[]>();
    const arrive = (name: string): Promise<void> =>
      new Promise((go) => {
        const there = [...(waiting.get(name) ?? []), go];
        waiting.set(name, there);
        if (there.length === processes) {
          waiting.delete(name);
          for (const next of there) next();
        }
      });
    return {
      ...rows,
      epochKeys: () => rows.epochKeys().map(async (keys) => arrive('epochKeys').then(() => keys)),
      indexKeys: () => rows.indexKeys().map(async (keys) => arrive('indexKeys').then(() => keys)),
    };
  }

  test('end with the same keys', async () => {
    const rows = openInMemoryVaultRows();
    const together = inStep(rows, 3);
    const processes = await Promise.all([process(together), process(together), process(together)]);
    expect(await must(rows.epochKeys())).toHaveLength(1);
    const indexes = await Promise.all(
      processes.map(async ({ sealing }) =>
        hexOf((await must(sealing.blindIndexes())).of('users', 'phone_index', '+4915123456789').value),
      ),
    );
    expect(new Set(indexes).size).toBe(1);

    const subject = newSubject();
    await must(processes[0].vault.createKeys(subject, keyClasses, instant()));
    const sealed = (await must(processes[0].sealing.keyring(subject, 'data-subject-rights'))).seal(cell, 'value');
    for (const { sealing } of processes) {
      expect((await must(sealing.keyring(subject, 'data-subject-rights'))).open(cell, sealed)._unsafeUnwrap()).toBe(
        'value',
      );
    }
  });
});

test('data keys of an epoch that another process began are opened', async () => {
  const rows = openInMemoryVaultRows();
  const old = await process(rows);
  const epochKey = newBytes(32);
  const wrappedKey = await must(openWrapper.wrap(epochKey, '9:epoch-key4:test1:2'));
  await must(rows.beginEpoch({ epochId: 2, wrappedKey, createdAt: instant() }));
  const young = await process(rows);
  const subject = newSubject();
  await must(young.vault.createKeys(subject, keyClasses, instant()));
  expect((await must(rows.subjectKeys([subject]))).map(({ epochId }) => epochId)).toEqual([2, 2]);
  const sealed = (await must(young.sealing.keyring(subject, 'data-subject-rights'))).seal(cell, 'value');
  expect((await must(old.sealing.keyring(subject, 'data-subject-rights'))).open(cell, sealed)._unsafeUnwrap()).toBe(
    'value',
  );
  expect(old.statements).toEqual(['subjectKeys', 'epochKeys']);
});

test('a data key of an epoch that was destroyed is said to be one: the vault is older than its keys', async () => {
  const rows = openInMemoryVaultRows();
  const opened = await process(rows);
  const subject = newSubject();
  await must(opened.vault.createKeys(subject, keyClasses, instant()));
  const restored = await must(rows.subjectKeys([subject]));
  await must(opened.rotation.begin());
  await must(opened.rotation.rewrap(() => {}));
  await must(rows.destroyEpochKey(1, instant()));
  await must(rows.deleteSubjectKeys(subject, keyClasses, instant()));
  await must(rows.addSubjectKeys(restored));
  const failure = await refusalOf((await process(rows)).sealing.keyring(subject, 'data-subject-rights'));
  expect(failure).toEqual({ kind: 'PortFailure', port: 'Vault', retryable: false, reason: 'missing-epoch' });
  expect(JSON.stringify(failure)).not.toContain(subject);
});

test('a vault or a wrapper that does not answer at the opening is said to be so', async () => {
  const rows = openInMemoryVaultRows();
  const basis = {
    wrapper: openWrapper,
    randomness: { bytes: newBytes },
    clock: { now: () => instant() },
    environment: 'test',
  };
  const silent = { ...rows, indexKeys: () => errAsync(portFailure('Vault', true)) };
  expect(await refusalOf(openSealing({ ...basis, rows: silent }))).toMatchObject({ port: 'Vault', retryable: true });
  const wrapper = { ...openWrapper, wrap: () => errAsync(portFailure('KeyWrapper', true)) };
  const empty = openInMemoryVaultRows();
  expect(await refusalOf(openSealing({ ...basis, rows: empty, wrapper }))).toMatchObject({ port: 'KeyWrapper' });
  const forgetful = { ...openInMemoryVaultRows(), addIndexKeys: rows.addIndexKeys };
  expect(await refusalOf(openSealing({ ...basis, rows: forgetful }))).toMatchObject({
    port: 'Vault',
    retryable: false,
  });
});

test('a blind index of a column that the data map has not is a bug', async () => {
  const indexes = await must((await process()).sealing.blindIndexes());
  expect(() => indexes.of('users', 'language', 'de')).toThrow('no blind index users.language');
});

describe('the formats stay as they are: what was written once must be found and opened for ever', () => {
  /** Bytes that count up, so that keys and nonces are known. */
  function counting(from = 0): (length: number) => Uint8Array {
    let next = from;
    return (length) => Uint8Array.from({ length }, () => next++ % 256);
  }
  const subject = SubjectId.parse('00000000-0000-4000-8000-000000000001')._unsafeUnwrap();

  test('a blind index', async () => {
    const { sealing } = await process(openInMemoryVaultRows(), { randomness: { bytes: counting() } });
    // The epoch key was drawn first, then the index keys in the order of the data map.
    const key = Uint8Array.from({ length: 32 }, (_, at) => 32 + at);
    const expected = createHmac('sha256', key)
      .update('11:blind-index5:users11:phone_index14:+4915123456789')
      .digest('hex');
    const index = hexOf((await must(sealing.blindIndexes())).of('users', 'phone_index', '+4915123456789').value);
    expect(index).toBe(expected.slice(0, 32));
    expect(index).toMatchInlineSnapshot(`"cf8e64ff7c98b046c297fa2c7bada040"`);
  });

  test('a sealed value', async () => {
    let bytes = counting();
    const randomness = { bytes: (length: number) => bytes(length) };
    const opened = await process(openInMemoryVaultRows(), { randomness });
    bytes = counting(224); // however many keys were drawn before
    await must(opened.vault.createKeys(subject, keyClasses, instant()));
    const sealed = (await must(opened.sealing.keyring(subject, 'data-subject-rights'))).seal(cell, '+4915123456789');
    expect(hexOf(sealed)).toMatchInlineSnapshot(
      `"012e140fef2169469918191a1b1c1d1e1f2021222393dda101c508f01d86d06f22e70128bfe3764c81693371110f36dae081b5"`,
    );
  });
});
