import { Instant } from '../../domain/instant.ts';
import { columnOfVersion, type IndexRotation, messageLinksKey, stageEndsAt } from '../../domain/keys/index-key.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { unreachable } from '../../domain/unreachable.ts';
import { codeLifetimeMs } from '../../domain/verification/challenge.ts';
import type { RowsGoneThrough } from '../ports/index-columns.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import { type IndexKeyStatus, indexKeyStatus } from './index-key-status.ts';

/** Which keys are rotated, and how. */
export interface RotateIndexKeysCommand {
  /** Names of keys, such as `users.phone_index`; null means all but that of message links. Unknown names are not looked at. */
  readonly names: readonly string[] | null;
  /** Begin new versions, if none of these keys is on its way to one. Else only what is under way goes on. */
  readonly begin: boolean;
  /** Told after every batch of rows how many are done, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** How far a rotation has come. */
export interface IndexKeysRotated {
  readonly keys: readonly IndexKeyStatus[];
  /** When to go on; null if nothing is left to do, or nothing can be done. */
  readonly goesOnAt: Instant | null;
  /** Rows of active accounts that do not open: damaged, or changed by somebody else. Their keys stay in two versions. */
  readonly unopened: number;
}

/**
 * Brings blind indexes under new versions of their keys: dual write, backfill, switch, drop (see `IndexKey` of the domain). It
 * does what can be done now and says when to go on: between two stages lie 10 minutes, until every process knows.
 *
 * It may be ended anywhere and called again, while people sign up, are looked up and are erased, and by several processes at
 * once.
 */
export type RotateIndexKeys = (command: RotateIndexKeysCommand) => ResultAsync<IndexKeysRotated, PortFailure>;

type RotationPorts = Pick<Ports, 'store' | 'indexRotation' | 'clock'>;

/** What a stage came to: over, or when to look again; null if that is of no use. */
type StageOutcome = { readonly kind: 'over' } | { readonly kind: 'waits'; readonly until: Instant | null };

const over: StageOutcome = { kind: 'over' };

function waits(until: Instant | null): StageOutcome {
  return { kind: 'waits', until };
}

/** Makes the use case. */
export function rotateIndexKeys(ports: RotationPorts): RotateIndexKeys {
  const { indexRotation } = ports;
  const status = indexKeyStatus(ports);
  return ({ names, begin, onProgress }) =>
    safeTry(async function* () {
      const isAsked = (name: string): boolean => (names === null ? name !== messageLinksKey : names.includes(name));
      const asked = (): ResultAsync<readonly IndexRotation[], PortFailure> =>
        indexRotation.indexKeys().map((keys) => keys.filter(({ name }) => isAsked(name)));

      const before = yield* asked();
      if (begin && before.every(({ stage }) => stage === 'steady')) yield* indexRotation.begin(before);

      const counted = progress(onProgress);
      let unopened = 0;
      const looksAgain: Instant[] = [];
      for (const { name } of yield* asked()) {
        for (;;) {
          const rotation = (yield* asked()).find((one) => one.name === name);
          if (rotation === undefined || rotation.stage === 'steady') break;
          const outcome = yield* carryOn(ports, rotation, counted, (rows) => {
            unopened += rows;
          });
          if (outcome.kind === 'over') continue;
          if (outcome.until !== null) looksAgain.push(outcome.until);
          break;
        }
      }
      const keys = (yield* status()).filter(({ name }) => isAsked(name));
      const goesOnAt = looksAgain.reduce<Instant | null>(earlier, null);
      return ok({ keys, goesOnAt, unopened });
    });
}

/** Does what a stage asks for, if it may end already, and enters the next one. */
function carryOn(
  { store, indexRotation, clock }: RotationPorts,
  rotation: IndexRotation,
  counted: Counted,
  onUnopened: (rows: number) => void,
): ResultAsync<StageOutcome, PortFailure> {
  return safeTry<StageOutcome, PortFailure>(async function* () {
    const { name, stage, current, other } = rotation;
    const endsAt = stageEndsAt(rotation);
    if (endsAt === null || other === null) return ok(over);
    if (clock.now() < endsAt) return ok(waits(endsAt));
    const columns = store.indexColumns;
    switch (stage) {
      case 'steady':
        return ok(over);
      case 'written':
      case 'switched': {
        // Once more after the switch: a statement that took longer than any should might have left a row behind.
        const column = columnOfVersion(stage === 'written' ? other : current);
        counted.expect(yield* columns.countMissing(name, column));
        yield* throughAll(counted, (after) => columns.fill(name, column, after, clock.now()));
        const missing = yield* columns.countMissing(name, column);
        if (missing > 0) {
          const expires = name === 'challenges.target_index';
          if (!expires) onUnopened(missing);
          return ok(waits(expires ? Instant.plusMs(clock.now(), codeLifetimeMs) : null));
        }
        yield* stage === 'written' ? indexRotation.switchOver(rotation) : indexRotation.drop(rotation);
        return ok(over);
      }
      case 'dropping': {
        const column = columnOfVersion(other);
        counted.expect(yield* columns.countLeft(name, column));
        yield* throughAll(counted, (after) => columns.empty(name, column, after));
        if ((yield* columns.countLeft(name, column)) > 0) {
          return ok(waits(Instant.plusMs(clock.now(), codeLifetimeMs)));
        }
        yield* indexRotation.destroy(rotation);
        return ok(over);
      }
      default:
        return unreachable(stage satisfies never);
    }
  });
}

function earlier(one: Instant | null, other: Instant): Instant {
  return one === null || other < one ? other : one;
}

function throughAll(
  counted: Counted,
  next: (after: string | null) => ResultAsync<RowsGoneThrough, PortFailure>,
): ResultAsync<void, PortFailure> {
  return safeTry<void, PortFailure>(async function* () {
    for (let after: string | null = null; ; ) {
      const batch: RowsGoneThrough = yield* next(after);
      if (batch.rows === 0) return ok(undefined);
      after = batch.last;
      counted.add(batch.rows);
    }
  });
}

/** How many rows are done, of how many there were to be done or were found since. */
interface Counted {
  expect(rows: number): void;
  add(rows: number): void;
}

function progress(onProgress: RotateIndexKeysCommand['onProgress']): Counted {
  let [done, total] = [0, 0];
  return {
    expect: (rows) => {
      total = done + rows;
      if (total > 0) onProgress?.(done, total);
    },
    add: (rows) => {
      done += rows;
      total = Math.max(total, done);
      onProgress?.(done, total);
    },
  };
}
