import { createPool, type Pool, type PoolConnection } from 'mysql2';
import { mysqlEngine } from './engine-mysql.ts';
import type { Outcome, Session, Sessions, SqlValue } from './sessions.ts';

/** How long a statement waits for a lock before the unit of work is given up and run again, in seconds. */
const lockWaitSeconds = 5;

/**
 * The connections to one MySQL database: one pool for units of work, with autocommit off, and one for statements that
 * stand by themselves. With autocommit off the first statement begins the transaction, which saves every unit of work a
 * round trip. Isolation is READ COMMITTED, set once a connection: no gap locks, and a look sees what is committed.
 *
 * Statements are prepared on the server and kept with the connection.
 */
export function mysqlSessions(url: string, connectionLimit: number): Sessions {
  const units = pool(url, connectionLimit, 0);
  const singles = pool(url, connectionLimit, 1);
  return {
    engine: mysqlEngine,
    acquireToLook: () => acquired(singles),
    acquireToWrite: () => acquired(singles),
    begin: () => acquired(units),
    commit: (session) => settle(session, 'commit'),
    rollback: (session) => settle(session, 'rollback'),
    release: (session, sound) => {
      const { connection } = session as MysqlSession; // sound: this module gave it out
      if (sound) connection.release();
      else connection.destroy();
    },
    tidy: () => Promise.resolve(),
    close: async () => {
      await Promise.all([ended(units), ended(singles)]);
    },
  };
}

function pool(url: string, connectionLimit: number, autocommit: 0 | 1): Pool {
  const made = createPool({
    uri: url,
    connectionLimit,
    charset: 'utf8mb4_bin',
    timezone: 'Z',
    supportBigNumbers: true,
    connectTimeout: 10_000,
    maxPreparedStatements: 500,
    // An update then counts the rows that it changed, and an insert that found its row counts none.
    flags: ['-FOUND_ROWS'],
  });
  made.on('connection', (connection) => {
    // Queued before whatever the connection was asked for; one that refuses is closed, and who waits for it is told.
    connection.query(
      `SET SESSION autocommit = ${autocommit}, transaction_isolation = 'READ-COMMITTED', ` +
        `innodb_lock_wait_timeout = ${lockWaitSeconds}, sql_mode = 'TRADITIONAL,ONLY_FULL_GROUP_BY', time_zone = '+00:00'`,
      (error) => {
        if (error) connection.destroy();
      },
    );
  });
  return made;
}

class MysqlSession implements Session {
  readonly connection: PoolConnection;

  constructor(connection: PoolConnection) {
    this.connection = connection;
  }

  run(sql: string, values: readonly SqlValue[]): Promise<Outcome<unknown>> {
    return new Promise((resolve, reject) => {
      const done = (error: Error | null, result: unknown): void => {
        if (error) reject(error);
        else resolve(outcomeOf(result));
      };
      // What has no parameters is sent once: the statements of a migration, some of which cannot be prepared.
      if (values.length === 0) this.connection.query(sql, done);
      else this.connection.execute(sql, values.map(parameter), done);
    });
  }
}

/** The driver takes a `Uint8Array` for text, and a `Buffer` for bytes. */
function parameter(value: SqlValue): string | number | Buffer | null {
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value;
}

function outcomeOf(result: unknown): Outcome<unknown> {
  if (Array.isArray(result)) return { rows: result, changed: 0, insertId: 0 };
  const { affectedRows, insertId } = result as { affectedRows: number; insertId: number }; // the other answer there is
  return { rows: [], changed: affectedRows, insertId };
}

function acquired(from: Pool): Promise<Session> {
  return new Promise((resolve, reject) => {
    from.getConnection((error, connection) => (error ? reject(error) : resolve(new MysqlSession(connection))));
  });
}

function settle(session: Session, how: 'commit' | 'rollback'): Promise<void> {
  const { connection } = session as MysqlSession; // sound: this module gave it out
  return new Promise((resolve, reject) => {
    connection.query(how, (error) => (error ? reject(error) : resolve()));
  });
}

function ended(opened: Pool): Promise<void> {
  return new Promise((resolve, reject) => {
    opened.end((error) => (error ? reject(error) : resolve()));
  });
}
