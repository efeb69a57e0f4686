import type { IndexKeyRotation } from '../../application/ports/index-rotation.ts';
import type { KeyRotation } from '../../application/ports/key-rotation.ts';
import type { PortFailure } from '../../application/ports/port-failure.ts';
import type { Sealing } from '../../application/ports/sealing.ts';
import type { CodeBinding, LinkSubject, SecretHashing } from '../../application/ports/secret-hashing.ts';
import type { Vault } from '../../application/ports/vault.ts';
import type { ResultAsync } from '../../domain/result.ts';
import { unreachable } from '../../domain/unreachable.ts';
import { type ChallengeTarget, holderText } from '../../domain/verification/challenge.ts';
import { EpochKeys, type KeyBasis } from './epoch-keys.ts';
import { epochRotation } from './epoch-rotation.ts';
import { IndexKeys } from './index-keys.ts';
import { indexKeyRotation } from './index-rotation.ts';
import { SubjectVault } from './subject-vault.ts';

/** The ports that speak of the vault's keys. Closing the vault closes the rows. */
export interface OpenedSealing {
  readonly vault: Vault;
  readonly sealing: Sealing;
  readonly rotation: KeyRotation;
  readonly indexRotation: IndexKeyRotation;
  readonly hashing: Pick<SecretHashing, 'code' | 'buckets' | 'linkMac' | 'madeLinkMac'>;
}

/**
 * Opens the vault: loads the epoch keys and the keys of the blind indexes, and makes them the first time. Two processes that
 * open an empty vault at once end with the same keys.
 */
export function openSealing(basis: KeyBasis): ResultAsync<OpenedSealing, PortFailure> {
  const epochs = new EpochKeys(basis);
  const indexes = new IndexKeys(basis);
  return epochs
    .open()
    .andThen(() => indexes.open())
    .map(() => {
      const vault = new SubjectVault(basis, epochs, indexes);
      return {
        vault,
        sealing: vault,
        rotation: epochRotation(basis, epochs),
        indexRotation: indexKeyRotation(basis, indexes),
        hashing: {
          code: codeHashing(indexes),
          buckets: (charges) =>
            indexes
              .current()
              .map((keys) => charges.map((charge) => ({ ...charge, bucket: keys.ofBucket(charge.rule, charge.of) }))),
          linkMac: (link) => indexes.current().map((keys) => keys.ofLink(link.does, recordOf(link))),
          madeLinkMac: (link, mac) => indexes.current().map((keys) => keys.madeLink(link.does, recordOf(link), mac)),
        },
      };
    });
}

function codeHashing(indexes: IndexKeys): SecretHashing['code'] {
  return (code, { challenge, purpose, target, holder }: CodeBinding, stored) => {
    const parts = [challenge, purpose, target.kind, addressOf(target), holderText(holder), code.reveal()];
    return indexes.current().map((keys) => keys.ofCode(parts, stored));
  };
}

function recordOf(link: LinkSubject): string {
  switch (link.does) {
    case 'unsubscribe':
      return link.notice;
    case 'confirm-email':
      return link.challenge;
    case 'undo-change':
      return link.change;
    default:
      return unreachable(link satisfies never);
  }
}

function addressOf(target: ChallengeTarget): string {
  return target.kind === 'phone' ? target.phone : target.email;
}
