import type { Instant } from '../instant.ts';
import type { SealedLink } from './chain.ts';
import type { AuditSeal } from './seal.ts';

/**
 * That the record of a link was disposed of before its time was over, since the account of its person ended (POLICY.md C25),
 * signed: Ed25519 over {@link disposalText}. Without one a record that is gone was taken out by somebody. It names nobody.
 */
export interface AuditDisposal extends AuditSeal {
  readonly disposedAt: Instant;
}

/** The text of a disposal that is signed; by the digest it speaks of that link alone, and of none that a restore brings. */
export function disposalText(
  { lane, position, link }: Pick<SealedLink, 'lane' | 'position' | 'link'>,
  disposedAt: Instant,
): string {
  return JSON.stringify(['joos/audit-disposal', lane, position, link, disposedAt]);
}
