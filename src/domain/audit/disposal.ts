import type { SubjectId } from '../ids.ts';
import { type RiskEvent, riskText } from '../risk/risk-event.ts';
import { type SealedLink, type Sha256, standsFor } from './chain.ts';

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

/** A risk as it is stored beside its link. */
export interface RecordedRisk extends RiskEvent {
  /** 16 bytes, as 32 hex digits. */
  readonly salt: string;
}

/** Whether a record may go before its time: it is a risk of that account, and the one that its link stands for. */
export function goesWithAccount(
  sha256: Sha256,
  subject: SubjectId,
  link: Pick<SealedLink, 'kind' | 'commitment'>,
  { salt, ...event }: RecordedRisk,
): boolean {
  // A name, as the types have it: what else a database shows may stand in the text as it stands for nobody.
  const isOwn = link.kind === 'risk' && typeof event.subject === 'string' && event.subject === subject;
  return isOwn && standsFor(sha256, link, { salt, text: riskText(event) });
}
