import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inMemoryAuditSink } from '../../../src/adapters/in-memory/index.ts';
import type { OpenedSealing } from '../../../src/adapters/sealing/index.ts';
import { dataStoreOn } from '../../../src/adapters/sql/data-store.ts';
import { mysqlStores } from '../../../src/adapters/sql/mysql.ts';
import { mysqlSessions } from '../../../src/adapters/sql/sessions-mysql.ts';
import {
  silentRiskListener,
  systemClock,
  systemIds,
  systemRandomness,
  tokenHashing,
} from '../../../src/adapters/system/index.ts';
import { messageTemplates } from '../../../src/adapters/templates/index.ts';
import { addPhone } from '../../../src/application/accounts/add-phone.ts';
import { requestCode } from '../../../src/application/accounts/request-code.ts';
import { requestMyCode } from '../../../src/application/accounts/request-my-code.ts';
import type { DataStore } from '../../../src/application/ports/data-store.ts';
import type { Log } from '../../../src/application/ports/log.ts';
import type { Sms } from '../../../src/application/ports/sms-sender.ts';
import { keyClasses } from '../../../src/domain/data-map/vocabulary.ts';
import { dayMs, Instant } from '../../../src/domain/instant.ts';
import { onThisMachine } from '../../../src/domain/residency/residency.ts';
import { okAsync } from '../../../src/domain/result.ts';
import { SessionToken } from '../../../src/domain/session/session-token.ts';
import { type Login, phoneOf } from '../../../src/domain/user/user.ts';
import { asWork, gate, must, pause, present } from '../../../src/testing/contracts/contract.ts';
import { inOne, signUp } from '../../../src/testing/contracts/person.ts';
import {
  instant,
  newBytes,
  newChallenge,
  newContactChange,
  newEmail,
  newIdentity,
  newPhone,
  newRisk,
  newSession,
  newUser,
  receipt,
} from '../../../src/testing/contracts/samples.ts';
import { fakeSeals } from '../../fake-seals.ts';
import { type MysqlSchemas, mysqlSchemas } from './mysql-schemas.ts';
import { ids, sealingOn } from './opened-stores.ts';

