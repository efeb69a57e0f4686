import type { StoreName } from '../data-map/vocabulary.ts';
import type { InstanceFacts, ProviderFacts } from './provider-facts.ts';
import { type Seen, seen, unseen } from './seen.ts';
import type { DatabaseFacts } from './server-facts.ts';

/**
 * The instance on which a store is: the one that was named for it, if the core connects to one of its endpoints. Any other
 * instance of the same owner would tell of a server that nobody uses, and vouch for one that nobody looked at.
 */
export function instanceOf(
  store: StoreName,
  facts: { readonly provider: Seen<ProviderFacts>; readonly database: Seen<DatabaseFacts> },
): Seen<InstanceFacts> {
  const { provider, database } = facts;
  if (provider.kind === 'unseen') return provider;
  if (database.kind === 'unseen') return database;
  const instance = provider.value.instances[store];
  if (instance.network.kind === 'unseen') return instance.network;
  const { host } = database.value.servers[store];
  const isIts = instance.network.value.endpoints.some((endpoint) => sameHost(endpoint.host, host));
  return isIts ? seen(instance) : unseen('the core connects to no endpoint of the instance that is named');
}

function sameHost(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

/** A name may be written in capitals, and with the dot of the root behind it. */
function plain(host: string): string {
  return host.toLowerCase().replace(/\.$/, '');
}
