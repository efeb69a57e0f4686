import { appendFileSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SoughtValue, scanForLeaks } from '../../src/adapters/leak-scan/index.ts';
import type { Mail } from '../../src/application/ports/mailer.ts';
import { portFailure } from '../../src/application/ports/port-failure.ts';
import type { NoticeId } from '../../src/domain/ids.ts';
import { hourMs, minuteMs } from '../../src/domain/instant.ts';
import { onThisMachine } from '../../src/domain/residency/residency.ts';
import { errAsync, okAsync } from '../../src/domain/result.ts';
import { orThrow } from '../../src/index.ts';
import { type EngineName, engines, type OpenCore, openCore, supportInbox } from './open-core.ts';
import {
  evidence,
  giveCard,
  giveEmail,
  giveUsername,
  look,
  type Person,
  rentOne,
  returnOne,
  signUp,
  typing,
} from './person.ts';
import { type PrivateMysql, startPrivateMysql } from './private-mysql.ts';
import { newRefund, newStation } from './typed-values.ts';

let started: Promise<PrivateMysql> | undefined;
const privateMysql = (): Promise<PrivateMysql> => (started ??= startPrivateMysql());
afterAll(async () => (await started)?.stop());

/** What the mail provider does with the mails to an address, by what they are about; it takes all others. */
type Fate = 'refuses' | 'loses the answer';
const fates = new Map<string, Fate>();
const handedOver: Mail[] = [];
const taken: Mail[] = [];

const mailer = {
  residency: onThisMachine,
  send: (mail: Mail) => {
    handedOver.push(mail);
    const fate = fates.get(`${mail.about} ${mail.to}`);
    if (fate === 'refuses') return errAsync(portFailure('Mailer', false, new Error(`550 <${mail.to}> unknown`)));
    if (fate === 'loses the answer')
      return errAsync(portFailure('Mailer', true, new Error(`no answer for ${mail.to}`), 'unclear'));
    taken.push(mail);
    return okAsync(undefined);
  },
};

/** Nothing of it is about a person, and it stands in the store as it was written. */
const published = { title: 'New stations', paragraphs: ['There is one at the fair, and one at the station.'] };

/** Somebody to whom everything happens that is worth a message. */
async function wholeLife(core: OpenCore, language: 'en' | 'de'): Promise<Person> {
  const { joos, clock } = core;
  const person = await signUp(core, undefined, language);
  const { session } = person;
  const email = (await giveEmail(core, person)).toLowerCase();
  await giveUsername(core, person);
  const pass = async (): Promise<void> => {
    clock.pass(minuteMs);
    await orThrow(joos.worker.workerPass({ limit: 500 }));
  };
  for (const purpose of ['news', 'newsletter'] as const) {
    await orThrow(joos.consents.recordConsent({ session, purpose, ...evidence, noticeLanguage: language }));
    await orThrow(joos.notices.publishEdition({ purpose, texts: { en: published, de: published } }));
    await pass();
  }

  const good = await giveCard(core, person);
  const order = await rentOne(core, person, good);
  const from = new Date(clock.now()).toISOString();
  clock.pass(5 * hourMs);
  const paid = await returnOne(core, person, order);
  await pass();
  const { staffSession, caseNumber } = look;
  const refund = { staffSession, caseNumber, payment: paid.payment, amount: { amountMinor: 50, currency: 'EUR' } };
  await orThrow(joos.payments.refund({ ...refund, refund: newRefund() }));
  const station = typing(person, 'station', newStation());
  const corrected = { staffSession, caseNumber, order, station, at: from, refund: newRefund() };
  await orThrow(joos.orders.correctRental(corrected));

  const bad = await giveCard(core, person, 'insufficient_funds');
  const failed = await returnOne(core, person, await rentOne(core, person, bad));
  await pass();
  await orThrow(joos.payments.retryPayment({ session, payment: failed.payment, card: good }));
  await orThrow(
    joos.payments.takeProcessorEvent({ kind: 'dispute-opened', payment: paid.payment, dispute: 'dp_of_the_bank' }),
  );
  await pass();

  // One message is refused for good, and of one nobody knows whether it was sent.
  fates.set(`receipt ${email}`, 'refuses');
  fates.set(`payment-failed ${email}`, 'loses the answer');
  await returnOne(core, person, await rentOne(core, person, bad));
  await pass();
  fates.clear();
  clock.pass(2 * hourMs);
  await pass();

  // The address takes nothing any more: what is left goes by text message.
  const { messageId = '' } = core.mails.findLast(({ to, about }) => to === email && about === 'newsletter') ?? {};
  await orThrow(joos.notices.takeMailEvent({ kind: 'complained', messageId, address: email }));
  const { messageId: last = '' } = handedOver.findLast(({ to, about }) => to === email && about === 'receipt') ?? {};
  await orThrow(joos.notices.takeMailEvent({ kind: 'bounced', messageId: last, address: email }));
  await returnOne(core, person, await rentOne(core, person, bad));
  await pass();
  return person;
}

