import { expect, test } from 'vitest';
import { verifyCode } from '../../../src/application/accounts/verify-code.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import { minuteMs } from '../../../src/domain/instant.ts';
import { usedOf } from '../budgets.ts';
import { askedFor, fence, signIn } from '../people.ts';
import { openWorld, refusal, value } from '../world.ts';

test('the right code costs nobody a guess, be it that the former account is still on its way out', async () => {
  // The guess is charged and committed before anybody knows that it is right: who tries again until the number is free must
  // not be locked out as if they had guessed.
  const world = openWorld();
  const person = await signIn(world);
  await fence(world, person);
  for (let tries = 0; tries < 3; tries += 1) {
    world.pass(minuteMs);
    const typed = await askedFor(world, person.phone);
    expect(refusal(await verifyCode(world.ports)(typed)).kind).toBe('FormerAccountLeaving');
  }
  expect(await usedOf(world, 'guesses-address', person.phone)).toBe(0);
});

test('the right code is as good as it was after a failure of ours, however often it was tried', async () => {
  const world = openWorld();
  const typed = await askedFor(world);
  world.broken.vault = portFailure('Vault', true);
  for (let tries = 0; tries < 5; tries += 1) {
    expect(refusal(await verifyCode(world.ports)(typed)).kind).toBe('PortFailure');
  }
  delete world.broken.vault;
  value(await verifyCode(world.ports)(typed));
});
