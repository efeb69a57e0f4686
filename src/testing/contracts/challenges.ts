import assert from 'node:assert/strict';
import type { ChallengeTarget } from '../../domain/verification/challenge.ts';
import { asWork, type Contract, checkThat, must, present } from './contract.ts';
import { inOne, leave, type OpenedDataStore, signUp } from './person.ts';
import { instant, newBytes, newChallenge, newChallengeId, newEmail, newPhone, newSession } from './samples.ts';

const toPhone = (): ChallengeTarget => ({ kind: 'phone', phone: newPhone() });

/** What a {@link DataStore} keeps of open one-time codes. */
export const challengesContract: Contract<OpenedDataStore> = [
  checkThat('a challenge of a stranger is found by its id, and for its own target alone', async ({ store }) => {
    const challenge = newChallenge();
    const target = toPhone();
    await inOne(store, async (tx) => must(tx.challenges.put(challenge, target)));
    await inOne(store, async (tx) => {
      assert.deepEqual(await must(tx.challenges.lock(challenge.challenge, target)), challenge);
      assert.equal(await must(tx.challenges.lock(challenge.challenge, toPhone())), null);
      assert.equal(await must(tx.challenges.lock(newChallengeId(), target)), null);
    });
    assert.equal(await must(store.reads.ownerOfChallenge(challenge.challenge)), null);
    assert.equal(await must(store.reads.openChallenge(challenge.challenge, instant(), 'account-verification')), null);
  }),

  checkThat('a challenge of someone who is logged in is known with where it went', async (opened) => {
    const { store } = opened;
    const person = await signUp(opened);
    const { subject } = person.user;
    const { session } = newSession();
    const holder = { kind: 'session', session } as const;
    const challenge = newChallenge({ subject, purpose: 'confirm-email', holder, digits: 8 });
    const target: ChallengeTarget = { kind: 'email', email: newEmail() };
    await inOne(store, async (tx) => must(tx.challenges.put(challenge, target)));
    const other = await signUp(opened);
    await inOne(store, async (tx) => {
      assert.deepEqual(await must(tx.challenges.lock(challenge.challenge, target)), challenge);
      const proof = await must(tx.doors.bySession(person.token, instant()));
      assert.deepEqual(await must(tx.challenges.lockOwned(challenge.challenge, proof)), { open: challenge, target });
      const stranger = await must(tx.doors.bySession(other.token, instant()));
      assert.equal(await must(tx.challenges.lockOwned(challenge.challenge, stranger)), null);
    });
    assert.equal(await must(store.reads.ownerOfChallenge(challenge.challenge)), subject);
    const look = (atMs: number) =>
      must(store.reads.openChallenge(challenge.challenge, instant(atMs), 'account-verification'));
    assert.deepEqual(await look(0), { subject, purpose: 'confirm-email', holder, target, sentAt: challenge.sentAt });
    assert.equal(await look(challenge.expiresAt - instant()), null, 'it is over');
    await inOne(store, async (tx) => must(tx.challenges.save({ ...challenge, triesLeft: 0 })));
    assert.equal(await look(0), null, 'its tries are used up');
    await inOne(store, async (tx) => must(tx.challenges.save(challenge)));
    await leave(opened, person);
    assert.equal(await look(0), null, 'the account is leaving');
  }),

  checkThat(
    'a new challenge takes the place of the one before of the same device, and of no other',
    async ({ store }) => {
      const target = toPhone();
      const elsewhere = newChallenge();
      const forElse = newChallenge({ purpose: 'add-phone', holder: elsewhere.holder });
      const before = newChallenge({ triesLeft: 2 });
      const after = newChallenge({ holder: before.holder });
      for (const one of [elsewhere, forElse, before, after]) {
        await inOne(store, async (tx) => must(tx.challenges.put(one, target)));
      }
      await inOne(store, async (tx) => {
        assert.equal(await must(tx.challenges.lock(before.challenge, target)), null);
        for (const one of [elsewhere, forElse, after]) {
          assert.deepEqual(await must(tx.challenges.lock(one.challenge, target)), one);
        }
      });
    },
  ),

  checkThat('a try that was used stays used, and a challenge that is spent is gone', async ({ store }) => {
    const challenge = newChallenge();
    const target = toPhone();
    await inOne(store, async (tx) => must(tx.challenges.put(challenge, target)));
    await inOne(store, async (tx) => must(tx.challenges.save({ ...challenge, triesLeft: 3 })));
    await inOne(store, async (tx) => {
      assert.deepEqual(await must(tx.challenges.lock(challenge.challenge, target)), { ...challenge, triesLeft: 3 });
    });
    await inOne(store, async (tx) => must(tx.challenges.remove(challenge.challenge)));
    await inOne(store, async (tx) => {
      assert.equal(await must(tx.challenges.lock(challenge.challenge, target)), null);
      await must(tx.challenges.remove(challenge.challenge)); // again changes nothing
    });
  }),

  checkThat('a challenge that was read is a copy', async ({ store }) => {
    const codeHash = newBytes(32);
    const challenge = newChallenge({ codeHash: codeHash.slice() });
    const target = toPhone();
    await inOne(store, async (tx) => must(tx.challenges.put(challenge, target)));
    challenge.codeHash.fill(0);
    const look = () => inOne(store, async (tx) => present(await must(tx.challenges.lock(challenge.challenge, target))));
    const read = await look();
    assert.deepEqual(read.codeHash, codeHash);
    read.codeHash.fill(0);
    assert.deepEqual((await look()).codeHash, codeHash);
  }),

  checkThat('wrong codes that come in at once use up one try each', async ({ store }) => {
    const challenge = newChallenge({ triesLeft: 5 });
    const target = toPhone();
    await inOne(store, async (tx) => must(tx.challenges.put(challenge, target)));
    const answers = await Promise.all(
      Array.from({ length: 4 }, () =>
        store.transact((tx) =>
          asWork(async () => {
            const open = present(await must(tx.challenges.lock(challenge.challenge, target)));
            await must(tx.challenges.save({ ...open, triesLeft: open.triesLeft - 1 }));
          }),
        ),
      ),
    );
    for (const answer of answers) await must(answer);
    const left = await inOne(
      store,
      async (tx) => present(await must(tx.challenges.lock(challenge.challenge, target))).triesLeft,
    );
    assert.equal(left, 1);
  }),

  checkThat('of right codes that come in at once exactly one finds its challenge', async ({ store }) => {
    const challenge = newChallenge();
    const target = toPhone();
    await inOne(store, async (tx) => must(tx.challenges.put(challenge, target)));
    const found = await Promise.all(
      Array.from({ length: 8 }, () =>
        inOne(store, async (tx) => {
          const open = await must(tx.challenges.lock(challenge.challenge, target));
          if (open !== null) await must(tx.challenges.remove(challenge.challenge));
          return open !== null;
        }),
      ),
    );
    assert.equal(found.filter((one) => one).length, 1);
  }),
];
