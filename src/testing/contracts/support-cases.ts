import assert from 'node:assert/strict';
import type { DataStore } from '../../application/ports/data-store.ts';
import type { SentCaseMessage } from '../../application/ports/transaction.ts';
import type { AuditEntry } from '../../domain/audit/audit-entry.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { dayMs } from '../../domain/instant.ts';
import { dueBelow, timedTables } from '../../domain/retention/timed-tables.ts';
import type { ClosedCase, SupportCase } from '../../domain/support-case/support-case.ts';
import { agent, newCaseNumber, newMessage, newNote, newOpening } from './case-samples.ts';
import { appendEntry, sealDisposal } from './chained.ts';
import { type Contract, checkThat, must, present } from './contract.ts';
import { finishErasure, inOne, leave, type OpenedDataStore, type Person, signUp } from './person.ts';
import { instant, newAuditEntry, newNotice } from './samples.ts';

const tables = ['support_cases', 'case_notes', 'case_messages'] as const;

/** Opens a case of a person's. */
async function open(
  store: DataStore,
  { token, user }: Person,
  changes: Parameters<typeof newOpening>[1] = {},
): Promise<SupportCase> {
  return inOne(store, async (tx) => {
    const proof = await must(tx.doors.bySession(token, instant()));
    return must(tx.supportCases.open(proof, newOpening(user.subject, changes)));
  });
}

async function close(store: DataStore, { token }: Person, opened: SupportCase, closedAt = instant(1)): Promise<void> {
  const closed: ClosedCase = { ...opened, state: 'closed', closedBy: agent, closedAt, outcome: 'solved' };
  await inOne(store, async (tx) =>
    must(tx.supportCases.save(await must(tx.doors.bySession(token, instant())), closed)),
  );
}

/** A note and a message in a case. */
async function write(store: DataStore, { token }: Person, opened: SupportCase) {
  const [note, message] = [newNote(opened), newMessage(opened)];
  await inOne(store, async (tx) => {
    const proof = await must(tx.doors.bySession(token, instant()));
    await must(tx.supportCases.addNote(proof, note));
    await must(tx.supportCases.addMessage(proof, message));
  });
  return { note, message };
}

const unsent = { delivery: 'gone', sentBy: null, sentAt: null } as const;

/** How many rows of each table an export shows. */
async function held(store: DataStore, subject: SubjectId): Promise<readonly number[]> {
  const records = await must(store.reads.everythingOf(subject, 'data-subject-rights'));
  return tables.map((table) => records.filter((record) => record.table === table).length);
}

