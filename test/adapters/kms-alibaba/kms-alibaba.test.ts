import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { type AlibabaKmsOptions, alibabaKmsKeyWrapper } from '../../../src/adapters/kms-alibaba/index.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { keyWrapperContract } from '../../../src/testing/contracts/key-wrapper.ts';
import { type RecordingEndpoint, recordingEndpoint, type Told } from '../recording-endpoint.ts';
import { accessKey, localAlibabaKms, parametersOf, signatureFor } from './local-kms.ts';

const region = 'eu-central-1';
const keyId = 'key-fra65f1cb66fa42qo0001';
const otherId = '1234abcd-12ab-34cd-56ef-12345678mini';
const key = Buffer.alloc(32, 0xfb); // base64 with + and /, which a form must escape
const inBase64 = key.toString('base64');

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function wrapperTo(told: Told, options: Partial<AlibabaKmsOptions> = {}) {
  const endpoint = await recordingEndpoint(told);
  closing.push(endpoint.close);
  return {
    wrapper: alibabaKmsKeyWrapper({ region, keyId, ...accessKey, endpoint: endpoint.url, ...options }),
    endpoint,
  };
}

function sent({ requests }: RecordingEndpoint) {
  const [request, ...others] = requests;
  if (request === undefined || others.length > 0) throw new Error(`${requests.length} requests came`);
  return { request, parameters: parametersOf(request) };
}

/** Bytes that the wrapper takes for its own; what they open to is told. */
async function wrapped(): Promise<Uint8Array> {
  const { wrapper } = await wrapperTo({ status: 200, body: { CiphertextBlob: 'b3BhcXVl', KeyId: keyId } });
  return must(wrapper.wrap(key, 'here'));
}

describe('a key of Alibaba Cloud KMS keeps what every key wrapper promises', () => {
  for (const { name, check } of keyWrapperContract) {
    test(name, () =>
      check(async () => {
        const service = await recordingEndpoint(localAlibabaKms([keyId, otherId]));
        const options = { region, ...accessKey, endpoint: service.url };
        return {
          wrapper: alibabaKmsKeyWrapper({ ...options, keyId }),
          stranger: alibabaKmsKeyWrapper({ ...options, keyId: otherId }),
          close: service.close,
        };
      }),
    );
  }
});

