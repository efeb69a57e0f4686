import type { SessionId, SubjectId } from '../../domain/ids.ts';
import { Instant } from '../../domain/instant.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { authenticatedBy, type Freshness, freshnessOf } from '../../domain/session/provider-log-in.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import { unreachable } from '../../domain/unreachable.ts';
import { isProviderName, type ThirdPartyIdentity } from '../../domain/user/third-party-identity.ts';
import { AttemptToken, attemptLifetimeMs } from '../../domain/verification/attempt-token.ts';
import { chargeOf, overflowOf } from '../../domain/verification/code-budget.ts';
import type { InvalidNetworkAddress } from '../../domain/verification/network-address.ts';
import { limitOf } from '../../domain/verification/sign-in-policy.ts';
import type { IdentityNotProved, LogInAttempt, UnknownProvider } from '../ports/identity-providers.ts';
import {
  type AttemptPurpose,
  attemptPurposes,
  type LogInAttemptRecord,
  type PersonalPurpose,
} from '../ports/log-in-attempts.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';
import { noteRisk, type RiskPorts } from '../risk/note-risk.ts';
import { notingLimits } from './change-limit.ts';
import { signInPolicy } from './code-budgets.ts';
import { elevated, type StepUpNeeded } from './elevated.ts';
import { networkOf } from './issue-code.ts';

/** Where somebody goes to prove who they are with a third party (POLICY.md C03), and for what. */
export interface BeginThirdPartyInput {
  /** The host's name for the provider, such as `google` (see `isProviderName`). */
  readonly provider: string;
  readonly purpose: PersonalPurpose;
  /** Needed to link an identity or to step up, and for these alone. */
  readonly session?: SessionToken | undefined;
  /** From which IP address the request came, as the host trusts it. */
  readonly ip?: string | undefined;
}

/** A log-in with a third party that began. The device keeps the attempt's token to itself, and shows it when it is back. */
export interface ThirdPartyBegun {
  readonly attempt: AttemptToken;
  /** For a browser: where to send it. */
  readonly url: string;
  /** For a native app that asks the provider by itself: the nonce that its ID token has to hold. */
  readonly nonce: string;
  readonly expiresAt: Instant;
}

/** Why no log-in begins. */
export type BeginThirdPartyRefusal =
  | UnknownProvider
  | InvalidNetworkAddress
  | NotLoggedIn
  /** To link a login asks for a fresh proof of the account before the person goes there. */
  | StepUpNeeded
  | TooManyAttempts
  | PortFailure;

/** Too many log-ins with third parties were begun from there. */
export interface TooManyAttempts {
  readonly kind: 'TooManyAttempts';
  readonly retryAfterMs: number;
}

/** Begins a log-in with a third party: authorization code with PKCE, state and nonce, or an ID token with that nonce. */
export type BeginThirdParty = (input: BeginThirdPartyInput) => ResultAsync<ThirdPartyBegun, BeginThirdPartyRefusal>;

/** What an attempt needs of the outside. */
export type AttemptPorts = RiskPorts & Pick<Ports, 'identities' | 'randomness'>;

/** Makes the use case. State, nonce and code verifier are made of the attempt's token; the store has its hash alone. */
export function beginThirdParty(ports: AttemptPorts): BeginThirdParty {
  return (input) =>
    // The purpose is stored as it is: a text that a caller without a compiler passed must not get there.
    attemptPurposes.includes(input.purpose) ? beginAttempt(ports, input) : unreachable(input.purpose);
}

/** Begins an attempt, of people or of the staff: the providers in `ports` are those that may answer it. */
export function beginAttempt(
  ports: AttemptPorts,
  input: Omit<BeginThirdPartyInput, 'purpose'> & { readonly purpose: AttemptPurpose },
): ResultAsync<ThirdPartyBegun, BeginThirdPartyRefusal> {
  const answer: ResultAsync<ThirdPartyBegun, BeginThirdPartyRefusal> = safeTry(async function* () {
    const { provider, purpose } = input;
    if (!isProviderName(provider)) return err({ kind: 'UnknownProvider' as const });
    const network = yield* networkOf(input.ip);
    const token = AttemptToken.fromBytes(ports.randomness.bytes(32));
    const at = ports.clock.now();
    const expiresAt = Instant.plusMs(at, attemptLifetimeMs);
    const url = yield* ports.identities.authorizationUrl(shown(ports, token, { provider, purpose, begunAt: at }));
    const needsSession = purpose === 'link' || purpose === 'step-up';
    const limit = limitOf(signInPolicy(ports), 'identities-network');
    const buckets = yield* ports.hashing.buckets(
      network === null ? [] : [chargeOf('identities-network', network, limit)],
    );
    yield* ports.store.transact((tx) =>
      safeTry(async function* () {
        const by = needsSession ? yield* whoAsks(ports, input, at) : null;
        yield* tx.attempts.add({
          token: ports.hashing.attemptToken(token),
          provider,
          purpose,
          by,
          begunAt: at,
          expiresAt,
        });
        if (buckets.length > 0) {
          const overflow = overflowOf(yield* tx.budgets.charge(buckets, at));
          if (overflow !== null) {
            return err({ kind: 'TooManyAttempts' as const, retryAfterMs: overflow.retryAfterMs });
          }
        }
        return ok(undefined);
      }),
    );
    return ok({ attempt: token, url, nonce: ports.hashing.attemptValue(token, 'nonce'), expiresAt });
  });
  return notingLimits(ports, answer);
}

