import type { IndexColumn } from '../keys/index-key.ts';
import { type FieldId, fieldIds, fieldOf } from './personal-field.ts';
import { type MappedColumn, type PersonalColumn, type TableName, tableNames, tableOf } from './tables.ts';
import { type Category, type Form, type KeyClass, keyClasses, type Reader, type StoreName } from './vocabulary.ts';

/**
 * Questions to the map that adapters and use cases ask: what is sealed, what an export holds, what an erasure goes
 * through, who may read what. The answers are derived; nothing of them is written a second time.
 */

/** A column that holds personal data, by its name. */
export interface HeldColumn {
  readonly column: string;
  readonly field: FieldId;
  readonly form: Form;
}

/** A column whose values stand sealed. */
export interface SealedColumn {
  readonly column: string;
  readonly field: FieldId;
  readonly keyClass: KeyClass;
}

/** The columns of a table that hold personal data in any form, in the order of the map. */
export function heldColumns(table: TableName): readonly HeldColumn[] {
  return Object.entries(tableOf(table).columns).flatMap(([column, mapped]) =>
    isPersonal(mapped) ? [{ column, field: mapped.holds, form: mapped.form }] : [],
  );
}

/** The names of the columns of a table that stand in this form. */
export function columnsByForm(table: TableName, form: Form['kind']): readonly string[] {
  return heldColumns(table).flatMap((held) => (held.form.kind === form ? [held.column] : []));
}

/** The sealed columns of a table, each with the class of its key. */
export function sealedColumns(table: TableName): readonly SealedColumn[] {
  return heldColumns(table).flatMap(({ column, field, form }) =>
    form.kind === 'sealed' ? [{ column, field, keyClass: form.keyClass }] : [],
  );
}

/** The class of the key that a column is sealed under; null where it is not sealed, or not there. */
export function keyClassOf(table: TableName, column: string): KeyClass | null {
  return sealedColumns(table).find((sealed) => sealed.column === column)?.keyClass ?? null;
}

/** The tables of a store whose rows belong to a person, in an order in which they can be deleted: who refers goes first. */
export function subjectTables(store: StoreName): readonly TableName[] {
  return tableNames
    .filter((table) => tableOf(table).store === store && tableOf(table).subjectColumn !== null)
    .toReversed();
}

/**
 * The columns of a table that an export holds. Look-up hashes repeat what stands sealed beside them, and hashed or wrapped
 * secrets say nothing; neither is in it.
 */
export function exportColumns(table: TableName): readonly HeldColumn[] {
  return heldColumns(table).filter(({ field, form }) => readable.has(form.kind) && fieldOf(field).inExport === true);
}

const readable: ReadonlySet<Form['kind']> = new Set(['sealed', 'plain', 'pseudonym']);

/** The fields of a category, in the order of the map. */
export function fieldsOfCategory(category: Category): readonly FieldId[] {
  return fieldIds.filter((field) => fieldOf(field).category === category);
}

/**
 * The classes of the keys that the columns of a category are sealed under, of those that every person has: who keeps the
 * category keeps these keys. Short-lived copies under a key of their own keep nothing.
 */
export function sealedUnder(category: Category): readonly KeyClass[] {
  return keyClasses.filter((keyClass) =>
    tableNames.some((table) =>
      sealedColumns(table).some(
        (sealed) => sealed.keyClass === keyClass && fieldOf(sealed.field).category === category,
      ),
    ),
  );
}

/** The fields that a reader may read in clear; everything else stays masked or out of sight (POLICY.md C09, C21). */
export function fieldsReadableBy(reader: Reader): readonly FieldId[] {
  return fieldIds.filter((field) => fieldOf(field).readers.includes(reader));
}

/**
 * The blind indexes of a table, by the first of their two columns. In which of them an index stands goes by the version of its
 * key: see `src/domain/keys/index-key.ts`.
 */
export function blindIndexesOf(table: TableName): readonly string[] {
  return columnsByForm(table, 'blind-index').filter((column) => !column.endsWith(second));
}

/** The first or the second column of a blind index. */
export function columnOfIndex<Index extends string>(index: Index, which: IndexColumn): Index | `${Index}_b` {
  return which === 'a' ? index : `${index}${second}`;
}

const second = '_b';

/** What a column is an aspect of: `phone_sealed`, `phone_index` and `phone_index_b` of `phone`; any other column of itself. */
export function attributeOf(column: string): string {
  return column.replace(/_(?:sealed|index|index_b)$/, '');
}

function isPersonal(column: MappedColumn): column is PersonalColumn {
  return 'holds' in column;
}
