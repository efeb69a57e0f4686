import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { type OpenDsrOptions, openDsrProcessor } from '../../../src/adapters/opendsr/index.ts';
import type { ProcessorErasureRequest } from '../../../src/application/ports/data-processor.ts';
import { Instant } from '../../../src/domain/instant.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { recordingEndpoint } from '../recording-endpoint.ts';
import { type LocalOptions, localOpenDsr, type Trouble } from './local-opendsr.ts';

const requestId = 'a7551968-d5d6-44b2-9831-815ac9017798';
const erasure: ProcessorErasureRequest = {
  requestId,
  submittedAt: await must(Instant.parse('2026-11-23T09:00:00Z')),
  identities: [
    { kind: 'subject', value: 'c0ffee00-0000-4000-8000-000000000001' },
    { kind: 'email', value: 'kim@example.com' },
    { kind: 'phone', value: '+4915112345678' },
  ],
};
const names = erasure.identities.map(({ value }) => value);

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function opened(options: Partial<OpenDsrOptions> = {}, local: LocalOptions = {}) {
  const server = await localOpenDsr(local);
  closing.push(server.close);
  const processor = openDsrProcessor({ name: 'help-desk', endpoint: server.url, knowsBy: ['email'], ...options });
  return { server, processor };
}

/** Nothing of a failure, as deep as a debugger looks, names the person or the key. */
function quotesNothing(failure: unknown): void {
  const all = `${JSON.stringify(failure)} ${inspect(failure, { depth: null, showHidden: true })}`;
  for (const secret of [
    ...names,
    Buffer.from(names[1] ?? '')
      .toString('base64')
      .slice(0, 12),
    'key-of-ours',
  ]) {
    expect(all).not.toContain(secret);
  }
}