/** Every line that somebody was sent, long enough to be nobody else's, but for what is published to everybody. */
function renderedLines(core: OpenCore): readonly SoughtValue[] {
  const texts = [
    ...handedOver.flatMap(({ subject, text, html }) => [subject, text, html.replaceAll(/<[^>]*>/g, '\n')]),
    ...core.texts.map(({ text }) => text),
  ];
  const lines = texts.flatMap((text) => text.split('\n')).map((line) => line.trim());
  const common = [published.title, ...published.paragraphs];
  return [...new Set(lines)]
    .filter((line) => line.length >= 24 && !common.includes(line) && !/^[\w./:-]+$/.test(line))
    .map((value) => ({ label: 'rendered text', value }));
}

async function everythingInFiles(core: OpenCore): Promise<void> {
  await core.close();
  if (core.engine === 'mysql') await (await privateMysql()).allOnDisk();
}

async function open(engine: EngineName): Promise<OpenCore> {
  const instead = { mailer };
  const options = engine === 'sqlite' ? { instead } : { instead, schemas: (await privateMysql()).schemas };
  return { ...(await openCore(engine, options)), mails: taken };
}

const places = ({ findings }: Awaited<ReturnType<typeof scanForLeaks>>): readonly string[] => [
  ...new Set(findings.map(({ label, file }) => `${label} in ${basename(file)}`)),
];

describe.for(engines)(
  'on %s',
  (engine) => {
    let core: OpenCore;
    let people: readonly Person[];
    let sought: readonly SoughtValue[];

    beforeAll(async () => {
      handedOver.length = 0;
      taken.length = 0;
      core = await open(engine);
      people = [await wholeLife(core, 'en'), await wholeLife(core, 'de')];
      const typed = people.flatMap((person) => person.typed);
      sought = [...typed, ...renderedLines(core), { label: 'inbox of support', value: supportInbox }];
    });

    test('no address, no phone, no name and no rendered text stands in what an operator is shown', async () => {
      const { notices } = core.joos;
      const [status, parked] = [
        await orThrow(notices.outboxStatus()),
        await orThrow(notices.parkedNotices({ limit: 99 })),
      ];
      expect(status).toMatchObject({ parked: 2, unclearTries: 2 });
      expect(parked.map(({ kind, problem }) => [kind, problem])).toEqual([
        ['receipt', 'provider-refused'],
        ['receipt', 'provider-refused'],
      ]);
      const columns = ['notices', 'editions', 'receipts', 'receipt_series', 'payments', 'legal_holds'].map(
        async (table) => core.rows('data', `SELECT * FROM ${table}`),
      );
      const readable = JSON.stringify([await Promise.all(columns)], (_, value: unknown) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
      );
      const shown = JSON.stringify([status, parked]);
      for (const [where, text] of Object.entries({ shown, readable })) {
        const found = sought.filter(
          ({ value }) => text.includes(value) || text.includes(JSON.stringify(value).slice(1, -1)),
        );
        expect([where, found.map(({ label }) => label)]).toEqual([where, []]);
      }
    });

    test('every kind of message was there, and each was told of in the log by its id alone', async () => {
      const abouts = new Set([...handedOver, ...core.texts].map(({ about }) => about));
      expect([...abouts].toSorted()).toEqual([
        'address-suppressed',
        'code',
        'contact-changed',
        'email-confirmed',
        'news',
        'newsletter',
        'payment-disputed',
        'payment-failed',
        'payment-settled',
        'receipt',
        'receipt-corrected',
      ]);
      expect(new Set(core.texts.map(({ about }) => about))).toEqual(
        new Set(['code', 'contact-changed', 'receipt', 'payment-failed']),
      );
      expect(sought.filter(({ label }) => label === 'rendered text').length).toBeGreaterThan(60);
    });

    test('nor in any file of the databases or of the log, in no encoding; and what is planted is found', async () => {
      await everythingInFiles(core);
      const clean = await scanForLeaks(sought, core.traces);
      expect(places(clean)).toEqual([]);
      expect(clean.bytes).toBeGreaterThan(100_000);

      const [{ email } = { email: null }] = people;
      const leaked = email?.toLowerCase() ?? '';
      const line = (sought.find(({ label }) => label === 'rendered text')?.value ?? '').replaceAll("'", '');
      const [{ notice_id: notice } = { notice_id: '' }] = await core.rows('data', 'SELECT notice_id FROM notices');
      await core.rows('data', `UPDATE notices SET dedupe_key = '${leaked}' WHERE notice_id = '${String(notice)}'`);
      await core.rows('data', `UPDATE editions SET texts = '${line}'`);
      // The log itself takes ids and words alone, so this is written past it.
      const log = join(core.traces.at(-1) ?? '', 'joos.log');
      core.adapters.log?.write('info', 'notice-sent', { notice: people[1]?.phone as unknown as NoticeId });
      appendFileSync(log, `${JSON.stringify({ event: 'notice-sent', to: people[0]?.phone })}\n`);
      await everythingInFiles(core);
      const found = places(await scanForLeaks(sought, core.traces));
      const [notices, editions] = engine === 'sqlite' ? ['data.db', 'data.db'] : ['notices.ibd', 'editions.ibd'];
      expect(found).toEqual(
        expect.arrayContaining([`email in ${notices}`, `rendered text in ${editions}`, 'phone in joos.log']),
      );
      expect(readFileSync(log, 'utf8')).not.toContain(people[1]?.phone);
    });
  },
  180_000,
);
