import { isProviderName, ThirdPartyIdentity } from '../../domain/user/third-party-identity.ts';
import { type Credentials, credentialsOf } from './client-authentication.ts';
import { isHttps } from './https-address.ts';
import type { OidcProvider, ProviderMetadata } from './provider.ts';

/** What the host is to one provider, once its options have been looked at. */
export interface RelyingParty {
  /** The host's name for the provider. */
  readonly provider: string;
  readonly issuer: string;
  /** What `iss` may say: the issuer and its other spellings. */
  readonly issuers: readonly string[];
  readonly clientId: string;
  /** Whom a token may be for: the client and the native apps. */
  readonly audiences: readonly string[];
  readonly redirectUri: string;
  readonly credentials: Credentials;
  readonly metadata: ProviderMetadata;
  readonly freshLogIn: Readonly<Record<string, string>>;
  readonly provesFreshness: boolean;
}

/** Throws a `TypeError` on options that cannot be meant, without quoting any: one may stand where a secret should not. */
export function relyingParty(provider: string, options: OidcProvider): RelyingParty {
  const { issuer, issuerAliases = [], clientId, audiences = [], redirectUri, metadata = {} } = options;
  const refuse = (what: string): never => {
    throw new TypeError(`The identity provider ${provider}: ${what}`);
  };
  if (!isProviderName(provider)) refuse('its name is lower-case letters and single hyphens, 40 at most');
  if (ThirdPartyIdentity.parse({ issuer, providerSubject: 'somebody' }).isErr()) {
    refuse('its issuer is a canonical https URL without user, query and fragment');
  }
  if (issuerAliases.some((alias) => alias === '')) refuse('another spelling of its issuer is no empty text');
  if (![clientId, ...audiences].every(isClientId)) refuse('a client id is 1 to 255 visible ASCII characters');
  if (!isRedirectUri(redirectUri)) {
    refuse('the redirect URI is https, a private-use scheme or on the loopback, canonical, without query and fragment');
  }
  const { authorizationEndpoint, tokenEndpoint, jwksUri } = metadata;
  for (const endpoint of [authorizationEndpoint, tokenEndpoint, jwksUri]) {
    if (endpoint !== undefined && !isHttps(endpoint)) refuse('its endpoints are https URLs without user and fragment');
  }
  return {
    provider,
    issuer,
    issuers: [issuer, ...issuerAliases],
    clientId,
    audiences: [clientId, ...audiences],
    redirectUri,
    credentials: credentialsOf(options, refuse),
    metadata,
    freshLogIn: options.freshLogIn ?? { prompt: 'login' },
    provesFreshness: options.provesFreshness ?? true,
  };
}

function isClientId(text: string): boolean {
  return typeof text === 'string' && /^[!-~]{1,255}$/.test(text); // a setting that is not there is no text
}

function isRedirectUri(text: string): boolean {
  const url = URL.parse(text);
  // Written otherwise than a parser gives it back, it would not be the address that is registered.
  if (url === null || url.href !== text || /[?#]/.test(text) || url.username !== '' || url.password !== '')
    return false;
  if (url.protocol === 'https:') return true;
  if (url.protocol === 'http:') return /^(localhost|\[::1\]|127(\.\d{1,3}){3})$/.test(url.hostname);
  // A private-use scheme is a domain backwards; without a dot it may be `javascript:` or `data:`.
  return url.protocol.includes('.');
}
