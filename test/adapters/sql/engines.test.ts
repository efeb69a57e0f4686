import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { mysqlEngine } from '../../../src/adapters/sql/engine-mysql.ts';
import { sqliteEngine } from '../../../src/adapters/sql/engine-sqlite.ts';

const mysqlError = (errno: number, message = ''): Error => Object.assign(new Error(message), { errno });
const sqliteError = (errcode: number, message = ''): Error => Object.assign(new Error(message), { errcode });

describe('what a driver says', () => {
  it.each([1205, 1213, 3101])('is a conflict on MySQL for error %i', (errno) => {
    expect(mysqlEngine.troubleOf(mysqlError(errno))).toEqual({ kind: 'conflict' });
  });

  it.each(['PROTOCOL_CONNECTION_LOST', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNREFUSED'])(
    'is a lost connection on MySQL for %s',
    (code) => {
      expect(mysqlEngine.troubleOf(Object.assign(new Error(''), { code }))).toEqual({ kind: 'connection-lost' });
    },
  );

  it('is a lost connection on MySQL where the driver finds it closed', () => {
    const closed = Object.assign(new Error('closed state'), { fatal: true });
    expect(mysqlEngine.troubleOf(closed)).toEqual({ kind: 'connection-lost' });
    const denied = Object.assign(new Error('Access denied'), {
      fatal: true,
      errno: 1045,
      code: 'ER_ACCESS_DENIED_ERROR',
    });
    expect(mysqlEngine.troubleOf(denied)).toEqual({ kind: 'other' });
  });

  it('is a duplicate by the name of its index, whatever the value looks like', () => {
    const message = "Duplicate entry 'x' for key 'users.email_index' for key 'users.phone_index'";
    expect(mysqlEngine.troubleOf(mysqlError(1062, message))).toEqual({ kind: 'duplicate', index: 'users.phone_index' });
    expect(sqliteEngine.troubleOf(sqliteError(2067, 'UNIQUE constraint failed: users.phone_index'))).toEqual({
      kind: 'duplicate',
      index: 'users.phone_index',
    });
  });

  it.each([5, 6, 261, 517])('is a conflict on SQLite for error %i', (errcode) => {
    expect(sqliteEngine.troubleOf(sqliteError(errcode))).toEqual({ kind: 'conflict' });
  });

  it('is nothing in particular where nobody knows it', () => {
    for (const error of [new Error('x'), 'x', null, undefined, mysqlError(1064), sqliteError(1)]) {
      expect(mysqlEngine.troubleOf(error)).toEqual({ kind: 'other' });
      expect(sqliteEngine.troubleOf(error)).toEqual({ kind: 'other' });
    }
  });
});

describe('an engine', () => {
  const loadedWith = (entry: string): string => {
    const script = `
      await import(${JSON.stringify(new URL(`../../../src/adapters/sql/${entry}.ts`, import.meta.url).href)});
      const { createRequire } = await import('node:module');
      const loaded = [...Object.keys(createRequire(import.meta.url).cache), ...process.moduleLoadList];
      console.log(loaded.join('\\n'));`;
    return execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], { encoding: 'utf8' });
  };

  it('does not load the driver of the other', () => {
    const [mysql, sqlite] = [loadedWith('mysql'), loadedWith('sqlite')];
    expect(mysql).toMatch(/\/mysql2\//);
    expect(mysql).not.toMatch(/NativeModule sqlite/);
    expect(sqlite).not.toMatch(/\/mysql2\//);
    expect(sqlite).toMatch(/NativeModule sqlite/);
  });
});
