import { createHash, type KeyObject } from 'node:crypto';
import canonicalize from 'canonicalize';

/** The one algorithm of version 1: Ed25519 (RFC 8032), over canonical JSON (RFC 8785) with SHA-256 digests. */
export const algorithm = 'Ed25519';

/** What makes a document tamper-evident: a digest a section, and one signature over all of them. */
export interface Seal {
  readonly algorithm: typeof algorithm;
  /** Which public key it takes. */
  readonly keyId: string;
  /** SHA-256 in hex over each section's canonical JSON, by the section's name. */
  readonly digests: Readonly<Record<string, string>>;
  /** 64 bytes in base64. */
  readonly signature: string;
}

/** The names of the parts of a {@link Seal}. */
export const sealParts = ['algorithm', 'keyId', 'digests', 'signature'] as const;

/**
 * The bytes that are signed. They begin with what they are, so that a signature for something else that the same key may
 * sign one day never passes as one for a certificate.
 */
export function statementOf(keyId: string, digests: Readonly<Record<string, string>>): Uint8Array {
  const statement = canonicalize({ signs: 'joos/erasure-certificate', algorithm, keyId, digests });
  return Buffer.from(statement ?? '', 'utf8');
}

/**
 * SHA-256 in hex over the canonical JSON of a section, or null where it has none: a number or a half of a character that
 * I-JSON does not know, or a nesting that nobody made in good faith.
 */
export function digestOf(section: unknown): string | null {
  try {
    const text = canonicalize(section);
    return text === undefined ? null : createHash('sha256').update(text, 'utf8').digest('hex');
  } catch {
    return null;
  }
}

/** The name of a public key: the first 16 hex digits of the SHA-256 of its SPKI in DER. */
export function keyIdOf(publicKey: KeyObject): string {
  const der = publicKey.export({ format: 'der', type: 'spki' });
  return createHash('sha256').update(der).digest('hex').slice(0, 16);
}
