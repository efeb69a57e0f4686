import { portFailure } from '../../application/ports/port-failure.ts';
import type { Cell, Keyring, Sealer } from '../../application/ports/sealing.ts';
import { attributeOf, sealedColumns } from '../../domain/data-map/columns.ts';
import type { TableName } from '../../domain/data-map/tables.ts';
import type { KeyClass } from '../../domain/data-map/vocabulary.ts';
import { Failing } from './failing.ts';
import type { SealedValues } from './schema.ts';

/** Tables with sealed columns. */
export type SealedTable = keyof SealedValues;

/** The sealed columns of a row, as SQL holds them. */
export type SealedColumns<Table extends SealedTable> = {
  readonly [Attribute in keyof SealedValues[Table] & string as `${Attribute}_sealed`]:
    | Uint8Array
    | (null extends SealedValues[Table][Attribute] ? null : never);
};

interface SealedColumn {
  readonly column: string;
  /** The column's name without `_sealed`. */
  readonly attribute: string;
  readonly keyClass: KeyClass;
}

const remembered = new Map<TableName, readonly SealedColumn[]>();

/** The sealed columns of a table, as the data map declares them; derived once, since every row asks. */
function columnsOf(table: TableName): readonly SealedColumn[] {
  let columns = remembered.get(table);
  if (columns === undefined) {
    columns = sealedColumns(table).map(({ column, keyClass }) => ({
      column,
      attribute: attributeOf(column),
      keyClass,
    }));
    remembered.set(table, columns);
  }
  return columns;
}

/** Seals the personal values of one row. Null stays null. */
export function sealed<Table extends SealedTable>(
  table: Table,
  record: string,
  sealer: Sealer,
  values: SealedValues[Table],
): SealedColumns<Table> {
  const clear = values as Readonly<Record<string, string | null>>; // sound: every value is a text or null
  const row: Record<string, Uint8Array | null> = {};
  for (const { column, attribute, keyClass } of columnsOf(table)) {
    const value = clear[attribute];
    row[column] = value == null ? null : sealer.seal({ table, column, record, keyClass }, value);
  }
  return row as SealedColumns<Table>; // sound: the compiler holds the map's sealed columns against SealedValues
}

/**
 * Opens the personal values of one row that {@link sealed} made. Fails for good if one does not open; the purpose of the
 * keyring must reach them all.
 */
export function opened<Table extends SealedTable>(
  table: Table,
  record: string,
  keyring: Keyring,
  row: SealedColumns<Table>,
): SealedValues[Table] {
  const columns = row as Readonly<Record<string, Uint8Array | null>>; // sound: that is what SealedColumns says
  const values: Record<string, string | null> = {};
  for (const { column, attribute, keyClass } of columnsOf(table)) {
    const bytes = columns[column];
    values[attribute] = bytes == null ? null : openedText(keyring, { table, column, record, keyClass }, bytes);
  }
  // Sound: what opens was sealed by this module for this very cell, from a value of this type.
  return values as unknown as SealedValues[Table];
}

/** As {@link opened}, these values alone: the others stay sealed. */
export function openedOnly<Table extends SealedTable, Attribute extends keyof SealedValues[Table] & string>(
  table: Table,
  record: string,
  keyring: Keyring,
  attributes: readonly Attribute[],
  row: Pick<SealedColumns<Table>, `${Attribute}_sealed` & keyof SealedColumns<Table>>,
): Pick<SealedValues[Table], Attribute> {
  const columns = row as Readonly<Record<string, Uint8Array | null>>; // sound: that is what SealedColumns says
  const wanted: readonly string[] = attributes;
  const values: Record<string, string | null> = {};
  for (const { column, attribute, keyClass } of columnsOf(table)) {
    if (!wanted.includes(attribute)) continue;
    const bytes = columns[column];
    values[attribute] = bytes == null ? null : openedText(keyring, { table, column, record, keyClass }, bytes);
  }
  return values as unknown as Pick<SealedValues[Table], Attribute>; // sound: as in `opened`
}

/** The values of a row as far as a purpose reaches: null where the row has none, or the purpose does not reach it. */
export type AsReached<Values> = { readonly [Attribute in keyof Values]: Values[Attribute] | null };

/** As {@link opened}, as far as the purpose of the keyring reaches: the others stay sealed and read as null. */
export function openedAsReached<Table extends SealedTable>(
  table: Table,
  record: string,
  keyring: Keyring,
  row: SealedColumns<Table>,
): AsReached<SealedValues[Table]> {
  const columns = row as Readonly<Record<string, Uint8Array | null>>; // sound: that is what SealedColumns says
  const values: Record<string, string | null> = {};
  for (const { column, attribute, keyClass } of columnsOf(table)) {
    const bytes = keyring.reaches(table, column) ? columns[column] : null;
    values[attribute] = bytes == null ? null : openedText(keyring, { table, column, record, keyClass }, bytes);
  }
  return values as unknown as AsReached<SealedValues[Table]>; // sound: as in `opened`
}

/** As {@link opened}, where the key may be destroyed already: null then. */
export function openable<Table extends SealedTable>(
  table: Table,
  record: string,
  keyring: Keyring,
  row: SealedColumns<Table>,
): SealedValues[Table] | null {
  const columns = row as Readonly<Record<string, Uint8Array | null>>; // sound: that is what SealedColumns says
  const isGone = columnsOf(table).some(({ column, keyClass }) => {
    const bytes = columns[column];
    if (bytes == null) return false;
    const text = keyring.open({ table, column, record, keyClass }, bytes);
    return text.isErr() && text.error.kind === 'Unopenable';
  });
  return isGone ? null : opened(table, record, keyring, row);
}

/**
 * Opens one value.
 *
 * @throws if the purpose of the keyring does not reach the column: that is a bug of the caller.
 */
export function openedText(keyring: Keyring, cell: Cell, bytes: Uint8Array): string {
  const text = keyring.open(cell, bytes);
  if (text.isOk()) return text.value;
  if (text.error.kind === 'Unopenable') throw new Failing(portFailure('DataStore', false));
  throw new Error(`The purpose ${keyring.purpose} does not reach ${cell.table}.${cell.column}`);
}
