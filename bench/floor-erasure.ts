import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Someone } from './contender.ts';
import type { FloorDatabase, Runner, Value } from './floor-database.ts';
import { bytes8, bytes50, bytes69, keptText, now } from './floor-samples.ts';

/**
 * An erasure by hand-written SQL: the rows, the transactions and the commits of the protocol, each as late and as few as
 * the protocol lets them be. What may protect something is looked at in the fence and right before keys and rows go, with
 * one statement; the certificate is bytes of a real one's length.
 */
export function floorErasure(data: FloorDatabase, vault: FloorDatabase): (someone: Someone) => Promise<void> {
  const { mysql } = data;
  const lock = mysql ? ' FOR UPDATE OF u' : '';

  return async ({ subject }) => {
    const erasure = randomUUID();
    await fence(erasure, subject);
    await data.run('SELECT notice_id FROM notices WHERE subject_id = ? AND lease_until > ? LIMIT 1', [subject, now()]);
    await append(vault, erasure, subject, ['fenced', 'drained']);
    await advance(erasure, 'drained');
    await data.run('SELECT card_id, payment_method_sealed FROM cards WHERE subject_id = ?', [subject]);
    await data.run('SELECT language, phone_sealed, email_sealed FROM farewells WHERE erasure_id = ?', [erasure]);
    await data.run('SELECT request_id, processor, state FROM propagations WHERE erasure_id = ?', [erasure]);
    await data.run('UPDATE farewells SET said_at = ? WHERE erasure_id = ? AND said_at IS NULL', [now(), erasure]);
    await destroyKeys(subject);
    await purge(erasure, subject);
    await data.run(remnants, new Array<Value>(tablesWithPeople.length).fill(subject));
    await vault.run('SELECT key_class FROM subject_keys WHERE subject_id = ?', [subject]);
    await append(vault, erasure, subject, ['propagated', 'shredded', 'purged', 'verified']);
    await advance(erasure, 'verified');
    await certify(erasure, subject);
    await data.transact(async (tx) => {
      await tx.run("UPDATE users SET state = 'erased' WHERE subject_id = ? AND state = 'leaving'", [subject]);
      await tx.run(
        "UPDATE erasures SET state = 'certified', due_at = NULL, completed_at = ? WHERE erasure_id = ? AND completed_at IS NULL",
        [now(), erasure],
      );
    });
  };

  async function fence(erasure: string, subject: string): Promise<void> {
    await data.transact(async (tx) => {
      await tx.run(
        `SELECT u.subject_id, u.language, u.registered_at, u.phone_sealed, u.email_sealed, u.username_sealed, i.identity_id, i.issuer_sealed, i.provider_subject_sealed FROM users u LEFT JOIN identities i ON i.subject_id = u.subject_id WHERE u.subject_id = ? AND u.state = 'active'${lock}`,
        [subject],
      );
      await tx.run(
        "INSERT INTO audit_entries (entry_id, subject_id, staff, action, purpose, case_number, fields, recorded_at, lane, position, salt) VALUES (?, ?, 'anna.support', 'cancel-account', 'cancel-account', 'CASE-1042', '[]', ?, 100, ?, ?)",
        [randomUUID(), subject, now(), randomInt(2 ** 40), Buffer.alloc(16)],
      );
      await tx.run(holdings, new Array<Value>(holdingsPlaces).fill(subject));
      await tx.run(
        'SELECT o.order_id, o.card_id, o.state, p.card_id AS payment_card, p.state AS payment_state FROM orders o LEFT JOIN payments p ON p.order_id = o.order_id WHERE o.subject_id = ?',
        [subject],
      );
      await tx.run(
        "UPDATE users SET state = 'leaving', left_at = ?, fence_epoch = fence_epoch + 1 WHERE subject_id = ?",
        [now(), subject],
      );
      await tx.run('DELETE FROM sessions WHERE subject_id = ?', [subject]);
      await tx.run('DELETE FROM login_attempts WHERE subject_id = ?', [subject]);
      await tx.run(
        `SELECT sent_at FROM challenges WHERE subject_id = ? OR target_index = ?${mysql ? ' FOR UPDATE' : ''}`,
        [subject, randomBytes(16)],
      );
      await tx.run(
        "DELETE FROM notices WHERE subject_id = ? AND state <> 'sent' AND (lease_until IS NULL OR lease_until <= ?)",
        [subject, now()],
      );
      await tx.run(
        "UPDATE notices SET state = 'skipped', last_problem = 'subject-gone' WHERE subject_id = ? AND state = 'queued' AND lease_until > ?",
        [subject, now()],
      );
      await vault.run(
        "INSERT INTO subject_keys (subject_id, key_class, epoch_id, wrapped_key, fingerprint, created_at) VALUES (?, 'farewell', 1, ?, ?, ?)",
        [subject, bytes69, bytes8, now()],
      );
      await tx.run(
        "INSERT INTO erasures (erasure_id, subject_id, state, request_kind, requested_by, reason, case_number, requested_at, completed_at, kept, deleted, obstacle, drained_at, tries, due_at) VALUES (?, ?, 'fenced', 'support', 'anna.support', 'asked-in-writing', 'CASE-1042', ?, NULL, ?, NULL, NULL, ?, 0, ?)",
        [erasure, subject, now(), keptText, now(), now() + 60_000],
      );
      await tx.run(
        "INSERT INTO farewells (erasure_id, subject_id, language, phone_sealed, email_sealed, said_at) VALUES (?, ?, 'en', ?, NULL, NULL)",
        [erasure, subject, bytes50],
      );
      await append(vault, erasure, subject, ['requested']);
    });
  }

  async function destroyKeys(subject: string): Promise<void> {
    await data.run(protecting, [subject, now(), subject]);
    await vault.transact(async (tx) => {
      await tx.run(
        `INSERT INTO destroyed_keys (subject_id, key_class, fingerprint, epoch_id, destroyed_at) SELECT subject_id, key_class, fingerprint, epoch_id, ${mysql ? 'CAST(? AS SIGNED)' : '?'} FROM subject_keys WHERE subject_id = ?${mysql ? ' FOR UPDATE' : ''}`,
        [now(), subject],
      );
      await tx.run('DELETE FROM subject_keys WHERE subject_id = ?', [subject]);
    });
  }

  async function purge(erasure: string, subject: string): Promise<void> {
    await data.run(protecting, [subject, now(), subject]);
    await data.transact(async (tx) => {
      await tx.run(`SELECT u.state, ${anythingIn} FROM users u WHERE u.subject_id = ?${lock}`, [subject]);
      for (const table of ['challenges', 'payments', 'orders', 'cards', 'farewells']) {
        await tx.run(`DELETE FROM ${table} WHERE subject_id = ?`, [subject]);
      }
      await tx.run(
        'UPDATE users SET registered_at = NULL, last_used_on = NULL, warned_at = NULL, phone_proved_on = NULL, language = NULL, phone_sealed = NULL, phone_index = NULL, email_sealed = NULL, email_index = NULL, username_sealed = NULL, username_index = NULL WHERE subject_id = ?',
        [subject],
      );
      await tx.run('UPDATE erasures SET deleted = ? WHERE erasure_id = ?', [deletedText, erasure]);
    });
  }

  async function certify(erasure: string, subject: string): Promise<void> {
    await data.run('SELECT deleted FROM erasures WHERE erasure_id = ?', [erasure]);
    await vault.run('SELECT position, step, recorded_at FROM erasure_ledger WHERE erasure_id = ? ORDER BY position', [
      erasure,
    ]);
    await vault.run('SELECT key_class, fingerprint, epoch_id, destroyed_at FROM destroyed_keys WHERE subject_id = ?', [
      subject,
    ]);
    await vault.run('INSERT INTO certificates (erasure_id, issued_at, document) VALUES (?, ?, ?)', [
      erasure,
      now(),
      certificateText,
    ]);
    await append(vault, erasure, subject, ['certified']);
  }

  async function advance(erasure: string, state: string): Promise<void> {
    await data.run('UPDATE erasures SET state = ?, due_at = ? WHERE erasure_id = ? AND completed_at IS NULL', [
      state,
      now() + 60_000,
      erasure,
    ]);
  }
}

