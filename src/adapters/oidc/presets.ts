import type { OidcProvider } from './provider.ts';

/** What every provider's console has of the host. */
export interface RegisteredClient {
  readonly clientId: string;
  /** As {@link OidcProvider.redirectUri}. */
  readonly redirectUri: string;
  /** As {@link OidcProvider.audiences}: client ids of the native apps. */
  readonly audiences?: readonly string[];
}

/** A client to which the provider gave a secret. */
export interface ConfidentialClient extends RegisteredClient {
  readonly clientSecret: string;
}

/** A client at Google. */
export interface GoogleClient extends ConfidentialClient {
  /**
   * Whether "Session age claims" are on in the console, which Google turns on for verified apps alone: as
   * {@link OidcProvider.provesFreshness}. False by default. Once true here and off there, nobody links or steps up by Google.
   */
  readonly sessionAgeClaims?: boolean;
}

/** A Services ID at Apple, and a key of its team with "Sign in with Apple". Bundle ids of apps are `audiences`. */
export interface AppleClient extends RegisteredClient {
  readonly teamId: string;
  readonly keyId: string;
  /** The text of the `.p8` file. */
  readonly privateKey: string;
}

/**
 * Sign in with Google. The client ids of Android and iOS apps are `audiences`.
 *
 * Google's tokens name it `https://accounts.google.com`, or without the scheme where they come by its older ways ("Google
 * OpenID Connect API Reference", `issuer`). It knows no `prompt=login`; `auth_time` it tells who asks for it by the
 * `claims` parameter and has "Session age claims" turned on in the console of a verified app ("Security bundle"): say so
 * by `sessionAgeClaims`. Without that Google proves no log-in to be fresh.
 */
export function google({ clientSecret, sessionAgeClaims = false, ...client }: GoogleClient): OidcProvider {
  return {
    ...client,
    issuer: 'https://accounts.google.com',
    region: null,
    issuerAliases: ['accounts.google.com'],
    authentication: { kind: 'secret', secret: clientSecret },
    freshLogIn: { claims: '{"id_token":{"auth_time":{"essential":true}}}' },
    provesFreshness: sessionAgeClaims,
  };
}

/**
 * Sign in with Apple. With the scope `openid` alone it answers in the query; only name and email would need `form_post`.
 *
 * It documents neither `max_age` nor `prompt`, and tells `auth_time` by itself: a log-in that has to be fresh is proved
 * where Apple happened to ask the person, and cannot be asked for ({@link OidcProvider.provesFreshness}).
 */
export function apple({ teamId, keyId, privateKey, ...client }: AppleClient): OidcProvider {
  return {
    ...client,
    issuer: 'https://appleid.apple.com',
    region: null,
    authentication: { kind: 'signed-secret', teamId, keyId, privateKey },
    freshLogIn: {},
    provesFreshness: false,
  };
}

/**
 * Facebook Login by OpenID Connect with PKCE, which Facebook calls "still in testing", and Limited Login on iOS, whose
 * tokens are for the same app id. The discovery document names no token endpoint, and an authorization endpoint that only
 * forwards; both endpoints are given here without a version, so that Facebook takes the one of the app.
 *
 * Facebook never tells `auth_time`, so it never proves a log-in that has to be fresh ({@link OidcProvider.provesFreshness}).
 */
export function facebook({ clientSecret, ...client }: ConfidentialClient): OidcProvider {
  return {
    ...client,
    issuer: 'https://www.facebook.com',
    region: null,
    authentication: { kind: 'secret', secret: clientSecret },
    metadata: {
      authorizationEndpoint: 'https://www.facebook.com/dialog/oauth',
      tokenEndpoint: 'https://graph.facebook.com/oauth/access_token',
    },
    freshLogIn: { auth_type: 'reauthenticate' },
    provesFreshness: false,
  };
}