describe('what Alibaba Cloud KMS is asked', () => {
  test('to wrap is one signed Encrypt under the key, bound to the context as JSON', async () => {
    const { wrapper, endpoint } = await wrapperTo(localAlibabaKms([keyId]));
    await must(wrapper.wrap(key, 'epoch-key/"test"/1'));
    const { request, parameters } = sent(endpoint);
    expect(request.method).toBe('POST');
    expect(parameters).toMatchObject({
      Action: 'Encrypt',
      Version: '2016-01-20',
      AccessKeyId: accessKey.accessKeyId,
      KeyId: keyId,
      Plaintext: inBase64,
      EncryptionContext: '{"joos":"epoch-key/\\"test\\"/1"}',
    });
    expect(parameters.Signature).toBe(signatureFor('POST', parameters, accessKey.accessKeySecret));
  });

  test('to unwrap is one signed Decrypt', async () => {
    const blob = await wrapped();
    const { wrapper, endpoint } = await wrapperTo({ status: 200, body: { Plaintext: inBase64, KeyId: keyId } });
    expect(Buffer.from(await must(wrapper.unwrap(blob, 'here')))).toEqual(key);
    const { parameters } = sent(endpoint);
    expect(parameters).toMatchObject({
      Action: 'Decrypt',
      CiphertextBlob: 'b3BhcXVl',
      EncryptionContext: '{"joos":"here"}',
    });
    expect(parameters.Signature).toBe(signatureFor('POST', parameters, accessKey.accessKeySecret));
  });

  test('has nothing in its address but the call: keys, context and ciphertext are in the body, the secret nowhere', async () => {
    const { wrapper, endpoint } = await wrapperTo(localAlibabaKms([keyId]));
    const blob = await must(wrapper.wrap(key, 'here'));
    await must(wrapper.unwrap(blob, 'here'));
    for (const { path, headers, body } of endpoint.requests) {
      const names = [...new URL(path, 'http://localhost').searchParams.keys()];
      expect(names.filter((name) => /text|key(?!id)|context|blob/i.test(name))).toEqual([]);
      expect(path).not.toContain(encodeURIComponent(inBase64));
      const everything = JSON.stringify([path, headers, body]);
      for (const secret of [accessKey.accessKeySecret, encodeURIComponent(accessKey.accessKeySecret)]) {
        expect(everything).not.toContain(secret);
      }
    }
  });

  test('is asked with the token of a temporary access key', async () => {
    const securityToken = 'CAIS+passing/token=';
    const { wrapper } = await wrapperTo(localAlibabaKms([keyId], { securityToken }), { securityToken });
    await must(wrapper.wrap(key, 'here'));
  });

  test('is refused when the secret is not the one of the access key', async () => {
    const { wrapper } = await wrapperTo(localAlibabaKms([keyId]), { accessKeySecret: 'another' });
    const failure = await refusalOf(wrapper.wrap(key, 'here'));
    expect(failure).toMatchObject({ retryable: false });
    expect((failure.cause as Error).message).toBe('Alibaba Cloud KMS: SignatureDoesNotMatch, 400');
  });

  test('is nothing for bytes that the wrapper never made', async () => {
    const blob = Buffer.from(await wrapped());
    const { wrapper, endpoint } = await wrapperTo({ status: 200, body: { Plaintext: inBase64, KeyId: keyId } });
    for (const bytes of [Buffer.alloc(0), blob.subarray(1), blob.subarray(0, -1), Buffer.concat([blob, blob])]) {
      expect(await refusalOf(wrapper.unwrap(bytes, 'here'))).toMatchObject({ retryable: false });
    }
    expect(endpoint.requests).toEqual([]);
  });
});

describe('a refusal of Alibaba Cloud KMS', () => {
  test.each([
    [400, 'Throttling', true],
    [400, 'Throttling.User', true],
    [429, 'Rejected.Throttling', true],
    [500, 'InternalFailure', true],
    [503, 'ServiceUnavailableTemporary', true],
    [502, 'SomethingNew', true],
    [403, 'Forbidden.NoPermission', false],
    [403, 'Forbidden.AccessKey', false],
    [404, 'InvalidAccessKeyId.NotFound', false],
    [404, 'Forbidden.KeyNotFound', false],
    [409, 'Rejected.Disabled', false],
    [409, 'Rejected.PendingDeletion', false],
    [400, 'InvalidParameter', false],
    [400, 'SomethingNew', false],
  ])('%i %s is worth another try: %j, %s', async (status, code, retryable) => {
    const body = { HttpStatus: status, Code: code, Message: `about ${inBase64}`, RequestId: 'r-1' };
    const { wrapper, endpoint } = await wrapperTo({ status, body });
    const failure = await refusalOf(wrapper.wrap(key, 'here'));
    expect(failure).toEqual({ kind: 'PortFailure', port: 'KeyWrapper', retryable });
    expect(JSON.stringify(failure)).toBe(`{"kind":"PortFailure","port":"KeyWrapper","retryable":${retryable}}`);
    expect((failure.cause as Error).message).toBe(`Alibaba Cloud KMS: ${code}, ${status}`);
    const everything = inspect(failure, { showHidden: true, depth: 20 });
    for (const secret of [inBase64, accessKey.accessKeyId, accessKey.accessKeySecret]) {
      expect(everything).not.toContain(secret);
    }
    sent(endpoint); // asked once: whoever calls repeats, not the client
  });

  test.each(['never', 'hang-up', 'trickle'] as const)('that comes %s may be tried again, soon', async (told) => {
    const blob = await wrapped();
    const { wrapper, endpoint } = await wrapperTo(told, { timeoutMs: 200 });
    const startedAt = performance.now();
    const failure = await refusalOf(wrapper.unwrap(blob, 'here'));
    expect(failure).toEqual({ kind: 'PortFailure', port: 'KeyWrapper', retryable: true });
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    sent(endpoint);
    const everything = inspect(failure, { showHidden: true, depth: 20 });
    expect(everything).not.toContain(accessKey.accessKeyId);
  });

  test('may be tried again where nobody listens', async () => {
    const { wrapper, endpoint } = await wrapperTo('never');
    await endpoint.close();
    expect(await refusalOf(wrapper.wrap(key, 'here'))).toMatchObject({ port: 'KeyWrapper', retryable: true });
  });
});

