import assert from 'node:assert/strict';
import type { Mail, Mailer } from '../../application/ports/mailer.ts';
import { EmailAddress } from '../../domain/user/email-address.ts';
import { type Closable, type Contract, checkThat, must } from './contract.ts';

/** A mail as it came out on the other side. */
export interface DeliveredMail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly attachments: readonly { readonly fileName: string; readonly content: Uint8Array }[];
}

/** A mailer, and a look at what arrived. */
export interface OpenedMailer extends Closable {
  readonly mailer: Mailer;
  /** What arrived so far, in any order. */
  readonly delivered: () => Promise<readonly DeliveredMail[]>;
}

const address = await must(EmailAddress.parse('kim@example.com'));

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
    ...changes,
  };
}

/** What every {@link Mailer} does. */
export const mailerContract: Contract<OpenedMailer> = [
  checkThat(
    'a mail arrives at its one recipient with subject, HTML and text unchanged',
    async ({ mailer, delivered }) => {
      await must(mailer.send(mail()));
      const [arrived, ...others] = await delivered();
      assert.ok(arrived !== undefined && others.length === 0, 'exactly one mail arrives');
      assert.deepEqual(arrived.to, [address]);
      assert.equal(arrived.subject, 'Receipt JOOS-2026-000001');
      assert.match(arrived.html, /Grüße &amp; thanks •••• 1234/);
      assert.match(arrived.text, /Grüße & thanks •••• 1234/);
    },
  ),

  checkThat('an attachment arrives byte by byte under its name', async ({ mailer, delivered }) => {
    const content = Uint8Array.from({ length: 1000 }, (_, index) => index % 256);
    const attachment = { fileName: 'JOOS-2026-000001.pdf', mediaType: 'application/pdf', content } as const;
    await must(mailer.send(mail({ attachments: [attachment] })));
    const [arrived] = await delivered();
    const [attached, ...others] = arrived?.attachments ?? [];
    assert.ok(attached !== undefined && others.length === 0, 'exactly one attachment arrives');
    assert.ok(attached.fileName.endsWith('JOOS-2026-000001.pdf'));
    assert.deepEqual(Uint8Array.from(attached.content), content);
  }),

  checkThat('mails sent at the same time arrive each once', async ({ mailer, delivered }) => {
    const subjects = Array.from({ length: 8 }, (_, index) => `Receipt ${index}`);
    await Promise.all(subjects.map((subject) => must(mailer.send(mail({ subject })))));
    assert.deepEqual((await delivered()).map(({ subject }) => subject).sort(), subjects);
  }),
];
