import { sealingCertificates } from '../../../src/adapters/certificates/index.ts';
import { openSigningKey, type SigningKeyBasis } from '../../../src/adapters/sealing/index.ts';
import type { CertificateSigner } from '../../../src/application/ports/certificate-signer.ts';
import type { WrappedSigningKey } from '../../../src/application/ports/vault-rows.ts';
import { type CertificateFacts, certificateOf } from '../../../src/domain/deletion/certificate-of.ts';
import { okAsync } from '../../../src/domain/result.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { instant, newBytes } from '../../../src/testing/contracts/samples.ts';
import { openWrapper } from '../sealing/opened.ts';

/** The vault's rows of signing keys, and a look at them. */
export function signingRows(): SigningKeyBasis['rows'] & { readonly held: WrappedSigningKey[] } {
  const held: WrappedSigningKey[] = [];
  return {
    held,
    signingKeys: () => okAsync(structuredClone(held)),
    addSigningKey: (key) => {
      if (!held.some(({ keyId }) => keyId === key.keyId)) held.push(structuredClone(key));
      return okAsync(undefined);
    },
  };
}

/** What a signing key is opened with, in one process. */
export function signingBasis(changes: Partial<SigningKeyBasis> = {}): SigningKeyBasis {
  return {
    rows: signingRows(),
    wrapper: openWrapper,
    randomness: { bytes: newBytes },
    clock: { now: () => instant() },
    environment: 'test',
    ...changes,
  };
}

/** A signer with the key of these 32 bytes, or with a new one. */
export async function newSigner(seed: Uint8Array = newBytes(32)): Promise<CertificateSigner> {
  return must(openSigningKey(signingBasis({ randomness: { bytes: () => new Uint8Array(seed) } })));
}

/** A certificate as it is handed out, and the public key that comes with it. */
export async function issued(
  facts: CertificateFacts,
  signer: CertificateSigner,
): Promise<{ readonly text: string; readonly publicKey: string }> {
  const text = await must(sealingCertificates(signer, facts.installation).seal(certificateOf(facts)));
  return { text, publicKey: await must(signer.publicKeys()) };
}
