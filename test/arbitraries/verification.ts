import * as fc from 'fast-check';
import {
  type Challenge,
  type ChallengePurpose,
  type CodeHash,
  challengePurposes,
  codeHashBytes,
  issueChallenge,
} from '../../src/domain/verification/challenge.ts';
import { OneTimeCode, oneTimeCodeBytes } from '../../src/domain/verification/one-time-code.ts';
import { challengeIds, subjectIds } from './ids.ts';
import { instants } from './instant.ts';

const purposes: fc.Arbitrary<ChallengePurpose> = fc.constantFrom(...challengePurposes);

export const codeHashes: fc.Arbitrary<CodeHash> = fc.uint8Array({
  minLength: codeHashBytes,
  maxLength: codeHashBytes,
});

/** Challenges that were just sent. */
export const freshChallenges: fc.Arbitrary<Challenge> = fc
  .record({
    challenge: challengeIds,
    purpose: purposes,
    subject: fc.option(subjectIds),
    codeHash: codeHashes,
    at: instants,
  })
  .map(issueChallenge);

export const oneTimeCodes: fc.Arbitrary<OneTimeCode> = fc
  .uint8Array({ minLength: oneTimeCodeBytes, maxLength: oneTimeCodeBytes })
  // Below 2^31 nothing is thrown away.
  .map((bytes) => OneTimeCode.fromBytes(bytes.with(0, (bytes[0] ?? 0) & 0x7f)));
