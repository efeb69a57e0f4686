import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Day } from '../../../src/domain/instant.ts';
import { decideHold, evolveHold, type HoldCommand, lastDayOf } from '../../../src/domain/legal-hold/decide-hold.ts';
import { holdableCategories, holdState } from '../../../src/domain/legal-hold/legal-hold.ts';
import { noProtection, protectionOf } from '../../../src/domain/legal-hold/protection.ts';
import { holdsOn, moments, requestsOf, staff } from '../../arbitraries/legal-hold.ts';
import { plainUser } from '../deletion/person.ts';

const holds = fc.array(holdsOn(plainUser.subject), { maxLength: 6 });
const requests = fc.array(requestsOf(plainUser.subject), { maxLength: 4 });

describe('What holds and requests protect', () => {
  it('is never anything that no active hold and no open request names', () => {
    fc.assert(
      fc.property(holds, requests, moments, (held, asked, at) => {
        const protection = protectionOf(held, asked, at);
        const active = held.filter((hold) => hold.approved && !hold.ended && hold.expiresAt > at);
        for (const category of protection.categories.keys()) {
          expect(
            active.some(
              ({ scope }) => scope.kind === 'person' || (scope.kind === 'category' && scope.category === category),
            ),
          ).toBe(true);
        }
        for (const order of protection.orders.keys()) {
          const byHold = active.some(({ scope }) => scope.kind === 'order' && scope.order === order);
          const byRequest = asked.some((request) => request.state !== 'closed' && request.order === order);
          expect(byHold || byRequest).toBe(true);
        }
      }),
    );
  });

  it('is always all that an active hold names, at least until its last day', () => {
    fc.assert(
      fc.property(holds, requests, moments, (held, asked, at) => {
        const { orders, categories } = protectionOf(held, asked, at);
        for (const hold of held) {
          if (holdState(hold, at) !== 'active') continue;
          const { scope } = hold;
          const days =
            scope.kind === 'order'
              ? [orders.get(scope.order)]
              : (scope.kind === 'person' ? holdableCategories : [scope.category]).map((one) => categories.get(one));
          for (const day of days) expect(day !== undefined && day >= lastDayOf(hold)).toBe(true);
        }
      }),
    );
  });

  it('is nothing where every hold is unapproved, ended or expired, and every request answered', () => {
    fc.assert(
      fc.property(holds, requests, moments, (held, asked, at) => {
        const idle = held.filter((hold) => holdState(hold, at) !== 'active');
        const answered = asked.filter(({ state }) => state === 'closed');
        expect(protectionOf(idle, answered, at)).toEqual(noProtection);
      }),
    );
  });

  it('lasts as long as a request is open, be it overdue', () => {
    fc.assert(
      fc.property(requests, moments, (asked, at) => {
        const { orders } = protectionOf([], asked, at);
        for (const { state, order, dueOn } of asked) {
          if (state === 'closed' || order === null) continue;
          const day = orders.get(order);
          expect(day !== undefined && day >= dueOn && day >= Day.ofInstant(at)).toBe(true);
        }
      }),
    );
  });
});

describe('A hold, whatever is done to it', () => {
  it('never has one person in both roles, and never comes back', () => {
    const commands = fc.array(
      fc.record({ kind: fc.constantFrom('ApproveHold' as const, 'EndHold' as const), by: staff, at: moments }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(holdsOn(plainUser.subject), commands, (hold, given: readonly HoldCommand[]) => {
        let now = { ...hold, approved: null };
        for (const command of given) {
          const before = holdState(now, command.at);
          const decided = decideHold(command, now);
          const next = decided.isOk() ? decided.value.reduce(evolveHold, now) : now;
          expect(next.approved?.by === next.placedBy).toBe(false);
          if (before === 'ended' || before === 'expired') expect(decided.isErr()).toBe(true);
          now = next as typeof now;
        }
      }),
    );
  });
});
