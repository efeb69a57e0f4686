import * as fc from 'fast-check';
import {
  type Challenge,
  type ChallengePurpose,
  type CodeDigits,
  type CodeHash,
  type CodeHolder,
  challengePurposes,
  codeHashBytes,
  issueChallenge,
} from '../../src/domain/verification/challenge.ts';
import { OneTimeCode, oneTimeCodeBytes } from '../../src/domain/verification/one-time-code.ts';
import { challengeIds, sessionIds, subjectIds } from './ids.ts';
import { instants } from './instant.ts';

export const challengePurposesOfAll: fc.Arbitrary<ChallengePurpose> = fc.constantFrom(...challengePurposes);

export const codeDigits: fc.Arbitrary<CodeDigits> = fc.constantFrom(6, 8);

export const codeHashes: fc.Arbitrary<CodeHash> = fc.uint8Array({
  minLength: codeHashBytes,
  maxLength: codeHashBytes,
});

/** A device that is not logged in, or a session. */
export const codeHolders: fc.Arbitrary<CodeHolder> = fc.oneof(
  fc.stringMatching(/^[0-9a-f]{64}$/).map((device): CodeHolder => ({ kind: 'device', device })),
  sessionIds.map((session): CodeHolder => ({ kind: 'session', session })),
);

/** Challenges that were just sent. */
export const freshChallenges: fc.Arbitrary<Challenge> = fc
  .record({
    challenge: challengeIds,
    purpose: challengePurposesOfAll,
    subject: fc.option(subjectIds),
    holder: codeHolders,
    digits: codeDigits,
    codeHash: codeHashes,
    at: instants,
  })
  .map(issueChallenge);

export function oneTimeCodes(digits: CodeDigits): fc.Arbitrary<OneTimeCode> {
  return (
    fc
      .uint8Array({ minLength: oneTimeCodeBytes, maxLength: oneTimeCodeBytes })
      // Below 2^31 nothing is thrown away.
      .map((bytes) => OneTimeCode.fromBytes(bytes.with(0, (bytes[0] ?? 0) & 0x7f), digits))
  );
}
