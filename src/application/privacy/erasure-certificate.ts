import { ErasureId, type InvalidId } from '../../domain/ids.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';

/** The erasure by its id, which is all that its person still holds. */
export interface ErasureCertificateInput {
  /** As `cancelMyAccount` answered it. Who has it may ask: the person has no session any more. */
  readonly erasure: string;
}

/** The signed document, as it was signed. */
export interface IssuedCertificate {
  readonly erasure: ErasureId;
  /** JSON text. Hand it out as it is; `verifyCertificate` and `joos certificate verify` judge it. */
  readonly document: string;
}

/** Why there is no certificate: there is no such erasure, or it has not come to its end yet. */
export type ErasureCertificateRefusal =
  | InvalidId
  | { readonly kind: 'NoSuchErasure' }
  | { readonly kind: 'NotCertifiedYet' }
  | PortFailure;

/** Looks up the certificate of a finished erasure (POLICY.md C25; GDPR art. 5(2)). */
export type ErasureCertificateOf = (
  input: ErasureCertificateInput,
) => ResultAsync<IssuedCertificate, ErasureCertificateRefusal>;

/** Makes the use case. */
export function erasureCertificate({ store, vault }: Pick<Ports, 'store' | 'vault'>): ErasureCertificateOf {
  return (input) =>
    safeTry(async function* () {
      const erasure = yield* ErasureId.parse(input.erasure);
      const document = yield* vault.certificateOf(erasure);
      if (document !== null) return ok({ erasure, document });
      const found = yield* store.reads.erasure(erasure);
      return err({ kind: found === null ? ('NoSuchErasure' as const) : ('NotCertifiedYet' as const) });
    });
}
