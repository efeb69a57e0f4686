import type { CertificateSigner } from '../../application/ports/certificate-signer.ts';
import type { Certificates } from '../../application/ports/certificates.ts';
import { portFailure } from '../../application/ports/port-failure.ts';
import { ResultAsync } from '../../domain/result.ts';

/** Sealed certificates, loaded when the first one is sealed: only a process that finishes erasures makes any. */
export function lazyCertificates(signer: CertificateSigner, installation: string): Certificates {
  return {
    installation,
    keyId: signer.keyId,
    publicKeys: () => signer.publicKeys(),
    seal: (certificate) =>
      ResultAsync.fromPromise(import('../certificates/index.ts'), (cause) =>
        portFailure('CertificateSigner', true, cause),
      ).andThen(({ sealingCertificates }) => sealingCertificates(signer, installation).seal(certificate)),
  };
}
