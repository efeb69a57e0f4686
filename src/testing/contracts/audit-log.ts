import assert from 'node:assert/strict';
import type { SealDisposal } from '../../application/ports/disposal.ts';
import { auditText } from '../../domain/audit/audit-entry.ts';
import { auditLanes, emptyLane, headAfter } from '../../domain/audit/chain.ts';
import { faultIn } from '../../domain/audit/verify-log.ts';
import { errAsync, okAsync } from '../../domain/result.ts';
import { riskText } from '../../domain/risk/risk-event.ts';
import { CaseNumber, StaffId } from '../../domain/staff/staff-id.ts';
import { appendEntry, appendRisk, genuineSeals, sealDisposal, sealedAfter, sha256 } from './chained.ts';
import { type Contract, checkThat, must, present, refusalOf } from './contract.ts';
import { inOne, leave, type OpenedDataStore, signUp } from './person.ts';
import { instant, newAuditEntry, newRisk, newSubject } from './samples.ts';

/** What a {@link DataStore} keeps of what staff did, and of the chain that holds it together. */
export const auditLogContract: Contract<OpenedDataStore> = [
  checkThat('what is appended is linked, and stands for what was recorded', async ({ store }) => {
    const entry = newAuditEntry(newSubject(), { about: 'ben.legal' });
    const nobodys = newAuditEntry(newSubject(), {
      subject: null,
      staff: null,
      purpose: null,
      caseNumber: null,
      fields: [],
      action: 'first-officer-appointed',
    });
    const risk = newRisk({});
    await inOne(store, async (tx) => {
      await must(appendEntry(tx, entry));
      await must(appendEntry(tx, nobodys));
      await must(appendRisk(tx, risk));
    });
    const [head] = (await must(store.auditLog.heads())).filter(({ length }) => length > 0);
    const { lane } = present(head);
    const links = await must(store.auditLog.links(lane, 0, 10));
    assert.deepEqual(
      links.map(({ kind, position, record }) => [kind, position, record?.text]),
      [
        ['staff', 1, auditText(entry)],
        ['staff', 2, auditText(nobodys)],
        ['risk', 3, riskText(risk)],
      ],
    );
    let before = emptyLane(lane);
    for (const link of links) {
      assert.equal(faultIn(sha256, before, link, genuineSeals(link), instant()), null);
      before = headAfter(link);
    }
    assert.deepEqual(before, head);
    assert.deepEqual(
      await must(store.auditLog.linksBetween(lane, 2, 3)),
      links.slice(1).map(({ record: _, disposal: _none, ...link }) => link),
    );
    assert.deepEqual(
      (await must(store.auditLog.links(lane, 1, 1))).map(({ position }) => position),
      [2],
    );
    assert.equal(await must(store.auditLog.stray()), null);
  }),

  checkThat(
    'a risk that goes with its account leaves a signed word of it, and one that is held stays',
    async (opened) => {
      const { store } = opened;
      const person = await signUp(opened);
      const { subject } = person.user;
      const other = (await signUp(opened)).user.subject;
      await inOne(store, async (tx) => {
        assert.equal((await must(tx.doors.bySubject(subject)))?.subject, subject);
        assert.equal(await must(tx.doors.bySubject(newSubject())), null);
        for (const one of [subject, other, subject]) await must(appendRisk(tx, newRisk({ subject: one })));
      });
      const [head] = (await must(store.auditLog.heads())).filter(({ length }) => length > 0);
      const links = async () => must(store.auditLog.links(present(head).lane, 0, 10));
      const { erasure } = await leave(opened, person);
      await inOne(store, async (tx) => assert.equal(await must(tx.doors.bySubject(subject)), null));
      await must(
        store.disposal.purge(erasure, subject, { orders: [], categories: ['verification'] }, instant(), sealDisposal),
      );
      assert.ok((await links()).every(({ record, disposal }) => record !== null && disposal === null));
      await must(store.disposal.purge(erasure, subject, { orders: [], categories: [] }, instant(), sealDisposal));
      await must(store.disposal.purge(erasure, subject, { orders: [], categories: [] }, instant(), sealDisposal));
      let before = emptyLane(present(head).lane);
      const found = await links();
      assert.deepEqual(
        found.map(({ record, disposal }) => [record !== null, disposal !== null]),
        [
          [false, true],
          [true, false],
          [false, true],
        ],
      );
      for (const link of found) {
        const genuine = genuineSeals(link);
        assert.equal(faultIn(sha256, before, link, genuine, instant()), null);
        const unsigned = faultIn(sha256, before, link, { ...genuine, disposal: false }, instant());
        assert.equal(unsigned?.kind, 'disposal-forged');
        if (link.record === null) {
          const back = { ...link, record: { salt: '', text: '' } };
          assert.equal(
            faultIn(sha256, before, back, genuine, instant())?.kind,
            'put-in',
            'what went does not come back',
          );
        }
        before = headAfter(link);
      }
      assert.equal(await must(store.auditLog.stray()), null);
    },
  ),

  checkThat('each of however many risks of a person goes with a word of its own', async (opened) => {
    const { store } = opened;
    const person = await signUp(opened);
    const { subject } = person.user;
    await inOne(store, async (tx) => {
      for (let count = 0; count < 503; count += 1) await must(appendRisk(tx, newRisk({ subject })));
    });
    const { erasure } = await leave(opened, person);
    await must(store.disposal.purge(erasure, subject, { orders: [], categories: [] }, instant(), sealDisposal));
    const [head] = (await must(store.auditLog.heads())).filter(({ length }) => length > 0);
    const links = await must(store.auditLog.links(present(head).lane, 0, 1_000));
    assert.equal(links.length, 503);
    assert.ok(links.every((link) => link.record === null && genuineSeals(link).disposal === true));
    assert.equal(present(await must(store.reads.erasure(erasure))).deleted.risk_events, 503);
  }),

  checkThat(
    'a risk of which nothing is to be said goes without a word, and who signs sees what there is',
    async (opened) => {
      const { store } = opened;
      const person = await signUp(opened);
      const { subject } = person.user;
      const risk = newRisk({ subject });
      await inOne(store, async (tx) => must(appendRisk(tx, risk)));
      const [head] = (await must(store.auditLog.heads())).filter(({ length }) => length > 0);
      const links = async () => must(store.auditLog.links(present(head).lane, 0, 10));
      const [linked] = await links();
      const { erasure } = await leave(opened, person);
      const shown: unknown[] = [];
      const silent: SealDisposal = (link, { salt, ...event }) => {
        shown.push({ ...link, record: { salt, text: riskText(event) }, disposal: null });
        return okAsync(null);
      };
      await must(store.disposal.purge(erasure, subject, { orders: [], categories: [] }, instant(), silent));
      assert.deepEqual(shown, [linked]);
      assert.deepEqual(await links(), [{ ...linked, record: null }]);
    },
  ),

  checkThat('what is rolled back leaves no link and no entry', async ({ store }) => {
    const heads = await must(store.auditLog.heads());
    await refusalOf(
      store.transact((tx) =>
        appendEntry(tx, newAuditEntry(newSubject())).andThen(() => errAsync({ kind: 'ThoughtBetterOfIt' as const })),
      ),
    );
    assert.deepEqual(await must(store.auditLog.heads()), heads);
    assert.deepEqual(await must(store.auditLog.search({}, null, 10)), []);
  }),

  checkThat('writers that come at once each find their place, and no two the same', async ({ store }) => {
    const writers = Array.from({ length: 24 }, (_, number) =>
      newAuditEntry(newSubject(), { recordedAt: instant(number) }),
    );
    await Promise.all(writers.map((entry) => inOne(store, async (tx) => must(appendEntry(tx, entry)))));
    let links = 0;
    for (const { lane, length, link } of await must(store.auditLog.heads())) {
      assert.ok(lane >= 0 && lane < auditLanes);
      let before = emptyLane(lane);
      for (const found of await must(store.auditLog.links(lane, 0, 100))) {
        assert.equal(faultIn(sha256, before, found, genuineSeals(found), instant()), null);
        before = headAfter(found);
        links += 1;
      }
      assert.deepEqual(before, { lane, length, link });
    }
    assert.equal(links, writers.length);
  }),

  checkThat('what stands where nothing of the log can is found', async ({ store }) => {
    for (const [lane, position] of [
      [auditLanes, 1],
      [0, 0],
      [5, 7],
    ] as const) {
      const outcome = await store.transact((tx) =>
        tx.auditLog.describe(newAuditEntry(newSubject()), { lane, position, salt: 'ab'.repeat(16) }),
      );
      assert.ok(outcome.isOk());
      assert.notEqual(await must(store.auditLog.stray()), null);
    }
    const link = sealedAfter(emptyLane(auditLanes), {
      kind: 'staff',
      recordedAt: instant(),
      commitment: 'ab'.repeat(32),
    });
    await inOne(store, async (tx) => must(tx.auditLog.link(link)));
    assert.notEqual(await must(store.auditLog.stray()), null);
  }),

  checkThat('entries are found by who, whom, case, action and time, newest first and page by page', async (opened) => {
    const { store } = opened;
    const { subject } = (await signUp(opened)).user;
    const other = newSubject();
    const ben = await must(StaffId.parse('ben.legal'));
    const another = await must(CaseNumber.parse('CASE-7'));
    const entries = [
      newAuditEntry(subject, { recordedAt: instant(1) }),
      newAuditEntry(subject, { recordedAt: instant(2), staff: ben, action: 'place-hold' }),
      newAuditEntry(other, { recordedAt: instant(3), caseNumber: another }),
      newAuditEntry(other, { recordedAt: instant(3), staff: ben }),
    ];
    for (const entry of entries) await inOne(store, async (tx) => must(appendEntry(tx, entry)));
    const { search } = store.auditLog;
    const [first, second, third, fourth] = entries;
    const both = new Set([present(third).entry, present(fourth).entry]);
    const newest = await must(search({}, null, 2));
    assert.deepEqual(new Set(newest.map(({ entry }) => entry)), both);
    assert.deepEqual(await must(search({}, present(newest[1]), 10)), [second, first]);
    assert.deepEqual(
      new Set([...newest, ...(await must(search({}, present(newest[0]), 1)))].map(({ entry }) => entry)),
      both,
    );
    assert.deepEqual(await must(search({ subject }, null, 10)), [second, first]);
    assert.deepEqual(await must(search({ staff: ben, subject }, null, 10)), [second]);
    assert.deepEqual(await must(search({ caseNumber: another }, null, 10)), [third]);
    assert.deepEqual(await must(search({ action: 'place-hold' }, null, 10)), [second]);
    assert.deepEqual(await must(search({ from: instant(2), until: instant(3) }, null, 10)), [second]);
    assert.deepEqual(await must(search({ subject, staff: ben, from: instant(3) }, null, 10)), []);
  }),
];
