import * as fc from 'fast-check';
import { HoldId, PrivacyRequestId, type SubjectId } from '../../src/domain/ids.ts';
import { Day, Instant } from '../../src/domain/instant.ts';
import {
  type HoldScope,
  holdableCategories,
  holdBases,
  type LegalHold,
} from '../../src/domain/legal-hold/legal-hold.ts';
import { dueOn } from '../../src/domain/privacy-request/legal-clock.ts';
import { dataSubjectRights, type PrivacyRequest } from '../../src/domain/privacy-request/privacy-request.ts';
import { CaseNumber, StaffId } from '../../src/domain/staff/staff-id.ts';
import { orderIds } from './ids.ts';

/** Few, so that the same one often places and approves. */
export const staff: fc.Arbitrary<StaffId> = fc
  .constantFrom('anna.support', 'ben.legal', 'cem.privacy')
  .map((name) => StaffId.parse(name)._unsafeUnwrap());

const cases = fc.integer({ min: 1, max: 999 }).map((number) => CaseNumber.parse(`CASE-${number}`)._unsafeUnwrap());

/** Moments of a few months, so that holds run, expire and meet each other. */
export const moments: fc.Arbitrary<Instant> = fc
  .integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 5, 30) })
  .map((ms) => Instant.ofEpochMs(ms)._unsafeUnwrap());

const scopes: fc.Arbitrary<HoldScope> = fc.oneof(
  fc.constant<HoldScope>({ kind: 'person' }),
  orderIds.map((order): HoldScope => ({ kind: 'order', order })),
  fc.constantFrom(...holdableCategories).map((category): HoldScope => ({ kind: 'category', category })),
);

const done = fc.option(fc.record({ by: staff, at: moments }));

/** A hold in any state; whoever approved it is not the one who placed it. */
export function holdsOn(subject: SubjectId): fc.Arbitrary<LegalHold> {
  return fc
    .record({
      hold: fc.uuid().map((id) => HoldId.parse(id)._unsafeUnwrap()),
      subject: fc.constant(subject),
      scope: scopes,
      basis: fc.constantFrom(...holdBases),
      caseNumber: cases,
      placedBy: staff,
      placedAt: moments,
      approved: done,
      expiresAt: moments,
      ended: done,
    })
    .map((hold) => ({ ...hold, approved: hold.approved?.by === hold.placedBy ? null : hold.approved }));
}

/** A request in any state. */
export function requestsOf(subject: SubjectId): fc.Arbitrary<PrivacyRequest> {
  return fc
    .record({
      request: fc.uuid().map((id) => PrivacyRequestId.parse(id)._unsafeUnwrap()),
      right: fc.constantFrom(...dataSubjectRights),
      state: fc.constantFrom('received' as const, 'verified' as const, 'closed' as const),
      order: fc.option(orderIds),
      caseNumber: cases,
      recordedBy: staff,
      receivedAt: moments,
      at: moments,
    })
    .map(({ receivedAt, at, ...request }) => ({
      ...request,
      subject,
      channel: 'letter',
      receivedOn: Day.ofInstant(receivedAt),
      dueOn: dueOn(Day.ofInstant(receivedAt)),
      verifiedAt: request.state === 'verified' ? at : null,
      extended: null,
      closed: request.state === 'closed' ? { at, outcome: 'done' } : null,
    }));
}
