import { afterAll, beforeAll, expect, test } from 'vitest';
import { genuineCertificate } from '../../src/adapters/certificates/index.ts';
import { erasureStates } from '../../src/domain/deletion/erasure.ts';
import { dayMs } from '../../src/domain/instant.ts';
import { orThrow } from '../../src/index.ts';
import { recordingProcessor } from '../../src/testing/recording-processor.ts';
import { freshSchemas } from '../mysql/fresh-schemas.ts';
import { type LosingProxy, losingProxy, strike } from './losing-proxy.ts';
import { type OpenCore, openCore } from './open-core.ts';
import { giveCard, giveEmail, look, type Person, rentOne, returnOne, signUp } from './person.ts';
import { expectErased } from './remains.ts';

const processor = recordingProcessor({ name: 'newsletter', knowsBy: ['subject', 'email'] });
let core: OpenCore;
let proxy: LosingProxy;
let publicKeys: string;

beforeAll(async () => {
  const schemas = await freshSchemas();
  proxy = await losingProxy(schemas.server.host, schemas.server.port);
  core = await openCore('mysql', {
    schemas: async () => schemas,
    reach: proxy.reach,
    connectionLimit: 2,
    instead: {
      processors: [processor],
      business: {
        timeZone: 'Europe/Berlin',
        receiptIssuer: 'JOOS',
        inactivity: { warnAfter: 'P3M', eraseAfter: 'P4M' },
      },
    },
  });
  publicKeys = (await orThrow(core.joos.privacy.certificateKey())).publicKeys;
});
afterAll(async () => {
  proxy.decide = () => 'pass';
  await core.close();
  await proxy.close();
});

async function rider(): Promise<Person> {
  const person = await signUp(core);
  await giveEmail(core, person);
  await giveCard(core, person);
  await returnOne(core, person, await rentOne(core, person));
  await orThrow(core.joos.worker.workerPass({ limit: 100 }));
  return person;
}

/** Lets the worker go on, and the processor be done, until nothing is left to do. */
async function finished(subject: string): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    for (const { requestId } of processor.requests()) processor.settle(requestId, 'completed');
    core.clock.pass(3_600_000);
    await orThrow(core.joos.worker.workerPass({ limit: 100 }));
    const rows = await core.rows(
      'data',
      `SELECT 1 FROM erasures WHERE subject_id = '${subject}' AND state <> 'certified'`,
    );
    if (rows.length === 0) return;
  }
}

/** All that an erasure leaves behind to show for itself, as far as it is the same for each of like people. */
async function proofOf({ subject, email }: Person): Promise<unknown> {
  const lines = await core.rows(
    'vault',
    `SELECT erasure_id, step FROM erasure_ledger WHERE subject_id = '${subject}' ORDER BY position`,
  );
  const [certificate, ...others] = await core.rows(
    'vault',
    `SELECT document FROM certificates WHERE erasure_id IN (SELECT erasure_id FROM erasure_ledger WHERE subject_id = '${subject}')`,
  );
  const genuine = genuineCertificate(String(certificate?.document), publicKeys);
  const done = lines.filter(({ erasure_id }) => erasure_id === genuine?.certificate);
  // A wish whose fence did not come to be stands alone, and the person asked again.
  const wishes = lines.filter(({ erasure_id }) => erasure_id !== genuine?.certificate);
  return {
    steps: done.map(({ step }) => step),
    wishes: [...new Set(wishes.map(({ step }) => step))].filter((step) => step !== 'requested'),
    certificates: 1 + others.length,
    stores: genuine?.stores,
    keys: genuine?.keys.map(({ keyClass }) => keyClass).sort(),
    processors: genuine?.processors.map(({ name, status }) => [name, status]),
    asked: processor.requests().filter(({ identities }) => identities.some(({ value }) => value === subject)).length,
    goodbyes: core.mails.filter(({ about, to }) => about === 'goodbye' && to === email?.toLowerCase()).length,
  };
}

const cancel = ({ subject }: Person) =>
  core.joos.privacy.cancelOnBehalf({ ...look, reason: 'asked-by-phone', person: { subject } });

test.for(['request-lost', 'answer-lost'] as const)(
  'an erasure that loses its connection at any command is proved once, and tells and asks everybody once (%s)',
  { timeout: 240_000 },
  async (fate) => {
    const reference = await rider();
    await orThrow(cancel(reference));
    await finished(reference.subject);
    const expected = await proofOf(reference);
    expect(expected).toMatchObject({
      steps: ['requested', ...erasureStates],
      wishes: [],
      certificates: 1,
      keys: ['account', 'contract', 'farewell'],
      processors: [['newsletter', 'completed']],
      asked: 1,
      goodbyes: 1,
    });

    for (let nth = 1; ; nth += 1) {
      const person = await rider();
      const struck = strike(proxy, nth, fate);
      const answer = await cancel(person);
      const wasStruck = struck();
      if (answer.isErr()) {
        expect(answer.error).toMatchObject({ kind: 'PortFailure', retryable: true });
        const again = await cancel(person);
        if (again.isErr()) expect(again.error.kind).toBe('AlreadyCancelled');
      }
      await finished(person.subject);
      await expectErased(core, person.subject, []);
      const proof = await proofOf(person);
      // A goodbye whose beginning was not heard of is not said: better none than two.
      expect(proof).toEqual({
        ...(expected as object),
        goodbyes: expect.toSatisfy((said: number) => said <= 1) as unknown,
      });
      if (!wasStruck) break;
      expect(nth).toBeLessThan(300);
    }
  },
);

test.for(['request-lost', 'answer-lost'] as const)(
  'a worker that loses its connection at any command warns once, ends an account once, and sweeps the rest (%s)',
  { timeout: 240_000 },
  async (fate) => {
    /** A sweep that loses its nth command, and one that loses none; whether there was an nth. */
    const losing = async (nth: number): Promise<boolean> => {
      const struck = strike(proxy, nth, fate);
      const swept = await core.joos.worker.sweepRetention({ limit: 10_000 });
      const wasStruck = struck();
      if (swept.isErr()) expect(swept.error).toMatchObject({ kind: 'PortFailure', retryable: true });
      await orThrow(core.joos.worker.sweepRetention({ limit: 10_000 }));
      return wasStruck;
    };
    for (let nth = 1, wasStruck = true; wasStruck; nth += 1) {
      const person = await rider();
      const warnings = (): number =>
        core.mails.filter(({ about, to }) => about === 'inactivity-warning' && to === person.email?.toLowerCase())
          .length;
      core.clock.pass(100 * dayMs);
      const whileWarning = await losing(nth);
      await orThrow(core.joos.worker.workerPass({ limit: 10_000 }));
      expect(warnings()).toBe(1);
      core.clock.pass(60 * dayMs);
      const whileEnding = await losing(nth);
      const begun = await core.rows('data', `SELECT 1 FROM erasures WHERE subject_id = '${person.subject}'`);
      expect(begun.length).toBe(1);
      await finished(person.subject);
      await expectErased(core, person.subject, []);
      expect(warnings()).toBe(1);
      expect(await proofOf(person)).toMatchObject({
        certificates: 1,
        steps: ['requested', ...erasureStates],
        asked: 1,
      });
      wasStruck = whileWarning || whileEnding;
      expect(nth).toBeLessThan(300);
    }
    expect((await orThrow(core.joos.worker.sweepRetention({ limit: 10_000, dryRun: true }))).disposed).toEqual({});
  },
);
