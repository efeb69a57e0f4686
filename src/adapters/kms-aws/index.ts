import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import type { KeyWrapper } from '../../application/ports/key-wrapper.ts';
import type { PortFailure } from '../../application/ports/port-failure.ts';
import { demandRegion } from '../../application/ports/region-guard.ts';
import { inRegionOf } from '../../domain/residency/residency.ts';
import { err, ok, type Result, ResultAsync } from '../../domain/result.ts';
import { kmsFailure, unusableAnswer } from './kms-failure.ts';

/** How to reach AWS KMS. */
export interface AwsKmsOptions {
  /** Where the master key is; never taken from the environment, since a key is of one region. */
  readonly region: string;
  /** The symmetric master key, by id or by ARN. An alias is refused: who moves it makes every wrapped key unreadable. */
  readonly keyId: string;
  /** Another endpoint than Amazon's: https, or http on the loopback for tests. */
  readonly endpoint?: string;
  /** Who asks; by default whom the SDK's own chain finds (environment, profile, role of the machine). */
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** How long an answer may take, in milliseconds; 10 s by default. */
  readonly timeoutMs?: number;
}

/**
 * A key wrapper by AWS KMS: the master key never leaves the service. The context is the encryption context, under the name
 * `joos`, so the service's own audit log shows it: it must not name a person. Every answer must be of the configured key.
 * It asks once and leaves repetition to whoever calls.
 *
 * Throttling, time-outs and server errors are retryable; a refusal, a wrong context and a wrapped key that was changed are
 * not. What it throws on opening is a mistake of the host: an alias, no region, an endpoint without TLS.
 */
export function awsKmsKeyWrapper(options: AwsKmsOptions): KeyWrapper & {
  /** Ends the connections that are kept open between keys, so that the process of the host can end. */
  close(): void;
} {
  const { region, keyId, endpoint, credentials, timeoutMs = 10_000 } = options;
  if (region === '') throw new TypeError('AWS KMS needs a region');
  if (!keyName.test(keyId)) throw new TypeError('AWS KMS needs the id or the ARN of a key, not an alias');
  if (endpoint !== undefined && !isPrivate(endpoint)) throw new TypeError('A key travels by TLS alone');

  const client = new KMSClient({
    region,
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 3_000 },
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
  });
  const endpointHost = endpoint === undefined ? null : new URL(endpoint).hostname;
  // The SDK takes endpoints from the environment and from profiles too, and asks nobody for their TLS or their region.
  client.middlewareStack.add(
    (next) => (call) => {
      if (!isPrivate(placeOf(call.request))) throw new TypeError('A key travels by TLS alone');
      demandRegion(call.request, region, endpointHost);
      return next(call);
    },
    { step: 'finalizeRequest', name: 'joosDemandsTlsAndRegion' },
  );
  const ask = (context: string) => ({
    KeyId: keyId,
    EncryptionContext: { joos: context },
    EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' as const,
  });
  const ofThisKey = (bytes: Uint8Array | undefined, arn: string | undefined): Result<Uint8Array, PortFailure> =>
    bytes !== undefined && bytes.length > 0 && isOf(arn, options) ? ok(bytes) : err(unusableAnswer());

  // The time-outs of the SDK end when the headers are there; the signal ends a body that trickles in, too.
  const soon = () => ({ abortSignal: AbortSignal.timeout(timeoutMs) });
  return {
    residency: [inRegionOf('aws', region, endpointHost)],
    wrap: (key, context) =>
      ResultAsync.fromPromise(
        client.send(new EncryptCommand({ ...ask(context), Plaintext: key }), soon()),
        kmsFailure,
      ).andThen(({ CiphertextBlob, KeyId }) => ofThisKey(CiphertextBlob, KeyId)),
    unwrap: (wrapped, context) =>
      ResultAsync.fromPromise(
        client.send(new DecryptCommand({ ...ask(context), CiphertextBlob: wrapped }), soon()),
        kmsFailure,
      ).andThen(({ Plaintext, KeyId }) => ofThisKey(Plaintext, KeyId)),
    close: () => client.destroy(),
  };
}

/** The id of a key, alone or in an ARN. */
const keyName = /^(?:arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/)?[A-Za-z0-9-]+$/;

/** Whether an answer is of the configured key. The service always names the ARN. */
function isOf(arn: string | undefined, { keyId, region }: AwsKmsOptions): boolean {
  if (arn === undefined || !keyName.test(arn)) return false;
  const [, , , home, , resource] = arn.split(':');
  return keyId.startsWith('arn:') ? arn === keyId : home === region && resource === `key/${keyId}`;
}

/** Where a request of the SDK goes, as far as privacy is concerned. */
function placeOf(request: unknown): string {
  if (typeof request !== 'object' || request === null) return '';
  return 'protocol' in request && 'hostname' in request
    ? `${String(request.protocol)}//${String(request.hostname)}`
    : '';
}

/** Whether nobody on the way to an endpoint reads along. */
function isPrivate(endpoint: string): boolean {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  return (
    url?.protocol === 'https:' ||
    (url?.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname))
  );
}
