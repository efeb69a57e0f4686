import { describe, expect, it } from 'vitest';
import type { Holdings } from '../../../src/domain/deletion/holdings.ts';
import { type ErasurePlan, keysToDestroy, planErasure } from '../../../src/domain/deletion/plan-erasure.ts';
import { card, day, fullUser, moment, nothing, order, plainUser, rental } from './person.ts';

const at = moment('2026-11-23T09:00:00Z');
const plan = (holdings: Partial<Holdings>): ErasurePlan => planErasure(plainUser, { ...nothing, ...holdings }, at);

/** The lines as `category outcome records rule`. */
const told = ({ lines }: ErasurePlan, category?: string): readonly string[] =>
  lines
    .filter((line) => category === undefined || line.category === category)
    .map((line) => `${line.category} ${line.outcome} ${line.records} ${line.rule}`);

describe('The plan of an erasure, for a person with nothing under way', () => {
  it('erases the account, and keeps the tombstone and the record of the erasure', () => {
    expect(told(plan({}))).toEqual([
      'login erase 1 erase-on-cancellation',
      'contact erase 1 erase-on-cancellation',
      'profile keep 1 keep-tombstone',
      'privacy-request keep 1 keep-erasure-record',
      'key erase 2 erase-on-cancellation',
    ]);
  });

  it('erases every login, the email and the username where there are some', () => {
    expect(told(planErasure(fullUser, nothing, at)).slice(0, 4)).toEqual([
      'login erase 2 erase-on-cancellation',
      'contact erase 2 erase-on-cancellation',
      'profile keep 1 keep-tombstone',
      'profile erase 1 erase-on-cancellation',
    ]);
  });

  it('erases what is counted, in the order of the categories', () => {
    const counts = { message: 7, consent: 3, session: 2, verification: 1, rental: 4, payment: 5, card: 6 };
    const lines = told(plan({ counts }));
    expect(lines.slice(3, -2)).toEqual([
      'verification erase 1 erase-on-cancellation',
      'session erase 2 erase-on-cancellation',
      'consent erase 3 erase-on-cancellation',
      'card erase 6 erase-on-cancellation',
      'rental erase 4 erase-on-cancellation',
      'payment erase 5 erase-on-cancellation',
      'message erase 7 erase-on-cancellation',
    ]);
  });

  it('destroys both keys and keeps no order', () => {
    const { keptOrders, keysToDestroy: keys } = plan({ rentals: [rental(1), rental(2, { state: 'cancelled' })] });
    expect(keptOrders).toEqual([]);
    expect(keys).toEqual(['account', 'contract']);
  });

  it('carries on every line the rule with its clauses, basis and sentence', () => {
    const [login] = plan({}).lines;
    expect(login).toEqual({
      category: 'login',
      outcome: 'erase',
      records: 1,
      rule: 'erase-on-cancellation',
      clauses: ['C22', 'C23', 'C24', 'C25'],
      basis: 'legal-obligation',
      because: 'You cancelled your account, and nothing still under way needs this.',
    });
  });
});

describe('The plan of an erasure, for a person with a power bank rented out', () => {
  const open = rental(1, { state: 'open', charged: false });
  const counts = { rental: 3, payment: 2, card: 2 };

  it('keeps the rental with its card and key until it is settled, and erases the others', () => {
    const planned = plan({ counts, rentals: [open, rental(2), rental(3)] });
    expect(told(planned, 'rental')).toEqual([
      'rental keep 1 keep-open-rentals',
      'rental erase 2 erase-on-cancellation',
    ]);
    expect(told(planned, 'card')).toEqual(['card keep 1 keep-open-rentals', 'card erase 1 erase-on-cancellation']);
    expect(told(planned, 'payment')).toEqual(['payment erase 2 erase-on-cancellation']);
    expect(told(planned, 'key')).toEqual(['key keep 1 keep-open-rentals', 'key erase 1 erase-on-cancellation']);
    expect(planned.keptOrders).toEqual([order(1)]);
    expect(planned.keysToDestroy).toEqual(['account']);
  });

  it('says so in what the record of the erasure holds', () => {
    expect(plan({ counts, rentals: [open] }).kept).toContainEqual({
      category: 'rental',
      records: 1,
      rule: 'keep-open-rentals',
      basis: 'contract',
      until: { kind: 'settled', atMost: '2029-12-31' },
    });
  });

  it('never refuses the account itself', () => {
    expect(told(plan({ counts, rentals: [open] }), 'login')).toEqual(['login erase 1 erase-on-cancellation']);
  });
});

