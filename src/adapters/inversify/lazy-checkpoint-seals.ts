import type { CertificateSigner } from '../../application/ports/certificate-signer.ts';
import type { CheckpointSeals } from '../../application/ports/checkpoint-seals.ts';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import { ResultAsync } from '../../domain/result.ts';

/** Seals of checkpoints, loaded with the first one: only a worker makes any. */
export function lazyCheckpointSeals(signer: CertificateSigner): CheckpointSeals {
  const seals = (): ResultAsync<CheckpointSeals, PortFailure> =>
    ResultAsync.fromPromise(import('../certificates/index.ts'), (cause) =>
      portFailure('CertificateSigner', true, cause),
    ).map(({ checkpointSeals }) => checkpointSeals(signer));
  return {
    sign: (text) => seals().andThen((loaded) => loaded.sign(text)),
    isGenuine: (text, seal) => seals().andThen((loaded) => loaded.isGenuine(text, seal)),
  };
}
