import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import { EmailAddress, type InvalidEmailAddress } from '../../domain/user/email-address.ts';
import type { ChallengeTarget } from '../../domain/verification/challenge.ts';
import type { InvalidNetworkAddress } from '../../domain/verification/network-address.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';
import { type CodeNotSent, deliverCode } from './deliver-code.ts';
import { elevated, type StepUpNeeded } from './elevated.ts';
import { type CodeNotIssued, draftCode, issueCode, networkOf, notingBudgets } from './issue-code.ts';
import { type CodeSent, codeSent, type RequestPorts } from './request-code.ts';

/** An email address that the person would like to add (POLICY.md C04): optional, and not used before it is confirmed. */
export interface AddEmailInput {
  readonly session: SessionToken;
  readonly email: string;
  /** From which IP address the request came, as the host trusts it. */
  readonly ip?: string | undefined;
}

/** Why no code goes to an email address. */
export type AddEmailRefusal =
  | InvalidEmailAddress
  | InvalidNetworkAddress
  | NotLoggedIn
  | StepUpNeeded
  | CodeNotIssued
  | CodeNotSent
  | PortFailure;

/** Sends a code to an address that the person wants to be reached at; it counts once confirmed (POLICY.md C04). */
export type AddEmail = (input: AddEmailInput) => ResultAsync<CodeSent, AddEmailRefusal>;

/**
 * Makes the use case: sends a code to the address. It never looks whether the address has an account, so its answer cannot
 * tell; `confirmEmail` may, to who proved that the address is theirs.
 */
export function addEmail(ports: RequestPorts): AddEmail {
  return (input) =>
    safeTry(async function* () {
      const email = yield* EmailAddress.parse(input.email);
      const network = yield* networkOf(input.ip);
      const target: ChallengeTarget = { kind: 'email', email };
      const draft = draftCode(ports);
      const token = ports.hashing.sessionToken(input.session);
      const { issued, language } = yield* notingBudgets(
        ports,
        ports.store.transact((tx) =>
          safeTry(async function* () {
            const held = yield* tx.doors.bySessionAlone(token, draft.at, 'account-verification');
            yield* elevated(held, draft.at);
            const { subject } = held.proof;
            const holder = { kind: 'session', session: held.session } as const;
            const order = { purpose: 'confirm-email', target, holder, subject, network } as const;
            return ok({ issued: yield* issueCode(ports, tx, draft, order), language: held.user.language });
          }),
        ),
      );
      const delivery = yield* deliverCode(ports, issued, target, language);
      return ok(codeSent(issued, target, delivery));
    });
}
