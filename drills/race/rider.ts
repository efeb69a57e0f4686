import { staffSessionOf } from '../../test/staff-desk.ts';
/**
 * One process of the race drill: does things in the name of people while another process does the same and one of the two
 * erases them, in the middle of it. Every message that it has sent is written down with its times.
 */

import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes, randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PortFailure } from '../../src/application/ports/port-failure.ts';
import type { ResultAsync } from '../../src/domain/result.ts';
import type { DeviceToken } from '../../src/index.ts';
import { CardNumber, type Joos, openJoos, orThrow, SessionToken } from '../../src/index.ts';
import { drillTariff } from '../drill-people.ts';
import { adaptersAt, type DrillPlace } from '../drill-place.ts';
import { type Occasion, sendersAt } from './senders.ts';
import { withSlowDoors } from './slow-doors.ts';

/** Somebody who has just signed up, as processes tell each other. */
export interface Racer {
  readonly subject: string;
  readonly phone: string;
  readonly session: string;
}

/** What a rider is told: somebody to act for, how often, and whether to erase them meanwhile; or that it is over. */
export type RiderWord =
  | { readonly racer: Racer; readonly acts: number; readonly erases: boolean }
  | { readonly end: true };

/** What a rider says: it is open, it is through with somebody, or all that it was answered, by deed and kind. */
export type RiderReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'through'; readonly subject: string }
  | { readonly kind: 'tally'; readonly answers: Readonly<Record<string, number>> };

const [text] = process.argv.slice(2);
if (text !== undefined && process.send !== undefined) await race(JSON.parse(text) as DrillPlace); // written by race-drill.ts alone

async function race(place: DrillPlace): Promise<void> {
  const occasions = new AsyncLocalStorage<Occasion>();
  const codes = new Map<string, string>();
  const senders = sendersAt(place, () => occasions.getStore() ?? { by: 'worker', subject: null }, codes);
  const adapters = await adaptersAt(place, senders, 8);
  const joos = await orThrow(openJoos({ ...adapters, stores: withSlowDoors(adapters.stores) }));
  const answers: Record<string, number> = {};
  const tell = (said: RiderReport): void => void process.send?.(said);
  process.on('disconnect', () => process.exit());
  process.on('message', (word: RiderWord) => {
    if ('end' in word) {
      tell({ kind: 'tally', answers });
      void joos.close().then(() => process.exit());
      return;
    }
    void actFor(joos, word, { occasions, codes, answers }).then(() =>
      tell({ kind: 'through', subject: word.racer.subject }),
    );
  });
  tell({ kind: 'ready' });
}

interface Tools {
  readonly occasions: AsyncLocalStorage<Occasion>;
  readonly codes: ReadonlyMap<string, string>;
  readonly answers: Record<string, number>;
}

type Refused = { readonly kind: string } | PortFailure;

/** The kind first; of a failure of a port whose it was, and by what number or word the driver tells it. */
function inWords(refused: Refused): string {
  if (!('port' in refused)) return refused.kind;
  const { kind, port, retryable, reason, cause } = refused;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no code';
  return `${kind} of ${port}, ${retryable ? 'for now' : 'for good'}, ${reason ?? 'no reason'}, ${code}`;
}

async function actFor(
  joos: Joos,
  { racer, acts, erases }: Exclude<RiderWord, { end: true }>,
  tools: Tools,
): Promise<void> {
  const scene = sceneOf(joos, racer, tools);
  const before = randomInt(acts + 1);
  for (let act = 0; act < before; act += 1) await scene.act();
  // What is left is done at the same time, and in one of the processes the erasure with it.
  const meanwhile = Array.from({ length: acts - before }, () => sleep(randomInt(10)).then(scene.act));
  const last = erases ? [sleep(randomInt(10)).then(scene.erase)] : [];
  await Promise.all([...last, ...meanwhile]);
}

