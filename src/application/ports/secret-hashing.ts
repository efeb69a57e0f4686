import type { ChallengeId, NoticeId } from '../../domain/ids.ts';
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
  /**
   * What proves that an address to unsubscribe by was made here: HMAC-SHA-256 of the id of a notice under a key of the vault,
   * 16 bytes as 22 characters of base64url.
   */
  unsubscribeMac(notice: NoticeId): ResultAsync<string, PortFailure>;
  /** Whether {@link SecretHashing.unsubscribeMac} made it, under this key or the one before; compared in constant time. */
  madeUnsubscribeMac(notice: NoticeId, mac: string): ResultAsync<boolean, PortFailure>;
  /** The hash by which a session is found. */
  sessionToken(token: SessionToken): SessionTokenHash;
}

/** What a code is bound to: it opens nothing else. */
export interface CodeBinding {
  readonly challenge: ChallengeId;
  readonly purpose: ChallengePurpose;
  readonly target: ChallengeTarget;
}
