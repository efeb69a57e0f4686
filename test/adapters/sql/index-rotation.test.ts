import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { type IndexKeysRotated, rotateIndexKeys } from '../../../src/application/keys/rotate-index-keys.ts';
import { Instant, minuteMs } from '../../../src/domain/instant.ts';
import { messageLinksKey } from '../../../src/domain/keys/index-key.ts';
import { phoneOf } from '../../../src/domain/user/user.ts';
import { must, present } from '../../../src/testing/contracts/contract.ts';
import type { RotatingProcess } from '../../../src/testing/contracts/index-rotation.ts';
import { finishErasure, inOne, leave, type Person, signUp } from '../../../src/testing/contracts/person.ts';
import { instant, newUser } from '../../../src/testing/contracts/samples.ts';
import { type MysqlSchemas, mysqlSchemas } from './mysql-schemas.ts';
import { rotatingProcesses } from './rotating-processes.ts';

let mysql: MysqlSchemas;
beforeAll(async () => {
  mysql = await mysqlSchemas();
});
afterAll(() => mysql.close());
beforeEach(() => mysql.empty());

let now = instant();
const clock = { now: () => now };
const pass = (durationMs: number): void => {
  now = Instant.plusMs(now, durationMs);
};

function openings(): () => Promise<RotatingProcess> {
  const { process, close } = rotatingProcesses(mysql.stores);
  onTestFinished(close);
  return () => process(clock);
}

const rotate = (process: RotatingProcess, begin: boolean): Promise<IndexKeysRotated> =>
  must(rotateIndexKeys({ ...process, clock })({ names: null, begin }));

const foundBy = async ({ store }: RotatingProcess, { user }: Person): Promise<boolean> => {
  const phone = present(phoneOf(user));
  const contact = { kind: 'email', email: present(user.email) } as const;
  const subjects = [
    await must(store.reads.subjectByContact({ kind: 'phone', phone })),
    await must(store.reads.subjectByContact(contact)),
    ...(await inOne(store, async (tx) => {
      const proofs = [];
      for (const login of user.logins) proofs.push((await must(tx.doors.byLogin(login)))?.subject ?? null);
      return proofs;
    })),
  ];
  return subjects.every((subject) => subject === user.subject);
};

test('while all indexes are rotated on MySQL, nobody who signs up, is looked up or is erased notices', async () => {
  const open = openings();
  const rotating = await open();
  const people = await Promise.all(Array.from({ length: 60 }, () => signUp(rotating)));
  let running = true;
  const counts = { lookups: 0, failed: 0, taken: 0, erased: 0, back: 0 };
  const loaders = Array.from({ length: 4 }, async (_, at) => {
    const process = await open();
    for (let turn = at; running; turn += 1) {
      if (!(await foundBy(process, people[(turn * 7) % people.length]!))) counts.failed += 1;
      const mine = await signUp(process);
      if (!(await foundBy(process, mine))) counts.failed += 1;
      counts.lookups += 2;
      const rival = newUser({ ...mine.user, subject: newUser().subject });
      await must(process.vault.createKeys(rival.subject, ['account', 'contract'], instant()));
      const refused = await process.store.transact((tx) => tx.users.register(rival));
      if (refused.isErr() && refused.error.kind === 'Taken') counts.taken += 1;
      if (turn % 3 === 0) people.push(mine);
      else {
        await finishErasure(process, await leave(process, mine));
        if (await foundBy(process, mine)) counts.failed += 1;
        counts.erased += 1;
        const again = await signUp(process, { ...mine.user, subject: newUser().subject });
        if (await foundBy(process, again)) counts.back += 1;
      }
    }
  });
  let rotated = await rotate(rotating, true);
  let rotations = 0;
  while (rotations < 2) {
    await new Promise((resume) => setTimeout(resume, 60)); // the others work on
    pass(minuteMs);
    rotated = await rotate(rotating, false);
    if (rotated.goesOnAt !== null) continue;
    rotations += 1;
    if (rotations < 2) rotated = await rotate(rotating, true);
  }
  running = false;
  await Promise.all(loaders);
  expect(rotated.keys.map(({ current, stage }) => `${stage} ${current}`)).toEqual(Array(8).fill('steady 3'));
  expect(counts.failed).toBe(0);
  expect(counts.taken).toBe(counts.lookups / 2);
  expect(counts.back).toBe(counts.erased);
  expect(counts.erased).toBeGreaterThan(10);
  const last = await open();
  for (const person of people) expect(await foundBy(last, person)).toBe(true);
});

