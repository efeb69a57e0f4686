import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dayMs, hourMs } from '../../src/domain/instant.ts';
import { riskKinds } from '../../src/domain/risk/risk-event.ts';
import { type BudgetRule, budgetRules } from '../../src/domain/verification/code-budget.ts';

const root = new URL('../../', import.meta.url);
const guide = read('docs/asvs.md');

/** The requirements of V6, V7, V9 and V10 at levels 1 and 2 of ASVS 5.0.0: by section, the numbers in it. */
const wholeChapters: Readonly<Record<string, string>> = {
  '6.1': '1 2 3',
  '6.2': '1 2 3 4 5 6 7 8 9 10 11 12',
  '6.3': '1 2 3 4',
  '6.4': '1 2 3 4',
  '6.5': '1 2 3 4 5',
  '6.6': '1 2 3',
  '6.8': '1 2 3 4',
  '7.1': '1 2 3',
  '7.2': '1 2 3 4',
  '7.3': '1 2',
  '7.4': '1 2 3 4 5',
  '7.5': '1 2',
  '7.6': '1 2',
  '9.1': '1 2 3',
  '9.2': '1 2 3 4',
  '10.1': '1 2',
  '10.2': '1 2',
  '10.3': '1 2 3 4',
  '10.4': '1 2 3 4 5 6 7 8 9 10 11',
  '10.5': '1 2 3 4 5',
  '10.6': '1 2',
  '10.7': '1 2 3',
};

const verdicts = ['held', 'document', 'in part', 'exception', 'host'] as const;

interface Row {
  readonly id: string;
  readonly level: string;
  readonly requirement: string;
  readonly verdict: string;
  readonly how: string;
  readonly shownBy: string;
}

/** The lines of the tables that have these columns, without head and rule, each as its cells. */
function linesUnder(...columns: readonly string[]): readonly (readonly string[])[] {
  const tables = guide.split(/\n(?!\|)/).map((part) => part.split('\n').filter((line) => line.startsWith('|')));
  return tables.flatMap(([head = '', , ...body]) => (cellsOf(head).join() === columns.join() ? body.map(cellsOf) : []));
}

function cellsOf(line: string): readonly string[] {
  return line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());
}

const rows: readonly Row[] = linesUnder('id', 'level', 'requirement', 'verdict', 'how', 'shown by').map(
  ([id = '', level = '', requirement = '', verdict = '', how = '', shownBy = '', ...more]) => {
    expect(more, id).toEqual([]);
    return { id, level, requirement, verdict, how, shownBy };
  },
);

/** Each test that is expected to fail: which one, where, and which requirements it speaks of. */
const faults = linesUnder('requirements', 'the test that fails', 'in').map(([ids = '', title = '', where = '']) => ({
  ids: ids.split(', '),
  title,
  file: where.replaceAll('`', ''),
}));

