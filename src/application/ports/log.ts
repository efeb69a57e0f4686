import type { ErasureId, NoticeId, OrderId, PaymentId } from '../../domain/ids.ts';
import type { RiskKind } from '../../domain/risk/risk-event.ts';
import type { ChallengeTarget } from '../../domain/verification/challenge.ts';
import type { BudgetRuleName } from '../../domain/verification/code-budget.ts';
import type { PortName } from './port-failure.ts';

/**
 * What a log line may hold: words of closed lists, ids of records, counts and durations. There is no way to log a text
 * that a person typed, because no such type fits in here.
 */
export interface LogFields {
  readonly port?: PortName;
  readonly retryable?: boolean;
  readonly order?: OrderId;
  readonly payment?: PaymentId;
  readonly notice?: NoticeId;
  readonly erasure?: ErasureId;
  /** How somebody proved who they are. */
  readonly method?: ChallengeTarget['kind'] | 'third-party';
  readonly risk?: RiskKind;
  readonly rule?: BudgetRuleName;
  readonly count?: number;
  readonly tries?: number;
  readonly durationMs?: number;
  /** Of an answer over HTTP. */
  readonly status?: number;
}

/** What happened, as a word of a closed list. */
export type LogEvent =
  | 'opened'
  | 'closed'
  | 'transaction-retried'
  | 'signed-in'
  | 'signed-out'
  | 'stepped-up'
  | 'code-refused'
  | 'risk'
  | 'risk-not-recorded'
  | 'cross-site-refused'
  | 'sms-failed'
  | 'sms-fallback-began'
  | 'sms-fallback-ended'
  | 'mail-failed'
  | 'notice-sent'
  | 'notice-skipped'
  | 'notice-failed'
  | 'notice-parked'
  | 'notice-unclear'
  | 'address-suppressed'
  | 'edition-spread'
  | 'payment-settled'
  | 'payment-unclear'
  | 'payment-disputed'
  | 'refund-not-booked'
  | 'refund-failed'
  | 'edition-not-queued'
  | 'card-not-forgotten'
  | 'processor-not-reached'
  | 'goodbye-failed'
  | 'erasure-step'
  | 'erasure-completed'
  | 'erasure-stuck'
  | 'erasure-undecided'
  | 'ledger-not-applied'
  | 'ledger-replayed'
  | 'vault-behind'
  | 'expired-disposed'
  | 'retention-swept'
  | 'http-request'
  | 'audit-checkpoint'
  | 'audit-checkpoint-failed'
  | 'worker-pass';

/** Where operators read what the system does. */
export interface Log {
  /** Writes one line; never fails. */
  write(level: 'debug' | 'info' | 'warn' | 'error', event: LogEvent, fields?: LogFields): void;
}
