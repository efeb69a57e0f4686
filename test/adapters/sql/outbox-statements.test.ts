import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataStoreOn } from '../../../src/adapters/sql/data-store.ts';
import { mysqlSessions } from '../../../src/adapters/sql/sessions-mysql.ts';
import { silentLog } from '../../../src/adapters/system/index.ts';
import type { DataStore } from '../../../src/application/ports/data-store.ts';
import type { PaymentId, SubjectId } from '../../../src/domain/ids.ts';
import type { ReceiptNumber } from '../../../src/domain/order/receipt-number.ts';
import { must, present } from '../../../src/testing/contracts/contract.ts';
import {
  addCard,
  bookCorrection,
  giveBack,
  inOne,
  type Person,
  rent,
  settle,
  signUp,
} from '../../../src/testing/contracts/person.ts';
import { instant } from '../../../src/testing/contracts/samples.ts';
import { type MysqlSchemas, mysqlSchemas } from './mysql-schemas.ts';
import { ids, sealingOn } from './opened-stores.ts';
import { type RecordedStatement, recording } from './recording.ts';

/** What was sent, paid and said long ago; and what waits, of each kind so many. */
const stored = 100_000;
const waits = 40;
/** Of what is not about the outbox itself. */
const others = 25_000;
const at = instant();

/** A line of EXPLAIN, as far as it is looked at here. */
interface ExplainRow extends RowDataPacket {
  readonly table: string | null;
  readonly type: string;
  readonly key: string | null;
  readonly Extra: string | null;
}

interface Plan extends Pick<ExplainRow, 'table' | 'type' | 'key'> {
  readonly extra: string;
}

