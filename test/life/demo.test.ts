import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createConnection } from 'mysql2/promise';
import { afterAll, describe, expect, test } from 'vitest';
import type { DemoReport } from '../../src/adapters/cli/demo/demo.ts';
import { persona } from '../../src/adapters/cli/demo/persona.ts';
import { type PrivateMysql, startPrivateMysql } from './private-mysql.ts';

const main = fileURLToPath(new URL('../../src/adapters/cli/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'joos-demo-test-'));
let started: Promise<PrivateMysql> | undefined;
// Nobody else writes what the demo searches for into the files of this server.
const privateMysql = (): Promise<PrivateMysql> => (started ??= startPrivateMysql());

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await (await started)?.stop();
});

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** `npm run demo -- …`, as a process of its own. */
function demo(...options: readonly string[]): Promise<Run> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, 'demo', ...options], { maxBuffer: 64 * 1024 * 1024 }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), out, err }),
    );
  });
}

/** Each step of a life, by words that its title cannot do without. */
const steps = [
  /signs up/,
  /email/,
  /username/,
  /agrees/,
  /cards?/,
  /rents a power bank/,
  /returns it/,
  /declined/,
  /pays/,
  /support/,
  /takes all data/,
  /cancels the account/,
  /old session/,
];

function expectWholeLife({ ok, steps: told, delivered, leakScan }: DemoReport): void {
  expect(ok).toBe(true);
  for (const step of steps) expect(told.map(({ title }) => title)).toContainEqual(expect.stringMatching(step));
  expect(told.map(({ title }) => title).findIndex((title) => /cancels/.test(title))).toBeGreaterThan(9);
  for (const ending of ['.html', '.txt', '.pdf', '.zip']) {
    expect(delivered.filter((path) => path.endsWith(ending))).not.toEqual([]);
  }
  expect(leakScan.after.leaks).toBe(0);
  const found = leakScan.after.rows.flatMap(({ found: places }) => places).filter(({ place }) => place !== 'messages');
  expect(found.flatMap(({ counts }) => Object.values(counts))).toEqual([]);
  expect(leakScan.after.rows.map(({ value }) => value)).toEqual(expect.arrayContaining(['phone', 'email', 'username']));
  // The scan sees what there is: the messages and the export hold what the person typed.
  const shown = leakScan.before.rows
    .flatMap(({ found: places }) => places)
    .filter(({ counts }) => Object.keys(counts).length > 0);
  expect(new Set(shown.map(({ place }) => place))).toContain('messages');
  expect(leakScan.after.bytes).toBeGreaterThan(100_000);
}

describe('the demo', () => {
  test('plays a whole life on SQLite, and leaves nothing of the person', { timeout: 120_000 }, async () => {
    const keep = join(folder, 'sqlite');
    const { code, out } = await demo('--json', '--keep', keep);
    expectWholeLife(JSON.parse(out) as DemoReport);
    expect(code).toBe(0);
    expect(readdirSync(keep)).toEqual(expect.arrayContaining(['data-store', 'vault', 'logs', 'delivered']));
  });

  test('plays a whole life on MySQL, and leaves nothing of the person in any file of the server', {
    timeout: 120_000,
  }, async () => {
    const { server } = await privateMysql();
    const { code, out } = await demo('--json', '--database-url', server.url());
    const report = JSON.parse(out) as DemoReport;
    expectWholeLife(report);
    expect(code).toBe(0);
    expect(report.leakScan.unseen).toBeNull();
  });

  test('ends with 1 where a value is found, and says which and where', { timeout: 120_000 }, async () => {
    // Somebody else's table on the same server holds the value in clear: the demo cannot know whose it is.
    const { server } = await privateMysql();
    const connection = await createConnection(server.url());
    await connection.query('CREATE DATABASE planted');
    await connection.query('CREATE TABLE planted.notes (note VARCHAR(100))');
    await connection.query('INSERT INTO planted.notes VALUES (?)', [`ask ${persona.username} for the charger`]);
    await connection.end();
    const { code, out } = await demo('--json', '--database-url', server.url());
    const { ok, leakScan } = JSON.parse(out) as DemoReport;
    expect({ code, ok }).toEqual({ code: 1, ok: false });
    expect(leakScan.after.leaks).toBeGreaterThan(0);
    const leaking = leakScan.after.rows.filter(({ found }) =>
      found.some(({ place, counts }) => place === 'data store' && Object.keys(counts).length > 0),
    );
    expect(leaking.map(({ value }) => value)).toEqual(['username']);
    // And in words, for who reads.
    const { code: again, out: told } = await demo('--database-url', server.url());
    expect(again).toBe(1);
    expect(told).toMatch(/LEAK: \d+ finds/);
  });
});
