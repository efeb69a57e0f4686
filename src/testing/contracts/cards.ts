import assert from 'node:assert/strict';
import type { DataStore } from '../../application/ports/data-store.ts';
import type { Card } from '../../domain/card/masked-card.ts';
import { type Contract, checkThat, must } from './contract.ts';
import { addCard, giveBack, inOne, type OpenedDataStore, type Person, rent, settle, signUp } from './person.ts';
import { instant, newCardId } from './samples.ts';

const inUse = (store: DataStore, person: Person, card: Card): Promise<boolean> =>
  inOne(store, async (tx) => must(tx.cards.inUse(await must(tx.doors.bySession(person.token, instant())), card.card)));

/** What a {@link DataStore} keeps of cards: the last 4 digits, the network, the processor's reference. */
export const cardsContract: Contract<OpenedDataStore> = [
  checkThat('cards are read back whole, oldest first, each person alone', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const other = await signUp({ store, vault });
    const first = await addCard(store, person);
    const second = await addCard(store, person, { network: 'american-express', addedAt: instant(1000) });
    await addCard(store, other);
    assert.deepEqual(await must(store.reads.cardsOf(person.user.subject, 'data-subject-rights')), [first, second]);
    await inOne(store, async (tx) => {
      const proof = await must(tx.doors.bySession(person.token, instant()));
      assert.deepEqual(await must(tx.cards.of(proof, 'data-subject-rights')), [first, second]);
      assert.deepEqual(await must(tx.cards.find(proof, second.card, 'data-subject-rights')), second);
      assert.equal(await must(tx.cards.find(proof, newCardId(), 'data-subject-rights')), null);
    });
  }),

  checkThat("nobody finds, marks or deletes another person's card", async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const other = await signUp({ store, vault });
    const card = await addCard(store, person);
    await inOne(store, async (tx) => {
      const proof = await must(tx.doors.bySession(other.token, instant()));
      assert.equal(await must(tx.cards.find(proof, card.card, 'data-subject-rights')), null);
      await must(tx.cards.markRemoved(proof, card.card, instant()));
      await must(tx.cards.delete(proof, card.card));
    });
    assert.deepEqual(await must(store.reads.cardsOf(person.user.subject, 'data-subject-rights')), [card]);
  }),

  checkThat('a card is in use from the rental until the amount is paid', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const card = await addCard(store, person);
    assert.equal(await inUse(store, person, card), false);
    const open = await rent(store, person, card);
    assert.equal(await inUse(store, person, card), true);
    const { payment } = await giveBack(store, open);
    assert.equal(await inUse(store, person, card), true, 'the amount is pending');
    await settle(store, payment.payment, 'failed');
    assert.equal(await inUse(store, person, card), true, 'the payment failed');
    await settle(store, payment.payment, 'succeeded');
    assert.equal(await inUse(store, person, card), false);
  }),

  checkThat('a card that was removed is not shown, and one that was deleted is gone', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const first = await addCard(store, person);
    const second = await addCard(store, person);
    const open = await rent(store, person, first);
    await inOne(store, async (tx) => {
      const proof = await must(tx.doors.bySession(person.token, instant()));
      await must(tx.cards.markRemoved(proof, first.card, instant(500)));
      await must(tx.cards.delete(proof, second.card));
      assert.deepEqual(await must(tx.cards.of(proof, 'data-subject-rights')), []);
      assert.equal(await must(tx.cards.find(proof, first.card, 'data-subject-rights')), null);
      assert.equal(await must(tx.cards.find(proof, second.card, 'data-subject-rights')), null);
    });
    assert.deepEqual(await must(store.reads.cardsOf(person.user.subject, 'data-subject-rights')), []);
    const record = await must(store.reads.orderOf(person.user.subject, open.order, 'data-subject-rights'));
    assert.deepEqual(record?.card, { last4: first.last4, network: first.network }, 'the open rental keeps its card');
  }),

  checkThat('a paid order stays when its card is deleted, and then has none', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const card = await addCard(store, person);
    const { order, payment } = await giveBack(store, await rent(store, person, card));
    await settle(store, payment.payment, 'succeeded');
    await inOne(store, async (tx) => {
      await must(tx.cards.delete(await must(tx.doors.bySession(person.token, instant())), card.card));
    });
    const records = await must(store.reads.ordersOf(person.user.subject, 'data-subject-rights'));
    assert.equal(records.length, 1);
    assert.deepEqual(records[0]?.order, order);
    assert.equal(records[0]?.card, null);
  }),
];
