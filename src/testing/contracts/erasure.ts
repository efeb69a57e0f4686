import assert from 'node:assert/strict';
import { hourMs } from '../../domain/instant.ts';
import type { PhoneNumber } from '../../domain/user/phone-number.ts';
import type { ActiveUser } from '../../domain/user/user.ts';
import { asWork, checkThat, type Contract, must, present, refusalOf } from './contract.ts';
import {
  addCard,
  finishErasure,
  giveBack,
  inOne,
  leave,
  type OpenedDataStore,
  type Person,
  rent,
  settle,
  signUp,
} from './person.ts';
import {
  day,
  instant,
  kept,
  newCard,
  newChallenge,
  newConsent,
  newErasureId,
  newNotice,
  newOrder,
  newPhone,
  newStaffAccess,
  newSubject,
} from './samples.ts';

type Stores = Pick<OpenedDataStore, 'store' | 'vault'>;

/** A person with something in every table, all of it paid. */
async function wholeLife({ store, vault }: Stores): Promise<Person> {
  const person = await signUp({ store, vault });
  const { subject } = person.user;
  const card = await addCard(store, person);
  const { payment, order } = await giveBack(store, await rent(store, person, card));
  await settle(store, payment.payment, 'succeeded');
  await inOne(store, async (tx) => {
    const proof = await must(tx.doors.bySession(person.token, instant()));
    await must(tx.consents.append(proof, [newConsent(subject)]));
    await must(tx.notices.queue(proof, newNotice(subject, { kind: 'receipt', order: order.order }), `receipt/${order.order}`));
    await must(
      tx.challenges.put(newChallenge({ subject, purpose: 'cancel-account' }), { kind: 'phone', phone: phoneOf(person.user) }),
    );
    await must(tx.staffAccesses.record(newStaffAccess(subject)));
  });
  return person;
}

function phoneOf(user: ActiveUser): PhoneNumber {
  return present(user.logins.find((login) => login.kind === 'phone')).phone;
}

/** What the person typed and was given, as texts to search for; nothing so short that chance finds it. */
async function typedBy({ store }: Pick<Stores, 'store'>, { user }: Person): Promise<readonly string[]> {
  const cards = await must(store.reads.cardsOf(user.subject));
  const orders = await must(store.reads.ordersOf(user.subject));
  const logins = user.logins.flatMap((login) =>
    login.kind === 'phone' ? [login.phone, login.phone.slice(1)] : [login.identity.providerSubject],
  );
  return [
    ...logins,
    present(user.email),
    present(user.username),
    ...cards.map((card) => card.paymentMethod),
    ...orders.flatMap(({ order }) => [order.powerBank, order.rentedFrom]),
  ];
}

function found(bytes: Uint8Array, texts: readonly string[]): readonly string[] {
  const haystack = Buffer.from(bytes);
  return texts.filter((text) => {
    const clear = Buffer.from(text);
    const forms = [clear, Buffer.from(clear.toString('hex')), Buffer.from(clear.toString('hex').toUpperCase())];
    return forms.some((form) => haystack.includes(form));
  });
}

