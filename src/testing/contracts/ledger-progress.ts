import assert from 'node:assert/strict';
import { keyClasses } from '../../domain/data-map/vocabulary.ts';
import type { Erasure } from '../../domain/deletion/erasure.ts';
import type { Holdings } from '../../domain/deletion/holdings.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { hourMs } from '../../domain/instant.ts';
import { type Contract, checkThat, must, present } from './contract.ts';
import { addCard, finishErasure, giveBack, leave, type OpenedDataStore, rent, settle, signUp } from './person.ts';
import { instant, kept, newErasure, newErasureId, newSubject } from './samples.ts';
import { wholeLife } from './whole-life.ts';

/** An erasure as a replay begins it. */
function replayOf(subject: SubjectId): Omit<Erasure, 'kept'> {
  const { kept: _kept, ...erasure } = newErasure(subject, { request: { kind: 'replay' }, state: 'propagated' });
  return erasure;
}

/** How a {@link DataStore} keeps up with the erasure ledger of the vault, and lets what came back be erased again. */
export const ledgerProgressContract: Contract<OpenedDataStore> = [
  checkThat('the mark begins at nothing and never goes back', async ({ store: { ledger } }) => {
    assert.equal(await must(ledger.position()), 0);
    await must(ledger.record(7, instant()));
    await must(ledger.record(7, instant(1)));
    await must(ledger.record(3, instant(2)));
    assert.equal(await must(ledger.position()), 7);
    await must(ledger.record(9, instant(3)));
    assert.equal(await must(ledger.position()), 9);
  }),

  checkThat('a store says how it stands to an erasure', async ({ store, vault }) => {
    const stays = (await signUp({ store, vault })).user.subject;
    const left = await leave({ store, vault }, await signUp({ store, vault }));
    const asked = [
      left,
      { erasure: newErasureId(), subject: stays },
      { erasure: newErasureId(), subject: left.subject },
      { erasure: newErasureId(), subject: newSubject() },
    ] as const;
    const standings = await must(store.ledger.standingOf(asked));
    assert.deepEqual(
      asked.map(({ erasure }) => standings.get(erasure)),
      [
        { state: 'fenced', active: false, unsettledOrders: false },
        { state: null, active: true, unsettledOrders: false },
        { state: null, active: false, unsettledOrders: false },
        { state: null, active: false, unsettledOrders: false },
      ],
    );
    assert.equal((await must(store.ledger.standingOf([]))).size, 0);
  }),

  checkThat('an order counts as unsettled until it is paid', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const asked = { erasure: newErasureId(), subject: person.user.subject };
    const unsettled = async () =>
      present((await must(store.ledger.standingOf([asked]))).get(asked.erasure)).unsettledOrders;
    const open = await rent(store, person, await addCard(store, person));
    assert.equal(await unsettled(), true);
    const { payment } = await giveBack(store, open);
    assert.equal(await unsettled(), true);
    await settle(store, payment.payment, 'succeeded');
    assert.equal(await unsettled(), false);
  }),

  checkThat('an account that came back is fenced again although nothing of it opens any more', async (opened) => {
    const { store, vault } = opened;
    const person = await wholeLife(opened);
    const { subject } = person.user;
    await must(vault.destroyKeys(subject, keyClasses, instant()));
    const erasure = replayOf(subject);
    let held: Holdings | null = null;
    const fenced = await must(
      store.ledger.fenceAgain(erasure, instant(hourMs), (holdings) => {
        held = holdings;
        return kept;
      }),
    );
    assert.deepEqual(fenced, { ...erasure, kept });
    assert.equal(present<Holdings>(held).counts.session, 1, 'what is kept is decided by what is held');
    assert.deepEqual(await must(store.reads.erasure(erasure.erasure)), { ...erasure, kept });
    assert.equal(await must(store.reads.session(person.token, instant())), null);
    const standing = present((await must(store.ledger.standingOf([erasure]))).get(erasure.erasure));
    assert.deepEqual([standing.state, standing.active], ['propagated', false]);

    const claim = (at: number) => must(store.erasures.claim({ at: instant(at), until: instant(2 * at), limit: 9 }));
    assert.deepEqual(await claim(hourMs - 1), []);
    assert.deepEqual(await claim(hourMs), [{ ...erasure, kept }]);
    assert.deepEqual(await finishErasure(opened, { ...erasure, kept }), {});
  }),

  checkThat('who is gone or going already is not fenced again', async ({ store, vault }) => {
    const going = await leave({ store, vault }, await signUp({ store, vault }));
    const never = () => assert.fail('there is nothing to decide');
    assert.equal(await must(store.ledger.fenceAgain(going, instant(), never)), null);
    const other = replayOf(going.subject);
    assert.equal(await must(store.ledger.fenceAgain(other, instant(), never)), null);
    assert.equal(await must(store.reads.erasure(other.erasure)), null);
    assert.deepEqual(await must(store.reads.erasure(going.erasure)), going);
    assert.equal(await must(store.ledger.fenceAgain(replayOf(newSubject()), instant(), never)), null);
  }),

  checkThat('of two that fence the same account again only one does', async ({ store, vault }) => {
    const { subject } = (await signUp({ store, vault })).user;
    const erasure = replayOf(subject);
    const both = [1, 2].map(() => must(store.ledger.fenceAgain(erasure, instant(), () => [])));
    assert.equal((await Promise.all(both)).filter((fenced) => fenced !== null).length, 1);
  }),
];
