import type { AuditSeals } from './audit-seals.ts';
import type { AuditSink } from './audit-sink.ts';
import type { Business } from './business.ts';
import type { CardProcessor } from './card-processor.ts';
import type { Certificates } from './certificates.ts';
import type { Clock } from './clock.ts';
import type { DataProcessor } from './data-processor.ts';
import type { DataStore } from './data-store.ts';
import type { Deadline } from './deadline.ts';
import type { ExportArchive } from './export-archive.ts';
import type { IdentityProviders } from './identity-providers.ts';
import type { Ids } from './ids.ts';
import type { IndexKeyRotation } from './index-rotation.ts';
import type { KeyRotation } from './key-rotation.ts';
import type { Log } from './log.ts';
import type { Mailer } from './mailer.ts';
import type { MessageTemplates } from './message-templates.ts';
import type { Randomness } from './randomness.ts';
import type { RiskListener } from './risk-listener.ts';
import type { SecretHashing } from './secret-hashing.ts';
import type { SmsSender } from './sms-sender.ts';
import type { Vault } from './vault.ts';

/**
 * All that the core needs of the outside, under the names that use cases call it by. A use case asks for the few that it
 * needs (`Pick<Ports, 'store' | 'clock'>`), so that a test gives no more than those.
 */
export interface Ports {
  readonly store: DataStore;
  readonly vault: Vault;
  readonly rotation: KeyRotation;
  readonly indexRotation: IndexKeyRotation;
  readonly certificates: Certificates;
  readonly audit: AuditSink;
  readonly auditSeals: AuditSeals;
  readonly deadline: Deadline;
  readonly hashing: SecretHashing;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly randomness: Randomness;
  readonly mailer: Mailer;
  readonly sms: SmsSender;
  readonly templates: MessageTemplates;
  readonly identities: IdentityProviders;
  /** The company's own provider, by which its staff comes in; none of those by which people do. */
  readonly staffIdentities: IdentityProviders;
  readonly risk: RiskListener;
  readonly processor: CardProcessor;
  /** Every company that processes personal data on our behalf, but for the card processor. */
  readonly processors: readonly DataProcessor[];
  readonly archive: ExportArchive;
  readonly log: Log;
  readonly business: Business;
}
