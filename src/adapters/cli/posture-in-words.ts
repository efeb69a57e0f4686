import type { PostureLine } from '../../domain/posture/posture.ts';
import type { CheckResult } from '../../domain/posture/posture-check.ts';
import { wrapped } from './wrapped.ts';

/** Of each column, and of all together what a wide terminal shows. */
const widths: readonly number[] = [22, 7, 32, 28, 30];

/** How many lines have this result. */
export function countOf(lines: readonly PostureLine[], kind: CheckResult['kind']): number {
  return lines.filter(({ result }) => result.kind === kind).length;
}

/** What was found, or why nothing was. */
export function foundIn(result: CheckResult): string {
  return result.kind === 'not-checked' ? result.why : result.found;
}

/** A table of what failed, the reasons for which nothing is known of others, and a table of what is fine. */
export function postureInWords(lines: readonly PostureLine[]): string {
  const [failed, open, fine] = (['failed', 'not-checked', 'ok'] as const).map((kind) =>
    lines.filter(({ result }) => result.kind === kind),
  );
  const sections = [
    section('FAILED', failed, tableOf),
    section('NOT CHECKED', open, byReason),
    section('OK', fine, (rows) => tableOf(rows, false)),
  ];
  const counts = [countOf(lines, 'failed'), countOf(lines, 'not-checked'), countOf(lines, 'ok')] as const;
  const total = `${lines.length} checks: ${counts[0]} failed, ${counts[1]} not checked, ${counts[2]} ok.`;
  return [...sections.flat(), total].join('\n');
}

function section(
  heading: string,
  rows: readonly PostureLine[] = [],
  inWords: (rows: readonly PostureLine[]) => readonly string[],
): readonly string[] {
  return rows.length === 0 ? [] : [`${heading} (${rows.length})`, ...inWords(rows), ''];
}

/** Who is fine needs no mending. */
function tableOf(rows: readonly PostureLine[], withMending = true): readonly string[] {
  const cells = rows.map(({ check, result }) => [
    check.id,
    check.clauses.join(' '),
    foundIn(result),
    check.expected,
    check.mend,
  ]);
  const head = ['check', 'clause', 'found', 'expected', 'how to mend'];
  return [head, ...cells].flatMap((row) => inLines(withMending ? row : row.slice(0, 4)));
}

/** One missing source leaves many checks open: the reason is said once. */
function byReason(rows: readonly PostureLine[]): readonly string[] {
  const reasons = [...new Set(rows.map(({ result }) => foundIn(result)))];
  return reasons.flatMap((reason) => [
    ...indented(`${reason}:`, '  '),
    ...indented(
      rows
        .filter(({ result }) => foundIn(result) === reason)
        .map(({ check }) => `${check.id}\u00a0(${check.clauses.join('\u00a0')})`)
        .join(', '),
      '    ',
    ).map((line) => line.replaceAll('\u00a0', ' ')),
  ]);
}

function indented(text: string, indent: string): readonly string[] {
  return wrapped(text, 100).map((line) => `${indent}${line}`);
}

/** A row of cells, each wrapped into its column. */
function inLines(row: readonly string[]): readonly string[] {
  const columns = row.map((text, column) => wrapped(text, widths[column] ?? 0));
  const height = Math.max(...columns.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) =>
    columns
      .map((column, at) => (column[line] ?? '').padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
