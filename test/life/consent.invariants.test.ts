import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messageTemplates } from '../../src/adapters/templates/index.ts';
import type { Mail } from '../../src/application/ports/mailer.ts';
import type { MessageTemplates } from '../../src/application/ports/message-templates.ts';
import type { Sms } from '../../src/application/ports/sms-sender.ts';
import type { ConsentPurpose, ContactPurpose } from '../../src/domain/consent/contact-purpose.ts';
import { hourMs, minuteMs } from '../../src/domain/instant.ts';
import { audienceOf } from '../../src/domain/notice/notice.ts';
import { onThisMachine } from '../../src/domain/residency/residency.ts';
import { okAsync, ResultAsync } from '../../src/domain/result.ts';
import { orThrow } from '../../src/index.ts';
import { replayedCommands } from '../setup/replay-command.ts';
import { engines, type OpenCore, openCore, supportInbox } from './open-core.ts';
import { evidence, giveCard, giveEmail, leave, type Person, rentOne, returnOne, signUp, stepUp } from './person.ts';
import { runs } from './runs.ts';

const purposes: readonly ConsentPurpose[] = ['news', 'newsletter'];
const restsOnConsent = (about: Mail['about']): about is ConsentPurpose => purposes.some((one) => one === about);

/** For what a message is: the notices that a person may get, but for codes and the goodbye. */
function purposeOf(about: Exclude<Mail['about'], 'code' | 'goodbye'>): ContactPurpose | null {
  const audience = audienceOf[about];
  return audience.to === 'person' ? audience.purpose : null;
}

/** What the person allows, as somebody keeps count of who hears every word that is said. */
interface Allowed {
  here: boolean;
  email: string | null;
  /** Addresses that were taken away, and not told of it yet. */
  readonly former: Set<string>;
  readonly granted: Set<ConsentPurpose>;
  /** The address takes nothing any more. */
  bounced: boolean;
  /** What was called spam, and the news with it. */
  readonly unwanted: Set<ContactPurpose | null>;
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

async function withdraw({ core, person: { session }, allowed }: Stage, purpose: ConsentPurpose): Promise<void> {
  const withdrawn = await core.joos.consents.withdrawConsent({ session, purpose, ...evidence });
  expect(withdrawn.isOk()).toBe(allowed.granted.has(purpose));
  allowed.granted.delete(purpose);
}

async function removeEmail({ core, person, allowed }: Stage): Promise<void> {
  await stepUp(core, person);
  const removed = await core.joos.accounts.removeEmail({ session: person.session });
  expect(removed.isOk()).toBe(allowed.email !== null);
  if (allowed.email !== null) allowed.former.add(allowed.email);
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
    allowed.unwanted.delete(purpose); // who wants it again takes the complaint back
  });

const withdraws = (purpose: ConsentPurpose): Command =>
  step(`withdraws ${purpose}`, (stage) => withdraw(stage, purpose));

const givesEmail = step('gives an email address', async ({ core, person, allowed }) => {
  if (allowed.email !== null) allowed.former.add(allowed.email);
  allowed.email = (await giveEmail(core, person)).toLowerCase();
  allowed.bounced = false;
  allowed.unwanted.clear();
});

const isPublished = (purpose: ConsentPurpose): Command =>
  step(`${purpose} are published`, ({ core }) => publish(core, purpose));

async function publish({ joos }: OpenCore, purpose: ConsentPurpose): Promise<void> {
  const text = { title: 'New stations', paragraphs: ['There is one at the fair.'] };
  await orThrow(joos.notices.publishEdition({ purpose, texts: { en: text, de: text } }));
}

