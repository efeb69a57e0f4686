import { createHash, randomBytes } from 'node:crypto';

/** A budget that a code is charged to, by the key of its row: for so long it is fuller, and so much comes back. */
export interface FloorBudget {
  readonly bucket: Buffer;
  readonly costMs: number;
  readonly backMs: number;
}

/** What guesses at the codes of everybody are counted in: a right one is charged as a wrong one is, and given back. */
export const everybodysGuesses: Buffer = randomBytes(16);

/** As long as the holder of a real challenge. */
export const holderText: string = `device:${randomBytes(32).toString('hex')}`;

/** Those that a whole country, and the world, are counted by: everybody waits for the same three rows. */
const shared: readonly FloorBudget[] = [
  { bucket: randomBytes(16), costMs: 4, backMs: 12 },
  { bucket: randomBytes(16), costMs: 1, backMs: 0 },
  { bucket: randomBytes(16), costMs: 1, backMs: 0 },
];

/**
 * The budgets of one newcomer's code, in the order of their keys, as whoever does not want a deadlock locks them: three of the
 * number and two of the network, which nobody else has, one of its block of 10,000 numbers, and those of everybody.
 */
export function budgetsOf(newcomer: number): readonly FloorBudget[] {
  return inOrder([
    ...shared,
    { bucket: bucketOf(`block ${Math.floor(newcomer / 10_000)}`), costMs: 87, backMs: 261 },
    { bucket: randomBytes(16), costMs: 30, backMs: 30 },
    { bucket: randomBytes(16), costMs: 4, backMs: 4 },
    { bucket: randomBytes(16), costMs: 87, backMs: 0 },
    { bucket: randomBytes(16), costMs: 180_000, backMs: 540_000 },
    { bucket: randomBytes(16), costMs: 1_440_000, backMs: 4_320_000 },
  ]);
}

/** The budgets of one guess: the number's own, and everybody's. */
export function guessesOf(): readonly FloorBudget[] {
  return inOrder([
    { bucket: randomBytes(16), costMs: 8_640_000, backMs: 8_640_000 },
    { bucket: everybodysGuesses, costMs: 3, backMs: 3 },
  ]);
}

/** By their keys. */
export function inOrder(budgets: readonly FloorBudget[]): readonly FloorBudget[] {
  return budgets.toSorted((one, other) => Buffer.compare(one.bucket, other.bucket));
}

function bucketOf(name: string): Buffer {
  return createHash('sha256').update(name).digest().subarray(0, 16);
}
