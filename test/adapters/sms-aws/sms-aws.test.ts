import { afterEach, describe, expect, test } from 'vitest';
import { type AwsSmsOptions, awsSmsSender } from '../../../src/adapters/sms-aws/index.ts';
import type { Sms } from '../../../src/application/ports/sms-sender.ts';
import { PhoneNumber } from '../../../src/domain/user/phone-number.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { awsOfNobody } from '../aws-environment.ts';
import { type RecordingEndpoint, recordingEndpoint, signatureOf, type Told } from '../recording-endpoint.ts';

awsOfNobody();

const sms: Sms = {
  messageId: 'c0ffee00-0000-4000-8000-000000000002',
  about: 'code',
  to: await must(PhoneNumber.parse('+4915112345678')),
  text: '123456 ist dein Joos-Code. Er gilt 5 Minuten. Gib ihn nicht weiter.',
};
const accepted: Told = { status: 200, body: { MessageId: 'm-1' } };

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
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
    [400, 'ValidationException', false],
    [400, 'AccessDeniedException', false],
    [400, 'ConflictException', false],
    [400, 'ResourceNotFoundException', false],
    [400, 'ServiceQuotaExceededException', false],
    [400, 'ThrottlingException', true],
    [500, 'InternalServerException', true],
    [503, 'ServiceUnavailable', true],
  ])('that is answered %i %s is worth another try: %j', async (status, name, retryable) => {
    const { sender, endpoint } = await senderTo({
      status,
      body: { __type: `com.amazonaws.pinpointsmsvoicev2#${name}`, Message: `about ${sms.to}`, Reason: 'x' },
    });
    const failure = await refusalOf(sender.send(sms));
    expect(failure).toEqual({ kind: 'PortFailure', port: 'SmsSender', retryable });
    expect(JSON.stringify(failure)).not.toContain(sms.to);
    sent(endpoint); // asked once: a code that came twice would be worse than none
  });

  test.each(['never', 'hang-up'] as const)(
    'whose answer comes %s may have gone out, and we know soon',
    async (told) => {
      const { sender, endpoint } = await senderTo(told, { timeoutMs: 200 });
      const startedAt = performance.now();
      expect(await refusalOf(sender.send(sms))).toMatchObject({ retryable: true });
      expect(performance.now() - startedAt).toBeLessThan(3_000);
      sent(endpoint);
    },
  );
});
