import { describe, expect, test } from 'vitest';
import { openInMemoryVaultRows } from '../../../src/adapters/in-memory/index.ts';
import { rewrapBatch } from '../../../src/adapters/sealing/epoch-rotation.ts';
import type { RewrapProgress } from '../../../src/application/ports/key-rotation.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import type { VaultRows } from '../../../src/application/ports/vault-rows.ts';
import { keyClasses } from '../../../src/domain/data-map/vocabulary.ts';
import type { SubjectId } from '../../../src/domain/ids.ts';
import { epochPictureMs, scanDistanceMs } from '../../../src/domain/keys/epoch.ts';
import { errAsync, ok, ResultAsync } from '../../../src/domain/result.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { instant, newBytes, newSubject } from '../../../src/testing/contracts/samples.ts';
import { cell, type Process, process } from './opened.ts';

const epochsOf = async (rows: VaultRows, subject: SubjectId): Promise<number[]> =>
  (await must(rows.subjectKeys([subject]))).map(({ epochId }) => epochId);

async function signUp(opened: Process): Promise<SubjectId> {
  const subject = newSubject();
  await must(opened.vault.createKeys(subject, keyClasses, instant()));
  return subject;
}

const sealBy = async (opened: Process, subject: SubjectId): Promise<Uint8Array> =>
  (await must(opened.sealing.sealer(subject))).seal(cell, subject);

const openBy = async (opened: Process, subject: SubjectId, sealed: Uint8Array): Promise<string> =>
  (await must(opened.sealing.keyring(subject, 'data-subject-rights'))).open(cell, sealed)._unsafeUnwrap();

/** Scans twice, far enough apart, and destroys. */
async function emptyOut(opened: Process): Promise<readonly number[]> {
  await must(opened.rotation.scan());
  opened.wait(scanDistanceMs);
  await must(opened.rotation.scan());
  return must(opened.rotation.destroyEmpty());
}

describe('two processes on one vault', () => {
  test('go on under the old epoch for 5 minutes at most after one of them began a new one', async () => {
    const rows = openInMemoryVaultRows();
    const [rotating, other] = [await process(rows), await process(rows)];
    expect(await must(rotating.rotation.begin())).toBe(2);
    expect(await epochsOf(rows, await signUp(rotating))).toEqual([2, 2]);
    other.wait(epochPictureMs - 1);
    expect(await epochsOf(rows, await signUp(other))).toEqual([1, 1]);
    other.wait(1);
    expect(await epochsOf(rows, await signUp(other))).toEqual([2, 2]);
  });

  test('lose no key that one of them put under the old epoch after all keys were moved from it', async () => {
    const rows = openInMemoryVaultRows();
    const [rotating, other] = [await process(rows), await process(rows)];
    await must(rotating.rotation.begin());
    await must(rotating.rotation.rewrap(() => {}));
    await must(rotating.rotation.scan());
    const subject = await signUp(other);
    const sealed = await sealBy(other, subject);
    rotating.wait(scanDistanceMs);
    await must(rotating.rotation.scan());
    expect(await must(rotating.rotation.destroyEmpty())).toEqual([]);
    expect((await must(rotating.rotation.epochs()))[0]).toMatchObject({ keysLeft: 2, cleanScans: 0 });
    expect(await must(rotating.rotation.rewrap(() => {}))).toEqual({ keys: 2, unopened: 0 });
    expect(await emptyOut(rotating)).toEqual([1]);
    expect(await openBy(rotating, subject, sealed)).toBe(subject);
    other.wait(epochPictureMs);
    expect(await openBy(other, subject, sealed)).toBe(subject);
  });

  test('begin one epoch if both begin it at once', async () => {
    const rows = openInMemoryVaultRows();
    const both = [await process(rows), await process(rows)];
    expect(await Promise.all(both.map(({ rotation }) => must(rotation.begin())))).toEqual([2, 2]);
    expect((await must(rows.epochKeys())).map(({ retiredAt }) => retiredAt === null)).toEqual([false, true]);
  });

  test('move every key once if both move them at once', async () => {
    const rows = openInMemoryVaultRows();
    const both = [await process(rows), await process(rows)] as const;
    const subject = await signUp(both[0]);
    const sealed = await sealBy(both[0], subject);
    await must(both[0].rotation.begin());
    await Promise.all(both.map(({ rotation }) => must(rotation.rewrap(() => {}))));
    expect(await epochsOf(rows, subject)).toEqual([2, 2]);
    expect(await openBy(await process(rows), subject, sealed)).toBe(subject);
  });
});

test('keys that reach the vault only when their epoch is destroyed are given up, before anything is sealed', async () => {
  const rows = openInMemoryVaultRows();
  const rotating = await process(rows);
  const { promise: mayAdd, resolve: add } = Promise.withResolvers<void>();
  const slow = await process({
    ...rows,
    addSubjectKeys: (keys) =>
      new ResultAsync(mayAdd.then(() => ok(undefined))).andThen(() => rows.addSubjectKeys(keys)),
  });
  const subject = newSubject();
  const creating = refusalOf(slow.vault.createKeys(subject, keyClasses, instant()));
  await must(rotating.rotation.begin());
  expect(await emptyOut(rotating)).toEqual([1]);
  slow.wait(scanDistanceMs);
  add();
  expect(await creating).toMatchObject({ port: 'Vault', retryable: true });
});

