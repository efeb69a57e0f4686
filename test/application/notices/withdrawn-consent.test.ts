import { describe, expect, test } from 'vitest';
import { removeEmail } from '../../../src/application/accounts/remove-email.ts';
import { deliverDue } from '../../../src/application/notices/deliver-due.ts';
import type { Ports } from '../../../src/application/ports/ports.ts';
import { consentPurposes } from '../../../src/domain/consent/contact-purpose.ts';
import { dayMs } from '../../../src/domain/instant.ts';
import { newsAbout, noMoreOf, published, unsubscribeUrl } from '../news.ts';
import { givenEmail, signIn } from '../people.ts';
import { watched } from '../rendered.ts';
import { givenRider, openRentalWorld } from '../rental-world.ts';
import { value } from '../world.ts';

async function givenReader() {
  const world = openRentalWorld({ unsubscribeUrl });
  const person = await givenRider(world);
  await givenEmail(world, person, 'rider@example.org');
  const deliver = async (ports: Ports = world.ports) => value(await deliverDue(ports)({ limit: 10 }));
  await deliver();
  const sent = () => world.mails.flatMap(({ about }) => (about === 'news' || about === 'newsletter' ? [about] : []));
  return { world, person, deliver, sent };
}

describe.each(consentPurposes)('%s', (purpose) => {
  const other = purpose === 'news' ? 'newsletter' : 'news';

  test('is not sent before it is agreed to, is sent then, and is not sent once that is withdrawn', async () => {
    const { world, person, deliver, sent } = await givenReader();
    expect(await published(world, purpose)).toBe(0);
    await deliver();
    expect(sent()).toEqual([]);
    await newsAbout(world, person, purpose);
    expect(await published(world, purpose)).toBe(1);
    await deliver();
    expect(sent()).toEqual([purpose]);
    await noMoreOf(world, person, purpose);
    expect(await published(world, purpose)).toBe(0);
    await deliver();
    expect(sent()).toEqual([purpose]);
  });

  test('that is queued is not sent to who withdrew meanwhile', async () => {
    const { world, person, deliver, sent } = await givenReader();
    await newsAbout(world, person, purpose);
    await published(world, purpose);
    await noMoreOf(world, person, purpose);
    expect(await deliver()).toMatchObject({ sent: 0, skipped: 1 });
    expect(sent()).toEqual([]);
  });

  test('is not sent to who withdraws while the message is being made', async () => {
    const { world, person, deliver, sent } = await givenReader();
    await newsAbout(world, person, purpose);
    await published(world, purpose);
    const busy = watched(world, () => noMoreOf(world, person, purpose));
    expect(await deliver(busy.world.ports)).toMatchObject({ sent: 0, skipped: 1 });
    expect(busy.rendered).toHaveLength(1);
    expect(sent()).toEqual([]);
  });

  test('is sent to who withdrew the other one', async () => {
    const { world, person, deliver, sent } = await givenReader();
    await newsAbout(world, person, purpose);
    await newsAbout(world, person, other);
    await published(world, purpose);
    await noMoreOf(world, person, other);
    expect(await deliver()).toMatchObject({ sent: 1 });
    expect(sent()).toEqual([purpose]);
  });

  test('never goes out by SMS, even where there is no email any more', async () => {
    const { world, person, deliver } = await givenReader();
    world.pass(3 * dayMs); // from now on the address counts as the person's
    const { session } = await signIn(world, person.phone);
    await newsAbout(world, person, purpose);
    await published(world, purpose);
    value(await removeEmail(world.ports)({ session }));
    const texts = world.texts.length;
    // What is sent says to address and phone that it is not the person's any more.
    expect(await deliver()).toMatchObject({ sent: 2, skipped: 1 });
    expect([world.mails.at(-1)?.about, world.texts.at(-1)?.about]).toEqual(['contact-changed', 'contact-changed']);
    expect(world.texts).toHaveLength(texts + 1);
  });
});
