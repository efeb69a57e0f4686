import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Instant } from '../../../src/domain/instant.ts';
import {
  type Challenge,
  codeLifetimeMs,
  codeTries,
  decideCodeRequest,
  decideVerification,
  type PresentedCode,
  resendAfterMs,
} from '../../../src/domain/verification/challenge.ts';
import { subjectIds } from '../../arbitraries/ids.ts';
import { codeHashes, freshChallenges } from '../../arbitraries/verification.ts';

/** What somebody tries: with the right code or not, as who, how long after the sending. */
const attempts = (open: Challenge): fc.Arbitrary<readonly PresentedCode[]> =>
  fc.array(
    fc.record({
      codeHash: fc.oneof({ weight: 9, arbitrary: codeHashes }, fc.constant(open.codeHash)),
      subject: fc.oneof({ weight: 9, arbitrary: fc.constant(open.subject) }, fc.option(subjectIds)),
      at: fc
        .oneof(
          { weight: 9, arbitrary: fc.integer({ min: 0, max: codeLifetimeMs - 1 }) },
          fc.integer({ min: codeLifetimeMs, max: 2 * codeLifetimeMs }),
        )
        .map((ms) => Instant.plusMs(open.sentAt, ms)),
    }),
    { maxLength: 30 },
  );

const challengesAndAttempts = freshChallenges.chain((open) => fc.tuple(fc.constant(open), attempts(open)));

/** Shows one code after the other, and keeps the challenge as its store would. */
function play(first: Challenge, shown: readonly PresentedCode[]) {
  let stored: Challenge | null = first;
  return shown.map((presented) => {
    const before = stored;
    const verification = decideVerification(before, presented);
    if (verification.kind === 'wrong') stored = verification.challenge;
    else if (verification.kind === 'spent' && stored !== null) stored = { ...stored, triesLeft: 0 };
    else if (verification.kind !== 'unknown') stored = null;
    return { before, presented, verification };
  });
}

describe('a challenge', () => {
  it('never judges more than 5 guesses, whatever is tried', () => {
    fc.assert(
      fc.property(challengesAndAttempts, ([open, shown]) => {
        const judged = play(open, shown).filter(
          ({ before, verification: { kind } }) =>
            kind === 'wrong' || kind === 'verified' || (kind === 'spent' && before?.triesLeft !== 0),
        );
        expect(judged.length).toBeLessThanOrEqual(codeTries);
      }),
    );
  });

  it('opens once at most', () => {
    fc.assert(
      fc.property(challengesAndAttempts, ([open, shown]) => {
        const opened = play(open, [...shown, ...shown]).filter(({ verification }) => verification.kind === 'verified');
        expect(opened.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('opens only for who asked, in time, with the right code, while tries are left', () => {
    fc.assert(
      fc.property(challengesAndAttempts, ([open, shown]) => {
        for (const { before, presented, verification } of play(open, shown)) {
          const right =
            before !== null &&
            before.triesLeft > 0 &&
            presented.subject === open.subject &&
            presented.at < open.expiresAt &&
            Buffer.compare(presented.codeHash, open.codeHash) === 0;
          expect(verification.kind === 'verified').toBe(right);
        }
      }),
    );
  });

  it('loses one try with each wrong guess, and none to a stranger', () => {
    fc.assert(
      fc.property(challengesAndAttempts, ([open, shown]) => {
        for (const { before, presented, verification } of play(open, shown)) {
          if (verification.kind === 'wrong') {
            expect(verification.challenge).toEqual({ ...before, triesLeft: before!.triesLeft - 1 });
          }
          if (presented.subject !== open.subject) expect(verification).toEqual({ kind: 'unknown' });
        }
      }),
    );
  });

  it('is followed by another after 30 seconds, and the wait that it tells is exact', () => {
    fc.assert(
      fc.property(freshChallenges, fc.integer({ min: -codeLifetimeMs, max: codeLifetimeMs }), (open, ms) => {
        const at = Instant.plusMs(open.sentAt, ms);
        const wait = decideCodeRequest(open, at).match(
          () => 0,
          ({ retryAfterMs }) => retryAfterMs,
        );
        expect(wait).toBe(Math.min(resendAfterMs, Math.max(0, resendAfterMs - ms)));
        if (ms >= 0) expect(decideCodeRequest(open, Instant.plusMs(at, wait)).isOk()).toBe(true);
      }),
    );
  });
});
