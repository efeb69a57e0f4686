import { openSealing } from '../src/adapters/sealing/index.ts';
import { systemClock, systemRandomness } from '../src/adapters/system/index.ts';
import { sealedColumns, subjectTables } from '../src/domain/data-map/columns.ts';
import { type TableName, tableOf } from '../src/domain/data-map/tables.ts';
import { unsealingPurposes } from '../src/domain/data-map/unsealing.ts';
import { SubjectId } from '../src/domain/ids.ts';
import { type JoosAdapters, orThrow } from '../src/index.ts';
import type { Backup, DumpedRow } from './backup.ts';

/** Sealed values of some people in a dump, and how many of them the vault's keys still open. */
export interface Readable {
  readonly sealed: number;
  readonly opened: number;
}

/**
 * Tries every sealed value of these people with the keys that the vault has now, for every purpose there is. It goes by the
 * data map, and so finds what no use case would ask for. Rows that `leavesOut` names are not tried.
 */
export async function readableValues(
  { stores, keys, environment }: JoosAdapters,
  backup: Backup,
  subjects: ReadonlySet<string>,
  leavesOut: (table: TableName, row: DumpedRow) => boolean = () => false,
): Promise<Readable> {
  const { vault, sealing } = await orThrow(
    openSealing({
      rows: stores.openVaultRows(),
      wrapper: keys,
      environment,
      clock: systemClock,
      randomness: systemRandomness,
    }),
  );
  const found = { sealed: 0, opened: 0 };
  try {
    for (const table of subjectTables('data')) {
      const { subjectColumn, record } = tableOf(table);
      for (const row of backup.get(table) ?? []) {
        const subject = subjectColumn === null ? null : row[subjectColumn];
        if (typeof subject !== 'string' || !subjects.has(subject) || leavesOut(table, row)) continue;
        const id = await orThrow(SubjectId.parse(subject));
        for (const { column, keyClass } of sealedColumns(table)) {
          const bytes = row[column];
          if (!Buffer.isBuffer(bytes)) continue;
          found.sealed += 1;
          const cell = { table, column, keyClass, record: record.map((key) => String(row[key])).join('/') };
          for (const purpose of unsealingPurposes) {
            const keyring = await orThrow(sealing.keyring(id, purpose));
            if (!keyring.reaches(table, column)) continue;
            if (keyring.open(cell, bytes).isOk()) found.opened += 1;
            break;
          }
        }
      }
    }
  } finally {
    await orThrow(vault.close());
  }
  return found;
}
