import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deliverDue } from '../../../src/application/notices/deliver-due.ts';
import { charge } from '../../../src/application/payments/charge.ts';
import { takeProcessorEvent } from '../../../src/application/payments/take-processor-event.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import type { ProcessorEvent } from '../../../src/application/ports/provider-events.ts';
import type { OrderId, SubjectId } from '../../../src/domain/ids.ts';
import { dayMs, type Instant, minuteMs } from '../../../src/domain/instant.ts';
import { holdState, type LegalHold } from '../../../src/domain/legal-hold/legal-hold.ts';
import { errAsync } from '../../../src/domain/result.ts';
import { EmailAddress } from '../../../src/domain/user/email-address.ts';
import { everyReceipt, rowsIn } from '../books.ts';
import { givenEmail, type Person } from '../people.ts';
import { carriedOn } from '../privacy/erasing.ts';
import { watched } from '../rendered.ts';
import { givenRider, leave, openRentalWorld, type RentalWorld, rentAndReturn } from '../rental-world.ts';
import { value } from '../world.ts';

const supportInbox = EmailAddress.parse('support@joos.example')._unsafeUnwrap();

async function givenPaid() {
  const { world, rendered } = watched(openRentalWorld({ supportInbox }));
  const person = await givenRider(world);
  await givenEmail(world, person, 'rider@example.org');
  const { order, payment } = await rentAndReturn(world, person);
  value(await charge(world.ports)({ payment }));
  value(await deliverDue(world.ports)({ limit: 20 }));
  const tell = async (event: ProcessorEvent) => value(await takeProcessorEvent(world.ports)(event));
  const opened = (dispute = 'dp_1', of: string = payment) => tell({ kind: 'dispute-opened', payment: of, dispute });
  const closed = (dispute = 'dp_1', of: string = payment) => tell({ kind: 'dispute-closed', payment: of, dispute });
  return { world, rendered, person, order, payment, tell, opened, closed };
}

const holds = (world: RentalWorld) => rowsIn(world, 'legalHolds') as readonly LegalHold[]; // sound: the rows of that table
const keysOf = async (world: RentalWorld, { subject }: Person) => value(await world.ports.vault.keyClassesOf(subject));
const isThere = (world: RentalWorld, order: OrderId): boolean =>
  JSON.stringify(rowsIn(world, 'orders')).includes(order);

