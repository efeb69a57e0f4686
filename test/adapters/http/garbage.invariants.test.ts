import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inMemoryStores } from '../../../src/adapters/in-memory/index.ts';
import { genuineCards, spread } from '../../arbitraries/card.ts';
import { anyText, ask, bearer, type Reply, textIn } from './client.ts';
import { type House, lastCode, openHouse } from './house.ts';

/** Stands in every piece of garbage: letters that no word of ours has in this order, and that every encoding shows. */
const marker = 'qzxjwvkq';

interface Target {
  readonly method: string;
  /** With `:part` where an id stands. */
  readonly path: string;
  readonly as: 'nobody' | 'person' | 'staff' | 'station';
  /** Fields with values that the route takes. */
  readonly body?: Readonly<Record<string, unknown>>;
}

const phone = '+4915112345678';
const anId = '00000000-0000-4000-8000-000000000000';
const why = { purpose: 'resolve-problem', caseNumber: 'CASE-1042' };
const statement = {
  purpose: 'news',
  noticeVersion: '2026-11',
  noticeLanguage: 'en',
  channel: 'app',
  claimedAt: '2026-11-23T08:00:00Z',
};
const codeTyped = { challenge: anId, code: '123456' };

/** Every route, with a body that it takes. */
const targets: readonly Target[] = [
  { method: 'POST', path: '/v1/codes', as: 'nobody', body: { purpose: 'log-in', phone, language: 'de' } },
  { method: 'POST', path: '/v1/codes', as: 'person', body: { purpose: 'add-phone', phone } },
  { method: 'POST', path: '/v1/codes', as: 'person', body: { purpose: 'cancel-account', to: 'email' } },
  { method: 'POST', path: '/v1/sessions', as: 'nobody', body: { phone, ...codeTyped, language: 'de' } },
  {
    method: 'POST',
    path: '/v1/sessions/third-party',
    as: 'nobody',
    body: { provider: 'login', credential: 'x', language: 'de' },
  },
  { method: 'DELETE', path: '/v1/session', as: 'nobody' },
  { method: 'GET', path: '/v1/account', as: 'nobody' },
  { method: 'PUT', path: '/v1/account/username', as: 'person', body: { username: 'kimble' } },
  { method: 'DELETE', path: '/v1/account/username', as: 'person' },
  { method: 'POST', path: '/v1/account/email', as: 'person', body: { email: 'kim@example.com' } },
  {
    method: 'POST',
    path: '/v1/account/email/confirmation',
    as: 'person',
    body: { email: 'kim@example.com', ...codeTyped },
  },
  { method: 'DELETE', path: '/v1/account/email', as: 'person' },
  { method: 'POST', path: '/v1/account/logins/phone', as: 'person', body: { phone, ...codeTyped } },
  { method: 'DELETE', path: '/v1/account/logins/phone', as: 'person' },
  {
    method: 'POST',
    path: '/v1/account/logins/third-party',
    as: 'person',
    body: { provider: 'login', credential: 'x' },
  },
  {
    method: 'POST',
    path: '/v1/account/logins/third-party/removal',
    as: 'person',
    body: { issuer: 'https://a.example', providerSubject: 'b' },
  },
  { method: 'GET', path: '/v1/consents?at=:part', as: 'person' },
  { method: 'GET', path: '/v1/consents/history?at=:part', as: 'person' },
  { method: 'POST', path: '/v1/consents', as: 'person', body: statement },
  { method: 'POST', path: '/v1/consents/withdrawals', as: 'person', body: statement },
  { method: 'GET', path: '/v1/cards', as: 'nobody' },
  { method: 'POST', path: '/v1/cards', as: 'person', body: { number: '4242424242424242', paymentMethod: 'pm_sim_ok' } },
  { method: 'POST', path: '/v1/cards/setups', as: 'person' },
  { method: 'POST', path: '/v1/cards/setups/:part/completion', as: 'person' },
  { method: 'DELETE', path: '/v1/cards/:part', as: 'person' },
  { method: 'GET', path: '/v1/orders', as: 'nobody' },
  {
    method: 'POST',
    path: '/v1/orders',
    as: 'person',
    body: { station: 'FRA-0042', powerBank: 'PB-004711', card: anId },
  },
  { method: 'POST', path: '/v1/orders/:part/return', as: 'station', body: { at: '2026-11-23T08:00:00Z' } },
  { method: 'POST', path: '/v1/orders/:part/nothing-given-out', as: 'station' },
  { method: 'POST', path: '/v1/orders/:part/lost', as: 'person' },
  { method: 'POST', path: '/v1/orders/:part/cancel', as: 'person' },
  { method: 'GET', path: '/v1/orders/:part/receipt', as: 'person' },
  { method: 'GET', path: '/v1/payments', as: 'nobody' },
  { method: 'POST', path: '/v1/payments/:part/retry', as: 'person', body: { card: anId } },
  { method: 'GET', path: '/v1/export', as: 'nobody' },
  { method: 'GET', path: '/v1/account/erasure-plan', as: 'nobody' },
  { method: 'POST', path: '/v1/account/cancellation', as: 'person', body: codeTyped },
  { method: 'GET', path: '/v1/erasures/:part', as: 'nobody' },
  { method: 'POST', path: '/v1/support/lookups', as: 'staff', body: { person: { phone }, ...why } },
  {
    method: 'POST',
    path: '/v1/support/contacts',
    as: 'staff',
    body: { subject: anId, fields: ['login.phone'], ...why },
  },
  { method: 'POST', path: '/v1/support/exports', as: 'staff', body: { person: { email: 'kim@example.com' }, ...why } },
  {
    method: 'POST',
    path: '/v1/support/cancellations',
    as: 'staff',
    body: { person: { subject: anId }, reason: 'death', caseNumber: 'CASE-1' },
  },
  {
    method: 'POST',
    path: '/v1/support/refunds',
    as: 'staff',
    body: { payment: anId, amount: { amountMinor: 1, currency: 'EUR' }, caseNumber: 'CASE-1', refund: anId },
  },
  {
    method: 'POST',
    path: '/v1/support/corrections',
    as: 'staff',
    body: { order: anId, station: 'FRA-0042', at: '2026-11-23T08:00:00Z', caseNumber: 'CASE-1', refund: anId },
  },
  { method: 'GET', path: '/v1/unsubscribe/:part', as: 'nobody' },
  { method: 'POST', path: '/v1/unsubscribe/:part', as: 'nobody' },
  { method: 'POST', path: '/v1/webhooks/cards', as: 'nobody', body: { id: anId, type: 'payment_intent.succeeded' } },
  { method: 'POST', path: '/v1/webhooks/mail', as: 'nobody', body: { Type: 'Notification', Message: '{}' } },
];

