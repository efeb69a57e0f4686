import { afterEach, describe, expect, test } from 'vitest';
import { type SmtpOptions, smtpMailer } from '../../../src/adapters/smtp/index.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { sampleMail as mail } from '../sample-mail.ts';
import { openLocalSmtp, type ReceivedMail } from './local-smtp.ts';
import { headerOf, readableText } from './received-mail.ts';
import { openScriptedSmtp } from './scripted-smtp.ts';

const from = 'Joos <service@joos.example>';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function mailerTo(
  options: Partial<SmtpOptions> = {},
  of: { readonly implicitTls?: boolean; readonly login?: { user: string; password: string } } = {},
) {
  const server = await openLocalSmtp(of);
  const mailer = smtpMailer({ from, host: 'localhost', port: server.port, ca: server.ca, ...options });
  closing.push(() => mailer.close(), server.close);
  return { mailer, server };
}

function theOne(mails: readonly ReceivedMail[]): ReceivedMail {
  const [received, ...others] = mails;
  if (received === undefined || others.length > 0) throw new Error(`${mails.length} mails came`);
  return received;
}

describe('a mail by SMTP', () => {
  test('goes over TLS to one recipient, under the id of the message, and names no machine and no program', async () => {
    const { mailer, server } = await mailerTo();
    await must(mailer.send(mail));
    const { whole, ...envelope } = theOne(server.mails());
    expect(envelope).toEqual({
      from: 'service@joos.example',
      recipients: ['kim@example.com'],
      overTls: true,
      user: null,
      greeting: 'joos.example',
    });
    const {
      date,
      'content-type': type,
      ...headers
    } = Object.fromEntries(whole.headers.map(([name, value]) => [name.toLowerCase(), value]));
    expect(headers).toEqual({
      'message-id': `<${mail.messageId}@joos.example>`,
      from: 'Joos <service@joos.example>',
      to: 'kim@example.com',
      subject: mail.subject,
      'content-language': 'en',
      'auto-submitted': 'auto-generated',
      'x-joos-message': mail.messageId,
      'x-joos-about': 'payment-failed',
      'mime-version': '1.0',
    });
    expect(Date.parse(date ?? '')).not.toBeNaN();
    expect(type).toMatch(/^multipart\/alternative;/);
    expect(whole.parts.map((part) => headerOf(part, 'content-type'))).toEqual([
      'text/plain; charset=utf-8',
      'text/html; charset=utf-8',
    ]);
  });

  test('that goes out twice has the same Message-ID', async () => {
    const { mailer, server } = await mailerTo();
    await must(mailer.send(mail));
    await must(mailer.send(mail));
    const ids = server.mails().map(({ whole }) => headerOf(whole, 'message-id'));
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  test('puts its files beside its two texts', async () => {
    const { mailer, server } = await mailerTo();
    const content = Uint8Array.of(1, 2, 3);
    const attachments = [{ fileName: 'JOOS-1.pdf', mediaType: 'application/pdf', content }] as const;
    await must(mailer.send({ ...mail, attachments }));
    const { whole } = theOne(server.mails());
    expect(headerOf(whole, 'content-type')).toMatch(/^multipart\/mixed;/);
    const [texts, file] = whole.parts;
    expect(headerOf(texts ?? { headers: [] }, 'content-type')).toMatch(/^multipart\/alternative;/);
    expect(headerOf(file ?? { headers: [] }, 'content-disposition')).toBe('attachment; filename=JOOS-1.pdf');
  });

  test('of a text that names a file or an address takes nothing from there', async () => {
    const { mailer, server } = await mailerTo();
    await must(mailer.send({ ...mail, text: '/etc/hostname', html: 'https://joos.example/page' }));
    const contents = theOne(server.mails()).whole.parts.map(({ content }) => content.toString().trim());
    expect(contents).toEqual(['/etc/hostname', 'https://joos.example/page']);
  });

  test('goes over TLS from the first byte where the server wants that, by a login', async () => {
    const login = { user: 'joos', password: 'a secret of the tests' };
    const { mailer, server } = await mailerTo({ security: 'implicit', auth: login }, { implicitTls: true, login });
    await must(mailer.send(mail));
    expect(theOne(server.mails())).toMatchObject({ overTls: true, user: 'joos' });
  });

  test('may go out later where the password is refused', async () => {
    const login = { user: 'joos', password: 'a secret of the tests' };
    const { mailer, server } = await mailerTo({ auth: { ...login, password: 'an old one' } }, { login });
    const failure = await refusalOf(mailer.send(mail));
    expect(failure).toEqual({ kind: 'PortFailure', port: 'Mailer', retryable: true, reason: 'not-reached' });
    expect(server.mails()).toEqual([]);
  });

  test('stays here where the server has no certificate that is believed', async () => {
    const { mailer, server } = await mailerTo();
    const unbelieving = smtpMailer({ from, host: 'localhost', port: server.port });
    closing.push(() => unbelieving.close());
    const failure = await refusalOf(unbelieving.send(mail));
    expect(failure).toEqual({ kind: 'PortFailure', port: 'Mailer', retryable: true, reason: 'not-reached' });
    await must(mailer.send(mail)); // the same server, believed
    theOne(server.mails());
  });

  test('stays here where the server, or somebody before it, offers no TLS', async () => {
    const server = await openScriptedSmtp({});
    const mailer = smtpMailer({ from, host: '127.0.0.1', port: server.port });
    closing.push(() => mailer.close(), server.close);
    expect(await refusalOf(mailer.send(mail))).toMatchObject({ retryable: true, reason: 'not-reached' });
    expect(server.wholeMails()).toBe(0);
  });

  test('keeps a name of another script, and a subject without what would turn it around', async () => {
    const { mailer, server } = await mailerTo({ from: '"جوس، برلين" <service@joos.example>' });
    await must(mailer.send({ ...mail, subject: 'Receipt \u202egpj.exe\u2066 for إيصال' }));
    const { whole } = theOne(server.mails());
    expect(readableText(headerOf(whole, 'from') ?? '')).toBe('جوس، برلين <service@joos.example>');
    expect(readableText(headerOf(whole, 'subject') ?? '')).toBe('Receipt gpj.exe for إيصال');
  });
});

describe('a mailer by SMTP', () => {
  test.each(['mail.example', '10.0.0.1', '128.0.0.1', 'localhost.example', '127.example'])(
    'sends nothing in plain text to %s',
    (host) => {
      expect(() => smtpMailer({ from, host, security: 'none' })).toThrow(TypeError);
    },
  );

  test.each([
    'Joos',
    'Joos <service>',
    'Joos <a@joos.example> <b@joos.example>',
    'Joos\r\nBcc: <thief@example.com>',
    'Joos\r\nBcc: thief@example.com <service@joos.example>',
    'J\u202eoos <service@joos.example>',
    'J\ud800oos <service@joos.example>',
    '=?utf-8?q?Joos?= <service@joos.example>',
    '"Joos <thief@example.com>, " <service@joos.example>',
    `${'J'.repeat(65)} <service@joos.example>`,
  ])('opens with no sender such as %j, and does not repeat it', (sender) => {
    const opening = () => smtpMailer({ from: sender, host: 'localhost' });
    expect(opening).toThrow(TypeError);
    expect(opening).not.toThrow(/Joos|thief|service/);
  });
});
