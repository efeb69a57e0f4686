import { beforeEach, describe, expect, it } from 'vitest';
import { database } from '../../../src/adapters/sql/database.ts';
import { mysqlEngine } from '../../../src/adapters/sql/engine-mysql.ts';
import type { Session, Sessions } from '../../../src/adapters/sql/sessions.ts';
import { dataQuery } from '../../../src/adapters/sql/statement.ts';
import type { LogEvent, LogFields } from '../../../src/application/ports/log.ts';
import { err, ok } from '../../../src/domain/result.ts';

const anything = dataQuery(({ db }) => db.selectFrom('receipt_series').selectAll());

const deadlock = Object.assign(new Error('Deadlock found'), { errno: 1213 });
const lost = Object.assign(new Error('Connection lost'), { code: 'PROTOCOL_CONNECTION_LOST' });
const unknownColumn = Object.assign(new Error("Unknown column '+4915112345678'"), { errno: 1054 });
const duplicate = Object.assign(new Error("Duplicate entry '+4915112345678' for key 'users.phone_index'"), {
  errno: 1062,
});

/** Sessions that fail as the test says, and write down what was asked of them. */
class ScriptedSessions implements Sessions {
  readonly engine = mysqlEngine;
  readonly trace: string[] = [];
  /** What the next statements answer; nothing more to come is an answer without rows. */
  readonly statements: (Error | 'fine')[] = [];
  readonly commits: (Error | 'fine')[] = [];
  readonly begins: (Error | 'fine')[] = [];

  readonly #session: Session = {
    run: async () => {
      this.trace.push('run');
      this.#next(this.statements);
      return { rows: [], changed: 0, insertId: 0 };
    },
  };

  acquireToLook = async (): Promise<Session> => this.#session;
  acquireToWrite = async (): Promise<Session> => this.#session;
  begin = async (): Promise<Session> => {
    this.trace.push('begin');
    this.#next(this.begins);
    return this.#session;
  };
  commit = async (): Promise<void> => {
    this.trace.push('commit');
    this.#next(this.commits);
  };
  rollback = async (): Promise<void> => void this.trace.push('rollback');
  release = (_: Session, sound: boolean): void => void this.trace.push(sound ? 'released' : 'closed');
  tidy = async (): Promise<void> => {};
  close = async (): Promise<void> => {};

  #next(script: (Error | 'fine')[]): void {
    const next = script.shift();
    if (next instanceof Error) throw next;
  }
}

