import { inspect } from 'node:util';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { type AwsKmsOptions, awsKmsKeyWrapper } from '../../../src/adapters/kms-aws/index.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { keyWrapperContract } from '../../../src/testing/contracts/key-wrapper.ts';
import { awsOfNobody } from '../aws-environment.ts';
import { type RecordingEndpoint, recordingEndpoint, signatureOf, type Told } from '../recording-endpoint.ts';
import { arnOf, localAwsKms } from './local-kms.ts';

awsOfNobody();

const region = 'eu-central-1';
const keyId = '1234abcd-12ab-34cd-56ef-1234567890ab';
const otherId = 'mrk-9876fedc98fe43cd56ef0987654321ba';
const arn = arnOf(region, keyId);
const key = Buffer.alloc(32, 0xa7);
const inBase64 = key.toString('base64');

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function wrapperTo(told: Told, options: Partial<AwsKmsOptions> = {}) {
  const endpoint = await recordingEndpoint(told);
  const wrapper = awsKmsKeyWrapper({ region, keyId, endpoint: endpoint.url, ...options });
  closing.push(() => wrapper.close(), endpoint.close);
  return { wrapper, endpoint };
}

function sent({ requests }: RecordingEndpoint) {
  const [request, ...others] = requests;
  if (request === undefined || others.length > 0) throw new Error(`${requests.length} requests came`);
  return { request, body: z.record(z.string(), z.unknown()).parse(JSON.parse(request.body)) };
}

describe.each([
  ['by its id', keyId, otherId],
  ['by its ARN', arn, arnOf(region, otherId)],
])('a key of AWS KMS, named %s, keeps what every key wrapper promises', (_, name, otherName) => {
  for (const { name: promise, check } of keyWrapperContract) {
    test(promise, () =>
      check(async () => {
        const service = await recordingEndpoint(localAwsKms(region, [keyId, otherId]));
        const wrapper = awsKmsKeyWrapper({ region, keyId: name, endpoint: service.url });
        const stranger = awsKmsKeyWrapper({ region, keyId: otherName, endpoint: service.url });
        return {
          wrapper,
          stranger,
          close: async () => {
            wrapper.close();
            stranger.close();
            await service.close();
          },
        };
      }),
    );
  }
});

describe('what AWS KMS is asked', () => {
  test('to wrap is one signed Encrypt under the key, bound to the context', async () => {
    const { wrapper, endpoint } = await wrapperTo(localAwsKms(region, [keyId]));
    await must(wrapper.wrap(key, 'epoch-key/test/1'));
    const { request, body } = sent(endpoint);
    expect(request).toMatchObject({ method: 'POST', path: '/', headers: { 'x-amz-target': 'TrentService.Encrypt' } });
    expect(body).toEqual({
      KeyId: keyId,
      Plaintext: inBase64,
      EncryptionContext: { joos: 'epoch-key/test/1' },
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    });
    expect(JSON.stringify(request.headers)).not.toContain('a secret of the tests');
  });

  test('to unwrap is one signed Decrypt that names the key', async () => {
    const { wrapper, endpoint } = await wrapperTo({ status: 200, body: { Plaintext: inBase64, KeyId: arn } });
    expect(Buffer.from(await must(wrapper.unwrap(Buffer.from('wrapped'), 'here')))).toEqual(key);
    const { request, body } = sent(endpoint);
    expect(request.headers['x-amz-target']).toBe('TrentService.Decrypt');
    expect(body).toEqual({
      KeyId: keyId,
      CiphertextBlob: Buffer.from('wrapped').toString('base64'),
      EncryptionContext: { joos: 'here' },
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    });
  });

  test('is signed for the region of the key, whatever region the environment names', async () => {
    const { wrapper, endpoint } = await wrapperTo(localAwsKms(region, [keyId]));
    await must(wrapper.wrap(key, 'here'));
    expect(signatureOf(sent(endpoint).request)).toMatchObject({ region: 'eu-central-1', service: 'kms' });
  });

  test('is asked by whom the host names, else by whom the environment names', async () => {
    const credentials = { accessKeyId: 'AKIAOFTHEHOST', secretAccessKey: 'hidden-5b1e', sessionToken: 'passing' };
    const named = await wrapperTo(localAwsKms(region, [keyId]), { credentials });
    await must(named.wrapper.wrap(key, 'here'));
    const { headers } = sent(named.endpoint).request;
    expect(headers.authorization).toContain('Credential=AKIAOFTHEHOST/');
    expect(headers['x-amz-security-token']).toBe('passing');
    expect(JSON.stringify(headers)).not.toContain('hidden-5b1e');
    const found = await wrapperTo(localAwsKms(region, [keyId]));
    await must(found.wrapper.wrap(key, 'here'));
    expect(sent(found.endpoint).request.headers.authorization).toContain('Credential=AKIATESTTESTTESTTEST/');
  });
});

