import assert from 'node:assert/strict';
import type { Propagation } from '../../application/ports/erasure-journal.ts';
import type { ErasureState } from '../../domain/deletion/erasure.ts';
import { sealDisposal } from './chained.ts';
import { type Contract, checkThat, must, present } from './contract.ts';
import { inOne, leave, type OpenedDataStore, signUp } from './person.ts';
import { instant, newChallenge, newErasureId, newNotice, newPhone } from './samples.ts';
import { phoneOf } from './whole-life.ts';

const onTheWay = { obstacle: null, completedAt: null } as const;
const reached = (state: ErasureState) => ({ ...onTheWay, state, dueAt: instant(500) });

/** What a {@link DataStore} knows of how far each erasure is. */
export const erasureJournalContract: Contract<OpenedDataStore> = [
  checkThat('an erasure moves on and never back, and no further once it is certified', async ({ store, vault }) => {
    const { erasure } = await leave({ store, vault }, await signUp({ store, vault }));
    const state = async () => present(await must(store.reads.erasure(erasure))).state;
    await must(store.erasures.advance(erasure, reached('shredded')));
    assert.equal(await state(), 'shredded');
    await must(store.erasures.advance(erasure, reached('drained')));
    assert.equal(await state(), 'shredded', 'no step back');
    const held = { ...reached('shredded'), obstacle: { kind: 'held' } } as const;
    await must(store.erasures.advance(erasure, held));
    assert.deepEqual(present(await must(store.reads.erasure(erasure))).obstacle, { kind: 'held' });
    const stuck = { kind: 'stuck', reason: 'processor-not-done' } as const;
    await must(store.erasures.advance(erasure, { ...reached('verified'), obstacle: stuck }));
    assert.deepEqual(present(await must(store.reads.erasure(erasure))).obstacle, stuck);
    const certified = { obstacle: null, state: 'certified', dueAt: null, completedAt: instant(2000) } as const;
    await must(store.erasures.advance(erasure, certified));
    await must(store.erasures.advance(erasure, { ...certified, completedAt: instant(7000) }));
    const found = present(await must(store.reads.erasure(erasure)));
    assert.deepEqual([found.state, found.obstacle, found.completedAt], ['certified', null, instant(2000)]);
    assert.deepEqual(await must(store.erasures.claim({ at: instant(9000), until: instant(9001), limit: 9 })), []);
  }),

  checkThat('what is due is claimed by one worker at a time, the longest due first', async ({ store, vault }) => {
    const first = await leave({ store, vault }, await signUp({ store, vault }));
    const second = await leave({ store, vault }, await signUp({ store, vault }));
    await must(store.erasures.advance(first.erasure, { ...reached('fenced'), dueAt: instant(200) }));
    await must(store.erasures.advance(second.erasure, { ...reached('fenced'), dueAt: instant(100) }));
    const claim = (at: number, limit = 9) =>
      must(store.erasures.claim({ at: instant(at), until: instant(5000), limit }));
    assert.deepEqual(await claim(99), [], 'none is due');
    assert.deepEqual(
      (await claim(300, 1)).map(({ erasure }) => erasure),
      [second.erasure],
    );
    assert.deepEqual(
      (await claim(300)).map(({ erasure, tries }) => [erasure, tries]),
      [[first.erasure, 0]],
    );
    assert.deepEqual(await claim(300), [], 'both are claimed');
    const again = await claim(5000);
    assert.deepEqual(
      again.map(({ tries }) => tries),
      [1, 1],
      'who claimed them did not come back',
    );
  }),

  checkThat('the end of a hold has the erasure looked at', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const { erasure, subject } = await leave({ store, vault }, person);
    await must(store.erasures.advance(erasure, { ...reached('propagated'), dueAt: instant(9000) }));
    assert.deepEqual(await must(store.erasures.claim({ at: instant(10), until: instant(20), limit: 9 })), []);
    await must(store.erasures.wake(subject, instant(10)));
    assert.equal((await must(store.erasures.claim({ at: instant(10), until: instant(20), limit: 9 }))).length, 1);
  }),

  checkThat('a notice that a worker holds is seen until it is handed back or its lease runs out', async (opened) => {
    const { store } = opened;
    const person = await signUp(opened);
    const { subject } = person.user;
    await inOne(store, async (tx) => {
      const proof = await must(tx.doors.bySession(person.token, instant()));
      for (const key of ['held', 'given-back'])
        await must(tx.notices.queue(proof, newNotice(subject, { kind: 'email-confirmed' }), `${key}-${subject}`));
    });
    const [held, back] = await must(
      store.outbox.claim({ at: instant(), leaseUntil: instant(60_000), leaseToken: 'a-worker', limit: 2 }),
    );
    await inOne(store, async (tx) => {
      const proof = await must(tx.doors.bySession(person.token, instant()));
      await must(tx.notices.queue(proof, newNotice(subject, { kind: 'email-confirmed' }), `unsent-${subject}`));
    });
    await leave(opened, person);
    const notices = (await must(store.reads.everythingOf(subject, 'data-subject-rights'))).filter(
      ({ table }) => table === 'notices',
    );
    assert.equal(notices.length, 2, 'the one that nobody holds is gone');
    assert.equal(await must(store.erasures.isDrained(subject, instant(1000))), false);
    assert.equal(await must(store.outbox.maySend(present(held).notice.notice, 'a-worker', instant(1000))), false);
    await must(store.outbox.stop(present(held).notice.notice, 'a-worker', 'skipped', 'subject-gone'));
    assert.equal(await must(store.erasures.isDrained(subject, instant(1000))), false, 'the other one is still held');
    assert.equal(await must(store.erasures.isDrained(subject, instant(60_000))), true, 'its lease has run out');
    await must(store.outbox.sent(present(back).notice.notice, 'a-worker', 'sms', instant(1000)));
    assert.equal(await must(store.erasures.isDrained(subject, instant(1000))), true);
  }),

  checkThat('the fence says when the newest code that may be under way was sent', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const target = { kind: 'phone', phone: phoneOf(person.user) } as const;
    await inOne(store, async (tx) => {
      await must(tx.challenges.put(newChallenge({ sentAt: instant(70) }), target));
      const own = newChallenge({ subject: person.user.subject, purpose: 'add-phone', sentAt: instant(50) });
      await must(tx.challenges.put(own, { kind: 'phone', phone: newPhone() }));
    });
    const sentAt = await inOne(store, async (tx) => {
      const held = await must(tx.doors.bySessionAlone(person.token, instant(), 'data-subject-rights'));
      return must(tx.users.fence(held, instant(80)));
    });
    assert.equal(sentAt, instant(70));
  }),

  checkThat('the way to a person who left is there until it is purged, and goodbye is said once', async (opened) => {
    const { store } = opened;
    const person = await signUp(opened);
    const { email, language, subject } = person.user;
    const { erasure } = await leave(opened, person);
    const farewell = { language, email, phone: phoneOf(person.user) };
    assert.deepEqual(await must(store.erasures.farewellOf(erasure, 'data-subject-rights')), farewell);
    assert.equal(await must(store.erasures.farewellOf(newErasureId(), 'communication')), null);
    const begunAt = instant();
    assert.deepEqual(await must(store.erasures.beginGoodbye(erasure, begunAt)), { begunAt, first: true });
    assert.deepEqual(await must(store.erasures.beginGoodbye(erasure, instant(1))), { begunAt, first: false });
    await must(store.disposal.purge(erasure, subject, { orders: [], categories: [] }, instant(), sealDisposal));
    assert.equal(await must(store.erasures.farewellOf(erasure, 'data-subject-rights')), null);
    assert.equal(await must(store.erasures.beginGoodbye(erasure, instant(2))), null);
  }),

  checkThat('a processor is asked under one name, and what it settled stays', async (opened) => {
    const { store } = opened;
    const { erasure, subject } = await leave(opened, await signUp(opened));
    const made = (requestId: string): Propagation => ({
      requestId,
      erasure,
      subject,
      processor: 'a-help-desk',
      state: 'asked',
      askedAt: instant(),
      settledAt: null,
    });
    const [first, second] = [made(newErasureId()), made(newErasureId())];
    assert.deepEqual(await must(store.erasures.addPropagation(first)), first);
    assert.deepEqual(await must(store.erasures.addPropagation(second)), first, 'the first one stands');
    await must(store.erasures.savePropagation(first.requestId, 'pending', null));
    await must(store.erasures.savePropagation(first.requestId, 'completed', instant(5)));
    await must(store.erasures.savePropagation(first.requestId, 'pending', null));
    const completed = { ...first, state: 'completed', settledAt: instant(5) };
    assert.deepEqual(await must(store.erasures.propagationsOf(erasure)), [completed]);
    assert.deepEqual(await must(store.erasures.propagationsOf(newErasureId())), []);
  }),
];
