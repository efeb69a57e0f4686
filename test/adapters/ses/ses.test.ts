import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type SesOptions, sesMailer } from '../../../src/adapters/ses/index.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { awsOfNobody } from '../aws-environment.ts';
import { type RecordingEndpoint, recordingEndpoint, signatureOf, type Told } from '../recording-endpoint.ts';
import { sampleMail as mail } from '../sample-mail.ts';
import { openLocalSes } from './local-ses.ts';

awsOfNobody();

const accepted: Told = { status: 200, body: { MessageId: 'm-1' } };
const from = 'Joos <service@joos.example>';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function mailerTo(told: Told, options: Partial<SesOptions> = {}) {
  const endpoint = await recordingEndpoint(told);
  const mailer = sesMailer({ from, endpoint: endpoint.url, ...options });
  closing.push(() => mailer.close(), endpoint.close);
  return { mailer, endpoint };
}

function sent({ requests }: RecordingEndpoint) {
  const [request, ...others] = requests;
  if (request === undefined || others.length > 0) throw new Error(`${requests.length} requests came`);
  return { request, body: z.record(z.string(), z.unknown()).parse(JSON.parse(request.body)) };
}

describe('a mail by Amazon SES', () => {
  test('is one signed request with the mail and its tags, and nothing else of the person', async () => {
    const { mailer, endpoint } = await mailerTo(accepted, { configurationSet: 'joos-events' });
    await must(mailer.send(mail));
    const { request, body } = sent(endpoint);
    expect(request).toMatchObject({ method: 'POST', path: '/v2/email/outbound-emails' });
    expect(body).toEqual({
      ConfigurationSetName: 'joos-events',
      Content: {
        Simple: {
          Subject: { Data: mail.subject, Charset: 'UTF-8' },
          Body: { Html: { Data: mail.html, Charset: 'UTF-8' }, Text: { Data: mail.text, Charset: 'UTF-8' } },
          Attachments: [],
        },
      },
      Destination: { ToAddresses: ['kim@example.com'] },
      EmailTags: [
        { Name: 'message', Value: mail.messageId },
        { Name: 'about', Value: 'payment-failed' },
      ],
      FromEmailAddress: from,
    });
  });

  test('goes to Frankfurt, whatever region the environment names, unless the host says another', async () => {
    const frankfurt = await mailerTo(accepted);
    await must(frankfurt.mailer.send(mail));
    expect(signatureOf(sent(frankfurt.endpoint).request)).toMatchObject({ region: 'eu-central-1', service: 'ses' });
    const dublin = await mailerTo(accepted, { region: 'eu-west-1' });
    await must(dublin.mailer.send(mail));
    expect(signatureOf(sent(dublin.endpoint).request).region).toBe('eu-west-1');
  });

  test('of news has the two headers of one click and its address in them (RFC 8058)', async () => {
    const { mailer, endpoint } = await mailerTo(accepted);
    const unsubscribeUrl = 'https://joos.example/unsubscribe?token=9f2c&purpose=news%2Fde';
    await must(mailer.send({ ...mail, about: 'news', unsubscribeUrl }));
    expect(sent(endpoint).body).toMatchObject({
      Content: {
        Simple: {
          Headers: [
            { Name: 'List-Unsubscribe', Value: `<${unsubscribeUrl}>` },
            { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
          ],
        },
      },
    });
  });

  test.each([
    ['Joos <service@joos.example>', 'Joos <service@joos.example>'],
    ['service@joos.example', 'service@joos.example'],
    ['Joos, Berlin <service@joos.example>', '"Joos, Berlin" <service@joos.example>'],
    ['"Joos, Berlin" <service@joos.example>', '"Joos, Berlin" <service@joos.example>'],
    ['Jööß <service@joos.example>', '=?UTF-8?B?SsO2w7bDnw==?= <service@joos.example>'],
    ['Joos <service@jööß.example>', 'Joos <service@xn--j-qfa2ea.example>'],
  ])('from %j comes from %j: SES takes no other letters there than ASCII', async (configured, shown) => {
    const { mailer, endpoint } = await mailerTo(accepted, { from: configured });
    await must(mailer.send(mail));
    expect(sent(endpoint).body).toMatchObject({ FromEmailAddress: shown });
  });

  test.each(['Joos', 'Joos\r\nBcc: <thief@example.com>', 'J\u202eoos <service@joos.example>'])(
    'comes from no sender such as %j',
    (sender) => {
      expect(() => sesMailer({ from: sender })).toThrow(TypeError);
    },
  );

  const forGood = { retryable: false };
  const throttled = { retryable: true, reason: 'throttled' };
  const notReached = { retryable: true, reason: 'not-reached' };
  const unclear = { retryable: true, reason: 'unclear' };

  test.each([
    [400, 'MessageRejected', forGood],
    [400, 'BadRequestException', forGood],
    [400, 'MailFromDomainNotVerifiedException', forGood],
    [400, 'AccountSuspendedException', notReached],
    [400, 'SendingPausedException', notReached],
    [404, 'NotFoundException', forGood],
    [400, 'SomethingNewException', forGood],
    [413, 'RequestEntityTooLargeException', forGood],
    [429, 'TooManyRequestsException', throttled],
    [429, 'SomethingNewException', throttled],
    [400, 'LimitExceededException', throttled],
    [400, 'ThrottlingException', throttled],
    [403, 'ExpiredTokenException', notReached],
    [403, 'SignatureDoesNotMatch', notReached],
    [408, 'RequestTimeout', unclear],
    [500, 'InternalServiceErrorException', unclear],
    [503, 'ServiceUnavailable', unclear],
  ])('that is answered %i %s: %j', async (status, name, said) => {
    const body = { message: 'about kim@example.com' };
    const { mailer, endpoint } = await mailerTo({ status, headers: { 'x-amzn-errortype': name }, body });
    const failure = await refusalOf(mailer.send(mail));
    expect(failure).toEqual({ kind: 'PortFailure', port: 'Mailer', ...said });
    expect(JSON.stringify(failure)).not.toContain('kim@');
    sent(endpoint); // asked once: the outbox repeats, not the client
  });

  test.each(['never', 'hang-up', 'trickle'] as const)(
    'whose answer comes %s may have gone out; that is said soon',
    async (told) => {
      const { mailer, endpoint } = await mailerTo(told, { timeoutMs: 200 });
      const startedAt = performance.now();
      expect(await refusalOf(mailer.send(mail))).toEqual({ kind: 'PortFailure', port: 'Mailer', ...unclear });
      expect(performance.now() - startedAt).toBeLessThan(3_000);
      sent(endpoint);
    },
  );

  test('does not reach a host where nobody listens', async () => {
    const { mailer, endpoint } = await mailerTo(accepted);
    await endpoint.close();
    expect(await refusalOf(mailer.send(mail))).toEqual({ kind: 'PortFailure', port: 'Mailer', ...notReached });
  });

  test('does not reach SES without credentials', async () => {
    const { mailer, endpoint } = await mailerTo(accepted);
    const key = process.env.AWS_ACCESS_KEY_ID;
    delete process.env.AWS_ACCESS_KEY_ID;
    process.env.AWS_EC2_METADATA_DISABLED = 'true'; // nor looks for any on the network
    const failure = await refusalOf(mailer.send(mail));
    process.env.AWS_ACCESS_KEY_ID = key;
    delete process.env.AWS_EC2_METADATA_DISABLED;
    expect(failure).toEqual({ kind: 'PortFailure', port: 'Mailer', ...notReached });
    expect(endpoint.requests).toEqual([]);
  });
});

describe('at a real SES v2 server', () => {
  test('a mail that it cannot read is refused for good', async () => {
    const ses = await openLocalSes();
    const mailer = sesMailer({ from, endpoint: ses.url });
    const refused = await refusalOf(mailer.send({ ...mail, html: '', text: '' }));
    expect(refused).toMatchObject({ port: 'Mailer', retryable: false });
    expect(await ses.mails()).toEqual([]);
    mailer.close();
    await ses.close();
  });
});
