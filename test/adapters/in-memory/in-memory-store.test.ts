import { expect, test } from 'vitest';
import { openInMemoryStore } from '../../../src/adapters/in-memory/index.ts';
import type { ActiveSubject } from '../../../src/application/ports/active-subject.ts';
import type { Transaction } from '../../../src/application/ports/transaction.ts';
import { okAsync } from '../../../src/domain/result.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { newBytes, newCard, newSession, newUser } from '../../../src/testing/contracts/samples.ts';

/** What the contract cannot ask of every store: misuse that only a store in memory can see. */

test('a proof of one transaction is worth nothing in another', async () => {
  const store = openInMemoryStore();
  const user = newUser();
  const old: ActiveSubject = await must(store.transact((tx) => tx.users.register(user)));
  const misuse = store.transact((tx) => tx.cards.add(old, newCard(user.subject)));
  await expect(misuse).rejects.toThrow('not of this transaction');
  expect(store.snapshot().cards).toEqual([]);
});

test('a proof that was made up is worth nothing', async () => {
  const store = openInMemoryStore();
  const user = newUser();
  await must(store.transact((tx) => tx.users.register(user)));
  const forged = { kind: 'active-subject', subject: user.subject } as ActiveSubject;
  const misuse = store.transact((tx) => tx.sessions.start(forged, newBytes(32), newSession()));
  await expect(misuse).rejects.toThrow('not of this transaction');
});

test('a transaction that is over writes nothing any more', async () => {
  const store = openInMemoryStore();
  const user = newUser();
  const kept: { tx?: Transaction; proof?: ActiveSubject } = {};
  await must(
    store.transact((tx) =>
      tx.users.register(user).andThen((proof) => {
        kept.tx = tx;
        kept.proof = proof;
        return okAsync(undefined);
      }),
    ),
  );
  expect(() => kept.tx!.cards.add(kept.proof!, newCard(user.subject))).toThrow('not of this transaction');
  expect(store.snapshot().cards).toEqual([]);
});

test('a snapshot is a copy of all rows', async () => {
  const store = openInMemoryStore();
  const user = newUser();
  await must(store.transact((tx) => tx.users.register(user).andThen(() => okAsync(undefined))));
  const [row] = store.snapshot().users as { user: { email: string } }[];
  row!.user.email = 'changed';
  expect(await must(store.reads.user(user.subject, 'data-subject-rights'))).toEqual(user);
});
