import assert from 'node:assert/strict';
import { PrivacyRequestId } from '../../domain/ids.ts';
import type { Day } from '../../domain/instant.ts';
import type { PrivacyRequest } from '../../domain/privacy-request/privacy-request.ts';
import { type Contract, checkThat, must, present } from './contract.ts';
import { newRequest } from './held-samples.ts';
import { inOne, type OpenedDataStore, signUp } from './person.ts';
import { instant, newNotice, newOrderId, newSubject } from './samples.ts';

type Store = OpenedDataStore['store'];

async function record(store: Store, request: PrivacyRequest): Promise<PrivacyRequest> {
  await inOne(store, async (tx) => {
    const locked = present(await must(tx.doors.byAnySubject(request.subject)));
    await must(tx.privacyRequests.add(locked, request));
  });
  return request;
}

const due = (text: string): Day => text as Day; // sound: the shape of a day

/** What a `DataStore` keeps of requests under data protection law. */
export const privacyRequestsContract: Contract<OpenedDataStore> = [
  checkThat('a request comes back as it was recorded, and with how far it is', async ({ store, vault }) => {
    const { subject } = (await signUp({ store, vault })).user;
    const request = await record(store, newRequest(subject, { order: newOrderId() }));
    assert.deepEqual(await must(store.reads.privacyRequest(request.request)), request);
    const closed: PrivacyRequest = {
      ...request,
      state: 'closed',
      dueOn: due('2027-02-23'),
      verifiedAt: instant(1),
      extended: { at: instant(2), reason: 'complexity' },
      closed: { at: instant(3), outcome: 'done' },
    };
    await inOne(store, async (tx) => {
      assert.deepEqual(await must(tx.privacyRequests.lock(request.request)), request);
      await must(tx.privacyRequests.save(closed));
    });
    assert.deepEqual(await must(store.reads.privacyRequest(request.request)), closed);
  }),

  checkThat('no request has an unknown number', async ({ store }) => {
    const unknown = present(PrivacyRequestId.parse(newSubject()).unwrapOr(null));
    assert.equal(await must(store.reads.privacyRequest(unknown)), null);
    await inOne(store, async (tx) => assert.equal(await must(tx.privacyRequests.lock(unknown)), null));
  }),

  checkThat('open requests come most urgent first, so many at most; answered ones not', async (opened) => {
    const { store } = opened;
    const { subject } = (await signUp(opened)).user;
    const late = await record(store, newRequest(subject, { dueOn: due('2027-01-05') }));
    const soon = await record(store, newRequest(subject, { dueOn: due('2026-12-01'), state: 'verified' }));
    const next = await record(store, newRequest(subject, { dueOn: due('2026-12-24') }));
    await record(
      store,
      newRequest(subject, { state: 'closed', dueOn: due('2026-11-30'), closed: { at: instant(), outcome: 'done' } }),
    );
    const ids = async (limit: number) => (await must(store.reads.openRequests(limit))).map(({ request }) => request);
    assert.deepEqual(await ids(10), [soon.request, next.request, late.request]);
    assert.deepEqual(await ids(2), [soon.request, next.request]);
  }),

  checkThat('an open request protects the rental that it is about, an answered one nothing', async (opened) => {
    const { store } = opened;
    const { subject } = (await signUp(opened)).user;
    const order = newOrderId();
    const request = await record(store, newRequest(subject, { order }));
    const open = await must(store.reads.protectionOf(subject, instant()));
    assert.deepEqual([...open.orders], [[order, request.dueOn]]);
    await inOne(store, async (tx) => {
      await must(
        tx.privacyRequests.save({ ...request, state: 'closed', closed: { at: instant(), outcome: 'withdrawn' } }),
      );
    });
    assert.equal((await must(store.reads.protectionOf(subject, instant()))).orders.size, 0);
  }),

  checkThat('a notice about a request keeps its number', async (opened) => {
    const { store } = opened;
    const person = await signUp(opened);
    const { subject } = person.user;
    const { request } = await record(store, newRequest(subject));
    const notice = newNotice(subject, { kind: 'request-extended', request });
    await inOne(store, async (tx) => {
      const proof = await must(tx.doors.bySession(person.token, instant()));
      await must(tx.notices.queue(proof, notice, `contract/${request}`));
    });
    const [claimed] = await must(
      store.outbox.claim({ at: instant(), leaseUntil: instant(60_000), leaseToken: newSubject(), limit: 1 }),
    );
    assert.deepEqual(present(claimed).notice.about, notice.about);
  }),
];
