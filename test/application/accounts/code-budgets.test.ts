import { describe, expect, test } from 'vitest';
import { addEmail } from '../../../src/application/accounts/add-email.ts';
import { requestCode } from '../../../src/application/accounts/request-code.ts';
import { requestMyCode } from '../../../src/application/accounts/request-my-code.ts';
import { beginThirdParty } from '../../../src/application/accounts/third-party-attempt.ts';
import { verifyCode } from '../../../src/application/accounts/verify-code.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import { riskEvents } from '../../../src/application/risk/risk-events.ts';
import { minuteMs, secondMs } from '../../../src/domain/instant.ts';
import { onThisMachine } from '../../../src/domain/residency/residency.ts';
import { errAsync, type ResultAsync } from '../../../src/domain/result.ts';
import type { BudgetRuleName } from '../../../src/domain/verification/code-budget.ts';
import type { SignInPolicy } from '../../../src/domain/verification/sign-in-policy.ts';
import { chargesStanding, policyWith, rulesHit, usedOf } from '../budgets.ts';
import { askedFor, askedInside, signIn, signInByThirdParty } from '../people.ts';
import { lastCode, newPhone, openWorld, refusal, value, type World } from '../world.ts';

/** Numbers that share nothing but their country: each is of another block. */
const german = (n: number): string => `+4915${String(12_000_000 + n * 10_000 + 4711)}9`;
/** Numbers of one block of 10,000. */
const neighbour = (n: number): string => `+4915123450${String(100 + n)}`;
const abroad = ['+436641234567', '+41791234567', '+33612345678', '+447400123456'];

type Ask = (world: World, n: number) => ResultAsync<unknown, { readonly kind: string; readonly retryAfterMs?: number }>;

const toPhone =
  (phoneOf: (n: number) => string, ipOf: (n: number) => string | undefined = () => undefined): Ask =>
  (world, n) =>
    requestCode(world.ports)({ purpose: 'log-in', phone: phoneOf(n), ip: ipOf(n) });

/** Each budget of codes, with a limit of 3, and requests of which the 4th is one too many for it and for no other. */
const budgets: readonly (readonly [BudgetRuleName, SignInPolicy, Ask])[] = [
  ['address-hour', policyWith({ 'address-hour': 3, 'address-pause': 100 }), toPhone(() => neighbour(0))],
  ['address-day', policyWith({ 'address-day': 3, 'address-pause': 100 }), toPhone(() => neighbour(0))],
  ['prefix-day', policyWith({ 'prefix-day': 3 }), toPhone(neighbour)],
  ['country-hour', policyWith({ 'country-hour': 3 }), toPhone(german)],
  ['country-spend', policyWith({}, { spendPerCountry: 3_000 }), toPhone(german)],
  ['spend', policyWith({}, { spendPerDay: 3_000 }), toPhone((n) => abroad[n] ?? '')],
  ['network-hour', policyWith({ 'network-hour': 3 }), toPhone(german, () => '192.0.2.7')],
  ['network-day', policyWith({ 'network-day': 3 }), toPhone(german, () => '192.0.2.7')],
  ['network-hour', policyWith({ 'network-hour': 3 }), toPhone(german, (n) => `2001:db8:1:2::${n}`)],
];

const byAccount: readonly (readonly [BudgetRuleName, SignInPolicy])[] = [
  ['account-day', policyWith({ 'account-day': 3 })],
];

/** Asks three times, and once more; what the fourth is told. */
async function oneTooMany(world: World, ask: (n: number) => ReturnType<Ask>) {
  for (const n of [0, 1, 2]) value(await ask(n));
  const before = { rest: world.theRest(), buckets: world.rows('codeBudgets'), texts: world.texts.length };
  const refused = refusal(await ask(3));
  expect(world.theRest(), 'nothing is written').toEqual(before.rest);
  // What comes after is the bucket of the record of risks.
  expect(world.rows('codeBudgets').slice(0, before.buckets.length), 'nothing is charged').toEqual(before.buckets);
  expect(world.texts.length, 'nothing is sent').toBe(before.texts);
  return refused;
}

