import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

/** What a drill found. It passed if no figure that must be nothing is anything else. */
export interface DrillReport {
  readonly name: string;
  /** What was done, in numbers: a drill that did nothing proves nothing. */
  readonly done: Readonly<Record<string, number>>;
  /** What must be 0, each. */
  readonly mustBeNone: Readonly<Record<string, number>>;
  /** What the figures rest on, in words. */
  readonly notes: readonly string[];
}

/** Told how a long drill goes, a line at a time. */
export type Announce = (line: string) => void;

/** Whether nothing was found that must not be. */
function passed({ mustBeNone }: DrillReport): boolean {
  return Object.values(mustBeNone).every((count) => count === 0);
}

/**
 * Runs a drill as a command: whole numbers by option, progress on standard error, the report on standard output, exit code 1
 * if it found anything. `--help` prints the usage, `--json` one JSON document.
 */
export async function runDrill<Name extends string>(
  usage: string,
  numbers: Readonly<Record<Name, number>>,
  drill: (numbers: Readonly<Record<Name, number>>, announce: Announce) => Promise<DrillReport>,
): Promise<void> {
  const options: ParseArgsOptionsConfig = {
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  };
  for (const [name, byDefault] of Object.entries<number>(numbers)) {
    options[name] = { type: 'string', default: String(byDefault) };
  }
  const { values } = parseArgs({ options });
  if (values.help === true) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const given: Record<string, number> = {};
  for (const name of Object.keys(numbers)) {
    const number = Number(values[name]);
    if (!Number.isSafeInteger(number) || number < 1) throw new Error(`--${name} takes a whole number from 1 on`);
    given[name] = number;
  }
  const startedMs = performance.now();
  const report = await drill(given as Record<Name, number>, (line) => process.stderr.write(`${line}\n`)); // sound: all set
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  process.stdout.write(
    values.json === true ? `${JSON.stringify({ ...report, seconds }, null, 2)}\n` : `${inWords(report, seconds)}\n`,
  );
  if (!passed(report)) process.exitCode = 1;
}

function inWords(report: DrillReport, seconds: number): string {
  const figures = (counts: Readonly<Record<string, number>>): readonly string[] =>
    Object.entries(counts).map(([what, count]) => `  ${count.toLocaleString('en').padStart(9)}  ${what}`);
  return [
    `${report.name}: ${passed(report) ? 'passed' : 'FAILED'}, ${seconds} s`,
    ...figures(report.done),
    'Of these there must be none:',
    ...figures(report.mustBeNone),
    ...report.notes.map((note) => `  ${note}`),
  ].join('\n');
}
