import type { Unopenable } from '../../application/ports/sealing.ts';
import type { WrappedSubjectKey } from '../../application/ports/vault-rows.ts';
import type { Result } from '../../domain/result.ts';
import type { EpochKey } from './epoch-keys.ts';
import { associatedData } from './length-prefixed.ts';
import { openBytes, type SealingKey, sealBytes } from './sealed-bytes.ts';

/** Whose data key it is: bound into the wrapping, so that a key moved to another subject or class does not open. */
export type KeyOwner = Pick<WrappedSubjectKey, 'subject' | 'keyClass'>;

/** Wraps the bytes of a data key under an epoch key; the nonce must never have been used with that one. */
export function wrapDataKey(
  epoch: EpochKey,
  environment: string,
  owner: KeyOwner,
  nonce: Uint8Array,
  bytes: Uint8Array,
): Uint8Array {
  return sealBytes(epoch.key, nonce, contextOf(environment, owner, epoch.epochId), bytes);
}

/** The bytes of a data key. Whoever asked overwrites them. */
export function unwrapDataKey(
  epoch: SealingKey,
  environment: string,
  { subject, keyClass, epochId, wrappedKey }: WrappedSubjectKey,
): Result<Buffer, Unopenable> {
  return openBytes(epoch, contextOf(environment, { subject, keyClass }, epochId), wrappedKey);
}

function contextOf(environment: string, { subject, keyClass }: KeyOwner, epochId: number): Uint8Array {
  return associatedData('data-key', environment, subject, keyClass, String(epochId));
}
