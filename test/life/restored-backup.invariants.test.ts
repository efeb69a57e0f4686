import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inMemoryAuditSink, inMemoryStores } from '../../src/adapters/in-memory/index.ts';
import { simulatedCards } from '../../src/adapters/simulated-cards/index.ts';
import type { KeyWrapper } from '../../src/application/ports/key-wrapper.ts';
import { type PortFailure, portFailure } from '../../src/application/ports/port-failure.ts';
import type { Stores } from '../../src/application/ports/stores.ts';
import type { VaultRows } from '../../src/application/ports/vault-rows.ts';
import { hourMs, Instant } from '../../src/domain/instant.ts';
import { onThisMachine } from '../../src/domain/residency/residency.ts';
import { errAsync, okAsync, type ResultAsync } from '../../src/domain/result.ts';
import { CardNumber, type Joos, type JoosAdapters, openForReplay, openJoos, orThrow } from '../../src/index.ts';
import { sqliteFiles } from '../adapters/sql/sqlite-files.ts';
import { staffSessionOf } from '../staff-desk.ts';
import { tariff } from './person.ts';

/** A data store that can be put back to an earlier moment, under a vault that cannot. */
interface Restorable {
  readonly stores: Stores;
  /** Takes a backup while nobody has the store open; answers how to restore it. */
  readonly backUp: () => () => void;
  /** The orders that stand in the store, as an operator sees them. */
  readonly orders: () => readonly string[];
  readonly remove: () => void;
}

async function inMemory(): Promise<Restorable> {
  const stores = inMemoryStores();
  return {
    stores,
    backUp: () => stores.backUp(),
    orders: () => (stores.snapshot().orders as readonly { readonly order: string }[]).map(({ order }) => order),
    remove: () => {},
  };
}

async function onSqlite(): Promise<Restorable> {
  const { stores, dataFile, remove } = await sqliteFiles();
  let backups = 0;
  const copy = (from: string, to: string): void => {
    for (const suffix of ['', '-wal', '-shm']) {
      rmSync(`${to}${suffix}`, { force: true });
      if (existsSync(`${from}${suffix}`)) copyFileSync(`${from}${suffix}`, `${to}${suffix}`);
    }
  };
  return {
    stores,
    backUp: () => {
      backups += 1;
      const backup = `${dataFile}.backup-${backups}`;
      copy(dataFile, backup);
      return () => copy(backup, dataFile);
    },
    orders: () => {
      const database = new DatabaseSync(dataFile);
      try {
        return database
          .prepare('SELECT order_id FROM orders')
          .all()
          .map((row) => String(row.order_id));
      } finally {
        database.close();
      }
    },
    remove,
  };
}

/** What may go wrong in the vault: its answer to the request is lost, all calls after it fail, or some call of a replay fails. */
interface Trouble {
  vault: 'none' | 'request-answer-lost' | 'gone-after-request';
  /** After so many calls of the vault or the data store a process ends. */
  callsLeft: number | null;
}

type Call = (...given: readonly unknown[]) => ResultAsync<unknown, PortFailure>;

/** The vault's rows, in the trouble that they are in. */
function troubled(rows: VaultRows, trouble: Trouble): VaultRows {
  const failure = portFailure('Vault', false);
  let requested = false;
  return new Proxy(rows, {
    get: (target, name, receiver): Call => {
      const method = Reflect.get(target, name, receiver) as Call; // sound: the rows have methods and nothing else
      return (...given) => {
        if (name === 'close') return method(...given);
        if (trouble.callsLeft !== null) {
          if (trouble.callsLeft === 0) return errAsync(failure);
          trouble.callsLeft -= 1;
        }
        if (trouble.vault === 'gone-after-request' && requested) return errAsync(failure);
        const isRequest = name === 'appendToLedger' && JSON.stringify(given).includes('"requested"');
        if (!isRequest) return method(...given);
        requested = true;
        const answer = method(...given);
        return trouble.vault === 'request-answer-lost' ? answer.andThen(() => errAsync(failure)) : answer;
      };
    },
  });
}

/** Keys stand in the vault as they are: what a wrapper does is the matter of its own contract. */
const copied = (bytes: Uint8Array) => okAsync(new Uint8Array(bytes));
const noWrapper: KeyWrapper = { residency: onThisMachine, wrap: copied, unwrap: copied };

/** Somebody, as the model has them. */
interface Somebody {
  readonly phone: string;
  session: Parameters<Joos['orders']['rent']>[0]['session'];
  openOrder: string | null;
  /** What they rented, returned or not. */
  ordered: string | null;
  /** Whether the ledger says more of an erasure than that somebody asked. */
  fate: 'here' | 'asked' | 'erased';
}

class Town {
  readonly restorable: Restorable;
  readonly trouble: Trouble = { vault: 'none', callsLeft: null };
  readonly people = new Map<string, Somebody>();
  /** Orders that were settled when the erasure had come to its end: of each the ledger has a line of its own. */
  readonly settledApart = new Set<string>();
  readonly #codes = new Map<string, string>();
  #now = Instant.parse('2026-11-23T09:00:00Z')._unsafeUnwrap();
  joos: Joos | null = null;