describe('a budget that is used up', () => {
  test.each(budgets)(
    '%s: nothing is sent, written or charged, and who asked is not told which it is',
    async (rule, signIn, ask) => {
      const world = openWorld({ signIn });
      const refused = await oneTooMany(world, (n) => ask(world, n));
      expect(refused).toEqual({ kind: 'TooManyCodes', retryAfterMs: expect.any(Number) as number });
      expect(JSON.stringify(refused)).not.toContain(rule);
      expect(rulesHit(world)).toEqual([rule]);
      expect(value(await riskEvents(world.ports)({ limit: 9 }))).toMatchObject([{ kind: 'sending-limit-hit', rule }]);
      world.pass(refused.retryAfterMs ?? 0);
      value(await ask(world, 3));
    },
  );

  test.each(byAccount)('%s counts for an account, whatever it asks for', async (rule, policy) => {
    const world = openWorld({ signIn: policy });
    const { session } = await signInByThirdParty(world);
    const refused = await oneTooMany(world, (n) =>
      n % 2 === 0
        ? requestMyCode(world.ports)({ purpose: 'add-phone', session, phone: german(n) })
        : addEmail(world.ports)({ session, email: `ada.${n}@example.org` }),
    );
    expect(refused.kind).toBe('TooManyCodes');
    expect(rulesHit(world)).toEqual([rule]);
    const { session: another } = await signInByThirdParty(world);
    value(await requestMyCode(world.ports)({ purpose: 'add-phone', session: another, phone: german(9) }));
  });

  test('is the same one for each way of asking: the number counts, not the purpose, the device or the session', async () => {
    const world = openWorld({ signIn: policyWith({ 'address-hour': 3 }) });
    const phone = newPhone();
    const { device } = await askedFor(world, phone);
    const person = await signInByThirdParty(world);
    await askedFor(world, phone);
    await askedInside(world, person, { purpose: 'add-phone', phone });
    world.pass(30_000);
    expect(refusal(await requestCode(world.ports)({ purpose: 'log-in', phone, device })).kind).toBe('TooManyCodes');
  });

  test('leaves the code that was sent before as good as it was', async () => {
    const world = openWorld({ signIn: policyWith({ 'address-hour': 1 }) });
    const typed = await askedFor(world);
    const { phone, device } = typed;
    world.pass(30_000);
    refusal(await requestCode(world.ports)({ purpose: 'log-in', phone, device }));
    value(await verifyCode(world.ports)(typed));
  });

  test('bounds the log-ins with third parties that are begun in one place', async () => {
    const world = openWorld({ signIn: policyWith({ 'identities-network': 3 }) });
    const begin = (ip: string) => beginThirdParty(world.ports)({ provider: 'login', purpose: 'log-in', ip });
    for (const host of [1, 2, 3]) value(await begin(`2001:db8::${host}`));
    expect(refusal(await begin('2001:db8::4')).kind).toBe('TooManyAttempts');
    expect(world.rows('attempts')).toHaveLength(3);
    value(await begin('2001:db8:0:1::4'));
  });

  test('of log-ins with third parties is on record as the others are', async () => {
    const world = openWorld({ signIn: policyWith({ 'identities-network': 1 }) });
    const begin = () => beginThirdParty(world.ports)({ provider: 'login', purpose: 'log-in', ip: '192.0.2.7' });
    value(await begin());
    refusal(await begin());
    expect(rulesHit(world)).toEqual(['identities-network']);
  });

  test('is not used up by codes that go elsewhere', async () => {
    const world = openWorld({ signIn: policyWith({ 'prefix-day': 1, 'network-hour': 1, 'country-hour': 1 }) });
    value(await requestCode(world.ports)({ purpose: 'log-in', phone: german(1), ip: '192.0.2.7' }));
    value(await requestCode(world.ports)({ purpose: 'log-in', phone: abroad[0] ?? '', ip: '192.0.2.8' }));
    value(await requestCode(world.ports)({ purpose: 'log-in', phone: abroad[1] ?? '', ip: '2001:db8::1' }));
    value(await requestCode(world.ports)({ purpose: 'log-in', phone: abroad[2] ?? '', ip: '2001:db8:0:1::1' }));
  });

  test('counts an IPv4 address within IPv6 as the address that it is', async () => {
    const world = openWorld({ signIn: policyWith({ 'network-hour': 1 }) });
    value(await requestCode(world.ports)({ purpose: 'log-in', phone: german(1), ip: '192.0.2.7' }));
    const same = await requestCode(world.ports)({ purpose: 'log-in', phone: german(2), ip: '::ffff:192.0.2.7' });
    expect(refusal(same).kind).toBe('TooManyCodes');
  });
});

describe('the pause between two codes', () => {
  test('is told as what it is, and is no risk', async () => {
    const world = openWorld();
    const phone = newPhone();
    value(await requestCode(world.ports)({ purpose: 'log-in', phone }));
    const refused = refusal(await requestCode(world.ports)({ purpose: 'log-in', phone }));
    expect(refused).toEqual({ kind: 'CodeTooSoon', retryAfterMs: 30_000 });
    expect(world.risks).toEqual([]);
  });
});

describe('a country', () => {
  test('that the host does not serve gets no text, and that is on record', async () => {
    const world = openWorld();
    const before = world.theRest();
    const refused = refusal(await requestCode(world.ports)({ purpose: 'log-in', phone: '+99361234567' }));
    expect(refused).toEqual({ kind: 'CountryNotServed' });
    expect(world.theRest()).toEqual(before);
    expect(chargesStanding(world)).toHaveLength(1);
    expect(world.risks).toMatchObject([{ kind: 'country-refused', rule: null, subject: null }]);
    expect(world.texts).toEqual([]);
  });

  test.each([
    ['+499001123456', 'premium'],
    ['+496912345678', 'fixed-line'],
    ['+445600123456', 'voip'],
    ['+498001234567', 'not-mobile'],
  ])('gets none to %s either, which is %s', async (phone, reason) => {
    const world = openWorld();
    const refused = refusal(await requestCode(world.ports)({ purpose: 'log-in', phone }));
    expect(refused).toMatchObject({ kind: 'InvalidPhoneNumber', reason });
    expect(world.texts).toEqual([]);
  });
});

