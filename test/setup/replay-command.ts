import { relative } from 'node:path';

export interface FailedProperty {
  readonly seed: number;
  readonly path: string;
  /** Which commands of a history ran, as fast-check notes it beside the counterexample; empty if there was no history. */
  readonly commands: string;
  readonly file: string;
  readonly testName: string;
}

/** What `JOOS_FC_SEED` and `JOOS_FC_PATH` ask of every property of the run. */
export function replaySettings(environment: NodeJS.ProcessEnv = process.env): { seed?: number; path?: string } {
  const { JOOS_FC_SEED: seed, JOOS_FC_PATH: path } = environment;
  return { ...(seed ? { seed: Number(seed) } : {}), ...(path ? { path } : {}) };
}

/** What `JOOS_FC_COMMANDS` asks of a history: `fc.commands(arbitraries, { size: '+1', ...replayedCommands() })` */
export function replayedCommands(environment: NodeJS.ProcessEnv = process.env): { replayPath?: string } {
  return environment.JOOS_FC_COMMANDS ? { replayPath: environment.JOOS_FC_COMMANDS } : {};
}

/** A line for a POSIX shell that runs one test again with the values that failed it. */
export function replayCommand({ seed, path, commands, file, testName }: FailedProperty): string {
  const variables = Object.entries({ JOOS_FC_SEED: String(seed), JOOS_FC_PATH: path, JOOS_FC_COMMANDS: commands });
  // The whole name: the seed and path of one property would lead another one astray.
  const pattern = `^${testName.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`;
  return [
    ...variables.filter(([, value]) => value !== '').map(([name, value]) => `${name}=${value}`),
    `npx vitest run ${quoted(relative(process.cwd(), file))} -t ${quoted(pattern)}`,
  ].join(' ');
}

const quoted = (word: string): string => (/^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
