import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { minuteMs } from '../../src/domain/instant.ts';
import type { ReceiptItem } from '../../src/domain/order/receipt-item.ts';
import { orThrow } from '../../src/index.ts';
import { engines, type OpenCore, openCore } from './open-core.ts';
import { giveCard, type Person, rentOne, signUp, tariff } from './person.ts';
import { runs } from './runs.ts';

/** What happens to a rental when all of them end at once. */
const endings = [
  'returned',
  'returned by two stations',
  'reported lost',
  'returned before it began',
  'returned to nowhere',
  'returned and reported lost',
] as const;
type Ending = (typeof endings)[number];

/** How many of these endings leave a receipt: one each, whoever says it how often. */
const leavesReceipt: Readonly<Record<Ending, boolean>> = {
  returned: true,
  'returned by two stations': true,
  'reported lost': true,
  'returned before it began': false,
  'returned to nowhere': false,
  'returned and reported lost': true,
};

interface Rental {
  readonly person: Person;
  readonly order: string;
}

async function end(
  { joos }: OpenCore,
  { person: { session }, order }: Rental,
  ending: Ending,
): Promise<readonly string[]> {
  const { orders } = joos;
  const returned = (station: string, at?: string) => orders.returnPowerBank({ order, station, at });
  const asked = {
    returned: () => [returned('FRA-0001')],
    'returned by two stations': () => [returned('FRA-0001'), returned('FRA-0002')],
    'reported lost': () => [orders.reportLost({ session, order })],
    'returned before it began': () => [returned('FRA-0001', '2020-01-01T00:00:00Z')],
    'returned to nowhere': () => [returned('nowhere')],
    'returned and reported lost': () => [returned('FRA-0001'), orders.reportLost({ session, order })],
  } satisfies Readonly<Record<Ending, () => unknown>>;
  const answers = await Promise.all(asked[ending]());
  return answers.map((answer) => (answer.isOk() ? answer.value.receipt.number : answer.error.kind));
}

/** Every receipt there is, added up once more by other hands. */
async function expectBooksInOrder(core: OpenCore, expected: number): Promise<void> {
  const receipts = await core.rows('data', 'SELECT * FROM receipts ORDER BY receipt_number');
  const numbers = receipts.map(({ receipt_number: number }) => String(number));
  expect(numbers).toHaveLength(expected);
  expect(numbers).toEqual(numbers.map((_, index) => `JOOS-2026-${String(index + 1).padStart(6, '0')}`));
  for (const { items, net_minor: net, vat_minor: vat, gross_minor: gross, vat_percent: percent } of receipts) {
    const lines = JSON.parse(String(items)) as readonly ReceiptItem[]; // what a receipt is written down as
    const totals = lines.map(
      ({ quantity, unitPrice, capDiscount }) => quantity * unitPrice.amountMinor + capDiscount.amountMinor,
    );
    expect(totals).toEqual(lines.map((line) => line.gross.amountMinor));
    expect(totals.reduce((sum, total) => sum + total, 0)).toBe(Number(gross));
    expect(Number(net) + Number(vat)).toBe(Number(gross));
    expect(Math.abs(Number(vat) - (Number(gross) * Number(percent)) / (100 + Number(percent)))).toBeLessThanOrEqual(
      0.5,
    );
  }
  const [sums] = await core.rows(
    'data',
    'SELECT COUNT(*) AS orders, SUM(r.gross_minor) AS gross, SUM(p.amount_minor) AS owed FROM orders o ' +
      'JOIN receipts r ON r.receipt_number = o.receipt_number JOIN payments p ON p.order_id = o.order_id',
  );
  const [all] = await core.rows('data', 'SELECT SUM(gross_minor) AS gross FROM receipts');
  // Every receipt is of one order, and what is owed for it is what it says.
  expect(Number(sums?.orders)).toBe(expected);
  expect(Number(sums?.owed)).toBe(Number(sums?.gross));
  expect(Number(all?.gross)).toBe(Number(sums?.gross));
}

describe.for(engines)(
  'on %s',
  (engine) => {
    let core: OpenCore;
    let people: readonly Person[];
    let issued = 0;

    beforeAll(async () => {
      core = await openCore(engine, { connectionLimit: 16 });
      const made: Person[] = [];
      for (let index = 0; index < 4; index += 1) {
        const person = await signUp(core);
        await giveCard(core, person);
        made.push(person);
      }
      people = made;
    });
    afterAll(() => core.close());

    const rentals = fc.array(fc.record({ ending: fc.constantFrom(...endings), minutes: fc.nat({ max: 3000 }) }), {
      minLength: 32,
      maxLength: 32,
    });

    test('receipts add up, and their numbers have no gap, when 32 rentals end at once and some cannot', async () => {
      await fc.assert(
        fc.asyncProperty(rentals, async (given) => {
          const rented: Rental[] = [];
          for (const [index] of given.entries()) {
            const person = people[index % people.length];
            if (person !== undefined) rented.push({ person, order: await rentOne(core, person) });
            core.clock.pass(Math.floor((given[index]?.minutes ?? 0) / given.length) * minuteMs);
          }
          const answers = await Promise.all(
            rented.map((rental, index) => end(core, rental, given[index]?.ending ?? 'returned')),
          );
          expect(answers.flat()).not.toContain('PortFailure');
          for (const [index, answer] of answers.entries()) {
            const ending = given[index]?.ending ?? 'returned';
            const numbers = new Set(answer.filter((one) => one.startsWith('JOOS-')));
            expect([ending, numbers.size]).toEqual([ending, leavesReceipt[ending] ? 1 : 0]);
          }
          issued += given.filter(({ ending }) => leavesReceipt[ending]).length;
          await expectBooksInOrder(core, issued);
        }),
        { numRuns: runs(engine === 'sqlite' ? 8 : 5), endOnFailure: true },
      );
      await orThrow(core.joos.worker.workerPass({ limit: 1000 }));
      const [owed] = await core.rows('data', 'SELECT SUM(amount_minor) AS owed FROM payments');
      const charged = core.cards.charges().reduce((sum, { amountMinor }) => sum + amountMinor, 0);
      expect(charged).toBe(Number(owed?.owed));
      expect(core.cards.charges()).toHaveLength(issued);
    });

    test('whoever rented sees the receipt that the books have', async () => {
      const [person] = people;
      if (person === undefined) throw new Error('Somebody was to rent');
      const { session } = person;
      for (const { order, charge } of await orThrow(core.joos.orders.myOrders({ session }))) {
        if (charge === null) continue;
        const { receipt } = await orThrow(core.joos.orders.myReceipt({ session, order }));
        const [booked] = await core.rows('data', `SELECT * FROM receipts WHERE receipt_number = '${receipt.number}'`);
        expect([receipt.net, receipt.vat, receipt.gross].map(({ amountMinor }) => amountMinor)).toEqual(
          [booked?.net_minor, booked?.vat_minor, booked?.gross_minor].map(Number),
        );
        expect(receipt.vatPercent).toBe(tariff.vatPercent);
      }
    });
  },
  180_000,
);
