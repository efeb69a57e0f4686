import { instanceOf } from './instance-of.ts';
import {
  type AroundServer,
  type CheckResult,
  failed,
  fine,
  notChecked,
  onBothServers,
  type PostureCheck,
  some,
  whereSeen,
} from './posture-check.ts';
import { isEveryAddress, isPrivateNetwork } from './private-network.ts';
import type { ServerFacts } from './server-facts.ts';

const goodTls: readonly string[] = ['TLSv1.2', 'TLSv1.3'];

/** Who can reach the servers, and how the way to them is protected. */
export const networkChecks: readonly PostureCheck[] = [
  {
    id: 'private-address',
    clauses: ['C19'],
    needs: 'database',
    expected: 'the host of each store resolves to private addresses alone',
    mend: 'connect by the private endpoint, and take the public one away',
    judge: onBothServers(({ addresses }) =>
      whereSeen(addresses, (all) => {
        const open = all.filter((address) => isPrivateNetwork(address) !== true);
        if (all.length === 0) return notChecked('the host resolves to no address');
        return open.length > 0 ? failed(`public: ${some(open)}`) : fine(some(all));
      }),
    ),
  },
  {
    id: 'bind-address',
    clauses: ['C19'],
    needs: 'database',
    expected: 'the server listens on private addresses alone',
    mend: 'set bind_address to private addresses; on RDS name the instance, so that its endpoints can be looked at',
    judge: onBothServers(listening),
  },
  {
    id: 'tls-required',
    clauses: ['C16', 'C19'],
    needs: 'database',
    expected: 'require_secure_transport=ON',
    mend: 'set require_secure_transport=ON',
    judge: onBothServers(({ variables }) => {
      const required = variables.require_secure_transport ?? 'unknown';
      return required === 'ON' ? fine('ON') : failed(required);
    }),
  },
  {
    id: 'tls-version',
    clauses: ['C16'],
    needs: 'database',
    expected: 'TLSv1.2 and TLSv1.3 alone',
    mend: 'set tls_version=TLSv1.2,TLSv1.3',
    judge: onBothServers(({ variables }) => {
      const offered = (variables.tls_version ?? '').split(',').filter((version) => version !== '');
      if (offered.length === 0) return failed('none');
      return offered.every((version) => goodTls.includes(version)) ? fine(offered.join(', ')) : failed(some(offered));
    }),
  },
  {
    id: 'tls-in-use',
    clauses: ['C16'],
    needs: 'database',
    expected:
      'the connections of the core are encrypted, to a server whose certificate is verified, and names its host',
    mend: 'add ?ssl={"ca":"…","verifyIdentity":true} with the certificate of the authority to the address of the database',
    judge: onBothServers(({ tls }) => {
      if (tls === null) return failed('a connection in plain text');
      if (!goodTls.includes(tls.version)) return failed(tls.version);
      if (!tls.verified) return failed(`${tls.version}, to whoever answers: no certificate is verified`);
      return tls.named
        ? fine(tls.version)
        : failed(`${tls.version}, to any server of that authority: the name in the certificate is not verified`);
    }),
  },
];

/**
 * On which addresses a server listens. One that listens on all that its machine has says nothing about them to a client; the
 * provider, if there is one, tells under which the instance is reached.
 */
function listening({ variables }: ServerFacts, { store, facts }: AroundServer): CheckResult {
  const bound = [variables.bind_address ?? '*', variables.admin_address || [], variables.mysqlx_bind_address ?? []]
    .flat()
    .flatMap((addresses) => addresses.split(','))
    .map((address) => address.trim());
  const named = bound.filter((address) => !isEveryAddress(address));
  const open = named.filter((address) => isPrivateNetwork(address) === false);
  if (open.length > 0) return failed(`public: ${some(open)}`);
  const words = named.filter((address) => isPrivateNetwork(address) === null);
  if (words.length > 0) return notChecked(`a name, ${some(words)}, of which only the server knows the address`);
  if (named.length === bound.length) return fine(some(bound));
  const instance = instanceOf(store, facts);
  const network = instance.kind === 'seen' ? instance.value.network : instance;
  const endpoints = network.kind === 'seen' ? network.value.endpoints : [];
  return endpoints.length > 0 && endpoints.every(({ isPublic }) => !isPublic)
    ? fine('every address that it has, and its provider gives it none that is public')
    : failed('every address that it has, and which those are cannot be seen from here');
}
