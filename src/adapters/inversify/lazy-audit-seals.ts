import type { AuditSeals } from '../../application/ports/audit-seals.ts';
import type { CertificateSigner } from '../../application/ports/certificate-signer.ts';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import { okAsync, ResultAsync } from '../../domain/result.ts';

/** Seals of the audit log, loaded with the first one. They are made once, since they remember the public keys. */
export function lazyAuditSeals(signer: CertificateSigner): AuditSeals {
  let made: AuditSeals | null = null;
  const seals = (): ResultAsync<AuditSeals, PortFailure> =>
    made === null
      ? ResultAsync.fromPromise(import('../certificates/audit-seals.ts'), (cause) =>
          portFailure('CertificateSigner', true, cause),
        ).map(({ auditSeals }) => {
          made ??= auditSeals(signer);
          return made;
        })
      : okAsync(made);
  return {
    sign: (text) => seals().andThen((loaded) => loaded.sign(text)),
    isGenuine: (text, seal) => seals().andThen((loaded) => loaded.isGenuine(text, seal)),
  };
}
