import type { ConsentEntry } from '../../domain/consent/consent-entry.ts';
import type { ConsentRejection } from '../../domain/consent/decide-consent.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';
import { type InvalidStatement, type StatementInput, type StatementPorts, sayOnConsent } from './say-on-consent.ts';

/** The person takes a consent back, as easily as it was given (POLICY.md C08; GDPR art. 7(3)). It holds from this moment on. */
export type WithdrawConsentInput = StatementInput;

/** Why nothing is withdrawn: no consent holds, or the contract needs the purpose and rests on none. */
export type WithdrawConsentRefusal = InvalidStatement | NotLoggedIn | ConsentRejection | PortFailure;

/** Answers the line that the ledger got. */
export type WithdrawConsent = (input: WithdrawConsentInput) => ResultAsync<ConsentEntry, WithdrawConsentRefusal>;

/** Makes the use case. */
export function withdrawConsent(ports: StatementPorts): WithdrawConsent {
  return (input) => sayOnConsent(ports, 'Withdraw', input);
}
