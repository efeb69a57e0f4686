import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { charge } from '../../../src/application/payments/charge.ts';
import { refund } from '../../../src/application/payments/refund.ts';
import {
  type ProcessorEventTaken,
  takeProcessorEvent,
} from '../../../src/application/payments/take-processor-event.ts';
import type { Ports } from '../../../src/application/ports/ports.ts';
import type { ProcessorEvent } from '../../../src/application/ports/provider-events.ts';
import { staffSessionOf } from '../../staff-desk.ts';
import { booksOf, everyReceipt, faultOf, placesIn } from '../books.ts';
import { withPorts } from '../privacy/erasing.ts';
import { givenRider, leave, openRentalWorld, rentAndReturn } from '../rental-world.ts';
import { refusal, value } from '../world.ts';

type Refunded = Extract<ProcessorEvent, { readonly kind: 'refunded' }>;

const staff = { staffSession: staffSessionOf('ada.lovelace'), caseNumber: 'CASE-7' };
const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const euro = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });

/** Somebody who owes 2.00 EUR, or paid them. */
async function given(state: 'owed' | 'failed' | 'paid') {
  const logged: string[] = [];
  const log: Ports['log'] = { write: (level, event) => void logged.push(`${level} ${event}`) };
  const world = withPorts(openRentalWorld(), { log });
  const person = await givenRider(world);
  const { order, payment } = await rentAndReturn(world, person);
  const pay = () => charge(world.ports)({ payment });
  if (state === 'failed') world.processor.bank.push('card-expired');
  const answer = state === 'owed' ? null : value(await pay());
  const reference = answer !== null && 'reference' in answer ? answer.reference : 'ch_1_unknown';
  const event = (minor: number, more: Partial<Refunded> = {}): Refunded => {
    return { kind: 'refunded', payment, refund: 're_1', reference, amount: euro(minor), ...more };
  };
  const take = (told: Refunded) => takeProcessorEvent(world.ports)(told);
  const taken = async (told: Refunded): Promise<ProcessorEventTaken> => value(await take(told));
  return { world, logged, person, order, payment, reference, pay, event, take, taken };
}

