import type { CertificateSigner } from '../../application/ports/certificate-signer.ts';
import type { Certificates } from '../../application/ports/certificates.ts';
import { portFailure } from '../../application/ports/port-failure.ts';
import { err, errAsync, ok } from '../../domain/result.ts';
import { algorithm, digestOf, type Seal, statementOf } from './sealed-statement.ts';

const signatureBytes = 64;

/** Seals certificates of the installation of this name with its signing key. */
export function sealingCertificates(signer: CertificateSigner, installation: string): Certificates {
  const { keyId } = signer;
  return {
    installation,
    keyId,
    publicKeys: () => signer.publicKeys(),
    seal: (certificate) => {
      const digests: Record<string, string> = {};
      for (const [section, content] of Object.entries(certificate)) {
        const digest = digestOf(content);
        if (digest === null) return errAsync(portFailure('CertificateSigner', false));
        digests[section] = digest;
      }
      return signer.sign(statementOf(keyId, digests)).andThen((signature) => {
        if (signature.length !== signatureBytes) return err(portFailure('CertificateSigner', false));
        const seal: Seal = { algorithm, keyId, digests, signature: Buffer.from(signature).toString('base64') };
        return ok(`${JSON.stringify({ ...certificate, seal }, null, 2)}\n`);
      });
    },
  };
}
