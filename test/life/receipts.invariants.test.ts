import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { minuteMs } from '../../src/domain/instant.ts';
import type { ReceiptItem } from '../../src/domain/order/receipt-item.ts';
import { orThrow } from '../../src/index.ts';
import { engines, type OpenCore, openCore } from './open-core.ts';
import { giveCard, look, type Person, rentOne, signUp, tariff } from './person.ts';
import { runs } from './runs.ts';
import { newRefund } from './typed-values.ts';

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

/** What each ending answers: the number of the receipt, or why there is none. */
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

/** What support does to a rental that was charged before, while all the others end. */
const changes = [
  'refunds a part',
  'refunds a part, and asks twice',
  'refunds all',
  'corrects',
  'corrects, and refunds a part',
] as const;
type Change = (typeof changes)[number];

interface Charged {
  readonly order: string;
  readonly payment: string;
  /** When the rental began, as ISO 8601: to the minute of that it is corrected. */
  readonly from: string;
  readonly grossMinor: number;
}

/** Refusals are answers like any other here; what of it was booked is looked at. */
async function change({ joos }: OpenCore, charged: Charged, what: Change): Promise<readonly string[]> {
  const { order, payment, from, grossMinor } = charged;
  const { staffSession, caseNumber } = look;
  const refund = (amountMinor: number, named = newRefund()) =>
    joos.payments.refund({
      staffSession,
      caseNumber,
      payment,
      amount: { amountMinor, currency: 'EUR' },
      refund: named,
    });
  const correct = () =>
    joos.orders.correctRental({ staffSession, caseNumber, order, station: 'FRA-0003', at: from, refund: newRefund() });
  const named = newRefund();
  const asked = {
    'refunds a part': () => [refund(37)],
    'refunds a part, and asks twice': () => [refund(41, named), refund(41, named)],
    'refunds all': () => [refund(grossMinor)],
    corrects: () => [correct()],
    'corrects, and refunds a part': () => [correct(), refund(43)],
  } satisfies Readonly<Record<Change, () => unknown>>;
  const answers = await Promise.all(asked[what]());
  return answers.map((answer) => (answer.isOk() ? answer.value.kind : answer.error.kind));
}

interface Booked {
  readonly number: string;
  readonly corrects: string | null;
  readonly refund: string | null;
  readonly netMinor: number;
  readonly vatMinor: number;
  readonly grossMinor: number;
  readonly vatPercent: number;
  readonly items: readonly ReceiptItem[];
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

async function allBooked(core: OpenCore): Promise<readonly Booked[]> {
  const receipts = await core.rows('data', 'SELECT * FROM receipts ORDER BY receipt_number');
  return receipts.map((row) => ({
    number: String(row.receipt_number),
    corrects: textOf(row.corrects),
    refund: textOf(row.refund_id),
    netMinor: Number(row.net_minor),
    vatMinor: Number(row.vat_minor),
    grossMinor: Number(row.gross_minor),
    vatPercent: Number(row.vat_percent),
    items: JSON.parse(String(row.items)) as readonly ReceiptItem[], // what a receipt is written down as
  }));
}

const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);

/** Every receipt there is, added up once more by other hands, each with what corrects it. */
async function expectBooksInOrder(core: OpenCore, expected: number): Promise<void> {
  const booked = await allBooked(core);
  const numbers = booked.map(({ number }) => number);
  expect(numbers).toEqual(numbers.map((_, index) => `JOOS-2026-${String(index + 1).padStart(6, '0')}`));
  for (const { items, netMinor, vatMinor, grossMinor } of booked) {
    const totals = items.map(
      ({ quantity, unitPrice, capDiscount }) => quantity * unitPrice.amountMinor + capDiscount.amountMinor,
    );
    expect(totals).toEqual(items.map((line) => line.gross.amountMinor));
    expect(sumOf(totals)).toBe(grossMinor);
    expect(netMinor + vatMinor).toBe(grossMinor);
  }
  const corrections = booked.filter(({ corrects }) => corrects !== null);
  expect(booked).toHaveLength(expected + corrections.length);
  // Each books one refund, and takes something off.
  expect(new Set(corrections.map(({ refund }) => refund)).size).toBe(corrections.length);
  for (const { refund, grossMinor } of corrections) expect([refund !== null, grossMinor < 0]).toEqual([true, true]);

  const rows = await core.rows(
    'data',
    'SELECT o.receipt_number AS number, p.state AS state, p.amount_minor AS owed, p.refunded_minor AS refunded ' +
      'FROM orders o JOIN payments p ON p.order_id = o.order_id WHERE o.receipt_number IS NOT NULL',
  );
  const paymentOf = new Map(rows.map((row) => [String(row.number), row]));
  let corrected = 0;
  for (const receipt of booked.filter(({ corrects }) => corrects === null)) {
    expect(receipt.refund).toBeNull();
    const its = corrections.filter(({ corrects }) => corrects === receipt.number);
    corrected += its.length;
    const standing = [receipt, ...its];
    const gross = sumOf(standing.map(({ grossMinor }) => grossMinor));
    const vat = sumOf(standing.map(({ vatMinor }) => vatMinor));
    expect(gross).toBeGreaterThanOrEqual(0);
    for (const { vatPercent } of its) expect(vatPercent).toBe(receipt.vatPercent);
    // However many corrections there are, their roundings do not add up.
    const contained = (gross * receipt.vatPercent) / (100 + receipt.vatPercent);
    expect(Math.abs(vat - contained)).toBeLessThanOrEqual(0.5);
    // Every receipt is of one order, and what was paid or is owed for it is what receipt and corrections say.
    const payment = paymentOf.get(receipt.number);
    const back = receipt.grossMinor - gross;
    const paid = payment?.state === 'succeeded' || payment?.state === 'refunded';
    expect([receipt.number, Number(payment?.owed)]).toEqual([receipt.number, paid ? receipt.grossMinor : gross]);
    expect([receipt.number, Number(payment?.refunded ?? 0)]).toEqual([receipt.number, paid ? back : 0]);
  }
  expect(corrected).toBe(corrections.length);
  expect(paymentOf.size).toBe(expected);
}

