import { describe, expect, onTestFinished, test } from 'vitest';
import { type SmtpOptions, smtpMailer } from '../../../src/adapters/smtp/index.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { sampleMail } from '../sample-mail.ts';
import { type Deed, type Moment, openScriptedSmtp } from './scripted-smtp.ts';

type WhenFinished = (close: () => Promise<void> | void) => void;

async function mailerTo(
  script: Partial<Record<Moment, Deed>>,
  whenFinished: WhenFinished,
  { pipelining = false, ...options }: Partial<SmtpOptions> & { readonly pipelining?: boolean } = {},
) {
  const server = await openScriptedSmtp(script, { pipelining });
  const { port } = server;
  const mailer = smtpMailer({
    from: 'Joos <service@joos.example>',
    host: '127.0.0.1',
    port,
    security: 'none',
    ...options,
  });
  whenFinished(() => mailer.close());
  whenFinished(server.close);
  return { mailer, server };
}

const forGood = { retryable: false };
const throttled = { retryable: true, reason: 'throttled' };
const notReached = { retryable: true, reason: 'not-reached' };
const unclear = { retryable: true, reason: 'unclear' };

/** What the server does, how many mails it has whole after it, and what is said of the mail. */
const faults: readonly (readonly [Moment, Deed, wholeMails: 0 | 1, said: object])[] = [
  ['connect', '421 4.3.2 too many connections', 0, throttled],
  ['connect', '554 5.7.1 we do not know you', 0, notReached],
  ['connect', 'hang', 0, notReached],
  ['connect', 'drop', 0, notReached],
  ['EHLO', 'hang', 0, notReached],
  ['EHLO', 'drop', 0, notReached],
  ['MAIL', '451 4.3.0 later', 0, throttled],
  ['MAIL', '421 4.3.2 shutting down', 0, throttled],
  ['MAIL', '455 4.5.4 not now', 0, notReached],
  ['MAIL', '530 5.7.0 log in first', 0, notReached],
  ['MAIL', '550 5.7.1 you may not write as that', 0, forGood],
  ['MAIL', 'drop', 0, notReached],
  ['RCPT', '450 4.2.0 <kim@example.com> greylisted', 0, throttled],
  ['RCPT', '452 4.5.3 too many', 0, throttled],
  ['RCPT', '550 5.1.1 <kim@example.com> is unknown', 0, forGood],
  ['RCPT', '503 5.5.1 not in that order', 0, notReached],
  ['RCPT', 'hang', 0, notReached],
  ['RCPT', 'trickle', 0, notReached],
  ['DATA', '451 4.3.0 no room', 0, throttled],
  ['DATA', '554 5.5.1 no', 0, forGood],
  ['DATA', 'hang', 0, notReached],
  ['DATA', 'drop', 0, notReached],
  ['end-of-data', '451 4.7.1 wait for the virus scanner', 1, throttled],
  ['end-of-data', '421 4.4.2 out of time', 1, throttled],
  ['end-of-data', '454 4.7.0 not now', 1, notReached],
  ['end-of-data', '552 5.2.2 the mailbox of kim@example.com is full', 1, forGood],
  ['end-of-data', '554 5.7.1 spam', 1, forGood],
  ['end-of-data', 'hang', 1, unclear],
  ['end-of-data', 'drop', 1, unclear],
  ['end-of-data', 'half-a-reply', 1, unclear],
  ['end-of-data', 'trickle', 1, unclear],
];

describe.each([false, true])('a mail to a server that pipelines (%s)', (pipelining) => {
  // At the same time, since a server that hangs does so for a while.
  test.concurrent.for(faults)(
    'and does at %s: %s',
    async ([moment, deed, wholeMails, said], { expect, onTestFinished }) => {
      const timeoutMs = deed === 'hang' || deed === 'trickle' ? 1_000 : 10_000;
      const { mailer, server } = await mailerTo({ [moment]: deed }, onTestFinished, { pipelining, timeoutMs });
      const startedAt = performance.now();
      const failure = await refusalOf(mailer.send(sampleMail));
      expect(failure).toEqual({ kind: 'PortFailure', port: 'Mailer', ...said });
      expect(JSON.stringify(failure)).not.toContain('kim@');
      // Nothing goes out twice without being asked for, and no server holds the outbox up.
      expect(server.wholeMails()).toBe(wholeMails);
      expect(server.connections()).toBeLessThanOrEqual(2);
      expect(performance.now() - startedAt).toBeLessThan(5_000);
    },
  );

  test('that is lost amid its data was not taken over', async () => {
    const { mailer, server } = await mailerTo({ 'amid-data': 'drop' }, onTestFinished, { pipelining });
    const content = new Uint8Array(8_000_000);
    const attachments = [{ fileName: 'long.pdf', mediaType: 'application/pdf', content }] as const;
    expect(await refusalOf(mailer.send({ ...sampleMail, attachments }))).toMatchObject(notReached);
    expect(server.wholeMails()).toBe(0);
  });

  test('goes out anew, once, if the server had closed the connection in between', async () => {
    const { mailer, server } = await mailerTo({ 'end-of-data': 'take-and-close' }, onTestFinished, {
      pipelining,
      connections: 1,
    });
    for (let sent = 1; sent <= 4; sent += 1) {
      await must(mailer.send(sampleMail));
      expect(server.wholeMails()).toBe(sent);
    }
  });
});

describe('a mail', () => {
  test('does not reach a host where nobody listens', async () => {
    const { mailer, server } = await mailerTo({}, onTestFinished);
    await server.close();
    expect(await refusalOf(mailer.send(sampleMail))).toEqual({ kind: 'PortFailure', port: 'Mailer', ...notReached });
  });

  test('that waited for a connection in vain was not sent', async () => {
    const script: Partial<Record<Moment, Deed>> = { 'end-of-data': 'wait' };
    const { mailer, server } = await mailerTo(script, onTestFinished, { connections: 1, timeoutMs: 1_000 });
    const sending = [mailer.send(sampleMail), mailer.send(sampleMail)].map(refusalOf);
    await server.waiting();
    // Whoever gets the connection a moment before its own time is over does not come far with it.
    script.connect = 'hang';
    const [first, second] = await Promise.all(sending);
    expect(first).toMatchObject(unclear);
    expect(second).toMatchObject(notReached);
    expect(server.wholeMails()).toBe(1);
  });

  test('that is under way when the mailer is closed arrives; a later one does not', async () => {
    const { mailer, server } = await mailerTo({ 'end-of-data': 'wait' }, onTestFinished);
    const sending = mailer.send(sampleMail);
    await server.waiting();
    mailer.close();
    expect(await refusalOf(mailer.send(sampleMail))).toMatchObject(notReached);
    server.let();
    await must(sending);
    expect(server.wholeMails()).toBe(1);
  });

  test('after a refused one goes out over the same connection', async () => {
    const { mailer, server } = await mailerTo({ RCPT: '550 5.1.1 unknown' }, onTestFinished, { connections: 1 });
    await refusalOf(mailer.send(sampleMail));
    await refusalOf(mailer.send(sampleMail));
    expect(server.connections()).toBe(1);
  });
});
