import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { mysqlStores } from '../../../src/adapters/sql/mysql.ts';
import type { Stores } from '../../../src/application/ports/stores.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { type FreshSchemas, freshSchemas } from '../../mysql/fresh-schemas.ts';

/** Two migrated MySQL schemas, and a connection to each that is not ours. */
export interface MysqlSchemas {
  readonly schemas: FreshSchemas;
  readonly stores: Stores;
  /** On the data store's schema, for what only a test may do. */
  readonly data: Connection;
  /** Deletes every row of both. */
  readonly empty: () => Promise<void>;
  /** Every value of every row of both, bytes in hex. */
  readonly everyByte: () => Promise<Uint8Array>;
  readonly close: () => Promise<void>;
}

/** Guarded by triggers against `DELETE`. */
const appendOnly: readonly string[] = ['erasure_ledger', 'certificates', 'audit_chain', 'audit_disposals'];

export async function mysqlSchemas(connectionLimit = 8): Promise<MysqlSchemas> {
  const schemas = await freshSchemas();
  const stores = mysqlStores({ dataUrl: schemas.data.url, vaultUrl: schemas.vault.url, connectionLimit });
  await must(stores.migrate());
  const data = await createConnection(schemas.data.url);
  const vault = await createConnection(schemas.vault.url);
  const both = [data, vault];

  const tablesOf = async (connection: Connection): Promise<readonly string[]> => {
    const [rows] = await connection.query<RowDataPacket[]>({ sql: 'SHOW TABLES', rowsAsArray: true });
    return rows.map((row) => String((row as unknown as string[])[0])).filter((name) => !name.startsWith('kysely_'));
  };

  return {
    schemas,
    stores,
    data,
    empty: async () => {
      for (const connection of both) {
        // One commit: each waits for the disk.
        await connection.beginTransaction();
        const tables = await tablesOf(connection);
        for (const table of tables.filter((name) => !appendOnly.includes(name))) {
          // The lanes of the audit log are always there.
          if (table === 'audit_lanes')
            await connection.query('UPDATE audit_lanes SET length = 0, link = REPEAT(0x00, 32)');
          // As is the register of the staff, with its one row.
          else if (table !== 'staff_register') await connection.query(`DELETE FROM ${table}`);
        }
        await connection.commit();
        // No trigger guards against it, and it takes a right that no account of the installation has.
        for (const table of tables.filter((name) => appendOnly.includes(name))) {
          const [rows] = await connection.query<RowDataPacket[]>(`SELECT 1 FROM ${table} LIMIT 1`);
          if (rows.length > 0) await connection.query(`TRUNCATE TABLE ${table}`);
        }
      }
    },
    everyByte: async () => {
      const parts: Buffer[] = [];
      for (const connection of both) {
        for (const table of await tablesOf(connection)) {
          const [rows] = await connection.query<RowDataPacket[]>({ sql: `SELECT * FROM ${table}`, rowsAsArray: true });
          const values = (rows as unknown as readonly unknown[][]).flat();
          parts.push(...values.map((value) => (Buffer.isBuffer(value) ? value : Buffer.from(String(value)))));
        }
      }
      return Buffer.concat(parts);
    },
    close: async () => {
      await data.end();
      await vault.end();
    },
  };
}