describe('two hosts on one MySQL', () => {
  let mysql: MysqlSchemas;
  let sealing: OpenedSealing;
  let retried: number;
  let one: DataStore;
  let other: DataStore;
  const log: Log = {
    write: (_, event) => {
      if (event === 'transaction-retried') retried += 1;
    },
  };

  beforeAll(async () => {
    mysql = await mysqlSchemas();
    sealing = await sealingOn(mysql.stores);
    one = mysql.stores.openDataStore({ sealing: sealing.sealing, ids, log });
    other = mysql.stores.openDataStore({ sealing: sealing.sealing, ids, log });
  });
  beforeEach(() => {
    retried = 0;
  });
  afterAll(async () => {
    for (const opened of [one, other, sealing.vault]) await must(opened.close());
    await mysql.close();
  });

  /** The connections that hold a lock in this schema. */
  const busyConnections = async (): Promise<readonly number[]> => {
    const [rows] = await mysql.data.query<RowDataPacket[]>(
      'SELECT DISTINCT t.PROCESSLIST_ID AS id FROM performance_schema.data_locks l ' +
        'JOIN performance_schema.threads t USING (THREAD_ID) WHERE l.OBJECT_SCHEMA = DATABASE()',
    );
    return rows.map((row) => Number(row.id));
  };

  /** Until somebody waits for a lock in this schema. */
  const waiting = async (): Promise<void> => {
    const [rows] = await mysql.data.query<RowDataPacket[]>(
      "SELECT 1 FROM performance_schema.data_locks WHERE LOCK_STATUS = 'WAITING' AND OBJECT_SCHEMA = DATABASE()",
    );
    if (rows.length > 0) return;
    await pause(20);
    return waiting();
  };

  it('number receipts without a gap and without a double', async () => {
    const numbers = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        inOne(n % 2 === 0 ? one : other, async (tx) => must(tx.orders.issueReceipt('GAP-2026', receipt, null))),
      ),
    );
    expect(numbers.toSorted().map((number) => Number(number.slice(-6)))).toEqual(
      Array.from({ length: 40 }, (_, n) => n + 1),
    );
  });

  it('never both register the same phone, nor use up one try twice', async () => {
    const phone = newPhone();
    const rivals = Array.from({ length: 12 }, () =>
      newUser({ logins: [{ kind: 'phone', phone }], email: null, username: null }),
    );
    for (const { subject } of rivals) await must(sealing.vault.createKeys(subject, keyClasses, instant()));
    const answers = await Promise.all(
      rivals.map((rival, n) => (n % 2 === 0 ? one : other).transact((tx) => tx.users.register(rival))),
    );
    expect(answers.filter((answer) => answer.isOk())).toHaveLength(1);
    const refusals = answers.filter((answer) => answer.isErr()).map((answer) => answer._unsafeUnwrapErr());
    for (const refusal of refusals) expect(refusal).toEqual({ kind: 'Taken', what: 'phone' });
  });

  /** What a use case needs of the outside, and where its text messages land. */
  const portsOn = (store: DataStore, texts: string[]) => ({
    store,
    hashing: { ...sealing.hashing, ...tokenHashing },
    business: { timeZone: 'Europe/Berlin', receiptIssuer: 'JOOS' },
    risk: silentRiskListener,
    clock: systemClock,
    ids: systemIds,
    randomness: systemRandomness,
    auditSeals: fakeSeals,
    audit: inMemoryAuditSink(),
    sms: { residency: onThisMachine, send: ({ text }: Sms) => okAsync(void texts.push(text)) },
    mailer: { residency: onThisMachine, send: () => okAsync(undefined) },
    templates: messageTemplates({
      issuer: ['Joos'],
      vatId: 'DE000000000',
      support: 'help@example.org',
      paymentDetailsUrl: 'https://example.org/payment',
      timeZone: 'Europe/Berlin',
    }),
    log,
  });

  it('send one code to a new number, however many ask at once', async () => {
    const [texts, asked]: [string[], string] = [[], newPhone()];
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        requestCode(portsOn(n % 2 === 0 ? one : other, texts))({ purpose: 'log-in', phone: asked }),
      ),
    );
    expect(texts).toHaveLength(1);
    for (const answer of answers.filter((one) => one.isErr())) {
      expect(answer._unsafeUnwrapErr().kind).toBe('CodeTooSoon');
    }
  });

  it('give a number to nobody else in the moment in which its account gives it up', async () => {
    const owner = await signUp({ store: one, vault: sealing.vault });
    const logins = [{ kind: 'third-party', identity: newIdentity() }] as const;
    const claimant = await signUp({ store: one, vault: sealing.vault }, { logins });
    const phone = present(phoneOf(owner.user));
    const session = SessionToken.fromBytes(newBytes(32));
    const now = systemClock.now();
    const expiresAt = Instant.plusMs(now, dayMs);
    const running = newSession({ startedAt: now, provedAt: now, usedAt: now, expiresAt });
    await inOne(one, async (tx) => {
      const proof = await must(tx.doors.bySession(claimant.token, instant()));
      await must(tx.sessions.start(proof, tokenHashing.sessionToken(session), running));
    });
    const texts: string[] = [];
    const ports = portsOn(other, texts);
    const { challenge } = await must(requestMyCode(ports)({ purpose: 'add-phone', session, phone }));
    const code = present(/\b\d{6}\b/.exec(texts[0] ?? ''))[0];
    const isHeld = gate();
    const givesUp = inOne(one, async (tx) => {
      const held = present(await must(tx.doors.bySubjectAlone(owner.user.subject, 'data-subject-rights')));
      const [first, ...others] = owner.user.logins.map(
        (login): Login => (login.kind === 'phone' ? { ...login, phone: newPhone() } : login),
      );
      await must(tx.users.save(held, { ...owner.user, logins: [present(first), ...others] }));
      isHeld.open();
      await waiting(); // the claimant has looked by now, and waits for the number
      const former = { kind: 'phone', phone } as const;
      await must(tx.contactChanges.add(held.proof, newContactChange(owner.user.subject, { former, changedAt: now })));
    });
    await isHeld.opened;
    const claimed = addPhone(ports)({ session, phone, challenge, code });
    await givesUp;
    expect((await claimed)._unsafeUnwrapErr()).toMatchObject({ kind: 'ContactReserved' });
  });

  it('note a risk of somebody while the account cannot be fenced, and of nobody who is', async () => {
    const { user } = await signUp({ store: one, vault: sealing.vault });
    const { subject } = user;
    const isHeld = gate();
    let isFenced = false;
    const noting = inOne(one, async (tx) => {
      const proof = present(await must(tx.doors.bySubject(subject)));
      isHeld.open();
      await waiting(); // who fences the account waits for it
      expect(isFenced).toBe(false);
      const head = await must(tx.auditLog.takeLane());
      const place = { lane: head.lane, position: head.length + 1, salt: 'ab'.repeat(16) };
      await must(tx.riskEvents.append(proof, newRisk({ subject }), place));
    });
    await isHeld.opened;
    await inOne(other, async (tx) => {
      const held = present(await must(tx.doors.bySubjectAlone(subject, 'data-subject-rights')));
      isFenced = true;
      await must(tx.users.fence(held, instant()));
    });
    await noting;
    await inOne(one, async (tx) => expect(await must(tx.doors.bySubject(subject))).toBeNull());
  });

  it('get a deadlock resolved without anybody seeing it', async () => {
    const [a, b] = [
      await signUp({ store: one, vault: sealing.vault }),
      await signUp({ store: one, vault: sealing.vault }),
    ];
    const bothHoldOne = [gate(), gate()];
    const runs = [0, 0];
    const lockBoth = (store: DataStore, who: 0 | 1): Promise<void> =>
      inOne(store, async (tx) => {
        const [first, second] = who === 0 ? [a, b] : [b, a];
        runs[who]! += 1;
        const held = present(await must(tx.doors.bySubjectAlone(first.user.subject, 'data-subject-rights')));
        bothHoldOne[who]!.open();
        await bothHoldOne[1 - who]!.opened;
        present(await must(tx.doors.bySubjectAlone(second.user.subject, 'data-subject-rights')));
        await must(tx.users.save(held, { ...held.user, email: newEmail() }));
      });
    await Promise.all([lockBoth(one, 0), lockBoth(other, 1)]);
    expect(runs[0]! + runs[1]!).toBe(3);
    expect(retried).toBe(1);
    for (const { user } of [a, b]) {
      expect(present(await must(one.reads.user(user.subject, 'data-subject-rights'))).email).not.toBe(user.email);
    }
  });

  it('let no request through whose session got another token while it waited', async () => {
    const person = await signUp({ store: one, vault: sealing.vault });
    const isHeld = gate();
    const stepUp = inOne(one, async (tx) => {
      const held = await must(tx.doors.bySessionAlone(person.token, instant(), 'account-security'));
      isHeld.open();
      await waiting();
      await must(tx.sessions.rotate(held.proof, held.session, newBytes(32), instant()));
    });
    await isHeld.opened;
    const doors = [
      other.transact((tx) => tx.doors.bySession(person.token, instant())),
      other.transact((tx) => tx.doors.bySessionAlone(person.token, instant(), 'account-security')),
    ];
    const answers = await Promise.all(doors);
    await stepUp;
    for (const answer of answers) expect(answer._unsafeUnwrapErr()).toEqual({ kind: 'NotLoggedIn' });
  });

  it('let no request through whose session ended while it waited for the account', async () => {
    const person = await signUp({ store: one, vault: sealing.vault });
    const isHeld = gate();
    const ending = inOne(one, async (tx) => {
      const held = present(await must(tx.doors.bySubjectAlone(person.user.subject, 'account-security')));
      isHeld.open();
      await waiting();
      await must(tx.sessions.endOthers(held.proof, null));
    });
    await isHeld.opened;
    const answer = await other.transact((tx) => tx.doors.bySession(person.token, instant()));
    await ending;
    expect(answer._unsafeUnwrapErr()).toEqual({ kind: 'NotLoggedIn' });
    expect(retried).toBe(0);
  });

  it('get over a connection that is killed in the middle of a transaction', async () => {
    const challenge = newChallenge();
    const target = { kind: 'phone', phone: newPhone() } as const;
    let runs = 0;
    await inOne(one, async (tx) => {
      runs += 1;
      await must(tx.challenges.put(challenge, target));
      if (runs === 1) {
        for (const id of await busyConnections()) await mysql.data.query(`KILL ${id}`);
      }
      await must(tx.challenges.save({ ...challenge, triesLeft: 2 }));
    });
    expect(runs).toBe(2);
    const found = await inOne(other, async (tx) => must(tx.challenges.lock(challenge.challenge, target)));
    expect(found?.triesLeft).toBe(2);
  });

  it('report a connection that is killed at the commit once, and do not run the work again', async () => {
    const sessions = mysqlSessions(mysql.schemas.data.url, 2);
    const store = dataStoreOn(
      {
        ...sessions,
        commit: async (session) => {
          for (const id of await busyConnections()) await mysql.data.query(`KILL ${id}`);
          await sessions.commit(session);
        },
      },
      { sealing: sealing.sealing, ids, log },
    );
    let runs = 0;
    const answer = await store.transact((tx) =>
      asWork(async () => {
        runs += 1;
        await must(tx.challenges.put(newChallenge(), { kind: 'phone', phone: newPhone() }));
      }),
    );
    expect(answer._unsafeUnwrapErr()).toEqual({ kind: 'PortFailure', port: 'DataStore', retryable: true });
    expect(runs).toBe(1);
    await must(store.close());
  });

  it('leave nothing of a transaction open: the next one on the connection begins anew', async () => {
    const sessions = mysqlSessions(mysql.schemas.data.url, 1);
    const store = dataStoreOn(sessions, { sealing: sealing.sealing, ids, log });
    const challenge = newChallenge();
    const target = { kind: 'phone', phone: newPhone() } as const;
    const put = store.transact((tx) =>
      asWork(async () => {
        await must(tx.challenges.put(challenge, target));
        await must(tx.doors.bySession(new Uint8Array(32), instant()));
      }),
    );
    expect((await put)._unsafeUnwrapErr()).toEqual({ kind: 'NotLoggedIn' });
    expect(await busyConnections()).toEqual([]);
    await must(store.transact((tx) => tx.challenges.put(newChallenge(), { kind: 'phone', phone: newPhone() })));
    expect(await inOne(one, async (tx) => must(tx.challenges.lock(challenge.challenge, target)))).toBeNull();
    await must(store.close());
  });

  it('say that the store does not answer, without its address or password', async () => {
    const url = 'mysql://joos:secret-word@127.0.0.1:9/none';
    const nowhere = mysqlStores({ dataUrl: url, vaultUrl: url });
    const store = nowhere.openDataStore({ sealing: sealing.sealing, ids, log });
    const failure = { kind: 'PortFailure', port: 'DataStore', retryable: true };
    const answers = [
      await store.transact((tx) => tx.sessions.end(new Uint8Array(32))),
      await store.reads.session(new Uint8Array(32), instant()),
      await nowhere.pendingMigrations(),
    ];
    for (const answer of answers) {
      expect(answer._unsafeUnwrapErr()).toEqual(failure);
      expect(JSON.stringify(answer._unsafeUnwrapErr())).not.toMatch(/secret-word|127\.0\.0\.1/);
    }
    await must(store.close());
  });
});
