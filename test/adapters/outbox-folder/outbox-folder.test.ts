import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { outboxFolder } from '../../../src/adapters/outbox-folder/index.ts';
import type { Mail } from '../../../src/application/ports/mailer.ts';
import type { Sms } from '../../../src/application/ports/sms-sender.ts';
import { EmailAddress } from '../../../src/domain/user/email-address.ts';
import { PhoneNumber } from '../../../src/domain/user/phone-number.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';

const mail: Mail = {
  messageId: 'c0ffee00-0000-4000-8000-000000000001',
  about: 'receipt',
  to: await must(EmailAddress.parse('kim@example.com')),
  language: 'de',
  subject: 'Beleg',
  html: '<p>Grüße</p>',
  text: 'Grüße\n',
  attachments: [{ fileName: 'JOOS-2026-000001.pdf', mediaType: 'application/pdf', content: Uint8Array.of(1, 2) }],
  unsubscribeUrl: null,
};
const sms: Sms = {
  messageId: 'c0ffee00-0000-4000-8000-000000000002',
  about: 'code',
  to: await must(PhoneNumber.parse('+4915112345678')),
  text: '123456 ist dein Joos-Code.',
};

describe('an outbox in a folder', () => {
  let base: string;
  let folder: string;
  beforeEach(async () => {
    base = await mkdtemp(join(tmpdir(), 'joos-outbox-'));
    folder = join(base, 'deep', 'outbox');
  });
  afterEach(() => rm(base, { recursive: true }));

  test('makes the folder, and files that open by a click, in the order of sending', async () => {
    const outbox = outboxFolder(folder);
    await must(outbox.sms.send(sms));
    await must(outbox.mailer.send(mail));
    expect((await readdir(folder)).toSorted()).toEqual([
      '001-sms-code.json',
      '001-sms-code.txt',
      '002-mail-receipt-JOOS-2026-000001.pdf',
      '002-mail-receipt.html',
      '002-mail-receipt.json',
      '002-mail-receipt.txt',
    ]);
    expect(JSON.parse(await readFile(join(folder, '002-mail-receipt.json'), 'utf8'))).toEqual({
      messageId: mail.messageId,
      to: 'kim@example.com',
      language: 'de',
      subject: 'Beleg',
      unsubscribeUrl: null,
      attachments: [{ fileName: 'JOOS-2026-000001.pdf', mediaType: 'application/pdf' }],
    });
    expect(outbox.files().toSorted()).toEqual((await readdir(folder)).map((name) => join(folder, name)).toSorted());
  });

  test.skipIf(process.platform === 'win32')('is for its owner alone', async () => {
    const outbox = outboxFolder(folder);
    await must(outbox.mailer.send(mail));
    for (const path of [folder, ...outbox.files()]) expect((await stat(path)).mode & 0o077).toBe(0);
  });

  test('goes on after the numbers that are there', async () => {
    await must(outboxFolder(folder).sms.send(sms));
    await must(outboxFolder(folder).sms.send(sms));
    expect((await readdir(folder)).filter((name) => name.endsWith('.txt')).toSorted()).toEqual([
      '001-sms-code.txt',
      '002-sms-code.txt',
    ]);
  });

  test('never writes over a message of another process', async () => {
    const [one, other] = [outboxFolder(folder), outboxFolder(folder)];
    for (const text of ['first', 'second', 'third']) {
      await must(one.sms.send({ ...sms, text: `${text} of one` }));
      await must(other.sms.send({ ...sms, text: `${text} of the other` }));
    }
    await Promise.all([one, other, one, other].map((outbox) => must(outbox.mailer.send(mail))));
    const texts = (await readdir(folder)).filter((name) => /sms.*txt$/.test(name));
    const said = await Promise.all(texts.map((name) => readFile(join(folder, name), 'utf8')));
    expect(said.map((text) => text.trim()).toSorted()).toEqual([
      'first of one',
      'first of the other',
      'second of one',
      'second of the other',
      'third of one',
      'third of the other',
    ]);
    expect((await readdir(folder)).filter((name) => name.endsWith('.html'))).toHaveLength(4);
  });

  test('says that a full or forbidden folder may be tried again, and does', async () => {
    await mkdir(join(base, 'deep'));
    await writeFile(folder, 'a file stands where the folder should be');
    const outbox = outboxFolder(folder);
    const refused = await refusalOf(outbox.mailer.send(mail));
    expect(refused).toEqual({ kind: 'PortFailure', port: 'Mailer', retryable: true });
    expect((await refusalOf(outbox.sms.send(sms))).port).toBe('SmsSender');
    await rm(folder);
    await must(outbox.mailer.send(mail));
    expect(await readdir(folder)).toHaveLength(4);
  });
});
