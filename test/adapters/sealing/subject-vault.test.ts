import { expect, test } from 'vitest';
import { openInMemoryVaultRows } from '../../../src/adapters/in-memory/index.ts';
import { cacheLifetimeMs, cacheSubjects } from '../../../src/adapters/sealing/key-cache.ts';
import { type PortFailure, portFailure } from '../../../src/application/ports/port-failure.ts';
import type { Keyring } from '../../../src/application/ports/sealing.ts';
import type { VaultRows } from '../../../src/application/ports/vault-rows.ts';
import { keyClasses } from '../../../src/domain/data-map/vocabulary.ts';
import type { SubjectId } from '../../../src/domain/ids.ts';
import { errAsync, ok, okAsync, ResultAsync } from '../../../src/domain/result.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { instant, newSubject } from '../../../src/testing/contracts/samples.ts';
import { cell, type Process, process } from './opened.ts';

const ringOf = (opened: Process, subject: SubjectId): Promise<Keyring> =>
  must(opened.sealing.keyring(subject, 'data-subject-rights'));

test('a sign-up costs the vault one statement, and sealing right after it none', async () => {
  const opened = await process();
  const subject = newSubject();
  await must(opened.vault.createKeys(subject, keyClasses, instant()));
  (await ringOf(opened, subject)).seal(cell, 'value');
  expect(opened.statements).toEqual(['addSubjectKeys']);
});

test('keys that are at hand cost no statement until 5 minutes are over', async () => {
  const opened = await process();
  const subject = newSubject();
  await must(opened.vault.createKeys(subject, keyClasses, instant()));
  opened.wait(cacheLifetimeMs - 1);
  await ringOf(opened, subject);
  expect(opened.statements).toEqual(['addSubjectKeys']);
  opened.wait(1);
  await ringOf(opened, subject);
  expect(opened.statements).toEqual(['addSubjectKeys', 'epochKeys', 'subjectKeys']);
  opened.wait(cacheLifetimeMs - 1);
  await ringOf(opened, subject);
  expect(opened.statements).toHaveLength(3);
});

test('to use keys again and again does not lengthen their time', async () => {
  const opened = await process();
  const subject = newSubject();
  await must(opened.vault.createKeys(subject, keyClasses, instant()));
  for (let minute = 1; minute <= 5; minute++) {
    opened.wait(60_000);
    await ringOf(opened, subject);
  }
  expect(opened.statements).toEqual(['addSubjectKeys', 'epochKeys', 'subjectKeys']);
});

test('a clock that is set back does not lengthen the time either', async () => {
  const opened = await process();
  const subject = newSubject();
  await must(opened.vault.createKeys(subject, keyClasses, instant()));
  opened.wait(-1);
  await ringOf(opened, subject);
  expect(opened.statements).toEqual(['addSubjectKeys', 'epochKeys', 'subjectKeys']);
});

test('of many subjects, only the keys that are missing are read, with one statement', async () => {
  const rows = openInMemoryVaultRows();
  const [first, second, third] = [newSubject(), newSubject(), newSubject()];
  const other = await process(rows);
  for (const subject of [first, second, third]) await must(other.vault.createKeys(subject, keyClasses, instant()));
  const asked: (readonly SubjectId[])[] = [];
  const opened = await process({
    ...rows,
    subjectKeys: (subjects) => {
      asked.push(subjects);
      return rows.subjectKeys(subjects);
    },
  });
  await ringOf(opened, first);
  await must(opened.sealing.keyrings([first, second, third, second], 'data-subject-rights'));
  await must(opened.sealing.keyrings([first, second, third], 'data-subject-rights'));
  expect(asked).toEqual([[first], [second, third]]);
});

test('no more subjects are remembered than the cache has room for, and the ones used last are', async () => {
  const opened = await process();
  const [oldest, used] = [newSubject(), newSubject()];
  await must(opened.vault.createKeys(oldest, keyClasses, instant()));
  await must(opened.vault.createKeys(used, keyClasses, instant()));
  for (let count = 2; count < cacheSubjects; count++)
    await must(opened.vault.createKeys(newSubject(), keyClasses, instant()));
  await ringOf(opened, used);
  await must(opened.vault.createKeys(newSubject(), keyClasses, instant()));
  opened.statements.length = 0;
  await ringOf(opened, used);
  expect(opened.statements).toEqual([]);
  await ringOf(opened, oldest);
  expect(opened.statements).toEqual(['subjectKeys']);
});

