import assert from 'node:assert/strict';
import { type IndexKeysRotated, rotateIndexKeys } from '../../application/keys/rotate-index-keys.ts';
import type { Clock } from '../../application/ports/clock.ts';
import type { DataStore } from '../../application/ports/data-store.ts';
import type { IndexKeyRotation } from '../../application/ports/index-rotation.ts';
import { portFailure } from '../../application/ports/port-failure.ts';
import type { SecretHashing } from '../../application/ports/secret-hashing.ts';
import type { Vault } from '../../application/ports/vault.ts';
import { Instant, minuteMs } from '../../domain/instant.ts';
import { indexPictureMs, messageLinksKey } from '../../domain/keys/index-key.ts';
import { errAsync } from '../../domain/result.ts';
import type { ContactChange } from '../../domain/user/contact-change.ts';
import { type ActiveUser, identitiesOf, phoneOf } from '../../domain/user/user.ts';
import { type ChallengeTarget, codeLifetimeMs } from '../../domain/verification/challenge.ts';
import { OneTimeCode } from '../../domain/verification/one-time-code.ts';
import { type Closable, type Contract, checkThat, must, present, refusalOf } from './contract.ts';
import { finishErasure, inOne, leave, type Person, signUp } from './person.ts';
import {
  instant,
  newBytes,
  newChallenge,
  newChallengeId,
  newContactChange,
  newEditionId,
  newEmail,
  newIdentity,
  newNotice,
  newPhone,
  newSubject,
  newUser,
  newUsername,
} from './samples.ts';

/** One process of an installation. */
export interface RotatingProcess {
  readonly store: DataStore;
  readonly vault: Vault;
  readonly indexRotation: IndexKeyRotation;
  readonly hashing: Pick<SecretHashing, 'code' | 'buckets' | 'linkMac' | 'madeLinkMac'>;
}

/** What is opened for a check: an empty installation. */
export interface OpenedIndexRotation extends Closable {
  /** Opens it once more, as a further process with this clock; it is closed with the others. */
  readonly process: (clock: Clock) => Promise<RotatingProcess>;
}

/** A clock that the check sets, which all processes go by. */
class SetClock implements Clock {
  #now = instant();

  now(): Instant {
    return this.#now;
  }

  pass(durationMs: number): void {
    this.#now = Instant.plusMs(this.#now, durationMs);
  }
}

type Both = readonly [RotatingProcess, RotatingProcess];

/** Every process finds everybody by everything that they are looked up by. */
async function findsAll(processes: readonly RotatingProcess[], people: readonly Person[]): Promise<void> {
  for (const { store } of processes) {
    for (const { user } of people) {
      const { subject, email } = user;
      const phone = present(phoneOf(user));
      assert.equal(await must(store.reads.subjectByContact({ kind: 'phone', phone })), subject);
      assert.equal(await must(store.reads.subjectByContact({ kind: 'email', email: present(email) })), subject);
      await inOne(store, async (tx) => {
        for (const login of user.logins) assert.equal(present(await must(tx.doors.byLogin(login))).subject, subject);
      });
    }
  }
}

/** Neither process lets anybody take what is the person's. */
async function refusesAll(processes: readonly RotatingProcess[], { user }: Person): Promise<void> {
  const [identity] = identitiesOf(user);
  const rivals: readonly (readonly [string, Partial<ActiveUser>])[] = [
    ['phone', { logins: [{ kind: 'phone', phone: present(phoneOf(user)) }] }],
    ['email', { email: user.email }],
    ['username', { username: user.username }],
    ['third-party', { logins: [{ kind: 'third-party', identity: present(identity) }] }],
  ];
  for (const process of processes) {
    for (const [what, changes] of rivals) {
      const rival = newUser(changes);
      await must(process.vault.createKeys(rival.subject, ['account', 'contract'], instant()));
      const refusal = await refusalOf(process.store.transact((tx) => tx.users.register(rival)));
      assert.deepEqual(refusal, { kind: 'Taken', what });
    }
  }
}

/** Both processes reserve a contact that was the person's until now, whichever of them wrote it down. */
async function reserves(both: Both, { user, token }: Person, former: ChallengeTarget): Promise<void> {
  const { subject } = user;
  const change = newContactChange(subject, { what: former.kind, former });
  await inOne(both[0].store, async (tx) => {
    await must(tx.contactChanges.add(await must(tx.doors.bySession(token, instant())), change));
  });
  await reservesAll(both, [change]);
}

