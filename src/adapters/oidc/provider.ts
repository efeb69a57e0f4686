/** A company by whose OpenID Connect log-in people may come in, as its console knows the host. Plain data. */
export interface OidcProvider {
  /**
   * Its issuer identifier, letter by letter as its discovery document and its tokens have it: a canonical https URL, such as
   * `https://accounts.google.com`. With the subject it is the identity, so it can never change.
   */
  readonly issuer: string;
  /**
   * Where it works, such as `eu-central-1`, or null if it is in no one place, as the presets say of theirs. Only the operator
   * knows of others; the core does not open without a word of it, save for an issuer on the loopback (POLICY.md C18).
   */
  readonly region?: string | null;
  /**
   * Other spellings of the issuer that its tokens bear, each compared letter by letter. Only a token that an app hands over
   * may have one; the identity is under `issuer` all the same. None by default.
   */
  readonly issuerAliases?: readonly string[];
  /** Under which the provider knows the website or the service that sends browsers to it. */
  readonly clientId: string;
  /** How the host proves at the token endpoint that it is this client. */
  readonly authentication: ClientAuthentication;
  /**
   * Where the provider sends the browser back to, without query and fragment, as registered with it: https, a private-use
   * scheme with a dot in it (RFC 8252, section 7.1), or http on the loopback. One for each provider, or
   * none of them opens: where answers do not
   * name their issuer, the address that they come to says from whom they are (RFC 9700, section 4.4.2).
   */
  readonly redirectUri: string;
  /**
   * Client ids of the host's native apps with the provider: an ID token for one of them counts when an app hands it over.
   * A token whose `azp` names an app (Google on Android) counts only if that app is here, too. None by default.
   */
  readonly audiences?: readonly string[];
  /** What the discovery document lacks, or has wrong; it goes before the document. */
  readonly metadata?: ProviderMetadata;
  /**
   * Sent with the browser, beside `max_age`, where the person has to show anew who they are. `{ prompt: 'login' }` by
   * default; a provider that refuses that needs something else.
   */
  readonly freshLogIn?: Readonly<Record<string, string>>;
  /**
   * Whether it lets people log in anew where it is asked to, and says when they did (`auth_time`). True by default: then an
   * answer that does not say so links nothing and steps nobody up. False for one that cannot, ever: then an answer to an
   * attempt of the session links, whatever the age of the log-in, and steps up those who have neither phone nor email. It is
   * never read off a token, since whoever leaves the time out would be asked for less.
   */
  readonly provesFreshness?: boolean;
}

/** What else a discovery document would say (OpenID Connect Discovery 1.0, section 3). Addresses are https URLs. */
export interface ProviderMetadata {
  readonly authorizationEndpoint?: string;
  readonly tokenEndpoint?: string;
  readonly jwksUri?: string;
  /** By which ID tokens may be signed, such as `RS256`; of them only asymmetric ones count. */
  readonly signingAlgorithms?: readonly string[];
}

/** How a client proves at the token endpoint that it is itself (OpenID Connect Core 1.0, section 9). */
export type ClientAuthentication = PublicClient | SharedSecret | SignedSecret;

/** A client without a secret: PKCE alone binds the code to it. */
export interface PublicClient {
  readonly kind: 'none';
}

/** A secret that the provider gave out: visible ASCII, without a line break at its end. */
export interface SharedSecret {
  readonly kind: 'secret';
  readonly secret: string;
  /** In the form (`client_secret_post`), which is the default, or in the Authorization header (`client_secret_basic`). */
  readonly sentIn?: 'form' | 'header';
}

/** Apple's way: the secret is a JWT for five minutes that the host signs under a key of its team, once a request. */
export interface SignedSecret {
  readonly kind: 'signed-secret';
  /** The team's id at Apple, 10 capitals and digits. */
  readonly teamId: string;
  /** The key's id at Apple, 10 capitals and digits. */
  readonly keyId: string;
  /** The private key that Apple gave out as a `.p8` file: PKCS #8 in PEM, on the curve P-256. */
  readonly privateKey: string;
}
