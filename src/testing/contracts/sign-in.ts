import assert from 'node:assert/strict';
import type { BucketCharge } from '../../application/ports/bucket-charge.ts';
import type { LogInAttemptRecord } from '../../application/ports/log-in-attempts.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { hourMs, minuteMs } from '../../domain/instant.ts';
import { type ContactChange, undoChangeMs } from '../../domain/user/contact-change.ts';
import { phoneOf } from '../../domain/user/user.ts';
import type { ChallengeTarget } from '../../domain/verification/challenge.ts';
import { chargeOf } from '../../domain/verification/code-budget.ts';
import { appendRisk } from './chained.ts';
import { asWork, type Contract, checkThat, must, present } from './contract.ts';
import { inOne, leave, type OpenedDataStore, signUp } from './person.ts';
import { day, instant, newBytes, newContactChange, newEmail, newPhone, newRisk } from './samples.ts';

/** A charge of a sixth of an hour, of a bucket of its own. */
function newCharge(bucket: Uint8Array = newBytes(16)): BucketCharge {
  return { ...chargeOf('address-hour', 'somebody', 6), bucket };
}

const sixthMs = 10 * minuteMs;

function newAttempt(changes: Partial<LogInAttemptRecord> = {}): LogInAttemptRecord {
  return {
    token: newBytes(32),
    provider: 'contract',
    purpose: 'log-in',
    by: null,
    begunAt: instant(),
    expiresAt: instant(10 * minuteMs),
    ...changes,
  };
}

