import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { authenticate } from '../../../src/application/accounts/authenticate.ts';
import { givenEmail, identityOf, linked, signIn } from '../people.ts';
import { openRentalWorld } from '../rental-world.ts';
import { noLimits, value } from '../world.ts';
import { Attacker, attackersDeeds } from './attacker.ts';

const howMany = 150;
let runs = 0;
const succeeded = new Map<string, number>();
afterAll(() => {
  // A property of attempts that all fail for a silly reason would say nothing; a replay of one history is no property.
  if (runs < howMany) return;
  expect(succeeded.get('log in') ?? 0).toBeGreaterThan(20);
  expect(succeeded.size, [...succeeded.keys()].join()).toBeGreaterThan(12);
});

test('whatever somebody does without the victim’s phone, email and provider, no session of the victim’s account comes of it', async () => {
  await fc.assert(
    fc.asyncProperty(attackersDeeds, async (deeds) => {
      runs += 1;
      const world = openRentalWorld({ signIn: { ...noLimits, phoneDormancy: 'P6M' } });
      const email = 'victim@example.org';
      const victim = await signIn(world);
      await givenEmail(world, victim, email);
      await linked(world, victim, identityOf('victim'));
      const account = () => world.ports.store.reads.user(victim.subject, 'data-subject-rights');
      const before = value(await account());
      const attacker = new Attacker(world, { ...victim, email });
      for (const deed of deeds) {
        const answer = await attacker.does(deed);
        if (answer?.isOk()) succeeded.set(deed.kind, (succeeded.get(deed.kind) ?? 0) + 1);
        for (const session of attacker.sessions) {
          const found = await authenticate(world.ports)({ session });
          if (found.isOk()) expect(found.value.subject, deed.kind).not.toBe(victim.subject);
        }
        expect(value(await account()), deed.kind).toEqual(before);
      }
    }),
    { numRuns: howMany },
  );
});
afterAll(() => console.log([...succeeded]));
