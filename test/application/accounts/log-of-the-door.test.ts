import { expect, test } from 'vitest';
import { stepUp } from '../../../src/application/accounts/step-up.ts';
import { verifyCode } from '../../../src/application/accounts/verify-code.ts';
import { askedFor, askedInside, signInByThirdParty } from '../people.ts';
import { anotherCode, openWorld, refusal, value } from '../world.ts';

/** What an operator sees of people who come in, line by line: what and how, and nobody. */

test('the log tells of a code that was refused and of one that opened, and of nobody', async () => {
  const world = openWorld();
  const typed = await askedFor(world);
  expect(refusal(await verifyCode(world.ports)({ ...typed, code: anotherCode(typed.code) })).kind).toBe('WrongCode');
  const me = value(await verifyCode(world.ports)(typed));
  const proof = await askedInside(world, me, { purpose: 'step-up' });
  value(await stepUp(world.ports)({ session: me.session, ...proof }));
  expect(world.lines).toEqual([
    { level: 'info', event: 'code-refused', fields: undefined },
    { level: 'info', event: 'signed-in', fields: { method: 'phone' } },
    { level: 'info', event: 'stepped-up', fields: undefined },
  ]);
});

test('and by which way somebody came in', async () => {
  const world = openWorld();
  await signInByThirdParty(world, 'ada');
  expect(world.lines).toEqual([{ level: 'info', event: 'signed-in', fields: { method: 'third-party' } }]);
});
