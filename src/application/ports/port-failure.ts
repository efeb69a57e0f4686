/** Which part of the outside did not answer. */
export type PortName =
  | 'DataStore'
  | 'Vault'
  | 'KeyWrapper'
  | 'Mailer'
  | 'SmsSender'
  | 'CardProcessor'
  | 'DataProcessor'
  | 'IdentityProviders'
  | 'CertificateSigner'
  | 'AuditSink'
  | 'SecretHashing'
  | 'MessageTemplates'
  | 'ExportArchive';

/** What is known of a failure beyond its port. */
export type PortFailureReason =
  /**
   * A data key stands under an epoch whose key was destroyed, so its row is older than the epochs: it was restored from a
   * backup that is beyond use.
   */
  | 'missing-epoch'
  /** The other side asks for fewer calls; nothing was done. */
  | 'throttled'
  /** The call never got through, or was turned away before anything was done. */
  | 'not-reached'
  /** The call went out and its answer was lost: what was asked for may have been done. */
  | 'unclear';

/**
 * The outside did not answer, or answered with an error. `retryable` says whether the same call may go through later.
 *
 * `cause` is for a debugger alone: it is not enumerable, so that neither JSON nor a log of the failure quotes it. A
 * driver's message holds values ("Duplicate entry '+4915…'").
 */
export interface PortFailure {
  readonly kind: 'PortFailure';
  readonly port: PortName;
  readonly retryable: boolean;
  readonly reason?: PortFailureReason;
  readonly cause?: unknown;
}

/** Makes a {@link PortFailure} whose cause stays out of every serialisation. */
export function portFailure(
  port: PortName,
  retryable: boolean,
  cause?: unknown,
  reason?: PortFailureReason,
): PortFailure {
  const failure: PortFailure = { kind: 'PortFailure', port, retryable, ...(reason === undefined ? {} : { reason }) };
  return Object.defineProperty(failure, 'cause', { value: cause, enumerable: false });
}

/**
 * Whether what was asked for may have been done all the same. A retryable failure that does not say otherwise counts as
 * unclear: who takes it for certain that nothing was done does it twice.
 */
export function isUnclear({ retryable, reason }: PortFailure): boolean {
  return retryable && reason !== 'throttled' && reason !== 'not-reached';
}

/** The {@link PortFailure} of a vault whose data key stands under an epoch that is no more. */
export function missingEpoch(): PortFailure {
  return { ...portFailure('Vault', false), reason: 'missing-epoch' };
}
