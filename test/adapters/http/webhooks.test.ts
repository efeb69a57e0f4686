import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type HttpOptions, serveHttp } from '../../../src/adapters/http/index.ts';
import { inMemoryStores } from '../../../src/adapters/in-memory/index.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import type { ProcessorEvent } from '../../../src/application/ports/provider-events.ts';
import { Instant } from '../../../src/domain/instant.ts';
import { errAsync, okAsync } from '../../../src/domain/result.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { ask, expectProblem, listIn, type Reply, replyTo, textIn } from './client.ts';
import { type House, host, supportInbox } from './house.ts';
import { housesForEachTest } from './houses.ts';
import { confirmedEmail, signedUp } from './sign-up.ts';

const phone = '+4915112345678';
const email = 'kim.lee@example.com';
const house = housesForEachTest();

/** As the provider of the tests tells: a list of events, and its word for it. */
const tell = ({ handler }: House, path: string, events: unknown, genuine = 'yes'): Promise<Reply> =>
  ask(handler, 'POST', path, events, { 'x-genuine': genuine });

/** Somebody who owes for a rental that ended; the charge is not answered yet. */
async function rented(one: House): Promise<{ headers: Record<string, string>; order: string; payment: string }> {
  const { handler } = one;
  const { headers } = await signedUp(one, phone);
  await confirmedEmail(one, email, headers);
  await ask(handler, 'POST', '/v1/cards', { number: '4242424242424242', paymentMethod: 'pm_sim_ok' }, headers);
  const wanted = { station: 'FRA-0042', powerBank: 'PB-004711' };
  const order = textIn((await ask(handler, 'POST', '/v1/orders', wanted, headers)).body, 'order');
  const { payment } = (await ask(handler, 'POST', `/v1/orders/${order}/lost`, undefined, headers)).body;
  return { headers, order, payment: String(payment) };
}

describe('the webhook of the card processor', () => {
  test('takes what is told 1,000 times, 20 at once: the payment is settled once, and the person is told once', async () => {
    const one = await house();
    const server = await must(serveHttp(one.handler, { port: 0 }));
    const { headers, payment } = await rented(one);
    const declined = { kind: 'answered', payment, attempt: 1, answer: { kind: 'declined', reason: 'card-expired' } };
    const body = JSON.stringify([declined]);
    const statuses = new Map<number, number>();
    for (let round = 0; round < 50; round += 1) {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () =>
          fetch(`${server.url}/v1/webhooks/cards`, { method: 'POST', body, headers: { 'x-genuine': 'yes' } }),
        ),
      );
      for (const answer of answers) {
        await answer.arrayBuffer();
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      }
    }
    expect([...statuses]).toEqual([[200, 1000]]);
    const [mine] = listIn((await ask(one.handler, 'GET', '/v1/payments', undefined, headers)).body, 'payments');
    expect(mine).toMatchObject({ state: 'failed', failure: { reason: 'card-expired' } });
    await must(one.joos.worker.workerPass({ limit: 100 }));
    await must(one.joos.worker.workerPass({ limit: 100 }));
    expect(one.mails.filter(({ about }) => about === 'payment-failed')).toHaveLength(1);
    expect(one.cards.charges(), 'what was told is not asked for').toEqual([]);
    await server.close();
  });

  test('takes a dispute 1,000 times and tells support once', async () => {
    const one = await house();
    const { payment } = await rented(one);
    const dispute: ProcessorEvent = { kind: 'dispute-opened', payment, dispute: 'du_1' };
    for (let round = 0; round < 50; round += 1) {
      const replies = await Promise.all(Array.from({ length: 20 }, () => tell(one, '/v1/webhooks/cards', [dispute])));
      expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    }
    await must(one.joos.worker.workerPass({ limit: 100 }));
    const told = one.mails.filter(({ about }) => about === 'payment-disputed');
    expect(told.map(({ to }) => to)).toEqual([supportInbox]);
  });

  test('takes several events in their order, and answers when all of them are taken', async () => {
    const seen: string[] = [];
    const one = await house(inMemoryStores(), host, (rooms) => ({
      ...rooms,
      payments: {
        ...rooms.payments,
        takeProcessorEvent: (event) => {
          seen.push(event.payment);
          return event.payment === 'c' ? errAsync(portFailure('DataStore', false)) : okAsync('taken' as const);
        },
      },
    }));
    const event = (payment: string) => ({ kind: 'dispute-opened', payment, dispute: 'du_1' });
    const all = await tell(one, '/v1/webhooks/cards', ['a', 'b'].map(event));
    expect({ status: all.status, body: all.body }).toEqual({ status: 200, body: { taken: 2 } });
    const some = await tell(one, '/v1/webhooks/cards', ['a', 'c', 'd'].map(event));
    expectProblem(some, 503, 'PortFailure');
    expect(some.headers.get('retry-after')).toBe('5');
    expect(seen).toEqual(['a', 'b', 'a', 'c']);
    expect((await tell(one, '/v1/webhooks/cards', [])).status).toBe(200);
  });

  test('hands over every byte and every header as they came, and the moment', async () => {
    const seen: unknown[] = [];
    const at = await must(Instant.parse('2026-11-23T09:00:00Z'));
    const cardEvents: NonNullable<HttpOptions['cardEvents']> = {
      read: ({ body, header }, moment) => {
        seen.push([...body], header('X-Signature'), header('not-there'), moment);
        return okAsync([]);
      },
    };
    const one = await house(inMemoryStores(), { cardEvents, now: () => at });
    const bytes = Uint8Array.from([0xef, 0xbb, 0xbf, 0x7b, 0x0d, 0x0a, 0x00, 0xff, 0x7d]);
    const headers = { 'x-signature': 't=1,v1=ab', 'content-type': 'text/x-whatever' };
    const request = new Request('http://joos.test/v1/webhooks/cards', { method: 'POST', body: bytes, headers });
    expect((await replyTo(one.handler, request)).status).toBe(200);
    expect(seen).toEqual([[...bytes], 't=1,v1=ab', null, at]);
  });

  test('takes 256 KiB and no more', async () => {
    const sizes: number[] = [];
    const cardEvents: NonNullable<HttpOptions['cardEvents']> = {
      read: ({ body }) => {
        sizes.push(body.byteLength);
        return okAsync([]);
      },
    };
    const one = await house(inMemoryStores(), { cardEvents });
    const post = (size: number) =>
      replyTo(
        one.handler,
        new Request('http://joos.test/v1/webhooks/cards', { method: 'POST', body: 'x'.repeat(size) }),
      );
    expect((await post(256 * 1024)).status).toBe(200);
    expectProblem(await post(256 * 1024 + 1), 413, 'BodyTooLarge');
    expect(sizes).toEqual([256 * 1024]);
  });
});

