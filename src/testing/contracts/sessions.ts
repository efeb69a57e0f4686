import assert from 'node:assert/strict';
import { hourMs } from '../../domain/instant.ts';
import { type Contract, checkThat, must, refusalOf } from './contract.ts';
import { inOne, type OpenedDataStore, signUp } from './person.ts';
import { instant, newBytes } from './samples.ts';

/** What a {@link DataStore} keeps of sessions. {@link signUp} starts one that lasts an hour. */
export const sessionsContract: Contract<OpenedDataStore> = [
  checkThat('a session is its person until the moment it expires', async ({ store, vault }) => {
    const { user, token } = await signUp({ store, vault });
    assert.equal(await must(store.reads.session(token, instant())), user.subject);
    assert.equal(await must(store.reads.session(token, instant(hourMs - 1))), user.subject);
    assert.equal(await must(store.reads.session(token, instant(hourMs))), null);
    const late = await refusalOf(store.transact((tx) => tx.doors.bySession(token, instant(hourMs))));
    assert.deepEqual(late, { kind: 'NotLoggedIn' });
    const lateAlone = await refusalOf(
      store.transact((tx) => tx.doors.bySessionAlone(token, instant(hourMs), 'data-subject-rights')),
    );
    assert.deepEqual(lateAlone, { kind: 'NotLoggedIn' });
  }),

  checkThat('an unknown session is nobody', async ({ store, vault }) => {
    await signUp({ store, vault });
    const unknown = newBytes(32);
    assert.equal(await must(store.reads.session(unknown, instant())), null);
    assert.deepEqual(await refusalOf(store.transact((tx) => tx.doors.bySession(unknown, instant()))), {
      kind: 'NotLoggedIn',
    });
  }),

  checkThat('a session opens the doors to its own person', async ({ store, vault }) => {
    const { user, token } = await signUp({ store, vault });
    await inOne(store, async (tx) => {
      assert.equal((await must(tx.doors.bySession(token, instant()))).subject, user.subject);
      const held = await must(tx.doors.bySessionAlone(token, instant(), 'data-subject-rights'));
      assert.equal(held.proof.subject, user.subject);
      assert.deepEqual(held.user, user);
      assert.equal(held.sessionStartedAt, instant());
    });
  }),

  checkThat('who logs out ends one session and keeps the others', async ({ store, vault }) => {
    const { user, token } = await signUp({ store, vault });
    const other = newBytes(32);
    await inOne(store, async (tx) => {
      await must(
        tx.sessions.start(await must(tx.doors.bySession(token, instant())), other, instant(), instant(hourMs)),
      );
    });
    assert.equal(await inOne(store, async (tx) => must(tx.sessions.end(token))), true);
    assert.equal(await inOne(store, async (tx) => must(tx.sessions.end(token))), false);
    assert.equal(await must(store.reads.session(token, instant())), null);
    assert.equal(await must(store.reads.session(other, instant())), user.subject);
  }),
];