describe('a refusal of AWS KMS', () => {
  test.each([
    [400, 'ThrottlingException', true],
    [400, 'ExpiredTokenException', true],
    [429, 'TooManyRequestsException', true],
    [500, 'KMSInternalException', true],
    [500, 'KeyUnavailableException', true],
    [503, 'DependencyTimeoutException', true],
    [400, 'AccessDeniedException', false],
    [403, 'UnrecognizedClientException', false],
    [400, 'InvalidCiphertextException', false],
    [400, 'IncorrectKeyException', false],
    [400, 'DisabledException', false],
    [400, 'KMSInvalidStateException', false],
    [400, 'NotFoundException', false],
    [400, 'InvalidKeyUsageException', false],
    [400, 'ValidationException', false],
    [400, 'SomethingNewException', false],
  ])('%i %s is worth another try: %j, %s', async (status, type, retryable) => {
    const body = { __type: type, message: `about ${inBase64}` };
    const { wrapper, endpoint } = await wrapperTo({ status, body });
    const failure = await refusalOf(wrapper.wrap(key, 'here'));
    expect(failure).toEqual({ kind: 'PortFailure', port: 'KeyWrapper', retryable });
    expect(JSON.stringify(failure)).toBe(`{"kind":"PortFailure","port":"KeyWrapper","retryable":${retryable}}`);
    expect((failure.cause as Error).message).toBe(`AWS KMS: ${type}, ${status}`);
    expect(inspect(failure, { showHidden: true, depth: 20 })).not.toContain(inBase64);
    sent(endpoint); // asked once: whoever calls repeats, not the client
  });

  test.each(['never', 'hang-up', 'trickle'] as const)('that comes %s may be tried again, soon', async (told) => {
    const { wrapper, endpoint } = await wrapperTo(told, { timeoutMs: 200 });
    const startedAt = performance.now();
    expect(await refusalOf(wrapper.unwrap(Buffer.from('wrapped'), 'here'))).toMatchObject({ retryable: true });
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    sent(endpoint);
  });

  test('may be tried again where nobody listens', async () => {
    const { wrapper, endpoint } = await wrapperTo('never');
    await endpoint.close();
    expect(await refusalOf(wrapper.wrap(key, 'here'))).toMatchObject({ port: 'KeyWrapper', retryable: true });
  });
});

