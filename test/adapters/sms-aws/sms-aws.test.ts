import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type AwsSmsOptions, awsSmsSender } from '../../../src/adapters/sms-aws/index.ts';
import type { Sms } from '../../../src/application/ports/sms-sender.ts';
import { PhoneNumber } from '../../../src/domain/user/phone-number.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { awsOfNobody } from '../aws-environment.ts';
import { certificateOf } from '../opendsr/certificate.ts';
import { type RecordingEndpoint, recordingEndpoint, signatureOf, type Told } from '../recording-endpoint.ts';
import { deafPort } from '../sms-twilio/deaf-port.ts';

awsOfNobody();

const sms: Sms = {
  messageId: 'c0ffee00-0000-4000-8000-000000000002',
  about: 'code',
  to: await must(PhoneNumber.parse('+4915112345678')),
  text: '123456 ist dein Joos-Code. Er gilt 5 Minuten. Gib ihn nicht weiter.',
};
const accepted: Told = { status: 200, body: { MessageId: 'm-1' } };
const unclear = { kind: 'PortFailure', port: 'SmsSender', retryable: true, reason: 'unclear' };
const notReached = { ...unclear, reason: 'not-reached' };

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0)) await close();
});

async function senderTo(told: Told, options: Partial<AwsSmsOptions> = {}) {
  const endpoint = await recordingEndpoint(told);
  const sender = awsSmsSender({ originationIdentity: 'JOOS', endpoint: endpoint.url, ...options });
  closing.push(() => sender.close(), endpoint.close);
  return { sender, endpoint };
}

function sent({ requests }: RecordingEndpoint) {
  const [request, ...others] = requests;
  if (request === undefined || others.length > 0) throw new Error(`${requests.length} requests came`);
  const body: unknown = JSON.parse(request.body);
  return { request, body };
}

describe('a text message by AWS End User Messaging', () => {
  test('is one signed request in the JSON protocol, and names nothing of the person but number and text', async () => {
    const { sender, endpoint } = await senderTo(accepted, { maxPriceUsd: '0.20' });
    await must(sender.send(sms));
    const { request, body } = sent(endpoint);
    expect(request).toMatchObject({ method: 'POST', path: '/' });
    expect(request.headers).toMatchObject({
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'PinpointSMSVoiceV2.SendTextMessage',
    });
    expect(body).toEqual({
      DestinationPhoneNumber: '+4915112345678',
      OriginationIdentity: 'JOOS',
      MessageBody: sms.text,
      MessageType: 'TRANSACTIONAL',
      MaxPrice: '0.20',
      TimeToLive: 300,
      Context: { message: sms.messageId, about: 'code' },
    });
    const { service, signedHeaders } = signatureOf(request);
    expect(service).toBe('sms-voice');
    expect(signedHeaders).toEqual(expect.arrayContaining(['host', 'x-amz-date', 'x-amz-target']));
  });

  test('that is no code may wait for a phone that is off', async () => {
    const { sender, endpoint } = await senderTo(accepted);
    await must(sender.send({ ...sms, about: 'receipt' }));
    const { body } = sent(endpoint);
    expect(body).not.toHaveProperty('TimeToLive');
    expect(body).not.toHaveProperty('MaxPrice');
    expect(body).toMatchObject({ Context: { about: 'receipt' } });
  });

  test('goes to Frankfurt, whatever region the environment names, unless the host says another', async () => {
    const frankfurt = await senderTo(accepted);
    await must(frankfurt.sender.send(sms));
    expect(signatureOf(sent(frankfurt.endpoint).request).region).toBe('eu-central-1');
    const dublin = await senderTo(accepted, { region: 'eu-west-1' });
    await must(dublin.sender.send(sms));
    expect(signatureOf(sent(dublin.endpoint).request).region).toBe('eu-west-1');
  });

  test.each([
    [400, 'ValidationException', 'refused'],
    [400, 'ConflictException', 'refused'],
    [400, 'AccessDeniedException', 'not-reached'],
    [400, 'ResourceNotFoundException', 'not-reached'],
    [400, 'ServiceQuotaExceededException', 'not-reached'],
    [400, 'UnrecognizedClientException', 'not-reached'],
    [403, 'InvalidSignatureException', 'not-reached'],
    [400, 'ThrottlingException', 'throttled'],
    [429, 'TooManyRequestsException', 'throttled'],
    [408, 'RequestTimeout', 'unclear'],
    [500, 'InternalServerException', 'unclear'],
    [503, 'ServiceUnavailable', 'unclear'],
  ])('that is answered %i %s is %s', async (status, name, outcome) => {
    const { sender, endpoint } = await senderTo({
      status,
      body: { __type: `com.amazonaws.pinpointsmsvoicev2#${name}`, Message: `about ${sms.to}`, Reason: 'x' },
    });
    const failure = await refusalOf(sender.send(sms));
    const retryable = outcome !== 'refused';
    expect(failure).toEqual({
      kind: 'PortFailure',
      port: 'SmsSender',
      retryable,
      ...(retryable ? { reason: outcome } : {}),
    });
    expect(JSON.stringify(failure)).not.toContain(sms.to);
    sent(endpoint); // asked once: a code that came twice would be worse than none
  });

  test.each(['never', 'hang-up', 'trickle'] as const)(
    'whose answer comes %s may have gone out, and we know soon',
    async (told) => {
      const { sender, endpoint } = await senderTo(told, { timeoutMs: 200 });
      const startedAt = performance.now();
      expect(await refusalOf(sender.send(sms))).toEqual(unclear);
      expect(performance.now() - startedAt).toBeLessThan(3_000);
      sent(endpoint);
    },
  );

  test('that nobody listens for has not gone out', async () => {
    const { sender, endpoint } = await senderTo(accepted);
    await endpoint.close();
    expect(await refusalOf(sender.send(sms))).toEqual(notReached);
  });

  test('for which no connection comes about has not gone out, and we know before the whole time is over', async () => {
    const deaf = await deafPort();
    closing.push(deaf.close);
    const { sender } = await senderTo(accepted, { endpoint: deaf.url, timeoutMs: 4_000 });
    const startedAt = performance.now();
    expect(await refusalOf(sender.send(sms))).toEqual(notReached);
    expect(performance.now() - startedAt).toBeLessThan(3_500); // half of it
  });

  test('to an other side that cannot prove who it is has not gone out', async () => {
    const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const aDay = 86_400_000;
    const [validFrom, validTo] = [new Date(Date.now() - aDay), new Date(Date.now() + aDay)];
    const cert = certificateOf(keys, { domain: 'localhost', validFrom, validTo });
    let requests = 0;
    const server = createServer({ cert, key: keys.privateKey.export({ format: 'pem', type: 'pkcs8' }) }, () => {
      requests += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => server.close(() => resolve())));
    const { port } = server.address() as AddressInfo; // it listens on TCP
    const { sender } = await senderTo(accepted, { endpoint: `https://localhost:${port}` });
    expect(await refusalOf(sender.send(sms))).toEqual(notReached);
    expect(requests).toBe(0);
  });

  test('that cannot be signed has not gone out', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', '');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', '');
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null');
    vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
    const { sender, endpoint } = await senderTo(accepted);
    expect(await refusalOf(sender.send(sms))).toEqual(notReached);
    expect(endpoint.requests).toHaveLength(0);
  });
});
