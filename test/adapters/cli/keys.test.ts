import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { progressBar } from '../../../src/adapters/cli/progress-bar.ts';
import { type Installation, installation, joos, signUp } from './installation.ts';

/** Lets 10 minutes go by since the last scan. */
function scanLongAgo({ folder }: Installation): void {
  const vault = new DatabaseSync(join(folder, 'vault.db'));
  vault.exec('UPDATE epoch_keys SET scanned_at = scanned_at - 600000');
  vault.close();
}

/** Puts back the keys that a backup of the vault holds, which is as old as `UPDATE` makes it. */
function restoreOldKeys({ folder }: Installation): void {
  const vault = new DatabaseSync(join(folder, 'vault.db'));
  vault.exec('UPDATE subject_keys SET epoch_id = 1');
  vault.close();
}

describe('joos keys', () => {
  test('begins an epoch, moves all keys, and destroys the old one by the second scan; whoever signed up stays', async () => {
    const place = await installation();
    const { environment } = place;
    await signUp(place);
    const json = async (...argv: string[]): Promise<unknown> => {
      const { code, out, err } = await joos(['keys', ...argv, '--json'], { environment });
      expect({ code, err }).toEqual({ code: 0, err: '' });
      return JSON.parse(out);
    };

    expect(await json('rotate')).toMatchObject({ begun: null, rewrapped: { keys: 0, unopened: 0 }, destroyed: [] });
    expect(await json('rotate', '--now')).toMatchObject({
      begun: 2,
      rewrapped: { keys: 2, unopened: 0 },
      destroyed: [],
      epochs: [
        { epochId: 1, keysLeft: 0, cleanScans: 1, destroyedAt: null },
        { epochId: 2, keysLeft: null, retiredAt: null },
      ],
    });
    expect(await json('rotate')).toMatchObject({ begun: null, destroyed: [] });
    scanLongAgo(place);
    const { out } = await joos(['keys', 'rotate'], { environment });
    expect(out).toMatch(
      /^No new epoch is due\.\nMoved 0 keys to it\.\nDestroyed epoch 1\.\n\nepoch {2}begun .*keys left {2}state\n/,
    );
    expect(await json('status')).toMatchObject({
      epochs: [{ epochId: 1, destroyedAt: expect.any(Number) as unknown }, { epochId: 2 }],
      nextDueAt: expect.any(Number) as unknown,
    });
    const found = await joos(['user', 'find', '--case', 'CASE-1042'], {
      environment,
      input: '+4915228895456',
    });
    expect(found.code).toBe(0);
  });

  test('lists the epochs for people, with what is under them and what becomes of them', async () => {
    const place = await installation();
    const { environment } = place;
    await joos(['keys', 'rotate', '--now'], { environment });
    const { code, out, err } = await joos(['keys', 'status'], { environment });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const moment = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\dZ`;
    expect(out).toMatch(
      new RegExp(
        [
          '^epoch  begun              keys left  state',
          `1      ${moment}  0          retired ${moment}, 1 of 2 scans found nothing, scanned ${moment}`,
          `2      ${moment}  -          current`,
          `The next epoch is due at ${moment}\\.`,
          '',
          'index key +version  rows left  stage',
          'users.phone_index +1        -          in use',
        ].join('\n'),
      ),
    );
  });

  test('rotates the keys of the indexes, stage by stage, and says when to go on', async () => {
    const place = await installation();
    const { environment } = place;
    await signUp(place);
    const find = () => joos(['user', 'find', '--case', 'CASE-1042'], { environment, input: '+4915228895456' });
    const rotate = (...argv: string[]) => joos(['keys', 'rotate-index', ...argv], { environment });
    /** Every stage began so long ago that it may end. */
    const passTime = (): void => {
      const vault = new DatabaseSync(join(place.folder, 'vault.db'));
      vault.exec(
        "UPDATE index_keys SET phase_at = phase_at - 900000 WHERE phase IN ('written', 'retiring', 'retired')",
      );
      vault.close();
    };

    const begun = await rotate('--all');
    expect(begun).toMatchObject({ code: 0, err: '' });
    expect(begun.out).toMatch(/^users\.phone_index +1 +1 +a new version is written too since /m);
    expect(begun.out).toMatch(/\nGo on at .*Z or later, by the same command\.$/);
    expect((await rotate('--all')).out).toContain('a new version is written too');
    for (const stage of ['looked up by the new version', 'the old version is dropped', 'in use']) {
      passTime();
      expect((await rotate('--all')).out).toContain(stage);
      expect((await find()).code).toBe(0);
    }
    const { out } = await joos(['keys', 'status', '--json'], { environment });
    expect(JSON.parse(out)).toMatchObject({
      indexKeys: Array.from({ length: 9 }, (_, n) => ({
        // The last one makes the addresses in messages that were sent: it is rotated by its name alone.
        ...(n === 8 ? { name: 'message-links', current: 1 } : { current: 2 }),
        stage: 'steady',
        other: null,
        rowsLeft: null,
      })),
    });
    const one = await rotate('users.email_index', '--json');
    expect(JSON.parse(one.out)).toMatchObject({
      keys: [{ name: 'users.email_index', stage: 'written', current: 2, other: 3, rowsLeft: 1 }],
      unopened: 0,
    });
  });

  test.each([[[]], [['--all', 'users.phone_index']], [['users.phone']]])(
    'refuses to rotate the index key %j',
    async (argv) => {
      const { environment } = await installation();
      expect((await joos(['keys', 'rotate-index', ...argv], { environment })).code).toBe(2);
    },
  );

  test('says that a vault older than the last rotation was restored', async () => {
    const place = await installation();
    const { environment } = place;
    await signUp(place);
    await joos(['keys', 'rotate', '--now'], { environment });
    scanLongAgo(place);
    await joos(['keys', 'rotate'], { environment });
    restoreOldKeys(place);
    const { code, err } = await joos(['user', 'find', '--case', 'CASE-1042'], {
      environment,
      input: '+4915228895456',
    });
    expect(code).toBe(5);
    expect(err).toContain('joos: The vault holds keys of an epoch that was destroyed\n');
    expect(err).not.toContain('4915228895456');
  });
});

describe('a progress bar', () => {
  test('is drawn over itself where somebody sits, and ends its line once', () => {
    const said: string[] = [];
    const lines: string[] = [];
    const bar = progressBar(
      { err: (text) => void lines.push(text), overwrite: (text) => void said.push(text) },
      'moving',
    );
    for (const done of [0, 5, 10]) bar.show({ done, total: 10 });
    bar.end();
    bar.end();
    expect(said).toEqual([
      `joos: moving [${'-'.repeat(30)}] 0 of 10`,
      `joos: moving [${'#'.repeat(15)}${'-'.repeat(15)}] 5 of 10`,
      `joos: moving [${'#'.repeat(30)}] 10 of 10`,
    ]);
    expect(lines).toEqual(['']);
  });

  test('is no bar of nothing', () => {
    const lines: string[] = [];
    const bar = progressBar(
      { err: (text) => void lines.push(text), overwrite: (text) => void lines.push(text) },
      'moving',
    );
    bar.show({ done: 0, total: 0 });
    bar.end();
    expect(lines).toEqual([]);
  });

  test('is a line a second where nobody sits', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const lines: string[] = [];
    const bar = progressBar({ err: (text) => void lines.push(text) }, 'moving');
    for (let done = 0; done <= 5; done++) {
      bar.show({ done, total: 5 });
      vi.advanceTimersByTime(400);
    }
    bar.end();
    expect(lines).toEqual(['joos: moving, 3 of 5']);
  });
});