describe('an answer of AWS KMS', () => {
  test.each([
    ['of another key', { Plaintext: inBase64, KeyId: arnOf(region, otherId) }],
    ['of a key of this id in another region', { Plaintext: inBase64, KeyId: arnOf('us-east-1', keyId) }],
    ['that names an id that ends like ours', { Plaintext: inBase64, KeyId: arnOf(region, `x${keyId}`) }],
    ['that names our id without an ARN', { Plaintext: inBase64, KeyId: keyId }],
    ['that names no key', { Plaintext: inBase64 }],
    ['that holds no bytes', { KeyId: arn }],
    ['that holds nothing', { Plaintext: '', KeyId: arn }],
    ['that is empty', {}],
  ])('%s is refused for good', async (_, body) => {
    const { wrapper } = await wrapperTo({ status: 200, body });
    const failure = await refusalOf(wrapper.unwrap(Buffer.from('wrapped'), 'here'));
    expect(failure).toEqual({ kind: 'PortFailure', port: 'KeyWrapper', retryable: false });
    expect(inspect(failure, { showHidden: true, depth: 20 })).not.toContain(inBase64);
  });

  test('to Encrypt of another key is refused, so that nothing is kept that would not open', async () => {
    const { wrapper } = await wrapperTo({
      status: 200,
      body: { CiphertextBlob: 'AAAA', KeyId: arnOf(region, otherId) },
    });
    expect(await refusalOf(wrapper.wrap(key, 'here'))).toMatchObject({ retryable: false });
  });

  test('of the ARN of another account is refused where an ARN is configured', async () => {
    const foreign = arn.replace('111122223333', '999900001111');
    const { wrapper } = await wrapperTo({ status: 200, body: { Plaintext: inBase64, KeyId: foreign } }, { keyId: arn });
    expect(await refusalOf(wrapper.unwrap(Buffer.from('wrapped'), 'here'))).toMatchObject({ retryable: false });
  });

  test.each([
    ['cut short in the middle of a key', 200, `{"Plaintext":"${inBase64}","Key`, false],
    ['a page', 200, `<html>${inBase64}</html>`, false],
    ['a text instead of an object', 200, '"hello"', false],
    ['bytes that are no base64', 200, `{"Plaintext":"***","KeyId":"${arn}"}`, false],
    ['a page of a proxy that cannot reach the service', 502, `<html>${inBase64}</html>`, true],
  ])('that is %s is told by its status, and never quoted', async (_, status, text, retryable) => {
    const { wrapper } = await wrapperTo({ status, text });
    const failure = await refusalOf(wrapper.unwrap(Buffer.from('wrapped'), 'here'));
    expect(failure).toEqual({ kind: 'PortFailure', port: 'KeyWrapper', retryable });
    expect(inspect(failure, { showHidden: true, depth: 20 })).not.toContain(inBase64);
  });
});

describe('the environment', () => {
  afterEach(() => vi.unstubAllEnvs());

  test('may name an endpoint on this machine or one with TLS, and no other: a key never travels in clear', async () => {
    const endpoint = await recordingEndpoint(localAwsKms(region, [keyId]));
    closing.push(endpoint.close);
    vi.stubEnv('AWS_ENDPOINT_URL_KMS', endpoint.url);
    const near = awsKmsKeyWrapper({ region, keyId });
    closing.push(() => near.close());
    await must(near.wrap(key, 'here'));
    sent(endpoint);
    vi.stubEnv('AWS_ENDPOINT_URL_KMS', 'http://kms.example.com');
    const far = awsKmsKeyWrapper({ region, keyId });
    closing.push(() => far.close());
    const failure = await refusalOf(far.wrap(key, 'here'));
    expect(failure).toMatchObject({ retryable: false });
    expect((failure.cause as Error).message).toBe('AWS KMS: TypeError, no status');
  });

  test('that names nobody to ask as is a matter of configuration, not of time', async () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, undefined);
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere/credentials');
    vi.stubEnv('AWS_CONFIG_FILE', '/nowhere/config');
    const { wrapper, endpoint } = await wrapperTo(localAwsKms(region, [keyId]));
    const failure = await refusalOf(wrapper.wrap(key, 'here'));
    expect(failure).toMatchObject({ retryable: false });
    expect((failure.cause as Error).message).toBe('AWS KMS: CredentialsProviderError, no status');
    expect(endpoint.requests).toEqual([]);
  });
});

test.each([
  ['an alias', { keyId: 'alias/joos' }],
  ['the ARN of an alias', { keyId: 'arn:aws:kms:eu-central-1:111122223333:alias/joos' }],
  ['no key', { keyId: '' }],
  ['no region', { region: '' }],
  ['an endpoint without TLS', { endpoint: 'http://kms.example.com' }],
  ['an endpoint that only looks like this machine', { endpoint: 'http://localhost.example.com' }],
  ['an endpoint that is no address', { endpoint: 'kms' }],
])('a host that names %s is told so at once', (_, wrong) => {
  expect(() => awsKmsKeyWrapper({ region, keyId, ...wrong })).toThrow(TypeError);
});
