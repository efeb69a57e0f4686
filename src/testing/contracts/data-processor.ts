import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { DataProcessor, ProcessorErasureRequest } from '../../application/ports/data-processor.ts';
import { Instant } from '../../domain/instant.ts';
import { type Closable, type Contract, checkThat, must, refusalOf } from './contract.ts';

/** A processor that knows people by `subject` and `email`, and a hand inside it. */
export interface OpenedDataProcessor extends Closable {
  readonly processor: DataProcessor;
  /** The requests that arrived so far, each once, in any order, with the identities that came along. */
  readonly received: () => Promise<readonly Pick<ProcessorErasureRequest, 'requestId' | 'identities'>[]>;
  /** Has the processor finish a request, or refuse it. */
  readonly settle: (requestId: string, outcome: 'completed' | 'refused') => Promise<void>;
  /** The next call arrives, and its answer gets lost. */
  readonly loseNextAnswer: () => Promise<void>;
}

const submittedAt = await must(Instant.parse('2026-11-23T09:00:00Z'));
const subject = { kind: 'subject', value: 'c0ffee00-0000-4000-8000-000000000001' } as const;
const email = { kind: 'email', value: 'kim@example.com' } as const;
const phone = { kind: 'phone', value: '+4915112345678' } as const;

function request(...identities: ProcessorErasureRequest['identities']): ProcessorErasureRequest {
  return { requestId: randomUUID(), submittedAt, identities };
}

/** What every {@link DataProcessor} does. */
export const dataProcessorContract: Contract<OpenedDataProcessor> = [
  checkThat('it has a name that a record can hold', async ({ processor }) => {
    assert.match(processor.name, /^[a-z0-9-]{2,40}$/);
    assert.deepEqual([...processor.knowsBy].toSorted(), ['email', 'subject']);
  }),

  checkThat(
    'a request arrives with the identities that the processor knows people by, and no other',
    async ({ processor, received }) => {
      const asked = request(subject, email, phone);
      assert.equal((await must(processor.requestErasure(asked))).kind, 'pending');
      assert.deepEqual(await received(), [{ requestId: asked.requestId, identities: [subject, email] }]);
    },
  ),

  checkThat('a request that names the person in no way it knows is not sent', async ({ processor, received }) => {
    for (const identities of [[], [phone]]) {
      const failure = await refusalOf(processor.requestErasure(request(...identities)));
      assert.deepEqual({ ...failure }, { kind: 'PortFailure', port: 'DataProcessor', retryable: false });
    }
    assert.deepEqual(await received(), []);
  }),

  checkThat('a request is pending until the processor is done', async ({ processor, settle }) => {
    const { requestId } = await asked(processor);
    assert.equal((await must(processor.statusOf(requestId))).kind, 'pending');
    await settle(requestId, 'completed');
    assert.deepEqual(await must(processor.statusOf(requestId)), { kind: 'completed' });
  }),

  checkThat('a request that the processor refuses is refused', async ({ processor, settle }) => {
    const { requestId } = await asked(processor);
    await settle(requestId, 'refused');
    assert.deepEqual(await must(processor.statusOf(requestId)), { kind: 'refused' });
  }),

  checkThat('a request that nobody made is unknown', async ({ processor }) => {
    await asked(processor);
    assert.deepEqual(await must(processor.statusOf(randomUUID())), { kind: 'unknown' });
  }),

  checkThat('the same id is the same request, however often it is asked', async ({ processor, received, settle }) => {
    const first = await asked(processor);
    await Promise.all([1, 2, 3].map(() => must(processor.requestErasure(first))));
    await settle(first.requestId, 'completed');
    await must(processor.requestErasure(first));
    assert.equal((await received()).length, 1);
    assert.deepEqual(await must(processor.statusOf(first.requestId)), { kind: 'completed' });
  }),

  checkThat(
    'a lost answer is retryable, and asking again starts no second erasure',
    async ({ processor, received, loseNextAnswer }) => {
      const lost = request(subject);
      await loseNextAnswer();
      assert.equal((await refusalOf(processor.requestErasure(lost))).retryable, true);
      assert.equal((await must(processor.requestErasure(lost))).kind, 'pending');
      assert.equal((await received()).length, 1);
      await loseNextAnswer();
      assert.equal((await refusalOf(processor.statusOf(lost.requestId))).retryable, true);
      assert.equal((await must(processor.statusOf(lost.requestId))).kind, 'pending');
    },
  ),

  checkThat('requests made at the same time are each their own', async ({ processor, received, settle }) => {
    const all = await Promise.all(Array.from({ length: 8 }, () => asked(processor)));
    await settle(all[0]?.requestId ?? '', 'completed');
    const kinds = await Promise.all(all.map(async ({ requestId }) => (await must(processor.statusOf(requestId))).kind));
    assert.deepEqual(kinds, ['completed', ...Array.from({ length: 7 }, () => 'pending')]);
    assert.equal((await received()).length, 8);
  }),
];

async function asked(processor: DataProcessor): Promise<ProcessorErasureRequest> {
  const made = request(subject, email);
  await must(processor.requestErasure(made));
  return made;
}
