import { z } from 'zod';
import { ok, type Result } from '../../domain/result.ts';
import { isProviderName } from '../../domain/user/third-party-identity.ts';
import type { AppleClient, ConfidentialClient, GoogleClient, OidcProvider } from '../oidc/index.ts';
import { type FileProblems, misfit, readJsonFile, textIn } from './json-file.ts';

/** One company of the file, with its secret read: a preset, or any issuer that speaks OpenID Connect. */
export type ListedProvider =
  | { readonly preset: 'google'; readonly client: GoogleClient }
  | { readonly preset: 'facebook'; readonly client: ConfidentialClient }
  | { readonly preset: 'apple'; readonly client: AppleClient }
  | { readonly preset: null; readonly client: OidcProvider };

/** The companies by the names that clients call them by, such as `google`. */
export type ListedProviders = Readonly<Record<string, ListedProvider>>;

/** Two companies as they stand in a file, for `joos serve --help`. A test reads it. */
export const identityProvidersExample = `  {"google": {"preset": "google", "clientId": "1234.apps.googleusercontent.com",
     "clientSecretFile": "/run/secrets/google",
     "redirectUri": "https://app.example.com/logged-in/google"},
   "office": {"issuer": "https://login.example.com", "region": "eu-central-1",
     "clientId": "joos",
     "clientSecretFile": "/run/secrets/office",
     "redirectUri": "https://app.example.com/logged-in/office"}}`;

const text = z.string(misfit('is no text'));
const texts = z.array(text, misfit('is no list of texts'));
const client = { clientId: text, redirectUri: text, audiences: texts.exactOptional() };
const clientSecret = { clientSecret: text.exactOptional(), clientSecretFile: text.exactOptional() };
const privateKey = { privateKey: text.exactOptional(), privateKeyFile: text.exactOptional() };
const metadata = z.strictObject(
  {
    authorizationEndpoint: text.exactOptional(),
    tokenEndpoint: text.exactOptional(),
    jwksUri: text.exactOptional(),
    signingAlgorithms: texts.exactOptional(),
  },
  misfit('is no object of authorizationEndpoint, tokenEndpoint, jwksUri and signingAlgorithms'),
);

const flag = z.boolean(misfit('is neither true nor false'));
const google = z.strictObject(
  { preset: z.literal('google'), ...client, ...clientSecret, sessionAgeClaims: flag.exactOptional() },
  misfit(
    'is no object of preset, clientId, clientSecret or clientSecretFile, redirectUri, audiences and sessionAgeClaims',
  ),
);
const facebook = z.strictObject(
  { preset: z.literal('facebook'), ...client, ...clientSecret },
  misfit('is no object of preset, clientId, clientSecret or clientSecretFile, redirectUri and audiences'),
);
const apple = z.strictObject(
  { preset: z.literal('apple'), ...client, teamId: text, keyId: text, ...privateKey },
  misfit('is no object of preset, clientId, teamId, keyId, privateKey or privateKeyFile, redirectUri and audiences'),
);
const issuer = z.strictObject(
  {
    preset: z.undefined().optional(),
    issuer: text,
    ...client,
    ...clientSecret,
    publicClient: z.literal(true, misfit('is not true')).exactOptional(),
    secretSentIn: z.enum(['form', 'header'], misfit('is neither form nor header')).exactOptional(),
    issuerAliases: texts.exactOptional(),
    metadata: metadata.exactOptional(),
    freshLogIn: z.record(z.string(), text, misfit('is no object of texts')).exactOptional(),
    provesFreshness: flag.exactOptional(),
    region: text.nullable().exactOptional(),
  },
  misfit('has a field that no issuer has; `joos serve --help` lists them'),
);

const provider = z
  .discriminatedUnion(
    'preset',
    [google, facebook, apple, issuer],
    misfit('is no object of a company', 'is none of google, apple, facebook'),
  )
  .transform((given, { addIssue }): ListedProvider => {
    const refuse = (field: string, message: string): string => {
      addIssue({ code: 'custom', path: [field], message });
      return '';
    };
    /** A secret by itself or from its file, and not by both. */
    const secretOf = (field: string, itself: string | undefined, file: string | undefined): string => {
      if (itself !== undefined)
        return file === undefined ? itself : refuse(field, `is given twice, by ${field}File too`);
      if (file === undefined) return refuse(field, `is missing, and so is ${field}File`);
      const content = textIn(file);
      if (content === null) return refuse(`${field}File`, 'names no file that can be read');
      return content === '' ? refuse(`${field}File`, 'names a file that is empty') : content;
    };
    switch (given.preset) {
      case 'google':
      case 'facebook': {
        const { preset, clientSecret, clientSecretFile, ...client } = given;
        const secret = secretOf('clientSecret', clientSecret, clientSecretFile);
        return { preset, client: { ...client, clientSecret: secret } };
      }
      case 'apple': {
        const { preset, privateKey, privateKeyFile, ...client } = given;
        return { preset, client: { ...client, privateKey: secretOf('privateKey', privateKey, privateKeyFile) } };
      }
      case undefined: {
        const { preset: _none, clientSecret, clientSecretFile, publicClient, secretSentIn, ...client } = given;
        const hasSecret = (clientSecret ?? clientSecretFile ?? secretSentIn) !== undefined;
        if (publicClient && hasSecret) refuse('publicClient', 'is true, and a public client has no secret');
        // Said aloud: where a secret was forgotten, nobody gets in, and it shows at the first log-in and not before.
        if (publicClient) return { preset: null, client: { ...client, authentication: { kind: 'none' } } };
        const secret = secretOf('clientSecret', clientSecret, clientSecretFile);
        const sentIn = secretSentIn === undefined ? {} : { sentIn: secretSentIn };
        return { preset: null, client: { ...client, authentication: { kind: 'secret', secret, ...sentIn } } };
      }
    }
  });

const providers = z.record(
  z.string().refine(isProviderName),
  provider,
  misfit(
    'is no object of companies by name, such as {"google": {…}}',
    'has a name of other than small letters, 40 at most, with single hyphens between them',
  ),
);

/** Reads by whose log-in people may come in: a JSON file such as {@link identityProvidersExample}; none without a file. */
export function readIdentityProvidersFile(path: string | null): Result<ListedProviders, FileProblems> {
  return path === null ? ok({}) : readJsonFile(path, providers);
}
