import assert from 'node:assert/strict';
import { keyClasses } from '../../domain/data-map/vocabulary.ts';
import { asWork, type Contract, checkThat, gate, must, pause, present, refusalOf } from './contract.ts';
import { addCard, inOne, type OpenedDataStore, signUp } from './person.ts';
import {
  instant,
  newBytes,
  newCard,
  newChallenge,
  newConsent,
  newEmail,
  newNotice,
  newPhone,
  newSession,
  newUser,
} from './samples.ts';

/** What a unit of work of a {@link DataStore} promises: all or nothing, one after the other on one person. */
export const transactionsContract: Contract<OpenedDataStore> = [
  checkThat('the answer of the work is the answer of the transaction', async ({ store }) => {
    assert.equal(await inOne(store, async () => 'done'), 'done');
    const refusal = await refusalOf(store.transact((tx) => tx.doors.bySession(newBytes(32), instant())));
    assert.deepEqual(refusal, { kind: 'NotLoggedIn' });
  }),

  checkThat('work that is refused leaves nothing behind', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const { subject } = person.user;
    const before = await must(store.reads.everythingOf(subject, 'data-subject-rights'));
    const stranger = newUser();
    await must(vault.createKeys(stranger.subject, keyClasses, instant()));
    const challenge = newChallenge();
    const target = { kind: 'phone', phone: newPhone() } as const;
    const token = newBytes(32);
    const refusal = await refusalOf(
      store.transact((tx) =>
        asWork(async () => {
          const held = await must(tx.doors.bySessionAlone(person.token, instant(), 'data-subject-rights'));
          await must(tx.users.save(held, { ...held.user, email: newEmail(), username: null }));
          await must(tx.cards.add(held.proof, newCard(subject)));
          await must(tx.consents.append(held.proof, [newConsent(subject)]));
          await must(
            tx.notices.queue(held.proof, newNotice(subject, { kind: 'email-confirmed' }), 'contract/rolled-back'),
          );
          await must(tx.challenges.put(challenge, target));
          const other = await must(tx.users.register(stranger));
          await must(tx.sessions.start(other, token, newSession()));
          await must(tx.doors.bySession(newBytes(32), instant()));
        }),
      ),
    );
    assert.deepEqual(refusal, { kind: 'NotLoggedIn' });
    assert.deepEqual(await must(store.reads.everythingOf(subject, 'data-subject-rights')), before);
    assert.equal(await must(store.reads.user(stranger.subject, 'data-subject-rights')), null);
    assert.equal(await must(store.reads.session(token, instant())), null);
    assert.equal(await inOne(store, async (tx) => must(tx.challenges.lock(challenge.challenge, target))), null);
    assert.equal((await must(store.outbox.status(instant()))).queued, 0);
  }),

  checkThat('work that throws leaves nothing behind, and the store goes on', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const work = store.transact((tx) =>
      asWork(async () => {
        const held = await must(tx.doors.bySessionAlone(person.token, instant(), 'data-subject-rights'));
        await must(tx.users.save(held, { ...held.user, email: newEmail() }));
        throw new TypeError('a bug');
      }),
    );
    const outcome = await Promise.resolve(work).then(
      (answer) => (answer.isErr() ? 'refused' : 'ok'),
      () => 'threw',
    );
    assert.notEqual(outcome, 'ok');
    assert.deepEqual(await must(store.reads.user(person.user.subject, 'data-subject-rights')), person.user);
    await addCard(store, person);
  }),

  checkThat('what is not committed is seen by nobody else', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const written = gate();
    const mayCommit = gate();
    const card = newCard(person.user.subject);
    const adding = inOne(store, async (tx) => {
      const proof = await must(tx.doors.bySession(person.token, instant()));
      await must(tx.cards.add(proof, card));
      assert.deepEqual(
        await must(tx.cards.of(proof, 'data-subject-rights')),
        [card],
        'the transaction sees what it wrote',
      );
      written.open();
      await mayCommit.opened;
    });
    await written.opened;
    // A store may let the look wait for the commit instead of answering at once; then nothing uncommitted is seen either.
    const early = must(store.reads.cardsOf(person.user.subject, 'data-subject-rights'));
    const answer = await Promise.race([early, pause(50).then(() => 'waits' as const)]);
    if (answer !== 'waits') assert.deepEqual(answer, []);
    mayCommit.open();
    await adding;
    await early;
    assert.deepEqual(await must(store.reads.cardsOf(person.user.subject, 'data-subject-rights')), [card]);
  }),

  checkThat('two units of work that hold one person alone come one after the other', async ({ store, vault }) => {
    const person = await signUp({ store, vault });
    const trace: string[] = [];
    const work = (name: string): Promise<void> =>
      inOne(store, async (tx) => {
        const held = await must(tx.doors.bySessionAlone(person.token, instant(), 'data-subject-rights'));
        trace.push(`${name} in`);
        await pause(20);
        await must(tx.users.save(held, { ...held.user, email: newEmail() }));
        trace.push(`${name} out`);
      });
    await Promise.all([work('a'), work('b')]);
    assert.equal(trace.length, 4);
    const [first, second, third, fourth] = trace.map((line) => line.split(' ')[0]);
    assert.equal(first, second);
    assert.equal(third, fourth);
  }),

  checkThat('changes of one person that come in at once are all there in the end', async ({ store, vault }) => {
    const person = await signUp({ store, vault }, { email: null, username: null });
    const email = newEmail();
    await Promise.all([
      inOne(store, async (tx) => {
        const held = await must(tx.doors.bySessionAlone(person.token, instant(), 'data-subject-rights'));
        await must(tx.users.save(held, { ...held.user, email }));
      }),
      inOne(store, async (tx) => {
        const held = present(await must(tx.doors.bySubjectAlone(person.user.subject, 'data-subject-rights')));
        await must(tx.users.save(held, { ...held.user, language: 'en' }));
      }),
      addCard(store, person),
      addCard(store, person),
    ]);
    assert.deepEqual(await must(store.reads.user(person.user.subject, 'data-subject-rights')), {
      ...person.user,
      email,
      language: 'en',
    });
    assert.equal((await must(store.reads.cardsOf(person.user.subject, 'data-subject-rights'))).length, 2);
  }),

  checkThat('many people at once do not get into each other’s way', async ({ store, vault }) => {
    const people = await Promise.all(Array.from({ length: 8 }, () => signUp({ store, vault })));
    await Promise.all(people.map((person) => addCard(store, person)));
    for (const person of people) {
      assert.deepEqual(await must(store.reads.user(person.user.subject, 'data-subject-rights')), person.user);
      assert.equal((await must(store.reads.cardsOf(person.user.subject, 'data-subject-rights'))).length, 1);
    }
  }),
];