/** Texts with the marker in them, among what parsers, stores and terminals stumble over. */
const markedTexts: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof(
      fc.constantFrom(
        '',
        '+49151',
        'pm_',
        'CASE-',
        'proved:',
        `${anId}`,
        'https://',
        '2026-11-23T',
        'FRA-',
        '<script>',
        "' or 1=1 --",
      ),
      fc.string({ unit: 'binary', maxLength: 40 }),
    ),
    fc.oneof(
      fc.constantFrom(
        '',
        '@example.com',
        '.example',
        '\u0000',
        '\r\nX-Injected: 1',
        '\ud800',
        '\u202e',
        '%s%n',
        '{{jndi:ldap://x}}',
        '"}',
        '-0042',
      ),
      fc.string({ unit: 'grapheme-composite', maxLength: 40 }),
      fc.constant('x'.repeat(5_000)),
    ),
  )
  .map(([before, after]) => `${before}${marker}${after}`);

/** Anything that JSON can hold, with the marker in it. */
const garbage: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: markedTexts },
  fc.array(markedTexts, { minLength: 1, maxLength: 30 }),
  fc.dictionary(markedTexts, markedTexts, { minKeys: 1, maxKeys: 3 }),
  markedTexts.map((value) => ({ phone: value })),
  markedTexts.map((value) => ({ email: value, [marker]: value })),
  fc.constantFrom(null, true, 0, -1, 1e308, 0.1, [], {}),
);