test('a subject without keys is asked for again each time: the keys may be made elsewhere any moment', async () => {
  const rows = openInMemoryVaultRows();
  const [opened, other] = [await process(rows), await process(rows)];
  const subject = newSubject();
  await ringOf(opened, subject);
  await must(other.vault.createKeys(subject, keyClasses, instant()));
  const sealed = (await ringOf(opened, subject)).seal(cell, 'value');
  expect((await ringOf(other, subject)).open(cell, sealed)._unsafeUnwrap()).toBe('value');
});

test('to destroy keys takes them from the cache at once', async () => {
  const opened = await process();
  const subject = newSubject();
  await must(opened.vault.createKeys(subject, keyClasses, instant()));
  const sealed = (await ringOf(opened, subject)).seal(cell, 'value');
  await must(opened.vault.destroyKeys(subject, keyClasses, instant()));
  expect((await ringOf(opened, subject)).open(cell, sealed)._unsafeUnwrapErr()).toEqual({ kind: 'Unopenable' });
});

test('keys that were being read while they were destroyed are not remembered', async () => {
  const rows = openInMemoryVaultRows();
  const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>();
  const slow: VaultRows = {
    ...rows,
    subjectKeys: (subjects) => rows.subjectKeys(subjects).map(async (found) => mayAnswer.then(() => found)),
  };
  await must((await process(rows)).vault.createKeys(newSubject(), keyClasses, instant()));
  const opened = await process(slow);
  const subject = newSubject();
  await must((await process(rows)).vault.createKeys(subject, keyClasses, instant()));

  const reading = ringOf(opened, subject);
  await must(opened.vault.destroyKeys(subject, keyClasses, instant()));
  answer();
  const stale = await reading;
  const sealed = stale.seal(cell, 'value');
  expect((await ringOf(opened, subject)).open(cell, sealed)._unsafeUnwrapErr()).toEqual({ kind: 'Unopenable' });
});

test('keys that were read just before their rows were gone are not remembered', async () => {
  const rows = openInMemoryVaultRows();
  const { promise: mayDelete, resolve: goOn } = Promise.withResolvers<void>();
  const opened = await process({
    ...rows,
    deleteSubjectKeys: (one, classes, at) =>
      new ResultAsync(mayDelete.then(() => ok<void, PortFailure>(undefined))).andThen(() =>
        rows.deleteSubjectKeys(one, classes, at),
      ),
  });
  const subject = newSubject();
  await must(opened.vault.createKeys(subject, keyClasses, instant()));
  const destroying = must(opened.vault.destroyKeys(subject, keyClasses, instant()));
  const sealed = (await ringOf(opened, subject)).seal(cell, 'value');
  goOn();
  expect(await destroying).toBe(2);
  expect((await ringOf(opened, subject)).open(cell, sealed)._unsafeUnwrapErr()).toEqual({ kind: 'Unopenable' });
});

test('a destruction whose answer was lost takes the keys from the cache all the same', async () => {
  const rows = openInMemoryVaultRows();
  const { promise: mayDelete, resolve: goOn } = Promise.withResolvers<void>();
  const opened = await process({
    ...rows,
    deleteSubjectKeys: (one, classes, at) =>
      new ResultAsync(mayDelete.then(() => ok<void, PortFailure>(undefined)))
        .andThen(() => rows.deleteSubjectKeys(one, classes, at))
        .andThen(() => errAsync(portFailure('Vault', true))),
  });
  const subject = newSubject();
  await must(opened.vault.createKeys(subject, keyClasses, instant()));
  const destroying = refusalOf(opened.vault.destroyKeys(subject, keyClasses, instant()));
  const sealed = (await ringOf(opened, subject)).seal(cell, 'value');
  goOn();
  expect(await destroying).toMatchObject({ retryable: true });
  expect((await ringOf(opened, subject)).open(cell, sealed)._unsafeUnwrapErr()).toEqual({ kind: 'Unopenable' });
});

