import { attributeOf, exportColumns } from '../../domain/data-map/columns.ts';
import { type FieldId, fieldIds, fieldOf } from '../../domain/data-map/personal-field.ts';
import { describeRetention } from '../../domain/data-map/plain-words.ts';
import { type TableName, tableNames, tableOf } from '../../domain/data-map/tables.ts';
import { Instant } from '../../domain/instant.ts';
import type { ExportContent, ExportTable } from '../ports/export-archive.ts';
import type { HeldRecord, HeldValue } from '../ports/reads.ts';

/** What is said of a field beside its values (GDPR art. 15(1)). */
export interface FieldNotice {
  readonly field: string;
  readonly category: string;
  readonly meaning: string;
  readonly purposes: readonly string[];
  readonly lawfulBasis: string;
  readonly policyClauses: readonly string[];
  readonly kept: string;
  readonly readers: readonly string[];
}

/** A field that we hold and do not hand out, and why. */
export interface WithheldField extends FieldNotice {
  readonly notBecause: string;
}

/** An export, as `data.json` in the archive holds it. */
export interface ExportDocument {
  readonly madeAt: string;
  /** What each exported field is for, on what it rests, how long it is kept, and who reads it. */
  readonly fields: readonly FieldNotice[];
  readonly notInThisExport: readonly WithheldField[];
  /** Table by table, row by row, column by column. A table with no row of the person's is there, and empty. */
  readonly data: Readonly<Record<string, readonly Readonly<Record<string, string | number | null>>[]>>;
}

/** Puts an export together: all that the data map lets out of what is held, and what is to be said of it. */
export function exportContent(held: readonly HeldRecord[], at: Instant): ExportContent {
  const fields = fieldIds.filter((id) => fieldOf(id).inExport === true).map(noticeOf);
  const rows = rowsByTable(held);
  const document: ExportDocument = {
    madeAt: Instant.toISOString(at),
    fields,
    notInThisExport: fieldIds.flatMap((id) => {
      const { inExport } = fieldOf(id);
      return inExport === true ? [] : [{ ...noticeOf(id), notBecause: inExport.notBecause }];
    }),
    data: Object.fromEntries(rows),
  };
  return { document, tables: [...[...rows].map(([table, its]) => dataTable(table, its)), fieldTable(fields)] };
}

type Row = Readonly<Record<string, ExportValue>>;
type ExportValue = HeldValue['value'];

/** Every table that has something to export, the empty ones too, so that a person sees that nothing is there. */
function rowsByTable(held: readonly HeldRecord[]): ReadonlyMap<TableName, readonly Row[]> {
  const exported = tableNames.filter((table) => tableOf(table).store === 'data' && exportColumns(table).length > 0);
  return new Map(
    exported.map((table) => {
      const columns = new Set(exportColumns(table).map(({ column }) => column));
      const its = held.filter((record) => record.table === table);
      return [table, its.map(({ values }) => shown(values.filter(({ column }) => columns.has(column))))];
    }),
  );
}

function shown(values: readonly HeldValue[]): Row {
  return Object.fromEntries(
    values.map(({ column, value }) => {
      const attribute = attributeOf(column);
      return [attribute, attribute.endsWith('_at') ? timeInWords(value) : value];
    }),
  );
}

/** A point in time as people write it: stores hold milliseconds, as a number or as the sealed text of one. */
function timeInWords(value: ExportValue): ExportValue {
  if (value === null) return null;
  return Instant.ofEpochMs(Number(value)).match(Instant.toISOString, () => value);
}

function dataTable(table: TableName, rows: readonly Row[]): ExportTable {
  const columns = exportColumns(table).map(({ column }) => attributeOf(column));
  return { name: table, columns, rows: rows.map((row) => columns.map((column) => row[column] ?? null)) };
}

function noticeOf(id: FieldId): FieldNotice {
  const field = fieldOf(id);
  return {
    field: id,
    category: field.category,
    meaning: field.meaning,
    purposes: field.purposes,
    lawfulBasis: field.basis,
    policyClauses: field.clauses,
    kept: describeRetention(field.retention),
    readers: field.readers,
  };
}

function fieldTable(fields: readonly FieldNotice[]): ExportTable {
  const columns = ['field', 'category', 'meaning', 'purposes', 'lawful_basis', 'kept', 'readers'];
  const rows = fields.map((one) => [
    one.field,
    one.category,
    one.meaning,
    one.purposes.join(', '),
    one.lawfulBasis,
    one.kept,
    one.readers.join(', '),
  ]);
  return { name: 'what_each_field_is_for', columns, rows };
}
