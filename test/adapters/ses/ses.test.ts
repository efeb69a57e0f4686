import * as fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type SesOptions, sesMailer } from '../../../src/adapters/ses/index.ts';
import type { Mail } from '../../../src/application/ports/mailer.ts';
import { EmailAddress } from '../../../src/domain/user/email-address.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { awsOfNobody } from '../aws-environment.ts';
import { type RecordingEndpoint, recordingEndpoint, signatureOf, type Told } from '../recording-endpoint.ts';
import { openLocalSes } from './local-ses.ts';

awsOfNobody();

const mail: Mail = {
  messageId: 'c0ffee00-0000-4000-8000-000000000001',
  about: 'payment-failed',
  to: await must(EmailAddress.parse('kim@example.com')),
  language: 'en',
  subject: 'Your payment did not go through',
  html: '<p>Hello</p>',
  text: 'Hello\n',
  attachments: [],
};
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

  test.each([
    [400, 'MessageRejected', false],
    [400, 'BadRequestException', false],
    [400, 'MailFromDomainNotVerifiedException', false],
    [400, 'AccountSuspendedException', false],
    [400, 'SendingPausedException', false],
    [404, 'NotFoundException', false],
    [400, 'SomethingNewException', false],
    [413, 'RequestEntityTooLargeException', false],
    [429, 'TooManyRequestsException', true],
    [400, 'LimitExceededException', true],
    [400, 'ThrottlingException', true],
    [403, 'ExpiredTokenException', true],
    [500, 'InternalServiceErrorException', true],
    [503, 'ServiceUnavailable', true],
  ])('that is answered %i %s is worth another try: %j, %s', async (status, name, retryable) => {
    const body = { message: 'about kim@example.com' };
    const { mailer, endpoint } = await mailerTo({ status, headers: { 'x-amzn-errortype': name }, body });
    const failure = await refusalOf(mailer.send(mail));
    expect(failure).toEqual({ kind: 'PortFailure', port: 'Mailer', retryable });
    expect(JSON.stringify(failure)).not.toContain('kim@');
    sent(endpoint); // asked once: the outbox repeats, not the client
  });

  test.each(['never', 'hang-up'] as const)('whose answer comes %s may be tried again, soon', async (told) => {
    const { mailer, endpoint } = await mailerTo(told, { timeoutMs: 200 });
    const startedAt = performance.now();
    expect(await refusalOf(mailer.send(mail))).toMatchObject({ retryable: true });
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    sent(endpoint);
  });

  test('may be tried again where nobody listens', async () => {
    const { mailer, endpoint } = await mailerTo(accepted);
    await endpoint.close();
    expect(await refusalOf(mailer.send(mail))).toMatchObject({ port: 'Mailer', retryable: true });
  });
});

describe('at a real SES v2 server', () => {
  test('no subject adds a header or a recipient, whatever stands in it', async () => {
    const ses = await openLocalSes();
    const mailer = sesMailer({ from, endpoint: ses.url });
    const breaks = fc.constantFrom('\r\n', '\n', '\r', '\u2028', '\u2029', '\u0085', '\v', '\f', '\0');
    const subjects = fc
      .tuple(
        fc.string({ maxLength: 10 }),
        breaks,
        fc.constantFrom('Bcc: thief@example.com', 'X-Injected: 1', '\r\n<p>'),
      )
      .map(([before, between, after]) => `Receipt ${before}${between}${after}`);
    await fc.assert(
      fc.asyncProperty(subjects, async (subject) => {
        await must(mailer.send({ ...mail, subject }));
        const arrived = (await ses.mails()).at(-1);
        expect(arrived?.subject).toMatch(/^Receipt [^\p{Cc}\u2028\u2029]+$/u);
        expect(arrived?.destination).toEqual({ to: ['kim@example.com'], cc: [], bcc: [] });
        expect(arrived?.headers ?? []).toEqual([]);
      }),
      { numRuns: 40 },
    );
    mailer.close();
    await ses.close();
  });

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