describe('a unit of work', () => {
  let sessions: ScriptedSessions;
  let lines: (readonly [LogEvent, LogFields | undefined])[];
  let db: ReturnType<typeof database>;

  beforeEach(() => {
    sessions = new ScriptedSessions();
    lines = [];
    db = database(sessions, 'DataStore', { write: (_, event, fields) => lines.push([event, fields]) });
  });

  it('commits what went through', async () => {
    const answer = await db.transact(async (unit) => {
      await unit.run(anything, {});
      return ok('done');
    });
    expect(answer._unsafeUnwrap()).toBe('done');
    expect(sessions.trace).toEqual(['begin', 'run', 'commit', 'released']);
  });

  it('rolls back what was refused, and does not run it again', async () => {
    const answer = await db.transact(async () => err({ kind: 'NotLoggedIn' }));
    expect(answer._unsafeUnwrapErr()).toEqual({ kind: 'NotLoggedIn' });
    expect(sessions.trace).toEqual(['begin', 'rollback', 'released']);
  });

  it('is run again after a deadlock, on a connection that is still good', async () => {
    sessions.statements.push(deadlock);
    const answer = await db.transact(async (unit) => ok((await unit.run(anything, {})).rows));
    expect(answer.isOk()).toBe(true);
    expect(sessions.trace).toEqual(['begin', 'run', 'rollback', 'released', 'begin', 'run', 'commit', 'released']);
    expect(lines).toEqual([['transaction-retried', { port: 'DataStore', tries: 1 }]]);
  });

  it('is run again after a lost connection, which is closed', async () => {
    sessions.statements.push(lost);
    const answer = await db.transact(async (unit) => ok((await unit.run(anything, {})).rows));
    expect(answer.isOk()).toBe(true);
    expect(sessions.trace.slice(0, 3)).toEqual(['begin', 'run', 'closed']);
  });

  it('is given up after five runs, as a failure that may go through later', async () => {
    sessions.statements.push(deadlock, deadlock, deadlock, deadlock, deadlock, deadlock);
    const answer = await db.transact(async (unit) => ok((await unit.run(anything, {})).rows));
    expect(answer._unsafeUnwrapErr()).toEqual({ kind: 'PortFailure', port: 'DataStore', retryable: true });
    expect(sessions.trace.filter((step) => step === 'begin')).toHaveLength(5);
  });

  it('is run again when no connection was to be had', async () => {
    sessions.begins.push(lost);
    expect((await db.transact(async () => ok('done'))).isOk()).toBe(true);
  });

  it('whose connection is lost during the commit is told once, and not run again', async () => {
    sessions.commits.push(lost);
    let runs = 0;
    const answer = await db.transact(async () => ok(++runs));
    expect(answer._unsafeUnwrapErr()).toEqual({ kind: 'PortFailure', port: 'DataStore', retryable: true });
    expect(runs).toBe(1);
    expect(sessions.trace).toEqual(['begin', 'commit', 'closed']);
  });

  it('whose commit is refused as a conflict did not happen, and is run again', async () => {
    sessions.commits.push(deadlock);
    let runs = 0;
    expect((await db.transact(async () => ok(++runs)))._unsafeUnwrap()).toBe(2);
  });

  it('rolls back and goes on throwing where the work has a bug', async () => {
    await expect(
      db.transact(async (unit) => {
        await unit.run(anything, {});
        throw new TypeError('a bug');
      }),
    ).rejects.toThrow('a bug');
    expect(sessions.trace).toEqual(['begin', 'run', 'rollback', 'released']);
  });

  it('commits nothing where the work swallowed a failure', async () => {
    sessions.statements.push(unknownColumn);
    const answer = await db.transact(async (unit) => {
      await unit.run(anything, {}).catch(() => {});
      await unit.run(anything, {}).catch(() => {});
      return ok('done');
    });
    expect(answer._unsafeUnwrapErr()).toEqual({ kind: 'PortFailure', port: 'DataStore', retryable: false });
    expect(sessions.trace).toEqual(['begin', 'run', 'rollback', 'released']);
  });

  it('says which index refused a row, goes on, and keeps the value to itself', async () => {
    sessions.statements.push(duplicate);
    const answer = await db.transact(async (unit) => ok(await unit.add(anything, {})));
    expect(answer._unsafeUnwrap()).toBe('users.phone_index');
    expect(sessions.trace).toEqual(['begin', 'run', 'commit', 'released']);
  });

  it('never shows what the driver said', async () => {
    sessions.statements.push(unknownColumn);
    const failure = (await db.transact(async (unit) => ok(await unit.run(anything, {}))))._unsafeUnwrapErr();
    expect(JSON.stringify(failure)).not.toContain('+49');
    expect(Object.entries(failure).flat().map(String).join()).not.toContain('+49');
  });

  it('takes no statement once it is over', async () => {
    let late: (() => Promise<unknown>) | undefined;
    const answer = await db.transact(async (unit) => {
      late = () => unit.run(anything, {});
      return ok('done');
    });
    expect(answer.isOk()).toBe(true);
    await expect(late!()).rejects.toThrow('The transaction is over');
    expect(sessions.trace).toEqual(['begin', 'commit', 'released']);
  });

  it('of one statement is run again after a lost connection as well', async () => {
    sessions.statements.push(lost);
    await expect(db.look(anything, {})).resolves.toEqual([]);
    expect(sessions.trace).toEqual(['run', 'closed', 'run', 'released']);
  });

  it('of one statement that adds says which index refused the rows', async () => {
    sessions.statements.push(duplicate, 'fine');
    await expect(db.add(anything, {})).resolves.toBe('users.phone_index');
    await expect(db.add(anything, {})).resolves.toBeNull();
    expect(sessions.trace).toEqual(['run', 'released', 'run', 'released']);
  });

  it('of one statement that adds is refused by its own rows where the first answer got lost', async () => {
    sessions.statements.push(lost, duplicate);
    await expect(db.add(anything, {})).resolves.toBe('users.phone_index');
    expect(sessions.trace).toEqual(['run', 'closed', 'run', 'released']);
  });

  it('of one statement that adds fails where it is not an index that refuses', async () => {
    sessions.statements.push(unknownColumn);
    await expect(db.add(anything, {})).rejects.toMatchObject({ failure: { kind: 'PortFailure', retryable: false } });
  });
});