describe('a code that was not handed over', () => {
  test.each([
    ['refused it', portFailure('SmsSender', false)],
    ['was not reached', portFailure('SmsSender', true, null, 'not-reached')],
    ['was throttled', portFailure('SmsSender', true, null, 'throttled')],
  ])('since the provider %s cost no money, and is counted as any other', async (_, failure) => {
    const world = openWorld();
    const phone = newPhone();
    world.broken.sms = failure;
    const refused = await requestCode(world.ports)({ purpose: 'log-in', phone, ip: '192.0.2.7' });
    expect(refusal(refused)).toEqual({ kind: 'CodeNotSent', channel: 'sms' });
    expect(world.rows('challenges')).toEqual([]);
    expect(await usedOf(world, 'spend', 'all')).toBe(0);
    expect(await usedOf(world, 'country-spend', 'DE')).toBe(0);
    expect(await usedOf(world, 'address-pause', phone)).toBe(1);
    expect(await usedOf(world, 'address-hour', phone)).toBe(1 / 5);
    expect(await usedOf(world, 'network-hour', '192.0.2.7')).toBe(1 / 20);
    expect(await usedOf(world, 'prefix-day', phone.slice(0, -4))).toBe(1 / 5);
  });

  test('makes nobody ask a provider that refuses more often than one that does not', async () => {
    const world = openWorld();
    const phone = newPhone();
    let asked = 0;
    const sms: World['ports']['sms'] = {
      residency: onThisMachine,
      send: () => {
        asked += 1;
        return errAsync(portFailure('SmsSender', false));
      },
    };
    for (let tries = 0; tries < 500; tries += 1) {
      const code = await requestCode({ ...world.ports, sms })({ purpose: 'log-in', phone, ip: '192.0.2.7' });
      expect(code.isErr()).toBe(true);
      world.pass(2 * secondMs);
    }
    expect(asked).toBeLessThanOrEqual(10);
  });

  test('but may have been, is charged as any other', async () => {
    const world = openWorld();
    const phone = newPhone();
    world.broken.sms = portFailure('SmsSender', true, null, 'unclear');
    value(await requestCode(world.ports)({ purpose: 'log-in', phone }));
    expect(await usedOf(world, 'address-hour', phone)).toBe(1 / 5);
  });
});

describe('a code that reached its person', () => {
  test('gives back what it cost the number, and three times that to network, block and country', async () => {
    const world = openWorld();
    const ip = '192.0.2.7';
    for (const n of [1, 2]) await askedFor(world, neighbour(n), { ip });
    const typed = await askedFor(world, neighbour(3), { ip });
    expect(await usedOf(world, 'prefix-day', neighbour(3).slice(0, -4))).toBe(3 / 5);
    expect(await usedOf(world, 'network-hour', ip)).toBe(3 / 20);
    expect(await usedOf(world, 'country-hour', 'DE')).toBe(3 / 200);
    value(await verifyCode(world.ports)({ ...typed, ip }));
    expect(await usedOf(world, 'prefix-day', neighbour(3).slice(0, -4))).toBe(0);
    expect(await usedOf(world, 'network-hour', ip)).toBe(0);
    expect(await usedOf(world, 'country-hour', 'DE')).toBe(0);
    expect(await usedOf(world, 'address-hour', neighbour(3))).toBe(0);
    // What others asked for, and what it cost in money and in messages a day, stays.
    expect(await usedOf(world, 'address-hour', neighbour(1))).toBe(1 / 5);
    expect(await usedOf(world, 'address-day', neighbour(3))).toBe(1 / 20);
    expect(chargesStanding(world).length).toBeGreaterThan(0);
  });

  test('gives back no more than there was', async () => {
    const world = openWorld({ signIn: policyWith({ 'prefix-day': 5 }) });
    value(await verifyCode(world.ports)(await askedFor(world, neighbour(0))));
    const sent = [];
    for (let n = 1; n < 12; n += 1) {
      const answer = await requestCode(world.ports)({ purpose: 'log-in', phone: neighbour(n) });
      if (answer.isOk()) sent.push(n);
    }
    expect(sent).toHaveLength(5);
  });

  test('and is used lets people log in as often as they like, up to 20 codes a day for one number', async () => {
    const world = openWorld();
    const phone = newPhone();
    let loggedIn = 0;
    for (; loggedIn < 99; loggedIn += 1) {
      world.pass(30_000);
      const sent = await requestCode(world.ports)({ purpose: 'log-in', phone });
      if (sent.isErr()) break;
      value(await verifyCode(world.ports)({ ...sent.value, phone, code: lastCode(world.texts) }));
    }
    expect(loggedIn).toBe(20);
    expect(rulesHit(world)).toEqual(['address-day']);
  });

  test('does not count for a block of numbers where everybody uses theirs', async () => {
    const world = openWorld();
    for (let n = 0; n < 60; n += 1) {
      await signIn(world, neighbour(n));
      world.pass(minuteMs);
    }
    expect(rulesHit(world)).toEqual([]);
  });
});
