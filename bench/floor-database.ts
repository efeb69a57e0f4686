import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { Pool, PoolConnection } from 'mysql2/promise';

export type Value = string | number | Buffer | null;
export type Row = Readonly<Record<string, unknown>>;

/** Runs prepared statements, one after the other. */
export interface Runner {
  /** Rows of a query; for a write, none. */
  run(sql: string, values: readonly Value[]): Promise<readonly Row[]>;
}

/** A database as somebody uses it who writes SQL by hand and knows what it costs. */
export interface FloorDatabase extends Runner {
  readonly mysql: boolean;
  transact<Answer>(work: (tx: Runner) => Promise<Answer>): Promise<Answer>;
  close(): Promise<void>;
}

/**
 * MySQL by prepared statements on pools of its own. Autocommit is off where transactions run, so that beginning one costs no
 * round trip, and READ COMMITTED is set once a connection: the floor knows every trick that the core knows.
 */
export async function mysqlFloor(url: string, connectionLimit: number): Promise<FloorDatabase> {
  const { createPool } = await import('mysql2');
  const pool = (autocommit: 0 | 1): Pool => {
    const made = createPool({
      uri: url,
      connectionLimit,
      timezone: 'Z',
      supportBigNumbers: true,
      maxPreparedStatements: 500,
    });
    made.on('connection', (connection) => {
      connection.query(`SET SESSION autocommit = ${autocommit}, transaction_isolation = 'READ-COMMITTED'`);
    });
    return made.promise();
  };
  const [units, singles] = [pool(0), pool(1)];
  const runner = (on: PoolConnection | Pool): Runner => ({
    run: async (sql, values) => {
      const [rows] = await on.execute(sql, [...values]);
      return Array.isArray(rows) ? (rows as readonly Row[]) : []; // sound: a query answers rows that are objects
    },
  });
  return {
    mysql: true,
    ...runner(singles),
    transact: async (work) => {
      const connection = await units.getConnection();
      try {
        const answer = await work(runner(connection));
        await connection.query('commit');
        return answer;
      } finally {
        connection.release();
      }
    },
    close: async () => {
      await Promise.all([units.end(), singles.end()]);
    },
  };
}

/** SQLite by prepared statements on one connection, as durable as the core's own: WAL, every commit on the disk. */
export async function sqliteFloor(path: string): Promise<FloorDatabase> {
  const { DatabaseSync } = await import('node:sqlite');
  const database: DatabaseSync = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON');
  const statements = new Map<string, StatementSync>();
  let turn: Promise<unknown> = Promise.resolve();

  const run = (sql: string, values: readonly Value[]): readonly Row[] => {
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = database.prepare(sql);
      statements.set(sql, statement);
    }
    return statement.all(...(values as readonly SQLInputValue[])); // sound: texts, numbers, bytes and null are what it takes
  };
  const runner: Runner = { run: async (sql, values) => run(sql, values) };
  return {
    mysql: false,
    run: async (sql, values) => run(sql, values),
    transact: (work) => {
      const mine = turn.then(async () => {
        database.exec('BEGIN IMMEDIATE');
        try {
          const answer = await work(runner);
          database.exec('COMMIT');
          return answer;
        } catch (problem) {
          database.exec('ROLLBACK');
          throw problem;
        }
      });
      turn = mine.catch(() => undefined);
      return mine;
    },
    close: async () => database.close(),
  };
}
