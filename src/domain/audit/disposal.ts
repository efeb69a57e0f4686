import { type AuditRecord, type SealedLink, type Sha256, standsFor } from './chain.ts';

/**
 * A risk goes with the account that it is about (POLICY.md C25), before the time of its record is over. Beside its link stands
 * then a seal that says so: Ed25519 over {@link disposalText}. Without one a record that is gone was taken out by somebody. It
 * says neither whose it was nor when it went: many that went at one moment would be one person's.
 */
export function disposalText({
  lane,
  position,
  link,
  commitment,
}: Pick<SealedLink, 'lane' | 'position' | 'link' | 'commitment'>): string {
  // The link, for another may stand at its place after a restore. The commitment, which the link holds under a digest alone:
  // a seal that was given while another record stood there is good for that one only.
  return JSON.stringify(['joos/audit-disposal', lane, position, link, commitment]);
}

/** Whether a record may go before its time: it is a risk, and the one that its link stands for. */
export function goesWithAccount(
  sha256: Sha256,
  link: Pick<SealedLink, 'kind' | 'commitment'>,
  record: AuditRecord,
): boolean {
  return link.kind === 'risk' && standsFor(sha256, link, record);
}