test('keys that are moved when the epoch they go to is destroyed stay where they are', async () => {
  const rows = openInMemoryVaultRows();
  const rotating = await process(rows);
  const subject = await signUp(rotating);
  const sealed = await sealBy(rotating, subject);
  await must(rotating.rotation.begin());
  const { promise: mayMove, resolve: move } = Promise.withResolvers<void>();
  const slow = await process({
    ...rows,
    rewrapSubjectKeys: (from, keys) =>
      new ResultAsync(mayMove.then(() => ok(undefined))).andThen(() => rows.rewrapSubjectKeys(from, keys)),
  });
  const moving = must(slow.rotation.rewrap(() => {}));
  await must(rotating.rotation.begin());
  expect(await emptyOut(rotating)).toEqual([2]);
  move();
  await moving;
  expect(await epochsOf(rows, subject)).toEqual([1, 1]);
  expect(await openBy(await process(rows), subject, sealed)).toBe(subject);
});

test('a destroyed epoch keeps its row without its key, and leaves the memory of other processes', async () => {
  const rows = openInMemoryVaultRows();
  const [rotating, other] = [await process(rows), await process(rows)];
  const subject = await signUp(rotating);
  const backup = await must(rows.subjectKeys([subject]));
  await must(rotating.rotation.begin());
  await must(rotating.rotation.rewrap(() => {}));
  expect(await emptyOut(rotating)).toEqual([1]);
  expect((await must(rows.epochKeys()))[0]).toMatchObject({ epochId: 1, wrappedKey: new Uint8Array() });
  await must(rows.deleteSubjectKeys(subject, keyClasses, instant()));
  await must(rows.addSubjectKeys(backup));
  other.wait(epochPictureMs);
  for (const opened of [rotating, other]) {
    expect(await refusalOf(opened.sealing.sealer(subject))).toMatchObject({ reason: 'missing-epoch' });
  }
});

test('a key that does not open is counted and stays, and so does its epoch', async () => {
  const rows = openInMemoryVaultRows();
  const opened = await process(rows);
  const subject = await signUp(opened);
  const damaged = { subject: newSubject(), keyClass: 'account', epochId: 1, createdAt: instant() } as const;
  await must(rows.addSubjectKeys([{ ...damaged, wrappedKey: newBytes(69), fingerprint: newBytes(8) }]));
  await must(opened.rotation.begin());
  expect(await must(opened.rotation.rewrap(() => {}))).toEqual({ keys: 3, unopened: 1 });
  expect(await epochsOf(rows, subject)).toEqual([2, 2]);
  expect(await emptyOut(opened)).toEqual([]);
});

test('a move that was killed between two batches goes on where it was, and says how far it is', async () => {
  const rows = openInMemoryVaultRows();
  const opened = await process(rows);
  for (let count = 0; count < 1.5 * rewrapBatch; count++) await signUp(opened);
  await must(opened.rotation.begin());
  let batches = 0;
  const killed = await process({
    ...rows,
    rewrapSubjectKeys: (from, keys) => {
      batches += 1;
      return batches === 3 ? errAsync(portFailure('Vault', true)) : rows.rewrapSubjectKeys(from, keys);
    },
  });
  const progress: RewrapProgress[] = [];
  await refusalOf(killed.rotation.rewrap((so) => progress.push(so)));
  expect(progress).toEqual([0, 100, 200].map((done) => ({ done, total: 300 })));
  expect(await must(opened.rotation.rewrap(() => {}))).toEqual({ keys: 100, unopened: 0 });
  expect(await must(rows.countKeysUnder(1))).toBe(0);
});

test('keys that are moved on between a look at them and one at the epochs are read again', async () => {
  const rows = openInMemoryVaultRows();
  const rotating = await process(rows);
  const moveOn = async (): Promise<void> => {
    await must(rotating.rotation.begin());
    await must(rotating.rotation.rewrap(() => {}));
    await emptyOut(rotating);
  };
  let moved = false;
  const reading = await process({
    ...rows,
    subjectKeys: (subjects) =>
      rows.subjectKeys(subjects).map(async (found) => {
        if (!moved) {
          moved = true;
          await moveOn();
        }
        return found;
      }),
  });
  await must(rotating.rotation.begin());
  const subject = await signUp(rotating);
  const sealed = await sealBy(rotating, subject);
  expect(await openBy(reading, subject, sealed)).toBe(subject);
  expect((await must(rows.epochKeys())).map(({ destroyedAt }) => destroyedAt === null)).toEqual([false, false, true]);
});

test('a look at the epochs that is answered late does not bring a retired one back', async () => {
  const rows = openInMemoryVaultRows();
  const [rotating, early] = [await process(rows), newSubject()];
  const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>();
  let late = false;
  const opened = await process({
    ...rows,
    epochKeys: () => {
      const waits = late;
      late = false;
      return rows.epochKeys().map(async (keys) => {
        if (waits) await mayAnswer;
        return keys;
      });
    },
  });
  opened.wait(epochPictureMs);
  late = true;
  const creating = must(opened.vault.createKeys(early, keyClasses, instant()));
  await must(rotating.rotation.begin());
  const young = await signUp(rotating);
  await must(opened.sealing.sealer(young));
  answer();
  await creating;
  expect(await epochsOf(rows, early)).toEqual([2, 2]);
  expect(await epochsOf(rows, await signUp(opened))).toEqual([2, 2]);
});
