/**
 * Erasure certificates as documents: signed so that whoever holds the public key can verify one offline, and see what was
 * changed in one that does not verify. Verifying needs nothing else of this library.
 *
 * @module
 */
export type { Ambiguity } from './ambiguous-text.ts';
export { auditSeals, publishedSeals } from './audit-seals.ts';
export {
  type CertificateFinding,
  describeFinding,
  type SealPart,
  type SectionName,
} from './certificate-finding.ts';
export { sealingCertificates } from './sealing-certificates.ts';
export { genuineCertificate, verifyCertificate } from './verify-certificate.ts';
