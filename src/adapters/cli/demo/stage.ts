import { readFile } from 'node:fs/promises';
import type { Joos } from '../../../index.ts';
import type { OutboxFolder } from '../../outbox-folder/index.ts';
import type { DemoClock } from './demo-clock.ts';

/** What a life needs to be played: the open core, the folder where messages land, and a clock that can be moved. */
export interface Stage {
  readonly joos: Joos;
  readonly outbox: OutboxFolder;
  readonly clock: DemoClock;
  /** Tells a step in plain words. */
  readonly tell: (title: string, ...lines: readonly string[]) => void;
  /** Puts an export where the server keeps it and where the person saves it. */
  readonly handOver: (fileName: string, archive: Uint8Array) => Promise<string>;
  /** Called right before the account is cancelled, while everything is there. */
  readonly beforeCancelling: () => Promise<void>;
}

/** The demo cannot go on; the message holds no value. */
export class DemoStopped extends Error {}

/** The code in the newest message that holds one: what a person does who reads it. */
export async function codeIn(outbox: OutboxFolder): Promise<string> {
  return inNewest(outbox, '-code.txt', /\b(\d{6})\b/);
}

/** What a pattern names in the newest file whose name ends so. */
export async function inNewest(outbox: OutboxFolder, ending: string, pattern: RegExp): Promise<string> {
  const file = outbox
    .files()
    .filter((name) => name.endsWith(ending))
    .at(-1);
  if (file === undefined) {
    throw new DemoStopped('A message did not arrive');
  }
  const [, found] = pattern.exec(await readFile(file, 'utf8')) ?? [];
  if (found === undefined) {
    throw new DemoStopped('A message does not hold what it should');
  }
  return found;
}