/** What a {@link DataStore} keeps of budgets, log-in attempts, changes that can be undone, and risks. */
export const signInContract: Contract<OpenedDataStore> = [
  checkThat('a bucket fills by what it is charged, and empties with time', async ({ store }) => {
    const charge = newCharge();
    const levelAt = async (ms: number) =>
      inOne(store, async (tx) => (await must(tx.budgets.levels([charge], instant(ms)))).map(({ levelMs }) => levelMs));
    assert.deepEqual(await levelAt(0), [0]);
    const filled = await inOne(store, async (tx) => must(tx.budgets.charge([charge, newCharge()], instant())));
    const { bucket: _bucket, ...plain } = charge;
    assert.deepEqual(filled[0], { charge: plain, levelMs: sixthMs });
    await inOne(store, async (tx) => must(tx.budgets.charge([charge], instant(minuteMs))));
    assert.deepEqual(await levelAt(minuteMs), [2 * sixthMs - minuteMs]);
    assert.deepEqual(await levelAt(2 * sixthMs), [0]);
    await inOne(store, async (tx) => must(tx.budgets.charge([charge], instant(9 * sixthMs))));
    assert.deepEqual(await levelAt(9 * sixthMs), [sixthMs], 'what was empty for long is filled from now on');
  }),

  checkThat('what a code gives back leaves no bucket emptier than empty', async ({ store }) => {
    const charge = { ...newCharge(), backMs: 3 * sixthMs };
    await inOne(store, async (tx) => {
      await must(tx.budgets.giveBack([charge]));
      await must(tx.budgets.charge([charge], instant()));
      await must(tx.budgets.giveBack([charge]));
      assert.deepEqual(
        (await must(tx.budgets.levels([charge], instant()))).map(({ levelMs }) => levelMs),
        [0],
      );
      const [level] = await must(tx.budgets.charge([charge], instant()));
      assert.equal(present(level).levelMs, sixthMs);
    });
  }),

  checkThat(
    'whoever looks at a bucket under a lock sees what was charged before, whoever charges meanwhile',
    async ({ store }) => {
      const charge = newCharge();
      await inOne(store, async (tx) => must(tx.budgets.charge([charge], instant())));
      const seen = await Promise.all(
        Array.from({ length: 6 }, () =>
          inOne(store, async (tx) => {
            const [level] = await must(tx.budgets.lockedLevels([charge], instant()));
            await must(tx.budgets.charge([charge], instant()));
            return present(level).levelMs / sixthMs;
          }),
        ),
      );
      assert.deepEqual(seen.toSorted(), [1, 2, 3, 4, 5, 6]);
    },
  ),

  checkThat('charges of work that is undone are undone', async ({ store }) => {
    const charge = newCharge();
    const refused = await store.transact((tx) =>
      asWork(async () => {
        await must(tx.budgets.charge([charge], instant()));
        await must(tx.doors.bySession(newBytes(32), instant()));
      }),
    );
    assert.ok(refused.isErr());
    await inOne(store, async (tx) => {
      assert.equal(present((await must(tx.budgets.levels([charge], instant())))[0]).levelMs, 0);
    });
  }),

  checkThat(
    'of any number of charges at once each is counted, whatever the order of their buckets',
    async ({ store }) => {
      const buckets = Array.from({ length: 6 }, () => newBytes(16));
      await Promise.all(
        Array.from({ length: 24 }, (_, n) =>
          inOne(store, async (tx) => {
            const mixed = buckets.toSorted(() => (n % 3) - 1).map(newCharge);
            await must(tx.budgets.charge(mixed, instant()));
          }),
        ),
      );
      const levels = await inOne(store, async (tx) => must(tx.budgets.levels(buckets.map(newCharge), instant())));
      assert.deepEqual(
        levels.map(({ levelMs }) => levelMs),
        buckets.map(() => 24 * sixthMs),
      );
    },
  ),

  checkThat('an attempt is taken once, of any number at once by one', async (opened) => {
    const { store } = opened;
    const person = await signUp(opened);
    const by = { subject: person.user.subject, session: person.session.session };
    for (const attempt of [newAttempt(), newAttempt({ purpose: 'link', by })]) {
      await inOne(store, async (tx) => must(tx.attempts.add(attempt)));
      const taken = await Promise.all(
        Array.from({ length: 6 }, () => inOne(store, async (tx) => must(tx.attempts.take(attempt.token)))),
      );
      const [only, ...others] = taken.filter((one) => one !== null);
      assert.deepEqual(
        { ...present(only), token: [...present(only).token] },
        { ...attempt, token: [...attempt.token] },
      );
      assert.equal(others.length, 0);
    }
    assert.equal(await inOne(store, async (tx) => must(tx.attempts.take(newBytes(32)))), null);
  }),

  checkThat('no attempt and no risk of an account that leaves is there, nor comes to be', async (opened) => {
    const { store } = opened;
    const person = await signUp(opened);
    const { subject } = person.user;
    const by = { subject, session: person.session.session };
    const [before, after] = [newAttempt({ by }), newAttempt({ by })];
    await inOne(store, async (tx) => must(tx.attempts.add(before)));
    await leave(opened, person);
    await inOne(store, async (tx) => {
      assert.equal(await must(tx.attempts.take(before.token)), null);
      await must(tx.attempts.add(after));
      assert.equal(await must(tx.attempts.take(after.token)), null);
      await must(appendRisk(tx, newRisk({ subject })));
    });
    assert.ok(!(await must(store.reads.riskEvents(100))).some((event) => event.subject === subject));
  }),

  checkThat('a former contact is there until the time is over, and for its own person', async (opened) => {
    const { store } = opened;
    const person = await signUp(opened);
    const stranger = await signUp(opened);
    const { subject } = person.user;
    const befores = [
      {
        what: 'phone',
        former: { kind: 'phone', phone: newPhone() },
        other: { kind: 'email', email: newEmail() },
        phoneProvedOn: day,
      },
      { what: 'email', former: { kind: 'email', email: newEmail() } },
      { what: 'phone', other: { kind: 'email', email: newEmail() } }, // the first phone
    ] as const;
    const changes = befores.map((one, n) => newContactChange(subject, { ...one, changedAt: instant(n * minuteMs) }));
    await inOne(store, async (tx) => {
      const proof = await must(tx.doors.bySession(person.token, instant()));
      for (const change of changes.toReversed()) await must(tx.contactChanges.add(proof, change));
    });
    const [first, second, third] = changes as [ContactChange, ContactChange, ContactChange]; // three of them
    const look = (change: ContactChange, ms: number) =>
      must(store.reads.contactChange(change.change, instant(ms), 'account-security'));
    assert.deepEqual(await look(first, 0), first);
    assert.deepEqual(await look(second, 0), second);
    assert.deepEqual(await look(first, undoChangeMs - 1), first);
    assert.equal(await look(first, undoChangeMs), null);
    await inOne(store, async (tx) => {
      const proof = await must(tx.doors.bySession(person.token, instant()));
      const other = await must(tx.doors.bySession(stranger.token, instant()));
      assert.deepEqual(await must(tx.contactChanges.of(proof)), [first, second, third]);
      assert.deepEqual(await must(tx.contactChanges.of(other)), []);
      await must(tx.contactChanges.remove(other, second.change));
      await must(tx.contactChanges.prolong(other, first.change, instant(hourMs)));
      assert.deepEqual(await must(tx.contactChanges.of(proof)), [first, second, third], 'they are another’s');
      await must(tx.contactChanges.remove(proof, second.change));
      await must(tx.contactChanges.remove(proof, third.change));
      await must(tx.contactChanges.prolong(proof, first.change, instant(2 * undoChangeMs)));
      const prolonged = { ...first, undoUntil: instant(2 * undoChangeMs) };
      assert.deepEqual(await must(tx.contactChanges.of(proof)), [prolonged]);
    });
    assert.equal((await look(first, undoChangeMs))?.undoUntil, instant(2 * undoChangeMs));
    await leave(opened, person);
    assert.equal(await look(first, 0), null, 'the account is leaving');
  }),

  checkThat('a former contact is reserved for its own account while that can have it back', async (opened) => {
    const { store } = opened;
    const person = await signUp(opened);
    const stranger = await signUp(opened);
    const { subject } = person.user;
    const phone = { kind: 'phone', phone: newPhone() } as const;
    const email = { kind: 'email', email: newEmail() } as const;
    const first = newContactChange(subject, { what: 'phone', former: phone, other: email, phoneProvedOn: day });
    const second = newContactChange(subject, { what: 'phone', former: phone, changedAt: instant(minuteMs) });
    const by = (contact: ChallengeTarget, ms: number, who: SubjectId | null = stranger.user.subject) =>
      inOne(store, async (tx) => must(tx.contactChanges.reserving(contact, who, instant(ms))));
    const until = async (contact: ChallengeTarget, ms: number, who = stranger) =>
      (await by(contact, ms, who.user.subject))?.undoUntil ?? null;
    assert.equal(await until(phone, 0), null);
    await inOne(store, async (tx) => {
      const proof = await must(tx.doors.bySession(person.token, instant()));
      for (const change of [second, first]) await must(tx.contactChanges.add(proof, change));
    });
    assert.equal(await until(phone, 0), second.undoUntil);
    assert.equal(await until(phone, 0, person), null, 'who lost it may have it again');
    const { change, undoUntil } = second;
    assert.deepEqual(await by(phone, 0, null), { change, subject, undoUntil }, 'whoever asks');
    assert.equal(await until(email, 0), null, 'it stands in the account');
    assert.equal(await until(phone, minuteMs + undoChangeMs - 1), second.undoUntil);
    assert.equal(await until(phone, minuteMs + undoChangeMs), null);
    await leave(opened, person);
    assert.equal(await until(phone, 0), null, 'the account is leaving');
  }),

  checkThat('what happened at the door is read newest first, so much at most', async (opened) => {
    const { store } = opened;
    const { user } = await signUp(opened);
    const events = [
      newRisk({ at: instant(1) }),
      newRisk({ at: instant(3), kind: 'taken-refused', subject: user.subject }),
      newRisk({ at: instant(2), kind: 'sending-limit-hit', rule: 'prefix-day' }),
    ];
    await inOne(store, async (tx) => {
      for (const event of events) await must(appendRisk(tx, event));
    });
    assert.deepEqual(await must(store.reads.riskEvents(2)), [events[1], events[2]]);
  }),

  checkThat('a login opens its account to who holds it alone, whole', async (opened) => {
    const { user } = await signUp(opened);
    await inOne(opened.store, async (tx) => {
      const phone = present(phoneOf(user));
      const held = present(await must(tx.doors.byLoginAlone({ kind: 'phone', phone })));
      assert.deepEqual(held.user, user);
      assert.equal(await must(tx.doors.byLoginAlone({ kind: 'phone', phone: newPhone() })), null);
    });
  }),
];
