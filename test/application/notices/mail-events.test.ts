import { describe, expect, test } from 'vitest';
import { removeEmail } from '../../../src/application/accounts/remove-email.ts';
import { deliverDue } from '../../../src/application/notices/deliver-due.ts';
import {
  type MailEventTaken,
  type TakeMailEventInput,
  takeMailEvent,
} from '../../../src/application/notices/take-mail-event.ts';
import { charge } from '../../../src/application/payments/charge.ts';
import type { Mail } from '../../../src/application/ports/mailer.ts';
import { exportMyData } from '../../../src/application/privacy/export-my-data.ts';
import { contactPurposes } from '../../../src/domain/consent/contact-purpose.ts';
import type { SuppressionReason } from '../../../src/domain/notice/suppression.ts';
import { EmailAddress } from '../../../src/domain/user/email-address.ts';
import { newsAbout, noMoreOf, published, unsubscribeUrl } from '../news.ts';
import { givenEmail, type Person, steppedUp } from '../people.ts';
import { watched } from '../rendered.ts';
import { givenRider, leave, openRentalWorld, type RentalWorld, rentAndReturn } from '../rental-world.ts';
import { value } from '../world.ts';

const supportInbox = EmailAddress.parse('support@joos.example')._unsafeUnwrap();
const address = 'rider@example.org';

/** Somebody who reads the news and got a receipt by email. */
async function givenMailed() {
  const { world, rendered } = watched(openRentalWorld({ unsubscribeUrl, supportInbox }));
  const person = await givenRider(world);
  await givenEmail(world, person, address);
  await newsAbout(world, person, 'news');
  await rentAndReturn(world, person);
  await published(world, 'news');
  await deliver(world);
  const mailAbout = (about: Mail['about']): string =>
    world.mails.findLast((mail) => mail.about === about)?.messageId ?? 'no such mail';
  const take = async (kind: SuppressionReason, more: Partial<TakeMailEventInput> = {}): Promise<MailEventTaken> =>
    value(await takeMailEvent(world.ports)({ kind, messageId: mailAbout('receipt'), address, ...more }));
  return { world, rendered, person, mailAbout, take };
}

async function deliver(world: RentalWorld) {
  return value(await deliverDue(world.ports)({ limit: 50 }));
}

async function suppressed(world: RentalWorld, { subject }: Person) {
  return value(await world.ports.store.reads.user(subject, 'data-subject-rights'))?.suppressedMail;
}

const everyMail = Object.fromEntries(contactPurposes.map(({ purpose }) => [purpose, 'bounced']));
const told = (world: RentalWorld): number => world.mails.filter(({ about }) => about === 'address-suppressed').length;

