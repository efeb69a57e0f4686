import assert from 'node:assert/strict';
import type { DataStore } from '../../application/ports/data-store.ts';
import type { ClaimedNotice, OutboxStatus } from '../../application/ports/outbox.ts';
import type { Notice, NoticeSubject } from '../../domain/notice/notice.ts';
import type { ReceiptNumber } from '../../domain/order/receipt-number.ts';
import { type Contract, checkThat, must, present } from './contract.ts';
import { finishErasure, inOne, leave, type OpenedDataStore, type Person, signUp } from './person.ts';
import { instant, newBytes, newEditionId, newNotice, newOrderId, newPaymentId } from './samples.ts';

const leaseMs = 60_000;
const newToken = (): string => `lease-${Buffer.from(newBytes(8)).toString('hex')}`;

const claim = (
  store: DataStore,
  laterMs: number,
  limit = 10,
  leaseToken = newToken(),
): Promise<readonly ClaimedNotice[]> =>
  must(store.outbox.claim({ at: instant(laterMs), leaseUntil: instant(laterMs + leaseMs), leaseToken, limit }));

async function queue(store: DataStore, person: Person, notice: Notice, dedupeKey: string): Promise<void> {
  await inOne(store, async (tx) => {
    await must(tx.notices.queue(await must(tx.doors.bySession(person.token, instant())), notice, dedupeKey));
  });
}

async function queueReceipt(store: DataStore, person: Person, createdLaterMs = 0): Promise<Notice> {
  const order = newOrderId();
  const notice = newNotice(person.user.subject, { kind: 'receipt', order }, { createdAt: instant(createdLaterMs) });
  await queue(store, person, notice, `receipt/${order}`);
  return notice;
}

const statusAt = (store: DataStore, laterMs: number): Promise<OutboxStatus> =>
  must(store.outbox.status(instant(laterMs)));

const nothingWaits: OutboxStatus = {
  queued: 0,
  due: 0,
  parked: 0,
  oldestQueuedAt: null,
  oldestDueAt: null,
  unclearTries: 0,
};