async function chargesOf(
  core: OpenCore,
  rented: readonly { readonly order: string; readonly from: string }[],
): Promise<readonly Charged[]> {
  const found: Charged[] = [];
  for (const { order, from } of rented) {
    const [row] = await core.rows('data', `SELECT payment_id, amount_minor FROM payments WHERE order_id = '${order}'`);
    if (row === undefined) continue;
    found.push({ order, from, payment: String(row.payment_id), grossMinor: Number(row.amount_minor) });
  }
  return found;
}

describe.for(engines)(
  'on %s',
  (engine) => {
    let core: OpenCore;
    let people: readonly Person[];
    let issued = 0;
    const charged: Charged[] = [];

    beforeAll(async () => {
      core = await openCore(engine, { connectionLimit: 16 });
      const made: Person[] = [];
      for (let index = 0; index < 4; index += 1) {
        const person = await signUp(core);
        // Of one of them nothing can be collected: what is corrected is owed less.
        await giveCard(core, person, index === 3 ? 'insufficient_funds' : 'ok');
        made.push(person);
      }
      people = made;
    });
    afterAll(() => core.close());

    const rentals = fc.array(fc.record({ ending: fc.constantFrom(...endings), minutes: fc.nat({ max: 3000 }) }), {
      minLength: 32,
      maxLength: 32,
    });
    const changed = fc.array(fc.tuple(fc.nat(), fc.constantFrom(...changes)), { minLength: 8, maxLength: 8 });

    test('receipts and corrections add up, and their numbers have no gap, whatever happens at once', async () => {
      const done = new Set<string>();
      await fc.assert(
        fc.asyncProperty(rentals, changed, async (given, support) => {
          const rented: (Rental & { readonly from: string })[] = [];
          for (const [index] of given.entries()) {
            const person = people[index % people.length];
            const from = new Date(core.clock.now()).toISOString();
            if (person !== undefined) rented.push({ person, order: await rentOne(core, person), from });
            core.clock.pass(Math.floor((given[index]?.minutes ?? 0) / given.length) * minuteMs);
          }
          const [answers, told] = await Promise.all([
            Promise.all(rented.map((rental, index) => end(core, rental, given[index]?.ending ?? 'returned'))),
            Promise.all(
              support.flatMap(([nth, what]) => {
                const one = charged[nth % Math.max(1, charged.length)];
                return one === undefined ? [] : [change(core, one, what)];
              }),
            ),
          ]);
          expect([...answers.flat(), ...told.flat()]).not.toContain('PortFailure');
          for (const kind of told.flat()) done.add(kind);
          for (const [index, answer] of answers.entries()) {
            const ending = given[index]?.ending ?? 'returned';
            const numbers = new Set(answer.filter((one) => one.startsWith('JOOS-')));
            expect([ending, numbers.size]).toEqual([ending, leavesReceipt[ending] ? 1 : 0]);
          }
          issued += given.filter(({ ending }) => leavesReceipt[ending]).length;
          await expectBooksInOrder(core, issued);
          // What was charged can be refunded and corrected from the next round on.
          await orThrow(core.joos.worker.workerPass({ limit: 1000 }));
          charged.push(...(await chargesOf(core, rented)));
        }),
        { numRuns: runs(engine === 'sqlite' ? 8 : 5), endOnFailure: true },
      );
      // Else nothing was shown.
      expect([...done]).toContain('refunded');
      const [owed] = await core.rows(
        'data',
        "SELECT SUM(amount_minor) AS owed, SUM(refunded_minor) AS refunded FROM payments WHERE state IN ('succeeded', 'refunded')",
      );
      const charges = core.cards.charges();
      expect(sumOf(charges.map(({ amountMinor }) => amountMinor))).toBe(Number(owed?.owed));
      expect(sumOf(charges.map(({ refundedMinor }) => refundedMinor))).toBe(Number(owed?.refunded));
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
        const corrections = await core.rows(
          'data',
          `SELECT receipt_number, gross_minor FROM receipts WHERE corrects = '${receipt.number}' ORDER BY receipt_number`,
        );
        expect(receipt.corrections.map(({ number, gross }) => [number, gross.amountMinor])).toEqual(
          corrections.map((row) => [row.receipt_number, Number(row.gross_minor)]),
        );
      }
    });
  },
  180_000,
);
