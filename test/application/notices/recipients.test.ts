import { describe, expect, test } from 'vitest';
import { setUsername } from '../../../src/application/accounts/set-username.ts';
import { deliverDue } from '../../../src/application/notices/deliver-due.ts';
import { takeMailEvent } from '../../../src/application/notices/take-mail-event.ts';
import { charge } from '../../../src/application/payments/charge.ts';
import { takeProcessorEvent } from '../../../src/application/payments/take-processor-event.ts';
import { EmailAddress } from '../../../src/domain/user/email-address.ts';
import { newsAbout, published } from '../news.ts';
import { givenEmail } from '../people.ts';
import { watched } from '../rendered.ts';
import { givenRider, openRentalWorld, rentAndReturn } from '../rental-world.ts';
import { value } from '../world.ts';

const supportInbox = EmailAddress.parse('support@joos.example')._unsafeUnwrap();

describe('a notice to our own support', () => {
  async function givenDispute(inbox: EmailAddress | null) {
    const world = openRentalWorld({ supportInbox: inbox });
    const person = await givenRider(world);
    await givenEmail(world, person, 'rider@example.org');
    const { payment } = await rentAndReturn(world, person);
    value(await charge(world.ports)({ payment }));
    value(await deliverDue(world.ports)({ limit: 10 }));
    const sentBefore = { mails: world.mails.length, texts: world.texts.length };
    value(await takeProcessorEvent(world.ports)({ kind: 'dispute-opened', payment, dispute: 'dp_1' }));
    const [receipt] = world.mails.filter(({ about }) => about === 'receipt');
    value(
      await takeMailEvent(world.ports)({
        kind: 'bounced',
        messageId: receipt?.messageId ?? '',
        address: 'rider@example.org',
      }),
    );
    const delivered = value(await deliverDue(world.ports)({ limit: 10 }));
    return { world, delivered, mails: world.mails.slice(sentBefore.mails), texts: world.texts.slice(sentBefore.texts) };
  }

  test('goes to the inbox of support and to nobody else, in English', async () => {
    const { delivered, mails, texts } = await givenDispute(supportInbox);
    expect(delivered).toMatchObject({ sent: 2, skipped: 0 });
    expect(mails.map(({ about, to, language }) => [about, to, language]).toSorted()).toEqual([
      ['address-suppressed', supportInbox, 'en'],
      ['payment-disputed', supportInbox, 'en'],
    ]);
    for (const { unsubscribeUrl } of mails) expect(unsubscribeUrl).toBeNull();
    expect(texts).toEqual([]);
  });

  test('goes nowhere where support has no inbox', async () => {
    const { delivered, mails, texts } = await givenDispute(null);
    expect(delivered).toMatchObject({ sent: 0, skipped: 2 });
    expect([...mails, ...texts]).toEqual([]);
  });
});

describe('a greeting', () => {
  test('has the username where the purpose reaches it, and nowhere else', async () => {
    const opened = openRentalWorld({ unsubscribeUrl: 'https://api.joos.example/v1/unsubscribe' });
    const { world, rendered } = watched(opened);
    const person = await givenRider(world);
    value(await setUsername(world.ports)({ session: person.session, username: 'lovelace' }));
    await givenEmail(world, person, 'rider@example.org');
    await newsAbout(world, person, 'news');
    await newsAbout(world, person, 'newsletter');
    const { payment } = await rentAndReturn(world, person);
    world.processor.bank.push('insufficient-funds');
    value(await charge(world.ports)({ payment }));
    await published(world, 'news');
    await published(world, 'newsletter');
    value(await deliverDue(world.ports)({ limit: 20 }));
    const names = rendered.flatMap(({ content, more }) =>
      content.kind === 'code' ? [] : [[content.kind, more?.name]],
    );
    expect(names.toSorted()).toEqual([
      ['contact-changed', undefined], // by text message
      ['email-confirmed', 'lovelace'],
      ['news', null],
      ['newsletter', null],
      ['payment-failed', 'lovelace'],
      ['receipt', null],
    ]);
  });
});