/** What a person does in one process, one thing after the other, in any order. */
function sceneOf(joos: Joos, racer: Racer, { occasions, codes, answers }: Tools) {
  const { subject, phone } = racer;
  const { accounts, cards, consents, orders, payments, privacy } = joos;
  let session = sessionOf(racer.session);
  let openOrder: string | null = null;
  let owed: string | null = null;
  /** A code that was asked for and not typed yet. */
  let pending:
    | { readonly email: string; readonly challenge: string }
    | { readonly email: null; readonly challenge: string; readonly device: DeviceToken }
    | null = null;

  const counted = async <Value>(
    deed: string,
    by: Occasion['by'],
    answer: () => ResultAsync<Value, Refused>,
  ): Promise<Value | null> => {
    const result = await occasions.run({ by, subject }, async () => answer());
    const name = `${deed}: ${result.isOk() ? 'ok' : inWords(result.error)}`;
    answers[name] = (answers[name] ?? 0) + 1;
    return result.isOk() ? result.value : null;
  };

  const typeCode = async (typed: NonNullable<typeof pending>): Promise<void> => {
    const { email, challenge } = typed;
    pending = null;
    const code = codes.get(email ?? phone) ?? '000000';
    if (typed.email !== null) {
      const { email } = typed;
      await counted('confirm email', 'person', () => accounts.confirmEmail({ session, email, challenge, code }));
      return;
    }
    const signedIn = await counted('log in', 'stranger', () =>
      accounts.verifyCode({ phone, challenge, device: typed.device, code }),
    );
    // After the erasure the same number is a new person, who takes no part in this.
    if (signedIn?.subject === subject) session = signedIn.session;
  };

  const deeds: readonly (() => Promise<void>)[] = [
    async () => {
      const rented = await counted('rent', 'person', () =>
        orders.rent({ session, station: 'FRA-0042', powerBank: 'PB-000731', tariff: drillTariff }),
      );
      openOrder = rented?.order ?? openOrder;
    },
    async () => {
      const number = CardNumber.from('4242 4242 4242 4242');
      const paymentMethod = `pm_${letters()}`;
      await counted('add a card', 'person', () => cards.addCard({ session, number, paymentMethod }));
    },
    async () => {
      const said = { session, purpose: 'newsletter', noticeVersion: '2026-11', noticeLanguage: 'en', channel: 'app' };
      await counted('consent', 'person', () => consents.recordConsent(said));
    },
    async () => {
      const asked = await counted('ask for a code', 'stranger', () =>
        accounts.requestCode({ purpose: 'log-in', phone }),
      );
      if (asked !== null) pending = { email: null, challenge: asked.challenge, device: asked.device };
    },
    async () => {
      const email = `${letters()}@mail.example`;
      const asked = await counted('add an email', 'person', () => accounts.addEmail({ session, email }));
      if (asked !== null) pending = { email, challenge: asked.challenge };
    },
    async () => {
      await counted('ask to cancel', 'person', () => accounts.requestMyCode({ purpose: 'cancel-account', session }));
    },
    async () => {
      await counted('choose a username', 'person', () => accounts.setUsername({ session, username: letters() }));
    },
  ];

  return {
    act: async (): Promise<void> => {
      if (pending !== null) return typeCode(pending);
      if (owed !== null) {
        const payment = owed;
        owed = null;
        await counted('pay', 'person', () => payments.charge({ payment }));
        return;
      }
      if (openOrder !== null && randomInt(3) > 0) {
        const order = openOrder;
        openOrder = null;
        const back = await counted('return', 'person', () => orders.returnPowerBank({ order, station: 'FRA-0107' }));
        owed = back?.payment ?? null;
        return;
      }
      await deeds[randomInt(deeds.length)]?.();
    },
    erase: async (): Promise<void> => {
      await counted('erase', 'person', () =>
        privacy.cancelOnBehalf({
          person: { subject },
          staffSession: staffSessionOf('anna.support'),
          reason: 'asked-in-writing',
          caseNumber: 'CASE-1042',
        }),
      );
    },
  };
}

function letters(): string {
  return `u${randomBytes(9)
    .toString('hex')
    .replaceAll(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? '')}`;
}

function sessionOf(token: string): SessionToken {
  return SessionToken.parse(token).match(
    (session) => session,
    () => {
      throw new Error('A session token was garbled between two processes');
    },
  );
}