/** The outbox of a {@link DataStore}: queued with what makes it true, claimed under a lease, ended once. */
export const noticesContract: Contract<OpenedDataStore> = [
  checkThat('every kind of notice is claimed as it was queued, oldest first', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const { subject } = person.user;
    const third = newNotice(subject, { kind: 'email-confirmed' }, { createdAt: instant(3), language: 'en' });
    const others: readonly NoticeSubject[] = [
      { kind: 'receipt-corrected', correction: 'JOOS-2026-000007' as ReceiptNumber }, // sound: its shape
      { kind: 'payment-settled', payment: newPaymentId() },
      { kind: 'payment-disputed', payment: newPaymentId() },
      { kind: 'address-suppressed', message: third.notice },
    ];
    const more = others.map((about, place) => newNotice(subject, about, { createdAt: instant(10 + place) }));
    const bulk = (['news', 'newsletter'] as const).map((kind) => newNotice(subject, { kind, edition: newEditionId() }));
    const first = newNotice(subject, { kind: 'receipt', order: newOrderId() }, { createdAt: instant(1) });
    const second = newNotice(
      subject,
      { kind: 'payment-failed', payment: newPaymentId() },
      { createdAt: instant(2), templateVersion: 7 },
    );
    for (const notice of [...bulk, ...more, third, first, second])
      await queue(store, person, notice, `contract/${notice.notice}`);
    const claimed = await claim(store, 1000);
    assert.deepEqual(
      claimed.map(({ notice, tries }) => ({ notice, tries })),
      [first, second, third, ...more, ...bulk].map((notice) => ({ notice, tries: 0 })),
    );
  }),

  checkThat('a notice is queued once per key', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const about = { kind: 'receipt', order: newOrderId() } as const;
    const first = newNotice(person.user.subject, about);
    await queue(store, person, first, `receipt/${about.order}`);
    await queue(store, person, newNotice(person.user.subject, about), `receipt/${about.order}`);
    const claimed = await claim(store, 1000);
    assert.deepEqual(
      claimed.map(({ notice }) => notice),
      [first],
    );
  }),

  checkThat('a notice that was sent is not queued again under its key', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const about = { kind: 'receipt', order: newOrderId() } as const;
    await queue(store, person, newNotice(person.user.subject, about), `receipt/${about.order}`);
    const [one] = await claim(store, 1000);
    await must(store.outbox.sent(present(one).notice.notice, present(one).leaseToken, 'email', instant(1001)));
    await queue(store, person, newNotice(person.user.subject, about), `receipt/${about.order}`);
    assert.deepEqual(await claim(store, 9_000_000), []);
  }),

  checkThat('a worker gets what is due and not held, so many at most', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const first = await queueReceipt(store, person, 1);
    const second = await queueReceipt(store, person, 2);
    const later = await queueReceipt(store, person, 5000);
    const ids = (claimed: readonly ClaimedNotice[]): string[] => claimed.map(({ notice }) => notice.notice);
    assert.deepEqual(ids(await claim(store, 1000, 1)), [first.notice]);
    assert.deepEqual(ids(await claim(store, 1000, 9)), [second.notice]);
    assert.deepEqual(ids(await claim(store, 4999, 9)), []);
    assert.deepEqual(ids(await claim(store, 5000, 9)), [later.notice]);
  }),

  checkThat('two workers never hold the same notice', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    for (let place = 0; place < 8; place++) await queueReceipt(store, person, place);
    const claims = await Promise.all([1, 2, 3, 4].map(() => claim(store, 1000, 3)));
    const ids = claims.flat().map(({ notice }) => notice.notice);
    assert.equal(new Set(ids).size, ids.length);
    const rest = await claim(store, 1000, 10);
    assert.equal(ids.length + rest.length, 8);
  }),

  checkThat('a lease that ran out is given to the next worker, and counts as a try', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const notice = await queueReceipt(store, person);
    const [late] = await claim(store, 0);
    assert.deepEqual(await claim(store, leaseMs - 1), []);
    const [next] = await claim(store, leaseMs);
    assert.deepEqual(present(next).notice, notice);
    assert.equal(present(next).tries, 1, 'a notice that kills its worker must not live for ever');

    const { notice: id } = notice;
    const lateToken = present(late).leaseToken;
    assert.equal(await must(store.outbox.maySend(id, lateToken, instant(leaseMs + 1))), false);
    await must(store.outbox.sent(id, lateToken, 'email', instant(leaseMs + 1)));
    await must(store.outbox.stop(id, lateToken, 'parked', 'template-failed'));
    await must(store.outbox.retryAt(id, lateToken, instant(leaseMs + 2), 'provider-unavailable'));
    assert.deepEqual(await claim(store, leaseMs + 3), [], 'the late worker changed nothing');
    assert.equal((await statusAt(store, leaseMs + 3)).queued, 1);
    assert.equal((await statusAt(store, leaseMs + 3)).unclearTries, 1, 'it may have been sent');
    assert.equal(present(next).problem, 'lease-ran-out');
    assert.equal(await must(store.outbox.maySend(id, present(next).leaseToken, instant(leaseMs + 1))), true);
  }),

  checkThat('a lease is good until it runs out', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const { notice } = await queueReceipt(store, person);
    const [held] = await claim(store, 0);
    const { leaseToken } = present(held);
    assert.equal(await must(store.outbox.maySend(notice, leaseToken, instant(leaseMs - 1))), true);
    assert.equal(await must(store.outbox.maySend(notice, leaseToken, instant(leaseMs))), false);
    assert.equal(await must(store.outbox.maySend(notice, newToken(), instant(1))), false);
  }),

  checkThat('a notice that is given back waits for its time and counts its tries', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const { notice } = await queueReceipt(store, person);
    const [first] = await claim(store, 0);
    await must(store.outbox.retryAt(notice, present(first).leaseToken, instant(5000), 'provider-unavailable'));
    assert.deepEqual(await claim(store, 4999), []);
    const [second] = await claim(store, 5000);
    assert.equal(present(second).tries, 1);
    await must(store.outbox.retryAt(notice, present(second).leaseToken, instant(6000), 'provider-unavailable'));
    assert.equal(present((await claim(store, 6000))[0]).tries, 2);
  }),

  checkThat('the status counts what waits and what somebody must look at', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    assert.deepEqual(await statusAt(store, 1000), nothingWaits);
    for (const createdLaterMs of [40, 10, 20, 30]) await queueReceipt(store, person, createdLaterMs);
    assert.deepEqual(await statusAt(store, 25), {
      ...nothingWaits,
      queued: 4,
      due: 2,
      oldestQueuedAt: instant(10),
      oldestDueAt: instant(10),
    });
    const [first, second, third] = await claim(store, 1000);
    await must(store.outbox.sent(present(first).notice.notice, present(first).leaseToken, 'sms', instant(1001)));
    await must(
      store.outbox.stop(present(second).notice.notice, present(second).leaseToken, 'parked', 'provider-refused'),
    );
    await must(store.outbox.stop(present(third).notice.notice, present(third).leaseToken, 'skipped', 'not-allowed'));
    assert.deepEqual(await statusAt(store, 1001), {
      ...nothingWaits,
      queued: 1,
      parked: 1,
      oldestQueuedAt: instant(40),
    });
    assert.equal((await claim(store, 9_000_000)).length, 1, 'what ended stays ended');
  }),

  checkThat('an answer that was lost is counted, and is not forgotten when it is sent', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const { notice } = await queueReceipt(store, person);
    const [first] = await claim(store, 0);
    await must(store.outbox.retryAt(notice, present(first).leaseToken, instant(10), 'provider-unclear'));
    const [second] = await claim(store, 10);
    assert.equal(present(second).problem, 'provider-unclear');
    await must(store.outbox.retryAt(notice, present(second).leaseToken, instant(20), 'provider-throttled'));
    const [third] = await claim(store, 20);
    assert.equal(present(third).problem, 'provider-throttled');
    await must(store.outbox.sent(notice, present(third).leaseToken, 'email', instant(21)));
    assert.equal((await statusAt(store, 30)).unclearTries, 1);
  }),

  checkThat('what was parked is listed, and released begins anew', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const { notice } = await queueReceipt(store, person, 5);
    assert.equal(await must(store.outbox.release(notice, instant(6))), false, 'what waits is not parked');
    const [held] = await claim(store, 10);
    await must(store.outbox.stop(notice, present(held).leaseToken, 'parked', 'provider-unclear'));
    assert.deepEqual(await must(store.outbox.parked(10)), [
      { notice, kind: 'receipt', createdAt: instant(5), tries: 1, unclearTries: 1, problem: 'provider-unclear' },
    ]);
    assert.equal(await must(store.outbox.release(notice, instant(100))), true);
    assert.equal(await must(store.outbox.release(notice, instant(100))), false);
    assert.deepEqual(await claim(store, 99), []);
    const [again] = await claim(store, 100);
    assert.equal(present(again).tries, 0);
    assert.equal(present(again).problem, null);
    assert.equal((await statusAt(store, 100)).unclearTries, 1, 'what may have been sent stays counted');
    assert.deepEqual(await must(store.outbox.parked(10)), []);
  }),

  checkThat('nothing waits behind a newsletter', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const { subject } = person.user;
    for (const laterMs of [1, 2, 3]) {
      const news = newNotice(subject, { kind: 'newsletter', edition: newEditionId() }, { createdAt: instant(laterMs) });
      await queue(store, person, news, `newsletter/${news.notice}`);
    }
    const receipt = await queueReceipt(store, person, 50);
    const kinds = (claimed: readonly ClaimedNotice[]): string[] => claimed.map(({ notice }) => notice.about.kind);
    assert.deepEqual(kinds(await claim(store, 100, 2)), ['receipt', 'newsletter']);
    assert.deepEqual(kinds(await claim(store, 100, 9)), ['newsletter', 'newsletter']);
    assert.deepEqual(await must(store.reads.notice(receipt.notice)), receipt);
  }),

  checkThat('a notice is found by its id whatever became of it, until it goes with its person', async (opened) => {
    const { store } = opened;
    const person = await signUp(opened);
    const notices: Notice[] = [];
    for (const place of [1, 2, 3, 4]) notices.push(await queueReceipt(store, person, place));
    const [sent, skipped, parked] = await claim(store, 1000, 3);
    await must(store.outbox.sent(present(sent).notice.notice, present(sent).leaseToken, 'email', instant(1001)));
    await must(store.outbox.stop(present(skipped).notice.notice, present(skipped).leaseToken, 'skipped', 'no-address'));
    await must(store.outbox.stop(present(parked).notice.notice, present(parked).leaseToken, 'parked', 'no-address'));
    for (const notice of notices) assert.deepEqual(await must(store.reads.notice(notice.notice)), notice);
    const unknown = newNotice(person.user.subject, { kind: 'email-confirmed' });
    assert.equal(await must(store.reads.notice(unknown.notice)), null);
    await finishErasure(opened, await leave(opened, person));
    for (const { notice } of notices) assert.equal(await must(store.reads.notice(notice)), null);
  }),

  checkThat('a fence stops a notice that a worker already holds', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const held = await queueReceipt(store, person);
    await queueReceipt(store, person, 5000);
    const [claimed] = await claim(store, 0);
    const { leaseToken } = present(claimed);
    await leave({ store, vault }, person);
    assert.equal(await must(store.outbox.maySend(held.notice, leaseToken, instant(1))), false);
    await must(store.outbox.retryAt(held.notice, leaseToken, instant(2), 'provider-unavailable'));
    assert.deepEqual(await claim(store, 9_000_000), []);
    assert.deepEqual(await statusAt(store, 9_000_000), nothingWaits);
  }),
];
