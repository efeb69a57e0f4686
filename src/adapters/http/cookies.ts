import type { OpaqueToken } from '../../domain/session/opaque-token.ts';
import { sessionLifetimeMs } from '../../domain/session/session-policy.ts';
import { staffSessionLifetimeMs } from '../../domain/staff/staff-session.ts';
import { attemptLifetimeMs } from '../../domain/verification/attempt-token.ts';

/** A secret that a client keeps and shows again: who it is, which device it is, which log-in it began elsewhere. */
export type KeptSecret = 'session' | 'device' | 'attempt' | 'staffSession';

interface CookieTerms {
  /** `__Host-`: of this host alone, by https alone (RFC 6265bis, 4.1.3). */
  readonly name: `__Host-joos-${string}`;
  readonly sameSite: 'Strict' | 'Lax';
  /** How long the browser keeps it, in seconds; when a secret is worthless is for the store to say. */
  readonly maxAge: number;
}

const cookies: Readonly<Record<KeptSecret, CookieTerms>> = {
  // As long as a session can last: every use puts its end off, and no answer would tell the browser so.
  session: { name: '__Host-joos-session', sameSite: 'Strict', maxAge: sessionLifetimeMs / 1000 },
  // For a code (5 minutes), the proof of a phone that waits for a second one (10), and the code for that.
  device: { name: '__Host-joos-device', sameSite: 'Strict', maxAge: 30 * 60 },
  // The person comes back from the provider's site: a page that the host shows there may want it on that very request.
  attempt: { name: '__Host-joos-attempt', sameSite: 'Lax', maxAge: attemptLifetimeMs / 1000 },
  staffSession: { name: '__Host-joos-staff', sameSite: 'Strict', maxAge: staffSessionLifetimeMs / 1000 },
};

/**
 * The cookies of one request and its answer. No script reads any of them (`HttpOnly`), and none goes to another host or in
 * clear (ASVS 5, 3.3.1 to 3.3.4).
 */
export class CookieJar {
  readonly #came: string;
  readonly #goes = new Map<KeptSecret, string>();
  #everythingGoes = false;

  constructor({ headers }: Request) {
    this.#came = headers.get('cookie') ?? '';
  }

  /**
   * What the browser sent under the name of a secret; null if nothing. Two of one name are the work of somebody who could
   * plant one: they count as an empty one, which is no secret.
   */
  read(secret: KeptSecret): string | null {
    const values = this.#came.split(';').flatMap((pair) => {
      const at = pair.indexOf('=');
      return at >= 0 && pair.slice(0, at).trim() === cookies[secret].name ? [pair.slice(at + 1).trim()] : [];
    });
    const [value = null, ...more] = values;
    return more.length > 0 ? '' : value;
  }

  /** Has the browser keep a secret, in place of the one before. */
  put(secret: KeptSecret, token: OpaqueToken): void {
    this.#goes.set(secret, setCookie(secret, token.reveal(), cookies[secret].maxAge));
  }

  /** Has the browser forget a secret. */
  drop(secret: KeptSecret): void {
    this.#goes.set(secret, setCookie(secret, '', 0));
  }

  /** Has the browser forget all that it holds of this site: whoever uses it next finds nothing (ASVS 5, 14.3.1). */
  dropEverything(): void {
    for (const secret of Object.keys(cookies) as KeptSecret[]) this.drop(secret); // sound: a plain object of these keys
    this.#everythingGoes = true;
  }

  /** Writes into an answer what the browser shall do. */
  writeTo(headers: Headers): void {
    for (const cookie of this.#goes.values()) headers.append('Set-Cookie', cookie);
    if (this.#everythingGoes) headers.set('Clear-Site-Data', '"cookies", "storage"');
  }
}

function setCookie(secret: KeptSecret, value: string, maxAge: number): string {
  const { name, sameSite } = cookies[secret];
  return `${name}=${value}; Path=/; Max-Age=${maxAge}; Secure; HttpOnly; SameSite=${sameSite}`;
}
