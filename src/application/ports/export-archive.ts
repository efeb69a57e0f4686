import type { ResultAsync } from '../../domain/result.ts';
import type { PortFailure } from './port-failure.ts';

/** A table of an export. */
export interface ExportTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** What an export holds, before it is packed. */
export interface ExportContent {
  /** The whole of it as one JSON document. */
  readonly document: unknown;
  /** The same values table by table, for spreadsheets. */
  readonly tables: readonly ExportTable[];
}

/** Packs an export into one file. */
export interface ExportArchive {
  /** A zip with `data.json` and one CSV a table; cells that a spreadsheet would run as a formula are escaped. */
  pack(content: ExportContent): ResultAsync<Uint8Array, PortFailure>;
}
