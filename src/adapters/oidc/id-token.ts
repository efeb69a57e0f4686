import { type JWTPayload, jwtVerify } from 'jose';
import type { IdentityNotProved, LogInAttempt, ProvedLogIn } from '../../application/ports/identity-providers.ts';
import type { PortFailure } from '../../application/ports/port-failure.ts';
import { Instant, secondMs } from '../../domain/instant.ts';
import { err, type Result } from '../../domain/result.ts';
import { providerClockSkewMs } from '../../domain/session/provider-log-in.ts';
import { ThirdPartyIdentity } from '../../domain/user/third-party-identity.ts';
import type { CachedDocument } from './cached-document.ts';
import type { Discovered } from './discovery.ts';
import type { KeySet } from './key-set.ts';
import { notProved } from './not-proved.ts';
import type { RelyingParty } from './relying-party.ts';

/** How far the clocks of provider and host may be apart, in seconds: it widens every comparison of times here. */
export const clockToleranceSeconds: number = providerClockSkewMs / secondMs;

/** How long ago a token may have been issued, in seconds: it is handed over at once. */
const maxTokenAgeSeconds = 600;

/** No honest token comes near. In characters. */
const longestToken = 16_384;

/** What a provider's tokens are verified with. */
export interface Verifying {
  readonly party: RelyingParty;
  readonly discovered: CachedDocument<Discovered>;
  readonly keys: KeySet;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * The one way by which an ID token becomes an identity, whether it came for a code or from an app (OpenID Connect Core 1.0,
 * section 3.1.3.7): signed by the provider with an asymmetric algorithm that it announces, under a key at its own address;
 * of exactly this issuer; for nobody but us; of now; and with the nonce of this attempt. Of a token that is all that, issuer,
 * subject and the time of the log-in (`auth_time`) are taken, and nothing else: an email address in it, verified or not, links nobody to anything.
 */
export async function identityIn(
  token: string,
  attempt: LogInAttempt,
  { party, discovered, keys, now }: Verifying,
): Promise<Result<ProvedLogIn, IdentityNotProved | PortFailure>> {
  if (!isCompact(token)) return err(notProved);
  const found = await discovered.current();
  if (found.isErr()) return err(found.error);
  const failures: PortFailure[] = [];
  try {
    const { payload } = await jwtVerify(
      token,
      async (header) => {
        // `crit` asks for an understanding that nobody here has.
        if ('crit' in header) throw new Error('An extension is critical');
        const key = await keys.keyFor(header);
        if (key.isOk()) return key.value;
        if (key.error.kind === 'PortFailure') failures.push(key.error);
        throw new Error('There is no key');
      },
      {
        algorithms: [...found.value.signingAlgorithms],
        issuer: [...party.issuers],
        audience: [...party.audiences],
        requiredClaims: ['iss', 'sub', 'aud', 'exp', 'iat', 'nonce'],
        currentDate: new Date(now()),
        clockTolerance: clockToleranceSeconds,
        maxTokenAge: maxTokenAgeSeconds,
      },
    );
    if (!isForUs(payload, party) || payload.nonce !== attempt.nonce) return err(notProved);
    const { provesFreshness } = party;
    return ThirdPartyIdentity.parse({ issuer: party.issuer, providerSubject: payload.sub ?? '' })
      .map((identity) => ({ identity, authenticatedAt: shownAt(payload), provesFreshness }))
      .mapErr(() => notProved);
  } catch {
    // Whatever it is, nothing is proved. The errors hold claims, so none is kept.
    const [failure = notProved] = failures;
    return err(failure);
  }
}

/**
 * Three parts, each written in the one way in which base64url writes it: the last character of a signature has bits that
 * mean nothing, and a token that differs in them is not the token that was signed.
 */
function isCompact(token: string): boolean {
  if (token.length > longestToken || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return false;
  return token.split('.').every((part) => Buffer.from(part, 'base64url').toString('base64url') === part);
}

/** For nobody whom we do not know; and if for several, or if it names one, it was issued to us (`azp`). */
function isForUs({ aud, azp }: JWTPayload, { audiences }: RelyingParty): boolean {
  const isOurs = (name: unknown): boolean => typeof name === 'string' && audiences.includes(name);
  const named = Array.isArray(aud) ? aud : [aud];
  return named.length > 0 && named.every(isOurs) && (azp === undefined ? named.length === 1 : isOurs(azp));
}

/** When the person logged in there, as the provider says; null where it does not, or says no time. */
function shownAt({ auth_time: seconds }: JWTPayload): Instant | null {
  return typeof seconds === 'number' ? Instant.ofEpochMs(Math.floor(seconds * secondMs)).unwrapOr(null) : null;
}
