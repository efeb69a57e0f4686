import type { ErasureCertificate } from '../../domain/deletion/certificate.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { CertificateSigner } from './certificate-signer.ts';
import type { PortFailure } from './port-failure.ts';

/** Makes of an erasure certificate the signed document that is kept and handed out. */
export interface Certificates extends Pick<CertificateSigner, 'keyId' | 'publicKeys'> {
  /** The name of the installation, which every certificate bears. */
  readonly installation: string;
  /** The text of the document: JSON with a seal over every section. The same certificate always makes the same text. */
  seal(certificate: ErasureCertificate): ResultAsync<string, PortFailure>;
}