/** The last mail that went to the person comes back, or is called spam; a code says nothing of what is wanted. */
const isTold = (kind: 'bounced' | 'complained'): Command =>
  step(`the last mail is ${kind}`, async ({ core, allowed }) => {
    const mail = core.mails.findLast(({ to, about }) => to === allowed.email && about !== 'code');
    if (mail === undefined || allowed.email === null) return;
    const { messageId, about } = mail;
    if (about === 'code' || about === 'goodbye') return;
    await orThrow(core.joos.notices.takeMailEvent({ kind, messageId, address: allowed.email }));
    if (kind === 'bounced') allowed.bounced = true;
    else for (const one of [purposeOf(about), ...purposes]) allowed.unwanted.add(one);
  });

/** One click on what a newsletter or the news have in them, without a log-in. */
const clicksUnsubscribe: Command = step('takes the link of the last newsletter', async ({ core, allowed }) => {
  const mail = core.mails.findLast(({ to, about }) => to === allowed.email && restsOnConsent(about));
  if (mail === undefined || !restsOnConsent(mail.about)) return;
  const token = mail.unsubscribeUrl?.split('/').at(-1) ?? '';
  expect(await orThrow(core.joos.consents.unsubscribe({ token }))).toEqual({ purpose: mail.about });
  allowed.granted.delete(mail.about);
});

const rentsAndReturns = (which: 'good' | 'bad'): Command =>
  step(`rents and returns on a ${which} card`, async (stage) => {
    const { core, person } = stage;
    const order = await rentOne(core, person, stage[which]);
    core.clock.pass(minuteMs);
    await returnOne(core, person, order);
  });