test('a value that does not open on MySQL stops the rotation before the switch, and is found by the old index', async () => {
  const process = await openings()();
  const people = [await signUp(process), await signUp(process)];
  const { subject } = people[0]!.user;
  await mysql.data.query('UPDATE users SET email_sealed = REVERSE(email_sealed) WHERE subject_id = ?', [subject]);
  await rotate(process, true);
  pass(10 * minuteMs);
  const { keys, unopened } = await rotate(process, false);
  expect(unopened).toBe(1);
  expect(keys.find(({ name }) => name === 'users.email_index')).toMatchObject({ stage: 'written', rowsLeft: 1 });
  expect(keys.find(({ name }) => name === 'users.phone_index')).toMatchObject({ stage: 'switched', rowsLeft: 0 });
  for (const person of people) expect(await foundBy(process, person)).toBe(true);
});

/** Rotates in a process of its own, and kills it as soon as it did so many rows; whether it was killed. */
async function rotatedElsewhere(killedAt: number): Promise<boolean> {
  const { data, vault } = mysql.schemas;
  const script = fileURLToPath(new URL('rotating-child.ts', import.meta.url));
  const child = spawn(process.execPath, [script, data.url, vault.url, String(now)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout);
  lines.on('line', (line) => {
    if (Number(line) >= killedAt) child.kill('SIGKILL');
  });
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  if (signal === null && code !== 0) throw new Error('The rotation failed');
  return signal === 'SIGKILL';
}

test('a rotation that is killed between batches on MySQL goes on with the next one', async () => {
  const open = openings();
  const here = await open();
  const people: Person[] = [];
  for (let count = 0; count < 20; count += 1) {
    people.push(...(await Promise.all(Array.from({ length: 20 }, () => signUp(here)))));
  }
  await rotate(here, true);
  const columns = here.store.indexColumns;
  pass(10 * minuteMs);
  expect(await rotatedElsewhere(128)).toBe(true);
  const missing = await must(columns.countMissing('users.phone_index', 'b'));
  expect(missing).toBeGreaterThan(0);
  expect(missing).toBeLessThan(400);
  expect(await rotatedElsewhere(500)).toBe(true);
  expect(await rotatedElsewhere(Number.POSITIVE_INFINITY)).toBe(false);
  expect(await must(columns.countMissing('users.phone_index', 'b'))).toBe(0);
  for (const waitMs of [15 * minuteMs, 10 * minuteMs]) {
    pass(waitMs);
    const killed = await rotatedElsewhere(300);
    expect(await foundBy(here, people[0]!)).toBe(true);
    if (killed) expect(await rotatedElsewhere(Number.POSITIVE_INFINITY)).toBe(false);
  }
  const states = await must(here.indexRotation.indexKeys());
  const all = states.filter(({ name }) => name !== messageLinksKey);
  expect(all.map(({ current, stage }) => `${stage} ${current}`)).toEqual(Array(8).fill('steady 2'));
  // It is rotated by its name alone: mails that were sent have addresses by it.
  expect(states.find(({ name }) => name === messageLinksKey)).toMatchObject({ stage: 'steady', current: 1 });
  expect(await must(columns.countLeft('users.phone_index', 'a'))).toBe(0);
  for (const person of people) expect(await foundBy(here, person)).toBe(true);
});