describe('an answer of Alibaba Cloud KMS', () => {
  test.each([
    ['of another key', { Plaintext: inBase64, KeyId: otherId }],
    ['of a key whose id ends like ours', { Plaintext: inBase64, KeyId: `x${keyId}` }],
    ['that names no key', { Plaintext: inBase64 }],
    ['that holds no key', { KeyId: keyId }],
    ['that holds nothing', { Plaintext: '', KeyId: keyId }],
    ['that holds a number', { Plaintext: 7, KeyId: keyId }],
    ['that holds no base64', { Plaintext: '***', KeyId: keyId }],
    ['that holds base64 with something behind it', { Plaintext: `${inBase64}AAAA`, KeyId: keyId }],
    ['that is empty', {}],
  ])('%s is refused for good', async (_, body) => {
    const blob = await wrapped();
    const { wrapper } = await wrapperTo({ status: 200, body });
    const failure = await refusalOf(wrapper.unwrap(blob, 'here'));
    expect(failure).toEqual({ kind: 'PortFailure', port: 'KeyWrapper', retryable: false });
    expect(inspect(failure, { showHidden: true, depth: 20 })).not.toContain(inBase64);
  });

  test('to Encrypt of another key is refused, so that nothing is kept that would not open', async () => {
    const { wrapper } = await wrapperTo({ status: 200, body: { CiphertextBlob: 'b3BhcXVl', KeyId: otherId } });
    expect(await refusalOf(wrapper.wrap(key, 'here'))).toMatchObject({ retryable: false });
  });

  test.each([
    ['cut short in the middle of a key', `{"Plaintext":"${inBase64}","Key`],
    ['a page', `<html>${inBase64}</html>`],
    ['a text instead of an object', '"hello"'],
    ['a list', '[]'],
    ['nothing', 'null'],
  ])('that is %s is refused for good, and never quoted', async (_, text) => {
    const blob = await wrapped();
    const { wrapper } = await wrapperTo({ status: 200, text });
    const failure = await refusalOf(wrapper.unwrap(blob, 'here'));
    expect(failure).toEqual({ kind: 'PortFailure', port: 'KeyWrapper', retryable: false });
    expect(inspect(failure, { showHidden: true, depth: 20 })).not.toContain(inBase64);
  });
});

test.each([
  ['an alias', { keyId: 'alias/joos' }],
  ['no key', { keyId: '' }],
  ['no region', { region: '' }],
  ['a region that leads elsewhere', { region: 'example.com/' }],
  ['no access key', { accessKeyId: '' }],
  ['no secret', { accessKeySecret: '' }],
  ['an endpoint without TLS', { endpoint: 'http://kms.eu-central-1.aliyuncs.com' }],
  ['an endpoint that only looks like this machine', { endpoint: 'http://127.0.0.1.example.com' }],
  ['an endpoint that is no address', { endpoint: 'kms' }],
])('a host that names %s is told so at once', (_, wrong) => {
  expect(() => alibabaKmsKeyWrapper({ region, keyId, ...accessKey, ...wrong })).toThrow(TypeError);
});