describe('a refund that the processor tells of', () => {
  test('and that is not in the books is booked once, however often it is told of', async () => {
    const { world, logged, order, event, taken } = await given('paid');
    const answers = await Promise.all([taken(event(150)), taken(event(150)), taken(event(150))]);
    expect(answers.toSorted()).toEqual(['nothing-new', 'nothing-new', 'taken']);
    expect(await taken(event(150))).toBe('nothing-new');
    const books = await booksOf(world, order);
    expect(books.payment).toMatchObject({ kind: 'refunded', refunded: euro(150) });
    expect(books.corrections).toMatchObject([{ gross: euro(-150), items: [{ kind: 'refund' }] }]);
    expect(faultOf(books)).toBeNull();
    expect(logged).not.toContain('error refund-not-booked');
    // The money had gone back already.
    expect(world.processor.refunds).toEqual([]);
  });

  test('under another name is another one, though it is of the same amount', async () => {
    const { world, order, event, taken } = await given('paid');
    expect([await taken(event(100)), await taken(event(100, { refund: 're_2' }))]).toEqual(['taken', 'taken']);
    expect((await booksOf(world, order)).payment).toMatchObject({ refunded: euro(200) });
    expect(faultOf(await booksOf(world, order))).toBeNull();
  });

  test('and that is ours is the one in the books, whichever of the two came first', async () => {
    const { world, order, payment, event, taken } = await given('paid');
    const ours = (minor: number, n: number) =>
      refund(world.ports)({ ...staff, payment, amount: euro(minor), refund: uuid(n) });
    value(await ours(50, 1));
    expect(await taken(event(50, { refund: uuid(1) }))).toBe('nothing-new');
    expect(await taken(event(70, { refund: uuid(2) }))).toBe('taken');
    expect(value(await ours(70, 2))).toMatchObject({ refunded: euro(120) });
    expect(everyReceipt(world)).toHaveLength(3);
    expect(faultOf(await booksOf(world, order))).toBeNull();
  });

  test.each(['owed', 'failed'] as const)(
    'before the payment is known to be paid (%s) fails for now, so that it is told again',
    async (state) => {
      const { world, logged, payment, event, take, taken } = await given(state);
      const before = world.everything();
      const reference = 'ch_from_webhook';
      const told = event(150, { reference });
      expect(refusal(await take(told))).toMatchObject({ kind: 'PortFailure', port: 'CardProcessor', retryable: true });
      expect(world.everything()).toEqual(before);
      const paid = { kind: 'answered', payment, attempt: 1, answer: { kind: 'succeeded', reference } } as const;
      value(await takeProcessorEvent(world.ports)(paid));
      expect(await taken(told)).toBe('taken');
      expect(logged).not.toContain('error refund-not-booked');
    },
  );

  test('of a charge that the payment was not paid by was never in the books', async () => {
    const { world, logged, event, taken } = await given('paid');
    const before = world.everything();
    expect(await taken(event(200, { reference: 'ch_taken_twice' }))).toBe('nothing-new');
    expect(world.everything()).toEqual(before);
    expect(logged).not.toContain('error refund-not-booked');
  });

  test('and that can never be booked is said loudly, and not asked for again', async () => {
    const { world, logged, event, taken } = await given('paid');
    value(await takeProcessorEvent(world.ports)(event(150)));
    const before = world.everything();
    const isLoud = async (told: Refunded): Promise<boolean> => {
      logged.length = 0;
      expect(await taken(told)).toBe('nothing-new');
      return logged.includes('error refund-not-booked');
    };
    expect([
      await isLoud(event(51, { refund: 're_2' })), // more than is left
      await isLoud(event(50, { refund: 're_3', amount: { amountMinor: 50, currency: 'CHF' } })),
      await isLoud(event(50, { refund: 're_4', payment: uuid(9) })), // none of ours, or gone: said below
    ]).toEqual([true, true, false]);
    expect(world.everything()).toEqual(before);
  });

  test('of somebody who left is said as well: the payment went with the account', async () => {
    const { world, logged, person, event, taken } = await given('paid');
    await leave(world, person);
    const before = world.everything();
    expect(await taken(event(150))).toBe('nothing-new');
    expect(logged).toContain('warn refund-not-booked');
    expect(world.everything()).toEqual(before);
  });
});

test('a refund that never came home is said loudly, and changes no book: it was booked, and the person told', async () => {
  const { world, logged, payment, event, taken } = await given('paid');
  await taken(event(150));
  const before = world.everything();
  logged.length = 0;
  expect(value(await takeProcessorEvent(world.ports)({ kind: 'refund-failed', payment }))).toBe('taken');
  expect(logged).toEqual(['error refund-failed']);
  expect(world.everything()).toEqual(before);
});

test('refunds of our own and of the processor’s desk, told in any order and any number of times: each is booked once', async () => {
  const ours = [uuid(1), uuid(2)] as const;
  const names = fc.constantFrom(...ours, 're_1', 're_2');
  const steps = fc.array(fc.record({ kind: fc.constantFrom('asked' as const, 'told' as const), name: names }), {
    minLength: 1,
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(steps, fc.boolean(), async (all, atOnce) => {
      const { world, order, payment, event, taken } = await given('paid');
      const doIt = ({ kind, name }: (typeof all)[number]): Promise<unknown> =>
        kind === 'asked' && ours.some((one) => one === name)
          ? Promise.resolve(refund(world.ports)({ ...staff, payment, amount: euro(40), refund: name })).then(value)
          : taken(event(40, { refund: name }));
      if (atOnce) await Promise.all(all.map(doIt));
      else for (const one of all) await doIt(one);
      const refunded = 40 * new Set(all.map(({ name }) => name)).size;
      const books = await booksOf(world, order);
      expect(books.payment).toMatchObject({ kind: 'refunded', refunded: euro(refunded) });
      expect(faultOf(books)).toBeNull();
      expect(placesIn(world)).toEqual(placesIn(world).map((_, index) => index + 1));
    }),
    { numRuns: 40 },
  );
});
