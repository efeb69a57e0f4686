import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plusPeriod } from '../../../src/domain/calendar.ts';
import { Day, Instant } from '../../../src/domain/instant.ts';
import { decideHold, evolveHold, lastDayOf } from '../../../src/domain/legal-hold/decide-hold.ts';
import {
  disputeHold,
  disputeHoldId,
  longestDispute,
  type OpenedDispute,
} from '../../../src/domain/legal-hold/dispute-hold.ts';
import { cardDispute, cardProcessor, holdState, type LegalHold } from '../../../src/domain/legal-hold/legal-hold.ts';
import { isOrderProtected, protectionOf } from '../../../src/domain/legal-hold/protection.ts';
import { CaseNumber, StaffId } from '../../../src/domain/staff/staff-id.ts';
import { orderIds, paymentIds, subjectIds } from '../../arbitraries/ids.ts';
import { moments, staff } from '../../arbitraries/legal-hold.ts';

const disputes: fc.Arbitrary<OpenedDispute> = fc.record({
  payment: paymentIds,
  dispute: fc.stringMatching(/^dp_[A-Za-z0-9]{4,20}$/),
  subject: subjectIds,
  order: orderIds,
  at: moments,
});

const ended = (hold: LegalHold, by: LegalHold['placedBy'], at: Instant): LegalHold =>
  evolveHold(hold, { kind: 'HoldEnded', by, at });

describe('the hold of a dispute', () => {
  test('is active at once, keeps the one rental, and ends by itself after the longest dispute', () => {
    fc.assert(
      fc.property(disputes, orderIds, (about, another) => {
        const { subject, order, at } = about;
        const hold = disputeHold(about);
        expect(hold).toMatchObject({ subject, scope: { kind: 'order', order }, basis: 'payment-dispute', ended: null });
        expect(holdState(hold, at)).toBe('active');
        expect(lastDayOf(hold)).toBe(plusPeriod(Day.ofInstant(at), longestDispute));
        expect(holdState(hold, Instant.plusMs(hold.expiresAt, -1))).toBe('active');
        expect(holdState(hold, hold.expiresAt)).toBe('expired');
        const { orders, categories } = protectionOf([hold], [], at);
        expect([...orders.keys()]).toEqual([order]);
        expect(categories.size).toBe(0);
        expect(isOrderProtected(protectionOf([hold], [], at), order)).toBe(true);
        fc.pre(another !== order);
        expect(isOrderProtected(protectionOf([hold], [], at), another)).toBe(false);
      }),
    );
  });

  test('has the same name for the same dispute, whenever it is told of, and another one for another', () => {
    fc.assert(
      fc.property(disputes, moments, fc.stringMatching(/^dp_[a-z0-9]{4,20}$/), (about, later, another) => {
        expect(disputeHold({ ...about, at: later }).hold).toBe(disputeHold(about).hold);
        expect(disputeHold(about).hold).toBe(disputeHoldId(about.payment, about.dispute));
        fc.pre(another !== about.dispute);
        expect(disputeHoldId(about.payment, another)).not.toBe(disputeHold(about).hold);
      }),
    );
  });

  test('is ended by the processor and by anybody of the staff, once and for good', () => {
    fc.assert(
      fc.property(disputes, staff, (about, somebody) => {
        const hold = disputeHold(about);
        for (const by of [cardProcessor, somebody] as const) {
          const over = ended(hold, by, about.at);
          expect(over.ended).toEqual({ by, at: about.at });
          expect(holdState(over, about.at)).toBe('ended');
          expect(protectionOf([over], [], about.at).orders.size).toBe(0);
          expect(ended(over, cardProcessor, Instant.plusMs(about.at, 1))).toBe(over);
        }
      }),
    );
  });

  test('needs nobody’s approval, and takes none', () => {
    fc.assert(
      fc.property(disputes, staff, (about, by) => {
        const asked = decideHold({ kind: 'ApproveHold', by, at: about.at }, disputeHold(about));
        expect(asked._unsafeUnwrapErr()).toEqual({ kind: 'AlreadyApproved' });
      }),
    );
  });

  test('is placed by a name that nobody of the staff can have, for a case that no case of ours is', () => {
    expect(StaffId.parse(cardProcessor).isErr()).toBe(true);
    expect(CaseNumber.parse(cardDispute).isErr()).toBe(true);
  });
});
