import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mysqlStores } from '../../src/adapters/sql/mysql.ts';
import type { Stores } from '../../src/application/ports/stores.ts';
import { dayMs, hourMs } from '../../src/domain/instant.ts';
import { type Joos, orThrow } from '../../src/index.ts';
import { databaseAccounts } from '../mysql/database-accounts.ts';
import { freshSchemas } from '../mysql/fresh-schemas.ts';
import { staffedStores } from '../staff-desk.ts';
import { deeds, inTwoSteps, leaves, prepare } from './deeds.ts';
import { handOf } from './interleavings.ts';
import { type OpenCore, openCore } from './open-core.ts';
import { giveCard, giveEmail, leave, look, rentOne, returnOne, signUp } from './person.ts';

/** Everything that people do, and the work around it, by processes that have the declared accounts and nothing else. */
let core: OpenCore;
let worker: Joos;
let workerUrl: string;

beforeAll(async () => {
  const schemas = await freshSchemas();
  const { data, vault } = schemas;
  await orThrow(mysqlStores({ dataUrl: data.url, vaultUrl: vault.url }).migrate());
  const accounts = await databaseAccounts(schemas);
  const storesAs = (role: 'application' | 'worker'): Stores =>
    mysqlStores({
      dataUrl: accounts.url(role, data.name),
      vaultUrl: accounts.url('vault', vault.name),
      connectionLimit: 4,
    });
  workerUrl = accounts.url('worker', data.name);
  // It is the first opening of this vault, which makes its keys.
  core = await openCore('mysql', {
    schemas: async () => schemas,
    instead: { stores: staffedStores(storesAs('application')) },
  });
  worker = await core.another({ stores: storesAs('worker') });
}, 120_000);
afterAll(() => core.close());

const rowsIn = async (store: 'data' | 'vault', table: string): Promise<number> =>
  Number((await core.rows(store, `select count(*) as n from ${table}`))[0]?.n);

describe('Under the declared accounts', () => {
  test.each([...deeds, ...inTwoSteps, leaves])('somebody %s', { timeout: 60_000 }, async (deed) => {
    expect(await deed.does(await prepare(handOf(core)))).toMatch(/^(?:done|refused (?!PortFailure))/);
  });

  test('somebody who leaves is erased by the application alone, with a certificate', async () => {
    const person = await signUp(core);
    await giveEmail(core, person);
    await giveCard(core, person);
    await returnOne(core, person, await rentOne(core, person));
    await orThrow(worker.worker.workerPass({ limit: 1000 }));
    const { erasure, state } = await leave(core, person);
    expect(state).toBe('certified');
    expect((await orThrow(core.joos.privacy.erasureCertificate({ erasure }))).document).toContain('Ed25519');
  });

  test('the worker carries on what staff began, writes off what was never returned, and disposes of all that is over', {
    timeout: 120_000,
  }, async () => {
    const person = await signUp(core);
    await giveCard(core, person);
    await rentOne(core, person);
    const { subject } = person;
    await orThrow(core.joos.privacy.cancelOnBehalf({ ...look, reason: 'asked-by-phone', person: { subject } }));
    await orThrow(worker.worker.workerPass({ limit: 1000 }));
    await orThrow(worker.payments.reconcilePayments({ limit: 100 }));
    // Whatever has a time of its own is over by then, but receipts and what goes by the end of a year.
    core.clock.pass(5 * 366 * dayMs);
    for (let pass = 0; pass < 4; pass += 1) {
      expect((await orThrow(worker.worker.sweepRetention({ limit: 10_000 }))).failed).toBe(0);
    }
    for (const table of [
      'audit_entries',
      'risk_events',
      'sessions',
      'challenges',
      'notices',
      'erasures',
      'propagations',
    ])
      expect(await rowsIn('data', table), table).toBe(0);
    core.clock.pass(5 * 366 * dayMs);
    await orThrow(worker.worker.sweepRetention({ limit: 10_000 }));
    expect(await rowsIn('data', 'receipts')).toBe(0);
    expect(await rowsIn('vault', 'erasure_ledger')).toBeGreaterThan(6);
  });

  test.each([
    "INSERT INTO staff_grants (grant_id, staff_id, role) VALUES ('g', 'mallory', 'privacy-officer')",
    "UPDATE staff_grants SET role = 'privacy-officer'",
    "INSERT INTO staff_members (staff_id) VALUES ('mallory')",
    "UPDATE staff_members SET identity_hash = 'x'",
    "INSERT INTO staff_sessions (token_hash) VALUES ('x')",
    'UPDATE staff_sessions SET expires_at = expires_at + 1',
    "INSERT INTO staff_approvals (approval_id) VALUES ('x')",
    'UPDATE staff_approvals SET approved_by = asked_by',
    'UPDATE support_cases SET verified_at = opened_at',
    "INSERT INTO case_notes (note_id) VALUES ('x')",
    "INSERT INTO case_messages (message_id) VALUES ('x')",
  ])('whoever has the account of the worker makes nobody an officer, and speaks for nobody: %s', async (statement) => {
    const connection = await createConnection(workerUrl);
    await expect(connection.query(statement)).rejects.toMatchObject({ code: 'ER_TABLEACCESS_DENIED_ERROR' });
    await connection.end();
  });

  test('the worker rotates keys and blind indexes', { timeout: 120_000 }, async () => {
    await signUp(core);
    expect((await orThrow(worker.keys.rotateKeys({ now: true }))).rewrapped.unopened).toBe(0);
    core.clock.pass(hourMs);
    await orThrow(worker.keys.rotateKeys({ now: false }));
    let goesOn = true;
    for (let step = 0; goesOn; step += 1) {
      const { goesOnAt, unopened } = await orThrow(worker.keys.rotateIndexKeys({ names: null, begin: step === 0 }));
      expect(unopened).toBe(0);
      goesOn = goesOnAt !== null;
      core.clock.pass(hourMs);
      expect(step).toBeLessThan(20);
    }
    await orThrow(worker.keys.indexKeyStatus());
  });
});
