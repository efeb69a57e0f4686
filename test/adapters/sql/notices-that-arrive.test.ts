import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { database } from '../../../src/adapters/sql/database.ts';
import { migrateToLatest, type SchemaChange } from '../../../src/adapters/sql/migrating.ts';
import { data0001 } from '../../../src/adapters/sql/migrations/data-0001.ts';
import { data0002 } from '../../../src/adapters/sql/migrations/data-0002.ts';
import { data0003 } from '../../../src/adapters/sql/migrations/data-0003.ts';
import { data0004 } from '../../../src/adapters/sql/migrations/data-0004.ts';
import { outbox } from '../../../src/adapters/sql/outbox.ts';
import type { Sessions } from '../../../src/adapters/sql/sessions.ts';
import { mysqlSessions } from '../../../src/adapters/sql/sessions-mysql.ts';
import { sqliteSessions } from '../../../src/adapters/sql/sessions-sqlite.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { instant } from '../../../src/testing/contracts/samples.ts';
import { freshSchemas } from '../../mysql/fresh-schemas.ts';

const before: Readonly<Record<string, SchemaChange>> = {
  '0001-first': data0001,
  '0002-erasures-proved': data0002,
  '0003-second-index-columns': data0003,
};
const after = { ...before, '0004-notices-that-arrive': data0004 };

type Run = (text: string) => Promise<readonly unknown[]>;

const runOn =
  (sessions: Sessions): Run =>
  async (text) => {
    const session = await sessions.acquireToWrite();
    try {
      return (await session.run(text, [])).rows;
    } finally {
      sessions.release(session, true);
    }
  };

const id = (nth: number): string => `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`;
const subject = id(1);

/** A person with a receipt that was sent, one that waits, one that a worker held when it ended, and one that was given up. */
async function fillBefore(run: Run): Promise<void> {
  await run(
    `insert into users (subject_id, state, fence_epoch, registered_at, left_at, language) values ('${subject}', 'active', 0, 1, null, 'de')`,
  );
  const notices = [
    ['sent', `'email'`, '5', 'null', 'null', 'null'],
    ['queued', 'null', 'null', 'null', 'null', 'null'],
    ['queued', 'null', 'null', String(instant(60_000)), `'of-a-worker'`, 'null'],
    ['parked', 'null', 'null', 'null', `'of-another'`, `'provider-refused'`],
  ];
  for (const [nth, [state, channel, sentAt, leaseUntil, token, problem]] of notices.entries()) {
    const dueAt = leaseUntil === 'null' ? instant(nth) : leaseUntil;
    await run(
      'insert into notices (notice_id, subject_id, template, template_version, language, reference, dedupe_key, state, channel, created_at, sent_at, due_at, tries, lease_until, lease_token, last_problem) ' +
        `values ('${id(10 + nth)}', '${subject}', 'receipt', 1, 'de', '${id(2)}', 'receipt:${nth}', '${state}', ${channel}, ${instant(nth)}, ${sentAt}, ${dueAt}, 1, ${leaseUntil}, ${token}, ${problem})`,
    );
  }
  await run(
    "insert into receipts (receipt_number, day, currency, items, vat_percent, net_minor, vat_minor, gross_minor) values ('JOOS-2026-000001', '2026-11-23', 'EUR', '[]', 19, 126, 24, 150)",
  );
  await run(
    `insert into orders (order_id, subject_id, card_id, state, tariff, day, receipt_number, power_bank_sealed, rented_from_sealed, started_at_sealed) values ('${id(2)}', '${subject}', '${id(3)}', 'lost', '{}', '2026-11-23', 'JOOS-2026-000001', x'01', x'02', x'03')`,
  );
  await run(
    `insert into consent_entries (entry_id, subject_id, action, purpose, notice_version, notice_language, channel, recorded_at, claimed_at) values ('${id(4)}', '${subject}', 'granted', 'news', '2026-11', 'de', 'app', 1, null)`,
  );
}

const standing = async (run: Run): Promise<readonly unknown[]> => [
  ...(await run('select subject_id, state, language, phone_sealed from users')),
  ...(await run(
    'select notice_id, template, state, channel, due_at, tries, lease_until, last_problem from notices order by notice_id',
  )),
  ...(await run('select * from receipts')).map((row) => ({ ...(row as object), corrects: null, refund_id: null })),
  ...(await run('select order_id, receipt_number, tariff, rented_from_sealed from orders')),
  ...(await run('select * from consent_entries')),
];

/** That what waited still waits, and is found by the worker's own statements. */
async function expectCarriedOver(sessions: Sessions, stood: readonly unknown[]): Promise<void> {
  const run = runOn(sessions);
  expect(JSON.stringify(await standing(run))).toBe(JSON.stringify(stood));
  const rows = await run('select unclear_tries, lane from notices');
  expect(rows.map((row) => ({ ...(row as object) }))).toEqual(
    Array.from({ length: 4 }, () => ({ unclear_tries: 0, lane: 'transactional' })),
  );
  const sender = outbox(database(sessions, 'DataStore', null));
  const status = await must(sender.status(instant(100)));
  expect(status).toMatchObject({ queued: 2, due: 1, parked: 1, unclearTries: 0 });
  const claimed = await must(
    sender.claim({ at: instant(60_000), leaseUntil: instant(120_000), leaseToken: 'new', limit: 9 }),
  );
  const of = claimed.map(({ notice, problem }) => [notice.notice, problem]);
  expect(of).toEqual([
    [id(11), null],
    [id(12), 'lease-ran-out'],
  ]);
  const parked = await must(sender.parked(9));
  expect(parked).toMatchObject([{ notice: id(13), kind: 'receipt', problem: 'provider-refused', unclearTries: 0 }]);
}

