import { expect, test } from 'vitest';
import { openInMemoryVaultRows } from '../../../src/adapters/in-memory/index.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import { minuteMs } from '../../../src/domain/instant.ts';
import { indexPictureMs } from '../../../src/domain/keys/index-key.ts';
import { errAsync } from '../../../src/domain/result.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { instant } from '../../../src/testing/contracts/samples.ts';
import { process } from './opened.ts';

const rowOf = { name: 'users.phone_index', stage: 'steady', current: 1, other: null } as const;

test('the keys of the indexes cost a look into the vault every 5 minutes, whoever asks', async () => {
  const opened = await process();
  for (let asked = 0; asked < 10; asked += 1) await must(opened.sealing.blindIndexes());
  opened.wait(indexPictureMs - 1);
  await must(opened.sealing.blindIndexes());
  expect(opened.statements).toEqual([]);
  opened.wait(1);
  await Promise.all(Array.from({ length: 10 }, () => must(opened.sealing.blindIndexes())));
  expect(opened.statements).toEqual(['indexKeys']);
});

test('a clock that was set back makes nobody go by an old look', async () => {
  const opened = await process();
  opened.wait(-minuteMs);
  await must(opened.sealing.blindIndexes());
  expect(opened.statements).toEqual(['indexKeys']);
});

test('without the vault nobody goes by an old look, and the next one who asks looks again', async () => {
  const rows = openInMemoryVaultRows();
  let silent = false;
  const opened = await process({
    ...rows,
    indexKeys: () => (silent ? errAsync(portFailure('Vault', true)) : rows.indexKeys()),
  });
  silent = true;
  await must(opened.sealing.blindIndexes());
  opened.wait(indexPictureMs);
  expect(await refusalOf(opened.sealing.blindIndexes())).toMatchObject({ port: 'Vault', retryable: true });
  silent = false;
  await must(opened.sealing.blindIndexes());
});

test('while nothing is rotated one column is written, and both while something is', async () => {
  const opened = await process();
  const columns = async () => {
    const { by, a, b } = (await must(opened.sealing.blindIndexes())).of('users', 'phone_index', '+4915123456789');
    return { by, a: a !== null, b: b !== null };
  };
  const rotation = async () =>
    (await must(opened.indexRotation.indexKeys())).find(({ name }) => name === 'users.phone_index')!;
  expect(await columns()).toEqual({ by: 'a', a: true, b: false });
  await must(opened.indexRotation.begin([{ ...rowOf, since: instant() }]));
  expect(await columns()).toEqual({ by: 'a', a: true, b: true });
  await must(opened.indexRotation.switchOver(await rotation()));
  expect(await columns()).toEqual({ by: 'b', a: true, b: true });
  await must(opened.indexRotation.drop(await rotation()));
  expect(await columns()).toEqual({ by: 'b', a: false, b: true });
  await must(opened.indexRotation.destroy(await rotation()));
  expect(await rotation()).toMatchObject({ stage: 'steady', current: 2, other: null });
});

test('a step that another process took already changes nothing', async () => {
  const opened = await process();
  const [steady] = await must(opened.indexRotation.indexKeys());
  for (const again of [1, 2]) {
    await must(opened.indexRotation.begin([steady!]));
    expect((await must(opened.indexRotation.indexKeys()))[0], `time ${again}`).toMatchObject({ stage: 'written' });
  }
  const [written] = await must(opened.indexRotation.indexKeys());
  for (const again of [1, 2]) {
    await must(opened.indexRotation.switchOver(written!));
    expect((await must(opened.indexRotation.indexKeys()))[0], `time ${again}`).toMatchObject({ stage: 'switched' });
  }
  await must(opened.indexRotation.destroy(written!));
  expect((await must(opened.indexRotation.indexKeys()))[0]).toMatchObject({ stage: 'switched', current: 2, other: 1 });
});