  constructor(restorable: Restorable) {
    this.restorable = restorable;
  }

  get adapters(): JoosAdapters {
    const { stores } = this.restorable;
    return {
      environment: 'test',
      stores: { ...stores, openVaultRows: () => troubled(stores.openVaultRows(), this.trouble) },
      keys: noWrapper,
      mailer: { residency: onThisMachine, send: () => okAsync(undefined) },
      sms: { residency: onThisMachine, send: ({ to, text }) => okAsync(void this.#codes.set(to, text)) },
      templates: {
        mail: () => okAsync({ subject: '', html: '', text: '', attachments: [] }),
        sms: (content) => (content.kind === 'code' ? content.code : ''),
      },
      audit: inMemoryAuditSink(),
      cards: { ...simulatedCards(), forget: () => okAsync(undefined) },
      clock: { now: () => this.#now },
      business: { timeZone: 'Europe/Berlin', receiptIssuer: 'JOOS' },
    };
  }

  pass(durationMs: number): void {
    this.#now = Instant.plusMs(this.#now, durationMs);
  }

  async open(): Promise<Joos> {
    this.joos ??= await orThrow(openJoos(this.adapters));
    return this.joos;
  }

  async close(): Promise<void> {
    await this.joos?.close();
    this.joos = null;
  }

  living(phone: string): [string, Somebody] | undefined {
    return [...this.people].find(([, one]) => one.phone === phone && one.fate === 'here');
  }

  async signUp(phone: string, rents: boolean): Promise<void> {
    if (this.living(phone) !== undefined) return;
    this.pass(hourMs);
    const joos = await this.open();
    const { challenge, device } = await orThrow(joos.accounts.requestCode({ purpose: 'log-in', phone }));
    const code = this.#codes.get(phone) ?? '';
    const verified = await joos.accounts.verifyCode({ phone, challenge, device, code });
    // Somebody whose erasure was asked for and has not come to its end still has the phone.
    if (verified.isErr()) return;
    const { subject, session } = verified.value;
    const somebody: Somebody = { phone, session, openOrder: null, ordered: null, fate: 'here' };
    this.people.set(subject, somebody);
    if (!rents) return;
    const number = CardNumber.from('4242 4242 4242 4242');
    await orThrow(joos.cards.addCard({ session, number, paymentMethod: 'pm_sim_ok' }));
    const rented = { session, station: 'FRA-0042', powerBank: 'PB-000731', tariff };
    somebody.openOrder = (await orThrow(joos.orders.rent(rented))).order;
    somebody.ordered = somebody.openOrder;
  }

  async erase(phone: string, trouble: Trouble['vault']): Promise<void> {
    const found = this.living(phone);
    if (found === undefined) return;
    const [subject, somebody] = found;
    await this.close();
    this.trouble.vault = trouble;
    const joos = await this.open();
    const person = { subject };
    const cancelled = await joos.privacy.cancelOnBehalf({
      person,
      staffSession: staffSessionOf('anna.support'),
      reason: 'asked-in-writing',
      caseNumber: 'CASE-1042',
    });
    await this.close();
    this.trouble.vault = 'none';
    if (cancelled.isOk()) somebody.fate = trouble === 'none' ? 'erased' : 'asked';
  }

  async settle(phone: string): Promise<void> {
    const found = [...this.people.values()].find((one) => one.phone === phone && one.openOrder !== null);
    const order = found?.openOrder;
    if (found === undefined || order == null) return;
    const joos = await this.open();
    found.openOrder = null;
    if (found.fate === 'erased') this.settledApart.add(order);
    this.pass(hourMs);
    const { payment } = await orThrow(joos.orders.returnPowerBank({ order, station: 'FRA-0107' }));
    await orThrow(joos.payments.charge({ payment }));
    await this.work();
  }

  async work(): Promise<void> {
    const joos = await this.open();
    for (let n = 0; n < 3; n += 1) {
      this.pass(2 * hourMs);
      await orThrow(joos.worker.workerPass({ limit: 20 }));
    }
    // What was asked for and was cut off, the worker has ended.
    for (const one of this.people.values()) if (one.fate === 'asked') one.fate = 'erased';
  }

  /** Who is active, as support finds them, with all that is held of each. */
  async active(): Promise<ReadonlyMap<string, unknown>> {
    const joos = await this.open();
    const look = {
      staffSession: staffSessionOf('anna.support'),
      purpose: 'resolve-problem',
      caseNumber: 'CASE-1042',
    } as const;
    const found = new Map<string, unknown>();
    for (const phone of phones) {
      const person = await joos.support.findPerson({ ...look, phone });
      if (person.isOk()) found.set(person.value.subject, person.value);
    }
    return found;
  }
}

const phones = ['+4915112345670', '+4915112345671'] as const;

type Deed =
  | { readonly kind: 'signs-up'; readonly phone: string; readonly rents: boolean }
  | { readonly kind: 'is-erased'; readonly phone: string; readonly trouble: Trouble['vault'] }
  | { readonly kind: 'settles'; readonly phone: string }
  | { readonly kind: 'works' }
  | { readonly kind: 'backs-up' };

const phone = fc.constantFrom(...phones);
const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('signs-up' as const), phone, rents: fc.constantFrom(true, true, false) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('is-erased' as const),
      phone,
      trouble: fc.constantFrom('none', 'none', 'none', 'request-answer-lost', 'gone-after-request'),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('settles' as const), phone }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'works' as const }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'backs-up' as const }) },
);

