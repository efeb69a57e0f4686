import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { EmailAddress, type InvalidEmailAddress } from '../../domain/user/email-address.ts';
import type { SessionToken } from '../../domain/user/session-token.ts';
import { type ChallengeTarget, type CodeTooSoon, resendAfterMs } from '../../domain/verification/challenge.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';
import { type CodeNotSent, channelOf, type DeliveryPorts, deliverCode } from './deliver-code.ts';
import { draftCode, issueCode } from './issue-code.ts';
import type { CodeSent } from './request-code.ts';

/** An email address that the person would like to add (POLICY.md C04): optional, and not used before it is confirmed. */
export interface AddEmailInput {
  readonly session: SessionToken;
  readonly email: string;
}

/** Why no code goes to an email address. */
export type AddEmailRefusal = InvalidEmailAddress | NotLoggedIn | CodeTooSoon | CodeNotSent | PortFailure;

/** Sends a code to an address that the person wants to be reached at; it counts once confirmed (POLICY.md C04). */
export type AddEmail = (input: AddEmailInput) => ResultAsync<CodeSent, AddEmailRefusal>;

/**
 * Makes the use case: sends a code to the address. It never looks whether the address has an account, so its answer cannot
 * tell; `confirmEmail` may, to who proved that the address is theirs.
 */
export function addEmail(ports: DeliveryPorts & Pick<Ports, 'hashing' | 'clock' | 'randomness'>): AddEmail {
  return (input) =>
    safeTry(async function* () {
      const email = yield* EmailAddress.parse(input.email);
      const target: ChallengeTarget = { kind: 'email', email };
      const draft = draftCode(ports);
      const token = ports.hashing.sessionToken(input.session);
      const { issued, language } = yield* ports.store.transact((tx) =>
        safeTry(async function* () {
          const { proof, user } = yield* tx.doors.bySessionAlone(token, draft.at, 'account-verification');
          const { subject } = proof;
          const issued = yield* issueCode(ports, tx, draft, { purpose: 'confirm-email', target, subject });
          return ok({ issued, language: user.language });
        }),
      );
      const delivery = yield* deliverCode(ports, draft, target, language);
      const { challenge, expiresAt } = issued;
      return ok({ challenge, expiresAt, resendAfterMs, channel: channelOf(target), delivery });
    });
}
