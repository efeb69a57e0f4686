import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { zipExportArchive } from '../../../src/adapters/export-zip/index.ts';
import type { ExportContent, ExportTable } from '../../../src/application/ports/export-archive.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';

async function filesOf(content: ExportContent): Promise<Record<string, string>> {
  const files = unzipSync(await must(zipExportArchive.pack(content)));
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]));
}

const table = (rows: ExportTable['rows']): ExportTable => ({ name: 'cards', columns: ['last4', 'amount'], rows });

test('an export is a zip with the document, one CSV a table, and a word on both', async () => {
  const document = { fields: [{ id: 'card.last4', value: '4242' }] };
  const files = await filesOf({
    document,
    tables: [table([['4242', 220]]), { name: 'consent_entries', columns: ['action'], rows: [] }],
  });
  expect(Object.keys(files).toSorted()).toEqual(['README.txt', 'cards.csv', 'consent_entries.csv', 'data.json']);
  expect(JSON.parse(files['data.json']!)).toEqual(document);
  expect(files['cards.csv']).toBe('last4,amount\r\n4242,220\r\n');
  expect(files['consent_entries.csv']).toBe('action\r\n');
  expect(files['README.txt']).toContain('data.json');
});

test('a cell that a spreadsheet would run as a formula is shown instead', async () => {
  const evil = ['=HYPERLINK("http://x.test")', '+1', '-1', '@SUM(A1)', '\tx', '\rx'];
  const files = await filesOf({ document: {}, tables: [table(evil.map((text) => [text, 1]))] });
  for (const text of evil) {
    const cell = `'${text}`;
    const written = /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
    expect(files['cards.csv']).toContain(`\r\n${written},1`);
  }
});

test('numbers stay numbers, nothing stays empty, and quotes, commas and line breaks keep their cell', async () => {
  const files = await filesOf({
    document: {},
    tables: [
      table([
        ['a "b", c', -30],
        ['two\nlines', 0],
        [null, null],
        ['Łódź 🔋', 1],
      ]),
    ],
  });
  expect(files['cards.csv']).toBe('last4,amount\r\n"a ""b"", c",-30\r\n"two\nlines",0\r\n,\r\nŁódź 🔋,1\r\n');
});

test('the same content gives the same bytes', async () => {
  const content: ExportContent = { document: { a: 1 }, tables: [table([['4242', 1]])] };
  expect(await must(zipExportArchive.pack(content))).toEqual(await must(zipExportArchive.pack(content)));
});

test.each([['../evil'], ['a/b'], [''], ['Cards'], ['con fusion'], ['x'.repeat(65)]])(
  'a table named %j is refused: a name is a path in the zip',
  async (name) => {
    const failure = await refusalOf(
      zipExportArchive.pack({ document: {}, tables: [{ name, columns: ['a'], rows: [['value']] }] }),
    );
    expect(failure).toEqual({ kind: 'PortFailure', port: 'ExportArchive', retryable: false });
    expect(JSON.stringify(failure)).not.toContain('value');
  },
);

test('two tables of one name are refused', async () => {
  const failure = await refusalOf(zipExportArchive.pack({ document: {}, tables: [table([]), table([])] }));
  expect(failure.port).toBe('ExportArchive');
});

test('a document that is no JSON is refused', async () => {
  const failure = await refusalOf(zipExportArchive.pack({ document: { big: 1n }, tables: [] }));
  expect(failure.retryable).toBe(false);
});
