import { consentsAt } from '../../domain/consent/consents.ts';
import { type ContactPurposeTerms, contactPurposes } from '../../domain/consent/contact-purpose.ts';
import type { NoticeVersion } from '../../domain/consent/notice-version.ts';
import { Instant, type InvalidInstant } from '../../domain/instant.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import { authenticate } from '../accounts/authenticate.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';

/** For what we may contact the person, and why (POLICY.md C08). */
export interface MyConsentsInput {
  readonly session: SessionToken;
  /** As it stood at this moment, in ISO 8601 with an offset; now if not given. */
  readonly at?: string | undefined;
}

/** One purpose with its terms and where it stands. */
export interface PurposeState {
  readonly terms: ContactPurposeTerms;
  /** The contract needs it, or the person agreed to it. */
  readonly allowed: boolean;
  /** Whether the person can switch it off. */
  readonly withdrawable: boolean;
  /** Since when the person's own word holds; null where none was given or none is needed. */
  readonly since: Instant | null;
  readonly noticeVersion: NoticeVersion | null;
}

/** Why no purposes are shown: the moment is malformed, nobody is logged in, or the store does not answer. */
export type MyConsentsRefusal = InvalidInstant | NotLoggedIn | PortFailure;

/** Answers every purpose there is, in the order in which a screen shows them. */
export type MyConsents = (input: MyConsentsInput) => ResultAsync<readonly PurposeState[], MyConsentsRefusal>;

/** Makes the use case. */
export function myConsents(ports: Pick<Ports, 'store' | 'hashing' | 'clock'>): MyConsents {
  const whoIs = authenticate(ports);
  return (input) =>
    safeTry(async function* () {
      const at = input.at === undefined ? ports.clock.now() : yield* Instant.parse(input.at);
      const { subject } = yield* whoIs(input);
      const consents = consentsAt(yield* ports.store.reads.consentsOf(subject), at);
      return ok(
        contactPurposes.map((terms): PurposeState => {
          if (terms.basis === 'contract') {
            return { terms, allowed: true, withdrawable: false, since: null, noticeVersion: null };
          }
          const { granted, since, noticeVersion } = consents[terms.purpose];
          return { terms, allowed: granted, withdrawable: granted, since, noticeVersion };
        }),
      );
    });
}