/** What a {@link DataStore} keeps of support cases. */
export const supportCasesContract: Contract<OpenedDataStore> = [
  checkThat('a case comes back as it was opened, under a number of its own', async (opened) => {
    const { store } = opened;
    const person = await signUp(opened);
    const first = await open(store, person);
    const second = await open(store, person, { topic: 'payment', language: 'en', openedAt: instant(5) });
    assert.equal(first.state, 'open');
    assert.notEqual(first.caseNumber, second.caseNumber);
    await inOne(store, async (tx) => {
      const proof = await must(tx.doors.bySession(person.token, instant()));
      assert.deepEqual(await must(tx.supportCases.find(proof.subject, first.caseNumber)), first);
      assert.deepEqual(await must(tx.supportCases.of(proof)), [second, first]);
      assert.equal(await must(tx.supportCases.find(proof.subject, newCaseNumber())), null);
    });
    assert.equal(await must(store.reads.subjectOfCase(first.caseNumber)), person.user.subject);
    assert.equal(await must(store.reads.subjectOfCase(newCaseNumber())), null);
  }),

  checkThat('numbers are given once, also where cases are opened at the same moment', async (opened) => {
    const { store } = opened;
    const people = [await signUp(opened), await signUp(opened), await signUp(opened)];
    const cases = await Promise.all(people.map((person) => open(store, person)));
    assert.equal(new Set(cases.map(({ caseNumber }) => caseNumber)).size, people.length);
  }),

  checkThat('that the caller was verified and how it ended is written, and nothing else of it', async (opened) => {
    const { store } = opened;
    const person = await signUp(opened);
    const supportCase = await open(store, person);
    const closed: ClosedCase = {
      ...supportCase,
      verified: { by: agent, at: instant(2) },
      state: 'closed',
      closedBy: agent,
      closedAt: instant(3),
      outcome: 'not-solved',
    };
    await inOne(store, async (tx) => {
      const proof = await must(tx.doors.bySession(person.token, instant()));
      await must(tx.supportCases.save(proof, { ...supportCase, verified: { by: agent, at: instant(2) } }));
      assert.deepEqual(await must(tx.supportCases.of(proof)), [
        { ...supportCase, verified: { by: agent, at: instant(2) } },
      ]);
      await must(tx.supportCases.save(proof, supportCase));
      assert.deepEqual(await must(tx.supportCases.of(proof)), [supportCase], 'and that it was used');
      await must(tx.supportCases.save(proof, closed));
    });
    const [record] = await must(store.reads.casesOf(person.user.subject, 'customer-service'));
    assert.deepEqual(present(record).supportCase, closed);
  }),

  checkThat('nobody finds, changes or reads another’s case', async (opened) => {
    const { store } = opened;
    const [one, other] = [await signUp(opened), await signUp(opened)];
    const supportCase = await open(store, one);
    const { message } = await write(store, one, supportCase);
    await inOne(store, async (tx) => {
      const proof = await must(tx.doors.bySession(other.token, instant()));
      assert.equal(await must(tx.supportCases.find(proof.subject, supportCase.caseNumber)), null);
      const nothing = await must(tx.supportCases.written(proof, supportCase.caseNumber, 'customer-service'));
      assert.deepEqual(nothing, { notes: [], messages: [] });
      await must(tx.supportCases.save(proof, { ...supportCase, verified: { by: agent, at: instant(9) } }));
    });
    const [record] = await must(store.reads.casesOf(one.user.subject, 'customer-service'));
    assert.equal(present(record).supportCase.verified, null);
    const { subject } = other.user;
    assert.deepEqual(await must(store.reads.casesOf(subject, 'customer-service')), []);
    assert.equal(await must(store.reads.caseMessage(subject, message.message, 'customer-service')), null);
  }),

  checkThat('what is written in a case comes back, a note of the longest too', async (opened) => {
    const { store } = opened;
    const person = await signUp(opened);
    const supportCase = await open(store, person);
    const other = await open(store, person, { openedAt: instant(7) });
    const { note, message } = await write(store, person, supportCase);
    const later = newNote(supportCase, { writtenAt: instant(5) });
    await inOne(store, async (tx) => {
      const proof = await must(tx.doors.bySession(person.token, instant()));
      await must(tx.supportCases.addNote(proof, later));
      const written = await must(tx.supportCases.written(proof, supportCase.caseNumber, 'customer-service'));
      assert.deepEqual(written, { notes: [note, later], messages: [{ ...message, ...unsent }] });
    });
    const { subject } = person.user;
    assert.deepEqual(await must(store.reads.casesOf(subject, 'data-subject-rights')), [
      { supportCase: other, notes: [], messages: [] },
      { supportCase, notes: [note, later], messages: [{ ...message, ...unsent }] },
    ]);
    assert.deepEqual(await must(store.reads.caseMessage(subject, message.message, 'customer-service')), message);
  }),

  checkThat('a message tells what became of its notice', async (opened) => {
    const { store } = opened;
    const person = await signUp(opened);
    const { subject } = person.user;
    const { message } = await write(store, person, await open(store, person));
    const notice = newNotice(subject, { kind: 'email-confirmed' }, { notice: message.notice });
    await inOne(store, async (tx) =>
      must(tx.notices.queue(await must(tx.doors.bySession(person.token, instant())), notice, `case/${notice.notice}`)),
    );
    const sent = async (): Promise<SentCaseMessage> => {
      const [record] = await must(store.reads.casesOf(subject, 'customer-service'));
      return present(present(record).messages[0]);
    };
    assert.deepEqual(await sent(), { ...message, delivery: 'queued', sentBy: null, sentAt: null });
    const lease = { at: instant(), leaseUntil: instant(60_000), leaseToken: message.message, limit: 1 };
    await must(store.outbox.claim(lease));
    await must(store.outbox.sent(notice.notice, lease.leaseToken, 'sms', instant(8)));
    assert.deepEqual(await sent(), { ...message, delivery: 'sent', sentBy: 'sms', sentAt: instant(8) });
  }),

  checkThat(
    'a case goes with all that was written in it a year after it was closed, and an open one never',
    async (opened) => {
      const { store } = opened;
      const person = await signUp(opened);
      const { subject } = person.user;
      const supportCase = await open(store, person);
      await write(store, person, supportCase);
      const [table] = timedTables.filter((one) => one.table === 'support_cases');
      const sweep = async (ms: number): Promise<number> => {
        const below = present(dueBelow(present(table), instant(ms)));
        const places = await must(store.retention.due(present(table), 'closed_at', { below, after: null, limit: 50 }));
        if (places.length === 0) return 0;
        return must(store.retention.disposeOf(present(table), { column: 'closed_at', below, places }, instant(ms)));
      };
      assert.equal(await sweep(9_000 * dayMs), 0);
      const since = async () =>
        (await must(store.retention.heldOf(subject))).flatMap(({ table: of, since }) =>
          tables.some((one) => one === of) ? [since] : [],
        );
      assert.deepEqual(new Set(await since()), new Set([null]), 'its time has not begun');
      await close(store, person, supportCase);
      assert.deepEqual(new Set(await since()), new Set(['2026-11-23']));
      assert.equal(await sweep(365 * dayMs), 0, 'the last day is a full day');
      assert.equal(await sweep(366 * dayMs), 3);
      assert.deepEqual(await held(store, subject), [0, 0, 0]);
    },
  ),

  checkThat('cases are exported, go with the account, and nothing of them is left', async (opened) => {
    const { store, everyByte, sealsAtRest } = opened;
    const person = await signUp(opened);
    const stays = await signUp(opened);
    const { subject } = person.user;
    const text = newMessage(await open(store, stays)).text;
    for (const one of [person, stays]) await write(store, one, await open(store, one));
    assert.deepEqual(await held(store, subject), [1, 1, 1]);
    if (sealsAtRest)
      assert.ok(!Buffer.from(await everyByte()).includes(Buffer.from(text.slice(0, 20))), 'it is sealed');
    const holdings = await must(store.reads.holdingsOf(subject, instant()));
    assert.equal(holdings.counts.support, 3);
    const remnants = await finishErasure(opened, await leave(opened, person));
    assert.deepEqual(remnants, {});
    assert.deepEqual(await held(store, subject), [0, 0, 0]);
    assert.deepEqual(await held(store, stays.user.subject), [2, 1, 1]);
  }),

  checkThat('what an erasure forgot of a case is a remnant', async (opened) => {
    const { store } = opened;
    const person = await signUp(opened);
    await write(store, person, await open(store, person));
    await leave(opened, person);
    const left = await must(store.disposal.remnants(person.user.subject, { orders: [], categories: [] }));
    for (const table of tables) assert.equal(left[table], 1, table);
  }),

  checkThat('under a hold on it a case outlives the account', async (opened) => {
    const { store } = opened;
    const person = await signUp(opened);
    const { subject } = person.user;
    await write(store, person, await open(store, person));
    const { erasure } = await leave(opened, person);
    await must(
      store.disposal.purge(erasure, subject, { orders: [], categories: ['support'] }, instant(), sealDisposal),
    );
    assert.deepEqual(await held(store, subject), [1, 1, 1]);
    await must(store.disposal.purge(erasure, subject, { orders: [], categories: [] }, instant(), sealDisposal));
    assert.deepEqual(await held(store, subject), [0, 0, 0]);
  }),

  checkThat('what the audit log has of a person comes newest first, page by page', async (opened) => {
    const { store } = opened;
    const { subject } = (await signUp(opened)).user;
    const other = (await signUp(opened)).user;
    const entries = [0, 1, 1, 2, 3].map((ms) => newAuditEntry(subject, { recordedAt: instant(ms) }));
    await inOne(store, async (tx) => {
      for (const entry of [...entries, newAuditEntry(other.subject)]) await must(appendEntry(tx, entry));
    });
    const seen: AuditEntry[] = [];
    let after: AuditEntry | null = null;
    for (let page = 0; page < 3; page += 1) {
      const rows: readonly AuditEntry[] = await must(store.auditLog.search({ subject }, after, 2));
      seen.push(...rows);
      after = present(rows.at(-1));
    }
    assert.deepEqual(await must(store.auditLog.search({ subject }, after, 2)), []);
    assert.deepEqual(
      seen.map(({ recordedAt }) => recordedAt),
      [3, 2, 1, 1, 0].map((ms) => instant(ms)),
    );
    const ordered = (some: typeof entries) => some.toSorted((one, two) => (one.entry < two.entry ? -1 : 1));
    assert.deepEqual(ordered(seen), ordered(entries));
  }),
];