describe('whatever a client sends', () => {
  const memory = inMemoryStores();
  let house: House;
  let who: Readonly<Record<Target['as'], Readonly<Record<string, string>>>>;

  beforeAll(async () => {
    house = await openHouse(memory);
    const sent = await ask(house.handler, 'POST', '/v1/codes', { purpose: 'log-in', phone: '+4915100000001' });
    const typed = { phone: '+4915100000001', challenge: sent.body.challenge, code: lastCode(house.texts) };
    const session = textIn((await ask(house.handler, 'POST', '/v1/sessions', typed)).body, 'session');
    who = {
      nobody: {},
      person: bearer(session),
      staff: { 'x-staff': 'anna.support' },
      station: { 'x-station': 'FRA-0042' },
    };
  });
  afterAll(() => house.close());

  function send(
    target: Target,
    part: string,
    body: unknown,
    headers: Readonly<Record<string, string>>,
  ): Promise<Reply> {
    const path = target.path.replace(':part', encodeURIComponent(part.toWellFormed()).slice(0, 2_000));
    return ask(house.handler, target.method, path, body, { ...who[target.as], ...headers });
  }

  function expectHarmless(reply: Reply, ...secrets: readonly string[]): void {
    expect(reply.status).toBeLessThan(500);
    if (reply.headers.get('content-type') === 'text/html; charset=utf-8') {
      expect(reply.status).toBe(404);
    } else if (reply.status >= 400) {
      expect(reply.headers.get('content-type')).toBe('application/problem+json');
      expect(reply.body).toMatchObject({ kind: anyText, title: anyText, status: reply.status });
    }
    expect(reply.headers.get('x-injected')).toBeNull();
    const whole = `${reply.text}\n${JSON.stringify([...reply.headers])}`.toLowerCase();
    for (const secret of secrets) expect(whole).not.toContain(secret.toLowerCase());
    expect(house.bugs).toEqual([]);
  }

  test('the list of routes is whole: each answers something else than that it is not there', async () => {
    for (const target of targets) {
      const reply = await send(target, anId, target.body, {});
      expect({ path: target.path, kind: reply.body.kind }).not.toMatchObject({ kind: 'NoSuchRoute' });
      expect({ path: target.path, kind: reply.body.kind }).not.toMatchObject({ kind: 'InvalidShape' });
      expectHarmless(reply);
    }
  });

  test('it never is a fault of ours, and never comes back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...targets),
        fc.array(fc.tuple(fc.nat(), garbage), { minLength: 1, maxLength: 4 }),
        markedTexts,
        fc.option(markedTexts, { nil: undefined }),
        async (target, replaced, part, extra) => {
          const names = Object.keys(target.body ?? {});
          const changed = replaced.map(
            ([at, value]) => [names[at % Math.max(1, names.length)] ?? marker, value] as const,
          );
          const added = extra === undefined ? {} : { [`x${extra}`]: extra };
          const body =
            target.method === 'GET' ? undefined : { ...target.body, ...Object.fromEntries(changed), ...added };
          expectHarmless(await send(target, part, body, {}), marker);
        },
      ),
      { numRuns: 600 },
    );
  });

  test('neither as a body of its own kind, nor in a header', async () => {
    const headerTexts = fc.string({ unit: 'grapheme-ascii', maxLength: 40 }).map((text) => `${text}${marker}`.trim());
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...targets),
        garbage,
        headerTexts,
        headerTexts,
        async (target, body, one, other) => {
          const sent = target.method === 'GET' ? undefined : body;
          expectHarmless(await send(target, anId, sent, { 'accept-language': one, 'x-request-id': other }), marker);
          const forged = { authorization: `Bearer ${one}`, 'x-staff': one, 'x-station': other };
          expectHarmless(await send(target, anId, target.body, forged), marker);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a card number in any text neither comes back nor stays', async () => {
    const texts = targets.flatMap((target) =>
      Object.entries(target.body ?? {}).flatMap(([name, value]) =>
        typeof value === 'string' ? [{ target, name }] : [],
      ),
    );
    const between = fc.constantFrom('', '', ' ', '-', '\u00a0');
    const typed = genuineCards.chain(({ digits }) =>
      fc
        .tuple(
          fc.oneof(fc.constant(digits), spread(digits, between)),
          fc.constantFrom('', 'my card ', 'kim', 'pm_'),
          fc.constantFrom('', '@example.com', ' x'),
        )
        .map(([number, before, after]) => ({ digits, text: `${before}${number.trim()}${after}` })),
    );
    await fc.assert(
      fc.asyncProperty(typed, async ({ digits, text }) => {
        for (const { target, name } of texts) {
          expectHarmless(await send(target, text, { ...target.body, [name]: text }, {}), digits, text);
          expectHarmless(await send(target, anId, { ...target.body, [name]: text }, {}), digits, text);
        }
        const kept = JSON.stringify(memory.snapshot());
        for (const secret of [digits, JSON.stringify(text).slice(1, -1)]) expect(kept).not.toContain(secret);
        expect(JSON.stringify([house.texts, house.mails, house.logged])).not.toContain(digits);
      }),
      { numRuns: 25 },
    );
  });
});