describe('a mail that bounced', () => {
  test('suppresses every mail to the address; the payment notice then goes by SMS, and news to nobody', async () => {
    const { world, person, take } = await givenMailed();
    expect(await take('bounced')).toBe('suppressed');
    expect(await suppressed(world, person)).toEqual(everyMail);
    const mails = world.mails.length;
    const { payment } = await rentAndReturn(world, person);
    world.processor.bank.push('insufficient-funds');
    value(await charge(world.ports)({ payment }));
    await published(world, 'news');
    const texts = world.texts.length;
    expect(await deliver(world)).toMatchObject({ sent: 3, skipped: 1 });
    expect(world.mails.slice(mails).map(({ to }) => to)).toEqual([supportInbox]);
    const sms = world.texts.slice(texts);
    expect(sms.map(({ about, to }) => [about, to]).toSorted()).toEqual([
      ['payment-failed', person.phone],
      ['receipt', person.phone],
    ]);
  });

  test('is told to support once, with what it concerns and no address, however often it is told of', async () => {
    const { world, rendered, person, take } = await givenMailed();
    expect(await Promise.all([take('bounced'), take('bounced'), take('bounced')])).toContain('suppressed');
    for (let times = 0; times < 5; times += 1) expect(await take('bounced')).toBe('nothing-new');
    await deliver(world);
    expect(told(world)).toBe(1);
    const contents = rendered.flatMap(({ content }) => (content.kind === 'address-suppressed' ? [content] : []));
    expect(contents).toHaveLength(1);
    expect(contents[0]).toMatchObject({ subject: person.subject, reason: 'bounced' });
    expect(new Set(contents[0]?.purposes)).toEqual(new Set(Object.keys(everyMail)));
    expect(JSON.stringify(contents)).not.toContain(address);
  });

  test('is told to support once, though it comes again after support was told and the address was confirmed anew', async () => {
    const { world, person, mailAbout, take } = await givenMailed();
    await take('bounced');
    await deliver(world);
    expect(told(world)).toBe(1);
    expect(await take('bounced')).toBe('nothing-new');
    await givenEmail(world, await steppedUp(world, person), address);
    expect([await take('bounced'), await take('bounced')]).toEqual(['nothing-new', 'nothing-new']);
    expect(await suppressed(world, person)).toEqual({});
    await deliver(world);
    expect(told(world)).toBe(1);
    // Another mail that bounces is another event.
    expect(await take('bounced', { messageId: mailAbout('news') })).toBe('suppressed');
    await deliver(world);
    expect(told(world)).toBe(2);
  });

  test('is found by its name and the address, however that is spelled', async () => {
    const { world, person, take } = await givenMailed();
    expect(await take('bounced', { address: 'Rider@EXAMPLE.org' })).toBe('suppressed');
    expect(await suppressed(world, person)).toEqual(everyMail);
  });
});

describe('a mail that was called spam', () => {
  test('suppresses what it was and what nobody needs, and nothing else', async () => {
    const { world, person, take } = await givenMailed();
    expect(await take('complained')).toBe('suppressed');
    expect(await suppressed(world, person)).toEqual({
      receipts: 'complained',
      news: 'complained',
      newsletter: 'complained',
    });
    const { payment } = await rentAndReturn(world, person);
    world.processor.bank.push('insufficient-funds');
    value(await charge(world.ports)({ payment }));
    await deliver(world);
    expect(world.texts.at(-1)?.about).toBe('receipt');
    expect(world.mails.filter(({ about }) => about === 'payment-failed').map(({ to }) => to)).toEqual([address]);
  });

  test('of news suppresses the news, and receipts still come by email', async () => {
    const { world, person, mailAbout, take } = await givenMailed();
    expect(await take('complained', { messageId: mailAbout('news') })).toBe('suppressed');
    expect(await suppressed(world, person)).toEqual({ news: 'complained', newsletter: 'complained' });
    await rentAndReturn(world, person);
    await published(world, 'news');
    await deliver(world);
    expect(world.mails.at(-1)?.about).not.toBe('news');
    expect(world.mails.filter(({ about }) => about === 'receipt')).toHaveLength(2);
  });

  test('and bounces later suppresses every mail, and agreeing anew does not help any more', async () => {
    const { world, person, take } = await givenMailed();
    await take('complained');
    expect(await take('bounced')).toBe('suppressed');
    expect(await suppressed(world, person)).toEqual(everyMail);
    expect([await take('complained'), await take('bounced')]).toEqual(['nothing-new', 'nothing-new']);
    await newsAbout(world, person, 'news');
    expect(await suppressed(world, person)).toEqual(everyMail);
  });
});

