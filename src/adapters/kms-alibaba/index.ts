import { createRequire } from 'node:module';
import type * as KmsPackage from '@alicloud/kms20160120';
import type { KeyWrapper } from '../../application/ports/key-wrapper.ts';
import type { PortFailure } from '../../application/ports/port-failure.ts';
import { inRegionOf } from '../../domain/residency/residency.ts';
import { err, errAsync, ok, type Result, ResultAsync } from '../../domain/result.ts';
import { kmsFailure, notOurs, unusableAnswer } from './kms-failure.ts';
import { packed, unpacked } from './wrapped-text.ts';

// It is a CommonJS module with a default export, which Node and bundlers hand over in different ways. `require` has one.
const require = createRequire(import.meta.url);
const { default: KmsClient } = require('@alicloud/kms20160120') as (typeof KmsPackage)['default']; // sound: the type is the one of this very name

/** How to reach Alibaba Cloud KMS. */
export interface AlibabaKmsOptions {
  /** Where the master key is: `eu-central-1` is Frankfurt (POLICY.md C18). */
  readonly region: string;
  /** The symmetric master key, by id. An alias is refused: who moves it makes every wrapped key unreadable. */
  readonly keyId: string;
  /** The access key of an account that may do no more than encrypt and decrypt with this key. */
  readonly accessKeyId: string;
  /** Its secret; it signs and is never sent. */
  readonly accessKeySecret: string;
  /** The token that goes with a temporary access key. */
  readonly securityToken?: string;
  /**
   * Another endpoint than the region's public one, such as `https://kms-vpc.eu-central-1.aliyuncs.com`: https, or http on
   * the loopback for tests.
   */
  readonly endpoint?: string;
  /** How long an answer may take once there is a connection, in milliseconds; 10 s by default. */
  readonly timeoutMs?: number;
}

/**
 * A key wrapper by Alibaba Cloud KMS: the master key never leaves the service. The context is the encryption context, under
 * the name `joos`, so the service's own audit log shows it: it must not name a person. Every answer must be of the
 * configured key. It asks once and leaves repetition to whoever calls.
 *
 * Throttling, time-outs and server errors are retryable; a refusal, a wrong context and a wrapped key that was changed are
 * not. What it throws on opening is a mistake of the host: an alias, no region, no access key, an endpoint without TLS.
 */
export function alibabaKmsKeyWrapper(options: AlibabaKmsOptions): KeyWrapper {
  const { region, keyId, timeoutMs = 10_000 } = options;
  if (!/^[a-z0-9-]+$/.test(region)) throw new TypeError('Alibaba Cloud KMS needs a region');
  if (!/^[A-Za-z0-9-]+$/.test(keyId)) throw new TypeError('Alibaba Cloud KMS needs the id of a key, not an alias');
  if (options.accessKeyId === '' || options.accessKeySecret === '') {
    throw new TypeError('Alibaba Cloud KMS needs an access key and its secret');
  }
  const { protocol, host, hostname } = placeOf(options.endpoint ?? `https://kms.${region}.aliyuncs.com`);
  const client = new KmsClient(
    fields({
      accessKeyId: options.accessKeyId,
      accessKeySecret: options.accessKeySecret,
      ...(options.securityToken === undefined ? {} : { securityToken: options.securityToken }),
      regionId: region,
      protocol,
      endpoint: host,
      readTimeout: timeoutMs, // headers and body together
      connectTimeout: timeoutMs, // any silence, once it is connected too
    }),
  );

  /**
   * Asks in the package's general way, not by its `encrypt` and `decrypt`. Those put every parameter into the URL, the key
   * in clear too, and URLs end up in logs; and they send the context as `EncryptionContext.joos`, which is not the JSON that
   * the service documents. It would bind nothing.
   */
  const ask = (action: string, parameters: Readonly<Record<string, string>>, context: string) => {
    const body = { ...parameters, EncryptionContext: JSON.stringify({ joos: context }) };
    const answer = client.doRequest(action, protocol, 'POST', '2016-01-20', 'AK', {}, body, fields({}));
    return ResultAsync.fromPromise(answer, kmsFailure);
  };
  const ofThisKey = (field: unknown, answeredBy: unknown): Result<string, PortFailure> =>
    typeof field === 'string' && field !== '' && answeredBy === keyId ? ok(field) : err(unusableAnswer());

  return {
    residency: [inRegionOf('alibaba', region, hostname)],
    wrap: (key, context) =>
      ask('Encrypt', { KeyId: keyId, Plaintext: base64Of(key) }, context)
        .andThen((answer) => ofThisKey(answer.CiphertextBlob, answer.KeyId))
        .map(packed),
    unwrap: (wrapped, context) => {
      const ciphertext = unpacked(wrapped);
      if (ciphertext === null) return errAsync(notOurs());
      // Decrypt takes no key id: the service opens whatever the access key may open. The answer tells whose it was.
      return ask('Decrypt', { CiphertextBlob: ciphertext }, context)
        .andThen((answer) => ofThisKey(answer.Plaintext, answer.KeyId))
        .andThen(bytesIn);
    },
  };
}

/** The key that an answer holds; what is no base64 holds none. */
function bytesIn(text: string): Result<Uint8Array, PortFailure> {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? ok(bytes) : err(unusableAnswer());
}

function base64Of(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('base64');
}

/** Protocol and host of an endpoint to which nobody on the way reads along; the host with its port, and without. */
function placeOf(endpoint: string): Readonly<Record<'protocol' | 'host' | 'hostname', string>> {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  const isLoopback = url?.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url === null || !(url.protocol === 'https:' || isLoopback)) throw new TypeError('A key travels by TLS alone');
  return { protocol: url.protocol.slice(0, -1), host: url.host, hostname: url.hostname };
}

/** What the package takes for one of its models, whose classes it does not export. */
function fields<Fields extends object>(values: Fields): Fields & { readonly toMap: () => Fields } {
  return { ...values, toMap: () => values };
}
