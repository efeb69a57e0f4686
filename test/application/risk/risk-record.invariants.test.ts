import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { requestCode } from '../../../src/application/accounts/request-code.ts';
import { riskKinds } from '../../../src/domain/risk/risk-event.ts';
import { Attacker, attackersDeeds } from '../accounts/attacker.ts';
import { policyWith } from '../budgets.ts';
import { givenEmail, identityOf, linked, signIn } from '../people.ts';
import { openRentalWorld } from '../rental-world.ts';

const howMany = 80;
let runs = 0;
const seen = new Set<string>();
afterAll(() => {
  // A property of records in which nothing is would say nothing.
  if (runs >= howMany) expect(seen.size, [...seen].join()).toBeGreaterThan(4);
});

test('what is on record of risks, told to the listener or logged holds no value of anybody’s', async () => {
  await fc.assert(
    fc.asyncProperty(attackersDeeds, fc.nat({ max: 255 }), async (deeds, host) => {
      runs += 1;
      const world = openRentalWorld({
        signIn: policyWith({ 'address-hour': 2, 'guesses-address': 1, 'network-hour': 1 }),
      });
      const email = 'victim@example.org';
      const victim = await signIn(world);
      await givenEmail(world, victim, email);
      await linked(world, victim, identityOf('victim-by-name'));
      const attacker = new Attacker(world, { ...victim, email });
      const ip = `203.0.113.${host}`;
      for (const deed of deeds) {
        const answer = await attacker.does(deed);
        if (answer?.isErr()) seen.add(answer.error.kind);
      }
      for (const phone of ['+4915211112222', '+4915222223333', '+99361234567']) {
        const answer = await requestCode(world.ports)({ purpose: 'log-in', phone, ip });
        if (answer.isErr()) seen.add(answer.error.kind);
      }
      const record = JSON.stringify([world.rows('riskEvents'), world.risks, world.lines]);
      const tokens = attacker.sessions.map((session) => session.reveal());
      const names = [
        '4915211112222',
        '4915222223333',
        '99361234567',
        victim.phone.slice(1),
        email,
        'attacker',
        'victim',
      ];
      const codes = [...world.texts, ...world.mails].flatMap(({ text }) => /Code: (\d{6,8})/.exec(text)?.[1] ?? []);
      for (const secret of [...names, ...tokens, ip]) expect(record).not.toContain(secret);
      // Six digits may stand in an id by chance: looked for as a value of their own.
      for (const code of codes) expect(record).not.toContain(`"${code}"`);
      for (const event of world.risks) {
        seen.add(event.kind);
        expect(Object.keys(event).toSorted()).toEqual(['at', 'event', 'kind', 'rule', 'subject']);
        expect(riskKinds).toContain(event.kind);
      }
    }),
    { numRuns: howMany },
  );
});
