import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { messageTemplates } from '../../src/adapters/templates/index.ts';
import type { Mail } from '../../src/application/ports/mailer.ts';
import type { MessageTemplates } from '../../src/application/ports/message-templates.ts';
import type { Sms } from '../../src/application/ports/sms-sender.ts';
import type { ConsentPurpose } from '../../src/domain/consent/contact-purpose.ts';
import { hourMs, minuteMs } from '../../src/domain/instant.ts';
import { okAsync, ResultAsync } from '../../src/domain/result.ts';
import { orThrow } from '../../src/index.ts';
import { replayedCommands } from '../setup/replay-command.ts';
import { engines, type OpenCore, openCore } from './open-core.ts';
import { evidence, giveCard, giveEmail, leave, type Person, rentOne, returnOne, signUp } from './person.ts';
import { runs } from './runs.ts';

// No notice of today rests on consent. So that the first one that does is safe, receipts are newsletters in this file, and
// payment problems are news; that an email address is confirmed stays a message of the contract.
vi.mock('../../src/domain/notice/notice.ts', async (original) => {
  const real = await original<typeof import('../../src/domain/notice/notice.ts')>();
  return { ...real, purposeOf: { ...real.purposeOf, receipt: 'newsletter', 'payment-failed': 'news' } };
});

const restsOn: Readonly<Partial<Record<Mail['about'], ConsentPurpose>>> = {
  receipt: 'newsletter',
  'payment-failed': 'news',
};

/** What the person allows, as somebody keeps count of who hears every word that is said. */
interface Allowed {
  here: boolean;
  email: string | null;
  readonly granted: Set<ConsentPurpose>;
}

/** One person, and what happens to be done while a message of theirs is being put into words. */
interface Stage {
  readonly core: OpenCore;
  readonly person: Person;
  readonly good: string;
  readonly bad: string;
  readonly allowed: Allowed;
}

/** Who listens to what is sent: every stage hears the messages of its own person. */
const listeners = new Set<(message: Mail | Sms) => void>();
let whileRendering: (() => Promise<void>) | null = null;

const templates = (): MessageTemplates => {
  const real = messageTemplates({
    issuer: ['Joos Test GmbH'],
    vatId: 'DE000000000',
    support: 'support@joos.test',
    paymentDetailsUrl: 'https://app.joos.test/payment',
    timeZone: 'Europe/Berlin',
  });
  return {
    ...real,
    mail: (content, language) => {
      const meanwhile = content.kind === 'code' || content.kind === 'goodbye' ? null : whileRendering;
      if (meanwhile === null) return real.mail(content, language);
      whileRendering = null;
      return ResultAsync.fromSafePromise<void, never>(meanwhile()).andThen(() => real.mail(content, language));
    },
  };
};

type Command = fc.AsyncCommand<object, Stage>;

function step(name: string, act: (stage: Stage) => Promise<unknown>): Command {
  return {
    check: () => true,
    run: async (_, stage) => {
      if (stage.allowed.here) await act(stage);
    },
    toString: () => name,
  };
}

const purposes: readonly ConsentPurpose[] = ['news', 'newsletter'];

async function withdraw({ core, person: { session }, allowed }: Stage, purpose: ConsentPurpose): Promise<void> {
  const withdrawn = await core.joos.consents.withdrawConsent({ session, purpose, ...evidence });
  expect(withdrawn.isOk()).toBe(allowed.granted.has(purpose));
  allowed.granted.delete(purpose);
}

async function removeEmail({ core, person, allowed }: Stage): Promise<void> {
  const removed = await core.joos.accounts.removeEmail({ session: person.session });
  expect(removed.isOk()).toBe(allowed.email !== null);
  person.email = null;
  allowed.email = null;
}

async function goes({ core, person, allowed }: Stage): Promise<void> {
  await leave(core, person);
  allowed.here = false;
}

const grants = (purpose: ConsentPurpose): Command =>
  step(`grants ${purpose}`, async ({ core, person: { session }, allowed }) => {
    await orThrow(core.joos.consents.recordConsent({ session, purpose, ...evidence }));
    allowed.granted.add(purpose);
  });

const withdraws = (purpose: ConsentPurpose): Command =>
  step(`withdraws ${purpose}`, (stage) => withdraw(stage, purpose));

const givesEmail = step('gives an email address', async ({ core, person, allowed }) => {
  allowed.email = (await giveEmail(core, person)).toLowerCase();
});

const rentsAndReturns = (which: 'good' | 'bad'): Command =>
  step(`rents and returns on a ${which} card`, async (stage) => {
    const { core, person } = stage;
    const order = await rentOne(core, person, stage[which]);
    core.clock.pass(minuteMs);
    await returnOne(core, person, order);
  });

const works = step('the worker passes', ({ core }) => orThrow(core.joos.worker.workerPass({ limit: 200 })));

const meanwhiles: readonly (readonly [string, (stage: Stage) => Promise<void>])[] = [
  ['news are withdrawn', (stage) => withdraw(stage, 'news')],
  ['the newsletter is withdrawn', (stage) => withdraw(stage, 'newsletter')],
  ['the email address is removed', removeEmail],
  ['the person leaves', goes],
];

const worksWhile = ([name, act]: (typeof meanwhiles)[number]): Command =>
  step(`the worker passes, and while it puts a message into words ${name}`, async (stage) => {
    // One message, so that no other one is past its last look when the person says so: that moment cannot be taken back.
    whileRendering = () => act(stage);
    await orThrow(stage.core.joos.worker.deliverDue({ limit: 1 }));
    whileRendering = null;
  });

