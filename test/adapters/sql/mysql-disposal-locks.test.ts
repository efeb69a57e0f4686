import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { inMemoryAuditSink } from '../../../src/adapters/in-memory/index.ts';
import {
  silentLog,
  silentRiskListener,
  systemClock,
  systemDeadline,
  systemIds,
  systemRandomness,
} from '../../../src/adapters/system/index.ts';
import { approveHold } from '../../../src/application/privacy/approve-hold.ts';
import { placeHold } from '../../../src/application/privacy/place-hold.ts';
import type { OrderId, SubjectId } from '../../../src/domain/ids.ts';
import { Day, dayMs, Instant } from '../../../src/domain/instant.ts';
import { sealDisposal } from '../../../src/testing/contracts/chained.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import {
  addCard,
  giveBack,
  leave,
  type OpenedDataStore,
  rent,
  settle,
  signUp,
} from '../../../src/testing/contracts/person.ts';
import { instant } from '../../../src/testing/contracts/samples.ts';
import { fakeHashing } from '../../application/fake-hashing.ts';
import { fakeSeals } from '../../fake-seals.ts';
import { staffed, staffSessionOf } from '../../staff-desk.ts';
import { type MysqlSchemas, mysqlSchemas } from './mysql-schemas.ts';
import { storeOn } from './opened-stores.ts';

const nothing = { orders: [], categories: [] };

describe('whoever disposes of what a person left, on MySQL', () => {
  let mysql: MysqlSchemas;
  let opened: OpenedDataStore;

  beforeAll(async () => {
    mysql = await mysqlSchemas();
    opened = await storeOn(mysql.stores, mysql.everyByte);
    await mysql.data.query("SET SESSION transaction_isolation = 'READ-COMMITTED'");
  });
  afterAll(async () => {
    await opened.close();
    await mysql.close();
  });

  /** Somebody who is leaving, with an order that is paid. */
  async function givenLeaver() {
    const { store } = opened;
    const person = await signUp(opened);
    const { subject } = person.user;
    const { order, payment } = await giveBack(store, await rent(store, person, await addCard(store, person)));
    await settle(store, payment.payment, 'succeeded');
    const { erasure } = await leave(opened, person);
    return { subject, order: order.order, erasure };
  }

  /** What the work comes to, once it has been seen waiting for the person's row and another transaction has let go of it. */
  async function behindTheUser<Answer>(
    subject: SubjectId,
    begin: () => PromiseLike<Answer>,
    meanwhile: () => Promise<void>,
  ): Promise<Answer> {
    await mysql.data.beginTransaction();
    await mysql.data.query('SELECT subject_id FROM users WHERE subject_id = ? FOR UPDATE', [subject]);
    const work = Promise.resolve(begin());
    await vi.waitFor(
      async () => {
        const [rows] = await mysql.data.query<RowDataPacket[]>(
          "SELECT 1 FROM performance_schema.data_locks WHERE OBJECT_SCHEMA = DATABASE() AND LOCK_STATUS = 'WAITING'",
        );
        expect(rows.length).toBeGreaterThan(0);
      },
      { timeout: 20_000 },
    );
    await meanwhile();
    await mysql.data.commit();
    return work;
  }

  /** Refused where somebody else has the order locked. */
  const locksOrder = async (order: OrderId): Promise<void> => {
    await mysql.data.query('SELECT order_id FROM orders WHERE order_id = ? FOR UPDATE NOWAIT', [order]);
  };

  test('takes the person first to release an order, so that it never waits crosswise with a purge', async () => {
    const { subject, order } = await givenLeaver();
    const release = () => opened.store.disposal.releaseSettled(subject, order);
    expect((await behindTheUser(subject, release, () => locksOrder(order))).isOk()).toBe(true);
  });

  test('takes the person first to write an order off', async () => {
    const { subject, order } = await givenLeaver();
    const writeOff = () => opened.store.retention.writeOff(subject, order);
    expect((await behindTheUser(subject, writeOff, () => locksOrder(order))).isOk()).toBe(true);
  });

  test('adds to what another worker has counted since, and counts the person once', async () => {
    const { subject, erasure } = await givenLeaver();
    const purge = () => opened.store.disposal.purge(erasure, subject, nothing, instant(), sealDisposal);
    const countedElsewhere = async (): Promise<void> => {
      await mysql.data.query('UPDATE erasures SET deleted = ? WHERE erasure_id = ?', [
        '{"orders":7,"users":1}',
        erasure,
      ]);
    };
    await must(await behindTheUser(subject, purge, countedElsewhere));
    const found = await must(opened.store.reads.erasure(erasure));
    expect(found?.deleted).toMatchObject({ orders: 8, users: 1 });
  });

  test('finds the hold that was approved while it waited, and who approves one waits for a purge', async () => {
    const { subject, order, erasure } = await givenLeaver();
    const store = staffed(opened.store);
    const ports = {
      ...{ store, clock: systemClock, ids: systemIds, hashing: fakeHashing, randomness: systemRandomness },
      business: { timeZone: 'Europe/Berlin', receiptIssuer: 'JOOS' },
      log: silentLog,
      risk: silentRiskListener,
      audit: inMemoryAuditSink(),
      auditSeals: fakeSeals,
      deadline: systemDeadline,
    };
    const until = Day.ofInstant(Instant.plusMs(systemClock.now(), 90 * dayMs));
    const claim = {
      staffSession: staffSessionOf('anna.support'),
      caseNumber: 'CASE-1042',
      basis: 'legal-claim',
      scope: 'order',
      order,
      until,
    };
    const { hold } = await must(placeHold(ports)({ ...claim, person: { subject } }));
    const approve = () =>
      approveHold(ports)({ staffSession: staffSessionOf('ben.legal'), caseNumber: 'CASE-1042', hold });
    await must(await behindTheUser(subject, approve, async () => undefined));
    await must(store.disposal.purge(erasure, subject, nothing, systemClock.now(), sealDisposal));
    expect((await must(store.reads.erasure(erasure)))?.deleted).not.toHaveProperty('orders');
    await locksOrder(order);
    const [rows] = await mysql.data.query<RowDataPacket[]>('SELECT 1 FROM orders WHERE order_id = ?', [order]);
    expect(rows).toHaveLength(1);
  });
});
