import assert from 'node:assert/strict';
import { type Contract, checkThat, must } from './contract.ts';
import { addCard, giveBack, inOne, leave, type OpenedDataStore, rent, settle, signUp } from './person.ts';
import { instant, newChallenge, newPhone } from './samples.ts';

import { wholeLife } from './whole-life.ts';

/** What a {@link DataStore} gets rid of, and what it leaves alone. */
export const disposalContract: Contract<OpenedDataStore> = [
  checkThat('what expired is disposed of, so many at most, and nothing else', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const { subject } = person.user;
    const expired = newChallenge({ expiresAt: instant(1000) });
    const valid = newChallenge({ expiresAt: instant(1001) });
    await inOne(store, async (tx) => {
      await must(tx.challenges.put(expired, { kind: 'phone', phone: newPhone() }));
      await must(tx.challenges.put(valid, { kind: 'phone', phone: newPhone() }));
      const proof = await must(tx.doors.bySession(person.token, instant()));
      await must(tx.sessions.start(proof, new Uint8Array(32).fill(7), instant(), instant(1000)));
    });
    assert.equal(await must(store.disposal.expire(instant(999), 100)), 0);
    assert.equal(await must(store.disposal.expire(instant(1000), 100)), 2, 'a code and a session');
    assert.equal(await must(store.reads.session(person.token, instant())), subject);
    await inOne(store, async (tx) => {
      assert.equal(await must(tx.challenges.lock(expired.challenge)), null);
      assert.deepEqual(await must(tx.challenges.lock(valid.challenge)), valid);
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
    assert.deepEqual(await must(store.reads.unneededCards(9)), []);
    assert.deepEqual(await must(store.reads.everyCardOf(subject)), [removed, unused]);
    await settle(store, payment.payment, 'succeeded');
    assert.deepEqual(await must(store.reads.unneededCards(9)), [removed]);
    assert.equal(await must(store.disposal.dropCard(unused.card)), 0, 'a card that nobody removed stays');
    assert.equal(await must(store.disposal.dropCard(card.card)), 1);
    assert.equal(await must(store.disposal.dropCard(card.card)), 0, 'again changes nothing');
    assert.deepEqual(await must(store.reads.everyCardOf(subject)), [unused]);
  }),

  checkThat(
    'a purge may be run again, says what it deleted, and never touches an active person',
    async ({ store, vault }) => {
      const person = await wholeLife({ store, vault });
      const before = await must(store.reads.everythingOf(person.user.subject));
      await must(store.disposal.purge(person.user.subject, []));
      assert.deepEqual(await must(store.reads.everythingOf(person.user.subject)), before);
      await leave(store, person);
      const counts = await must(store.disposal.purge(person.user.subject, []));
      assert.deepEqual([counts.orders, counts.payments, counts.cards, counts.consent_entries], [1, 1, 1, 1]);
      const again = await must(store.disposal.purge(person.user.subject, []));
      for (const [table, count] of Object.entries(again)) {
        if (table !== 'users') assert.equal(count, 0);
      }
    },
  ),
];
