import assert from 'node:assert/strict';
import {
  mayOpen,
  type OpenedWhole,
  openedWhole,
  type UnsealingPurpose,
  unsealingPurposes,
} from '../../domain/data-map/unsealing.ts';
import { visibleFor } from '../../domain/user/visible-user.ts';
import { newCaseNumber } from './case-samples.ts';
import { type Contract, checkThat, must, present } from './contract.ts';
import { addCard, giveBack, inOne, type OpenedDataStore, type Person, rent, settle, signUp } from './person.ts';
import { instant, newCardId, newEntryId, newErasureId, newOrderId, newPaymentId, newSubject } from './samples.ts';

/** Every look that opens something whole, by what it opens, at a person and at nobody. */
type Look = (store: OpenedDataStore['store'], purpose: UnsealingPurpose) => Promise<unknown>;

function looksAt({ user, token }: Person, held: Held): Readonly<Record<OpenedWhole, readonly Look[]>> {
  const { subject } = user;
  return {
    card: [
      (store, purpose) => must(store.reads.cardsOf(subject, purpose)),
      (store, purpose) => must(store.reads.everyCardOf(subject, purpose)),
      (store, purpose) => must(store.reads.unneededCards(instant(), 9, purpose)),
      (store, purpose) =>
        inOne(store, async (tx) => must(tx.cards.of(await must(tx.doors.bySession(token, instant())), purpose))),
      (store, purpose) =>
        inOne(store, async (tx) =>
          must(tx.cards.find(await must(tx.doors.bySession(token, instant())), held.card, purpose)),
        ),
    ],
    order: [(store, purpose) => inOne(store, (tx) => must(tx.doors.byOrder(held.order, purpose)))],
    'order-record': [
      (store, purpose) => must(store.reads.ordersOf(subject, purpose)),
      (store, purpose) => must(store.reads.orderOf(subject, held.order, purpose)),
    ],
    payment: [
      (store, purpose) => must(store.reads.payment(held.payment, purpose)),
      (store, purpose) => inOne(store, (tx) => must(tx.doors.byPayment(held.payment, purpose))),
    ],
    'support-case': [
      (store, purpose) => must(store.reads.casesOf(subject, purpose)),
      (store, purpose) => must(store.reads.caseMessage(subject, newEntryId(), purpose)),
      (store, purpose) =>
        inOne(store, async (tx) =>
          must(tx.supportCases.written(await must(tx.doors.bySession(token, instant())), newCaseNumber(), purpose)),
        ),
    ],
    farewell: [(store, purpose) => must(store.erasures.farewellOf(newErasureId(), purpose))],
  };
}

type Held = {
  readonly card: ReturnType<typeof newCardId>;
  readonly order: ReturnType<typeof newOrderId>;
  readonly payment: ReturnType<typeof newPaymentId>;
};

const wholes = Object.keys(openedWhole) as OpenedWhole[]; // sound: the record is closed by its type

/** What a {@link DataStore} opens for which purpose, as the data map says. */
export const purposesContract: Contract<OpenedDataStore> = [
  checkThat('a user is seen as far as the purpose reaches, and no further', async ({ store, vault }) => {
    const { user, token } = await signUp({ store, vault });
    for (const purpose of unsealingPurposes) {
      const seen = visibleFor(user, purpose);
      assert.deepEqual(await must(store.reads.user(user.subject, purpose)), seen, purpose);
      await inOne(store, async (tx) => {
        const bySession = await must(tx.doors.bySessionAlone(token, instant(), purpose));
        assert.deepEqual(bySession.user, seen, purpose);
        assert.equal(bySession.proof.kind, 'active-subject');
        assert.deepEqual(present(await must(tx.doors.bySubjectAlone(user.subject, purpose))).user, seen, purpose);
      });
    }
    assert.equal(await must(store.reads.user(newSubject(), 'news')), null);
  }),

  checkThat('what is opened whole is opened for a purpose that all of it serves alone', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const card = await addCard(store, person);
    const { order, payment } = await giveBack(store, await rent(store, person, card));
    await settle(store, payment.payment, 'succeeded');
    const looks = looksAt(person, { card: card.card, order: order.order, payment: payment.payment });
    for (const what of wholes) {
      for (const look of looks[what]) {
        for (const purpose of unsealingPurposes) {
          const reached = openedWhole[what].every((field) => mayOpen(field, purpose));
          if (reached) await look(store, purpose);
          else await assert.rejects(look(store, purpose), notReached, `${what} for ${purpose}`);
        }
      }
    }
  }),

  checkThat('a purpose that does not reach is refused where nothing is held, too', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const looks = looksAt(person, { card: newCardId(), order: newOrderId(), payment: newPaymentId() });
    for (const what of wholes) {
      for (const look of looks[what]) await assert.rejects(look(store, 'news'), notReached, what);
    }
  }),

  checkThat('a unit of work that names a wrong purpose leaves nothing', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const unit = inOne(store, async (tx) => {
      const proof = await must(tx.doors.bySession(person.token, instant()));
      await must(tx.sessions.end(person.token));
      await must(tx.cards.of(proof, 'news'));
    });
    await assert.rejects(unit, notReached);
    assert.equal((await must(store.reads.session(person.token, instant())))?.subject, person.user.subject);
  }),
];

/** The refusal names the purpose and what was asked for, and nothing of anybody. */
function notReached(problem: unknown): boolean {
  return problem instanceof Error && /^The purpose [a-z-]+ does not reach a whole [a-z-]+$/.test(problem.message);
}
