export { type OidcOptions, oidcProviders } from './oidc-providers.ts';
export {
  type AppleClient,
  apple,
  type ConfidentialClient,
  facebook,
  type GoogleClient,
  google,
  type RegisteredClient,
} from './presets.ts';
export type {
  ClientAuthentication,
  OidcProvider,
  ProviderMetadata,
  PublicClient,
  SharedSecret,
  SignedSecret,
} from './provider.ts';
