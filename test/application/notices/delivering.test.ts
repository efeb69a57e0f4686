import { describe, expect, test } from 'vitest';
import { removeEmail } from '../../../src/application/accounts/remove-email.ts';
import { setUsername } from '../../../src/application/accounts/set-username.ts';
import { removeCard } from '../../../src/application/cards/remove-card.ts';
import { claimedAtOnce, deliverDue, leaseMs } from '../../../src/application/notices/deliver-due.ts';
import { disposeExpired } from '../../../src/application/notices/dispose-expired.ts';
import { recipientOf } from '../../../src/application/notices/recipient.ts';
import { workerPass } from '../../../src/application/notices/worker-pass.ts';
import { cancelRental } from '../../../src/application/orders/cancel-rental.ts';
import { charge } from '../../../src/application/payments/charge.ts';
import { retryPayment } from '../../../src/application/payments/retry-payment.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import type { Ports } from '../../../src/application/ports/ports.ts';
import { continueErasures } from '../../../src/application/privacy/continue-erasures.ts';
import type { NoticeId } from '../../../src/domain/ids.ts';
import { dayMs, hourMs, secondMs } from '../../../src/domain/instant.ts';
import type { Notice } from '../../../src/domain/notice/notice.ts';
import { errAsync } from '../../../src/domain/result.ts';
import { givenEmail, type Person, steppedUp } from '../people.ts';
import { givenRider, leave, openRentalWorld, type RentalWorld, rentAndReturn, rentOne } from '../rental-world.ts';
import { value } from '../world.ts';

/** Somebody with an email address and everything sent that was to be sent. */
async function givenReachable(world: RentalWorld, email = 'rider@example.org'): Promise<Person> {
  const person = await givenRider(world);
  await givenEmail(world, person, email);
  value(await deliverDue(world.ports)({ limit: 10 }));
  return person;
}

const deliver = async (world: RentalWorld, ports: Ports = world.ports) => value(await deliverDue(ports)({ limit: 50 }));
const sentAbout = (world: RentalWorld) => world.mails.map(({ about }) => about);

describe('delivering', () => {
  test('sends a receipt once, by email, with what the person needs', async () => {
    const world = openRentalWorld();
    const person = await givenReachable(world);
    await rentAndReturn(world, person);
    expect(await deliver(world)).toMatchObject({ sent: 1 });
    expect(await deliver(world)).toMatchObject({ sent: 0 });
    expect(world.mails.at(-1)).toMatchObject({ about: 'receipt', to: 'rider@example.org', language: 'en' });
    expect(sentAbout(world).filter((about) => about === 'receipt')).toHaveLength(1);
  });

  test('sends many, more than are claimed at once, and no more than the limit', async () => {
    const world = openRentalWorld();
    const person = await givenReachable(world);
    for (let count = 0; count < claimedAtOnce + 5; count += 1) await rentAndReturn(world, person);
    expect(value(await deliverDue(world.ports)({ limit: 3 })).sent).toBe(3);
    expect((await deliver(world)).sent).toBe(claimedAtOnce + 2);
  });

  test('tells of a receipt and of a failed payment by SMS where there is no email', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const { payment } = await rentAndReturn(world, person);
    world.processor.bank.push('card-declined');
    value(await charge(world.ports)({ payment }));
    expect(await deliver(world)).toMatchObject({ sent: 2, skipped: 0 });
    const told = world.texts.filter(({ about }) => about !== 'code');
    expect(told.map(({ about }) => about).sort()).toEqual(['payment-failed', 'receipt']);
    expect(told.map(({ to }) => to)).toEqual([person.phone, person.phone]);
  });

  test('goes to the address that the person has when it leaves', async () => {
    const world = openRentalWorld();
    const person = await givenReachable(world);
    await rentAndReturn(world, person);
    const me = await steppedUp(world, person);
    value(await removeEmail(world.ports)(me));
    await givenEmail(world, me, 'new@example.org');
    await deliver(world);
    const [receipt] = world.mails.filter(({ about }) => about === 'receipt');
    expect(receipt?.to).toBe('new@example.org');
  });

  test('says nothing of a failed payment that is paid meanwhile', async () => {
    const world = openRentalWorld();
    const person = await givenReachable(world);
    const { payment } = await rentAndReturn(world, person);
    world.processor.bank.push('processing-error');
    value(await charge(world.ports)({ payment }));
    value(await retryPayment(world.ports)({ session: person.session, payment }));
    expect(await deliver(world)).toMatchObject({ sent: 2, skipped: 1 });
    expect(sentAbout(world)).toEqual(['code', 'email-confirmed', 'receipt', 'payment-settled']);
  });

  test('sends nothing to who left, not even when the fence falls while the message is made', async () => {
    const world = openRentalWorld();
    const person = await givenReachable(world);
    await rentAndReturn(world, person);
    const mail: Ports['templates']['mail'] = (content, language) =>
      world.ports.templates.mail(content, language).map(async (rendered) => {
        if (content.kind === 'receipt') await leave(world, person);
        return rendered;
      });
    await deliver(world, { ...world.ports, templates: { ...world.ports.templates, mail } });
    expect(sentAbout(world)).not.toContain('receipt');
    world.pass(3 * secondMs);
    expect(value(await continueErasures(world.ports)({ limit: 5 }))).toMatchObject({ certified: 1 });
    expect(
      sentAbout(world).filter((about) => about === 'goodbye').length +
        world.texts.filter(({ about }) => about === 'goodbye').length,
    ).toBe(1);
  });

  test('by a worker whose lease ran out sends nothing', async () => {
    const world = openRentalWorld();
    const person = await givenReachable(world);
    await rentAndReturn(world, person);
    const mail: Ports['templates']['mail'] = (content, language) => {
      world.pass(leaseMs + 1);
      return world.ports.templates.mail(content, language);
    };
    const slow = deliverDue({ ...world.ports, templates: { ...world.ports.templates, mail } });
    expect(value(await slow({ limit: 1 }))).toMatchObject({ sent: 0, withheld: 1 });
    expect(sentAbout(world)).not.toContain('receipt');
    expect(await deliver(world)).toMatchObject({ sent: 1 });
  });

  test('by two workers at once sends once', async () => {
    const world = openRentalWorld();
    const person = await givenReachable(world);
    await rentAndReturn(world, person);
    await Promise.all([deliver(world), deliver(world), deliver(world)]);
    expect(sentAbout(world).filter((about) => about === 'receipt')).toHaveLength(1);
  });
});

