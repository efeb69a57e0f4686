import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { smtpMailer } from '../../../src/adapters/smtp/index.ts';
import { must, present } from '../../../src/testing/contracts/contract.ts';
import { isReadOf, mailWith, senderNamed, senderShown, type Texts, textsWith, variables } from './hostile-mail.ts';
import { type LocalSmtp, openLocalSmtp, readMail } from './local-smtp.ts';
import { headerOf, type Part, readableText } from './received-mail.ts';

type SmtpMailer = ReturnType<typeof smtpMailer>;

const names = (part: Part | undefined) => part?.headers.map(([name]) => name.toLowerCase()).toSorted();

let server: LocalSmtp;
/** Kept between the mails of one sender: the server makes every new connection wait. */
const mailers = new Map<string, SmtpMailer>();

/** The mailer of a sender of this name; null if it does not open for such a one. */
function opened(name: string): SmtpMailer | null {
  const known = mailers.get(name);
  if (known !== undefined) return known;
  try {
    const mailer = smtpMailer({ from: senderNamed(name), host: '127.0.0.1', port: server.port, security: 'none' });
    mailers.set(name, mailer);
    return mailer;
  } catch (problem) {
    expect(problem).toBeInstanceOf(TypeError);
    return null;
  }
}

beforeAll(async () => {
  server = await openLocalSmtp();
});
afterAll(async () => {
  for (const mailer of mailers.values()) mailer.close();
  await server.close();
});

/** Whether it went out; checks what arrived, and that nothing did if it was refused. */
async function sent(texts: Texts): Promise<boolean> {
  const before = server.mails().length;
  const mail = mailWith(texts);
  const mailer = opened(texts.senderName);
  if (mailer === null) return false;
  const result = await mailer.send(mail);
  const arrived = server.mails().slice(before);
  if (result.isErr()) {
    expect(result.error).toEqual({ kind: 'PortFailure', port: 'Mailer', retryable: false });
    expect(arrived).toEqual([]);
    return false;
  }
  expect(arrived).toHaveLength(1);
  const received = present(arrived[0]);
  const { whole, recipients, from } = received;
  expect([from, recipients]).toEqual(['service@joos.example', ['kim@example.com']]);
  expect(names(whole)).toEqual([
    'auto-submitted',
    'content-language',
    'content-type',
    'date',
    'from',
    'list-unsubscribe',
    'list-unsubscribe-post',
    'message-id',
    'mime-version',
    'subject',
    'to',
    'x-joos-about',
    'x-joos-message',
  ]);
  const [bodies, file, ...others] = whole.parts;
  expect(others).toEqual([]);
  expect(bodies?.parts.map(names)).toEqual([
    ['content-transfer-encoding', 'content-type'],
    ['content-transfer-encoding', 'content-type'],
  ]);
  expect(names(file)).toEqual(['content-disposition', 'content-transfer-encoding', 'content-type']);
  const read = readMail(received);
  expect(read.html.replaceAll('\r\n', '\n').trimEnd()).toBe(mail.html.trimEnd());
  expect(read.text.replaceAll('\r\n', '\n').trimEnd()).toBe(mail.text.trimEnd());
  expect(read.attachments).toEqual([{ fileName: texts.fileName, content: Buffer.from('%PDF a file') }]);
  expect(read.unsubscribeUrl).toBe(texts.unsubscribeUrl);
  expect(headerOf(whole, 'to')).toBe('kim@example.com');
  expect(headerOf(whole, 'message-id')).toBe(`<${texts.messageId}@joos.example>`);
  expect(readableText(headerOf(whole, 'from') ?? '').replaceAll('"', '')).toBe(senderShown(texts.senderName));
  expect(isReadOf(texts.subject, read.subject), 'the subject is read as it was written').toBe(true);
  return true;
}

describe('a mail by SMTP', () => {
  test('arrives with every subject, and no subject adds a header, a recipient or a line', async () => {
    await fc.assert(
      fc.asyncProperty(textsWith(['subject']), async (texts) => {
        expect(await sent(texts)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test.each(variables.filter((variable) => variable !== 'subject'))(
    'has the same headers, the one recipient and its body, or stays here, whatever stands in its %s',
    async (variable) => {
      await fc.assert(
        fc.asyncProperty(textsWith([variable]), async (texts) => {
          await sent(texts);
        }),
        { numRuns: 60 },
      );
    },
  );

  test('has them whatever stands in all at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray([...variables]).chain(textsWith), async (texts) => {
        await sent(texts);
      }),
      { numRuns: 100 },
    );
  });

  test('is one mail, unchanged but for the ends of its lines, whatever line ends and dots stand in its texts', async () => {
    const pieces = [
      '\r',
      '\n',
      '\r\n',
      '.',
      '..',
      'a',
      ' ',
      '=',
      '=3D',
      'ü',
      '\0',
      '--',
      'From ',
      'MAIL FROM:<thief@example.com>',
    ];
    const body = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((some) => `a${some.join('')}z`);
    const [texts] = fc.sample(textsWith([]), 1);
    await fc.assert(
      fc.asyncProperty(body, body, async (html, text) => {
        const before = server.mails().length;
        await must(present(opened('Joos')).send({ ...mailWith(present(texts)), html, text }));
        const arrived = server.mails().slice(before).map(readMail);
        const lines = (one: string) => one.replace(/\r\n?/g, '\n');
        expect(arrived.map((mail) => [lines(mail.html), lines(mail.text)])).toEqual([[lines(html), lines(text)]]);
      }),
      { numRuns: 200 },
    );
  });

  test('goes out with names as they are', async () => {
    const [texts] = fc.sample(textsWith([]), 1);
    expect(await sent(present(texts))).toBe(true);
  });
});
