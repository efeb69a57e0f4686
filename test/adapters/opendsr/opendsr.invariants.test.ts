import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDsrProcessor } from '../../../src/adapters/opendsr/index.ts';
import type { ProcessorErasureRequest, ProcessorIdentifier } from '../../../src/application/ports/data-processor.ts';
import { instants } from '../../arbitraries/instant.ts';
import { emailAddresses, phoneNumbers } from '../../arbitraries/user.ts';
import { type LocalOpenDsr, localOpenDsr } from './local-opendsr.ts';

const kinds: readonly ProcessorIdentifier[] = ['subject', 'email', 'phone'];

let server: LocalOpenDsr;
beforeAll(async () => {
  server = await localOpenDsr();
});
afterAll(() => server.close());

const identities = fc.array(
  fc.oneof(
    fc.uuid().map((value) => ({ kind: 'subject' as const, value })),
    emailAddresses.map((value) => ({ kind: 'email' as const, value })),
    phoneNumbers.map((value) => ({ kind: 'phone' as const, value })),
    // Whatever comes as an identifier, it is as secret; a run of letters that no header has makes it recognisable.
    fc.record({
      kind: fc.constantFrom(...kinds),
      value: fc.string({ unit: 'binary' }).map((text) => `qzxjwvkq${text}`),
    }),
  ),
  { maxLength: 6 },
);
const requests: fc.Arbitrary<ProcessorErasureRequest> = fc.record({
  requestId: fc.uuid({ version: 4 }),
  submittedAt: instants,
  identities,
});
const known = fc.subarray([...kinds], { minLength: 1 });

function mentions(text: string, value: string): boolean {
  const lower = text.toLowerCase();
  return [value, encodeURIComponent(value.toWellFormed()), Buffer.from(value).toString('base64').slice(0, -4)].some(
    (form) => lower.includes(form.toLowerCase()),
  );
}

test('whatever the identities, none stands in a URL or header, and the body has those of the kinds it knows alone', async () => {
  await fc.assert(
    fc.asyncProperty(requests, known, async (request, knowsBy) => {
      const before = server.requests.length;
      const processor = openDsrProcessor({ name: 'help-desk', endpoint: server.url, knowsBy, apiKey: 'key-of-ours' });
      const answer = await processor.requestErasure(request);
      expect((await processor.statusOf(request.requestId)).isOk()).toBe(true);

      const told = request.identities.filter(({ kind }) => knowsBy.includes(kind));
      expect(answer.isOk()).toBe(told.length > 0);
      const [status, ...posts] = server.requests.slice(before).reverse();
      expect(status).toMatchObject({ method: 'GET', body: '' });
      expect(posts).toHaveLength(told.length > 0 ? 1 : 0);
      for (const { path, headers } of [status!, ...posts]) {
        const visible = `${path} ${JSON.stringify(headers)}`;
        expect(request.identities.filter(({ value }) => mentions(visible, value))).toEqual([]);
      }
      for (const { body } of posts) {
        const strings: string[] = [];
        JSON.parse(body, (key, value) => {
          if (key === 'identity_value') strings.push(value as string); // sound: the server took it as a string
          return value as unknown;
        });
        expect(strings.toSorted()).toEqual(told.map(({ value }) => value).toSorted());
      }
    }),
  );
});

/** The body of an answer, given what was sent and what it is about. */
type Body = (sent: string, requestId: string) => string;

const bodies: fc.Arbitrary<Body> = fc.oneof(
  fc.constant<Body>((sent) => sent),
  fc.string({ unit: 'binary' }).map(
    (text): Body =>
      () =>
        text,
  ),
  fc.json().map(
    (text): Body =>
      () =>
        text,
  ),
  fc
    .record(
      {
        subject_request_id: fc.oneof(fc.string(), fc.constant(null)),
        request_status: fc.constantFrom('pending', 'in_progress', 'completed', 'cancelled', 'rejected', 7),
        expected_completion_time: fc.oneof(fc.string(), fc.integer(), fc.constant('2026-12-23T09:00:00Z')),
      },
      { requiredKeys: [] },
    )
    .map(
      (answer): Body =>
        (sent, requestId) =>
          JSON.stringify({ subject_request_id: requestId, encoded_request: btoa(encodeURI(sent)), ...answer }),
    ),
);
const statuses = fc.oneof(fc.constantFrom(200, 201, 202, 400, 404, 409), fc.integer({ min: 200, max: 599 }));

test('whatever a processor answers, the outcome is a status or a failure that quotes nobody', async () => {
  const named = requests.filter((request) => request.identities.length > 0);
  await fc.assert(
    fc.asyncProperty(named, statuses, bodies, async (request, status, body) => {
      const processor = openDsrProcessor({ name: 'help-desk', endpoint: server.url, knowsBy: kinds });
      const answer = { status, body: (sent: string) => body(sent, request.requestId) };
      for (const call of [() => processor.requestErasure(request), () => processor.statusOf(request.requestId)]) {
        server.trouble.splice(0, Number.POSITIVE_INFINITY, answer);
        const outcome = await call();
        const shown = inspect(outcome, { depth: null, showHidden: true });
        expect(request.identities.filter(({ value }) => mentions(shown, value))).toEqual([]);
        expect(JSON.stringify(outcome)).toMatch(/"kind":"(pending|completed|refused|unknown|PortFailure)"/);
      }
    }),
  );
});
