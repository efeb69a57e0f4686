import https from 'node:https';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type TwilioSmsOptions, twilioSms } from '../../../src/adapters/sms-twilio/index.ts';
import { isUnclear } from '../../../src/application/ports/port-failure.ts';
import type { Sms } from '../../../src/application/ports/sms-sender.ts';
import { PhoneNumber } from '../../../src/domain/user/phone-number.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import type { Told } from '../recording-endpoint.ts';
import { account, localTwilio, twilioError } from './local-twilio.ts';

const { accountSid, apiKeySid, apiKeySecret, authToken, from, messagingServiceSid } = account;
const byKey: TwilioSmsOptions = { accountSid, credentials: { apiKeySid, apiKeySecret }, sender: { from } };

const sms: Sms = {
  messageId: 'c0ffee00-0000-4000-8000-000000000002',
  about: 'code',
  to: await must(PhoneNumber.parse('+4915112345678')),
  text: '123456 ist dein Joos-Code. Er gilt 5 Minuten.\n@joos.example #123456',
};

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  for (const close of closing.splice(0)) await close();
});

async function senderTo(told?: Told, options: Partial<TwilioSmsOptions> = {}) {
  const twilio = await localTwilio(told);
  const sender = twilioSms({ ...byKey, endpoint: twilio.url, ...options });
  closing.push(() => sender.close(), twilio.close);
  return { sender, twilio };
}

describe('a text message by Twilio', () => {
  test('is one form, and names nothing of the person but number and text', async () => {
    const { sender, twilio } = await senderTo();
    await must(sender.send(sms));
    expect(twilio.complaints).toEqual([]);
    expect(twilio.taken).toEqual([{ To: '+4915112345678', From: from, Body: sms.text, ValidityPeriod: '300' }]);
    const [request] = twilio.requests;
    expect(request?.path).toBe(`/2010-04-01/Accounts/${accountSid}/Messages.json`);
    expect(request?.headers.authorization).toBe(
      `Basic ${Buffer.from(`${apiKeySid}:${apiKeySecret}`).toString('base64')}`,
    );
  });

  test('that is no code may wait for a phone that is off', async () => {
    const { sender, twilio } = await senderTo();
    await must(sender.send({ ...sms, about: 'receipt' }));
    expect(twilio.taken).toEqual([{ To: '+4915112345678', From: from, Body: sms.text }]);
  });

  test('may come from a messaging service, in the name of the account itself', async () => {
    const { sender, twilio } = await senderTo(undefined, {
      credentials: { authToken },
      sender: { messagingServiceSid },
    });
    await must(sender.send(sms));
    expect(twilio.complaints).toEqual([]);
    expect(twilio.taken[0]).toMatchObject({ MessagingServiceSid: messagingServiceSid });
    expect(twilio.requests[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
    );
  });

  test('goes to Ireland, whatever the environment says, unless the host says another', async () => {
    vi.stubEnv('TWILIO_REGION', 'us1');
    vi.stubEnv('TWILIO_EDGE', 'ashburn');
    vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:1');
    const called = vi.spyOn(https, 'request').mockImplementation(() => {
      throw Object.assign(new Error('Nothing leaves a test'), { syscall: 'connect' });
    });
    for (const region of [undefined, { region: 'au1', edge: 'sydney' }]) {
      const sender = twilioSms({ ...byKey, ...(region === undefined ? {} : { region }) });
      closing.push(() => sender.close());
      expect(await refusalOf(sender.send(sms))).toMatchObject({ reason: 'not-reached' });
    }
    const path = `/2010-04-01/Accounts/${accountSid}/Messages.json`;
    expect(called.mock.calls.map(([options]) => options)).toMatchObject([
      { hostname: 'api.dublin.ie1.twilio.com', path },
      { hostname: 'api.sydney.au1.twilio.com', path },
    ]);
    for (const [options] of called.mock.calls) {
      // A proxy would be an agent of another kind.
      expect(typeof options === 'object' && 'agent' in options && options.agent).toBeInstanceOf(https.Agent);
    }
  });

  test('leaves no word on the console', async () => {
    vi.stubEnv('TWILIO_LOG_LEVEL', 'debug');
    const said = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    const { sender } = await senderTo();
    await must(sender.send(sms));
    expect(said).not.toHaveBeenCalled();
  });

  test.each([
    [400, 21211, 'refused', 'the number is none'],
    [400, 21408, 'refused', 'the country is not sent to'],
    [403, 21408, 'refused', 'the country is not sent to'],
    [400, 21610, 'refused', 'the person opted out'],
    [400, 21614, 'refused', 'the number is not mobile'],
    [400, 21617, 'refused', 'the text is too long'],
    [400, 29999, 'refused', 'the message is wrong in a way that we do not know'],
    [401, 20003, 'not-reached', 'the credentials are wrong'],
    [403, 20005, 'not-reached', 'the account is suspended'],
    [404, 20404, 'not-reached', 'the account is not there'],
    [400, 21606, 'not-reached', 'the sender may not send'],
    [400, 21703, 'not-reached', 'the messaging service has no sender'],
    [429, 20429, 'throttled', 'there are too many calls'],
    [429, 21611, 'throttled', 'too much waits for the sender'],
    [429, 0, 'throttled', 'there is too much of something'],
    [408, 0, 'unclear', 'Twilio waited for the rest'],
    [500, 20500, 'unclear', 'Twilio fails'],
    [502, 0, 'unclear', 'what is before Twilio fails'],
    [503, 20503, 'unclear', 'Twilio is not available'],
    [301, 0, 'unclear', 'Twilio has moved'],
  ])('that is answered %i with %i is %s, since %s', async (status, code, outcome) => {
    const { sender, twilio } = await senderTo(twilioError(status, code, `The 'To' number ${sms.to} got: ${sms.text}`));
    const failure = await refusalOf(sender.send(sms));
    const retryable = outcome !== 'refused';
    expect(failure).toEqual({
      kind: 'PortFailure',
      port: 'SmsSender',
      retryable,
      ...(retryable ? { reason: outcome } : {}),
    });
    expect(isUnclear(failure)).toBe(outcome === 'unclear');
    expect(JSON.stringify(failure)).not.toContain(sms.to);
    expect(twilio.requests).toHaveLength(1); // asked once: a code that came twice would be worse than none
  });

  test('that is answered in another form of error is understood all the same', async () => {
    const { sender } = await senderTo({
      status: 400,
      body: { type: 'https://twilio.example/errors', title: 'Bad', status: 400, code: 21610, detail: sms.to },
    });
    expect(await refusalOf(sender.send(sms))).toEqual({ kind: 'PortFailure', port: 'SmsSender', retryable: false });
  });

  test.each([
    ['a page', 503],
    ['a page', 200],
  ] as const)('that is answered by %s with %i may have gone out', async (_, status) => {
    const { sender } = await senderTo({ status, text: '<html>One moment</html>' });
    expect(await refusalOf(sender.send(sms))).toMatchObject({ retryable: true, reason: 'unclear' });
  });
});
