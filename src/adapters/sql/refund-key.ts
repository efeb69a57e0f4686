import { createHash } from 'node:crypto';
import type { RefundId } from '../../domain/ids.ts';

/**
 * What a refund's name is stored as: the first 16 bytes of its SHA-256, in the shape of a name. Whoever asks for a refund makes
 * its name, and a UUID holds a card number as well as any digits (POLICY.md C14); to tell one name from another is all that
 * the store has to do.
 */
export function refundKey(refund: RefundId): RefundId {
  const hex = createHash('sha256').update(refund).digest('hex').slice(0, 32);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') as RefundId; // sound: the shape of a UUID
}
