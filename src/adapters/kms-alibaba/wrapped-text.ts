import { createHash } from 'node:crypto';

const version = 1;
const checksumBytes = 16;
const textAt: number = 1 + checksumBytes;

/**
 * The bytes of a ciphertext that the service hands out as text: version | checksum | text. The service does not say which
 * text that is, so it is kept as it came. Two texts may mean the same bytes to a lenient reader, so what was changed on the
 * way is found here by its checksum. That nobody forged it is for the service to find.
 */
export function packed(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'utf8');
  return Buffer.concat([Buffer.of(version), checksumOf(bytes), bytes]);
}

/** The text that {@link packed} took; null if these are other bytes, or changed ones. */
export function unpacked(bytes: Uint8Array): string | null {
  const text = bytes.subarray(textAt);
  if (text.length === 0 || bytes[0] !== version) return null;
  return checksumOf(text).equals(bytes.subarray(1, textAt)) ? Buffer.from(text).toString('utf8') : null;
}

function checksumOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest().subarray(0, checksumBytes);
}