async function reservesAll(processes: readonly RotatingProcess[], changes: readonly ContactChange[]): Promise<void> {
  for (const { store } of processes) {
    for (const { former, undoUntil } of changes) {
      if (former === null) continue;
      const reserved = store.transact((tx) => tx.contactChanges.reserving(former, newSubject(), instant()));
      assert.equal((await must(reserved))?.undoUntil, undoUntil);
    }
  }
}

/** Changes everything that a person is looked up by. */
async function changed({ store }: RotatingProcess, person: Person): Promise<Person> {
  const user: ActiveUser = {
    ...person.user,
    logins: [
      { kind: 'phone', phone: newPhone() },
      { kind: 'third-party', identity: newIdentity() },
    ],
    email: newEmail(),
    username: newUsername(),
  };
  await inOne(store, async (tx) => {
    await must(
      tx.users.save(await must(tx.doors.bySessionAlone(person.token, instant(), 'data-subject-rights')), user),
    );
  });
  return { ...person, user };
}

/** Everything that people do, by one process and the other; answers who lives in the end. */
async function livesOn(both: Both): Promise<readonly Person[]> {
  const living: Person[] = [];
  for (const [one, other] of [both, both.toReversed() as unknown as Both]) {
    const person = await signUp(one);
    await findsAll(both, [person]);
    await refusesAll(both, person);

    const former = { kind: 'phone', phone: present(phoneOf(person.user)) } as const;
    const moved = await changed(other, person);
    await findsAll(both, [moved]);
    await reserves(both, moved, former);
    await refusesAll(both, moved);
    const free = await signUp(one, { ...person.user, subject: newUser().subject });
    await findsAll(both, [free, moved]);

    const target = { kind: 'phone', phone: present(phoneOf(moved.user)) } as const;
    const code = newChallenge();
    await inOne(one.store, async (tx) => must(tx.challenges.put(code, target)));
    await inOne(other.store, async (tx) => {
      assert.deepEqual(await must(tx.challenges.lock(code.challenge, target)), code);
    });
    const newer = newChallenge({ holder: code.holder });
    await inOne(other.store, async (tx) => must(tx.challenges.put(newer, target)));
    await inOne(one.store, async (tx) => {
      assert.equal(await must(tx.challenges.lock(code.challenge, target)), null);
      assert.deepEqual(await must(tx.challenges.lock(newer.challenge, target)), newer);
    });

    const erasure = await leave(other, moved);
    await inOne(one.store, async (tx) => assert.equal(await must(tx.challenges.lock(newer.challenge, target)), null));
    assert.deepEqual(await finishErasure(one, erasure), {});
    for (const { store } of both) assert.equal(await must(store.reads.subjectByContact(target)), null);
    living.push(free, await signUp(other, { ...moved.user, subject: newUser().subject }));
    await findsAll(both, living);
  }
  return living;
}

const rotate = (process: RotatingProcess, clock: Clock, begin = false): Promise<IndexKeysRotated> =>
  must(rotateIndexKeys({ ...process, clock })({ names: null, begin }));

/** From the beginning to the end. */
async function rotatedWhole(process: RotatingProcess, clock: SetClock): Promise<IndexKeysRotated> {
  for (let rotated = await rotate(process, clock, true); ; rotated = await rotate(process, clock)) {
    if (rotated.goesOnAt === null) return rotated;
    clock.pass(rotated.goesOnAt - clock.now());
  }
}

/** Of all keys that are rotated together: unsubscribing has one that is rotated by its name alone. */
const stagesOf = async ({ indexRotation }: RotatingProcess): Promise<readonly string[]> => {
  const keys = (await must(indexRotation.indexKeys())).filter(({ name }) => name !== messageLinksKey);
  return [...new Set(keys.map(({ stage, current }) => `${stage} ${current}`))];
};