/** The order comes back open under an erasure that the backup has barely begun, and its key went with the erasure. */
const settledAfterItsBackup: Deed[] = [
  { kind: 'signs-up', phone: phones[0], rents: true },
  { kind: 'is-erased', phone: phones[0], trouble: 'gone-after-request' },
  { kind: 'backs-up' },
  { kind: 'settles', phone: phones[0] },
];

async function act(town: Town, done: Deed): Promise<void> {
  switch (done.kind) {
    case 'signs-up':
      return town.signUp(done.phone, done.rents);
    case 'is-erased':
      return town.erase(done.phone, done.trouble);
    case 'settles':
      return town.settle(done.phone);
    case 'works':
      return town.work();
    case 'backs-up':
      return;
  }
}

interface Taken {
  readonly restore: () => void;
  readonly active: ReadonlyMap<string, unknown>;
  /** Orders that outlive the accounts of people who asked for their erasure. */
  readonly keptOrders: readonly string[];
  readonly orders: readonly string[];
}

describe.each([
  { engine: 'in memory', open: inMemory, numRuns: 50 },
  { engine: 'on SQLite files', open: onSqlite, numRuns: 8 },
])('a backup $engine', ({ open, numRuns }) => {
  test('brings nobody back who was erased, touches nobody else, and is not served before the replay', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(deed, { minLength: 5, maxLength: 18, size: 'max' }),
        fc.nat(),
        fc.array(fc.nat({ max: 15 }), { maxLength: 3 }),
        async (deeds, which, kills) => {
          const town = new Town(await open());
          try {
            const backups: Taken[] = [];
            for (const done of [...deeds, { kind: 'backs-up' } as const]) {
              await act(town, done);
              if (done.kind !== 'backs-up') continue;
              const active = await town.active();
              await town.close();
              const keptOrders = [...town.people.values()].flatMap(({ fate, openOrder }) =>
                fate !== 'here' && openOrder !== null ? [openOrder] : [],
              );
              const orders = town.restorable.orders();
              backups.push({ restore: town.restorable.backUp(), active, keptOrders, orders });
            }
            await town.close();
            const { restore, active, keptOrders, orders } = backups[which % backups.length]!;
            restore();

            const stillOut = new Set([...town.people.values()].map(({ openOrder }) => openOrder));
            const back = [...active.keys()].filter((subject) => town.people.get(subject)?.fate === 'erased');
            const settledSince = keptOrders.filter((order) => town.settledApart.has(order));
            const opened = await openJoos(town.adapters);
            const toReplay = back.length + settledSince.length;
            const answer = opened.isErr() && opened.error.kind === 'LedgerNotApplied' ? opened.error.erasures : 0;
            if (opened.isOk()) await opened.value.close();
            expect(answer).toBe(toReplay);

            const reported: string[] = [];
            for (const calls of kills) {
              const replay = await orThrow(openForReplay(town.adapters));
              town.trouble.callsLeft = calls;
              // One that was not killed in time has told of those requests that nothing came of.
              const told = await replay.replayLedger();
              if (told.isOk()) reported.push(...told.value.undecided.map(({ subject }) => subject));
              town.trouble.callsLeft = null;
              await replay.close();
            }
            town.pass(hourMs);
            const replay = await orThrow(openForReplay(town.adapters));
            const { undecided } = await orThrow(replay.replayLedger());
            await replay.close();

            const after = await town.active();
            const stays = [...active].filter(([subject]) => !back.includes(subject));
            expect(new Map(after)).toEqual(new Map(stays));
            const asked = stays.filter(([subject]) => town.people.get(subject)?.fate === 'asked');
            reported.push(...undecided.map(({ subject }) => subject));
            expect(asked.filter(([subject]) => !reported.includes(subject))).toEqual([]);
            await town.work();
            await town.close();
            const ordersOf = stays.map(([subject]) => town.people.get(subject)?.ordered);
            const staying = orders.filter((order) => stillOut.has(order) || ordersOf.includes(order));
            expect(town.restorable.orders().toSorted()).toEqual(staying.toSorted());
          } finally {
            await town.close();
            town.restorable.remove();
          }
        },
      ),
      { numRuns, examples: [[settledAfterItsBackup, 0, []]] },
    );
  }, 120_000);
});
