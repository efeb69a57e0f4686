import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { categories } from '../../../src/domain/data-map/vocabulary.ts';
import { keepRules } from '../../../src/domain/deletion/deletion-policy.ts';
import { explainPlan } from '../../../src/domain/deletion/explain-plan.ts';
import { type ErasurePlan, planErasure } from '../../../src/domain/deletion/plan-erasure.ts';
import { holdings } from '../../arbitraries/deletion.ts';
import { instants } from '../../arbitraries/instant.ts';
import { activeUsers } from '../../arbitraries/user.ts';

function records({ lines }: ErasurePlan, category: string, outcome?: string): number {
  return lines
    .filter((line) => line.category === category && (outcome === undefined || line.outcome === outcome))
    .reduce((sum, line) => sum + line.records, 0);
}

describe('The plan of an erasure', () => {
  it('never erases what a rule keeps, nor keeps what no rule names', () => {
    fc.assert(
      fc.property(activeUsers, holdings, instants, (user, held, at) => {
        const plan = planErasure(user, held, at);
        // Counted here by hand, row by row, and not by the code that plans.
        const bound = held.rentals.filter((rental) => rental.state === 'open' || rental.unpaid);
        const boundCards = new Set(bound.flatMap(({ card, paymentCard }) => [card, paymentCard ?? card]));
        const kept: Readonly<Record<string, number>> = {
          rental: bound.length,
          card: boundCards.size,
          payment: held.rentals.filter((rental) => rental.unpaid).length,
          key: bound.length === 0 ? 0 : 1,
          profile: 1,
          bookkeeping: held.counts.bookkeeping,
          'staff-access': held.counts['staff-access'],
          'privacy-request': held.counts['privacy-request'] + 1,
        };
        for (const category of categories) {
          expect(records(plan, category, 'keep'), category).toBe(kept[category] ?? 0);
        }
        for (const line of plan.lines) {
          const rule = keepRules.find(({ name }) => name === line.rule);
          expect(line.outcome).toBe(rule === undefined ? 'erase' : 'keep');
          if (rule !== undefined) expect(rule.categories).toContain(line.category);
        }
      }),
    );
  });

  it('answers for every record that is held', () => {
    fc.assert(
      fc.property(activeUsers, holdings, instants, (user, held, at) => {
        const plan = planErasure(user, held, at);
        const { counts } = held;
        const all: Readonly<Record<(typeof categories)[number], number>> = {
          ...counts,
          login: user.logins.length,
          contact: 1 + (user.email === null ? 0 : 1),
          profile: 1 + (user.username === null ? 0 : 1),
          'privacy-request': counts['privacy-request'] + 1,
          key: 2,
        };
        for (const category of categories) expect(records(plan, category), category).toBe(all[category]);
        for (const line of plan.lines) expect(line.records).toBeGreaterThan(0);
      }),
    );
  });

  it('keeps exactly the orders that are open or unpaid, and the key of the contract with them', () => {
    fc.assert(
      fc.property(activeUsers, holdings, instants, (user, held, at) => {
        const { keptOrders, keysToDestroy } = planErasure(user, held, at);
        for (const { order, state, unpaid } of held.rentals) {
          expect(keptOrders.includes(order)).toBe(state === 'open' || unpaid);
        }
        expect(new Set(keptOrders).size).toBe(keptOrders.length);
        expect(keysToDestroy.includes('contract')).toBe(keptOrders.length === 0);
        expect(keysToDestroy).toContain('account');
      }),
    );
  });

  it('holds in its record what its lines keep, open or unpaid until settled and all else until a day', () => {
    fc.assert(
      fc.property(activeUsers, holdings, instants, (user, held, at) => {
        const { lines, kept } = planErasure(user, held, at);
        const keeping = lines.flatMap((line) => (line.outcome === 'keep' ? [line] : []));
        expect(kept).toEqual(
          keeping.map(({ category, records: count, rule, basis, until }) => ({
            category,
            records: count,
            rule,
            basis,
            until,
          })),
        );
        const settledLater = ['keep-open-rentals', 'keep-unpaid-amounts'];
        for (const { rule, until } of kept) expect(until.kind === 'settled').toBe(settledLater.includes(rule));
      }),
    );
  });

  it('is the same for the same person, holdings and moment, and changes neither', () => {
    fc.assert(
      fc.property(activeUsers, holdings, instants, (user, held, at) => {
        const before = structuredClone({ user, held });
        expect(planErasure(user, held, at)).toEqual(planErasure(user, held, at));
        expect({ user, held }).toEqual(before);
      }),
    );
  });

  it('explains every line, and quotes nothing of the person', () => {
    fc.assert(
      fc.property(activeUsers, holdings, instants, (user, held, at) => {
        const plan = planErasure(user, held, at);
        const sentences = explainPlan(plan);
        expect(sentences).toHaveLength(plan.lines.length);
        const told = JSON.stringify([plan.lines, plan.kept, sentences]);
        expect(told).not.toContain(user.subject);
        if (user.email !== null) expect(told).not.toContain(user.email);
      }),
    );
  });
});
