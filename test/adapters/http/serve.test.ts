import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { httpHandler, serveHttp } from '../../../src/adapters/http/index.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { openHouse } from './house.ts';

const says = (text: string) => async () => new Response(text);

describe('the server', () => {
  test('answers with the handler, on a free port', async () => {
    const house = await openHouse();
    const server = await must(serveHttp(httpHandler(house.joos), { port: 0 }));
    const response = await fetch(`${server.url}/v1/account`);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ kind: 'NotLoggedIn' });
    const posted = await fetch(`${server.url}/v1/codes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ purpose: 'log-in', phone: 'x'.repeat(70_000) }),
    });
    expect(posted.status).toBe(413);
    await server.close();
    await house.close();
  });

  test('says why it cannot listen', async () => {
    const server = await must(serveHttp(says('one'), { port: 0 }));
    const taken = await refusalOf(serveHttp(says('two'), { port: server.port }));
    expect(taken).toEqual({ kind: 'NotListening', reason: 'port-in-use' });
    const nowhere = await refusalOf(serveHttp(says('three'), { port: 0, host: '203.0.113.1' }));
    expect(nowhere).toEqual({ kind: 'NotListening', reason: 'no-such-address' });
    await server.close();
  });

  test('lets a request under way end when it closes, and takes no other', async () => {
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const server = await must(
      serveHttp(
        async () => {
          begin();
          await released;
          return new Response('done');
        },
        { port: 0 },
      ),
    );
    const underWay = fetch(server.url).then((response) => response.text());
    await begun;
    const closed = server.close();
    await expect(fetch(server.url)).rejects.toThrow();
    release();
    expect(await underWay).toBe('done');
    await closed;
    await server.close();
  });

  test('waits for who keeps it busy no longer than it was told', async () => {
    const server = await must(
      serveHttp(() => sleep(60_000, undefined, { ref: false }).then(says('late')), { port: 0, graceMs: 50 }),
    );
    const { promise: cut, resolve } = Promise.withResolvers<void>();
    const stuck = request(server.url, { method: 'GET' });
    stuck.on('error', () => resolve());
    stuck.end();
    await sleep(50);
    const startedAt = performance.now();
    await server.close();
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await cut;
  });
});
