import type { ConsentEntry } from '../../domain/consent/consent-entry.ts';
import type { ConsentRejection } from '../../domain/consent/decide-consent.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';
import { type InvalidStatement, type StatementInput, type StatementPorts, sayOnConsent } from './say-on-consent.ts';

/** The person agrees to a purpose, freely and beforehand (POLICY.md C08; GDPR art. 4(11), 7); every purpose is off until then. */
export type RecordConsentInput = StatementInput;

/** Why no consent is written down; a purpose that the contract needs has none to give. */
export type RecordConsentRefusal = InvalidStatement | NotLoggedIn | ConsentRejection | PortFailure;

/** Answers the line that the ledger got: `granted`, or `renewed` where the consent held already. */
export type RecordConsent = (input: RecordConsentInput) => ResultAsync<ConsentEntry, RecordConsentRefusal>;

/** Makes the use case. */
export function recordConsent(ports: StatementPorts): RecordConsent {
  return (input) => sayOnConsent(ports, 'Grant', input);
}