describe('an erasure request by OpenDSR 2.0', () => {
  test('is one POST of the fields that the specification has', async () => {
    const { server, processor } = await opened({ knowsBy: ['subject', 'email'], apiKey: 'key-of-ours' });
    const status = await must(processor.requestErasure(erasure));
    expect(status).toEqual({ kind: 'pending', expectedBy: Date.UTC(2026, 11, 23, 9) });
    expect(server.requests).toHaveLength(1);
    const [sent] = server.requests;
    expect(sent).toMatchObject({ method: 'POST', path: '/v2/requests' });
    expect(sent?.headers).toMatchObject({
      accept: 'application/json',
      authorization: 'Bearer key-of-ours',
      'content-type': 'application/json',
    });
    expect(JSON.parse(sent?.body ?? '')).toEqual({
      regulation: 'gdpr',
      subject_request_id: requestId,
      subject_request_type: 'erasure',
      submitted_time: '2026-11-23T09:00:00.000Z',
      subject_identities: [
        {
          identity_type: 'controller_customer_id',
          identity_value: 'c0ffee00-0000-4000-8000-000000000001',
          identity_format: 'raw',
        },
        { identity_type: 'email', identity_value: 'kim@example.com', identity_format: 'raw' },
      ],
      api_version: '2.0',
    });
  });

  test.each([
    [undefined, 'mobile_number'],
    ['msisdn', 'msisdn'],
  ])('names a phone number in the extension of the processor (%s)', async (phoneIdentityType, word) => {
    const { server, processor } = await opened({
      knowsBy: ['phone'],
      ...(phoneIdentityType === undefined ? {} : { phoneIdentityType }),
    });
    await must(processor.requestErasure(erasure));
    const sent: unknown = JSON.parse(server.requests[0]?.body ?? '');
    expect(sent).not.toHaveProperty('subject_identities');
    expect(sent).toMatchObject({
      extensions: { localhost: { identities: [{ identity_type: word, identity_value: '+4915112345678' }] } },
    });
  });

  test('sends no key where it has none, and takes a slash at the end of the endpoint', async () => {
    const { server, processor } = await opened();
    const same = openDsrProcessor({ name: 'help-desk', endpoint: `${server.url}/`, knowsBy: processor.knowsBy });
    await must(same.requestErasure(erasure));
    expect(server.requests[0]?.path).toBe('/v2/requests');
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  test('is followed by its status, in every word that the specification has', async () => {
    const { server, processor } = await opened({ apiKey: 'key-of-ours' });
    await must(processor.requestErasure(erasure));
    const expectedBy = Date.UTC(2026, 11, 23, 9);
    for (const [word, status] of [
      ['pending', { kind: 'pending', expectedBy }],
      ['in_progress', { kind: 'pending', expectedBy }],
      ['completed', { kind: 'completed' }],
      ['cancelled', { kind: 'refused' }],
    ] as const) {
      server.settle(requestId, word);
      expect(await must(processor.statusOf(requestId))).toEqual(status);
    }
    expect(server.requests[1]).toMatchObject({ method: 'GET', path: `/v2/requests/${requestId}`, body: '' });
    expect(server.requests[1]?.headers).toMatchObject({ authorization: 'Bearer key-of-ours' });
    expect(server.requests[1]?.headers).not.toHaveProperty('content-type');
  });

  test('does not believe a word that the specification does not have', async () => {
    const { server, processor } = await opened();
    await must(processor.requestErasure(erasure));
    for (const word of ['rejected', 'COMPLETED', 'done', '']) {
      server.settle(requestId, word);
      expect(await refusalOf(processor.statusOf(requestId))).toMatchObject({ retryable: false });
    }
  });

  test.each([
    ['2026-12-23T10:00:00+01:00', Date.UTC(2026, 11, 23, 9)],
    ['2026-12-23T09:00:00.123456789Z', Date.UTC(2026, 11, 23, 9, 0, 0, 123)],
    ['2026-12-23t09:00:00z', Date.UTC(2026, 11, 23, 9)],
    ['soon', null],
    ['2026-02-30T09:00:00Z', null],
    [undefined, null],
  ])('that is expected to be done by %s', async (time, expectedBy) => {
    const { server, processor } = await opened();
    server.expect(time);
    expect(await must(processor.requestErasure(erasure))).toEqual({ kind: 'pending', expectedBy });
    expect(await must(processor.statusOf(requestId))).toEqual({ kind: 'pending', expectedBy });
  });

  test('that was done already is answered as done where the processor calls it a duplicate', async () => {
    const { server, processor } = await opened({}, { duplicates: 409 });
    await must(processor.requestErasure(erasure));
    server.settle(requestId, 'completed');
    expect(await must(processor.requestErasure(erasure))).toEqual({ kind: 'completed' });
  });

  test.each([
    [400, false],
    [401, false],
    [403, false],
    [404, false],
    [408, true],
    [409, true],
    [413, false],
    [422, false],
    [425, true],
    [429, true],
    [500, true],
    [503, true],
  ])('that is answered %i, and is not there, is worth another try: %j', async (status, retryable) => {
    const { server, processor } = await opened({ apiKey: 'key-of-ours' });
    const quoting = (sent: string) => JSON.stringify({ error: { code: status, message: sent } });
    server.trouble.push({ status, body: quoting }, { status: 404 });
    const failure = await refusalOf(processor.requestErasure(erasure));
    expect(failure).toEqual({ kind: 'PortFailure', port: 'DataProcessor', retryable });
    quotesNothing(failure);
  });

  test('keeps the failure of the status where that is all it got after a conflict', async () => {
    const { server, processor } = await opened();
    server.trouble.push({ status: 400 }, { status: 503 });
    expect(await refusalOf(processor.requestErasure(erasure))).toMatchObject({ retryable: true });
    expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  test.each([301, 302, 303, 307, 308])('goes nowhere else when it is told so by a %i', async (status) => {
    const elsewhere = await recordingEndpoint({ status: 200 });
    closing.push(elsewhere.close);
    const { server, processor } = await opened();
    for (const call of [() => processor.requestErasure(erasure), () => processor.statusOf(requestId)]) {
      server.trouble.push({ status, headers: { location: `${elsewhere.url}/v2/requests` } });
      expect(await refusalOf(call())).toMatchObject({ retryable: false });
    }
    expect(elsewhere.requests).toEqual([]);
    expect(server.requests).toHaveLength(2);
  });

  test.each(['answer-lost', 'never-answers', 'stops-midway'] as const)(
    'whose answer is %s may have arrived, and we know soon',
    async (trouble) => {
      const { server, processor } = await opened({ timeoutMs: 200 });
      for (const call of [() => processor.requestErasure(erasure), () => processor.statusOf(requestId)]) {
        server.trouble.push(trouble);
        const startedAt = performance.now();
        const failure = await refusalOf(call());
        expect(failure).toMatchObject({ retryable: true });
        expect(performance.now() - startedAt).toBeLessThan(3_000);
        quotesNothing(failure);
      }
      expect(server.erasures.size).toBe(1);
    },
  );

  test('reads no answer to its end that has none', async () => {
    const { server, processor } = await opened();
    server.trouble.push('never-ends');
    expect(await refusalOf(processor.requestErasure(erasure))).toMatchObject({ retryable: false });
    await expect.poll(server.hungUpOn).toBe(1);
  });

  test.each<[string, Trouble]>([
    ['no JSON', { status: 201, body: (sent) => `<html>${sent}</html>` }],
    [
      'no text',
      { status: 201, body: Buffer.from(`{"subject_request_id":"${requestId}","controller_id":"\xff"}`, 'latin1') },
    ],
    ['nothing', { status: 201, body: '' }],
    ['another document', { status: 201, body: (sent) => JSON.stringify([sent]) }],
    ['another request', { status: 201, body: JSON.stringify({ subject_request_id: 'kim@example.com' }) }],
    ['no content', { status: 204, body: '' }],
  ])('that is answered with %s counts as not answered', async (_, trouble) => {
    const { server, processor } = await opened();
    server.trouble.push(trouble);
    const failure = await refusalOf(processor.requestErasure(erasure));
    expect(failure).toEqual({ kind: 'PortFailure', port: 'DataProcessor', retryable: false });
    quotesNothing(failure);
  });

  test.each([
    [200, true],
    [201, true],
    [202, true],
    [203, false],
    [206, false],
  ])('that is answered in full with %i is acknowledged: %j', async (status, acknowledged) => {
    const { server, processor } = await opened();
    server.trouble.push({ status });
    expect((await processor.requestErasure(erasure)).isOk()).toBe(acknowledged);
  });

  test.each([
    [65_536, true],
    [65_537, false],
  ])('is answered in %i bytes: %j', async (length, read) => {
    const { server, processor } = await opened();
    const body = JSON.stringify({ subject_request_id: requestId });
    server.trouble.push({ status: 201, body: body.padEnd(length) });
    expect((await processor.requestErasure(erasure)).isOk()).toBe(read);
  });

  test('that nobody listens to is worth another try', async () => {
    const { server, processor } = await opened();
    await server.close();
    const failure = await refusalOf(processor.requestErasure(erasure));
    expect(failure).toMatchObject({ retryable: true });
    quotesNothing(failure);
  });

  test.each(['kim@example.com', '../discovery', requestId.toUpperCase(), '0193b5c4-7a00-7000-8000-000000000000'])(
    'has an id that says nothing of the person and leads nowhere else, or is a mistake (%#)',
    async (id) => {
      const { server, processor } = await opened();
      for (const call of [
        () => processor.statusOf(id),
        () => processor.requestErasure({ ...erasure, requestId: id }),
      ]) {
        expect(call).toThrow('The id of a request to a processor is a lower-case UUID of version 4');
      }
      expect(server.requests).toEqual([]);
    },
  );
});
