import type { AuditSeals } from '../../application/ports/audit-seals.ts';
import type { CertificateSigner } from '../../application/ports/certificate-signer.ts';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import { ResultAsync } from '../../domain/result.ts';

/** Seals of the audit log, loaded with the first one. */
export function lazyAuditSeals(signer: CertificateSigner): AuditSeals {
  const seals = (): ResultAsync<AuditSeals, PortFailure> =>
    ResultAsync.fromPromise(import('../certificates/audit-seals.ts'), (cause) =>
      portFailure('CertificateSigner', true, cause),
    ).map(({ auditSeals }) => auditSeals(signer));
  return {
    sign: (text) => seals().andThen((loaded) => loaded.sign(text)),
    isGenuine: (text, seal) => seals().andThen((loaded) => loaded.isGenuine(text, seal)),
  };
}
