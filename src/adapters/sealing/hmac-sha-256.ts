import { createHmac, type KeyObject } from 'node:crypto';

/** HMAC-SHA-256 (RFC 2104, FIPS 198-1): 32 bytes. */
export function hmacSha256(key: KeyObject, data: string | Uint8Array): Buffer {
  const hmac = createHmac('sha256', key);
  return (typeof data === 'string' ? hmac.update(data, 'utf8') : hmac.update(data)).digest();
}
