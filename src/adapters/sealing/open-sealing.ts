import type { KeyRotation } from '../../application/ports/key-rotation.ts';
import type { PortFailure } from '../../application/ports/port-failure.ts';
import type { Sealing } from '../../application/ports/sealing.ts';
import type { CodeBinding, SecretHashing } from '../../application/ports/secret-hashing.ts';
import type { Vault } from '../../application/ports/vault.ts';
import { okAsync, type ResultAsync } from '../../domain/result.ts';
import type { ChallengeTarget } from '../../domain/verification/challenge.ts';
import { EpochKeys, type KeyBasis } from './epoch-keys.ts';
import { epochRotation } from './epoch-rotation.ts';
import { type IndexKeys, openIndexKeys } from './index-keys.ts';
import { SubjectVault } from './subject-vault.ts';

/** The ports that speak of the vault's keys. Closing the vault closes the rows. */
export interface OpenedSealing {
  readonly vault: Vault;
  readonly sealing: Sealing;
  readonly rotation: KeyRotation;
  readonly hashing: Pick<SecretHashing, 'code'>;
}

/**
 * Opens the vault: loads the epoch keys and the keys of the blind indexes, and makes them the first time. Two processes that
 * open an empty vault at once end with the same keys.
 */
export function openSealing(basis: KeyBasis): ResultAsync<OpenedSealing, PortFailure> {
  const epochs = new EpochKeys(basis);
  return epochs
    .open()
    .andThen(() => openIndexKeys(basis))
    .map((indexes) => {
      const vault = new SubjectVault(basis, epochs, indexes);
      return { vault, sealing: vault, rotation: epochRotation(basis, epochs), hashing: { code: codeHashing(indexes) } };
    });
}

function codeHashing(indexes: IndexKeys): SecretHashing['code'] {
  return (code, { challenge, purpose, target }: CodeBinding) =>
    okAsync(indexes.ofCode(challenge, purpose, target.kind, addressOf(target), code.reveal()));
}

function addressOf(target: ChallengeTarget): string {
  return target.kind === 'phone' ? target.phone : target.email;
}
