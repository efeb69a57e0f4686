import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenedSealing } from '../../../src/adapters/sealing/index.ts';
import type { DataStore } from '../../../src/application/ports/data-store.ts';
import type { Log } from '../../../src/application/ports/log.ts';
import type { ClaimedNotice } from '../../../src/application/ports/outbox.ts';
import type { NoticeId } from '../../../src/domain/ids.ts';
import { must, present } from '../../../src/testing/contracts/contract.ts';
import { inOne, leave, type Person, signUp } from '../../../src/testing/contracts/person.ts';
import { instant, newEditionId, newNotice, newOrderId } from '../../../src/testing/contracts/samples.ts';
import { type MysqlSchemas, mysqlSchemas } from './mysql-schemas.ts';
import { ids, sealingOn } from './opened-stores.ts';

/** Workers on four machines: each has connections of its own. */
const workers = 4;
const people = 8;
const noticesEach = 40;

describe('four workers at one outbox on MySQL', () => {
  let mysql: MysqlSchemas;
  let sealing: OpenedSealing;
  let stores: readonly DataStore[];
  let retried = 0;
  const log: Log = {
    write: (_, event) => {
      if (event === 'transaction-retried') retried += 1;
    },
  };

  beforeAll(async () => {
    mysql = await mysqlSchemas();
    sealing = await sealingOn(mysql.stores);
    stores = Array.from({ length: workers }, () => mysql.stores.openDataStore({ sealing: sealing.sealing, ids, log }));
  });
  afterAll(async () => {
    for (const opened of [...stores, sealing.vault]) await must(opened.close());
    await mysql.close();
  });

  const given = async (): Promise<readonly Person[]> => {
    await mysql.empty();
    retried = 0;
    const all: Person[] = [];
    for (let n = 0; n < people; n += 1) all.push(await signUp({ store: present(stores[0]), vault: sealing.vault }));
    return all;
  };

  const queue = (store: DataStore, { user, token }: Person, nth: number): Promise<void> =>
    inOne(store, async (tx) => {
      const proof = await must(tx.doors.bySession(token, instant()));
      const about =
        nth % 4 === 0
          ? ({ kind: 'newsletter', edition: newEditionId() } as const)
          : ({ kind: 'receipt', order: newOrderId() } as const);
      const notice = newNotice(user.subject, about, { createdAt: instant(nth) });
      await must(tx.notices.queue(proof, notice, `${about.kind}:${notice.notice}`));
    });

  const claim = (store: DataStore, leaseToken: string, limit: number): Promise<readonly ClaimedNotice[]> =>
    must(store.outbox.claim({ at: instant(100_000), leaseUntil: instant(200_000), leaseToken, limit }));

  it('hold each notice once, all of them, and wait for nobody', async () => {
    const [person] = await given();
    await Promise.all(
      Array.from({ length: 200 }, (_, nth) => queue(present(stores[nth % workers]), present(person), nth)),
    );
    const heldBy = new Map<NoticeId, string>();
    const work = async (store: DataStore, name: string): Promise<void> => {
      for (let round = 0; ; round += 1) {
        const claimed = await claim(store, `${name}-${round}`, 7);
        if (claimed.length === 0) return;
        for (const { notice, leaseToken } of claimed) {
          expect(heldBy.get(notice.notice), 'two workers hold it').toBeUndefined();
          heldBy.set(notice.notice, leaseToken);
        }
      }
    };
    await Promise.all(stores.map((store, nth) => work(store, `worker-${nth}`)));
    // Whoever found nothing may have looked while another one had the last ones locked.
    for (const { notice } of await claim(present(stores[0]), 'last', 500)) {
      expect(heldBy.has(notice.notice)).toBe(false);
      heldBy.set(notice.notice, 'last');
    }
    expect(heldBy.size).toBe(200);
    for (const [notice, leaseToken] of heldBy) {
      expect(await must(present(stores[1]).outbox.maySend(notice, leaseToken, instant(150_000)))).toBe(true);
    }
    expect(new Set([...heldBy.values()].map((token) => token.split('-', 2).join('-'))).size).toBeGreaterThan(1);
    expect(retried).toBe(0);
  });

  it('get on beside people who write, leave, and are sent to, and show nobody a deadlock', async () => {
    const persons = await given();
    const told = new Map<NoticeId, number>();
    let isOver = false;
    const work = async (store: DataStore, name: string): Promise<void> => {
      for (let round = 0; ; round += 1) {
        const wasOver = isOver;
        const claimed = await claim(store, `${name}-${round}`, 5);
        for (const [nth, { notice, leaseToken, tries }] of claimed.entries()) {
          const { notice: id } = notice;
          const { outbox } = store;
          if (!(await must(outbox.maySend(id, leaseToken, instant(150_000))))) {
            await must(outbox.stop(id, leaseToken, 'skipped', 'subject-gone'));
          } else if (tries === 0 && nth % 3 === 0) {
            await must(outbox.retryAt(id, leaseToken, instant(90_000), 'provider-throttled'));
          } else if (nth % 5 === 4) {
            await must(outbox.stop(id, leaseToken, 'parked', 'provider-refused'));
          } else {
            told.set(id, (told.get(id) ?? 0) + 1);
            await must(outbox.sent(id, leaseToken, 'email', instant(100_001)));
          }
        }
        if (wasOver && claimed.length === 0) return;
      }
    };
    const writing = persons.map(async (person, nth) => {
      const store = present(stores[nth % workers]);
      for (let n = 0; n < noticesEach; n += 1) await queue(store, person, n);
      for (const { notice } of await must(store.outbox.parked(3))) await must(store.outbox.release(notice, instant(5)));
      await must(store.outbox.status(instant(100_000)));
      if (nth % 2 === 0) await leave({ store, vault: sealing.vault }, person);
    });
    const working = stores.map((store, nth) => work(store, `worker-${nth}`));
    await Promise.all(writing);
    isOver = true;
    await Promise.all(working);
    // `must` above has thrown where anything was refused: a deadlock is run again and seen by nobody.
    expect(told.size).toBeGreaterThan(noticesEach);
    expect([...told.values()].filter((times) => times > 1)).toEqual([]);
    const status = await must(present(stores[0]).outbox.status(instant(100_000)));
    // Whoever stays has nothing left that waits.
    const [left] = await mysql.data.query<never[]>(
      "SELECT 1 FROM notices n JOIN users u USING (subject_id) WHERE n.state = 'queued' AND u.state = 'active'",
    );
    expect([left, status.unclearTries]).toEqual([[], 0]);
  });
});