describe('a dispute', () => {
  test('holds the one rental at once, by the processor’s word, and ends with it', async () => {
    const { world, order, person, opened, closed } = await givenPaid();
    await rentAndReturn(world, person);
    expect(await opened()).toBe('taken');
    const at = world.ports.clock.now();
    expect(holds(world)).toMatchObject([{ subject: person.subject, scope: { kind: 'order', order }, placedAt: at }]);
    expect(holds(world).map((hold) => holdState(hold, at))).toEqual(['active']);
    const { orders, categories } = value(await world.ports.store.reads.protectionOf(person.subject, at));
    expect([[...orders.keys()], categories.size]).toEqual([[order], 0]);
    world.pass(20 * dayMs);
    expect(await closed()).toBe('taken');
    expect(holds(world)).toMatchObject([{ ended: { at: world.ports.clock.now() } }]);
    expect(value(await world.ports.store.reads.protectionOf(person.subject, world.ports.clock.now())).orders.size).toBe(
      0,
    );
  });

  test('is told to support once, with how long the evidence is kept, and never to the person', async () => {
    const { world, rendered, order, payment, opened } = await givenPaid();
    const mails = world.mails.length;
    await Promise.all([opened(), opened(), opened()]);
    await opened();
    value(await deliverDue(world.ports)({ limit: 20 }));
    expect(world.mails.slice(mails).map(({ about, to }) => [about, to])).toEqual([['payment-disputed', supportInbox]]);
    expect(rendered.at(-1)?.content).toEqual({
      kind: 'payment-disputed',
      payment,
      order,
      amount: { amountMinor: 200, currency: 'EUR' },
      heldUntil: '2027-05-22',
    });
  });

  test('whose end is told of first is over from the start: nothing is held, and its beginning says nothing new', async () => {
    const { world, person, opened, closed } = await givenPaid();
    expect(await closed()).toBe('taken');
    world.pass(minuteMs);
    const before = world.everything();
    expect([await opened(), await closed()]).toEqual(['nothing-new', 'nothing-new']);
    expect(world.everything()).toEqual(before);
    const at = world.ports.clock.now();
    expect(holds(world).map((hold) => holdState(hold, at))).toEqual(['ended']);
    expect(value(await world.ports.store.reads.protectionOf(person.subject, at)).orders.size).toBe(0);
  });

  test('has an erasure looked at when its hold ends: by itself at the latest, or with the dispute', async () => {
    const { world, person, payment } = await givenPaid();
    const woken: (readonly [SubjectId, Instant])[] = [];
    const { store } = world.ports;
    const wake: typeof store.erasures.wake = (subject, at) => {
      woken.push([subject, at]);
      return errAsync(portFailure('DataStore', true)); // which is no reason to be told again
    };
    const watching = { ...world.ports, store: { ...store, erasures: { ...store.erasures, wake } } };
    const told = { payment, dispute: 'dp_1' };
    expect(value(await takeProcessorEvent(watching)({ kind: 'dispute-opened', ...told }))).toBe('taken');
    expect(woken).toEqual([[person.subject, holds(world)[0]?.expiresAt]]);
    world.pass(dayMs);
    expect(value(await takeProcessorEvent(watching)({ kind: 'dispute-closed', ...told }))).toBe('taken');
    expect(woken.slice(1)).toEqual([[person.subject, world.ports.clock.now()]]);
  });

  test('of the same payment may be opened a second time under another name, and is held for both', async () => {
    const { world, person, opened, closed } = await givenPaid();
    await opened('dp_1');
    await opened('dp_2');
    await closed('dp_1');
    expect(holds(world)).toHaveLength(2);
    expect(value(await world.ports.store.reads.protectionOf(person.subject, world.ports.clock.now())).orders.size).toBe(
      1,
    );
    await closed('dp_2');
    expect(value(await world.ports.store.reads.protectionOf(person.subject, world.ports.clock.now())).orders.size).toBe(
      0,
    );
  });

  test.each([
    ['none of ours', '00000000-0000-4000-8000-000000000000'],
    ['no name of ours', 'pi_3N1TqL2eZvKYlo2C'],
  ])('about a payment that is %s is nothing new', async (_, payment) => {
    const { world, opened, closed } = await givenPaid();
    const before = world.everything();
    expect([await opened('dp_1', payment), await closed('dp_1', payment)]).toEqual(['nothing-new', 'nothing-new']);
    expect(world.everything()).toEqual(before);
  });
});

describe('an erasure while a dispute runs', () => {
  test('keeps the rental with its payment, and goes on by itself when it is over', async () => {
    const { world, person, order, opened, closed } = await givenPaid();
    await opened();
    const left = await leave(world, person);
    expect(left.kept.flatMap(({ rule, category }) => (rule === 'keep-under-hold' ? [category] : []))).toEqual(
      expect.arrayContaining(['rental', 'payment']),
    );
    for (let days = 0; days < 3; days += 1) {
      world.pass(dayMs);
      expect(await carriedOn(world.ports)).toMatchObject({ released: 0, failed: 0 });
    }
    expect([isThere(world, order), await keysOf(world, person)]).toEqual([true, ['contract']]);
    expect(JSON.stringify(world.everything())).not.toContain(person.phone);
    expect(await closed()).toBe('taken');
    expect(await carriedOn(world.ports)).toMatchObject({ released: 1, failed: 0 });
    expect([isThere(world, order), await keysOf(world, person)]).toEqual([false, []]);
    expect(everyReceipt(world)).toHaveLength(1);
  });

  test('goes on by itself at the latest when the longest dispute is over', async () => {
    const { world, person, order, opened } = await givenPaid();
    await opened();
    await leave(world, person);
    world.pass(179 * dayMs);
    expect(await carriedOn(world.ports)).toMatchObject({ released: 0 });
    expect(isThere(world, order)).toBe(true);
    world.pass(3 * dayMs);
    expect(await carriedOn(world.ports)).toMatchObject({ released: 1 });
    expect(isThere(world, order)).toBe(false);
  });

  test('is held by one that comes once the person has left with the amount unpaid, and nobody is told', async () => {
    const { world } = watched(openRentalWorld({ supportInbox }));
    const person = await givenRider(world);
    const { payment } = await rentAndReturn(world, person);
    await leave(world, person);
    const taken = value(await takeProcessorEvent(world.ports)({ kind: 'dispute-opened', payment, dispute: 'dp_1' }));
    expect(taken).toBe('taken');
    expect(holds(world)).toHaveLength(1);
    expect(value(await deliverDue(world.ports)({ limit: 20 }))).toMatchObject({ sent: 0 });
  });
});

