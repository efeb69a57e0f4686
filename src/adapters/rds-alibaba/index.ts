import { createRequire } from 'node:module';
import type * as RdsPackage from '@alicloud/rds20140815';
import type { ProviderPosture } from '../../application/ports/posture.ts';
import type { StoreName } from '../../domain/data-map/vocabulary.ts';
import type { Instant } from '../../domain/instant.ts';
import { seen } from '../../domain/posture/seen.ts';
import { ResultAsync } from '../../domain/result.ts';
import { type AskRds, instanceFacts } from './instance-facts.ts';

// It is a CommonJS module with a default export, which Node and bundlers hand over in different ways. `require` has one.
const require = createRequire(import.meta.url);
const rds = require('@alicloud/rds20140815') as (typeof RdsPackage)['default']; // sound: the type is the one of this very name

/** How to ask Alibaba Cloud RDS about the instances of both stores. */
export interface AlibabaRdsOptions {
  /** Where the API is asked: `eu-central-1` is Frankfurt (POLICY.md C18). */
  readonly region: string;
  /** The instances, such as `rm-gw8s5fyx2kv35q35k`. */
  readonly instances: Readonly<Record<StoreName, string>>;
  /** The access key of an account that may do no more than `rds:Describe*` on these instances. */
  readonly accessKeyId: string;
  /** Its secret; it signs and is never sent. */
  readonly accessKeySecret: string;
  /** The token that goes with a temporary access key. */
  readonly securityToken?: string;
  /** Another endpoint than the region's public one: https, or http on the loopback for tests. */
  readonly endpoint?: string;
  /** How long an answer may take, in milliseconds; 10 s by default. */
  readonly timeoutMs?: number;
  /** The clock by which ages are counted. */
  readonly now?: () => Instant;
}

/**
 * Asks Alibaba Cloud about both instances by calls that only look. What it refuses, or does not answer in time or in its own
 * words, is unseen with the reason: it is never taken for fine.
 *
 * What it throws on opening is a mistake of the host: no region, no instance, no access key, an endpoint without TLS.
 */
export function alibabaRdsPosture(options: AlibabaRdsOptions): ProviderPosture {
  const { region, instances, accessKeyId, accessKeySecret, timeoutMs = 10_000 } = options;
  if (!/^[a-z0-9-]+$/.test(region)) throw new TypeError('Alibaba Cloud RDS needs a region');
  if (!Object.values(instances).every((instance) => /^[a-z0-9-]{3,64}$/.test(instance))) {
    throw new TypeError('Alibaba Cloud RDS needs the id of an instance for each store');
  }
  if (accessKeyId === '' || accessKeySecret === '') {
    throw new TypeError('Alibaba Cloud RDS needs an access key and its secret');
  }
  const { protocol, host } = placeOf(options.endpoint ?? `https://rds.${region}.aliyuncs.com`);
  const client = new rds.default(
    fields({
      accessKeyId,
      accessKeySecret,
      ...(options.securityToken === undefined ? {} : { securityToken: options.securityToken }),
      regionId: region,
      protocol,
      endpoint: host,
      readTimeout: timeoutMs,
      connectTimeout: timeoutMs,
    }),
  );
  const ask: AskRds = { client, rds, timeoutMs };
  const now = options.now ?? (() => Date.now() as Instant); // sound: whole milliseconds of our time
  return {
    look: () =>
      ResultAsync.fromSafePromise(
        (async () => {
          const at = now();
          const data = await instanceFacts(ask, instances.data, at);
          const vault = await instanceFacts(ask, instances.vault, at);
          return seen({ at, instances: { data, vault } });
        })(),
      ),
  };
}

/** Protocol and host of an endpoint to which nobody on the way reads along. */
function placeOf(endpoint: string): { readonly protocol: string; readonly host: string } {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  const isLoopback = url?.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url === null || !(url.protocol === 'https:' || isLoopback)) {
    throw new TypeError('Alibaba Cloud RDS is asked by TLS alone');
  }
  return { protocol: url.protocol.slice(0, -1), host: url.host };
}

/** What the package takes for one of its models, whose classes it does not export. */
function fields<Fields extends object>(values: Fields): Fields & { readonly toMap: () => Fields; validate(): void } {
  return { ...values, toMap: () => values, validate: () => {} };
}
