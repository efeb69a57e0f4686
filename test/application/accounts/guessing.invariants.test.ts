import fc from 'fast-check';
import { expect, test } from 'vitest';
import { verifyCode } from '../../../src/application/accounts/verify-code.ts';
import { codeTries } from '../../../src/domain/verification/challenge.ts';
import { askedFor } from '../people.ts';
import { anotherCode, openWorld } from '../world.ts';

test('a code opens at the right guess, if that is among the first 5, and never after', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 9 }), fc.integer({ min: 1, max: 10 }), async (wrongBefore, rightAfter) => {
      const world = openWorld();
      const typed = await askedFor(world);
      const right = typed.code;
      const guesses = [
        ...Array.from({ length: wrongBefore }, () => anotherCode(right)),
        ...Array.from({ length: rightAfter }, () => right),
      ];
      let opened = 0;
      for (const code of guesses) {
        const answer = await verifyCode(world.ports)({ ...typed, code });
        if (answer.isOk()) opened += 1;
      }
      expect(opened).toBe(wrongBefore < codeTries ? 1 : 0);
    }),
    { numRuns: 60 },
  );
});

test('guesses that come in at once are evaluated no more than 5 times', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 24 }), async (attackers) => {
      const world = openWorld();
      const typed = await askedFor(world);
      const code = anotherCode(typed.code);
      const answers = await Promise.all(
        Array.from({ length: attackers }, () => verifyCode(world.ports)({ ...typed, code })),
      );
      const kinds = answers.map((answer) => (answer.isErr() ? answer.error.kind : 'opened'));
      expect(kinds.filter((kind) => kind === 'WrongCode')).toHaveLength(Math.min(attackers, codeTries - 1));
      expect(kinds.filter((kind) => kind !== 'WrongCode' && kind !== 'CodeSpent')).toEqual([]);
    }),
    { numRuns: 30 },
  );
});
