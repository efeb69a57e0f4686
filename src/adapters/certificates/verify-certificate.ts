import { verify } from 'node:crypto';
import type { ErasureCertificate } from '../../domain/deletion/certificate.ts';
import { ambiguitiesIn, type CertificateFinding, type SealPart, sectionName } from './certificate-finding.ts';
import { signatureIn, type VerifyingKey, verifyingKeysIn } from './public-keys.ts';
import { algorithm, digestOf, sealParts, statementOf } from './sealed-statement.ts';

type Fields = ReadonlyMap<string, unknown>;

/**
 * Verifies the text of an erasure certificate with nothing but the public key of the installation (PEM, SPKI; several
 * where it has had several). Answers everything that is wrong, not just the first thing; an empty list is a genuine one.
 *
 * It needs no database, no configuration and no network. The order of names and the white space of the text do not matter.
 */
export function verifyCertificate(text: string, publicKeyPem: string): readonly CertificateFinding[] {
  const keys = verifyingKeysIn(publicKeyPem);
  if (keys.length === 0) return [{ kind: 'NoPublicKey' }];
  const document = parsed(text);
  if (document === undefined) return [{ kind: 'NotJson' }];
  const fields = fieldsOf(document);
  if (fields === null || !isMeantAsCertificate(fields)) return [{ kind: 'NotACertificate' }];
  const seal = fieldsOf(fields.get('seal'));
  return [
    ...(fields.get('version') === 1 ? [] : [{ kind: 'UnknownVersion' } as const]),
    ...(seal === null ? [broken('seal')] : [...sealFindings(seal, keys), ...sectionFindings(fields, seal)]),
    ...ambiguitiesIn(text),
  ];
}

/**
 * The certificate in a text, if it is a genuine one; null if anything is wrong with it.
 */
export function genuineCertificate(text: string, publicKeyPem: string): ErasureCertificate | null {
  if (verifyCertificate(text, publicKeyPem).length > 0) return null;
  return parsed(text) as ErasureCertificate; // sound: the installation signed it, as a certificate of this version
}

/** Something that lost its seal, or its version, is still better called a tampered certificate than none. */
function isMeantAsCertificate(fields: Fields): boolean {
  return fields.has('seal') || (fields.has('version') && fields.has('certificate'));
}

function sealFindings(seal: Fields, keys: readonly VerifyingKey[]): readonly CertificateFinding[] {
  const findings: CertificateFinding[] = [];
  if (seal.get('algorithm') !== algorithm) findings.push(broken('algorithm'));
  if ([...seal.keys()].some((part) => !sealParts.some((known) => known === part))) findings.push(broken('addition'));
  const digests = fieldsOf(seal.get('digests'));
  const signature = signatureIn(seal.get('signature'));
  if (digests === null) findings.push(broken('digests'));
  if (signature === null) findings.push(broken('signature'));
  const named = keys.find(({ keyId }) => keyId === seal.get('keyId'));
  const signed = digests !== null && signature !== null && keys.find((key) => fits(key, digests, signature));
  if (signed) {
    // The key signed its own name too: with the signature in place, another name was written over it.
    if (signed !== named) findings.push(broken('keyId'));
    return findings;
  }
  if (named === undefined) findings.push({ kind: 'OtherKey' });
  else if (digests !== null && signature !== null) findings.push({ kind: 'SignatureDoesNotFit' });
  return findings;
}

function fits({ keyId, key }: VerifyingKey, digests: Fields, signature: Uint8Array): boolean {
  const texts: [string, string][] = [];
  for (const [section, digest] of digests) {
    if (typeof digest !== 'string') return false;
    texts.push([section, digest]);
  }
  return verify(null, statementOf(keyId, Object.fromEntries(texts)), key, signature);
}

function sectionFindings(fields: Fields, seal: Fields): readonly CertificateFinding[] {
  const digests = fieldsOf(seal.get('digests'));
  if (digests === null) return [];
  const findings: CertificateFinding[] = [];
  for (const [section, content] of fields) {
    if (section === 'seal') continue;
    const digest = digests.get(section);
    if (digest === undefined) findings.push({ kind: 'SectionAdded', section: sectionName(section) });
    else if (digest !== digestOf(content)) findings.push({ kind: 'SectionChanged', section: sectionName(section) });
  }
  for (const section of digests.keys()) {
    if (!fields.has(section)) findings.push({ kind: 'SectionMissing', section: sectionName(section) });
  }
  return findings;
}

function broken(part: SealPart): CertificateFinding {
  return { kind: 'SealBroken', part };
}

/** The own fields of an object that is no list; null for anything else. */
function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
