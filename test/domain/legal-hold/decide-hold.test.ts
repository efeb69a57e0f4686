import { describe, expect, it } from 'vitest';
import { Instant } from '../../../src/domain/instant.ts';
import { decideHold, evolveHold, lastDayOf, placeHold } from '../../../src/domain/legal-hold/decide-hold.ts';
import { HoldBasis, HoldScope, holdState, type LegalHold } from '../../../src/domain/legal-hold/legal-hold.ts';
import { approver, newHold, placer } from '../../../src/testing/contracts/held-samples.ts';
import { day, moment, order, plainUser } from '../deletion/person.ts';

const at = moment('2026-11-23T09:00:00Z');
const { subject } = plainUser;
const waiting = newHold(subject, { approved: null, expiresAt: moment('2027-01-01T00:00:00Z') });
const approved = newHold(subject, { expiresAt: moment('2027-01-01T00:00:00Z') });
const approve = { kind: 'ApproveHold', by: approver, at } as const;
const end = { kind: 'EndHold', by: placer, at } as const;

const place = (until: string) => {
  const { hold, scope, basis, caseNumber } = waiting;
  return placeHold({ hold, subject, scope, basis, caseNumber, by: placer, at, until: day(until) });
};

describe('Placing a hold', () => {
  it('makes one that waits for somebody else, and ends with its last day', () => {
    const hold = place('2027-03-31')._unsafeUnwrap();
    expect(hold).toMatchObject({ placedBy: placer, placedAt: at, approved: null, ended: null });
    expect(Instant.toISOString(hold.expiresAt)).toBe('2027-04-01T00:00:00.000Z');
    expect(lastDayOf(hold)).toBe('2027-03-31');
    expect(holdState(hold, at)).toBe('waiting');
  });

  it('takes today, and a year ahead, and refuses the days beyond both', () => {
    expect(place('2026-11-23').isOk()).toBe(true);
    expect(place('2026-11-22')._unsafeUnwrapErr()).toEqual({ kind: 'ExpiryInPast' });
    expect(place('2027-11-23').isOk()).toBe(true);
    expect(place('2027-11-24')._unsafeUnwrapErr()).toEqual({ kind: 'ExpiryTooFar' });
  });
});

describe('A hold', () => {
  const changedBy = (hold: LegalHold, command: typeof approve | typeof end): LegalHold =>
    decideHold(command, hold)._unsafeUnwrap().reduce(evolveHold, hold);

  it('is active once somebody else approved it, and until the moment after its last day', () => {
    const active = changedBy(waiting, approve);
    expect(active.approved).toEqual({ by: approver, at });
    expect(holdState(active, at)).toBe('active');
    expect(holdState(active, Instant.plusMs(active.expiresAt, -1))).toBe('active');
    expect(holdState(active, active.expiresAt)).toBe('expired');
  });

  it('is not approved by who placed it', () => {
    expect(decideHold({ ...approve, by: placer }, waiting)._unsafeUnwrapErr()).toEqual({ kind: 'SameApprover' });
  });

  it('is approved once', () => {
    expect(decideHold(approve, approved)._unsafeUnwrapErr()).toEqual({ kind: 'AlreadyApproved' });
  });

  it('is ended by anybody, approved or not, and then for good', () => {
    for (const hold of [waiting, approved]) {
      const ended = changedBy(hold, end);
      expect(ended.ended).toEqual({ by: placer, at });
      expect(holdState(ended, at)).toBe('ended');
      expect(decideHold(end, ended)._unsafeUnwrapErr()).toEqual({ kind: 'HoldEnded' });
      expect(decideHold(approve, ended)._unsafeUnwrapErr()).toEqual({ kind: 'HoldEnded' });
    }
  });

  it('can be neither approved nor ended once it expired', () => {
    const late = { at: waiting.expiresAt };
    expect(decideHold({ ...approve, ...late }, waiting)._unsafeUnwrapErr()).toEqual({ kind: 'HoldExpired' });
    expect(decideHold({ ...end, ...late }, approved)._unsafeUnwrapErr()).toEqual({ kind: 'HoldExpired' });
  });

  it('stays as it is by an event that does not fit', () => {
    expect(evolveHold(waiting, { kind: 'HoldApproved', by: placer, at })).toEqual(waiting);
    const ended = changedBy(approved, end);
    expect(evolveHold(ended, { kind: 'HoldEnded', by: approver, at })).toEqual(ended);
  });
});

describe('What a hold is made of', () => {
  it('is a basis of the list', () => {
    expect(HoldBasis.parse('legal-claim')._unsafeUnwrap()).toBe('legal-claim');
    expect(HoldBasis.parse('because')._unsafeUnwrapErr()).toEqual({ kind: 'InvalidHoldBasis' });
  });

  it('is a scope that names what it must, and nothing beside it', () => {
    const one = order(1);
    expect(HoldScope.parse({ scope: 'person' })._unsafeUnwrap()).toEqual({ kind: 'person' });
    expect(HoldScope.parse({ scope: 'order', order: one })._unsafeUnwrap()).toEqual({ kind: 'order', order: one });
    expect(HoldScope.parse({ scope: 'category', category: 'payment' })._unsafeUnwrap()).toEqual({
      kind: 'category',
      category: 'payment',
    });
    const wrong = [
      { scope: 'everything' },
      { scope: 'person', order: one },
      { scope: 'person', category: 'payment' },
      { scope: 'order' },
      { scope: 'order', order: one, category: 'payment' },
      { scope: 'category' },
      { scope: 'category', category: 'payment', order: one },
      { scope: 'category', category: 'session' },
      { scope: 'category', category: 'key' },
    ];
    for (const typed of wrong) {
      expect(HoldScope.parse(typed)._unsafeUnwrapErr(), JSON.stringify(typed)).toEqual({ kind: 'InvalidHoldScope' });
    }
    expect(HoldScope.parse({ scope: 'order', order: 'that one' })._unsafeUnwrapErr()).toMatchObject({
      kind: 'InvalidId',
    });
  });
});
