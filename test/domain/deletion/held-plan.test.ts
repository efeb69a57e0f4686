import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Category } from '../../../src/domain/data-map/vocabulary.ts';
import type { Holdings } from '../../../src/domain/deletion/holdings.ts';
import { type ErasurePlan, keysToDestroy, planErasure } from '../../../src/domain/deletion/plan-erasure.ts';
import type { OrderId } from '../../../src/domain/ids.ts';
import type { Day } from '../../../src/domain/instant.ts';
import { holdableCategories } from '../../../src/domain/legal-hold/legal-hold.ts';
import { noProtection, type Protection, protectionOf } from '../../../src/domain/legal-hold/protection.ts';
import { holdings } from '../../arbitraries/deletion.ts';
import { holdsOn, moments, requestsOf } from '../../arbitraries/legal-hold.ts';
import { card, day, fullUser, moment, nothing, order, plainUser, rental } from './person.ts';

const at = moment('2026-11-23T09:00:00Z');
const plan = (more: Partial<Holdings>): ErasurePlan => planErasure(fullUser, { ...nothing, ...more }, at);
const told = ({ lines }: ErasurePlan, category: string): readonly string[] =>
  lines
    .filter((line) => line.category === category)
    .map(
      (line) =>
        `${line.outcome} ${line.records} ${line.rule}${line.outcome === 'keep' && line.until.kind === 'day' ? ` ${line.until.day}` : ''}`,
    );

const protecting = (orders: readonly [OrderId, Day][], categories: readonly [Category, Day][] = []): Protection => ({
  orders: new Map(orders),
  categories: new Map(categories),
});

describe('The plan of an erasure under a hold on a rental', () => {
  const counts = { rental: 2, payment: 2, card: 2 };
  const rentals = [rental(1), rental(2, { card: card(2) })];
  const planned = plan({ counts, rentals, protection: protecting([[order(1), day('2027-03-31')]]) });

  it('keeps the rental with its payment, its card and the key, and nothing else that is settled', () => {
    for (const category of ['rental', 'payment', 'card']) {
      expect(told(planned, category)).toEqual(['keep 1 keep-under-hold 2027-03-31', 'erase 1 erase-on-cancellation']);
    }
    expect(told(planned, 'key')).toEqual(['keep 1 keep-under-hold 2027-03-31', 'erase 1 erase-on-cancellation']);
    expect(told(planned, 'login')).toEqual(['erase 2 erase-on-cancellation']);
    expect(planned.keptOrders).toEqual([order(1)]);
    expect(planned.heldCategories).toEqual([]);
    expect(planned.keysToDestroy).toEqual(['account']);
  });

  it('keeps no card that is gone already', () => {
    const without = plan({
      counts: { rental: 1, payment: 1, card: 1 },
      rentals: [rental(1, { card: null })],
      protection: protecting([[order(1), day('2027-03-31')]]),
    });
    expect(told(without, 'card')).toEqual(['erase 1 erase-on-cancellation']);
  });

  it('says nothing of a rental that is not there', () => {
    const gone = plan({ protection: protecting([[order(9), day('2027-03-31')]]) });
    expect(gone.keptOrders).toEqual([]);
    expect(gone.keysToDestroy).toEqual(['account', 'contract']);
  });
});

