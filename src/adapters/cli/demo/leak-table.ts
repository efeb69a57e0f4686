import type { Encoding, LeakScanReport } from '../../leak-scan/index.ts';
import { inColumns } from '../in-columns.ts';

/** Where the run writes, as a column of the table. */
export type Place = 'data store' | 'vault' | 'logs' | 'exports' | 'messages';

/** A place and what was found there. */
export interface PlaceReport {
  readonly place: Place;
  readonly report: LeakScanReport;
}

/** One line of the table: a value, and how often it stands where and in which form. */
export interface LeakRow {
  readonly value: string;
  readonly found: readonly { readonly place: Place; readonly counts: Readonly<Partial<Record<Encoding, number>>> }[];
}

/** The table of every value that was typed against where it was found. */
export function leakRows(labels: readonly string[], places: readonly PlaceReport[]): readonly LeakRow[] {
  return [...new Set(labels)].map((value) => ({
    value,
    found: places.map(({ place, report }) => {
      const counts: Partial<Record<Encoding, number>> = {};
      for (const finding of report.findings) {
        if (finding.label === value) {
          counts[finding.encoding] = (counts[finding.encoding] ?? 0) + finding.count;
        }
      }
      return { place, counts };
    }),
  }));
}

/** How often anything was found outside of the messages that were delivered. */
export function leaks(rows: readonly LeakRow[]): number {
  return rows
    .flatMap(({ found }) => found)
    .filter(({ place }) => place !== 'messages')
    .flatMap(({ counts }) => Object.values(counts))
    .reduce((sum, count) => sum + count, 0);
}

/** The table as text. */
export function showLeakTable(rows: readonly LeakRow[]): string {
  const places = rows[0]?.found.map(({ place }) => place) ?? [];
  const lines = [
    ['value', ...places],
    ...rows.map(({ value, found }) => [value, ...found.map(({ counts }) => cell(counts))]),
  ];
  return inColumns(lines, '   ')
    .map((line) => `  ${line}`)
    .join('\n');
}

function cell(counts: Readonly<Partial<Record<Encoding, number>>>): string {
  const found = Object.entries(counts);
  return found.length === 0 ? '0' : found.map(([encoding, count]) => `${count} ${encoding}`).join(', ');
}
