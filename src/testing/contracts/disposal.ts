import assert from 'node:assert/strict';
import { holdableCategories } from '../../domain/legal-hold/legal-hold.ts';
import { sealDisposal } from './chained.ts';
import { type Contract, checkThat, must, present } from './contract.ts';
import { addCard, giveBack, inOne, leave, type OpenedDataStore, rent, settle, signUp } from './person.ts';
import { instant, newBytes, newChallenge, newErasureId, newNotice, newPhone, newSession } from './samples.ts';

import { wholeLife } from './whole-life.ts';

/** What a {@link DataStore} gets rid of, and what it leaves alone. */
export const disposalContract: Contract<OpenedDataStore> = [
  checkThat('what expired is disposed of, so many at most, and nothing else', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const { subject } = person.user;
    const expired = newChallenge({ expiresAt: instant(1000) });
    const valid = newChallenge({ expiresAt: instant(1001) });
    const target = { kind: 'phone', phone: newPhone() } as const;
    await inOne(store, async (tx) => {
      await must(tx.challenges.put(expired, target));
      await must(tx.challenges.put(valid, target));
      const proof = await must(tx.doors.bySession(person.token, instant()));
      await must(tx.sessions.start(proof, newBytes(32), newSession({ expiresAt: instant(1000) })));
    });
    assert.equal(await must(store.disposal.expire(instant(999), 100)), 0);
    assert.equal(await must(store.disposal.expire(instant(1000), 100)), 2, 'a code and a session');
    assert.equal((await must(store.reads.session(person.token, instant())))?.subject, subject);
    await inOne(store, async (tx) => {
      assert.equal(await must(tx.challenges.lock(expired.challenge, target)), null);
      assert.deepEqual(await must(tx.challenges.lock(valid.challenge, target)), valid);
    });
    await inOne(store, async (tx) => {
      for (let count = 0; count < 5; count++) {
        await must(tx.challenges.put(newChallenge({ expiresAt: instant(1000) }), { kind: 'phone', phone: newPhone() }));
      }
    });
    assert.equal(await must(store.disposal.expire(instant(1000), 3)), 3);
    assert.equal(await must(store.disposal.expire(instant(1000), 3)), 2);
  }),

  checkThat('a removed card is needed until the amount is paid, and is there until it is dropped', async (opened) => {
    const { store } = opened;
    const person = await signUp(opened);
    const { subject } = person.user;
    const [card, unused] = [await addCard(store, person), await addCard(store, person)];
    const { payment } = await giveBack(store, await rent(store, person, card));
    await inOne(store, async (tx) => {
      await must(tx.cards.markRemoved(await must(tx.doors.bySession(person.token, instant())), card.card, instant()));
    });
    const removed = { ...card, removedAt: instant() };
    assert.deepEqual(await must(store.reads.unneededCards(instant(), 9, 'data-subject-rights')), []);
    assert.deepEqual(await must(store.reads.everyCardOf(subject, 'data-subject-rights')), [removed, unused]);
    await settle(store, payment.payment, 'succeeded');
    assert.deepEqual(await must(store.reads.unneededCards(instant(), 9, 'data-subject-rights')), [removed]);
    assert.equal(await must(store.disposal.dropCard(unused.card)), 0, 'a card that nobody removed stays');
    assert.equal(await must(store.disposal.dropCard(card.card)), 1);
    assert.equal(await must(store.disposal.dropCard(card.card)), 0, 'again changes nothing');
    assert.deepEqual(await must(store.reads.everyCardOf(subject, 'data-subject-rights')), [unused]);
  }),

  checkThat(
    'a purge may be run again, says what it deleted, and never touches an active person',
    async ({ store, vault }) => {
      const person = await wholeLife({ store, vault });
      const { subject } = person.user;
      const nothing = { orders: [], categories: [] };
      const before = await must(store.reads.everythingOf(subject, 'data-subject-rights'));
      await must(store.disposal.purge(newErasureId(), subject, nothing, instant(), sealDisposal));
      assert.deepEqual(await must(store.reads.everythingOf(subject, 'data-subject-rights')), before);
      const { erasure } = await leave({ store, vault }, person);
      const deleted = async () => present(await must(store.reads.erasure(erasure))).deleted;
      assert.deepEqual(await deleted(), {});
      await must(store.disposal.purge(erasure, subject, nothing, instant(), sealDisposal));
      const counts = await deleted();
      assert.deepEqual([counts.orders, counts.payments, counts.cards, counts.consent_entries], [1, 1, 1, 1]);
      await must(store.disposal.purge(erasure, subject, nothing, instant(), sealDisposal));
      assert.deepEqual(await deleted(), counts, 'what is gone is not counted again');
      assert.equal(counts.users, 1, 'the row of the user is emptied once, however often');
    },
  ),

  checkThat('a purge deletes however many rows a person has', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const { subject } = person.user;
    await inOne(store, async (tx) => {
      const proof = await must(tx.doors.bySession(person.token, instant()));
      for (let n = 0; n < 1201; n += 1)
        await must(tx.notices.queue(proof, newNotice(subject, { kind: 'email-confirmed' }), `many-${n}-${subject}`));
    });
    const at = instant();
    const claimed = await must(
      store.outbox.claim({ at, leaseUntil: instant(60_000), leaseToken: 'held', limit: 1201 }),
    );
    assert.equal(claimed.length, 1201);
    const { erasure } = await leave({ store, vault }, person);
    await must(store.disposal.purge(erasure, subject, { orders: [], categories: [] }, instant(), sealDisposal));
    assert.equal(present(await must(store.reads.erasure(erasure))).deleted.notices, 1201);
    assert.deepEqual(await must(store.disposal.remnants(subject, { orders: [], categories: [] })), {});
  }),

  checkThat('a purge leaves a category that is under a hold, and takes it once it is not', async ({ store, vault }) => {
    const person = await wholeLife({ store, vault });
    const { subject } = person.user;
    const { erasure } = await leave({ store, vault }, person);
    const held = { orders: [], categories: ['consent'] } as const;
    await must(store.disposal.purge(erasure, subject, held, instant(), sealDisposal));
    assert.deepEqual(await must(store.disposal.remnants(subject, held)), {});
    assert.deepEqual(await must(store.disposal.remnants(subject, { orders: [], categories: [] })), {
      consent_entries: 1,
    });
    assert.equal((await must(store.reads.consentsOf(subject))).length, 1);
    await must(store.disposal.purge(erasure, subject, { orders: [], categories: [] }, instant(), sealDisposal));
    assert.equal(present(await must(store.reads.erasure(erasure))).deleted.consent_entries, 1);
    assert.deepEqual(await must(store.disposal.remnants(subject, { orders: [], categories: [] })), {});
  }),

  checkThat('a purge leaves all that a hold on the person protects, and takes it later', async ({ store, vault }) => {
    const person = await wholeLife({ store, vault });
    const { subject } = person.user;
    const { erasure } = await leave({ store, vault }, person);
    const deleted = async () => present(await must(store.reads.erasure(erasure))).deleted;
    await must(
      store.disposal.purge(erasure, subject, { orders: [], categories: holdableCategories }, instant(), sealDisposal),
    );
    const { users = 0, orders = 0, consent_entries = 0 } = await deleted();
    assert.deepEqual({ users, orders, consent_entries }, { users: 0, orders: 0, consent_entries: 0 });
    await must(store.disposal.purge(erasure, subject, { orders: [], categories: [] }, instant(), sealDisposal));
    const { users: emptied, orders: gone, consent_entries: withdrawn } = await deleted();
    assert.deepEqual([emptied, gone, withdrawn], [1, 1, 1]);
    assert.deepEqual(await must(store.disposal.remnants(subject, { orders: [], categories: [] })), {});
  }),
];
