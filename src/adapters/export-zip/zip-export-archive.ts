import { stringify } from 'csv-stringify/sync';
import { strToU8, zipSync } from 'fflate';
import type { ExportArchive, ExportContent, ExportTable } from '../../application/ports/export-archive.ts';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import { errAsync, okAsync, Result } from '../../domain/result.ts';

/** The oldest time that a zip file can hold: the same export gives the same bytes, whenever it is packed. */
const modifiedAt = new Date(1980, 0, 1);

const readMe = [
  'This is all that we hold of you.',
  'data.json: everything in one file, with what each value is for and how long it is kept.',
  "*.csv: the same values, one file a table, for spreadsheets. A ' before a value keeps the spreadsheet from running it.",
  '',
].join('\r\n');

/**
 * {@link ExportArchive} as a zip file: `data.json`, one CSV a table (RFC 4180, UTF-8) and a `README.txt`. Cells that a
 * spreadsheet would run as a formula get a `'` in front: a name such as `=HYPERLINK(…)` must not call home.
 */
export const zipExportArchive: ExportArchive = {
  pack: (content) => {
    const packed = packSafely(content);
    return packed.isOk() ? okAsync(packed.value) : errAsync(packed.error);
  },
};

/** To pack fails only on content that no export is made of, and then again every time. */
const packSafely: (content: ExportContent) => Result<Uint8Array, PortFailure> = Result.fromThrowable(pack, (cause) =>
  portFailure('ExportArchive', false, cause),
);

function pack({ document, tables }: ExportContent): Uint8Array {
  const files: Record<string, Uint8Array> = {
    'README.txt': strToU8(readMe),
    'data.json': strToU8(`${JSON.stringify(document, null, 2)}\n`),
  };
  for (const table of tables) {
    const name = `${table.name}.csv`;
    if (!/^[a-z][a-z0-9_-]{0,63}\.csv$/.test(name) || name in files) throw new Error('Not the name of a table');
    files[name] = strToU8(csvOf(table));
  }
  return zipSync(
    Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, [bytes, { level: levelFor(bytes) }]])),
    {
      mtime: modifiedAt,
    },
  );
}

/** Most exports are a few thousand bytes: to compress those costs as much as to read them, and saves nobody anything. */
function levelFor(bytes: Uint8Array): 0 | 6 {
  return bytes.length < 65_536 ? 0 : 6;
}

function csvOf({ columns, rows }: ExportTable): string {
  return stringify([columns, ...rows], {
    escape_formulas: true,
    record_delimiter: 'windows',
    quoted_match: /[\r\n]/, // else a line break that is not the delimiter's would end the row
  });
}
