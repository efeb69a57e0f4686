import type { ResultAsync } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';

/** What it takes to verify the certificates of this installation. It is no secret: publish it. */
export interface CertificateKey {
  /** Names the key that is signed with now; every certificate names its own. */
  readonly keyId: string;
  /** PEM, one block a key that this installation has signed with, the present one first. */
  readonly publicKeys: string;
}

/** Answers the public key by which anybody verifies a certificate offline. */
export type CertificateKeyOf = () => ResultAsync<CertificateKey, PortFailure>;

/** Makes the use case. */
export function certificateKey({ certificates }: Pick<Ports, 'certificates'>): CertificateKeyOf {
  return () => certificates.publicKeys().map((publicKeys) => ({ keyId: certificates.keyId, publicKeys }));
}
