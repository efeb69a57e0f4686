/**
 * Who signed a part of the audit log, or a line of its sink, and how: Ed25519 by the installation's signing key, which no
 * account of the database reaches. Every text that is signed begins with what it is, so that it passes for nothing else that
 * the same key signs.
 */
export interface AuditSeal {
  /** Which public key it takes, as certificates name theirs: 16 hex digits. */
  readonly keyId: string;
  /** 64 bytes in base64. */
  readonly signature: string;
}