describe('the webhook of the mail provider', () => {
  test('takes a bounce, however often: support is told once, and the person is reached by phone', async () => {
    const one = await house();
    const { payment } = await rented(one);
    await tell(one, '/v1/webhooks/cards', [
      { kind: 'answered', payment, attempt: 1, answer: { kind: 'declined', reason: 'card-expired' } },
    ]);
    await must(one.joos.worker.workerPass({ limit: 100 }));
    const mail = one.mails.find(({ about }) => about === 'payment-failed');
    const bounce = { kind: 'bounced', messageId: mail?.messageId ?? '', address: 'Kim.Lee@example.com' };
    for (const _again of [1, 2, 3]) expect((await tell(one, '/v1/webhooks/mail', [bounce])).status).toBe(200);
    await must(one.joos.worker.workerPass({ limit: 100 }));
    expect(one.mails.filter(({ about }) => about === 'address-suppressed').map(({ to }) => to)).toEqual([supportInbox]);
    await tell(one, '/v1/webhooks/cards', [
      { kind: 'answered', payment, attempt: 1, answer: { kind: 'succeeded', reference: 'ch_sim_7' } },
    ]);
    await must(one.joos.worker.workerPass({ limit: 100 }));
    expect(one.texts.at(-1)).toMatchObject({ about: 'payment-settled', to: phone });
  });
});

describe('webhooks', () => {
  const paths = ['/v1/webhooks/cards', '/v1/webhooks/mail'] as const;

  test.each(paths)('%s is not there unless the host can tell who is genuine', async (path) => {
    const one = await house(inMemoryStores(), {});
    expectProblem(await tell(one, path, []), 404, 'NoSuchRoute');
  });

  test.each(paths)('%s says nothing to a forger of what was wrong', async (path) => {
    const one = await house();
    const forged = await tell(one, path, [{ kind: 'bounced' }], 'no');
    expectProblem(forged, 400, 'NotGenuine');
    expect(Object.keys(forged.body).toSorted()).toEqual(['advice', 'detail', 'kind', 'status', 'title', 'type']);
    expectProblem(await ask(one.handler, 'GET', path), 405, 'WrongMethod');
  });

  test.each(paths)('%s never says again what was sent, and is never at fault for it', async (path) => {
    const one = await house();
    const marked = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => `${text}qzxjwvkq`.toWellFormed());
    const events = fc.array(
      fc.oneof(
        fc.record({ kind: fc.constantFrom('bounced', 'complained'), messageId: marked, address: marked }),
        fc.record({ kind: fc.constantFrom('dispute-opened', 'dispute-closed'), payment: marked, dispute: marked }),
        fc.record({
          kind: fc.constant('answered'),
          payment: marked,
          attempt: fc.integer(),
          answer: fc.oneof(
            fc.record({ kind: fc.constant('succeeded'), reference: marked }),
            fc.record({ kind: fc.constant('declined'), reason: marked }),
          ),
        }),
      ),
      { minLength: 1, maxLength: 4 },
    );
    const ofHere = events.map((all) =>
      all.filter(({ kind }) => (kind === 'bounced' || kind === 'complained') === path.endsWith('mail')),
    );
    await fc.assert(
      fc.asyncProperty(ofHere, fc.constantFrom('yes', 'no', 'qzxjwvkq'), async (told, genuine) => {
        const reply = await tell(one, path, told, genuine);
        expect(reply.status).toBe(genuine === 'yes' ? 200 : 400);
        expect(`${reply.text}${JSON.stringify([...reply.headers])}`).not.toContain('qzxjwvkq');
      }),
    );
    expect(JSON.stringify(one.logged)).not.toContain('qzxjwvkq');
    expect(one.bugs).toEqual([]);
  });
});