const spreads = step('what was published is queued', ({ core }) =>
  orThrow(core.joos.worker.spreadEditions({ limit: 200 })),
);

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
    fc.constantFrom(...purposes).map(isPublished),
    fc.constantFrom(isTold('bounced'), isTold('complained'), clicksUnsubscribe),
    fc.constantFrom(...meanwhiles).map(worksWhile),
    fc.constant(works),
    fc.constant(spreads),
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
          mailer: { residency: onThisMachine, send: (mail) => okAsync(void hear(mail)) },
          sms: { residency: onThisMachine, send: (sms) => okAsync(void hear(sms)) },
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
      return {
        core,
        person,
        good,
        bad,
        allowed: {
          here: true,
          email: null,
          former: new Set(),
          granted: new Set(),
          bounced: false,
          unwanted: new Set(),
        },
      };
    }

    /** To both, by an address that takes everything. */
    async function subscribes({ person, allowed }: Stage): Promise<void> {
      allowed.email = (await giveEmail(core, person)).toLowerCase();
      for (const purpose of purposes) {
        await orThrow(core.joos.consents.recordConsent({ session: person.session, purpose, ...evidence }));
        allowed.granted.add(purpose);
      }
    }

    const whose = (to: string, { person, allowed }: Stage): string => {
      if (to === person.phone) return 'the phone';
      return to === allowed.email ? 'an address that takes no such mail' : 'an address that was removed';
    };

    test('nothing is sent that the person does not allow at that moment, or after the person left', async () => {
      await fc.assert(
        fc.asyncProperty(fc.boolean(), histories, async (isSubscribed, commands) => {
          const stage = await newStage();
          const { allowed, person } = stage;
          if (isSubscribed) await subscribes(stage);
          const wrong: string[] = [];
          const listen = ({ about, to }: Mail | Sms): void => {
            if (about === 'code' || about === 'goodbye') return; // asked for, or the last word
            if (to === supportInbox) return;
            sent.push(about);
            if (!allowed.here) wrong.push(`${about} to somebody who left`);
            if (about === 'contact-changed') {
              // To the phone, and the last word to an address that was theirs: that it was changed, and nothing else.
              if (to !== person.phone && !allowed.former.has(to)) wrong.push(`${about} to ${whose(to, stage)}`);
              return;
            }
            if (restsOnConsent(about) && !allowed.granted.has(about)) wrong.push(`${about} without consent`);
            const takesMail = allowed.email !== null && !allowed.bounced && !allowed.unwanted.has(purposeOf(about));
            // By text message where no mail can be sent, but no news, and nothing of an address that was taken away.
            const mayText = !restsOnConsent(about) && (about !== 'email-confirmed' || allowed.email !== null);
            const due = takesMail ? allowed.email : mayText ? person.phone : null;
            if (about === 'login-changed' && to === person.phone) return; // told everywhere
            if (to !== due) wrong.push(`${about} to ${whose(to, stage)}`);
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

    test('one click takes the person off what the mail was, and off nothing else, however often', async () => {
      const stage = await newStage();
      await subscribes(stage);
      const { session } = stage.person;
      const arrived = (): readonly Mail['about'][] =>
        core.mails
          .filter(({ about, to }) => restsOnConsent(about) && to === stage.allowed.email)
          .map(({ about }) => about);
      const bothArePublished = async (): Promise<void> => {
        for (const purpose of purposes) await publish(core, purpose);
        await spreadAll();
      };
      await spreadAll(); // what the histories above left over
      const before = arrived().length;
      await bothArePublished();
      expect(arrived().slice(before).toSorted()).toEqual(['news', 'newsletter']);
      const { unsubscribeUrl } = core.mails.findLast(
        ({ about, to }) => about === 'newsletter' && to === stage.allowed.email,
      ) ?? { unsubscribeUrl: null };
      const token = unsubscribeUrl?.split('/').at(-1) ?? '';
      const { consents } = core.joos;
      // A scanner that opens every address changes nothing.
      expect(await orThrow(consents.showSubscription({ token }))).toEqual({ purpose: 'newsletter' });
      const granted = async () => {
        const states = await orThrow(consents.myConsents({ session }));
        return purposes.map((one) => states.find(({ terms }) => terms.purpose === one)?.allowed);
      };
      expect(await granted()).toEqual([true, true]);
      for (let click = 0; click < 3; click += 1) {
        expect(await orThrow(consents.unsubscribe({ token }))).toEqual({ purpose: 'newsletter' });
      }
      expect(await granted()).toEqual([true, false]);
      await bothArePublished();
      expect(arrived().slice(before).toSorted()).toEqual(['news', 'news', 'newsletter']);
      const entries = await orThrow(consents.myConsentHistory({ session }));
      expect(entries.filter(({ channel }) => channel === 'unsubscribe-link')).toHaveLength(1);
      // Only mails of that kind have an address in them, and nobody makes one up.
      for (const mail of core.mails)
        expect([mail.about, mail.unsubscribeUrl !== null]).toEqual([mail.about, restsOnConsent(mail.about)]);
      const [id = '', mac = ''] = token.split('.');
      const receipt = core.mails.find(({ about }) => !restsOnConsent(about) && about !== 'code' && about !== 'goodbye');
      for (const wrong of [
        '',
        id,
        `${id}.`,
        `${id}.${mac}x`,
        `${receipt?.messageId ?? ''}.${mac}`,
        `${token}.${mac}`,
      ]) {
        expect((await consents.unsubscribe({ token: wrong }))._unsafeUnwrapErr().kind).toBe('NoSuchSubscription');
      }
    });

    /** A pass spreads one edition. */
    async function spreadAll(): Promise<void> {
      for (;;) {
        await orThrow(core.joos.worker.workerPass({ limit: 200 }));
        const [waiting] = await core.rows('data', 'SELECT COUNT(*) AS editions FROM editions WHERE spread_at IS NULL');
        if (Number(waiting?.editions) === 0) return;
      }
    }

    test('what rests on consent arrives while the consent holds', async () => {
      const stage = await newStage();
      const { person } = stage;
      stage.allowed.email = await giveEmail(core, person);
      await spreadAll(); // what the histories above left over
      const news = () =>
        core.mails.filter(({ about, to }) => about === 'newsletter' && to === person.email?.toLowerCase());
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
        await publish(core, 'newsletter');
        await spreadAll();
        expect(news()).toHaveLength(expected);
      }
    });
  },
  180_000,
);