test('a dispute that is opened and closed in any order and any number of times is one hold, and its end is its end', async () => {
  const events = fc.array(fc.constantFrom('opened' as const, 'closed' as const), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(events, fc.boolean(), fc.boolean(), async (told, atOnce, left) => {
      const { world, person, order, opened, closed } = await givenPaid();
      const one = (kind: 'opened' | 'closed') => (kind === 'opened' ? opened() : closed());
      if (atOnce) await Promise.all(told.map(one));
      for (const [n, kind] of (atOnce ? [] : told).entries()) {
        world.pass(minuteMs);
        await one(kind);
        const now = world.ports.clock.now();
        const isOver = told.slice(0, n + 1).includes('closed');
        expect(holds(world).map((hold) => holdState(hold, now))).toEqual([isOver ? 'ended' : 'active']);
      }
      const at = world.ports.clock.now();
      expect(holds(world)).toHaveLength(1);
      expect(holdState(holds(world)[0] as LegalHold, at)).toBe(told.includes('closed') ? 'ended' : 'active'); // sound: there is one
      const notices = JSON.stringify(rowsIn(world, 'notices')).match(/payment-disputed:/g) ?? [];
      expect(notices.length).toBeLessThanOrEqual(1);
      if (!left) return;
      await leave(world, person);
      world.pass(minuteMs);
      await carriedOn(world.ports);
      expect(isThere(world, order)).toBe(!told.includes('closed'));
    }),
    { numRuns: 40 },
  );
});

test('a thousand duplicates of one answer have one effect', async () => {
  const world = openRentalWorld();
  const person = await givenRider(world);
  const { payment } = await rentAndReturn(world, person);
  const answered: ProcessorEvent = {
    kind: 'answered',
    payment,
    attempt: 1,
    answer: { kind: 'declined', reason: 'insufficient-funds' },
  };
  const take = takeProcessorEvent(world.ports);
  expect(value(await take(answered))).toBe('taken');
  const after = world.everything();
  for (let times = 1; times < 1000; times += 1) value(await take(answered));
  expect(world.everything()).toEqual(after);
  expect(JSON.stringify(rowsIn(world, 'notices')).match(/"payment-failed:/g)).toHaveLength(1);
  const paid: ProcessorEvent = { ...answered, answer: { kind: 'succeeded', reference: 'ch_from_webhook' } };
  await Promise.all(Array.from({ length: 1000 }, () => take(paid)));
  expect(JSON.stringify(rowsIn(world, 'notices')).match(/"payment-settled:/g)).toHaveLength(1);
  expect(value(await world.ports.store.reads.payment(payment, 'payment'))?.payment.kind).toBe('succeeded');
  expect(world.processor.refunds).toEqual([]);
});

test.each([
  ['an attempt that never began', { attempt: 7 }],
  ['no attempt', { attempt: 0.5 }],
  ['a payment that is none of ours', { payment: '00000000-0000-4000-8000-000000000000' }],
  ['a name that is none', { payment: 'pi_1' }],
  ['a reason that is none', { answer: { kind: 'declined', reason: 'whim' } as const }],
])('an answer to %s is nothing new: to tell it again would not help', async (_, more) => {
  const world = openRentalWorld();
  const { payment } = await rentAndReturn(world, await givenRider(world));
  const answer = { kind: 'declined', reason: 'insufficient-funds' } as const;
  const before = world.everything();
  const event: ProcessorEvent = { kind: 'answered', payment, attempt: 1, answer, ...more };
  expect(value(await takeProcessorEvent(world.ports)(event))).toBe('nothing-new');
  expect(world.everything()).toEqual(before);
});
