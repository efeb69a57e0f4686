import assert from 'node:assert/strict';
import { keyClasses } from '../../domain/data-map/vocabulary.ts';
import { Day, dayMs } from '../../domain/instant.ts';
import type { ThirdPartyIdentity } from '../../domain/user/third-party-identity.ts';
import { type ActiveUser, identitiesOf } from '../../domain/user/user.ts';
import { type Contract, checkThat, gate, must, pause, present, refusalOf } from './contract.ts';
import { inOne, leave, type OpenedDataStore, signUp } from './person.ts';
import {
  day,
  instant,
  letters,
  newEmail,
  newIdentity,
  newPhone,
  newSubject,
  newUser,
  newUsername,
  username,
} from './samples.ts';

/** What a {@link DataStore} keeps of users: look-ups, changes, and what belongs to one account alone. */
export const usersContract: Contract<OpenedDataStore> = [
  checkThat('a person who registers is read back whole', async ({ store, vault }) => {
    const { user } = await signUp({ store, vault });
    assert.deepEqual(await must(store.reads.user(user.subject, 'data-subject-rights')), user);
  }),

  checkThat('a person with a third-party login needs no phone, no email and no username', async ({ store, vault }) => {
    const logins: ActiveUser['logins'] = [{ kind: 'third-party', identity: newIdentity() }];
    const { user } = await signUp({ store, vault }, { logins, email: null, username: null, language: 'en' });
    assert.deepEqual(await must(store.reads.user(user.subject, 'data-subject-rights')), user);
  }),

  checkThat('every change of a user is written', async ({ store, vault }) => {
    const { user, token } = await signUp({ store, vault });
    const changed: ActiveUser = {
      ...user,
      logins: [{ kind: 'phone', phone: newPhone() }],
      email: newEmail(),
      username: null,
      language: 'en',
    };
    await inOne(store, async (tx) => {
      await must(tx.users.save(await must(tx.doors.bySessionAlone(token, instant(), 'data-subject-rights')), changed));
    });
    assert.deepEqual(await must(store.reads.user(user.subject, 'data-subject-rights')), changed);

    const again: ActiveUser = {
      ...changed,
      logins: [{ kind: 'third-party', identity: newIdentity() }],
      email: null,
      username: newUsername(),
    };
    await inOne(store, async (tx) => {
      await must(tx.users.save(await must(tx.doors.bySessionAlone(token, instant(), 'data-subject-rights')), again));
    });
    assert.deepEqual(await must(store.reads.user(user.subject, 'data-subject-rights')), again);
  }),

  checkThat(
    'what mail an address does not get is read back, and is gone with the address',
    async ({ store, vault }) => {
      const { user, token } = await signUp({ store, vault }, { suppressedMail: { receipts: 'bounced' } });
      const read = (): Promise<unknown> => must(store.reads.user(user.subject, 'data-subject-rights'));
      const save = (changed: ActiveUser): Promise<void> =>
        inOne(store, async (tx) => {
          const held = await must(tx.doors.bySessionAlone(token, instant(), 'data-subject-rights'));
          await must(tx.users.save(held, changed));
        });
      assert.deepEqual(await read(), user);
      const suppressedMail = { receipts: 'bounced', news: 'complained', newsletter: 'complained' } as const;
      await save({ ...user, suppressedMail });
      assert.deepEqual(await read(), { ...user, suppressedMail });
      const held = await inOne(store, async (tx) => present(await must(tx.doors.bySubjectAlone(user.subject, 'news'))));
      assert.deepEqual(held.user.suppressedMail, suppressedMail, 'who sends has to know it, whatever it is sent for');
      await save({ ...user, email: null, suppressedMail: {} });
      assert.deepEqual(await read(), { ...user, email: null, suppressedMail: {} });
      const email = newEmail();
      await save({ ...user, email, suppressedMail: {} });
      assert.deepEqual(await read(), { ...user, email, suppressedMail: {} });
    },
  ),

  checkThat('a person keeps several third-party logins side by side', async ({ store, vault }) => {
    const identities = [newIdentity(), newIdentity()] as const;
    const logins: ActiveUser['logins'] = [
      { kind: 'third-party', identity: identities[0] },
      { kind: 'third-party', identity: identities[1] },
    ];
    const { user } = await signUp({ store, vault }, { logins });
    for (const identity of identities) {
      const proof = await inOne(store, async (tx) => must(tx.doors.byLogin({ kind: 'third-party', identity })));
      assert.equal(present(proof).subject, user.subject);
    }
  }),

  checkThat('a user who is saved unchanged is not taken by himself', async ({ store, vault }) => {
    const { user } = await signUp({ store, vault });
    await inOne(store, async (tx) => {
      const held = present(await must(tx.doors.bySubjectAlone(user.subject, 'data-subject-rights')));
      assert.deepEqual(held.user, user);
      await must(tx.users.save(held, user));
    });
    assert.deepEqual(await must(store.reads.user(user.subject, 'data-subject-rights')), user);
  }),

  ...(['phone', 'third-party', 'email', 'username'] as const).flatMap((what) => [
    checkThat<OpenedDataStore>(`a ${what} of another account is taken for who registers`, async ({ store, vault }) => {
      const { user: first } = await signUp({ store, vault });
      const second = sharing(what, first, newUser());
      await must(vault.createKeys(second.subject, keyClasses, instant()));
      const refusal = await refusalOf(store.transact((tx) => tx.users.register(second)));
      assert.deepEqual(refusal, { kind: 'Taken', what });
      assert.equal(await must(store.reads.user(second.subject, 'data-subject-rights')), null);
      assert.deepEqual(await must(store.reads.user(first.subject, 'data-subject-rights')), first);
    }),
    checkThat<OpenedDataStore>(
      `a ${what} of another account is taken for who changes his own`,
      async ({ store, vault }) => {
        const { user: first } = await signUp({ store, vault });
        const { user: second, token } = await signUp({ store, vault });
        const refusal = await refusalOf(
          store.transact((tx) =>
            tx.doors
              .bySessionAlone(token, instant(), 'data-subject-rights')
              .andThen((held) => tx.users.save(held, sharing(what, first, second))),
          ),
        );
        assert.deepEqual(refusal, { kind: 'Taken', what });
        assert.deepEqual(await must(store.reads.user(second.subject, 'data-subject-rights')), second);
      },
    ),
  ]),

  checkThat('a username that looks like another one is taken', async ({ store, vault }) => {
    const name = letters(8);
    await signUp({ store, vault }, { username: username(`${name}m`) });
    const lookalike = newUser({ username: username(`${name}rn`) });
    await must(vault.createKeys(lookalike.subject, keyClasses, instant()));
    const refusal = await refusalOf(store.transact((tx) => tx.users.register(lookalike)));
    assert.deepEqual(refusal, { kind: 'Taken', what: 'username' });
  }),

  checkThat('what a person gave up is free for others', async ({ store, vault }) => {
    const first = await signUp({ store, vault });
    const { user } = first;
    await inOne(store, async (tx) => {
      const held = await must(tx.doors.bySessionAlone(first.token, instant(), 'data-subject-rights'));
      await must(
        tx.users.save(held, { ...user, logins: [{ kind: 'phone', phone: newPhone() }], email: null, username: null }),
      );
    });
    const { user: second } = await signUp(
      { store, vault },
      { logins: user.logins, email: user.email, username: user.username },
    );
    assert.deepEqual(await must(store.reads.user(second.subject, 'data-subject-rights')), second);
  }),

  checkThat('support finds a person by phone and by email, and nobody by another', async ({ store, vault }) => {
    const { user } = await signUp({ store, vault });
    const phone = phoneOf(user);
    assert.deepEqual(await must(store.reads.subjectByContact({ kind: 'phone', phone })), user.subject);
    assert.deepEqual(
      await must(store.reads.subjectByContact({ kind: 'email', email: present(user.email) })),
      user.subject,
    );
    assert.equal(await must(store.reads.subjectByContact({ kind: 'phone', phone: newPhone() })), null);
    assert.equal(await must(store.reads.subjectByContact({ kind: 'email', email: newEmail() })), null);
    assert.equal(await must(store.reads.user(newSubject(), 'data-subject-rights')), null);
  }),

  checkThat('a login opens the door of its own account and no other', async ({ store, vault }) => {
    const { user } = await signUp({ store, vault });
    await inOne(store, async (tx) => {
      for (const login of user.logins) {
        assert.equal(present(await must(tx.doors.byLogin(login))).subject, user.subject);
      }
      assert.equal(await must(tx.doors.byLogin({ kind: 'phone', phone: newPhone() })), null);
      assert.equal(await must(tx.doors.byLogin({ kind: 'third-party', identity: newIdentity() })), null);
      assert.equal(await must(tx.doors.bySubjectAlone(newSubject(), 'data-subject-rights')), null);
    });
  }),

  checkThat('a login that was removed opens no door', async ({ store, vault }) => {
    const { user, token } = await signUp({ store, vault });
    await inOne(store, async (tx) => {
      const held = await must(tx.doors.bySessionAlone(token, instant(), 'data-subject-rights'));
      await must(tx.users.save(held, { ...user, logins: [{ kind: 'phone', phone: newPhone() }] }));
    });
    await inOne(store, async (tx) => {
      for (const login of user.logins) assert.equal(await must(tx.doors.byLogin(login)), null);
    });
  }),

  checkThat('a user that was read is a copy', async ({ store, vault }) => {
    const { user } = await signUp({ store, vault });
    const expected = structuredClone(user);
    (user as { language: string }).language = 'en'; // the cast breaks in what a host with plain JavaScript may break
    const read = present(await must(store.reads.user(user.subject, 'data-subject-rights')));
    assert.deepEqual(read, expected);
    (read.logins[0] as { kind: string }).kind = 'third-party';
    assert.deepEqual(await must(store.reads.user(user.subject, 'data-subject-rights')), expected);
  }),

  checkThat('the day on which a phone was last proved is that of an active account alone', async (opened) => {
    const { store } = opened;
    const person = await signUp(opened);
    const { subject } = person.user;
    const provedOn = () => must(store.reads.phoneProvedOn(subject));
    assert.equal(await provedOn(), Day.ofInstant(person.user.registeredAt));
    await inOne(store, async (tx) => {
      const proof = await must(tx.doors.bySession(person.token, instant()));
      await must(tx.users.phoneProved(proof, day));
    });
    assert.equal(await provedOn(), day);
    await leave(opened, person);
    assert.equal(await provedOn(), null);
  }),

  checkThat('an identity that was linked is known by when it was, and is gone with its login', async (opened) => {
    const { store } = opened;
    const { user, token } = await signUp(opened);
    const [own] = identitiesOf(user);
    const [older, newer] = [newIdentity(), newIdentity()];
    const since = (ms: number) =>
      inOne(store, async (tx) => {
        const proof = await must(tx.doors.bySession(token, instant()));
        return must(tx.users.linkedSince(proof, instant(ms)));
      });
    const linking = async (identity: ThirdPartyIdentity, ms: number) =>
      inOne(store, async (tx) => {
        const held = await must(tx.doors.bySessionAlone(token, instant(), 'data-subject-rights'));
        const logins: ActiveUser['logins'] = [...held.user.logins, { kind: 'third-party', identity }];
        await must(tx.users.save(held, { ...held.user, logins }));
        await must(tx.users.linked(held.proof, identity, instant(ms)));
      });
    assert.notEqual(own, undefined);
    assert.deepEqual(await since(0), [], 'the account began with its own');
    await linking(older, 10);
    await linking(newer, 20);
    const [second, first] = [
      { identity: newer, linkedAt: instant(20) },
      { identity: older, linkedAt: instant(10) },
    ];
    assert.deepEqual(await since(10), [second, first]);
    assert.deepEqual(await since(11), [second]);
    assert.deepEqual(await since(21), []);
    await inOne(store, async (tx) => {
      const held = await must(tx.doors.bySessionAlone(token, instant(), 'data-subject-rights'));
      await must(tx.users.save(held, user));
    });
    assert.deepEqual(await since(0), []);
  }),

  checkThat('when a phone was last proved is put back with the phone', async ({ store, vault }) => {
    const { user, token } = await signUp({ store, vault });
    const login = { kind: 'phone', phone: phoneOf(user) } as const;
    const former = Day.ofInstant(instant(-300 * dayMs));
    for (const on of [former, null]) {
      await inOne(store, async (tx) => {
        await must(tx.users.phoneProved(await must(tx.doors.bySession(token, instant())), on));
      });
      await inOne(store, async (tx) => {
        const proofs = [
          await must(tx.doors.byLogin(login)),
          (await must(tx.doors.byLoginAlone(login)))?.proof,
          (await must(tx.doors.bySubjectAlone(user.subject, 'data-subject-rights')))?.proof,
          (await must(tx.doors.bySessionAlone(token, instant(), 'data-subject-rights'))).proof,
        ];
        for (const proof of proofs) assert.equal(present(proof).phoneProvedOn, on);
      });
    }
  }),

  checkThat('who waits for a user sees the logins that whoever was first left', async ({ store, vault }) => {
    const { user, token } = await signUp({ store, vault });
    const identity = present(identitiesOf(user)[0]);
    const [isHeld, mayGoOn] = [gate(), gate()];
    const removing = inOne(store, async (tx) => {
      const held = await must(tx.doors.bySessionAlone(token, instant(), 'data-subject-rights'));
      isHeld.open();
      await mayGoOn.opened;
      await must(tx.users.save(held, { ...held.user, logins: [{ kind: 'phone', phone: phoneOf(user) }] }));
    });
    await isHeld.opened;
    const waiting = [
      inOne(
        store,
        async (tx) => (await must(tx.doors.bySessionAlone(token, instant(), 'data-subject-rights'))).user.logins.length,
      ),
      inOne(
        store,
        async (tx) =>
          present(await must(tx.doors.bySubjectAlone(user.subject, 'data-subject-rights'))).user.logins.length,
      ),
    ];
    const entering = inOne(store, async (tx) => must(tx.doors.byLogin({ kind: 'third-party', identity })));
    await pause(150);
    mayGoOn.open();
    await removing;
    assert.deepEqual(await Promise.all(waiting), [1, 1]);
    assert.equal(await entering, null, 'the login that was taken away lets nobody in');
  }),

  checkThat('two people who register the same phone at once end as one account', async ({ store, vault }) => {
    const logins: ActiveUser['logins'] = [{ kind: 'phone', phone: newPhone() }];
    const rivals = Array.from({ length: 4 }, () => newUser({ logins, email: null, username: null }));
    for (const rival of rivals) await must(vault.createKeys(rival.subject, keyClasses, instant()));
    const answers = await Promise.all(rivals.map((rival) => store.transact((tx) => tx.users.register(rival))));
    assert.equal(answers.filter((answer) => answer.isOk()).length, 1);
    for (const answer of answers) {
      if (answer.isErr()) assert.deepEqual(answer.error, { kind: 'Taken', what: 'phone' });
    }
  }),
];

function phoneOf(user: ActiveUser): ReturnType<typeof newPhone> {
  const login = user.logins.find((one) => one.kind === 'phone');
  return present(login).phone;
}

function sharing(
  what: 'phone' | 'third-party' | 'email' | 'username',
  first: ActiveUser,
  second: ActiveUser,
): ActiveUser {
  switch (what) {
    case 'email':
      return { ...second, email: first.email };
    case 'username':
      return { ...second, username: first.username };
    case 'phone':
    case 'third-party': {
      const shared = present(first.logins.find((login) => login.kind === what));
      const [own, ...others] = second.logins.map((login) => (login.kind === what ? shared : login));
      return { ...second, logins: [present(own), ...others] };
    }
  }
}