describe('The plan of an erasure, for a person with an unpaid amount', () => {
  const unpaid = rental(1, { unpaid: true });
  const counts = { rental: 1, payment: 1, card: 2 };

  it('keeps rental, payment, card and key until it is paid', () => {
    const planned = plan({ counts, rentals: [unpaid] });
    expect(planned.kept.map(({ category, records, rule }) => [category, records, rule])).toEqual([
      ['profile', 1, 'keep-tombstone'],
      ['card', 1, 'keep-unpaid-amounts'],
      ['rental', 1, 'keep-unpaid-amounts'],
      ['payment', 1, 'keep-unpaid-amounts'],
      ['privacy-request', 1, 'keep-erasure-record'],
      ['key', 1, 'keep-unpaid-amounts'],
    ]);
    expect(planned.keptOrders).toEqual([order(1)]);
    expect(planned.keysToDestroy).toEqual(['account']);
  });

  it('keeps a lost power bank alike', () => {
    expect(plan({ counts, rentals: [rental(1, { state: 'lost', unpaid: true })] }).keptOrders).toEqual([order(1)]);
  });

  it('keeps the card that the payment moved to as well', () => {
    const moved = rental(1, { unpaid: true, paymentCard: card(2) });
    expect(told(plan({ counts, rentals: [moved] }), 'card')).toEqual(['card keep 2 keep-unpaid-amounts']);
  });

  it('counts a card once, for the open rental first', () => {
    const rentals = [unpaid, rental(2, { state: 'open', charged: false }), rental(3, { unpaid: true, card: card(2) })];
    const planned = plan({ counts: { rental: 3, payment: 2, card: 3 }, rentals });
    expect(told(planned, 'card')).toEqual([
      'card keep 1 keep-open-rentals',
      'card keep 1 keep-unpaid-amounts',
      'card erase 1 erase-on-cancellation',
    ]);
    expect(told(planned, 'rental')).toEqual(['rental keep 1 keep-open-rentals', 'rental keep 2 keep-unpaid-amounts']);
    expect(told(planned, 'payment')).toEqual(['payment keep 2 keep-unpaid-amounts']);
    expect(told(planned, 'key')).toEqual(['key keep 1 keep-open-rentals', 'key erase 1 erase-on-cancellation']);
  });

  it('holds what is bound even where a count left it out', () => {
    expect(told(plan({ rentals: [unpaid] }), 'rental')).toEqual(['rental keep 1 keep-unpaid-amounts']);
  });
});

describe('What the plan keeps for a time', () => {
  const until = (holdings: Partial<Holdings>, category: string) =>
    plan(holdings).kept.find((kept) => kept.category === category)?.until;

  it('goes 3 years after the cancellation: the tombstone and the record of the erasure', () => {
    expect(until({}, 'profile')).toEqual({ kind: 'day', day: '2029-11-23' });
    expect(until({}, 'privacy-request')).toEqual({ kind: 'day', day: '2029-11-23' });
  });

  it('counts these from the cancellation, whenever staff last looked', () => {
    const looked = { counts: { 'staff-access': 1 }, lastStaffAccessAt: moment('2026-01-01T00:00:00Z') };
    expect(until(looked, 'profile')).toEqual({ kind: 'day', day: '2029-11-23' });
    expect(until(looked, 'privacy-request')).toEqual({ kind: 'day', day: '2029-11-23' });
  });

  it('counts earlier erasure records with the new one', () => {
    expect(told(plan({ counts: { 'privacy-request': 2 } }), 'privacy-request')).toEqual([
      'privacy-request keep 3 keep-erasure-record',
    ]);
  });

  it('goes a year after the last look of our staff', () => {
    const holdings = { counts: { 'staff-access': 2 }, lastStaffAccessAt: moment('2026-02-28T23:59:59Z') };
    expect(told(plan(holdings), 'staff-access')).toEqual(['staff-access keep 2 keep-staff-access']);
    expect(until(holdings, 'staff-access')).toEqual({ kind: 'day', day: '2027-02-28' });
  });

  it('goes 8 years after the end of the year of the last receipt', () => {
    const holdings = { counts: { bookkeeping: 5 }, lastReceiptOn: day('2025-03-01') };
    expect(told(plan(holdings), 'bookkeeping')).toEqual(['bookkeeping keep 5 keep-bookkeeping']);
    expect(until(holdings, 'bookkeeping')).toEqual({ kind: 'day', day: '2033-12-31' });
  });

  it('counts from the cancellation where the last record has no date', () => {
    const holdings = { counts: { bookkeeping: 1, 'staff-access': 1 } };
    expect(until(holdings, 'bookkeeping')).toEqual({ kind: 'day', day: '2034-12-31' });
    expect(until(holdings, 'staff-access')).toEqual({ kind: 'day', day: '2027-11-23' });
  });

  it('is not mentioned where there is none', () => {
    expect(until({ lastReceiptOn: day('2025-03-01'), lastStaffAccessAt: at }, 'bookkeeping')).toBeUndefined();
    expect(until({ lastReceiptOn: day('2025-03-01'), lastStaffAccessAt: at }, 'staff-access')).toBeUndefined();
  });
});

describe('The keys that an erasure destroys', () => {
  it('are both, unless an order outlives the account', () => {
    expect(keysToDestroy([], [])).toEqual(['account', 'contract']);
    expect(keysToDestroy([order(1)], [])).toEqual(['account']);
  });
});