async function refused(run: Run, sessions: Sessions, text: string): Promise<unknown> {
  return run(text).then(
    () => null,
    (error: unknown) => sessions.engine.troubleOf(error),
  );
}

async function rowsThatAreThereStay(sessions: Sessions): Promise<void> {
  onTestFinished(() => sessions.close());
  await migrateToLatest(sessions, before);
  const run = runOn(sessions);
  await fillBefore(run);
  const stood = await standing(run);
  expect(stood).toHaveLength(8);
  expect(await migrateToLatest(sessions, after)).toEqual(['0004-notices-that-arrive']);
  await expectCarriedOver(sessions, stood);
  // A refund is booked once from the first day on, and most receipts book none.
  const correction = (number: string, refund: string): string =>
    `insert into receipts (receipt_number, day, currency, items, vat_percent, net_minor, vat_minor, gross_minor, corrects, refund_id) values ('${number}', '2026-11-23', 'EUR', '[]', 19, -126, -24, -150, 'JOOS-2026-000001', ${refund})`;
  await run(correction('JOOS-2026-000002', `'${id(5)}'`));
  await run(correction('JOOS-2026-000003', 'null'));
  await run(correction('JOOS-2026-000004', 'null'));
  expect(await refused(run, sessions, correction('JOOS-2026-000005', `'${id(5)}'`))).toEqual({
    kind: 'duplicate',
    index: 'receipts.refund_id',
  });
}

/** What is said again without looking first changes nothing the second time. */
const isChange = /^\s*(create|alter|drop) (?!table if not exists)/i;

/** Sessions whose process ends after so many changes of the schema: the next one fails, and all that come after it. */
function endingAfter(sessions: Sessions, changes: number): Sessions & { readonly ended: () => boolean } {
  let left = changes;
  const real = new WeakMap<object, Awaited<ReturnType<Sessions['begin']>>>();
  const counted = async (acquired: ReturnType<Sessions['begin']>): ReturnType<Sessions['begin']> => {
    const inner = await acquired;
    const outer: typeof inner = {
      run: (text, values) => {
        if (isChange.test(text) && !text.includes('kysely_')) left -= 1;
        return left < 0 ? Promise.reject(new Error('The process ended here')) : inner.run(text, values);
      },
    };
    real.set(outer, inner);
    return outer;
  };
  return {
    ...sessions,
    ended: () => left < 0,
    acquireToLook: () => counted(sessions.acquireToLook()),
    acquireToWrite: () => counted(sessions.acquireToWrite()),
    begin: () => counted(sessions.begin()),
    release: (session) => sessions.release(real.get(session) ?? session, false), // with its locks, as when a process ends
  };
}

/** What a run of the migration says that ends after so many changes. */
async function runThatEnds(sessions: Sessions, changes: number): Promise<'done' | 'ended'> {
  const ending = endingAfter(sessions, changes);
  const answer = await migrateToLatest(ending, after).then(
    () => 'done' as const,
    () => 'ended' as const,
  );
  expect(ending.ended()).toBe(answer === 'ended');
  return answer;
}

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'joos-migrated-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'data.db');
}

describe('notices that wait, and receipts that are booked, when notices that arrive come', () => {
  test('stay as they are on SQLite', () => rowsThatAreThereStay(sqliteSessions(newFile())));

  test('stay as they are on MySQL', async () =>
    rowsThatAreThereStay(mysqlSessions((await freshSchemas()).data.url, 2)));
});

describe('a migration that ended half way is gone on with by the next run, wherever it ended,', () => {
  test('on SQLite, which takes it all back', async () => {
    let ends = 0;
    for (let answer = ''; answer !== 'done'; ends += 1) {
      const file = newFile();
      const first = sqliteSessions(file);
      await migrateToLatest(first, before);
      await fillBefore(runOn(first));
      const stood = await standing(runOn(first));
      answer = await runThatEnds(first, ends);
      await first.close();
      const second = sqliteSessions(file);
      expect(await migrateToLatest(second, after)).toEqual(answer === 'done' ? [] : ['0004-notices-that-arrive']);
      await expectCarriedOver(second, stood);
      await second.close();
    }
    expect(ends).toBeGreaterThan(8);
  });

  test('on MySQL, which takes nothing back: one change a run', { timeout: 120_000 }, async () => {
    const sessions = mysqlSessions((await freshSchemas()).data.url, 2);
    onTestFinished(() => sessions.close());
    await migrateToLatest(sessions, before);
    await fillBefore(runOn(sessions));
    const stood = await standing(runOn(sessions));
    let ends = 0;
    while ((await runThatEnds(sessions, 1)) === 'ended') ends += 1;
    expect(ends).toBeGreaterThan(8);
    await expectCarriedOver(sessions, stood);
    expect(await migrateToLatest(sessions, after)).toEqual([]);
  });
});
