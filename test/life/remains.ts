import { expect } from 'vitest';
import { tableNames, tableOf } from '../../src/domain/data-map/tables.ts';
import type { Category } from '../../src/domain/data-map/vocabulary.ts';
import type { Kept } from '../../src/domain/deletion/erasure.ts';
import { orThrow } from '../../src/index.ts';
import type { OpenCore, Row } from './open-core.ts';
import { letterRun } from './typed-values.ts';

/** Every row of a subject's in both stores, table by table, as an operator sees it. */
export async function rowsOf(core: OpenCore, subject: string): Promise<Readonly<Record<string, readonly Row[]>>> {
  const rows: Record<string, readonly Row[]> = {};
  for (const table of tableNames) {
    const { store, subjectColumn } = tableOf(table);
    if (subjectColumn === null) continue;
    rows[table] = await core.rows(store, `SELECT * FROM ${table} WHERE ${subjectColumn} = '${subject}'`);
  }
  return rows;
}

async function countsOf(core: OpenCore, subject: string): Promise<Readonly<Record<string, number>>> {
  const rows = await rowsOf(core, subject);
  return Object.fromEntries(Object.entries(rows).map(([table, of]) => [table, of.length]));
}

/** What of an account that is over may stand there: a mark without a person, and the records of who looked and who erased. */
const anyNumber: unknown = expect.any(Number);
const lasting = {
  users: 1,
  audit_entries: anyNumber,
  erasures: 1,
  erasure_ledger: anyNumber,
  destroyed_keys: anyNumber,
  propagations: anyNumber,
};
const gone = {
  identities: 0,
  challenges: 0,
  login_attempts: 0,
  contact_changes: 0,
  risk_events: 0,
  sessions: 0,
  consent_entries: 0,
  notices: 0,
  support_cases: 0,
  case_notes: 0,
  case_messages: 0,
  farewells: 0,
  legal_holds: 0,
  privacy_requests: 0,
};

/** Where the records of a category stand that a plan can keep until they are settled. */
const tableOfCategory: Readonly<Partial<Record<Category, string>>> = {
  rental: 'orders',
  payment: 'payments',
  card: 'cards',
  key: 'subject_keys',
};

/** Only what the plan named is left, and nothing readable of the person in it. */
export async function expectErased(core: OpenCore, subject: string, kept: readonly Kept[]): Promise<void> {
  const settling: Record<string, number> = { orders: 0, payments: 0, cards: 0, subject_keys: 0 };
  for (const { category, records, until } of kept) {
    const table = tableOfCategory[category];
    if (until.kind === 'settled' && table !== undefined) settling[table] = (settling[table] ?? 0) + records;
  }
  expect(await countsOf(core, subject)).toEqual({ ...lasting, ...gone, ...settling });
  const rows = await rowsOf(core, subject);
  expect(rows.users).toMatchObject([
    {
      state: 'erased',
      registered_at: null,
      language: null,
      phone_sealed: null,
      phone_index: null,
      phone_index_b: null,
      email_sealed: null,
      email_index: null,
      email_index_b: null,
      mail_suppressed: null,
      username_sealed: null,
      username_index: null,
      username_index_b: null,
    },
  ]);
  // The account's own key is gone in any case.
  expect(rows.subject_keys?.map(({ key_class }) => key_class)).toEqual(settling.orders === 0 ? [] : ['contract']);
}

/** Brings every order that was kept back and has it paid, whatever its card does. */
export async function settleKept(core: OpenCore, subject: string): Promise<void> {
  const { orders, payments, worker } = core.joos;
  const before = await rowsOf(core, subject);
  for (const { order_id: order, state } of before.orders ?? []) {
    if (state === 'open') await orThrow(orders.returnPowerBank({ order: String(order), station: 'FRA-0007' }));
  }
  await orThrow(worker.workerPass({ limit: 200 }));
  for (const { payment_id: payment } of (await rowsOf(core, subject)).payments ?? []) {
    const reference = `ch_late_${letterRun(8)}`;
    // The bank changed its mind, or the person paid otherwise: a success is taken after a decline. One that the worker has
    // settled already is refused, whether its row is gone yet or not.
    void (await payments.settleAnswer({
      payment: String(payment),
      attempt: 1,
      answer: { kind: 'succeeded', reference },
    }));
  }
  await orThrow(worker.workerPass({ limit: 200 }));
}
