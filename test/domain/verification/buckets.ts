import {
  type BucketLevel,
  type Charge,
  fullFor,
  type Overflow,
  overflowOf,
} from '../../../src/domain/verification/code-budget.ts';

/** Buckets as a store keeps them: of each, when it is empty again. Every store is held to the same by its contract. */
export interface Buckets {
  readonly levels: (charges: readonly Charge[], atMs: number) => readonly BucketLevel[];
  /** Puts charges in, or none of them where one bucket would overflow: as a transaction that is undone. */
  readonly charge: (charges: readonly Charge[], atMs: number) => Overflow | null;
  /** Whether as much again would have room; puts nothing in. */
  readonly full: (charges: readonly Charge[], atMs: number) => Overflow | null;
  readonly giveBack: (charges: readonly Charge[]) => void;
}

/** How often a charge has room at a moment; it stops at the given number, or a fault of the rules would count for ever. */
export function roomAt(buckets: Buckets, charges: readonly Charge[], atMs: number, stopAt: number): number {
  let room = 0;
  while (room < stopAt && buckets.charge(charges, atMs) === null) room += 1;
  return room;
}

export function newBuckets(): Buckets {
  const emptyAt = new Map<string, number>();
  const keyOf = ({ rule, of }: Charge): string => `${rule} ${of}`;
  const levels = (charges: readonly Charge[], atMs: number): readonly BucketLevel[] =>
    charges.map((charge) => ({ charge, levelMs: Math.max(0, (emptyAt.get(keyOf(charge)) ?? atMs) - atMs) }));
  return {
    levels,
    full: (charges, atMs) => fullFor(levels(charges, atMs)),
    charge: (charges, atMs) => {
      const filled = levels(charges, atMs).map(({ charge, levelMs }) => ({ charge, levelMs: levelMs + charge.costMs }));
      const overflow = overflowOf(filled);
      if (overflow !== null) return overflow;
      for (const { charge, levelMs } of filled) emptyAt.set(keyOf(charge), atMs + levelMs);
      return null;
    },
    giveBack: (charges) => {
      for (const charge of charges) {
        const empties = emptyAt.get(keyOf(charge));
        if (empties !== undefined) emptyAt.set(keyOf(charge), empties - charge.backMs);
      }
    },
  };
}

/**
 * The most that a span of the times holds beyond what comes back in it: the largest, over all spans from one time to
 * another, of how many there are less `perMsBack` for each millisecond.
 */
export function mostAtOnce(timesMs: readonly number[], perMsBack: number): number {
  let most = 0;
  let least = 0;
  for (const [index, atMs] of timesMs.entries()) {
    const beyond = index - atMs * perMsBack;
    least = index === 0 ? beyond : Math.min(least, beyond);
    most = Math.max(most, beyond - least + 1);
  }
  return most;
}