describe('The plan of an erasure under a hold on a category', () => {
  const under = (category: Category, counts: Holdings['counts'] = {}) =>
    plan({ counts, protection: protecting([], [[category, day('2027-03-31')]]) });

  it('keeps the whole category and the keys that it is sealed under', () => {
    const contact = under('contact');
    expect(told(contact, 'contact')).toEqual(['keep 2 keep-under-hold 2027-03-31']);
    expect(told(contact, 'key')).toEqual(['keep 1 keep-under-hold 2027-03-31', 'erase 1 erase-on-cancellation']);
    expect(contact.heldCategories).toEqual(['contact']);
    expect(contact.keysToDestroy).toEqual(['contract']);
    expect(under('payment', { payment: 3 }).keysToDestroy).toEqual(['account']);
    expect(under('consent', { consent: 3 }).keysToDestroy).toEqual(['account', 'contract']);
  });

  it('names the rule that keeps it longer', () => {
    const books = { counts: { bookkeeping: 2 }, lastReceiptOn: day('2026-01-05') };
    const held = protecting([], [['bookkeeping', day('2027-03-31')]]);
    expect(told(plan({ ...books, protection: held }), 'bookkeeping')).toEqual(['keep 2 keep-bookkeeping 2034-12-31']);
    const looks = { counts: { 'staff-access': 1 }, lastStaffAccessAt: moment('2026-01-05T00:00:00Z') };
    const longer = protecting([], [['staff-access', day('2027-03-31')]]);
    expect(told(plan({ ...looks, protection: longer }), 'staff-access')).toEqual(['keep 1 keep-under-hold 2027-03-31']);
  });

  it('keeps the username beside the tombstone', () => {
    expect(told(under('profile'), 'profile')).toEqual([
      'keep 1 keep-under-hold 2027-03-31',
      'keep 1 keep-tombstone 2029-11-23',
    ]);
  });
});

describe('The records of holds and requests', () => {
  it('are kept for 3 years from when the last of them is over', () => {
    const planned = plan({ counts: { 'privacy-request': 2 }, lastRequestOn: day('2027-03-31') });
    expect(told(planned, 'privacy-request')).toEqual(['keep 3 keep-erasure-record 2030-03-31']);
  });
});

describe('A rental that is open', () => {
  it('is kept until it is settled, and no longer than the claim runs', () => {
    const [kept] = plan({ rentals: [rental(1, { state: 'open', charged: false })] }).kept.filter(
      ({ category }) => category === 'rental',
    );
    expect(kept?.until).toEqual({ kind: 'settled', atMost: '2029-12-31' });
  });
});

describe('The keys that an erasure destroys', () => {
  it('are those that nothing kept is sealed under', () => {
    expect(keysToDestroy([], [])).toEqual(['account', 'contract']);
    expect(keysToDestroy([order(1)], [])).toEqual(['account']);
    expect(keysToDestroy([], ['login'])).toEqual(['contract']);
    expect(keysToDestroy([], ['login', 'rental'])).toEqual([]);
    expect(keysToDestroy([], ['message', 'bookkeeping', 'consent'])).toEqual(['account', 'contract']);
    expect(keysToDestroy([], holdableCategories)).toEqual([]);
  });
});

describe('A hold', () => {
  const { subject } = plainUser;

  it('never stops more of an erasure than it names, nor less', () => {
    fc.assert(
      fc.property(holdings, fc.array(holdsOn(subject)), fc.array(requestsOf(subject)), moments, (held, h, r, when) => {
        const protection = protectionOf(h, r, when);
        const free = planErasure(plainUser, { ...held, protection: noProtection }, when);
        const stopped = planErasure(plainUser, { ...held, protection }, when);
        const erased = (one: ErasurePlan, category: Category): number =>
          one.lines
            .filter((line) => line.category === category && line.outcome === 'erase')
            .reduce((sum, line) => sum + line.records, 0);
        const named = held.rentals.filter((one) => protection.orders.has(one.order));
        for (const { category } of free.lines) {
          if (protection.categories.has(category)) expect(erased(stopped, category)).toBe(0);
          else if (named.length === 0 && category !== 'key') {
            expect(erased(stopped, category)).toBe(erased(free, category));
          } else expect(erased(stopped, category)).toBeLessThanOrEqual(erased(free, category));
        }
        for (const { order: one } of named) expect(stopped.keptOrders).toContain(one);
        for (const one of stopped.keptOrders) {
          expect(free.keptOrders.includes(one) || protection.orders.has(one)).toBe(true);
        }
      }),
    );
  });
});
