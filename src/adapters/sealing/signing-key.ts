import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { CertificateSigner } from '../../application/ports/certificate-signer.ts';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import type { VaultRows, WrappedSigningKey } from '../../application/ports/vault-rows.ts';
import { err, errAsync, ok, okAsync, type Result, ResultAsync } from '../../domain/result.ts';
import type { KeyBasis } from './epoch-keys.ts';
import { lengthPrefixed } from './length-prefixed.ts';

/** An Ed25519 private key is 32 random bytes (RFC 8032, section 5.1.5). */
const seedBytes = 32;

/** All that stands before the 32 bytes in a PKCS #8 document of an Ed25519 key (RFC 8410, section 7). */
const pkcs8Prefix: Uint8Array = Buffer.from('302e020100300506032b657004220420', 'hex');

/** What the signing key is built on: of the vault's rows only its own. */
export type SigningKeyBasis = Omit<KeyBasis, 'rows'> & {
  readonly rows: Pick<VaultRows, 'signingKeys' | 'addSigningKey'>;
};

interface SigningKey {
  readonly keyId: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/**
 * Opens the key that certificates are signed with, and makes it the first time. Of processes that do so at once each may add
 * one, and all go on with the oldest, since every one of them reads back what the vault holds. A certificate that was signed
 * with another of them verifies all the same: {@link CertificateSigner.publicKeys} holds every one.
 */
export function openSigningKey(basis: SigningKeyBasis): ResultAsync<CertificateSigner, PortFailure> {
  return signingKeys(basis)
    .andThen((keys) => {
      if (keys.length > 0) return okAsync(keys);
      return addKey(basis).andThen(() => signingKeys(basis));
    })
    .andThen(([oldest]) => (oldest === undefined ? errAsync(portFailure('Vault', false)) : okAsync(oldest)))
    .map(({ keyId, privateKey }) => ({
      keyId,
      publicKeys: () => signingKeys(basis).map((keys) => keys.map(pemOf).join('')),
      sign: (bytes) => okAsync(new Uint8Array(sign(null, bytes, privateKey))),
    }));
}

function addKey(basis: SigningKeyBasis): ResultAsync<void, PortFailure> {
  const seed = basis.randomness.bytes(seedBytes);
  const { keyId, publicKey } = keyOf(seed);
  return basis.wrapper.wrap(seed, contextOf(basis, keyId)).andThen((wrappedKey) => {
    seed.fill(0);
    return basis.rows.addSigningKey({ keyId, wrappedKey, publicKey: derOf(publicKey), createdAt: basis.clock.now() });
  });
}

/** Oldest first, and of those made in the same millisecond the one whose name comes first: every process has one order. */
function signingKeys(basis: SigningKeyBasis): ResultAsync<readonly SigningKey[], PortFailure> {
  return basis.rows
    .signingKeys()
    .andThen((rows) =>
      ResultAsync.combine(
        rows
          .toSorted(olderFirst)
          .map((row) =>
            basis.wrapper.unwrap(row.wrappedKey, contextOf(basis, row.keyId)).andThen((seed) => opened(row, seed)),
          ),
      ),
    );
}

function olderFirst(one: WrappedSigningKey, other: WrappedSigningKey): number {
  return one.createdAt - other.createdAt || (one.keyId < other.keyId ? -1 : 1);
}

/** Nothing is published or signed with unless both halves belong together: whoever can write rows must not add a key. */
function opened(row: WrappedSigningKey, seed: Uint8Array): Result<SigningKey, PortFailure> {
  if (seed.length !== seedBytes) return err(portFailure('Vault', false));
  const key = keyOf(seed);
  seed.fill(0);
  const isWhole = key.keyId === row.keyId && Buffer.from(row.publicKey).equals(derOf(key.publicKey));
  return isWhole ? ok(key) : err(portFailure('Vault', false));
}

function keyOf(seed: Uint8Array): SigningKey {
  const der = Buffer.concat([pkcs8Prefix, seed]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  der.fill(0);
  const publicKey = createPublicKey(privateKey);
  const keyId = createHash('sha256').update(derOf(publicKey)).digest('hex').slice(0, 16);
  return { keyId, privateKey, publicKey };
}

function derOf(publicKey: KeyObject): Uint8Array {
  return publicKey.export({ format: 'der', type: 'spki' });
}

function pemOf({ publicKey }: SigningKey): string {
  return publicKey.export({ format: 'pem', type: 'spki' }).toString();
}

function contextOf({ environment }: SigningKeyBasis, keyId: string): string {
  return lengthPrefixed('signing-key', environment, keyId);
}