describe('what waits on MySQL, where much more was done long ago', () => {
  let mysql: MysqlSchemas;
  let store: DataStore;
  let statements: RecordedStatement[];
  let close: () => Promise<void>;
  let person: Person;
  let charged: Awaited<ReturnType<typeof giveBack>>;

  beforeAll(async () => {
    mysql = await mysqlSchemas();
    const { vault, sealing } = await sealingOn(mysql.stores);
    const sessions = recording(mysqlSessions(mysql.schemas.data.url, 1));
    statements = sessions.statements;
    store = dataStoreOn(sessions, { sealing, ids, log: silentLog });
    close = async () => {
      await must(store.close());
      await must(vault.close());
      await mysql.close();
    };
    person = await signUp({ store, vault });
    const { subject } = person.user;
    charged = await giveBack(store, await rent(store, person, await addCard(store, person)));
    await settle(store, charged.payment.payment, 'succeeded');
    await bookCorrection(store, charged);
    await mysql.data.query(`SET SESSION cte_max_recursion_depth = ${stored + 1}`);
    const fill = async (table: string, rows: number, values: Readonly<Record<string, string>>): Promise<void> => {
      await mysql.data.query(
        `INSERT INTO ${table} (${Object.keys(values).join(', ')}) WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${rows}) SELECT ${Object.values(values).join(', ')} FROM numbers`,
      );
    };
    const counted = "CONCAT('00000000-0000-7000-8000-', LPAD(n, 12, '0'))";
    const notice = {
      notice_id: 'UUID()',
      subject_id: `'${subject}'`,
      template: "'receipt'",
      template_version: '1',
      language: "'de'",
      reference: 'UUID()',
      dedupe_key: 'UUID()',
      state: "'sent'",
      channel: "'email'",
      created_at: 'n',
      sent_at: 'n',
      due_at: 'n',
      tries: '1',
      unclear_tries: '0',
      lane: "'transactional'",
    };
    const queued = { ...notice, state: "'queued'", channel: 'NULL', sent_at: 'NULL', tries: '0', due_at: `${at} - n` };
    const news = { ...queued, template: "'newsletter'", lane: "'bulk'" };
    // Ids that count up, as those of notices do, and a subject of its own each: it takes a tenth of the time of random ones.
    await fill('notices', stored, { ...notice, notice_id: counted, dedupe_key: counted, subject_id: counted });
    await fill('notices', waits, queued);
    await fill('notices', waits, { ...queued, due_at: `${at} + n` });
    await fill('notices', waits, news);
    await fill('notices', waits, { ...news, due_at: `${at} + n` });
    await fill('notices', waits, { ...notice, state: "'parked'", sent_at: 'NULL' });
    await fill('notices', waits, { ...notice, unclear_tries: '2' });
    const payment = {
      payment_id: 'UUID()',
      subject_id: `'${subject}'`,
      order_id: 'UUID()',
      card_id: 'UUID()',
      amount_minor: '100',
      currency: "'EUR'",
      state: "'succeeded'",
      created_at: 'n',
      settled_at: 'n',
      attempt: '1',
      due_at: 'NULL',
    };
    await fill('payments', stored, { ...payment, payment_id: counted, order_id: counted, subject_id: counted });
    await fill('payments', waits, { ...payment, state: "'pending'", settled_at: 'NULL', due_at: `${at} - n` });
    await fill('payments', waits, { ...payment, state: "'pending'", settled_at: 'NULL', due_at: `${at} + n` });
    const said = {
      entry_id: 'UUID()',
      subject_id: 'UUID()',
      action: "'granted'",
      purpose: "'news'",
      notice_version: "'2026-11'",
      notice_language: "'de'",
      channel: "'app'",
      recorded_at: 'n',
    };
    await fill('consent_entries', others, { ...said, subject_id: counted });
    await fill('consent_entries', waits, { ...said, purpose: "'newsletter'" });
    const receipt = {
      receipt_number: `CONCAT('JOOS-2024-', LPAD(n, 6, '0'))`,
      day: "'2024-11-23'",
      currency: "'EUR'",
      items: "'[]'",
      vat_percent: '19',
      net_minor: '84',
      vat_minor: '16',
      gross_minor: '100',
      corrects: 'NULL',
      refund_id: 'NULL',
    };
    await fill('receipts', others, receipt);
    await fill('receipts', others, {
      ...receipt,
      receipt_number: `CONCAT('JOOS-2025-', LPAD(n, 6, '0'))`,
      corrects: `CONCAT('JOOS-2024-', LPAD(CEIL(n / 2), 6, '0'))`,
      refund_id: 'UUID()',
    });
    await fill('orders', others, {
      order_id: `CONCAT('00000000-0000-4000-8000-', LPAD(n, 12, '0'))`,
      // Of one person there are few.
      subject_id: 'UUID()',
      card_id: 'UUID()',
      state: "'lost'",
      tariff: "'{}'",
      day: "'2024-11-23'",
      receipt_number: `CONCAT('JOOS-2024-', LPAD(n, 6, '0'))`,
      power_bank_sealed: "x'01'",
      rented_from_sealed: "x'01'",
      started_at_sealed: "x'01'",
    });
    for (const table of ['notices', 'payments', 'consent_entries', 'receipts', 'orders']) {
      await mysql.data.query(`ANALYZE TABLE ${table}`);
    }
  }, 300_000);
  afterAll(() => close());

  /** What the work came to, what it said to the database, and how many rows the database looked at for it. */
  async function looking<Answer>(work: () => Promise<Answer>) {
    const handled = async (): Promise<number> => {
      const [rows] = await mysql.data.query<RowDataPacket[]>(
        'SELECT SUM(COUNT_READ) AS n FROM performance_schema.table_io_waits_summary_by_table WHERE OBJECT_SCHEMA = DATABASE()',
      );
      return Number(rows[0]?.n ?? 0);
    };
    const before = await handled();
    statements.length = 0;
    const answer = await work();
    const said = [...statements];
    return { answer, said, rows: (await handled()) - before };
  }

  /** By which index each table of a statement is gone through, and what comes on top of that. */
  async function plansOf(said: readonly RecordedStatement[]): Promise<readonly Plan[]> {
    const plans: Plan[] = [];
    for (const { sql, values } of said) {
      if (!/^(select|update)/i.test(sql)) continue;
      const bound = values.map((value) => (value instanceof Uint8Array ? Buffer.from(value) : value));
      const [rows] = await mysql.data.query<ExplainRow[]>(`EXPLAIN FORMAT=TRADITIONAL ${sql}`, bound);
      for (const row of rows) {
        plans.push({ table: row.table, type: row.type, key: row.key, extra: row.Extra ?? '' });
      }
    }
    return plans;
  }

  /** Rows that are found by an index, and no sorting of them but where that is said. */
  async function expectIndexed(said: readonly RecordedStatement[]): Promise<void> {
    const plans = await plansOf(said);
    expect(plans.length).toBeGreaterThan(0);
    for (const plan of plans) {
      expect(plan.key, JSON.stringify(plan)).toBeTruthy();
      expect(['const', 'eq_ref', 'ref', 'range'], JSON.stringify(plan)).toContain(plan.type);
    }
  }

  it('a claim finds both lanes by one index, in its order, and goes by what is due', async () => {
    const claim = (leaseToken: string, limit: number) =>
      must(store.outbox.claim({ at, leaseUntil: instant(60_000), leaseToken, limit }));
    const first = await looking(() => claim('one', waits + 5));
    expect(first.answer.map(({ notice }) => notice.about.kind)).toEqual([
      ...Array.from({ length: waits }, () => 'receipt'),
      ...Array.from({ length: 5 }, () => 'newsletter'),
    ]);
    await expectIndexed(first.said);
    for (const { extra } of await plansOf(first.said.filter(({ sql }) => sql.includes('order by')))) {
      expect(extra).not.toContain('filesort');
    }
    expect(first.rows).toBeLessThan(6 * waits);
    const rest = await looking(() => claim('two', 500));
    expect(rest.answer).toHaveLength(waits - 5);
    const none = await looking(() => claim('three', 500));
    expect([none.answer, none.rows < 10]).toEqual([[], true]);
  });

  it('the status goes by what waits and by what is unclear', async () => {
    const { answer, said, rows } = await looking(() => must(store.outbox.status(at)));
    // All that was due is held by a worker now, until later.
    expect(answer).toMatchObject({ queued: 4 * waits, due: 0, parked: waits, unclearTries: 2 * waits });
    await expectIndexed(said);
    expect(rows).toBeLessThan(12 * waits);
  });

  it('what was given up is found without a look at what was sent', async () => {
    const { answer, said, rows } = await looking(() => must(store.outbox.parked(10)));
    expect(answer).toHaveLength(10);
    await expectIndexed(said);
    expect(rows).toBeLessThan(4 * waits);
    const [one] = answer;
    const released = await looking(() => must(store.outbox.release(present(one).notice, at)));
    expect([released.answer, released.rows < 5]).toEqual([true, true]);
    const again = await looking(() => must(store.reads.notice(present(one).notice)));
    expect([again.answer?.notice, again.rows]).toEqual([present(one).notice, 1]);
  });

  it('payments of which nobody knows the end are found page by page among those', async () => {
    const first = await looking(() => must(store.reads.pendingPayments(null, 30)));
    expect(first.answer).toHaveLength(30);
    await expectIndexed(first.said);
    expect(first.rows).toBeLessThan(6 * waits);
    const next = await looking(() => must(store.reads.pendingPayments(present(first.answer.at(-1)), 500)));
    expect(next.answer).toHaveLength(2 * waits - 30);
    expect(next.rows).toBeLessThan(6 * waits);
    const last = present(next.answer.at(-1));
    const none = await looking(() => must(store.reads.pendingPayments(last, 500)));
    expect([none.answer, none.rows < 6 * waits]).toEqual([[], true]);
    expect(new Set<PaymentId>([...first.answer, ...next.answer]).size).toBe(2 * waits);
  });

  it('who agreed to a purpose is found page by page', async () => {
    const first = await looking(() => must(store.reads.consenting('newsletter', null, 500)));
    expect(first.answer).toHaveLength(waits);
    await expectIndexed(first.said);
    expect(first.rows).toBeLessThan(3 * waits);
    // A page of a purpose that everybody agreed to costs what a page costs, also deep within.
    const middle = '00000000-0000-7000-8000-000000012500' as SubjectId; // sound: written above
    const page = await looking(() => must(store.reads.consenting('news', middle, 50)));
    expect(page.answer).toHaveLength(50);
    expect(page.rows).toBeLessThan(200);
    for (const { extra } of await plansOf(page.said)) expect(extra).not.toContain('filesort');
  });

  it('a correction leads to its order, and an order to its corrections, by keys alone', async () => {
    const number = 'JOOS-2025-010000' as ReceiptNumber; // sound: written above
    const found = await looking(() => must(store.reads.correctedOrder(number)));
    expect(found.answer?.order).toBe('00000000-0000-4000-8000-000000005000');
    await expectIndexed(found.said);
    expect(found.rows).toBeLessThan(5);
    const order = present(found.answer).order;
    const books = await looking(() => inOne(store, (tx) => must(tx.orders.booksOf(order))));
    expect(books.answer?.corrections.map((one) => one.number)).toEqual(['JOOS-2025-009999', 'JOOS-2025-010000']);
    await expectIndexed(books.said);
    expect(books.rows).toBeLessThan(10);
  });

  it("a person's order, the export and what is held go by the person's own rows", async () => {
    const { subject } = person.user;
    const order = await looking(() => must(store.reads.orderOf(subject, charged.order.order, 'receipts')));
    expect(order.answer?.corrections).toHaveLength(1);
    await expectIndexed(order.said);
    expect(order.rows).toBeLessThan(12);
    const looks = [
      () => must(store.retention.heldOf(subject)),
      () => must(store.reads.holdingsOf(subject, at)),
      () => must(store.reads.everythingOf(subject, 'data-subject-rights')),
    ];
    for (const look of looks) {
      const { said, rows } = await looking<unknown>(look);
      const aboutReceipts = said.filter(({ sql }) => /\breceipts\b/.test(sql));
      expect(aboutReceipts.length).toBeGreaterThan(0);
      for (const plan of await plansOf(aboutReceipts)) {
        // Of a derived table only what was found is gone through.
        const isDerived = plan.table === null || plan.table.startsWith('<');
        if (!isDerived) expect(['ALL', 'index'], JSON.stringify(plan)).not.toContain(plan.type);
      }
      // Some hundred notices and payments of the person's wait.
      expect(rows).toBeLessThan(3000);
    }
  });

  it('would be told apart if it went through all that was sent', async () => {
    const { rows } = await looking(async () => {
      await mysql.data.query("SELECT COUNT(*) FROM notices WHERE channel = 'sms'");
    });
    expect(rows).toBeGreaterThan(stored - 1);
  });
});