function whoAsks(
  ports: AttemptPorts,
  { session, purpose }: Pick<BeginThirdPartyInput, 'session'> & { readonly purpose: AttemptPurpose },
  at: Instant,
): ResultAsync<{ readonly subject: SubjectId; readonly session: SessionId }, NotLoggedIn | StepUpNeeded | PortFailure> {
  return safeTry(async function* () {
    const found =
      session === undefined ? null : yield* ports.store.reads.session(ports.hashing.sessionToken(session), at);
    if (found === null) return err({ kind: 'NotLoggedIn' as const });
    if (purpose === 'link') yield* elevated(found, at);
    return ok({ subject: found.subject, session: found.session });
  });
}

/** What a device comes back with: its token, and what the provider gave it. */
export type ThirdPartyAnswer = { readonly attempt: AttemptToken } & (
  | {
      /** The whole address that the browser was sent back to, with `code` and `state` in it. */
      readonly callback: string;
    }
  | { readonly idToken: string }
);

/** Nobody began this attempt, for this, or it was finished, or took longer than 10 minutes. */
export interface UnknownAttempt {
  readonly kind: 'UnknownAttempt';
}

/** Why an answer proves no identity. */
export type AnswerRefusal = UnknownAttempt | UnknownProvider | IdentityNotProved | PortFailure;

/** An identity that an attempt proved, and who began the attempt. */
export interface ProvedIdentity {
  readonly identity: ThirdPartyIdentity;
  /** When the person showed the provider who they are; null where it does not say. Never later than now. */
  readonly authenticatedAt: Instant | null;
  /** Never `stale` where the attempt had to be fresh: then nothing is proved. */
  readonly freshness: Freshness;
  readonly by: LogInAttemptRecord['by'];
}

/**
 * Uses an attempt up, whatever comes of it, and asks the provider's answer whom it proves. To link and to step up the person
 * has to have logged in there since the attempt began, or nothing is proved; but for a provider that is configured as one
 * that cannot say so, where the purpose decides what its answer is worth (see `Freshness`).
 */
export function proveIdentity(
  ports: AttemptPorts,
  answer: ThirdPartyAnswer,
  purpose: AttemptPurpose,
): ResultAsync<ProvedIdentity, AnswerRefusal> {
  return safeTry(async function* () {
    const token = ports.hashing.attemptToken(answer.attempt);
    const begun = yield* ports.store.transact((tx) => tx.attempts.take(token));
    if (begun === null || begun.purpose !== purpose || ports.clock.now() >= begun.expiresAt) {
      return err({ kind: 'UnknownAttempt' as const });
    }
    const attempt = shown(ports, answer.attempt, begun);
    const { identities } = ports;
    const proved =
      'callback' in answer
        ? identities.redeem(attempt, answer.callback)
        : identities.verifyIdToken(attempt, answer.idToken);
    const judged = proved.andThen((logIn) => {
      const at = ports.clock.now();
      const freshness = freshnessOf(logIn, begun.begunAt, at);
      if (hasToBeFresh(purpose) && freshness === 'stale') return err({ kind: 'IdentityNotProved' as const });
      return ok({ identity: logIn.identity, authenticatedAt: authenticatedBy(logIn, at), freshness, by: begun.by });
    });
    const identity = yield* judged.orElse((refusal) => {
      const refused = err<ProvedIdentity, typeof refusal>(refusal);
      if (refusal.kind !== 'IdentityNotProved') return refused;
      return noteRisk(ports, { kind: 'identity-refused', subject: begun.by?.subject ?? null }).andThen(() => refused);
    });
    return ok(identity);
  });
}

/** For these, and to come in as staff, one logs in there anew: a log-in that runs at the provider proves whose device it is, and no more. */
function hasToBeFresh(purpose: AttemptPurpose): boolean {
  return purpose === 'link' || purpose === 'step-up' || purpose === 'staff';
}

/** What an attempt shows the provider. */
function shown(
  { hashing }: Pick<Ports, 'hashing'>,
  token: AttemptToken,
  { provider, purpose, begunAt }: Pick<LogInAttemptRecord, 'provider' | 'purpose' | 'begunAt'>,
): LogInAttempt {
  return {
    provider,
    state: hashing.attemptValue(token, 'state'),
    nonce: hashing.attemptValue(token, 'nonce'),
    codeVerifier: hashing.attemptValue(token, 'code-verifier'),
    freshSince: hasToBeFresh(purpose) ? begunAt : null,
  };
}
