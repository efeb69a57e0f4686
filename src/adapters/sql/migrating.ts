import { type CompiledQuery, type DatabaseConnection, type Driver, Kysely, type QueryResult } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Engine, Session, Sessions, SqlValue } from './sessions.ts';

/** One step of a schema, for both engines. */
export type SchemaChange = (db: Kysely<unknown>, engine: Engine['name']) => Promise<void>;

/** Brings a schema up to date and answers the names of the steps that were taken. */
export async function migrateToLatest(
  sessions: Sessions,
  changes: Readonly<Record<string, SchemaChange>>,
): Promise<readonly string[]> {
  const { error, results = [] } = await migrator(sessions, changes).migrateToLatest();
  if (error !== undefined) throw error instanceof Error ? error : new Error('The migration failed');
  return results.filter((result) => result.status === 'Success').map((result) => result.migrationName);
}

/** The steps that were not taken yet. */
export async function pendingSteps(
  sessions: Sessions,
  changes: Readonly<Record<string, SchemaChange>>,
): Promise<readonly string[]> {
  const migrations = await migrator(sessions, changes).getMigrations();
  return migrations.filter((migration) => migration.executedAt === undefined).map((migration) => migration.name);
}

/** Every column that the database has, but for those of the migrator's own tables. */
export async function columnsOf(sessions: Sessions): Promise<readonly { table: string; column: string }[]> {
  const found = await kyselyOn(sessions).introspection.getTables();
  return found.flatMap((table) => table.columns.map((column) => ({ table: table.name, column: column.name })));
}

function migrator(sessions: Sessions, changes: Readonly<Record<string, SchemaChange>>): Migrator {
  const migrations = Object.fromEntries(
    Object.entries(changes).map(([name, change]): [string, Migration] => [
      name,
      { up: (db: Kysely<unknown>) => change(db, sessions.engine.name) },
    ]),
  );
  return new Migrator({
    db: kyselyOn(sessions),
    provider: { getMigrations: () => Promise.resolve(migrations) },
  });
}

/** Kysely on our own connections, for what is not asked a thousand times a second. */
function kyselyOn(sessions: Sessions): Kysely<unknown> {
  return new Kysely<unknown>({ dialect: { ...sessions.engine.dialect, createDriver: () => driverOn(sessions) } });
}

function driverOn(sessions: Sessions): Driver {
  // Only where the engine takes a schema change back; the connection is one on which statements stand by themselves.
  const run = async (connection: DatabaseConnection, sql: string): Promise<void> => {
    await (connection as Connection).session.run(sql, []); // sound: acquired below
  };
  return {
    init: () => Promise.resolve(),
    acquireConnection: async () => new Connection(await sessions.acquireToWrite()),
    beginTransaction: (connection) => run(connection, 'begin'),
    commitTransaction: (connection) => run(connection, 'commit'),
    rollbackTransaction: (connection) => run(connection, 'rollback'),
    releaseConnection: async (connection) => {
      sessions.release((connection as Connection).session, true); // sound: acquired above
    },
    destroy: () => Promise.resolve(),
  };
}

class Connection implements DatabaseConnection {
  readonly session: Session;

  constructor(session: Session) {
    this.session = session;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { rows, changed } = await this.session.run(query.sql, query.parameters as readonly SqlValue[]); // Kysely's own
    return { rows: rows as Row[], numAffectedRows: BigInt(changed) }; // as for every driver: Kysely says what they are
  }

  // biome-ignore lint/correctness/useYield: nothing here is large enough to be streamed
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('Rows are not streamed');
  }
}
