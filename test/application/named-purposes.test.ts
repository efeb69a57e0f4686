import { expect, expectTypeOf, test } from 'vitest';
import { openInMemoryStore } from '../../src/adapters/in-memory/index.ts';
import type { ActiveSubject } from '../../src/application/ports/active-subject.ts';
import type { Reads } from '../../src/application/ports/reads.ts';
import type { Keyring, Sealer, Sealing } from '../../src/application/ports/sealing.ts';
import type { SessionTokenHash } from '../../src/application/ports/secret-hashing.ts';
import type { CardRows, Doors, HeldUser, UserRows } from '../../src/application/ports/transaction.ts';
import type { DataSubjectRights, UnsealingPurpose } from '../../src/domain/data-map/unsealing.ts';
import type { CardId, OrderId, PaymentId, SubjectId } from '../../src/domain/ids.ts';
import type { Instant } from '../../src/domain/instant.ts';
import type { ActiveUser } from '../../src/domain/user/user.ts';
import type { UserFor, VisibleUser } from '../../src/domain/user/visible-user.ts';
import { newCardId, newOrderId, newPaymentId, newSubject } from '../../src/testing/contracts/samples.ts';

test('whatever opens sealed values asks for a purpose', () => {
  expectTypeOf<Parameters<Sealing['keyring']>[1]>().toEqualTypeOf<UnsealingPurpose>();
  expectTypeOf<Parameters<Sealing['keyrings']>[1]>().toEqualTypeOf<UnsealingPurpose>();
  expectTypeOf<Keyring['purpose']>().toEqualTypeOf<UnsealingPurpose>();
  expectTypeOf<keyof Sealer>().toEqualTypeOf<'subject' | 'seal'>();
  expectTypeOf<Parameters<Reads['user']>>().toEqualTypeOf<[SubjectId, UnsealingPurpose]>();
  expectTypeOf<Parameters<Reads['cardsOf']>>().toEqualTypeOf<[SubjectId, UnsealingPurpose]>();
  expectTypeOf<Parameters<Reads['everyCardOf']>>().toEqualTypeOf<[SubjectId, UnsealingPurpose]>();
  expectTypeOf<Parameters<Reads['unneededCards']>>().toEqualTypeOf<[Instant, number, UnsealingPurpose]>();
  expectTypeOf<Parameters<Reads['ordersOf']>>().toEqualTypeOf<[SubjectId, UnsealingPurpose]>();
  expectTypeOf<Parameters<Reads['orderOf']>>().toEqualTypeOf<[SubjectId, OrderId, UnsealingPurpose]>();
  expectTypeOf<Parameters<Reads['payment']>>().toEqualTypeOf<[PaymentId, UnsealingPurpose]>();
  expectTypeOf<Parameters<Reads['everythingOf']>>().toEqualTypeOf<[SubjectId, DataSubjectRights]>();
  expectTypeOf<Parameters<Doors['bySessionAlone']>>().toEqualTypeOf<[SessionTokenHash, Instant, UnsealingPurpose]>();
  expectTypeOf<Parameters<Doors['bySubjectAlone']>>().toEqualTypeOf<[SubjectId, UnsealingPurpose]>();
  expectTypeOf<Parameters<Doors['byOrder']>>().toEqualTypeOf<[OrderId, UnsealingPurpose]>();
  expectTypeOf<Parameters<Doors['byPayment']>>().toEqualTypeOf<[PaymentId, UnsealingPurpose]>();
  expectTypeOf<Parameters<CardRows['of']>>().toEqualTypeOf<[ActiveSubject, UnsealingPurpose]>();
  expectTypeOf<Parameters<CardRows['find']>>().toEqualTypeOf<[ActiveSubject, CardId, UnsealingPurpose]>();
});

test('only who opened a user whole can save it', () => {
  expectTypeOf<UserFor<'data-subject-rights'>>().toEqualTypeOf<ActiveUser>();
  expectTypeOf<UserFor<'customer-service'>>().toEqualTypeOf<VisibleUser>();
  expectTypeOf<HeldUser<VisibleUser>>().not.toExtend<Parameters<UserRows['save']>[0]>();
  expectTypeOf<VisibleUser>().not.toExtend<Parameters<UserRows['save']>[1]>();
  expectTypeOf<HeldUser<UserFor<'data-subject-rights'>>>().toExtend<Parameters<UserRows['save']>[0]>();
});

test('a look without a purpose does not compile, and who has no compiler is refused', async () => {
  const { reads } = openInMemoryStore();
  const subject = newSubject();
  const looks = [
    // @ts-expect-error: no purpose
    () => reads.cardsOf(subject),
    // @ts-expect-error: no purpose
    () => reads.everyCardOf(subject),
    // @ts-expect-error: no purpose
    () => reads.unneededCards(9),
    // @ts-expect-error: no purpose
    () => reads.ordersOf(subject),
    // @ts-expect-error: no purpose
    () => reads.orderOf(subject, newOrderId()),
    // @ts-expect-error: no purpose
    () => reads.payment(newPaymentId()),
    // @ts-expect-error: a purpose that the data map does not have
    () => reads.cardsOf(subject, 'marketing'),
  ];
  for (const look of looks) await expect(look()).rejects.toThrow('does not reach a whole');
});

test('a transaction without a purpose does not compile, and is undone for who has no compiler', async () => {
  const store = openInMemoryStore();
  const doors = [
    // @ts-expect-error: no purpose
    () => store.transact((tx) => tx.doors.byOrder(newOrderId())),
    // @ts-expect-error: no purpose
    () => store.transact((tx) => tx.doors.byPayment(newPaymentId())),
    // @ts-expect-error: no purpose
    () => store.transact((tx) => tx.cards.find({} as ActiveSubject, newCardId())),
  ];
  for (const door of doors) await expect(door()).rejects.toThrow('does not reach a whole');
});
