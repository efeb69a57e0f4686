import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rotateIndexKeys } from '../../../src/application/keys/rotate-index-keys.ts';
import { Instant, minuteMs } from '../../../src/domain/instant.ts';
import { type ActiveUser, phoneOf } from '../../../src/domain/user/user.ts';
import { must, present } from '../../../src/testing/contracts/contract.ts';
import type { RotatingProcess } from '../../../src/testing/contracts/index-rotation.ts';
import { finishErasure, inOne, leave, type Person, signUp } from '../../../src/testing/contracts/person.ts';
import {
  instant,
  newEmail,
  newIdentity,
  newPhone,
  newUser,
  newUsername,
} from '../../../src/testing/contracts/samples.ts';
import { rotatingProcesses } from './rotating-processes.ts';
import { sqliteFiles } from './sqlite-files.ts';

/** What is done by one of two processes, which look into the vault when their own look is old enough, and not together. */
type Step =
  | { readonly kind: 'pass'; readonly minutes: number }
  | { readonly kind: 'rotate'; readonly by: 0 | 1 }
  | { readonly kind: 'sign-up' | 'look-up' | 'erase'; readonly by: 0 | 1; readonly who: number }
  | { readonly kind: 'change'; readonly by: 0 | 1; readonly who: number; readonly to: number };

const by = fc.constantFrom(0, 1);
const who = fc.nat({ max: 3 });
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('pass'), minutes: fc.integer({ min: 1, max: 12 }) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('rotate'), by }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('sign-up', 'look-up', 'erase'), by, who }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('change'), by, who, to: who }) },
  ),
  { minLength: 30, maxLength: 90 },
);

/** By what somebody is found: what is under one number is taken and free together. */
type Names = Pick<ActiveUser, 'logins' | 'email' | 'username'>;
const names: readonly Names[] = Array.from({ length: 4 }, () => ({
  logins: [
    { kind: 'phone', phone: newPhone() },
    { kind: 'third-party', identity: newIdentity() },
  ],
  email: newEmail(),
  username: newUsername(),
}));

async function found({ store }: RotatingProcess, { logins, email }: Names): Promise<readonly (string | null)[]> {
  const phone = present(phoneOf({ ...newUser(), logins }));
  return [
    await must(store.reads.subjectByContact({ kind: 'phone', phone })),
    await must(store.reads.subjectByContact({ kind: 'email', email: present(email) })),
    ...(await inOne(store, async (tx) => {
      const subjects: (string | null)[] = [];
      for (const login of logins) subjects.push((await must(tx.doors.byLogin(login)))?.subject ?? null);
      return subjects;
    })),
  ];
}

test('whoever is there is found, taken once and free again after erasure, whatever two processes do while keys rotate', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(steps, async (history) => {
      const files = await sqliteFiles();
      const { process, close } = rotatingProcesses(files.stores);
      try {
        let now = instant();
        const clock = { now: () => now };
        const processes = [await process(clock), await process(clock)] as const;
        const there = new Map<number, Person>();
        for (const step of history) {
          if (step.kind === 'pass') {
            now = Instant.plusMs(now, step.minutes * minuteMs);
            continue;
          }
          const one = processes[step.by];
          if (step.kind === 'rotate') {
            const { keys } = await must(rotateIndexKeys({ ...one, clock })({ names: null, begin: true }));
            for (const { stage } of keys) seen.add(stage);
            continue;
          }
          const person = there.get(step.who);
          const given = names[step.who]!;
          switch (step.kind) {
            case 'look-up':
              expect(await found(one, given)).toEqual(Array(4).fill(person?.user.subject ?? null));
              break;
            case 'sign-up': {
              if (person === undefined) {
                there.set(step.who, await signUp(one, given));
                break;
              }
              for (const what of ['logins', 'email', 'username'] as const) {
                const rival = newUser({ [what]: given[what] });
                await must(one.vault.createKeys(rival.subject, ['account', 'contract'], instant()));
                const refused = await one.store.transact((tx) => tx.users.register(rival));
                expect(refused._unsafeUnwrapErr()).toMatchObject({ kind: 'Taken' });
              }
              break;
            }
            case 'change': {
              const to = names[step.to]!;
              if (person === undefined || there.has(step.to)) break;
              const user: ActiveUser = { ...person.user, ...to };
              await inOne(one.store, async (tx) => {
                const held = await must(tx.doors.bySessionAlone(person.token, instant(), 'data-subject-rights'));
                await must(tx.users.save(held, user));
              });
              there.delete(step.who);
              there.set(step.to, { ...person, user });
              break;
            }
            case 'erase':
              if (person === undefined) break;
              expect(await finishErasure(one, await leave(one, person))).toEqual({});
              there.delete(step.who);
              break;
          }
        }
        for (const one of processes) {
          for (const [at, given] of names.entries()) {
            expect(await found(one, given)).toEqual(Array(4).fill(there.get(at)?.user.subject ?? null));
          }
        }
      } finally {
        await close();
        files.remove();
      }
    }),
    { numRuns: 40 },
  );
  expect([...seen].toSorted()).toEqual(['dropping', 'steady', 'switched', 'written']);
});