describe('agreeing anew', () => {
  test('to news that were called spam lets them come again, and nothing else', async () => {
    const { world, person, mailAbout, take } = await givenMailed();
    await take('complained');
    await newsAbout(world, person, 'news');
    expect(await suppressed(world, person)).toEqual({ receipts: 'complained', newsletter: 'complained' });
    // The complaint is told once more: it is of before.
    expect(await take('complained')).toBe('nothing-new');
    const before = world.mails.length;
    await published(world, 'news');
    await deliver(world);
    expect(world.mails.slice(before).map(({ about, to }) => [about, to])).toContainEqual(['news', address]);
    // Who calls the new ones spam too is heard again.
    expect(await take('complained', { messageId: mailAbout('news') })).toBe('suppressed');
    expect(await suppressed(world, person)).toMatchObject({ news: 'complained' });
  });

  test('to news does not make an address take mail that bounces', async () => {
    const { world, person, take } = await givenMailed();
    await take('bounced');
    await newsAbout(world, person, 'news');
    expect(await suppressed(world, person)).toEqual(everyMail);
    const before = world.mails.length;
    await published(world, 'news');
    await deliver(world);
    expect(world.mails.slice(before).map(({ about }) => about)).not.toContain('news');
  });

  test('is not what withdrawing does', async () => {
    const { world, person, take } = await givenMailed();
    await take('complained');
    const before = await suppressed(world, person);
    await noMoreOf(world, person, 'news');
    expect(await suppressed(world, person)).toEqual(before);
  });
});

describe('an event that says nothing new', () => {
  test('is one about an address that the person has no longer', async () => {
    const { world, person, take } = await givenMailed();
    const me = await steppedUp(world, person);
    await givenEmail(world, me, 'new@example.org');
    const before = world.everything();
    expect(await take('bounced')).toBe('nothing-new');
    expect(world.everything()).toEqual(before);
    value(await removeEmail(world.ports)(me));
    expect(await take('bounced')).toBe('nothing-new');
    expect(await suppressed(world, person)).toEqual({});
  });

  test.each([
    ['a mail that is none of ours', { messageId: '00000000-0000-4000-8000-000000000000' }],
    ['a name that is none', { messageId: 'AQMkADAwATM0MDAAMS1' }],
    ['an address that is none', { address: 'undisclosed-recipients:;' }],
    ['another person’s address', { address: 'someone.else@example.org' }],
  ] as const)('is one about %s', async (_, more) => {
    const { world, take } = await givenMailed();
    const before = world.everything();
    expect(await take('bounced', more)).toBe('nothing-new');
    expect(world.everything()).toEqual(before);
  });

  test('is one about a code, or about a mail to support', async () => {
    const { world, mailAbout, take } = await givenMailed();
    expect(await take('bounced', { messageId: mailAbout('code') })).toBe('nothing-new');
    await take('complained');
    await deliver(world);
    const messageId = mailAbout('address-suppressed');
    expect(await take('bounced', { messageId, address: supportInbox })).toBe('nothing-new');
    expect(await take('bounced', { messageId })).toBe('nothing-new');
  });

  test('is one about somebody who left', async () => {
    const { world, person, take } = await givenMailed();
    await leave(world, person);
    const before = world.everything();
    expect(await take('bounced')).toBe('nothing-new');
    expect(world.everything()).toEqual(before);
  });
});

describe('an address that is confirmed anew', () => {
  test('is free again, also where it is the same, and bounces anew if it must', async () => {
    const { world, person, take, mailAbout } = await givenMailed();
    await take('bounced');
    const me = await steppedUp(world, person);
    await givenEmail(world, me, address);
    expect(await suppressed(world, person)).toEqual({});
    await rentAndReturn(world, me);
    await deliver(world);
    expect(world.mails.filter(({ about }) => about === 'receipt')).toHaveLength(2);
    expect(await take('bounced', { messageId: mailAbout('receipt') })).toBe('suppressed');
    expect(await suppressed(world, person)).toEqual(everyMail);
  });

  test('before support was told needs no help any more', async () => {
    const { world, person, take } = await givenMailed();
    await take('bounced');
    await givenEmail(world, await steppedUp(world, person), address);
    await deliver(world);
    expect(told(world)).toBe(0);
  });
});

test('what is suppressed is a part of what the person gets to see', async () => {
  const { world, person, take } = await givenMailed();
  await take('bounced');
  value(await exportMyData(world.ports)(await steppedUp(world, person)));
  expect(JSON.stringify(world.exports.at(-1)?.document)).toContain(JSON.stringify(JSON.stringify(everyMail)));
});
