import type { ChallengeId, ChangeId, NoticeId } from '../../domain/ids.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import type { AttemptToken } from '../../domain/verification/attempt-token.ts';
import type {
  ChallengePurpose,
  ChallengeTarget,
  CodeHash,
  CodeHolder,
  DeviceHash,
} from '../../domain/verification/challenge.ts';
import type { Charge } from '../../domain/verification/code-budget.ts';
import type { DeviceToken } from '../../domain/verification/device-token.ts';
import type { OneTimeCode } from '../../domain/verification/one-time-code.ts';
import type { BucketCharge } from './bucket-charge.ts';
import type { AttemptTokenHash } from './log-in-attempts.ts';
import type { PortFailure } from './port-failure.ts';

/** What is stored of a session token: SHA-256 of its 256 random bits. */
export type SessionTokenHash = Uint8Array;

/** What an address in a message does, and the record that it speaks of. */
export type LinkSubject =
  | { readonly does: 'unsubscribe'; readonly notice: NoticeId }
  | { readonly does: 'confirm-email'; readonly challenge: ChallengeId }
  | { readonly does: 'undo-change'; readonly change: ChangeId };

/** Makes of secrets what may be stored of them. */
export interface SecretHashing {
  /**
   * HMAC-SHA-256 of the code under a key of the vault, bound to challenge, purpose, target and holder. Beside a hash that is
   * `stored` already it is the hash under the key that made that one, if the code is the same: the key may have been rotated
   * since.
   */
  code(code: OneTimeCode, binding: CodeBinding, stored?: CodeHash): ResultAsync<CodeHash, PortFailure>;
  /** The bucket of each charge: HMAC-SHA-256 of rule and owner under a key of the vault, 16 bytes. */
  buckets(charges: readonly Charge[]): ResultAsync<readonly BucketCharge[], PortFailure>;
  /**
   * What proves that an address in a message was made here: HMAC-SHA-256 of what it does and of the record, under a key of the
   * vault, 16 bytes as 22 characters of base64url.
   */
  linkMac(link: LinkSubject): ResultAsync<string, PortFailure>;
  /** Whether {@link SecretHashing.linkMac} made it, under this key or the one before; compared in constant time. */
  madeLinkMac(link: LinkSubject, mac: string): ResultAsync<boolean, PortFailure>;
  /** SHA-256 of a text in UTF-8, as 64 hex digits in lower case: the audit log is chained by it. */
  digest(text: string): string;
  /** The hash by which a session is found. */
  sessionToken(token: SessionToken): SessionTokenHash;
  /** The hash by which a device is told from others. */
  deviceToken(token: DeviceToken): DeviceHash;
  /** The hash by which an attempt is found. */
  attemptToken(token: AttemptToken): AttemptTokenHash;
  /** One of the values that an attempt shows the provider, made of its token: 43 characters of base64url (HMAC-SHA-256). */
  attemptValue(token: AttemptToken, of: 'state' | 'nonce' | 'code-verifier'): string;
}

/** What a code is bound to: it opens nothing else. */
export interface CodeBinding {
  readonly challenge: ChallengeId;
  readonly purpose: ChallengePurpose;
  readonly target: ChallengeTarget;
  readonly holder: CodeHolder;
}
