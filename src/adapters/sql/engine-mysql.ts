import { MysqlAdapter, MysqlIntrospector, MysqlQueryCompiler } from 'kysely';
import { codeOf, isFatal, messageOf, numberOf } from './driver-error.ts';
import type { Engine, Trouble } from './sessions.ts';

/** MySQL 8.0 and newer, as far as queries and errors go. */
export const mysqlEngine: Engine = {
  name: 'mysql',
  dialect: {
    createAdapter: () => new MysqlAdapter(),
    createQueryCompiler: () => new MysqlQueryCompiler(),
    createIntrospector: (db) => new MysqlIntrospector(db),
  },
  troubleOf: (error) => {
    const number = numberOf(error, 'errno');
    if (number !== null && conflicts.has(number)) return { kind: 'conflict' };
    if (number === duplicateEntry) return duplicate(messageOf(error));
    if (number !== null && lost.has(number)) return { kind: 'connection-lost' };
    return lostCodes.has(codeOf(error)) || isOfClosedConnection(error)
      ? { kind: 'connection-lost' }
      : { kind: 'other' };
  },
};

const duplicateEntry = 1062;

/** Nothing of the transaction happened. */
const conflicts: ReadonlySet<number> = new Set([
  1205, // lock wait time-out
  1213, // deadlock
  1290, // the server is read-only: a fail-over is under way
  1836, // read-only mode
  1317, // the statement was killed, the connection lives
  3101, // group replication refused the transaction at its commit
  3572, // a lock was not to be had at once
]);

/** The server ends the connection, or does not take one. */
const lost: ReadonlySet<number> = new Set([
  1040, // too many connections
  1053, // shutting down
  1152, // aborted
  1158, // reading from the network failed
  1159, // reading timed out
  1160, // writing failed
  1161, // writing timed out
  1927, // the connection was killed
  2006, // gone away
  2013, // lost during a query
  4031, // idle for too long
]);

const lostCodes: ReadonlySet<string> = new Set([
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR',
  'PROTOCOL_ENQUEUE_AFTER_QUIT',
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ER_CLIENT_INTERACTION_TIMEOUT',
]);

/** To a connection that is closed already the driver says so in words alone. */
function isOfClosedConnection(error: unknown): boolean {
  return isFatal(error) && codeOf(error) === '' && numberOf(error, 'errno') === null;
}

/** The message quotes the value first and names `table.index` last; our unique indexes are named for their column. */
function duplicate(message: string): Trouble {
  return { kind: 'duplicate', index: /for key '([\w.]+)'$/.exec(message)?.[1] ?? 'unknown' };
}
