import assert from 'node:assert/strict';
import type { Mail, Mailer } from '../../application/ports/mailer.ts';
import { EmailAddress } from '../../domain/user/email-address.ts';
import { type Closable, type Contract, checkThat, must, present } from './contract.ts';

/** A mail as it came out on the other side. */
export interface DeliveredMail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly attachments: readonly { readonly fileName: string; readonly content: Uint8Array }[];
  /** The address that takes the person off with one POST, as the other side reads it; null if it reads none. */
  readonly unsubscribeUrl: string | null;
  /** All headers that the other side can show, as they came, unfolded; none where the opening says why. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** A mailer, and a look at what arrived. */
export interface OpenedMailer extends Closable {
  readonly mailer: Mailer;
  /** What arrived so far, in any order. */
  readonly delivered: () => Promise<readonly DeliveredMail[]>;
  /** Why there are no headers to look at where the mails arrive; absent where there are. */
  readonly withoutHeaders?: string;
}

const address = await must(EmailAddress.parse('kim@example.com'));
/** An address may hold what looks like an encoded word; nobody decodes it there. */
const unsubscribeUrl = `https://joos.example/unsubscribe/${'9f2c_A-b.c~d'.repeat(12)}?purpose=news%2Fde&back=?utf-8?q?x?=`;

function mail(changes: Partial<Mail> = {}): Mail {
  return {
    messageId: 'c0ffee00-0000-4000-8000-000000000001',
    about: 'receipt',
    to: address,
    language: 'en',
    subject: 'Receipt JOOS-2026-000001',
    html: '<!doctype html><title>Receipt</title><p>Grüße &amp; thanks •••• 1234</p>',
    text: 'Grüße & thanks •••• 1234\n',
    attachments: [],
    unsubscribeUrl: null,
    ...changes,
  };
}

async function theOne({ delivered }: OpenedMailer): Promise<DeliveredMail> {
  const [arrived, ...others] = await delivered();
  assert.equal(others.length, 0, 'no second mail arrives');
  return present(arrived);
}

/** What mail servers add at the end of a body, and how they end its lines, is no change of it. */
function lines(body: string): string {
  return body.replace(/\r\n/g, '\n').trimEnd();
}

/** Subjects that somebody could write, each with what may not be lost, or read out of it, on the way. */
const subjects = [
  'Your receipt: 3,50 € für „Joos“ – danke! 🔋',
  'إيصالك من Joos رقم 42',
  '=?utf-8?q?Not_an_encoded_word?= but a text that looks like one',
  'To: somebody, "quoted" <and@example.com>; (a comment)',
  `A subject of ${'many words and '.repeat(8)}more`,
];

/** What every {@link Mailer} does. */
export const mailerContract: Contract<OpenedMailer> = [
  checkThat('a mail arrives once, at its one recipient, with subject, HTML and text unchanged', async (opened) => {
    const html = mail().html.replace('</p>', `</p>\n.\n..\n<p>${'a long line '.repeat(100)}</p>\nFrom here\n`);
    const text = 'Grüße & thanks •••• 1234\n.\n..\n\n  indented = and equal  \nFrom here\n-- \nJoos\n';
    await must(opened.mailer.send(mail({ html, text })));
    const arrived = await theOne(opened);
    assert.deepEqual(arrived.to, [address]);
    assert.equal(arrived.subject, 'Receipt JOOS-2026-000001');
    assert.equal(lines(arrived.html), lines(html));
    assert.equal(lines(arrived.text), lines(text));
    assert.deepEqual(arrived.attachments, []);
  }),

  ...subjects.map((subject, index) =>
    checkThat<OpenedMailer>(`a subject is read as it was written: sample ${index + 1}`, async (opened) => {
      await must(opened.mailer.send(mail({ subject })));
      assert.equal((await theOne(opened)).subject, subject);
    }),
  ),

  checkThat('attachments arrive byte by byte under their names, with subject and texts', async (opened) => {
    const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => (index * 31) % 256);
    const attachments = [
      { fileName: 'JOOS-2026-000001.pdf', mediaType: 'application/pdf', content: bytes },
      {
        fileName: 'data.json',
        mediaType: 'application/json',
        content: Buffer.from('{"lines":"\\r\\n.\\r\\n"}\r\n.\r\n'),
      },
    ] as const;
    await must(opened.mailer.send(mail({ attachments })));
    const arrived = await theOne(opened);
    assert.equal(lines(arrived.text), lines(mail().text));
    assert.equal(lines(arrived.html), lines(mail().html));
    assert.equal(arrived.attachments.length, attachments.length);
    for (const [index, { fileName, content }] of attachments.entries()) {
      const attached = present(arrived.attachments[index]);
      assert.ok(attached.fileName.endsWith(fileName));
      assert.deepEqual(Uint8Array.from(attached.content), Uint8Array.from(content));
    }
  }),

  checkThat('a mail that has an address to unsubscribe at asks for one click there (RFC 8058)', async (opened) => {
    await must(opened.mailer.send(mail({ about: 'news', unsubscribeUrl })));
    const arrived = await theOne(opened);
    assert.equal(arrived.unsubscribeUrl, unsubscribeUrl);
    if (opened.withoutHeaders !== undefined) return;
    assert.deepEqual(listHeadersOf(arrived), [
      ['list-unsubscribe', `<${unsubscribeUrl}>`],
      ['list-unsubscribe-post', 'List-Unsubscribe=One-Click'],
    ]);
  }),

  checkThat('any other mail asks for nothing of the kind', async (opened) => {
    await must(opened.mailer.send(mail()));
    const arrived = await theOne(opened);
    assert.equal(arrived.unsubscribeUrl, null);
    assert.deepEqual(listHeadersOf(arrived), []);
  }),

  checkThat('mails sent at the same time arrive each once', async ({ mailer, delivered }) => {
    const several = Array.from({ length: 20 }, (_, index) => `Receipt ${String(index).padStart(2, '0')}`);
    await Promise.all(
      several.map((subject, index) =>
        must(mailer.send(mail({ subject, text: subject, messageId: `message-${index}` }))),
      ),
    );
    const arrived = await delivered();
    assert.deepEqual(arrived.map(({ subject }) => subject).sort(), several);
    for (const { to, subject, text } of arrived) assert.deepEqual([to, lines(text)], [[address], subject]);
  }),
];

function listHeadersOf({ headers }: DeliveredMail): readonly (readonly [string, string])[] {
  return headers
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => name.startsWith('list-'))
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
}