describe('consent', () => {
  const noticeTo = (person: Person, about: Notice['about']): Notice => ({
    notice: '00000000-0000-4000-8000-000000000001' as NoticeId, // sound: a canonical UUID
    subject: person.subject,
    about,
    templateVersion: 1,
    language: 'en',
    createdAt: openRentalWorld().ports.clock.now(),
  });

  test('is looked up at the moment of sending: who is gone gets nothing', async () => {
    const world = openRentalWorld();
    const person = await givenReachable(world);
    const notice = noticeTo(person, { kind: 'email-confirmed' });
    expect(value(await recipientOf(world.ports, notice, world.ports.clock.now()))).toEqual({
      channel: 'email',
      email: 'rider@example.org',
      name: null,
    });
    await leave(world, person);
    const gone = await recipientOf(world.ports, notice, world.ports.clock.now());
    expect(gone.isErr() && gone.error).toEqual({ kind: 'NoRecipient', problem: 'subject-gone' });
  });
});

describe('a pass of the worker', () => {
  test('charges what is due and tells of the failure in the same round', async () => {
    const world = openRentalWorld();
    const person = await givenReachable(world);
    await rentAndReturn(world, person);
    world.processor.bank.push('card-declined');
    expect(value(await workerPass(world.ports)({ limit: 20 }))).toMatchObject({
      erasures: { certified: 0, waiting: 0, released: 0, failed: 0 },
      payments: { failed: 1 },
      notices: { sent: 2 },
      failures: [],
    });
    expect(sentAbout(world)).toEqual(expect.arrayContaining(['receipt', 'payment-failed']));
  });

  test('does the rest where one part does not answer', async () => {
    const world = openRentalWorld();
    const person = await givenReachable(world);
    await rentAndReturn(world, person);
    const { store } = world.ports;
    const duePayments = () => errAsync(portFailure('DataStore', true));
    const ports = { ...world.ports, store: { ...store, reads: { ...store.reads, duePayments } } };
    expect(value(await workerPass(ports)({ limit: 20 }))).toMatchObject({
      payments: null,
      notices: { sent: 1 },
      failures: [{ kind: 'PortFailure', port: 'DataStore' }],
    });
  });

  test('disposes of sessions and codes whose time is over', async () => {
    const world = openRentalWorld();
    const { session } = await givenReachable(world);
    world.pass(31 * dayMs + hourMs);
    expect(value(await disposeExpired(world.ports)({ limit: 100 }))).toBeGreaterThan(0);
    const refused = await setUsername(world.ports)({ session, username: 'late_one' });
    expect(refused.isErr() && refused.error.kind).toBe('NotLoggedIn');
    expect(value(await disposeExpired(world.ports)({ limit: 100 }))).toBe(0);
  });

  test('drops a removed card that its rental let go of, once the processor has forgotten it', async () => {
    const world = openRentalWorld();
    const person = await givenReachable(world);
    const [card] = value(await world.ports.store.reads.cardsOf(person.subject, 'data-subject-rights'));
    const { order } = await rentOne(world, person);
    expect(value(await removeCard(world.ports)({ ...person, card: card!.card }))).toBe('kept-until-settled');
    value(await cancelRental(world.ports)({ ...person, order }));
    value(await world.ports.store.disposal.expire(world.ports.clock.now(), 100)); // buckets that are empty again
    world.processor.weather.push('request-lost');
    expect(value(await disposeExpired(world.ports)({ limit: 100 }))).toBe(0);
    expect(JSON.stringify(world.everything())).toContain(card!.paymentMethod);
    expect(value(await disposeExpired(world.ports)({ limit: 100 }))).toBe(1);
    expect(world.processor.forgotten).toEqual([card!.paymentMethod]);
    expect(JSON.stringify(world.everything())).not.toContain(card!.paymentMethod);
  });
});
