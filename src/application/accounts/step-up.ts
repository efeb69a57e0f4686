import type { Instant } from '../../domain/instant.ts';
import { Instant as Instants } from '../../domain/instant.ts';
import { err, ok, type Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import { freshProof } from '../../domain/session/fresh-proof.ts';
import { elevatedMs } from '../../domain/session/session-policy.ts';
import { SessionToken } from '../../domain/session/session-token.ts';
import { ThirdPartyIdentity } from '../../domain/user/third-party-identity.ts';
import { identitiesOf } from '../../domain/user/user.ts';
import type { IdentityNotProved } from '../ports/identity-providers.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { NotLoggedIn, SessionHolder, Transaction } from '../ports/transaction.ts';
import { noteRisk } from '../risk/note-risk.ts';
import {
  type CheckedCode,
  type CodeRefusal,
  checkCode,
  type GuessRefusal,
  type MalformedCode,
  notingGuesses,
  parseTypedCode,
} from './check-code.ts';
import type { Overdrawn } from './code-budgets.ts';
import { noteUse } from './note-use.ts';
import { phoneOpens } from './phone-opens.ts';
import {
  type AnswerRefusal,
  type AttemptPorts,
  type ProvedIdentity,
  proveIdentity,
  type ThirdPartyAnswer,
} from './third-party-attempt.ts';

/**
 * Who is logged in proves again who they are: by a code that `requestMyCode` sent for `step-up`, or by a third party's
 * log-in that was begun for `step-up` in this session, at which the person logged in there anew.
 *
 * A provider that is configured as one that cannot prove that counts for those alone who have neither email nor a phone that
 * still opens the account.
 * They would have no way at all to export or erase, which is their right (GDPR art. 15 and 17): for them it is enough that
 * it answered an attempt of this session. Whoever adds a phone or an email closes that way.
 */
export type StepUpInput = { readonly session: SessionToken } & (
  | { readonly challenge: string; readonly code: string }
  | ThirdPartyAnswer
);

/** The session goes on under another token; the one before is worthless from now on. */
export interface SteppedUp {
  readonly session: SessionToken;
  /** Until then it may export, and change phone, email and logins. */
  readonly elevatedUntil: Instant;
}

/** Why nothing is proved anew. */
export type StepUpRefusal =
  | NotLoggedIn
  | MalformedCode
  | CodeRefusal
  | AnswerRefusal
  /** The identity is not one of this account's. */
  | { readonly kind: 'NotYourIdentity' }
  | PortFailure;

type IdentityRefused = IdentityNotProved | { readonly kind: 'NotYourIdentity' };

/** Lets a session do for 10 minutes what a session alone may not, under a new token (ASVS 5, 7.2.4 and 7.5.1). */
export type StepUp = (input: StepUpInput) => ResultAsync<SteppedUp, StepUpRefusal>;

/** Makes the use case. */
export function stepUp(ports: AttemptPorts): StepUp {
  return (input) =>
    notingGuesses(
      ports,
      safeTry(async function* () {
        const typed = 'code' in input ? yield* parseTypedCode(input) : null;
        const proved = 'code' in input ? null : yield* proveIdentity(ports, input, 'step-up');
        const token = ports.hashing.sessionToken(input.session);
        const next = SessionToken.fromBytes(ports.randomness.bytes(32));
        const at = ports.clock.now();
        const result = yield* ports.store.transact((tx) =>
          safeTry(async function* () {
            const held = yield* tx.doors.bySessionAlone(token, at, 'data-subject-rights');
            const given =
              typed !== null ? yield* byCode(ports, tx, held, typed, at) : byIdentity(ports, held, proved, at);
            if (given.isErr()) return ok(err<SteppedUp, GuessRefusal | IdentityRefused>(given.error));
            yield* tx.sessions.rotate(held.proof, held.session, ports.hashing.sessionToken(next), at);
            if (given.value?.target.kind === 'phone') yield* noteUse(tx, held.proof, at, true);
            if (given.value !== null) yield* given.value.giveBack();
            const elevatedUntil = Instants.plusMs(at, elevatedMs);
            return ok(ok<SteppedUp, GuessRefusal | IdentityRefused>({ session: next, elevatedUntil }));
          }),
        );
        if (result.isErr() && (result.error.kind === 'NotYourIdentity' || result.error.kind === 'IdentityNotProved'))
          yield* noteRisk(ports, { kind: 'identity-refused' });
        if (result.isOk()) ports.log.write('info', 'stepped-up');
        return result;
      }),
    );
}

function byCode(
  ports: AttemptPorts,
  tx: Transaction,
  held: SessionHolder,
  typed: Parameters<typeof checkCode>[2],
  at: Instant,
): ResultAsync<Result<CheckedCode | null, GuessRefusal>, Overdrawn | PortFailure> {
  const proof = freshProof(held.user, phoneOpens(ports, held.proof, at));
  const targets = proof.kind === 'code' ? proof.targets : [];
  const holder = { kind: 'session', session: held.session } as const;
  return checkCode(ports, tx, typed, { purpose: 'step-up', targets, holder, subject: held.user.subject, at });
}

function byIdentity(
  ports: AttemptPorts,
  held: SessionHolder,
  proved: ProvedIdentity | null,
  at: Instant,
): Result<CheckedCode | null, IdentityRefused> {
  const isTheirs =
    proved?.by?.session === held.session &&
    identitiesOf(held.user).some((one) => ThirdPartyIdentity.same(one, proved.identity));
  if (!isTheirs) return err({ kind: 'NotYourIdentity' });
  const noContact = freshProof(held.user, phoneOpens(ports, held.proof, at)).kind === 'fresh-log-in';
  const counts = proved.freshness === 'fresh' || noContact;
  return counts ? ok(null) : err({ kind: 'IdentityNotProved' });
}
