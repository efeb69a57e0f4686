import assert from 'node:assert/strict';
import { keyClasses } from '../../domain/data-map/vocabulary.ts';
import { asWork, type Contract, checkThat, must, present, refusalOf } from './contract.ts';
import { addCard, finishErasure, giveBack, inOne, leave, type OpenedDataStore, rent, signUp } from './person.ts';
import { day, instant, newCard, newChallenge, newOrder, newPhone, newUser } from './samples.ts';

import { phoneOf, wholeLife } from './whole-life.ts';

/** What the fence of a {@link DataStore} holds back once a person leaves. */
export const fenceContract: Contract<OpenedDataStore> = [
  checkThat('a fenced person opens no door', async ({ store, vault }) => {
    const person = await wholeLife({ store, vault });
    const { user, token } = person;
    const open = await must(store.reads.ordersOf(user.subject, 'data-subject-rights'));
    await leave({ store, vault }, person);
    assert.equal(await must(store.reads.session(token, instant())), null);
    assert.equal(await must(store.reads.user(user.subject, 'data-subject-rights')), null);
    const left = new Set<string>(
      (await must(store.reads.everythingOf(user.subject, 'data-subject-rights'))).map(({ table }) => table),
    );
    for (const table of ['sessions', 'challenges']) assert.ok(!left.has(table), `the fence left ${table}`);
    assert.equal(await must(store.reads.subjectByContact({ kind: 'phone', phone: phoneOf(user) })), null);
    assert.equal(await must(store.reads.subjectByContact({ kind: 'email', email: present(user.email) })), null);
    assert.equal((await refusalOf(store.transact((tx) => tx.doors.bySession(token, instant())))).kind, 'NotLoggedIn');
    assert.equal(
      (await refusalOf(store.transact((tx) => tx.doors.bySessionAlone(token, instant(), 'data-subject-rights')))).kind,
      'NotLoggedIn',
    );
    await inOne(store, async (tx) => {
      assert.equal(await must(tx.doors.bySubjectAlone(user.subject, 'data-subject-rights')), null);
      for (const login of user.logins) assert.equal(await must(tx.doors.byLogin(login)), null);
      for (const { order, payment } of open) {
        assert.equal(
          await must(tx.doors.byOrder(order.order, 'data-subject-rights')),
          null,
          'a paid order of a fenced person is not written',
        );
        assert.equal(await must(tx.doors.byPayment(present(payment).payment, 'data-subject-rights')), null);
      }
    });
  }),

  checkThat('the phone of a fenced account is another’s once it is freed, and until then is not', async (opened) => {
    const { store } = opened;
    const phone = newPhone();
    const logins = [{ kind: 'phone', phone }] as const;
    const former = await signUp(opened, { logins });
    const next = newUser({ logins });
    await must(opened.vault.createKeys(next.subject, keyClasses, instant()));
    const fenced = (free: boolean) =>
      store.transact((tx) =>
        asWork(async () => {
          const held = present(await must(tx.doors.bySubjectAlone(former.user.subject, 'data-subject-rights')));
          await must(tx.users.fence(held, instant()));
          if (free) await must(tx.users.freePhone(held));
          await must(tx.users.register(next));
        }),
      );
    assert.deepEqual(await refusalOf(fenced(false)), { kind: 'Taken', what: 'phone' });
    await must(fenced(true));
    await inOne(store, async (tx) => {
      assert.equal(present(await must(tx.doors.byLogin(logins[0]))).subject, next.subject);
    });
    const left = await must(store.reads.everythingOf(former.user.subject, 'data-subject-rights'));
    assert.ok(
      left.some(({ table }) => table === 'users'),
      'what waits stays as it is',
    );
  }),

  checkThat(
    'a fence ends every challenge of the person, and those of strangers to the same phone',
    async ({ store, vault }) => {
      const person = await signUp({ store, vault });
      const phone = phoneOf(person.user);
      const own = newChallenge({ subject: person.user.subject, purpose: 'cancel-account' });
      const elsewhere = newChallenge({ subject: person.user.subject, purpose: 'add-phone' });
      const stranger = newChallenge();
      const unrelated = newChallenge();
      const at = { kind: 'phone', phone } as const;
      const far = { kind: 'phone', phone: newPhone() } as const;
      await inOne(store, async (tx) => {
        await must(tx.challenges.put(own, at));
        await must(tx.challenges.put(elsewhere, far));
        await must(tx.challenges.put(stranger, at));
        await must(tx.challenges.put(unrelated, far));
      });
      await leave({ store, vault }, person);
      await inOne(store, async (tx) => {
        for (const { challenge } of [own, stranger]) assert.equal(await must(tx.challenges.lock(challenge, at)), null);
        assert.equal(await must(tx.challenges.lock(elsewhere.challenge, far)), null);
        assert.deepEqual(await must(tx.challenges.lock(unrelated.challenge, far)), unrelated);
      });
    },
  ),

  checkThat('an erasure looks at everything that is held', async ({ store, vault }) => {
    const person = await wholeLife({ store, vault });
    const [card] = await must(store.reads.cardsOf(person.user.subject, 'data-subject-rights'));
    const open = await rent(store, person, present(card));
    const { order: unpaid } = await giveBack(store, await rent(store, person, present(card)));
    const holdings = await inOne(store, async (tx) =>
      must(
        tx.erasures.holdingsOf(
          await must(tx.doors.bySessionAlone(person.token, instant(), 'data-subject-rights')),
          instant(),
        ),
      ),
    );
    const { counts } = holdings;
    assert.deepEqual(
      [counts.card, counts.rental, counts.payment, counts.consent, counts.session, counts['staff-access']],
      [1, 3, 2, 1, 1, 1],
    );
    assert.equal(holdings.lastReceiptOn, day);
    const states = new Map(holdings.rentals.map((rental) => [rental.order, rental]));
    const bound = { card: open.card, paymentCard: null };
    assert.deepEqual(states.get(open.order), {
      order: open.order,
      ...bound,
      state: 'open',
      unpaid: false,
      charged: false,
    });
    assert.deepEqual(states.get(unpaid.order), {
      order: unpaid.order,
      ...bound,
      state: 'returned',
      unpaid: true,
      charged: true,
    });
    assert.equal(holdings.rentals.filter(({ state, unpaid }) => state === 'open' || unpaid).length, 2);
  }),

  checkThat('an order that races with the fence comes before it or is refused', async ({ store, vault }) => {
    for (let round = 0; round < 8; round++) {
      const person = await signUp({ store, vault });
      const card = await addCard(store, person);
      const ordering = store.transact((tx) =>
        asWork(async () => {
          const proof = await must(tx.doors.bySession(person.token, instant()));
          await must(tx.orders.add(proof, newOrder(card)));
        }),
      );
      const leaving = inOne(store, async (tx) => {
        const held = await must(tx.doors.bySessionAlone(person.token, instant(), 'data-subject-rights'));
        const holdings = await must(tx.erasures.holdingsOf(held, instant()));
        await must(tx.users.fence(held, instant()));
        return holdings.rentals.length;
      });
      const [ordered, seen] = await Promise.all([ordering, leaving]);
      if (ordered.isErr()) assert.equal(ordered.error.kind, 'NotLoggedIn');
      assert.equal(seen, ordered.isOk() ? 1 : 0, 'the plan saw every order that went through');
    }
  }),

  checkThat(
    'a card that is added while the account leaves comes before the fence or is refused',
    async ({ store, vault }) => {
      const person = await signUp({ store, vault });
      const adding = store.transact((tx) =>
        asWork(async () => {
          await must(
            tx.cards.add(await must(tx.doors.bySession(person.token, instant())), newCard(person.user.subject)),
          );
        }),
      );
      const [added, erasure] = await Promise.all([adding, leave({ store, vault }, person)]);
      if (added.isErr()) assert.equal(added.error.kind, 'NotLoggedIn');
      assert.deepEqual(await finishErasure({ store, vault }, erasure), {});
    },
  ),
];
