import { expect, test } from 'vitest';
import { requestCode } from '../../../src/application/accounts/request-code.ts';
import { verifyCode } from '../../../src/application/accounts/verify-code.ts';
import { hourMs } from '../../../src/domain/instant.ts';
import { PhoneNumber } from '../../../src/domain/user/phone-number.ts';
import { rulesHit } from '../budgets.ts';
import { askedFor } from '../people.ts';
import { openWorld, value, type World } from '../world.ts';

/** 50 numbers in each of 10 blocks: what somebody has who is paid for the texts that come in there. */
const numbers = Array.from({ length: 500 }, (_, n) => `+49151${20 + (n % 10)}0${1000 + n}`.padEnd(14, '0'));

/** A different address for each request: a network of rented machines. */
const ipOf = (n: number): string => `2001:db8:${(n % 0xffff).toString(16)}::1`;

async function pump(world: World, requests: number, everyMs: number): Promise<void> {
  for (let n = 0; n < requests; n += 1) {
    await requestCode(world.ports)({ purpose: 'log-in', phone: numbers[n % 500] ?? '', ip: ipOf(n) }).match(
      () => undefined,
      () => undefined, // it tries on, whatever it is told
    );
    world.pass(everyMs);
  }
}

test('these are 500 mobile numbers in 10 blocks', () => {
  const phones = numbers.map((text) => value(PhoneNumber.parse(text)));
  expect(new Set(phones).size).toBe(500);
  expect(new Set(phones.map((phone) => phone.slice(0, -4))).size).toBe(10);
});

test.each([
  ['at once', 0],
  ['within an hour', hourMs / 2000],
] as const)(
  '2,000 requests over 500 numbers, of which none is verified, cost at most 50 messages %s',
  async (_, everyMs) => {
    const world = openWorld();
    await pump(world, 2000, everyMs);
    expect(world.texts.length).toBeGreaterThan(10);
    // What a block gets back in an hour is less than one message.
    expect(world.texts.length).toBeLessThanOrEqual(50);
    expect(new Set(rulesHit(world))).toEqual(new Set(['prefix-day']));
    expect(world.rows('users')).toEqual([]);
  },
);

test('who lives in a block that is not pumped gets a code meanwhile', async () => {
  const world = openWorld();
  await pump(world, 600, 0);
  value(await verifyCode(world.ports)(await askedFor(world, '+4917612345678')));
});

test('a country is closed to numbers of all blocks where hardly anybody uses the codes', async () => {
  const world = openWorld();
  let refused = 0;
  for (let n = 0; n < 260; n += 1) {
    const phone = `+49151${10_000 + n * 7}4711`.slice(0, 14);
    const answer = await requestCode(world.ports)({ purpose: 'log-in', phone, ip: ipOf(n) });
    if (answer.isErr()) refused += 1;
  }
  expect(world.texts).toHaveLength(200);
  expect(refused).toBe(60);
  expect(rulesHit(world)).toContain('country-hour');
});

test('a country stays open where one in three uses the code', async () => {
  const world = openWorld();
  for (let n = 0; n < 400; n += 1) {
    const phone = `+49151${10_000 + n * 7}4711`.slice(0, 14);
    const typed = await askedFor(world, phone);
    if (n % 3 === 2) value(await verifyCode(world.ports)(typed));
  }
  expect(rulesHit(world)).toEqual([]);
  expect(world.texts).toHaveLength(400);
});
