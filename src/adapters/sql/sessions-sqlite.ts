import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { sqliteEngine } from './engine-sqlite.ts';
import type { Outcome, Session, Sessions, SqlValue } from './sessions.ts';

/** How long one statement waits for another process, in milliseconds. It holds up this process, so it is short. */
const busyTimeoutMs = 20;
/** How long a transaction waits for another process to end its own, in milliseconds; nothing is held up meanwhile. */
const waitToBeginMs = 5_000;
const waitStepMs = 10;

/**
 * The connections to one SQLite file: one that writes, whose users queue up, and one that looks. In WAL mode whoever looks
 * sees what is committed and waits for nobody, so a look from inside a unit of work cannot wait for that unit itself.
 *
 * Commits reach the disk before they are answered (`synchronous = FULL`), and what is deleted is overwritten
 * (`secure_delete`).
 */
export function sqliteSessions(file: string): Sessions {
  let opened: { readonly writer: SqliteSession; readonly looker: SqliteSession } | undefined;
  const connections = (): NonNullable<typeof opened> => {
    opened ??= { writer: openedSession(file, false), looker: openedSession(file, true) };
    return opened;
  };
  const turns = new Turns();
  return {
    engine: sqliteEngine,
    acquireToLook: async () => connections().looker,
    acquireToWrite: async () => {
      await turns.take();
      return orNext(turns, () => connections().writer);
    },
    begin: async () => {
      await turns.take();
      return orNext(turns, async () => {
        const { writer } = connections();
        await begun(writer);
        return writer;
      });
    },
    commit: async (session) => void (await session.run('commit', [])),
    rollback: async (session) => void (await session.run('rollback', [])),
    release: (session) => {
      if (session !== opened?.looker) turns.pass();
    },
    tidy: async () => {
      await turns.take();
      try {
        await connections().writer.run('pragma wal_checkpoint(truncate)', []);
      } catch {
        // Another process looks at the file: the next checkpoint does it.
      } finally {
        turns.pass(); // once: a second time would let two in
      }
    },
    close: async () => {
      await turns.take();
      opened?.looker.close();
      opened?.writer.close();
      opened = undefined;
      turns.pass();
    },
  };
}

/** One after the other, in the order in which they came. */
class Turns {
  #last: Promise<void> = Promise.resolve();
  #pass: () => void = () => {};

  async take(): Promise<void> {
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = promise;
    await before;
    this.#pass = resolve;
  }

  pass(): void {
    this.#pass();
  }
}

async function orNext<Value>(turns: Turns, run: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await run();
  } catch (error) {
    turns.pass();
    throw error;
  }
}

/** Takes the write lock at once: a transaction that looks first and writes later could not be given it any more. */
async function begun(writer: SqliteSession): Promise<void> {
  const deadline = performance.now() + waitToBeginMs;
  for (;;) {
    try {
      await writer.run('begin immediate', []);
      return;
    } catch (error) {
      if (sqliteEngine.troubleOf(error).kind !== 'conflict' || performance.now() > deadline) throw error;
      await sleep(waitStepMs);
    }
  }
}

function openedSession(file: string, toLook: boolean): SqliteSession {
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs });
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on;');
  if (toLook) database.exec('pragma query_only = on;');
  return new SqliteSession(database);
}

class SqliteSession implements Session {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, { readonly statement: StatementSync; readonly looks: boolean }>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  async run(sql: string, values: readonly SqlValue[]): Promise<Outcome<unknown>> {
    const { statement, looks } = this.#prepare(sql);
    if (!looks) return { rows: [], changed: Number(statement.run(...values).changes), insertId: 0 };
    return { rows: statement.all(...values), changed: 0, insertId: 0 };
  }

  close(): void {
    this.#prepared.clear();
    this.#database.close();
  }

  #prepare(sql: string): { readonly statement: StatementSync; readonly looks: boolean } {
    let prepared = this.#prepared.get(sql);
    if (prepared === undefined) {
      const statement = this.#database.prepare(sql);
      prepared = { statement, looks: statement.columns().length > 0 };
      // Only what has parameters comes again in the same words.
      if (sql.includes('?')) this.#prepared.set(sql, prepared);
    }
    return prepared;
  }
}