/** All that is asked of stores whose blind indexes stand in two columns, while their keys are rotated. */
export const indexRotationContract: Contract<OpenedIndexRotation> = [
  checkThat(
    'whatever stage an index is in, and the one before in another process: who is there is found, and nobody is taken',
    async ({ process }) => {
      const clock = new SetClock();
      const both: Both = [await process(clock), await process(clock)];
      const [rotating, late] = both;
      const living = [...(await livesOn(both))];
      /** Rotates in one process, the other one having looked a moment before. */
      const next = async (afterMs: number, begin = false): Promise<IndexKeysRotated> => {
        clock.pass(afterMs);
        await findsAll([late], living.slice(0, 1));
        const rotated = await rotate(rotating, clock, begin);
        assert.equal(rotated.unopened, 0);
        await findsAll(both, living);
        living.push(...(await livesOn(both)));
        return rotated;
      };
      for (const version of [1, 2]) {
        await next(0, true);
        assert.deepEqual(await stagesOf(rotating), [`written ${version}`]);
        await next(indexPictureMs);
        assert.deepEqual(await stagesOf(rotating), [`written ${version}`], 'the other process did not know of it');
        const gone = 3 * indexPictureMs;
        await next(gone);
        // Codes that stood there before have expired, and stand in nobody's way.
        assert.deepEqual(await stagesOf(rotating), [`switched ${version + 1}`]);
        await next(2 * indexPictureMs + codeLifetimeMs);
        assert.deepEqual(await stagesOf(rotating), [`dropping ${version + 1}`]);
        const last = await next(2 * indexPictureMs);
        assert.deepEqual(await stagesOf(rotating), [`steady ${version + 1}`]);
        assert.equal(last.goesOnAt, null);
        const old = version === 1 ? 'a' : 'b';
        // What the other process wrote since stands there alone: it knew that the old key goes.
        for (const { name } of last.keys) {
          assert.equal(await must(rotating.store.indexColumns.countLeft(name, old)), 0, name);
        }
        clock.pass(indexPictureMs);
      }
    },
  ),

  checkThat('a rotation that breaks off at any call goes on, and says how far it is', async ({ process }) => {
    const clock = new SetClock();
    const one = await process(clock);
    const people: Person[] = [];
    for (let count = 0; count < 140; count += 1) people.push(await signUp(one));
    let calls = 0;
    /** Breaks off with every third call; what was done stands. */
    const breaking = <Answer>(answer: () => Answer): Answer => {
      calls += 1;
      // Sound: the answers of all these methods may be a port failure.
      return calls % 3 === 0 ? (errAsync(portFailure('DataStore', true)) as Answer) : answer();
    };
    const { indexColumns } = one.store;
    const flaky: RotatingProcess = {
      ...one,
      store: {
        ...one.store,
        indexColumns: {
          ...indexColumns,
          fill: (...given) => breaking(() => indexColumns.fill(...given)),
          empty: (...given) => breaking(() => indexColumns.empty(...given)),
        },
      },
      indexRotation: {
        ...one.indexRotation,
        switchOver: (rotation) => breaking(() => one.indexRotation.switchOver(rotation)),
        drop: (rotation) => breaking(() => one.indexRotation.drop(rotation)),
        destroy: (rotation) => breaking(() => one.indexRotation.destroy(rotation)),
      },
    };
    await rotate(one, clock, true);
    const progress: (readonly [number, number])[] = [];
    for (let tries = 0; ; tries += 1) {
      assert.ok(tries < 100, 'it comes to an end');
      clock.pass(minuteMs);
      const rotated = await rotateIndexKeys({ ...flaky, clock })({
        names: null,
        begin: false,
        onProgress: (...so) => progress.push(so),
      });
      await findsAll([one], people.slice(0, 2));
      if (rotated.isOk() && rotated.value.goesOnAt === null) break;
    }
    assert.deepEqual(await stagesOf(one), ['steady 2']);
    assert.ok(progress.length > 10);
    for (const [done, total] of progress) assert.ok(done <= total);
    await findsAll([one], people);
    await refusesAll([one], present(people.at(-1)));
  }),

  checkThat('a value that was changed while its index was computed keeps the index of the change', async (opened) => {
    const clock = new SetClock();
    const one = await opened.process(clock);
    const person = await signUp(one);
    const late = await opened.process(clock);
    await rotate(one, clock, true);
    // Still in the stage before: what it writes lacks the new index, whatever stood there.
    await must(late.store.indexColumns.countLeft('users.phone_index', 'b'));
    clock.pass(indexPictureMs - 1);
    const moved = await changed(late, await changed(one, person));
    assert.equal(await must(one.store.indexColumns.countMissing('users.phone_index', 'b')), 1);
    clock.pass(indexPictureMs + 1);
    await rotate(one, clock);
    assert.equal(await must(one.store.indexColumns.countMissing('users.phone_index', 'b')), 0);
    await findsAll([one, late], [moved]);
    await refusesAll([one, late], moved);
  }),

  checkThat('an account whose keys are destroyed and whose rows still stand holds up no rotation', async (opened) => {
    const clock = new SetClock();
    const one = await opened.process(clock);
    const [leaving, staying] = [await signUp(one), await signUp(one)];
    const erasure = await leave(one, leaving);
    await must(one.vault.destroyKeys(leaving.user.subject, ['account', 'contract'], instant()));
    const rotated = await rotatedWhole(one, clock);
    assert.deepEqual(
      { unopened: rotated.unopened, stages: await stagesOf(one) },
      { unopened: 0, stages: ['steady 2'] },
    );
    await findsAll([one], [staying]);
    assert.deepEqual(await finishErasure(one, erasure), {});
    await findsAll([one], [await signUp(one, { ...leaving.user, subject: newUser().subject })]);
  }),

  checkThat('a code that was hashed before a rotation is right after it, until it expires', async ({ process }) => {
    const clock = new SetClock();
    const [rotating, late] = [await process(clock), await process(clock)];
    const code = OneTimeCode.fromBytes(newBytes(32), 6);
    const target = { kind: 'phone', phone: newPhone() } as const;
    const { holder } = newChallenge();
    const binding = { challenge: newChallengeId(), purpose: 'log-in', target, holder } as const;
    const agree = async (): Promise<void> => {
      for (const one of [rotating, late]) {
        for (const other of [rotating, late]) {
          const stored = await must(one.hashing.code(code, binding));
          assert.deepEqual(await must(other.hashing.code(code, binding, stored)), stored);
          const elsewhere = { ...binding, challenge: newChallengeId() };
          assert.notDeepEqual(await must(other.hashing.code(code, elsewhere, stored)), stored);
        }
      }
    };
    await rotate(rotating, clock, true);
    await agree();
    const before = await must(late.hashing.code(code, binding));
    for (let stages = 0; stages < 3; stages += 1) {
      clock.pass(2 * indexPictureMs + codeLifetimeMs);
      await must(late.hashing.code(code, binding)); // looks into the vault a moment before the other one goes on
      await rotate(rotating, clock);
      await agree();
    }
    assert.deepEqual(await stagesOf(rotating), ['steady 2']);
    assert.notDeepEqual(await must(rotating.hashing.code(code, binding, before)), before, 'its key is destroyed');
  }),

  checkThat('an address to unsubscribe by outlives all rotations but that of its own key', async ({ process }) => {
    const clock = new SetClock();
    const [rotating, late] = [await process(clock), await process(clock)];
    const { notice } = newNotice(newUser().subject, { kind: 'news', edition: newEditionId() });
    const mac = await must(late.hashing.linkMac({ does: 'unsubscribe', notice }));
    const taken = async (): Promise<readonly boolean[]> =>
      Promise.all(
        [rotating, late].map(({ hashing }) => must(hashing.madeLinkMac({ does: 'unsubscribe', notice }, mac))),
      );
    for (let rotations = 0; rotations < 2; rotations += 1) await rotatedWhole(rotating, clock);
    assert.deepEqual([await stagesOf(rotating), await taken()], [['steady 3'], [true, true]]);
    const byName = (begin: boolean): Promise<IndexKeysRotated> =>
      must(rotateIndexKeys({ ...rotating, clock })({ names: [messageLinksKey], begin }));
    for (let rotated = await byName(true); rotated.goesOnAt !== null; rotated = await byName(false)) {
      const isWritten = rotated.keys.some(({ stage }) => stage === 'written' || stage === 'switched');
      assert.deepEqual(await taken(), [isWritten, isWritten]);
      clock.pass(rotated.goesOnAt - clock.now());
    }
    clock.pass(indexPictureMs);
    assert.deepEqual(await taken(), [false, false], 'mails that were sent lead nowhere any more: it takes its name');
    const after = await must(late.hashing.linkMac({ does: 'unsubscribe', notice }));
    assert.equal(await must(rotating.hashing.madeLinkMac({ does: 'unsubscribe', notice }, after)), true);
  }),

  checkThat('work that went by keys which became too old meanwhile is undone', async ({ process }) => {
    const clock = new SetClock();
    const one = await process(clock);
    const user = newUser();
    await must(one.vault.createKeys(user.subject, ['account', 'contract'], instant()));
    const refusal = await refusalOf(
      one.store.transact((tx) =>
        tx.users.register(user).andTee(() => {
          clock.pass(2 * indexPictureMs);
        }),
      ),
    );
    assert.deepEqual(refusal, { kind: 'PortFailure', port: 'DataStore', retryable: true });
    const phone = present(phoneOf(user));
    assert.equal(await must(one.store.reads.subjectByContact({ kind: 'phone', phone })), null);
  }),
];
