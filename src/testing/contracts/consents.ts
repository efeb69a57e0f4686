import assert from 'node:assert/strict';
import { type Contract, checkThat, must, present } from './contract.ts';
import { inOne, type OpenedDataStore, signUp } from './person.ts';
import { instant, newConsent } from './samples.ts';

/** What a {@link DataStore} keeps of consents: an append-only ledger. */
export const consentsContract: Contract<OpenedDataStore> = [
  checkThat('the consent ledger is read back whole, oldest first, each person alone', async ({ store, vault }) => {
    const { user, token } = await signUp({ store, vault });
    const other = await signUp({ store, vault });
    const granted = newConsent(user.subject);
    const withdrawn = newConsent(user.subject, {
      action: 'withdrawn',
      recordedAt: instant(2000),
      claimedAt: null,
      channel: 'unsubscribe-link',
      noticeLanguage: 'en',
    });
    const renewed = newConsent(user.subject, { action: 'renewed', recordedAt: instant(1000), purpose: 'newsletter' });
    await inOne(store, async (tx) => {
      const proof = await must(tx.doors.bySession(token, instant()));
      await must(tx.consents.append(proof, [withdrawn]));
      await must(tx.consents.append(proof, [granted, renewed]));
      await must(tx.consents.append(proof, []));
      assert.deepEqual(await must(tx.consents.of(user.subject)), [granted, renewed, withdrawn]);
    });
    assert.deepEqual(await must(store.reads.consentsOf(user.subject)), [granted, renewed, withdrawn]);
    assert.deepEqual(await must(store.reads.consentsOf(other.user.subject)), []);
  }),

  checkThat('lines of one moment keep the order in which they were written', async ({ store, vault }) => {
    const { user, token } = await signUp({ store, vault });
    const lines = (['granted', 'withdrawn', 'granted', 'withdrawn', 'renewed'] as const).map((action) =>
      newConsent(user.subject, { action }),
    );
    for (const line of lines) {
      await inOne(store, async (tx) => {
        await must(tx.consents.append(await must(tx.doors.bySession(token, instant())), [line]));
      });
    }
    assert.deepEqual(await must(store.reads.consentsOf(user.subject)), lines);
  }),

  checkThat('a line that was read is a copy', async ({ store, vault }) => {
    const { user, token } = await signUp({ store, vault });
    await inOne(store, async (tx) => {
      await must(tx.consents.append(await must(tx.doors.bySession(token, instant())), [newConsent(user.subject)]));
    });
    const read = present((await must(store.reads.consentsOf(user.subject)))[0]);
    (read as { action: string }).action = 'withdrawn'; // the cast breaks in what plain JavaScript may break
    assert.equal(present((await must(store.reads.consentsOf(user.subject)))[0]).action, 'granted');
  }),
];
