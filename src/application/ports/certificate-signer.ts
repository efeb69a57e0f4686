import type { ResultAsync } from '../../domain/result.ts';
import type { PortFailure } from './port-failure.ts';

/** The installation's signing key: an Ed25519 key of the vault, or of a device that lets nobody take it out. */
export interface CertificateSigner {
  /** Names the key: the first 16 hex digits of the SHA-256 of its public half (SPKI, DER). */
  readonly keyId: string;
  /**
   * The public halves of every key that this installation has signed with, as PEM (SPKI), the present one first. Publish
   * them: they are all that it takes to verify a certificate.
   */
  publicKeys(): ResultAsync<string, PortFailure>;
  /** The Ed25519 signature (RFC 8032) over the bytes: 64 bytes, the same for the same bytes. */
  sign(bytes: Uint8Array): ResultAsync<Uint8Array, PortFailure>;
}