function read(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

/** What a text names of this repository. */
function pathsIn(text: string): readonly string[] {
  return [...text.matchAll(/`((?:src|test|docs|drills|bench)\/[^`\s]+)`/g)].map(([, path = '']) => path);
}

function missing(text: string): readonly string[] {
  return pathsIn(text).filter((path) => !existsSync(new URL(path, root)));
}

/** The headings that a text links to. */
function linksIn(text: string): readonly string[] {
  return [...text.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor = '']) => anchor);
}

/** By which address a heading is linked to, as the usual viewers make it. */
const anchors: ReadonlySet<string> = new Set(
  [...guide.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  ),
);

/** What is wrong with a row; nothing if it may stand. */
function wrongWith({ level, requirement, verdict, how, shownBy }: Row): readonly string[] {
  const gone = [...missing(how), ...missing(shownBy)].map((path) => `names ${path}, which is not there`);
  const tests = pathsIn(shownBy).filter((path) => /^test\/.*\.test\.ts$|^src\/testing\/contracts\//.test(path));
  const isShown = tests.length > 0 || shownBy.startsWith('No test');
  const isWritten = linksIn(shownBy).length > 0 || pathsIn(shownBy).some((path) => path.startsWith('docs/'));
  const needsText = verdict === 'document' || verdict === 'exception';
  return [
    ...gone,
    ...([level, requirement, how, shownBy].includes('') ? ['has an empty cell'] : []),
    ...(verdicts.some((one) => one === verdict) ? [] : [`has no verdict that there is: ${verdict}`]),
    ...(/^[12]$/.test(level) ? [] : ['is of no level that counts']),
    ...(isShown || needsText ? [] : ['is shown by no test, and does not say so']),
    ...(isWritten || !needsText ? [] : ['links to no text']),
  ];
}

describe('the table of ASVS requirements', () => {
  test.each(rows)('says of $id how it is held and what shows it', (row) => {
    expect(wrongWith(row)).toEqual([]);
  });

  test('would be seen to name what is not there, or to show nothing', () => {
    const good: Row = {
      id: '6.5.1',
      level: '2',
      requirement: 'Codes work once',
      verdict: 'held',
      how: '`src/application/accounts/check-code.ts`',
      shownBy: '`test/docs/asvs.test.ts`',
    };
    expect(wrongWith(good)).toEqual([]);
    for (const bad of [
      { how: '`src/application/accounts/no-such-file.ts`' },
      { shownBy: '`test/no-such.test.ts`' },
      { shownBy: 'somebody looked' },
      { shownBy: '`src/application/accounts/check-code.ts`' },
      { verdict: 'perhaps' },
      { verdict: 'document' },
      { level: '3' },
      { how: '' },
    ]) {
      expect(wrongWith({ ...good, ...bad })).toHaveLength(1);
    }
    expect(wrongWith({ ...good, shownBy: '' })).toContain('has an empty cell');
  });

  test('has each requirement of V6, V7, V9 and V10 once, as one that is assessed or one that does not apply', () => {
    const whole = Object.entries(wholeChapters).flatMap(([section, numbers]) =>
      numbers.split(' ').map((number) => `${section}.${number}`),
    );
    const unfit = linesUnder('ids', 'why').flatMap(([ids = '']) => ids.split(', '));
    const told = [...rows.map(({ id }) => id), ...unfit];
    expect(new Set(told).size).toBe(told.length);
    expect(told.filter((id) => /^(?:6|7|9|10)\./.test(id)).toSorted()).toEqual(whole.toSorted());
  });

  test('names no file that is not there, and links to no heading that is not there', () => {
    expect(missing(guide)).toEqual([]);
    expect(linksIn(guide).filter((anchor) => !anchors.has(anchor))).toEqual([]);
  });
});

describe('what is told as missing', () => {
  test.each(faults)('is missing still: $title', ({ title, file }) => {
    expect(read(file), 'Mended? Then take the fault off docs/asvs.md, and look at its rows').toContain(
      `test.fails('${title}'`,
    );
  });

  test('is told in the row of each requirement that it touches, and nowhere else', () => {
    const touched = faults.flatMap(({ ids }) => ids);
    const telling = rows.filter(({ shownBy }) => linksIn(shownBy).includes('open-faults'));
    expect(telling.map(({ id }) => id).toSorted()).toEqual([...new Set(touched)].toSorted());
    expect(telling.filter(({ verdict }) => verdict !== 'in part')).toEqual([]);
  });
});

describe('the figures', () => {
  const span = (ms: number): string => {
    if (ms < hourMs) return `${ms / 1_000} s`;
    return ms < dayMs ? `${ms / hourMs} h` : `${ms / dayMs} d`;
  };
  const inCells = (name: string, { scope, counts, limit, perMs, givesBack }: BudgetRule): readonly string[] => [
    `\`${name}\``,
    scope,
    counts,
    counts === 'spend' ? 'policy' : String(limit),
    span(perMs),
    String(givesBack),
  ];

  test('of the budgets are those of the source', () => {
    const told = linesUnder(...'rule,of,counts,limit,in,back when verified,when it is used up'.split(','));
    expect(told.map((cells) => cells.slice(0, 6))).toEqual(
      Object.entries(budgetRules).map(([name, rule]) => inCells(name, rule)),
    );
  });

  test('leave no risk event out', () => {
    expect(linesUnder('risk event', 'when').map(([name = '']) => name.replaceAll('`', ''))).toEqual(riskKinds);
  });
});
