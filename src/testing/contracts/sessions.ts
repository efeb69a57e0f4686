import assert from 'node:assert/strict';
import { dayMs, hourMs } from '../../domain/instant.ts';
import { sessionIdleMs, sessionLifetimeMs, sessionUseEveryMs } from '../../domain/session/session-policy.ts';
import { type Contract, checkThat, must, present, refusalOf } from './contract.ts';
import { inOne, leave, type OpenedDataStore, signUp } from './person.ts';
import { instant, newBytes, newDeviceName, newSession } from './samples.ts';

/** What a {@link DataStore} keeps of sessions. {@link signUp} starts one that lasts an hour. */
export const sessionsContract: Contract<OpenedDataStore> = [
  checkThat('a session is its person until the moment it expires', async ({ store, vault }) => {
    const { user, token, session } = await signUp({ store, vault });
    const { startedAt, provedAt, usedAt } = session;
    const found = { subject: user.subject, session: session.session, startedAt, provedAt, usedAt };
    assert.deepEqual(await must(store.reads.session(token, instant())), found);
    assert.deepEqual(await must(store.reads.session(token, instant(hourMs - 1))), found);
    assert.equal(await must(store.reads.session(token, instant(hourMs))), null);
    const late = await refusalOf(store.transact((tx) => tx.doors.bySession(token, instant(hourMs))));
    assert.deepEqual(late, { kind: 'NotLoggedIn' });
    const lateAlone = await refusalOf(
      store.transact((tx) => tx.doors.bySessionAlone(token, instant(hourMs), 'data-subject-rights')),
    );
    assert.deepEqual(lateAlone, { kind: 'NotLoggedIn' });
  }),

  checkThat(
    'a session may be one of whose proof nobody knows when it was, until there is one',
    async ({ store, vault }) => {
      const { user, token, session } = await signUp({ store, vault }, {}, newSession({ provedAt: null }));
      assert.equal(present(await must(store.reads.session(token, instant()))).provedAt, null);
      const [listed] = await must(store.reads.sessionsOf(user.subject, instant(), 'account-security'));
      assert.deepEqual(listed, session);
      await inOne(store, async (tx) => {
        const held = await must(tx.doors.bySessionAlone(token, instant(), 'data-subject-rights'));
        assert.equal(held.provedAt, null);
        await must(tx.sessions.rotate(held.proof, held.session, token, instant(60_000)));
      });
      assert.equal(present(await must(store.reads.session(token, instant()))).provedAt, instant(60_000));
    },
  ),

  checkThat('an unknown session is nobody', async ({ store, vault }) => {
    await signUp({ store, vault });
    const unknown = newBytes(32);
    assert.equal(await must(store.reads.session(unknown, instant())), null);
    assert.deepEqual(await refusalOf(store.transact((tx) => tx.doors.bySession(unknown, instant()))), {
      kind: 'NotLoggedIn',
    });
  }),

  checkThat('a session opens the doors to its own person', async ({ store, vault }) => {
    const { user, token, session } = await signUp({ store, vault });
    await inOne(store, async (tx) => {
      assert.equal((await must(tx.doors.bySession(token, instant()))).subject, user.subject);
      const held = await must(tx.doors.bySessionAlone(token, instant(), 'data-subject-rights'));
      assert.equal(held.proof.subject, user.subject);
      assert.deepEqual(held.user, user);
      assert.deepEqual([held.session, held.provedAt], [session.session, session.provedAt]);
    });
  }),

  ...(['a look', 'a door', 'a door alone'] as const).map((by) =>
    checkThat<OpenedDataStore>(
      `${by} notes a use once an hour, and the session goes on, up to its bound`,
      async ({ store, vault }) => {
        const { user, token } = await signUp({ store, vault }, {}, newSession());
        const use = async (ms: number): Promise<void> => {
          const at = instant(ms);
          if (by === 'a look') present(await must(store.reads.session(token, at)));
          else if (by === 'a door') await inOne(store, async (tx) => must(tx.doors.bySession(token, at)));
          else await inOne(store, async (tx) => must(tx.doors.bySessionAlone(token, at, 'data-subject-rights')));
        };
        const listed = async (ms: number) => {
          const [only] = await must(store.reads.sessionsOf(user.subject, instant(ms), 'account-security'));
          return [present(only).usedAt, present(only).expiresAt];
        };
        await use(sessionUseEveryMs - 1);
        assert.deepEqual(await listed(0), [instant(), instant(sessionIdleMs)]);
        await use(sessionUseEveryMs);
        assert.deepEqual(await listed(0), [instant(sessionUseEveryMs), instant(sessionUseEveryMs + sessionIdleMs)]);
        for (let day = 5; day < 30; day += 5) await use(day * dayMs);
        assert.deepEqual(await listed(25 * dayMs), [instant(25 * dayMs), instant(sessionLifetimeMs)]);
        assert.equal(await must(store.reads.session(token, instant(sessionLifetimeMs))), null);
      },
    ),
  ),

  checkThat('who logs out ends one session and keeps the others', async ({ store, vault }) => {
    const { user, token } = await signUp({ store, vault });
    const other = newBytes(32);
    await inOne(store, async (tx) => {
      await must(tx.sessions.start(await must(tx.doors.bySession(token, instant())), other, newSession()));
    });
    assert.equal(await inOne(store, async (tx) => must(tx.sessions.end(token))), true);
    assert.equal(await inOne(store, async (tx) => must(tx.sessions.end(token))), false);
    assert.equal(await must(store.reads.session(token, instant())), null);
    assert.equal((await must(store.reads.session(other, instant())))?.subject, user.subject);
  }),

  checkThat('a rotated session is the same session, by another token alone', async ({ store, vault }) => {
    const deviceName = newDeviceName();
    const { token, user, session } = await signUp({ store, vault }, {}, newSession({ deviceName }));
    const next = newBytes(32);
    await inOne(store, async (tx) => {
      const proof = await must(tx.doors.bySession(token, instant()));
      await must(tx.sessions.rotate(proof, session.session, next, instant(60_000)));
    });
    assert.equal(await must(store.reads.session(token, instant())), null);
    const found = present(await must(store.reads.session(next, instant(60_000))));
    assert.deepEqual([found.subject, found.session, found.provedAt], [user.subject, session.session, instant(60_000)]);
    assert.deepEqual(await must(store.reads.sessionsOf(user.subject, instant(), 'account-security')), [
      { ...session, provedAt: instant(60_000) },
    ]);
  }),

  checkThat(
    'sessions are listed with the names of their devices, and ended one by one or all but one',
    async (opened) => {
      const { store } = opened;
      const person = await signUp(opened);
      const stranger = await signUp(opened);
      const tokens = [newBytes(32), newBytes(32), newBytes(32)];
      const sessions = tokens.map((_, n) => newSession({ deviceName: newDeviceName(), usedAt: instant(n + 1) }));
      await inOne(store, async (tx) => {
        const proof = await must(tx.doors.bySession(person.token, instant()));
        for (const [n, session] of sessions.entries())
          await must(tx.sessions.start(proof, present(tokens[n]), session));
      });
      const { subject } = person.user;
      const listed = () => must(store.reads.sessionsOf(subject, instant(), 'account-security'));
      assert.deepEqual(await listed(), [...sessions.toReversed(), person.session]);
      const [first, second] = sessions;
      await inOne(store, async (tx) => {
        const proof = await must(tx.doors.bySession(person.token, instant()));
        const other = await must(tx.doors.bySession(stranger.token, instant()));
        const running = await must(tx.sessions.running(proof, present(first).session, instant()));
        assert.deepEqual(running, { provedAt: present(first).provedAt });
        assert.equal(await must(tx.sessions.running(other, present(first).session, instant())), null, 'another’s');
        assert.equal(await must(tx.sessions.endOne(other, present(first).session)), false, 'it is another’s');
        assert.equal(await must(tx.sessions.endOne(proof, present(first).session)), true);
        assert.equal(await must(tx.sessions.endOne(proof, present(first).session)), false);
        assert.equal(await must(tx.sessions.running(proof, present(first).session, instant())), null);
        assert.equal(await must(tx.sessions.endOthers(proof, present(second).session)), 2);
      });
      assert.deepEqual(await listed(), [second]);
      await inOne(store, async (tx) => {
        const proof = await must(tx.doors.bySession(present(tokens[1]), instant()));
        assert.equal(await must(tx.sessions.endOthers(proof, null)), 1);
      });
      assert.deepEqual(await listed(), []);
      assert.equal((await must(store.reads.session(stranger.token, instant())))?.subject, stranger.user.subject);
    },
  ),

  checkThat('no session of a person who leaves is listed', async (opened) => {
    const person = await signUp(opened);
    await leave(opened, person);
    assert.deepEqual(await must(opened.store.reads.sessionsOf(person.user.subject, instant(), 'account-security')), []);
  }),
];
