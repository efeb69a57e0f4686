import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SoughtValue, scanForLeaks } from '../../src/adapters/leak-scan/index.ts';
import { type AttemptPurpose, attemptPurposes } from '../../src/application/ports/log-in-attempts.ts';
import { describeRefusal, type Refusal } from '../../src/application/refusals.ts';
import { hourMs } from '../../src/domain/instant.ts';
import { AttemptToken, CardNumber, orThrow, SessionToken } from '../../src/index.ts';
import { staffSessionOf } from '../staff-desk.ts';
import { letterIds } from './letter-ids.ts';
import { type EngineName, engines, type OpenCore, openCore } from './open-core.ts';
import {
  evidence,
  giveCard,
  giveEmail,
  giveUsername,
  leave,
  rentOne,
  returnOne,
  signUp,
  signUpByThirdParty,
  stepUp,
} from './person.ts';
import { type PrivateMysql, startPrivateMysql } from './private-mysql.ts';
import { runs } from './runs.ts';
import { type Scene, throwsAt, throwsOfRooms } from './text-inputs.ts';
import { soughtOf, type ThrownCard, thrownCards } from './thrown-cards.ts';
import { logInAs } from './trusting-providers.ts';
import { newIdentity } from './typed-values.ts';

let started: Promise<PrivateMysql> | undefined;
const privateMysql = (): Promise<PrivateMysql> => (started ??= startPrivateMysql());
const carriedAway = mkdtempSync(join(tmpdir(), 'joos-carried-away-'));

afterAll(async () => {
  await (await started)?.stop();
  rmSync(carriedAway, { recursive: true, force: true });
});

/** All that happens has an id of letters and a time that does not move: a run of digits that is found was put there. */
async function openQuietCore(engine: EngineName): Promise<OpenCore> {
  const instead = { ids: letterIds };
  return engine === 'sqlite'
    ? openCore(engine, { instead })
    : openCore(engine, { instead, schemas: (await privateMysql()).schemas });
}

/** So many throws at each input of an attempt get past the attempt itself. */
const attemptsEach = 40;

/** Somebody with one of everything, so that there is something to throw at. */
async function setScene(core: OpenCore): Promise<Scene> {
  const person = await signUp(core);
  const other = await signUpByThirdParty(core);
  const email = await giveEmail(core, person);
  await giveUsername(core, person);
  const { accounts, consents, orders, worker } = core.joos;
  const paidOrder = await rentOne(core, person, await giveCard(core, person));
  const [{ startedAt: paidFrom = 0 } = {}] = await orThrow(orders.myOrders(person));
  core.clock.pass(5 * hourMs);
  const paid = await returnOne(core, person, paidOrder);
  const failing = await giveCard(core, person, 'insufficient_funds');
  const failed = await returnOne(core, person, await rentOne(core, person, failing));
  await orThrow(consents.recordConsent({ session: person.session, purpose: 'newsletter', ...evidence }));
  await publish(core);
  await orThrow(worker.workerPass({ limit: 100 }));
  const newsletter = core.mails.find(({ about }) => about === 'newsletter')?.messageId ?? '';
  const order = await rentOne(core, person);
  const { erasure } = await leave(core, await signUp(core));
  core.clock.pass(31_000);
  const { challenge, device } = await orThrow(accounts.requestCode({ purpose: 'log-in', phone: person.phone ?? '' }));
  await stepUp(core, person);
  core.clock.pass(31_000);
  other.session = (await logInAs(accounts, other.identity ?? newIdentity())).session;
  const attempts = new Map<AttemptPurpose, AttemptToken[]>();
  for (const purpose of attemptPurposes) {
    const begin = () => orThrow(accounts.beginThirdParty({ provider: 'any', purpose, session: other.session }));
    const begun: AttemptToken[] = [];
    for (let count = 0; count < attemptsEach; count += 1) begun.push((await begin()).attempt);
    attempts.set(purpose, begun);
  }
  const byStaff: AttemptToken[] = [];
  for (let count = 0; count < attemptsEach; count += 1) {
    byStaff.push((await orThrow(core.joos.staff.beginStaffSignIn({ provider: 'company' }))).attempt);
  }
  attempts.set('staff', byStaff);
  return {
    session: person.session,
    otherSession: other.session,
    subject: person.subject,
    phone: person.phone ?? '',
    email,
    challenge,
    device,
    attemptFor: (purpose) => attempts.get(purpose)?.shift() ?? AttemptToken.fromBytes(randomBytes(32)),
    order,
    failedPayment: failed.payment,
    paidPayment: paid.payment,
    paidOrder,
    paidFrom: new Date(paidFrom).toISOString(),
    newsletter,
    erasure,
  };
}

async function publish({ joos }: OpenCore): Promise<void> {
  const text = { title: 'New stations', paragraphs: ['There is one at the fair.'] };
  await orThrow(joos.notices.publishEdition({ purpose: 'newsletter', texts: { en: text, de: text } }));
}

/** Everything that somebody gets to see of an answer, or of an exception: as text, as JSON, as `console.log` shows it. */
async function shownOf(call: () => PromiseLike<unknown>): Promise<string> {
  try {
    const answer = await call();
    const { error } = answer as { readonly error?: Refusal };
    const words = error === undefined ? [] : [describeRefusal(error, 'en'), describeRefusal(error, 'de')];
    return [answer, error, words]
      .map((each) => `${JSON.stringify(each)} ${inspect(each, { depth: 9 })} ${String(each)}`)
      .join('\n');
  } catch (bug) {
    return `${inspect(bug)} ${String(bug)}`;
  }
}