/** What leaving means for a {@link DataStore}: the fence, what outlives the account, and that nothing else does. */
export const erasureContract: Contract<OpenedDataStore> = [
  checkThat('what a person typed stands nowhere readable, not even while the account lives', async (opened) => {
    const person = await wholeLife(opened);
    if (!opened.sealsAtRest) return; // a store that never leaves the memory holds clear values
    assert.equal(found(await opened.everyByte(), await typedBy(opened, person)).length, 0);
  }),

  checkThat('a fenced person opens no door', async ({ store, vault }) => {
    const person = await wholeLife({ store, vault });
    const { user, token } = person;
    const open = await must(store.reads.ordersOf(user.subject));
    await leave(store, person);
    assert.equal(await must(store.reads.session(token, instant())), null);
    assert.equal(await must(store.reads.user(user.subject)), null);
    assert.equal(await must(store.reads.userByContact({ kind: 'phone', phone: phoneOf(user) })), null);
    assert.equal(await must(store.reads.userByContact({ kind: 'email', email: present(user.email) })), null);
    assert.equal((await refusalOf(store.transact((tx) => tx.doors.bySession(token, instant())))).kind, 'NotLoggedIn');
    assert.equal((await refusalOf(store.transact((tx) => tx.doors.bySessionAlone(token, instant())))).kind, 'NotLoggedIn');
    await inOne(store, async (tx) => {
      assert.equal(await must(tx.doors.bySubjectAlone(user.subject)), null);
      for (const login of user.logins) assert.equal(await must(tx.doors.byLogin(login)), null);
      for (const { order, payment } of open) {
        assert.equal(await must(tx.doors.byOrder(order.order)), null, 'a paid order of a fenced person is not written');
        assert.equal(await must(tx.doors.byPayment(present(payment).payment)), null);
      }
    });
  }),

  checkThat('a fence ends every challenge of the person, and those of strangers to the same phone', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const phone = phoneOf(person.user);
    const own = newChallenge({ subject: person.user.subject, purpose: 'cancel-account' });
    const elsewhere = newChallenge({ subject: person.user.subject, purpose: 'add-phone' });
    const stranger = newChallenge();
    const unrelated = newChallenge();
    await inOne(store, async (tx) => {
      await must(tx.challenges.put(own, { kind: 'phone', phone }));
      await must(tx.challenges.put(elsewhere, { kind: 'phone', phone: newPhone() }));
      await must(tx.challenges.put(stranger, { kind: 'phone', phone }));
      await must(tx.challenges.put(unrelated, { kind: 'phone', phone: newPhone() }));
    });
    await leave(store, person);
    await inOne(store, async (tx) => {
      for (const { challenge } of [own, elsewhere, stranger]) {
        assert.equal(await must(tx.challenges.lock(challenge)), null);
      }
      assert.deepEqual(await must(tx.challenges.lock(unrelated.challenge)), unrelated);
    });
  }),

  checkThat('an erasure looks at everything that is held', async ({ store, vault }) => {
    const person = await wholeLife({ store, vault });
    const [card] = await must(store.reads.cardsOf(person.user.subject));
    const open = await rent(store, person, present(card));
    const { order: unpaid } = await giveBack(store, await rent(store, person, present(card)));
    const holdings = await inOne(store, async (tx) =>
      must(tx.erasures.holdingsOf(await must(tx.doors.bySessionAlone(person.token, instant())))),
    );
    const { counts } = holdings;
    assert.deepEqual(
      [counts.card, counts.rental, counts.payment, counts.consent, counts.session, counts['staff-access']],
      [1, 3, 2, 1, 1, 1],
    );
    assert.equal(holdings.lastReceiptOn, day);
    const states = new Map(holdings.rentals.map((rental) => [rental.order, rental]));
    const bound = { card: open.card, paymentCard: null };
    assert.deepEqual(states.get(open.order), { order: open.order, ...bound, state: 'open', unpaid: false });
    assert.deepEqual(states.get(unpaid.order), { order: unpaid.order, ...bound, state: 'returned', unpaid: true });
    assert.equal(holdings.rentals.filter(({ state, unpaid }) => state === 'open' || unpaid).length, 2);
  }),

  checkThat('an erasure is read back at every step', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const other = await signUp({ store, vault });
    const erasure = await leave(store, person, { kept });
    const later = await leave(store, other, { requestedAt: instant(9000) });
    assert.deepEqual(await must(store.reads.erasure(erasure.erasure)), erasure);
    assert.deepEqual(await must(store.reads.erasureOf(person.user.subject)), erasure);
    assert.equal(await must(store.reads.erasureOf(newSubject())), null);
    assert.equal(await must(store.reads.erasure(newErasureId())), null);
    assert.deepEqual(await must(store.reads.unfinishedErasures(9)), [erasure, later]);
    assert.deepEqual(await must(store.reads.unfinishedErasures(1)), [erasure]);
    await must(store.disposal.advance(erasure.erasure, 'shredded', null));
    assert.deepEqual(await must(store.reads.erasure(erasure.erasure)), { ...erasure, state: 'shredded' });
    await must(store.disposal.advance(erasure.erasure, 'fenced', null));
    assert.equal(present(await must(store.reads.erasure(erasure.erasure))).state, 'shredded', 'no step back');
    await finishErasure({ store, vault }, erasure);
    const completed = { ...erasure, state: 'completed', completedAt: instant(2000) };
    assert.deepEqual(await must(store.reads.erasure(erasure.erasure)), completed);
    await must(store.disposal.advance(erasure.erasure, 'completed', instant(7000)));
    assert.deepEqual(await must(store.reads.erasure(erasure.erasure)), completed, 'again changes nothing');
    assert.deepEqual(await must(store.reads.unfinishedErasures(9)), [later]);
  }),

  checkThat('an erasure that support asked for keeps who asked and why', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const { staff, caseNumber } = newStaffAccess(person.user.subject);
    const request = { kind: 'support', staff, caseNumber, reason: 'asked-by-email' } as const;
    const erasure = await leave(store, person, { request });
    assert.deepEqual(await must(store.reads.erasure(erasure.erasure)), erasure);
  }),

  checkThat('nothing readable is left of an erased person', async (opened) => {
    const { store } = opened;
    const person = await wholeLife(opened);
    const bystander = await wholeLife(opened);
    const typed = await typedBy(opened, person);
    const theirs = await must(store.reads.everythingOf(bystander.user.subject));
    const erasure = await leave(store, person);
    assert.notDeepEqual(await must(store.disposal.remnants(person.user.subject, [])), {}, 'the count sees what is there');
    assert.deepEqual(await finishErasure(opened, erasure), {});
    const left = JSON.stringify(await must(store.reads.everythingOf(person.user.subject)));
    for (const text of typed) assert.ok(!left.includes(text), 'a value of the person is still there');
    assert.equal(found(await opened.everyByte(), typed).length, 0, 'a value of the person is still at rest');
    assert.deepEqual(await must(store.reads.ordersOf(person.user.subject)), []);
    assert.deepEqual(await must(store.reads.cardsOf(person.user.subject)), []);
    assert.deepEqual(await must(store.reads.consentsOf(person.user.subject)), []);
    assert.deepEqual(await must(store.reads.everythingOf(bystander.user.subject)), theirs, 'nobody else is touched');
  }),

  checkThat('a purge may be run again, says what it deleted, and never touches an active person', async ({ store, vault }) => {
    const person = await wholeLife({ store, vault });
    const before = await must(store.reads.everythingOf(person.user.subject));
    await must(store.disposal.purge(person.user.subject, []));
    assert.deepEqual(await must(store.reads.everythingOf(person.user.subject)), before);
    await leave(store, person);
    const counts = await must(store.disposal.purge(person.user.subject, []));
    assert.deepEqual([counts['orders'], counts['payments'], counts['cards'], counts['consent_entries']], [1, 1, 1, 1]);
    const again = await must(store.disposal.purge(person.user.subject, []));
    for (const [table, count] of Object.entries(again)) {
      if (table !== 'users') assert.equal(count, 0);
    }
  }),

  checkThat('who left may sign up again with the same phone, as somebody new', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    await finishErasure({ store, vault }, await leave(store, person));
    const { logins, email, username } = person.user;
    const again = await signUp({ store, vault }, { logins, email, username });
    assert.deepEqual(await must(store.reads.user(again.user.subject)), again.user);
  }),

  checkThat('an open and an unpaid order outlive the account, and can only be settled', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const { subject } = person.user;
    const card = await addCard(store, person);
    const unused = await addCard(store, person);
    const open = await rent(store, person, card);
    const { order: unpaid, payment } = await giveBack(store, await rent(store, person, card));
    const paid = await giveBack(store, await rent(store, person, unused));
    await settle(store, paid.payment.payment, 'succeeded');
    const outlive = [open.order, unpaid.order];
    const erasure = await leave(store, person);
    assert.deepEqual(new Set(await must(store.disposal.keptOrdersOf(subject))), new Set(outlive));
    assert.deepEqual(await finishErasure({ store, vault }, erasure, outlive), {});

    assert.equal(await must(store.reads.orderOf(subject, paid.order.order)), null);
    const record = present(await must(store.reads.orderOfPayment(payment.payment)));
    assert.deepEqual([record.order, record.card, record.payment], [unpaid, card, payment]);
    assert.deepEqual(
      (await must(store.reads.cardsOf(subject))).map((one) => one.card),
      [card.card],
      'a card that nothing is bound to is gone',
    );
    assert.deepEqual(await must(store.reads.duePayments(instant(2 * hourMs), 9)), [payment.payment]);

    await inOne(store, async (tx) => {
      assert.equal(present(await must(tx.doors.byOrder(open.order))).proof.kind, 'kept-order');
      const held = present(await must(tx.doors.byPayment(payment.payment)));
      assert.equal(held.proof.kind, 'kept-order');
      assert.deepEqual(held.card, card);
    });

    assert.equal(await must(store.disposal.releaseSettled(subject, unpaid.order)), 2, 'what is not settled stays');
    assert.deepEqual(await must(store.disposal.settledKeptOrders(9)), []);
    await settle(store, payment.payment, 'succeeded');
    const settled = [{ subject, order: unpaid.order }];
    assert.deepEqual(await must(store.disposal.settledKeptOrders(9)), settled, 'a worker that crashed finds it again');
    assert.equal(await must(store.disposal.releaseSettled(subject, unpaid.order)), 1);
    assert.deepEqual(await must(store.disposal.settledKeptOrders(9)), []);
    assert.equal(await must(store.reads.orderOfPayment(payment.payment)), null);
    assert.equal((await must(store.reads.cardsOf(subject))).length, 1, 'the open rental is still bound to the card');

    const { payment: last } = await giveBack(store, open, instant(2 * hourMs));
    await settle(store, last.payment, 'succeeded');
    assert.equal(await must(store.disposal.releaseSettled(subject, open.order)), 0);
    assert.equal(await must(store.disposal.releaseSettled(subject, open.order)), 0, 'again changes nothing');
    assert.deepEqual(await must(store.reads.cardsOf(subject)), []);
    assert.deepEqual(await must(store.disposal.remnants(subject, [])), {});
  }),

  checkThat('a kept order keeps the card it was rented with and the card it is paid with', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const { subject } = person.user;
    const first = await addCard(store, person);
    const second = await addCard(store, person);
    const { order, payment } = await giveBack(store, await rent(store, person, first));
    await inOne(store, async (tx) => {
      const held = present(await must(tx.doors.byPayment(payment.payment)));
      await must(tx.payments.save(held, { ...payment, attempt: 2, card: second.card }, instant(hourMs)));
    });
    const holdings = await inOne(store, async (tx) =>
      must(tx.erasures.holdingsOf(await must(tx.doors.bySessionAlone(person.token, instant())))),
    );
    const rental = present(holdings.rentals.find((one) => one.order === order.order));
    assert.deepEqual([rental.card, rental.paymentCard], [first.card, second.card]);
    const erasure = await leave(store, person);
    assert.deepEqual(await finishErasure({ store, vault }, erasure, [order.order]), {});
    const held = await inOne(store, async (tx) => present(await must(tx.doors.byPayment(payment.payment))));
    assert.deepEqual(held.card, second);
    assert.deepEqual(present(await must(store.reads.orderOf(subject, order.order))).card, first);
    await settle(store, payment.payment, 'succeeded');
    assert.equal(await must(store.disposal.releaseSettled(subject, order.order)), 0);
    assert.deepEqual(await must(store.disposal.remnants(subject, [])), {}, 'both cards are gone');
  }),

  checkThat('a paid order of someone who stays is not released', async ({ store, vault }) => {
    const person = await wholeLife({ store, vault });
    const [record] = await must(store.reads.ordersOf(person.user.subject));
    assert.deepEqual(await must(store.disposal.settledKeptOrders(9)), []);
    await must(store.disposal.releaseSettled(person.user.subject, present(record).order.order));
    assert.equal((await must(store.reads.ordersOf(person.user.subject))).length, 1);
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
        const held = await must(tx.doors.bySessionAlone(person.token, instant()));
        const holdings = await must(tx.erasures.holdingsOf(held));
        await must(tx.users.fence(held, instant()));
        return holdings.rentals.length;
      });
      const [ordered, seen] = await Promise.all([ordering, leaving]);
      if (ordered.isErr()) assert.equal(ordered.error.kind, 'NotLoggedIn');
      assert.equal(seen, ordered.isOk() ? 1 : 0, 'the plan saw every order that went through');
    }
  }),

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
    const card = await addCard(store, person);
    const { payment } = await giveBack(store, await rent(store, person, card));
    await inOne(store, async (tx) => {
      await must(tx.cards.markRemoved(await must(tx.doors.bySession(person.token, instant())), card.card, instant()));
    });
    assert.equal(await must(store.disposal.expire(instant(999), 100)), 0);
    assert.equal(await must(store.disposal.expire(instant(1000), 100)), 2, 'a code and a session');
    assert.equal(await must(store.reads.session(person.token, instant())), subject);
    await inOne(store, async (tx) => {
      assert.equal(await must(tx.challenges.lock(expired.challenge)), null);
      assert.deepEqual(await must(tx.challenges.lock(valid.challenge)), valid);
    });
    await settle(store, payment.payment, 'succeeded');
    assert.equal(await must(store.disposal.expire(instant(1000), 100)), 1, 'the card that the paid order was bound to');

    await inOne(store, async (tx) => {
      for (let count = 0; count < 5; count++) {
        await must(
          tx.challenges.put(newChallenge({ expiresAt: instant(1000) }), { kind: 'phone', phone: newPhone() }),
        );
      }
    });
    assert.equal(await must(store.disposal.expire(instant(1000), 3)), 3);
    assert.equal(await must(store.disposal.expire(instant(1000), 3)), 2);
  }),

  checkThat("an export holds every table of the person's, and nothing of anyone else", async ({ store, vault }) => {
    const person = await wholeLife({ store, vault });
    const other = await wholeLife({ store, vault });
    const records = await must(store.reads.everythingOf(person.user.subject));
    const held = new Set<string>(records.map(({ table }) => table));
    for (const table of [
      'users',
      'identities',
      'challenges',
      'sessions',
      'consent_entries',
      'cards',
      'orders',
      'payments',
      'receipts',
      'notices',
      'staff_accesses',
    ]) {
      assert.ok(held.has(table), `the export leaves out ${table}`);
    }
    const text = JSON.stringify(records);
    for (const typed of await typedBy({ store }, person)) assert.ok(text.includes(typed), 'the export leaves out a value');
    for (const typed of await typedBy({ store }, other)) assert.ok(!text.includes(typed), "the export holds another's value");
    assert.ok(!text.includes(other.user.subject));
  }),

  checkThat('a card that is added while the account leaves comes before the fence or is refused', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const adding = store.transact((tx) =>
      asWork(async () => {
        await must(tx.cards.add(await must(tx.doors.bySession(person.token, instant())), newCard(person.user.subject)));
      }),
    );
    const [added, erasure] = await Promise.all([adding, leave(store, person)]);
    if (added.isErr()) assert.equal(added.error.kind, 'NotLoggedIn');
    assert.deepEqual(await finishErasure({ store, vault }, erasure), {});
  }),
];
