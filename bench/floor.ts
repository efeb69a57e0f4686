import { randomBytes, randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Contender, Someone } from './contender.ts';
import { inEights, nextNewcomer } from './core.ts';
import { budgetsOf, everybodysGuesses, type FloorBudget, guessesOf, holderText, inOrder } from './floor-budgets.ts';
import type { FloorDatabase, Row, Runner, Value } from './floor-database.ts';
import { floorErasure } from './floor-erasure.ts';
import { bytes8, bytes32, bytes46, bytes50, bytes69, itemsText, now, tariffText } from './floor-samples.ts';

/**
 * The floor: the same rows in the same tables, read and written by hand-written prepared SQL with the same transactions and
 * the same commits, and nothing else. Nothing is encrypted, hashed, checked or decided; where the core stores a sealed value
 * the floor stores random bytes of the same length, made once.
 */
export function floorOn(data: FloorDatabase, vault: FloorDatabase): Contender {
  const forUpdate = data.mysql ? ' FOR UPDATE' : '';
  const forShare = data.mysql ? ' FOR SHARE' : '';
  const mysql = data.mysql;

  async function signUp(): Promise<{ readonly subject: string; readonly session: Buffer }> {
    const target = randomBytes(16);
    const challenge = randomUUID();
    const budgets = budgetsOf(nextNewcomer());
    const guesses = guessesOf();
    await data.transact(async (tx) => {
      await tx.run('SELECT bucket, empties_at FROM code_budgets WHERE bucket = ?', [everybodysGuesses]);
      await tx.run("DELETE FROM challenges WHERE target_index = ? AND purpose = 'log-in' AND holder = ?", [
        target,
        holderText,
      ]);
      await tx.run(
        "INSERT INTO challenges (challenge_id, subject_id, purpose, holder, digits, target_index, target_index_b, target_sealed, code_hash, tries_left, sent_at, expires_at) VALUES (?, NULL, 'log-in', ?, 6, ?, NULL, NULL, ?, 5, ?, ?)",
        [challenge, holderText, target, bytes32, now(), now() + 300_000],
      );
      await charge(tx, budgets);
    });
    const subject = randomUUID();
    const phone = randomBytes(16);
    const session = randomBytes(32);
    await data.transact(async (tx) => {
      await tx.run(
        `SELECT challenge_id, subject_id, purpose, holder, digits, code_hash, tries_left, sent_at, expires_at FROM challenges WHERE challenge_id = ? AND target_index = ?${forUpdate}`,
        [challenge, target],
      );
      await tx.run('UPDATE challenges SET tries_left = 4 WHERE challenge_id = ?', [challenge]);
      await charge(tx, guesses);
    });
    // The try counts whatever comes of it, so it is committed before anybody knows.
    await data.transact(async (tx) => {
      await tx.run('DELETE FROM challenges WHERE challenge_id = ?', [challenge]);
      await tx.run(
        `SELECT subject_id, language, last_used_on, phone_proved_on FROM users WHERE phone_index = ? AND state = 'active'${forShare}`,
        [phone],
      );
      await tx.run(
        "SELECT c.undo_ends_at FROM contact_changes c JOIN users u ON u.subject_id = c.subject_id WHERE c.former_index = ? AND c.subject_id <> ? AND c.undo_ends_at > ? AND u.state = 'active' ORDER BY c.undo_ends_at DESC LIMIT 1",
        [phone, subject, now()],
      );
      await vault.run(
        "INSERT INTO subject_keys (subject_id, key_class, epoch_id, wrapped_key, fingerprint, created_at) VALUES (?, 'account', 1, ?, ?, ?), (?, 'contract', 1, ?, ?, ?)",
        [subject, bytes69, bytes8, now(), subject, bytes69, bytes8, now()],
      );
      await tx.run(
        "INSERT INTO users (subject_id, state, fence_epoch, registered_at, left_at, last_used_on, warned_at, phone_proved_on, language, phone_sealed, phone_index, email_sealed, email_index, username_sealed, username_index) VALUES (?, 'active', 0, ?, NULL, '2026-11-23', NULL, '2026-11-23', 'en', ?, ?, NULL, NULL, NULL, NULL)",
        [subject, now(), bytes50, phone],
      );
      const [begun, ends] = [now(), now() + 604_800_000];
      await tx.run(
        'INSERT INTO sessions (session_id, token_hash, subject_id, device_name_sealed, started_at, proved_at, used_at, expires_at) VALUES (?, ?, ?, NULL, ?, ?, ?, ?)',
        [randomUUID(), session, subject, begun, begun, begun, ends],
      );
      await giveBackTo(tx, inOrder([...budgets, ...guesses]));
    });
    return { subject, session };
  }

  /** Fills every budget that a code or a guess is charged to, and looks how full they are: no engine of the two says both at once. */
  async function charge(tx: Runner, budgets: readonly FloorBudget[]): Promise<void> {
    const at = now();
    const rows = budgets.map(() => '(?, ?)').join(', ');
    const upsert = mysql
      ? `AS given ON DUPLICATE KEY UPDATE empties_at = GREATEST(code_budgets.empties_at, ?) + given.empties_at - ?`
      : `ON CONFLICT (bucket) DO UPDATE SET empties_at = max(code_budgets.empties_at, ?) + excluded.empties_at - ?`;
    await tx.run(`INSERT INTO code_budgets (bucket, empties_at) VALUES ${rows} ${upsert}`, [
      ...budgets.flatMap(({ bucket, costMs }) => [bucket, at + costMs]),
      at,
      at,
    ]);
    await tx.run(
      `SELECT bucket, empties_at FROM code_budgets WHERE bucket IN (${budgets.map(() => '?').join(', ')})`,
      budgets.map(({ bucket }) => bucket),
    );
  }

  /** A code that reached its person gives back to most of the budgets that it was charged to. */
  async function giveBackTo(tx: Runner, budgets: readonly FloorBudget[]): Promise<void> {
    const back = budgets.filter(({ backMs }) => backMs > 0);
    const one = mysql ? 'WHEN CAST(? AS BINARY(16)) THEN CAST(? AS SIGNED)' : 'WHEN ? THEN ?';
    await tx.run(
      `UPDATE code_budgets SET empties_at = empties_at - CASE bucket ${back.map(() => one).join(' ')} END WHERE bucket IN (${back.map(() => '?').join(', ')})`,
      [...back.flatMap(({ bucket, backMs }) => [bucket, backMs]), ...back.map(({ bucket }) => bucket)],
    );
  }

  async function rent({ session }: { readonly session: Buffer }): Promise<string> {
    const order = randomUUID();
    await data.transact(async (tx) => {
      const [user] = await tx.run(
        `SELECT u.subject_id, u.language, u.last_used_on, u.phone_proved_on, s.session_id, s.started_at, s.used_at FROM sessions s JOIN users u ON u.subject_id = s.subject_id WHERE s.token_hash = ? AND s.expires_at > ? AND u.state = 'active'${mysql ? ' FOR SHARE OF u' : ''}`,
        [session, now()],
      );
      const subject = text(user, 'subject_id');
      const [card] = await tx.run(
        'SELECT card_id, last4_sealed, network_sealed, payment_method_sealed, added_at, removed_at FROM cards WHERE subject_id = ? AND removed_at IS NULL ORDER BY added_at, card_id',
        [subject],
      );
      await tx.run(
        "INSERT INTO orders (order_id, subject_id, card_id, state, tariff, day, receipt_number, kept_since, power_bank_sealed, rented_from_sealed, started_at_sealed, returned_to_sealed, ended_at_sealed) VALUES (?, ?, ?, 'open', ?, '2026-11-23', NULL, NULL, ?, ?, ?, NULL, NULL)",
        [order, subject, text(card, 'card_id'), tariffText, bytes46, bytes46, bytes50],
      );
    });
    return order;
  }

  async function giveBack(order: string): Promise<string> {
    const payment = randomUUID();
    await data.transact(async (tx) => {
      const [held] = await tx.run(
        `SELECT u.subject_id, u.language, u.state AS u_state, p.state AS p_state, o.order_id, o.card_id, o.state, o.tariff, o.day, o.receipt_number, o.power_bank_sealed, o.rented_from_sealed, o.started_at_sealed, o.returned_to_sealed, o.ended_at_sealed FROM orders o JOIN users u ON u.subject_id = o.subject_id LEFT JOIN payments p ON p.order_id = o.order_id WHERE o.order_id = ?${mysql ? ' FOR SHARE OF u FOR UPDATE OF o' : ''}`,
        [order],
      );
      const subject = text(held, 'subject_id');
      await tx.run(
        "INSERT INTO payments (payment_id, subject_id, order_id, card_id, amount_minor, currency, state, failure_reason, refunded_minor, created_at, settled_at, due_at, attempt, processor_reference_sealed) VALUES (?, ?, ?, ?, 150, 'EUR', 'pending', NULL, 0, ?, NULL, ?, 1, NULL)",
        [payment, subject, order, text(held, 'card_id'), now(), now()],
      );
      await tx.run(
        "INSERT INTO notices (notice_id, subject_id, template, template_version, language, reference, dedupe_key, state, channel, created_at, sent_at, due_at, tries, lease_until, lease_token, last_problem) VALUES (?, ?, 'receipt', 1, 'en', ?, ?, 'queued', NULL, ?, NULL, ?, 0, NULL, NULL, NULL)",
        [uuidv7(), subject, order, `receipt:${order}`, now(), now()],
      );
      const number = `JOOS-2026-${String(await nextNumber(tx)).padStart(6, '0')}`;
      await tx.run(
        "INSERT INTO receipts (receipt_number, day, currency, items, vat_percent, net_minor, vat_minor, gross_minor) VALUES (?, '2026-11-23', 'EUR', ?, 19, 126, 24, 150)",
        [number, itemsText],
      );
      await tx.run(
        "UPDATE orders SET state = 'returned', receipt_number = ?, returned_to_sealed = ?, ended_at_sealed = ? WHERE order_id = ?",
        [number, bytes46, bytes50, order],
      );
    });
    return payment;
  }

  async function nextNumber(tx: Runner): Promise<number> {
    if (!mysql) {
      const [row] = await tx.run(
        "UPDATE receipt_series SET last_number = last_number + 1 WHERE series = 'JOOS-2026' RETURNING last_number",
        [],
      );
      return numberIn(row, 'last_number');
    }
    await tx.run(
      "UPDATE receipt_series SET last_number = LAST_INSERT_ID(last_number + 1) WHERE series = 'JOOS-2026'",
      [],
    );
    const [row] = await tx.run('SELECT LAST_INSERT_ID() AS last_number', []);
    return numberIn(row, 'last_number');
  }

  async function pay(payment: string): Promise<void> {
    await data.run(
      "UPDATE payments SET state = 'succeeded', settled_at = ?, due_at = NULL, processor_reference_sealed = ? WHERE payment_id = ?",
      [now(), bytes50, payment],
    );
  }

  return {
    people: async (count) => {
      await ensureSeries();
      return inEights(count, async () => {
        const person = await signUp();
        const card = uuidv7();
        await data.run(
          'INSERT INTO cards (card_id, subject_id, last4_sealed, network_sealed, payment_method_sealed, added_at, removed_at) VALUES (?, ?, ?, ?, ?, ?, NULL)',
          [card, person.subject, bytes46, bytes46, bytes50, now()],
        );
        await pay(await giveBack(await rent(person)));
        return { ...person, card };
      });
    },
    signUp: async () => {
      await signUp();
    },
    lookUpSession: async (someone) => {
      expectOne(await data.run(sessionByToken, [sessionOf(someone), now()]));
    },
    rentAndReturn: async (someone) => {
      await giveBack(await rent({ session: sessionOf(someone) }));
    },
    exportData: async (someone) => {
      expectOne(await data.run(sessionByToken, [sessionOf(someone), now()]));
      for (const table of [
        'users',
        'identities',
        'challenges',
        'sessions',
        'contact_changes',
        'risk_events',
        'consent_entries',
        'cards',
        'orders',
        'payments',
        'notices',
        'audit_entries',
        'support_cases',
        'case_notes',
        'case_messages',
        'erasures',
        'propagations',
        'legal_holds',
        'privacy_requests',
      ]) {
        await data.run(`SELECT * FROM ${table} WHERE subject_id = ?`, [someone.subject]);
      }
      await data.run(
        'SELECT * FROM receipts WHERE receipt_number IN (SELECT receipt_number FROM orders WHERE subject_id = ?)',
        [someone.subject],
      );
    },
    erase: floorErasure(data, vault),
    close: async () => {
      await data.close();
      await vault.close();
    },
  };

  async function ensureSeries(): Promise<void> {
    const insert = mysql ? 'INSERT IGNORE' : 'INSERT OR IGNORE';
    await data.run(`${insert} INTO receipt_series (series, last_number) VALUES ('JOOS-2026', 0)`, []);
  }
}

const sessionByToken =
  'SELECT subject_id, session_id, started_at, proved_at, used_at FROM sessions WHERE token_hash = ? AND expires_at > ?';

function text(row: Row | undefined, column: string): Value {
  const value = row?.[column];
  if (typeof value !== 'string') {
    throw new Error(`The floor lost its way at ${column}`);
  }
  return value;
}

function numberIn(row: Row | undefined, column: string): number {
  return Number(row?.[column]);
}

function expectOne(rows: readonly Row[]): void {
  if (rows.length !== 1) {
    throw new Error('The floor did not find the session');
  }
}

function sessionOf({ session }: Someone): Buffer {
  if (Buffer.isBuffer(session)) {
    return session;
  }
  throw new Error('Somebody else made this person');
}
