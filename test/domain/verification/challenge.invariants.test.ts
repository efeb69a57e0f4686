import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Instant } from '../../../src/domain/instant.ts';
import {
  type Challenge,
  type CodeHash,
  codeLifetimeMs,
  codeTries,
  decideVerification,
  holderOf,
  holderText,
  type NotOpen,
  type Presenting,
  type Verification,
  whyNotOpen,
} from '../../../src/domain/verification/challenge.ts';
import { subjectIds } from '../../arbitraries/ids.ts';
import { challengePurposesOfAll, codeHashes, codeHolders, freshChallenges } from '../../arbitraries/verification.ts';

/** A code as somebody shows it. */
type Shown = Presenting & { readonly codeHash: CodeHash };

/** Mostly what the challenge has, and else something of the kind. */
const mostly = <Value>(value: Value, others: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: others });

/** What somebody tries: with the right code or not, as who, on what, for what, how long after the sending. */
const attempts = (open: Challenge): fc.Arbitrary<readonly Shown[]> =>
  fc.array(
    fc.record({
      codeHash: fc.oneof({ weight: 4, arbitrary: codeHashes }, { weight: 1, arbitrary: fc.constant(open.codeHash) }),
      purpose: mostly(open.purpose, challengePurposesOfAll),
      holder: mostly(open.holder, codeHolders),
      subject: mostly(open.subject, fc.option(subjectIds)),
      at: fc
        .oneof(
          { weight: 9, arbitrary: fc.integer({ min: 0, max: codeLifetimeMs - 1 }) },
          { weight: 1, arbitrary: fc.integer({ min: codeLifetimeMs, max: 2 * codeLifetimeMs }) },
        )
        .map((ms) => Instant.plusMs(open.sentAt, ms)),
    }),
    { maxLength: 30 },
  );

const challengesAndAttempts = freshChallenges.chain((open) => fc.tuple(fc.constant(open), attempts(open)));

interface Played {
  readonly before: Challenge | null;
  readonly shown: Shown;
  readonly answer: NotOpen | Verification;
  /** Whether the code was compared with the right one at all. */
  readonly judged: boolean;
}

/** Shows one code after the other, and keeps the challenge as its store would. */
function play(first: Challenge, attempted: readonly Shown[]): readonly Played[] {
  let stored: Challenge | null = first;
  return attempted.map((shown): Played => {
    const before = stored;
    if (before === null) return { before, shown, answer: { kind: 'unknown' }, judged: false };
    const closed = whyNotOpen(before, shown);
    if (closed !== null) {
      if (closed.kind === 'expired') stored = null;
      return { before, shown, answer: closed, judged: false };
    }
    const answer = decideVerification(before, shown.codeHash);
    if (answer.kind === 'wrong') stored = answer.challenge;
    else stored = answer.kind === 'spent' ? { ...before, triesLeft: 0 } : null;
    return { before, shown, answer, judged: true };
  });
}

const isTheirs = (open: Challenge, { purpose, holder, subject }: Presenting): boolean =>
  purpose === open.purpose && subject === open.subject && JSON.stringify(holder) === JSON.stringify(open.holder);

describe('a challenge', () => {
  it('never judges more than 5 guesses, whatever is tried', () => {
    fc.assert(
      fc.property(challengesAndAttempts, ([open, attempted]) => {
        expect(play(open, attempted).filter(({ judged }) => judged).length).toBeLessThanOrEqual(codeTries);
      }),
    );
  });

  it('opens once at most', () => {
    fc.assert(
      fc.property(challengesAndAttempts, ([open, attempted]) => {
        const opened = play(open, [...attempted, ...attempted]).filter(({ answer }) => answer.kind === 'verified');
        expect(opened.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('opens only for who asked, where it was asked, for what it was asked, in time, with the right code and a try left', () => {
    fc.assert(
      fc.property(challengesAndAttempts, ([open, attempted]) => {
        for (const { before, shown, answer } of play(open, attempted)) {
          const right =
            before !== null &&
            before.triesLeft > 0 &&
            isTheirs(open, shown) &&
            shown.at < open.expiresAt &&
            Buffer.compare(shown.codeHash, open.codeHash) === 0;
          expect(answer.kind === 'verified').toBe(right);
        }
      }),
    );
  });

  it('loses one try with each wrong guess, and none to a stranger', () => {
    fc.assert(
      fc.property(challengesAndAttempts, ([open, attempted]) => {
        for (const { before, shown, answer } of play(open, attempted)) {
          if (answer.kind === 'wrong') {
            expect(answer.challenge).toEqual({ ...before, triesLeft: before!.triesLeft - 1 });
          }
          if (!isTheirs(open, shown)) expect(answer).toEqual({ kind: 'unknown' });
        }
      }),
    );
  });

  it('counts one try after the other down to none', () => {
    fc.assert(
      fc.property(freshChallenges, codeHashes, (open, guess) => {
        fc.pre(Buffer.compare(guess, open.codeHash) !== 0);
        const shown = { ...open, codeHash: guess, at: open.sentAt };
        const left = play(open, Array<Shown>(codeTries + 1).fill(shown)).map(({ answer }) =>
          answer.kind === 'wrong' ? answer.challenge.triesLeft : answer.kind,
        );
        expect(left).toEqual([4, 3, 2, 1, 'spent', 'spent']);
      }),
    );
  });
});

describe('the holder of a code', () => {
  it('is read back from its text, and shares the text with no other', () => {
    fc.assert(
      fc.property(codeHolders, codeHolders, (one, other) => {
        expect(holderOf(holderText(one))).toEqual(one);
        expect(holderText(one) === holderText(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });
});
