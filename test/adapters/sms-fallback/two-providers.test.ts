import { afterEach, describe, expect, test } from 'vitest';
import { awsSmsSender } from '../../../src/adapters/sms-aws/index.ts';
import { smsWithFallback } from '../../../src/adapters/sms-fallback/index.ts';
import { twilioSms } from '../../../src/adapters/sms-twilio/index.ts';
import type { Sms } from '../../../src/application/ports/sms-sender.ts';
import { longestCallMs } from '../../../src/domain/notice/notice.ts';
import { PhoneNumber } from '../../../src/domain/user/phone-number.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { awsOfNobody } from '../aws-environment.ts';
import { recordingEndpoint, type Told } from '../recording-endpoint.ts';
import { deafPort } from '../sms-twilio/deaf-port.ts';
import { account, localTwilio } from '../sms-twilio/local-twilio.ts';

awsOfNobody();

const sms: Sms = {
  messageId: 'c0ffee00-0000-4000-8000-000000000002',
  about: 'code',
  to: await must(PhoneNumber.parse('+4915112345678')),
  text: '123456 ist dein Joos-Code.',
};

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** AWS before Twilio, both on the loopback. */
async function awsBeforeTwilio(aws: { readonly url: string }, timeoutMs?: number) {
  const { accountSid, apiKeySid, apiKeySecret, from } = account;
  const twilio = await localTwilio();
  const first = awsSmsSender({
    originationIdentity: 'JOOS',
    endpoint: aws.url,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  const second = twilioSms({
    accountSid,
    credentials: { apiKeySid, apiKeySecret },
    sender: { from },
    endpoint: twilio.url,
  });
  closing.push(twilio.close, first.close, second.close);
  return { sender: smsWithFallback({ first, second }), twilio };
}

async function aws(told: Told) {
  const endpoint = await recordingEndpoint(told);
  closing.push(endpoint.close);
  return endpoint;
}

const awsError = (status: number, name: string): Told => ({ status, body: { __type: name } });

describe('a code by AWS, or by Twilio', () => {
  test.each(['never', 'hang-up', 'trickle'] as const)(
    'is not sent by Twilio if AWS has it, and its answer comes %s',
    async (told) => {
      const endpoint = await aws(told);
      const { sender, twilio } = await awsBeforeTwilio(endpoint, 200);
      expect(await refusalOf(sender.send(sms))).toMatchObject({ reason: 'unclear' });
      expect([endpoint.requests.length, twilio.requests.length]).toEqual([1, 0]);
    },
  );

  test.each([
    [500, 'InternalServerException'],
    [503, 'ServiceUnavailable'],
    [400, 'ConflictException'],
  ])('is not sent by Twilio if AWS answers %i %s', async (status, name) => {
    const { sender, twilio } = await awsBeforeTwilio(await aws(awsError(status, name)));
    await refusalOf(sender.send(sms));
    expect(twilio.requests).toEqual([]);
  });

  test.each([
    [400, 'ThrottlingException'],
    [400, 'ServiceQuotaExceededException'],
    [403, 'InvalidSignatureException'],
  ])('is sent by Twilio if AWS answers %i %s', async (status, name) => {
    const { sender, twilio } = await awsBeforeTwilio(await aws(awsError(status, name)));
    await must(sender.send(sms));
    expect(twilio.taken).toHaveLength(1);
  });

  test('is sent by Twilio if nobody listens at AWS', async () => {
    const endpoint = await aws('never');
    await endpoint.close();
    const { sender, twilio } = await awsBeforeTwilio(endpoint);
    await must(sender.send(sms));
    expect(twilio.taken).toHaveLength(1);
  });

  test('is sent by Twilio if AWS is cut off, with the time-outs that both have by themselves', async () => {
    const deaf = await deafPort();
    closing.push(deaf.close);
    const { sender, twilio } = await awsBeforeTwilio(deaf);
    const startedAt = performance.now();
    await must(sender.send(sms));
    expect(twilio.taken).toHaveLength(1);
    expect(performance.now() - startedAt).toBeLessThan(longestCallMs);
  });
});