const histories = fc.commands(
  [
    fc.constantFrom(...purposes).map(grants),
    fc.constant(givesEmail),
    fc.constantFrom('good' as const, 'bad' as const).map(rentsAndReturns),
    fc.constantFrom(...meanwhiles).map(worksWhile),
    fc.constant(works),
    fc.constantFrom(
      ...purposes.map(withdraws),
      step('removes the email address', removeEmail),
      step('1 ms passes', async ({ core }) => core.clock.pass(1)),
      step('an hour passes', async ({ core }) => core.clock.pass(hourMs)),
      step('leaves', goes),
    ),
  ],
  { maxCommands: 40, size: 'max', ...replayedCommands() },
);

describe.for(engines)(
  'on %s',
  (engine) => {
    let core: OpenCore;
    const sent: Mail['about'][] = [];

    beforeAll(async () => {
      const hear = (message: Mail | Sms): void => {
        for (const listener of listeners) listener(message);
      };
      const made = await openCore(engine, {
        instead: {
          templates: templates(),
          mailer: { send: (mail) => okAsync(void hear(mail)) },
          sms: { send: (sms) => okAsync(void hear(sms)) },
        },
      });
      listeners.add((message) => void ('subject' in message ? made.mails.push(message) : made.texts.push(message)));
      core = made;
    });
    afterAll(async () => {
      listeners.clear();
      await core.close();
    });

    async function newStage(): Promise<Stage> {
      const person = await signUp(core);
      const good = await giveCard(core, person);
      const bad = await giveCard(core, person, 'insufficient_funds');
      return { core, person, good, bad, allowed: { here: true, email: null, granted: new Set() } };
    }

    test('nothing is sent that the person does not allow at that moment, or after the person left', async () => {
      await fc.assert(
        fc.asyncProperty(histories, async (commands) => {
          const stage = await newStage();
          const { allowed, person } = stage;
          const wrong: string[] = [];
          const listen = ({ about, to }: Mail | Sms): void => {
            if (about === 'code' || about === 'goodbye') return; // asked for, or the last word
            sent.push(about);
            const purpose = restsOn[about];
            if (!allowed.here) wrong.push(`${about} to somebody who left`);
            if (purpose !== undefined && !allowed.granted.has(purpose)) wrong.push(`${about} without consent`);
            if (to !== allowed.email)
              wrong.push(`${about} to ${to === person.phone ? 'the phone' : 'an address that was removed'}`);
          };
          listeners.add(listen);
          try {
            await fc.asyncModelRun(() => ({ model: {}, real: stage }), commands);
            if (allowed.here) await goes(stage);
            await orThrow(core.joos.worker.workerPass({ limit: 200 }));
          } finally {
            listeners.delete(listen);
            whileRendering = null;
          }
          expect(wrong).toEqual([]);
        }),
        { numRuns: runs(engine === 'sqlite' ? 40 : 10) },
      );
      // Else nothing would have been shown. That what rests on consent does arrive, the last test of this file shows: a few
      // histories of chance may hold no such message.
      expect(sent.length).toBeGreaterThan(0);
    });

    test('nothing is sent to somebody who leaves in the last moment before the provider is called', async () => {
      const stage = await newStage();
      const { person } = stage;
      const email = (await giveEmail(core, person)).toLowerCase();
      const { stores } = core;
      const worker = await core.another({
        stores: {
          ...stores,
          openDataStore: (needs) => {
            const store = stores.openDataStore(needs);
            const maySend: typeof store.outbox.maySend = (...asked) =>
              ResultAsync.fromSafePromise<void, never>(goes(stage)).andThen(() => store.outbox.maySend(...asked));
            return { ...store, outbox: { ...store.outbox, maySend } };
          },
        },
      });
      const before = core.mails.length;
      expect(await orThrow(worker.worker.deliverDue({ limit: 1 }))).toMatchObject({ sent: 0, withheld: 1 });
      core.clock.pass(3_000); // the notice was handed back, and the erasure looks again
      await orThrow(core.joos.worker.continueErasures({ limit: 200 }));
      // Somebody of the histories above may get their goodbye only now.
      const since = core.mails.slice(before).filter(({ to, about }) => to === email && about !== 'code');
      expect(since.map(({ about }) => about)).toEqual(['goodbye']);
    });

    test('what rests on consent arrives while the consent holds', async () => {
      const stage = await newStage();
      const { person } = stage;
      stage.allowed.email = await giveEmail(core, person);
      const news = () =>
        core.mails.filter(({ about, to }) => about === 'receipt' && to === person.email?.toLowerCase()).length;
      for (const [isGranted, expected] of [
        [false, 0],
        [true, 1],
        [false, 1],
        [true, 2],
      ] as const) {
        const { session } = person;
        const said = { session, purpose: 'newsletter', ...evidence };
        if (isGranted) await orThrow(core.joos.consents.recordConsent(said));
        else if (expected > 0) await orThrow(core.joos.consents.withdrawConsent(said));
        const order = await rentOne(core, person, stage.good);
        core.clock.pass(minuteMs);
        await returnOne(core, person, order);
        await orThrow(core.joos.worker.workerPass({ limit: 200 }));
        expect(news()).toBe(expected);
      }
    });
  },
  180_000,
);
