import { Instant, minuteMs } from '../instant.ts';
import { codeLifetimeMs } from '../verification/challenge.ts';

/**
 * A key that personal values are indexed under, in one of its versions. A new version takes the place of the old one by a
 * second column, while everything runs: the index of a value stands in one of two columns, by whether the version is odd or
 * even, each with a unique key of its own.
 *
 * | stage      | old key    | new key   | look-ups by | written to | what is done                                |
 * | ---------- | ---------- | --------- | ----------- | ---------- | ------------------------------------------- |
 * | `steady`   | -          | `current` | new         | new        |                                             |
 * | `written`  | `current`  | `written` | old         | both       | rows that lack the new index get it         |
 * | `switched` | `retiring` | `current` | new         | both       |                                             |
 * | `dropping` | `retired`  | `current` | new         | new        | the old column is emptied, the key destroyed |
 *
 * `dropping` ends with the old key `destroyed`, and is `steady` then. Whoever writes an index writes both columns: null into
 * the one that its stage does not write to.
 *
 * Nobody is told of a new stage: a process looks into the vault again after {@link indexPictureMs}, and the stage that comes
 * after is entered {@link stageWaitMs} later at the earliest. So at any moment processes are in one stage or in two that
 * follow each other, and it is enough that each such pair agrees:
 *
 * - `steady` and `written` both look up by the old column, and both write it: a value that one of them wrote the other one
 *   finds, and the unique key of the old column lets nobody take it twice. Who is still `steady` empties the new column of a
 *   row that it writes, so no index in it is ever of another value than the row holds; such rows are filled later.
 * - `written` and `switched`: the switch comes after nobody is `steady` any more and then no row was left without the new
 *   index, and from then on every writer writes both. So in every row both columns stand for the same value, whichever of
 *   them one goes by, and both unique keys guard it.
 * - `switched` and `dropping` both look up by the new column, and both write it. The old column is empty in some rows, and
 *   nobody goes by it: whoever was `written` has looked again since.
 * - `dropping` and the next `written`: the old key is destroyed only after nobody is `switched` any more and then no value was
 *   left in its column. So the column that comes to be written is empty.
 *
 * What is filled or emptied in between goes by what was seen in the row: it changes nothing where somebody wrote meanwhile.
 * And a transaction that went by a look into the vault that is {@link indexLandingMs} old is undone rather than committed.
 */
export interface IndexKey {
  readonly name: string;
  /** Counted from 1. */
  readonly version: number;
  readonly phase: IndexKeyPhase;
  /** Since when it is in this phase. */
  readonly phaseAt: Instant;
}

/** Where a key is in its life, in this order. */
export type IndexKeyPhase = 'written' | 'current' | 'retiring' | 'retired' | 'destroyed';

/** Where the keys of one name are between two versions. */
export type IndexStage = 'steady' | 'written' | 'switched' | 'dropping';

/** Which of the two columns of a blind index. */
export type IndexColumn = 'a' | 'b';

/** How it stands with the keys of one name. */
export interface IndexRotation {
  readonly name: string;
  readonly stage: IndexStage;
  /** The version that look-ups go by. */
  readonly current: number;
  /** The version that comes or goes; null while nothing is under way. */
  readonly other: number | null;
  /** Since when the stage lasts. */
  readonly since: Instant;
}

/** For how long a process may go by what it last read of the index keys, in milliseconds: 5 minutes. */
export const indexPictureMs: number = 5 * minuteMs;

/** How old the picture may be that a transaction goes by which wrote an index, when it is committed, in milliseconds. */
export const indexLandingMs: number = 1.5 * indexPictureMs;

/**
 * How long a stage lasts at least, in milliseconds: until every process knows of it, and 5 minutes for statements that take
 * their time and for clocks that differ.
 */
export const stageWaitMs: number = 2 * indexPictureMs;

/** The phases of keys under which values are written: at most two at a time. */
export const writtenPhases: readonly IndexKeyPhase[] = ['written', 'current', 'retiring'];

/** The column that the values of a version stand in. */
export function columnOfVersion(version: number): IndexColumn {
  return version % 2 === 1 ? 'a' : 'b';
}

/** How it stands with the keys of one name; null if there is none to look up by. */
export function rotationOf(keys: readonly IndexKey[]): IndexRotation | null {
  const current = keys.find(({ phase }) => phase === 'current');
  if (current === undefined) return null;
  const { name, version } = current;
  for (const [phase, stage] of stages) {
    const other = keys.find((key) => key.phase === phase);
    if (other !== undefined) return { name, stage, current: version, other: other.version, since: other.phaseAt };
  }
  return { name, stage: 'steady', current: version, other: null, since: current.phaseAt };
}

const stages: readonly (readonly [IndexKeyPhase, IndexStage])[] = [
  ['written', 'written'],
  ['retiring', 'switched'],
  ['retired', 'dropping'],
];

/**
 * When a stage may end at the earliest; null where nothing is under way. Codes that were hashed under the old key are taken
 * until the last of them has expired.
 */
export function stageEndsAt({ stage, since }: IndexRotation): Instant | null {
  if (stage === 'steady') return null;
  return Instant.plusMs(since, stage === 'switched' ? stageWaitMs + codeLifetimeMs : stageWaitMs);
}

/**
 * The name of the key of message links: addresses that unsubscribe, confirm an email or undo a change. It is rotated only by
 * its name: messages that were sent hold addresses by it, and unsubscribing stays as easy as agreeing was (GDPR art. 7(3)).
 */
export const messageLinksKey = 'message-links';
