import type { ChallengeId } from '../../domain/ids.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/user/session-token.ts';
import type { ChallengePurpose, ChallengeTarget, CodeHash } from '../../domain/verification/challenge.ts';
import type { OneTimeCode } from '../../domain/verification/one-time-code.ts';
import type { PortFailure } from './port-failure.ts';

/** What is stored of a session token: SHA-256 of its 256 random bits. */
export type SessionTokenHash = Uint8Array;

/** Makes of secrets what may be stored of them. */
export interface SecretHashing {
  /**
   * HMAC-SHA-256 of the code under a key of the vault, bound to challenge, purpose and target. Beside a hash that is `stored`
   * already it is the hash under the key that made that one, if the code is the same: the key may have been rotated since.
   */
  code(code: OneTimeCode, binding: CodeBinding, stored?: CodeHash): ResultAsync<CodeHash, PortFailure>;
  /** The hash by which a session is found. */
  sessionToken(token: SessionToken): SessionTokenHash;
}

/** What a code is bound to: it opens nothing else. */
export interface CodeBinding {
  readonly challenge: ChallengeId;
  readonly purpose: ChallengePurpose;
  readonly target: ChallengeTarget;
}
