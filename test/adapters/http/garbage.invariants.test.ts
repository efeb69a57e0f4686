import { readdir, readFile } from 'node:fs/promises';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inMemoryStores } from '../../../src/adapters/in-memory/index.ts';
import { genuineCards, spread } from '../../arbitraries/card.ts';
import { asStaff } from '../../staff-desk.ts';
import { anyText, ask, type Reply } from './client.ts';
import { anId, type Target, targets } from './every-route.ts';
import { type House, openHouse } from './house.ts';
import { signedUp } from './sign-up.ts';

/** Stands in every piece of garbage: letters that no word of ours has in this order, and that every encoding shows. */
const marker = 'qzxjwvkq';

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
    const { headers } = await signedUp(house, '+4915100000001');
    who = {
      nobody: {},
      person: headers,
      staff: asStaff('anna.support'),
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

  test('the list of routes is whole: it has each that stands in the code', async () => {
    const folder = new URL('../../../src/adapters/http/routes/', import.meta.url);
    const sources = await Promise.all(
      (await readdir(folder)).map((name) => readFile(new URL(name, folder), { encoding: 'utf8' })),
    );
    const all = sources.join('\n');
    const written = [
      ...all
        .matchAll(/\broute\(\s*'(GET|POST|PUT|DELETE)',\s*'(\/v1\/[^']+)'/g)
        .map(([, method, path]) => `${method} ${path}`),
      ...all.matchAll(/\bwebhook\('(\/v1\/[^']+)'/g).map(([, path]) => `POST ${path}`),
      ...all.matchAll(/\blinkRoutes\('(\/v1\/[^']+)'/g).flatMap(([, path]) => [`GET ${path}`, `POST ${path}`]),
    ];
    const listed = targets.map(({ method, path }) => `${method} ${path.split('?')[0]}`);
    const unnamed = (routes: readonly string[]) =>
      [...new Set(routes.map((route) => route.replaceAll(/:\w+/g, ':part')))].toSorted();
    expect(written.length).toBeGreaterThan(50);
    expect(unnamed(listed)).toEqual(unnamed(written));
  });

  test('the list of routes is true: each answers something else than that it is not there', async () => {
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
          const forged = { authorization: `Bearer ${one}`, 'x-station': other };
          expectHarmless(await send(target, anId, target.body, forged), marker);
          const planted = ['session', 'device', 'attempt'].map((name) => `__Host-joos-${name}=${one}`).join('; ');
          const byCookie = { cookie: planted, 'sec-fetch-site': 'same-origin', origin: other };
          const { device: _device, attempt: _attempt, ...withoutSecrets } = target.body ?? {};
          const inCookies = target.body === undefined ? undefined : withoutSecrets;
          expectHarmless(await send({ ...target, as: 'nobody' }, anId, inCookies, byCookie), marker);
          expectHarmless(
            await send({ ...target, as: 'nobody' }, anId, target.body, { cookie: planted, origin: one }),
            marker,
          );
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
  }, 120_000);
});
