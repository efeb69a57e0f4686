import type { AuditSink } from '../../application/ports/audit-sink.ts';
import type { Business } from '../../application/ports/business.ts';
import type { CardProcessor } from '../../application/ports/card-processor.ts';
import type { Clock } from '../../application/ports/clock.ts';
import type { DataProcessor } from '../../application/ports/data-processor.ts';
import type { ExportArchive } from '../../application/ports/export-archive.ts';
import type { IdentityProviders } from '../../application/ports/identity-providers.ts';
import type { Ids } from '../../application/ports/ids.ts';
import type { KeyWrapper } from '../../application/ports/key-wrapper.ts';
import type { Log } from '../../application/ports/log.ts';
import type { Mailer } from '../../application/ports/mailer.ts';
import type { MessageTemplates } from '../../application/ports/message-templates.ts';
import type { PostureGate } from '../../application/ports/posture.ts';
import type { Randomness } from '../../application/ports/randomness.ts';
import type { RiskListener } from '../../application/ports/risk-listener.ts';
import type { SmsSender } from '../../application/ports/sms-sender.ts';
import type { Stores } from '../../application/ports/stores.ts';
import type { ResidencyTerms } from '../../domain/residency/residency-policy.ts';

/** What a host brings. The optional ones have a default that touches nothing but the process itself. */
export interface JoosAdapters {
  /**
   * Name of the installation, such as `production`: 1 to 32 letters, digits and hyphens. It is bound into every seal, so that
   * a value of one installation never opens in another. It must stay the same for as long as the data lives.
   */
  readonly environment: string;
  /**
   * Where personal data may be (POLICY.md C18): an adapter that brings it elsewhere is not wired, unless an exception gives
   * it leave and says why. Frankfurt (`eu-central-1`) and no exceptions by default.
   */
  readonly residency?: ResidencyTerms;
  /** The two databases, by `mysqlStores` or `sqliteStores`. */
  readonly stores: Stores;
  /** What wraps the keys of the vault, outside of both databases. */
  readonly keys: KeyWrapper;
  readonly mailer: Mailer;
  readonly sms: SmsSender;
  readonly cards: CardProcessor;
  readonly templates: MessageTemplates;
  /**
   * Where the audit log is witnessed, outside of the databases, such as `auditFile` on another machine's volume. Without one
   * the core does not open (POLICY.md C21).
   */
  readonly audit: AuditSink;
  readonly business: Business;
  /**
   * Every company that processes personal data on your behalf, but for the card processor: each is asked to erase a person
   * too, and the certificate waits for it (GDPR art. 19). None by default.
   */
  readonly processors?: readonly DataProcessor[];
  /** The companies by whose login people may come in, such as `oidcProviders`; none by default. */
  readonly identities?: IdentityProviders;
  /**
   * Your company's own provider, by which your staff signs in, such as `oidcProviders`. It must be able to prove that somebody
   * logged in anew, and is none of `identities`. Without one nobody of the staff can do anything.
   */
  readonly staffIdentities?: IdentityProviders;
  /** Who is told at once of limits that are hit and takeovers that are prevented; nobody by default. */
  readonly risk?: RiskListener;
  /** Looks at the installation before the core opens on it, such as `postureGate`; nobody looks by default. */
  readonly posture?: PostureGate;
  /** Nothing is logged by default. */
  readonly log?: Log;
  /** A zip of JSON and CSV by default, loaded with the first export. */
  readonly exportArchive?: ExportArchive;
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly randomness?: Randomness;
}
