/** Which part of the outside did not answer. */
export type PortName =
  | 'DataStore'
  | 'Vault'
  | 'KeyWrapper'
  | 'Mailer'
  | 'SmsSender'
  | 'CardProcessor'
  | 'SecretHashing'
  | 'MessageTemplates'
  | 'ExportArchive';

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
  readonly cause?: unknown;
}

/** Makes a {@link PortFailure} whose cause stays out of every serialisation. */
export function portFailure(port: PortName, retryable: boolean, cause?: unknown): PortFailure {
  const failure: PortFailure = { kind: 'PortFailure', port, retryable };
  return Object.defineProperty(failure, 'cause', { value: cause, enumerable: false });
}