function found(sought: readonly SoughtValue[], text: string): readonly string[] {
  return sought.filter(({ value }) => text.includes(value)).map(({ label }) => label);
}

/** What the person got, as files beside the logs. */
function carryAway(core: OpenCore, exports: readonly Uint8Array[]): string {
  const folder = mkdtempSync(join(carriedAway, 'messages-'));
  writeFileSync(
    join(folder, 'messages.txt'),
    inspect([...core.mails, ...core.texts], { depth: 9, maxStringLength: null }),
  );
  for (const [index, archive] of exports.entries()) writeFileSync(join(folder, `${index}.zip`), archive);
  return folder;
}

test('every use case is thrown at', async () => {
  const core = await openCore('sqlite');
  const { close: _, ...rooms } = core.joos;
  const useCases = Object.fromEntries(Object.entries(rooms).map(([room, of]) => [room, Object.keys(of).sort()]));
  expect(Object.fromEntries(Object.entries(throwsOfRooms).map(([room, of]) => [room, Object.keys(of).sort()]))).toEqual(
    useCases,
  );
  await core.close();
});

describe.for(engines)(
  'on %s',
  (engine) => {
    let core: OpenCore;

    beforeAll(async () => {
      core = await openQuietCore(engine);
    });
    afterAll(() => core.close());

    test('no more than the last 4 digits of a card stand anywhere, wherever its number was typed', async () => {
      const scene = await setScene(core);
      const thrown: ThrownCard[] = [];
      await fc.assert(
        fc.asyncProperty(thrownCards, async (card) => {
          thrown.push(card);
          const leaking: string[] = [];
          const watch = async (name: string, call: () => PromiseLike<unknown>) => {
            if (found(card.sought, await shownOf(call)).length > 0) leaking.push(name);
          };
          for (const { name, call } of throwsAt) {
            await watch(name, () => call(core.joos, scene, card.typed));
            await watch(name, () => call(core.joos, scene, card.dressed));
          }
          await watch('SessionToken.parse', async () => SessionToken.parse(card.typed));
          await watch('CardNumber', async () => CardNumber.from(card.typed));
          expect(leaking).toEqual([]);
        }),
        { numRuns: runs(engine === 'sqlite' ? 50 : 15) },
      );

      // The person uses it all: what was taken in comes out again in messages and in the export.
      const { privacy, worker } = core.joos;
      await orThrow(worker.workerPass({ limit: 1000 }));
      const exported = await orThrow(privacy.exportMyData({ session: scene.session }));
      const away = carryAway(core, [exported.archive]);
      await everythingInFiles(core);
      const sought = thrown.flatMap((card) => card.sought);
      const { findings, bytes } = await scanForLeaks(sought, [...core.traces, away]);
      expect(findings).toEqual([]);
      expect(bytes).toBeGreaterThan(100_000);
    });

    test('a card number that gets into a table past the core is found, wherever the database wrote it', async () => {
      const number = '4000056655665556';
      await core.rows('data', `INSERT INTO receipt_series (series, last_number) VALUES ('X-${number}', 1)`);
      await everythingInFiles(core);
      const { findings } = await scanForLeaks(soughtOf(number, number), core.traces);
      const places = [...new Set(findings.map(({ file }) => basename(file)))];
      const expected = engine === 'sqlite' ? ['data.db'] : ['binlog.000002', 'general.log', 'receipt_series.ibd'];
      expect(places).toEqual(expect.arrayContaining(expected));
    });
  },
  180_000,
);

async function everythingInFiles(core: OpenCore): Promise<void> {
  await core.close();
  if (core.engine === 'mysql') await (await privateMysql()).allOnDisk();
}

describe.for(engines)('on %s', { timeout: 120_000 }, (engine) => {
  test('a card number that is the name of a refund is kept nowhere, and the name is good for one refund', async () => {
    const core = await openQuietCore(engine);
    const { paidOrder, paidFrom, paidPayment } = await setScene(core);
    // One that nobody planted.
    const number = '5555341244441115';
    const named = (last: string): string => `55553412-4444-1115-abcd-abcdefabcde${last}`;
    const { payments, orders } = core.joos;
    const support = { staffSession: staffSessionOf('anna.support'), caseNumber: 'CASE-1042' };
    const refund = {
      ...support,
      payment: paidPayment,
      amount: { amountMinor: 1, currency: 'EUR' },
      refund: named('a'),
    };
    const correction = { ...support, order: paidOrder, station: 'FRA-0007', at: paidFrom, refund: named('b') };
    for (let time = 0; time < 2; time += 1) {
      await orThrow(payments.refund(refund));
      await orThrow(orders.correctRental(correction));
    }
    const [booked] = await core.rows('data', 'SELECT COUNT(*) AS corrections FROM receipts WHERE corrects IS NOT NULL');
    expect(Number(booked?.corrections)).toBe(2);
    await everythingInFiles(core);
    expect((await scanForLeaks(soughtOf(number, number), core.traces)).findings).toEqual([]);
  });
});

test('a card number that is a name at a third party is kept sealed, and only its owner can take it along', async () => {
  const core = await openQuietCore('sqlite');
  const number = '4000056655665556';
  const sought = soughtOf(number, number);
  const identity = { issuer: `https://login.example/${number}`, providerSubject: number };
  const { session } = await logInAs(core.joos.accounts, identity);
  const { archive } = await orThrow(core.joos.privacy.exportMyData({ session }));
  const away = carryAway(core, [archive]);
  await core.close();
  expect((await scanForLeaks(sought, core.traces)).findings).toEqual([]);
  expect((await scanForLeaks(sought, [away])).findings).not.toEqual([]);
});
