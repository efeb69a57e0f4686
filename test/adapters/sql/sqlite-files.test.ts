import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sealDisposal } from '../../../src/testing/contracts/chained.ts';
import { must, present } from '../../../src/testing/contracts/contract.ts';
import {
  addCard,
  finishErasure,
  giveBack,
  inOne,
  leave,
  type OpenedDataStore,
  rent,
  settle,
  signUp,
} from '../../../src/testing/contracts/person.ts';
import {
  instant,
  newBytes,
  newChallenge,
  newErasureId,
  newPhone,
  newSubject,
  receipt,
} from '../../../src/testing/contracts/samples.ts';
import { storeOn } from './opened-stores.ts';
import { type SqliteFiles, sqliteFiles } from './sqlite-files.ts';

describe('the two files of SQLite', () => {
  let files: SqliteFiles;
  let opened: OpenedDataStore;

  beforeEach(async () => {
    files = await sqliteFiles();
    opened = await storeOn(files.stores, files.everyByte);
  });
  afterEach(async () => {
    await opened.close();
    files.remove();
  });

  it('wait for another process that writes, and go on when it is done', async () => {
    const other = new DatabaseSync(files.dataFile);
    other.exec('begin immediate');
    let done = false;
    const putting = inOne(opened.store, async (tx) => {
      await must(tx.challenges.put(newChallenge(), { kind: 'phone', phone: newPhone() }));
    }).then(() => {
      done = true;
    });
    await sleep(80);
    expect(done).toBe(false);
    other.exec('commit');
    other.close();
    await putting;
    expect(done).toBe(true);
  });

  it('serve two openings of one process, neither losing a write of the other', async () => {
    const second = await storeOn(files.stores, files.everyByte);
    const numbers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        inOne((n % 2 === 0 ? opened : second).store, async (tx) =>
          must(tx.orders.issueReceipt('JOOS-2026', receipt, null)),
        ),
      ),
    );
    await second.close();
    expect(new Set(numbers).size).toBe(20);
    expect(numbers.toSorted().at(-1)).toBe('JOOS-2026-000020');
  });

  it('answer a look from inside of a unit of work', async () => {
    const { user, token } = await signUp(opened);
    const seen = await inOne(opened.store, async (tx) => {
      await must(tx.doors.bySession(token, instant()));
      return must(opened.store.reads.user(user.subject, 'data-subject-rights'));
    });
    expect(seen).toEqual(user);
  });

  it('keep nothing of a key that was destroyed, not even in their journals', async () => {
    const rows = files.stores.openVaultRows();
    const [subject, wrappedKey] = [newSubject(), newBytes(69)];
    const key = { subject, epochId: 1, wrappedKey, fingerprint: newBytes(8), createdAt: instant() };
    await must(rows.addSubjectKeys([{ ...key, keyClass: 'account' }]));
    const holdsTheKey = async (): Promise<boolean> =>
      Buffer.from(await files.everyByte()).includes(Buffer.from(wrappedKey));
    expect(await holdsTheKey()).toBe(true);
    await must(rows.deleteSubjectKeys(subject, ['account'], instant()));
    expect(await holdsTheKey()).toBe(false);
    await must(rows.close());
  });

  it('keep nothing sealed of who was purged, not even in their journals', async () => {
    const person = await signUp(opened);
    const file = new DatabaseSync(files.dataFile, { readOnly: true });
    const row = file.prepare('select phone_sealed, phone_index from users').get();
    const parts = Object.values(present(row)) as Uint8Array[];
    file.close();
    const found = async (): Promise<boolean[]> => {
      const bytes = Buffer.from(await files.everyByte());
      return parts.map((part) => bytes.includes(Buffer.from(part)));
    };
    expect(await found()).toEqual([true, true]);
    await inOne(opened.store, async (tx) => {
      await must(
        tx.users.fence(await must(tx.doors.bySessionAlone(person.token, instant(), 'data-subject-rights')), instant()),
      );
    });
    await must(
      opened.store.disposal.purge(
        newErasureId(),
        person.user.subject,
        { orders: [], categories: [] },
        instant(),
        sealDisposal,
      ),
    );
    expect(await found()).toEqual([false, false]);
  });

  it('keep nothing of a kept order that was let go of, not even in their journals', async () => {
    const person = await signUp(opened);
    const open = await rent(opened.store, person, await addCard(opened.store, person));
    const erasure = await leave(opened, person);
    await finishErasure(opened, erasure, [open.order]);
    const { payment } = await giveBack(opened.store, open);
    await settle(opened.store, payment.payment, 'succeeded');
    const holdsTheOrder = async (): Promise<boolean> => Buffer.from(await files.everyByte()).includes(open.order);
    expect(await holdsTheOrder()).toBe(true);
    await must(opened.store.disposal.releaseSettled(person.user.subject, open.order));
    expect(await holdsTheOrder()).toBe(false);
  });
});
