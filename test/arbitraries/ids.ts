import * as fc from 'fast-check';
import {
  CardId,
  ChallengeId,
  ChangeId,
  EditionId,
  EntryId,
  ErasureId,
  NoticeId,
  OrderId,
  PaymentId,
  PrivacyRequestId,
  SessionId,
  SubjectId,
} from '../../src/domain/ids.ts';
import type { Result } from '../../src/domain/result.ts';

const of = <Id>(id: { parse(text: string): Result<Id, unknown> }): fc.Arbitrary<Id> =>
  fc.uuid().map((text) => id.parse(text)._unsafeUnwrap());

export const subjectIds: fc.Arbitrary<SubjectId> = of(SubjectId);
export const challengeIds: fc.Arbitrary<ChallengeId> = of(ChallengeId);
export const cardIds: fc.Arbitrary<CardId> = of(CardId);
export const orderIds: fc.Arbitrary<OrderId> = of(OrderId);
export const paymentIds: fc.Arbitrary<PaymentId> = of(PaymentId);
export const erasureIds: fc.Arbitrary<ErasureId> = of(ErasureId);
export const privacyRequestIds: fc.Arbitrary<PrivacyRequestId> = of(PrivacyRequestId);
export const entryIds: fc.Arbitrary<EntryId> = of(EntryId);
export const editionIds: fc.Arbitrary<EditionId> = of(EditionId);
export const noticeIds: fc.Arbitrary<NoticeId> = of(NoticeId);
export const sessionIds: fc.Arbitrary<SessionId> = of(SessionId);
export const changeIds: fc.Arbitrary<ChangeId> = of(ChangeId);