async function append(vault: Runner, erasure: string, subject: string, steps: readonly string[]): Promise<void> {
  await vault.run(
    `INSERT INTO erasure_ledger (erasure_id, subject_id, step, recorded_at, counts) VALUES ${steps.map(() => "(?, ?, ?, ?, '{}')").join(', ')}`,
    steps.flatMap((step) => [erasure, subject, step, now()]),
  );
}

const tablesWithPeople = [
  'identities',
  'challenges',
  'sessions',
  'login_attempts',
  'contact_changes',
  'risk_events',
  'consent_entries',
  'cards',
  'orders',
  'payments',
  'notices',
  'farewells',
];
/** Where else there may be rows to delete: by hand one looks, and here there are none. */
const anythingIn = ['contact_changes', 'risk_events', 'sessions', 'notices', 'consent_entries', 'identities']
  .map((table) => `EXISTS (SELECT 1 FROM ${table} t WHERE t.subject_id = u.subject_id) AS ${table}`)
  .join(', ');
const remnants = tablesWithPeople
  .map((table) => `SELECT count(*) FROM ${table} WHERE subject_id = ?`)
  .join(' UNION ALL ');
const counted = [
  'challenges',
  'sessions',
  'consent_entries',
  'cards',
  'orders',
  'payments',
  'notices',
  'audit_entries',
  'support_cases',
  'erasures',
  'legal_holds',
  'privacy_requests',
];
const holdings = `SELECT ${counted.map((table) => `(SELECT count(*) FROM ${table} WHERE subject_id = ?)`).join(', ')}, (SELECT max(r.day) FROM orders o JOIN receipts r ON r.receipt_number = o.receipt_number WHERE o.subject_id = ?) AS last_receipt`;
const holdingsPlaces = counted.length + 1;
const protecting =
  "SELECT EXISTS (SELECT 1 FROM legal_holds WHERE subject_id = ? AND expires_at > ? AND ended_at IS NULL) AS holds, EXISTS (SELECT 1 FROM privacy_requests WHERE subject_id = ? AND state <> 'closed') AS requests";
const deletedText = '{"payments":1,"orders":1,"cards":1,"farewells":1,"users":1}';
const certificateText = 'x'.repeat(6050);
