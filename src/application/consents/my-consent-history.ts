import type { ConsentEntry } from '../../domain/consent/consent-entry.ts';
import { Instant, type InvalidInstant } from '../../domain/instant.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import { authenticate } from '../accounts/authenticate.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';

/** All that the person ever granted, renewed or withdrew (POLICY.md C08; GDPR art. 7(1)). */
export interface MyConsentHistoryInput {
  readonly session: SessionToken;
  /** Up to this moment, in ISO 8601 with an offset; now if not given. */
  readonly at?: string | undefined;
}

/** Why no ledger is shown; who never said anything gets an empty one instead. */
export type MyConsentHistoryRefusal = InvalidInstant | NotLoggedIn | PortFailure;

/** Answers the lines of the ledger, oldest first. */
export type MyConsentHistory = (
  input: MyConsentHistoryInput,
) => ResultAsync<readonly ConsentEntry[], MyConsentHistoryRefusal>;

/** Makes the use case. */
export function myConsentHistory(ports: Pick<Ports, 'store' | 'hashing' | 'clock'>): MyConsentHistory {
  const whoIs = authenticate(ports);
  return (input) =>
    safeTry(async function* () {
      const until = input.at === undefined ? null : yield* Instant.parse(input.at);
      const { subject } = yield* whoIs(input);
      const entries = yield* ports.store.reads.consentsOf(subject);
      return ok(until === null ? entries : entries.filter((entry) => entry.recordedAt <= until));
    });
}
