import { verify } from 'node:crypto';
import type { CertificateSigner } from '../../application/ports/certificate-signer.ts';
import type { CheckpointSeals } from '../../application/ports/checkpoint-seals.ts';
import { portFailure } from '../../application/ports/port-failure.ts';
import type { LineSeal } from '../../domain/audit/checkpoint.ts';
import { errAsync, okAsync } from '../../domain/result.ts';
import { verifyingKeysIn } from './public-keys.ts';

/** Seals by the installation's signing key. */
export function checkpointSeals(signer: CertificateSigner): CheckpointSeals {
  return {
    sign: (text) =>
      signer.sign(Buffer.from(text, 'utf8')).map((signature) => ({
        keyId: signer.keyId,
        signature: Buffer.from(signature).toString('base64'),
      })),
    isGenuine: (text, seal) => signer.publicKeys().map((pem) => isSigned(pem, text, seal)),
  };
}

/** Tells genuine seals by published keys (PEM) and signs nothing: for who verifies the log without the vault. */
export function publishedSeals(publicKeys: string): CheckpointSeals {
  return {
    sign: () => errAsync(portFailure('CertificateSigner', false)),
    isGenuine: (text, seal) => okAsync(isSigned(publicKeys, text, seal)),
  };
}

function isSigned(publicKeys: string, text: string, { keyId, signature }: LineSeal): boolean {
  const bytes = Buffer.from(signature, 'base64');
  return verifyingKeysIn(publicKeys).some(
    (key) => key.keyId === keyId && bytes.length === 64 && verify(null, Buffer.from(text, 'utf8'), key.key, bytes),
  );
}