test('keys whose creation was answered while they were destroyed are not remembered', async () => {
  const rows = openInMemoryVaultRows();
  const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>();
  const opened = await process({
    ...rows,
    addSubjectKeys: (keys) => rows.addSubjectKeys(keys).map(async (added) => mayAnswer.then(() => added)),
  });
  const subject = newSubject();
  const creating = must(opened.vault.createKeys(subject, keyClasses, instant()));
  await must(opened.vault.destroyKeys(subject, keyClasses, instant()));
  answer();
  await creating;
  const ring = await ringOf(opened, subject);
  expect(() => ring.seal(cell, 'value')).toThrow('no key of the class account');
});

test('keys that another process made first are the ones that are sealed under', async () => {
  const rows = openInMemoryVaultRows();
  const [first, second] = [await process(rows), await process(rows)];
  const subject = newSubject();
  await must(first.vault.createKeys(subject, keyClasses, instant()));
  await must(second.vault.createKeys(subject, keyClasses, instant()));
  const sealed = (await ringOf(second, subject)).seal(cell, 'value');
  const third = await process(rows);
  expect((await ringOf(third, subject)).open(cell, sealed)._unsafeUnwrap()).toBe('value');
});

test('keys whose answer was lost are read back, not made up', async () => {
  const rows = openInMemoryVaultRows();
  const answers: ((added: number) => ResultAsync<number, PortFailure>)[] = [() => errAsync(portFailure('Vault', true))];
  const flaky: VaultRows = {
    ...rows,
    addSubjectKeys: (keys) =>
      rows.addSubjectKeys(keys).andThen((added) => (answers.pop() ?? ((count) => okAsync(count)))(added)),
  };
  const opened = await process(flaky);
  const subject = newSubject();
  expect(await refusalOf(opened.vault.createKeys(subject, keyClasses, instant()))).toMatchObject({ retryable: true });
  await must(opened.vault.createKeys(subject, keyClasses, instant()));
  const sealed = (await ringOf(opened, subject)).seal(cell, 'value');
  const other = await process(rows);
  expect((await ringOf(other, subject)).open(cell, sealed)._unsafeUnwrap()).toBe('value');
});

test('where only one class was missing, both keys are the ones of the vault', async () => {
  const rows = openInMemoryVaultRows();
  const [first, second] = [await process(rows), await process(rows)];
  const subject = newSubject();
  await must(first.vault.createKeys(subject, keyClasses, instant()));
  await must(rows.deleteSubjectKeys(subject, ['contract'], instant()));
  await must(second.vault.createKeys(subject, keyClasses, instant()));
  const third = await process(rows);
  for (const keyClass of keyClasses) {
    const sealed = (await ringOf(second, subject)).seal({ ...cell, keyClass }, keyClass);
    expect((await ringOf(third, subject)).open({ ...cell, keyClass }, sealed)._unsafeUnwrap()).toBe(keyClass);
  }
});

test('a data key that was moved to another subject or class is a damaged vault', async () => {
  const rows = openInMemoryVaultRows();
  const [subject, other] = [newSubject(), newSubject()];
  await must((await process(rows)).vault.createKeys(subject, keyClasses, instant()));
  const [key] = await must(rows.subjectKeys([subject]));
  await must(rows.addSubjectKeys([{ ...key!, subject: other }]));
  const opened = await process(rows);
  expect(await refusalOf(opened.sealing.keyring(other, 'data-subject-rights'))).toEqual({
    kind: 'PortFailure',
    port: 'Vault',
    retryable: false,
  });
});

test('a vault that does not answer is said to be so', async () => {
  const rows = openInMemoryVaultRows();
  const opened = await process({ ...rows, subjectKeys: () => errAsync(portFailure('Vault', true)) });
  expect(await refusalOf(opened.sealing.keyring(newSubject(), 'data-subject-rights'))).toEqual({
    kind: 'PortFailure',
    port: 'Vault',
    retryable: true,
  });
});

test('text that would come back changed is not sealed', async () => {
  const opened = await process();
  const subject = newSubject();
  await must(opened.vault.createKeys(subject, keyClasses, instant()));
  const ring = await ringOf(opened, subject);
  expect(() => ring.seal(cell, 'half a pair: \ud83d')).toThrow('well-formed');
});
