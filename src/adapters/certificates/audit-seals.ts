import { verify } from 'node:crypto';
import type { AuditSeals } from '../../application/ports/audit-seals.ts';
import type { CertificateSigner } from '../../application/ports/certificate-signer.ts';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import type { AuditSeal } from '../../domain/audit/seal.ts';
import { errAsync, okAsync, type ResultAsync } from '../../domain/result.ts';
import { signatureIn, type VerifyingKey, verifyingKeysIn } from './public-keys.ts';

/** Seals by the installation's signing key. */
export function auditSeals(signer: CertificateSigner): AuditSeals {
  let known: readonly VerifyingKey[] = [];
  // A key is in the vault before it signs anything: one that was not there then is none of ours.
  const foreign = new Set<string>();
  // A log has many seals and few keys, and to read them takes the vault and the key service.
  const keysWith = (keyId: string): ResultAsync<readonly VerifyingKey[], PortFailure> =>
    foreign.has(keyId) || known.some((key) => key.keyId === keyId)
      ? okAsync(known)
      : signer.publicKeys().map((pem) => {
          known = verifyingKeysIn(pem);
          if (!known.some((key) => key.keyId === keyId)) foreign.add(keyId);
          return known;
        });
  return {
    sign: (text) =>
      signer.sign(Buffer.from(text, 'utf8')).map((signature) => ({
        keyId: signer.keyId,
        signature: Buffer.from(signature).toString('base64'),
      })),
    isGenuine: (text, seal) => keysWith(seal.keyId).map((keys) => isSigned(keys, text, seal)),
  };
}

/** Tells genuine seals by published keys (PEM) and signs nothing: for who verifies the log without the vault. */
export function publishedSeals(publicKeys: string): AuditSeals {
  const keys = verifyingKeysIn(publicKeys);
  return {
    sign: () => errAsync(portFailure('CertificateSigner', false)),
    isGenuine: (text, seal) => okAsync(isSigned(keys, text, seal)),
  };
}

function isSigned(keys: readonly VerifyingKey[], text: string, { keyId, signature }: AuditSeal): boolean {
  const bytes = signatureIn(signature);
  return (
    bytes !== null && keys.some((key) => key.keyId === keyId && verify(null, Buffer.from(text, 'utf8'), key.key, bytes))
  );
}
