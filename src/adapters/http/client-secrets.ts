import { err, ok, type Result } from '../../domain/result.ts';
import type { OpaqueToken } from '../../domain/session/opaque-token.ts';
import type { CookieJar, KeptSecret } from './cookies.ts';
import { isSameOrigin } from './same-origin.ts';

/**
 * How a client keeps what we give it: by itself, as apps do, or in cookies that no script can read, as browsers should (ASVS
 * 5, 3.3.4).
 */
export type SecretForm = 'bearer' | 'cookie';

/** A cookie counts, or is set, only where a page of our own asks; this request came from elsewhere, or does not say. */
export interface CrossSite {
  readonly kind: 'CrossSite';
}

/** Gives a secret to the client, and answers what the body says of it: nothing where it goes as a cookie. */
export type HandOver = (secret: KeptSecret, token: OpaqueToken) => Readonly<Partial<Record<KeptSecret, string>>>;

/**
 * The secrets that one client shows in cookies and is given. A browser sends cookies along whoever asks: so no request that
 * could change something is done on the word of one unless a page of this origin made it, and none begins a session in
 * somebody else's browser (cross-site request forgery, that of logging in included; ASVS 5, 3.5.1 to 3.5.3).
 */
export interface ClientSecrets {
  /** What the cookie of a secret says, as it came; null where there is none. */
  text(secret: KeptSecret): Result<string | null, CrossSite>;
  /** The secret in a cookie; null where there is none, or none that could be one. */
  kept<Token>(secret: KeptSecret, parse: (text: string) => Result<Token, unknown>): Result<Token | null, CrossSite>;
  /** How secrets go to this client. */
  handOver(form: SecretForm): Result<HandOver, CrossSite>;
  /** Takes a cookie back that has served, if one came. */
  served(secret: KeptSecret): void;
  /** Takes back all that the browser holds, if it came with a session. */
  leave(): void;
}

/** The secrets of whoever made this request. */
export function clientSecrets(request: Request, jar: CookieJar, publicOrigin: string | null): ClientSecrets {
  const changesNothing = request.method === 'GET' || request.method === 'HEAD';

  const ofOurOrigin = (): Result<void, CrossSite> =>
    isSameOrigin(request, publicOrigin) ? ok(undefined) : err({ kind: 'CrossSite' });

  const text: ClientSecrets['text'] = (secret) => {
    const came = jar.read(secret);
    return came === null || changesNothing ? ok(came) : ofOurOrigin().map(() => came);
  };

  return {
    text,
    kept: (secret, parse) =>
      text(secret).map((came) => {
        const parsed = came === null ? null : parse(came);
        return parsed?.isOk() ? parsed.value : null;
      }),
    handOver: (form) => {
      if (form === 'bearer') return ok((secret, token) => ({ [secret]: token.reveal() }));
      return ofOurOrigin().map(
        (): HandOver => (secret, token) => {
          jar.put(secret, token);
          return {};
        },
      );
    },
    served: (secret) => {
      if (jar.read(secret) !== null) jar.drop(secret);
    },
    leave: () => {
      if (jar.read('session') !== null) jar.dropEverything();
    },
  };
}
