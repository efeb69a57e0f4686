import assert from 'node:assert/strict';
import type { ChallengeTarget } from '../../domain/verification/challenge.ts';
import { asWork, type Contract, checkThat, must, present } from './contract.ts';
import { inOne, type OpenedDataStore, signUp } from './person.ts';
import { newBytes, newChallenge, newChallengeId, newEmail, newPhone } from './samples.ts';

const toPhone = (): ChallengeTarget => ({ kind: 'phone', phone: newPhone() });

/** What a {@link DataStore} keeps of open one-time codes. */
export const challengesContract: Contract<OpenedDataStore> = [
  checkThat('a challenge of a stranger is found by its target and by its id', async ({ store }) => {
    const challenge = newChallenge();
    const target = toPhone();
    await inOne(store, async (tx) => must(tx.challenges.put(challenge, target)));
    await inOne(store, async (tx) => {
      assert.deepEqual(await must(tx.challenges.lockByTarget('log-in', target)), challenge);
      assert.deepEqual(await must(tx.challenges.lock(challenge.challenge)), challenge);
      assert.equal(await must(tx.challenges.lock(newChallengeId())), null);
      assert.equal(await must(tx.challenges.lockByTarget('log-in', toPhone())), null);
    });
  }),

  checkThat('a challenge of someone who is logged in goes to an email as well', async ({ store, vault }) => {
    const { user } = await signUp({ store, vault });
    const challenge = newChallenge({ subject: user.subject, purpose: 'confirm-email' });
    const target: ChallengeTarget = { kind: 'email', email: newEmail() };
    await inOne(store, async (tx) => must(tx.challenges.put(challenge, target)));
    await inOne(store, async (tx) => {
      assert.deepEqual(await must(tx.challenges.lockByTarget('confirm-email', target)), challenge);
    });
  }),

  checkThat('a new challenge takes the place of the one before', async ({ store }) => {
    const target = toPhone();
    const before = newChallenge({ triesLeft: 2 });
    const after = newChallenge();
    await inOne(store, async (tx) => must(tx.challenges.put(before, target)));
    await inOne(store, async (tx) => must(tx.challenges.put(after, target)));
    await inOne(store, async (tx) => {
      assert.deepEqual(await must(tx.challenges.lockByTarget('log-in', target)), after);
      assert.equal(await must(tx.challenges.lock(before.challenge)), null);
    });
  }),

  checkThat('of challenges that are added at once for one purpose and target, one is first', async ({ store }) => {
    const target = toPhone();
    const rivals = Array.from({ length: 8 }, () => newChallenge());
    const added = await Promise.all(
      rivals.map((rival) => inOne(store, async (tx) => must(tx.challenges.add(rival, target)))),
    );
    assert.equal(added.filter((first) => first).length, 1);
    await inOne(store, async (tx) => {
      assert.deepEqual(await must(tx.challenges.lockByTarget('log-in', target)), rivals[added.indexOf(true)]);
      assert.ok(await must(tx.challenges.add(newChallenge({ purpose: 'add-phone' }), target)), 'another purpose');
    });
  }),

  checkThat('challenges for two purposes stand side by side', async ({ store, vault }) => {
    const { user } = await signUp({ store, vault });
    const target = toPhone();
    const logIn = newChallenge();
    const addPhone = newChallenge({ subject: user.subject, purpose: 'add-phone' });
    await inOne(store, async (tx) => {
      await must(tx.challenges.put(logIn, target));
      await must(tx.challenges.put(addPhone, target));
    });
    await inOne(store, async (tx) => {
      assert.deepEqual(await must(tx.challenges.lockByTarget('log-in', target)), logIn);
      assert.deepEqual(await must(tx.challenges.lockByTarget('add-phone', target)), addPhone);
    });
  }),

  checkThat('a try that was used stays used, and a challenge that is spent is gone', async ({ store }) => {
    const challenge = newChallenge();
    await inOne(store, async (tx) => must(tx.challenges.put(challenge, toPhone())));
    await inOne(store, async (tx) => must(tx.challenges.save({ ...challenge, triesLeft: 3 })));
    await inOne(store, async (tx) => {
      assert.deepEqual(await must(tx.challenges.lock(challenge.challenge)), { ...challenge, triesLeft: 3 });
    });
    await inOne(store, async (tx) => must(tx.challenges.remove(challenge.challenge)));
    await inOne(store, async (tx) => {
      assert.equal(await must(tx.challenges.lock(challenge.challenge)), null);
      await must(tx.challenges.remove(challenge.challenge)); // again changes nothing
    });
  }),

  checkThat('a challenge that was read is a copy', async ({ store }) => {
    const codeHash = newBytes(32);
    const challenge = newChallenge({ codeHash: codeHash.slice() });
    await inOne(store, async (tx) => must(tx.challenges.put(challenge, toPhone())));
    challenge.codeHash.fill(0);
    const read = await inOne(store, async (tx) => present(await must(tx.challenges.lock(challenge.challenge))));
    assert.deepEqual(read.codeHash, codeHash);
    read.codeHash.fill(0);
    const again = await inOne(store, async (tx) => present(await must(tx.challenges.lock(challenge.challenge))));
    assert.deepEqual(again.codeHash, codeHash);
  }),

  checkThat('wrong codes that come in at once use up one try each', async ({ store }) => {
    const challenge = newChallenge({ triesLeft: 5 });
    await inOne(store, async (tx) => must(tx.challenges.put(challenge, toPhone())));
    const answers = await Promise.all(
      Array.from({ length: 4 }, () =>
        store.transact((tx) =>
          asWork(async () => {
            const open = present(await must(tx.challenges.lock(challenge.challenge)));
            await must(tx.challenges.save({ ...open, triesLeft: open.triesLeft - 1 }));
          }),
        ),
      ),
    );
    for (const answer of answers) await must(answer);
    const left = await inOne(
      store,
      async (tx) => present(await must(tx.challenges.lock(challenge.challenge))).triesLeft,
    );
    assert.equal(left, 1);
  }),
];
