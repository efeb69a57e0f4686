import type { IdentityProviders } from '../../application/ports/identity-providers.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { OidcProvider } from '../oidc/index.ts';
import type { ListedProvider, ListedProviders } from './identity-providers-file.ts';
import type { FileProblems } from './json-file.ts';

/** The companies by whose log-in people come in; null where there are none, and then nothing is loaded. */
export async function identitiesOf(listed: ListedProviders): Promise<Result<IdentityProviders | null, FileProblems>> {
  const named = Object.entries(listed);
  if (named.length === 0) return ok(null);
  const { apple, facebook, google, oidcProviders } = await import('../oidc/index.ts');
  const configured = ({ preset, client }: ListedProvider): OidcProvider => {
    switch (preset) {
      case 'google':
        return google(client);
      case 'facebook':
        return facebook(client);
      case 'apple':
        return apple(client);
      case null:
        return client;
    }
  };
  const providers: Record<string, OidcProvider> = {};
  const [first, ...more] = named.flatMap(([name, one]) => {
    const provider = configured(one);
    // Beside those before it that can be meant: no two may have the same redirect URI.
    const problem = whyRefused(name, () => oidcProviders({ providers: { ...providers, [name]: provider } }));
    if (problem !== null) return [problem];
    providers[name] = provider;
    return [];
  });
  return first === undefined ? ok(oidcProviders({ providers })) : err([first, ...more]);
}

/** What the adapter says of options that cannot be meant, which is in words of its own; whatever else it throws is a bug. */
function whyRefused(name: string, make: () => unknown): string | null {
  const beginning = `The identity provider ${name}: `;
  try {
    make();
    return null;
  } catch (problem) {
    if (!(problem instanceof TypeError && problem.message.startsWith(beginning))) throw problem;
    return `names a file in which ${name} cannot be meant: ${problem.message.slice(beginning.length)}`;
  }
}
