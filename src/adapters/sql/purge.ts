import type { LeftStanding, SealDisposal } from '../../application/ports/disposal.ts';
import type { PortFailure } from '../../application/ports/port-failure.ts';
import type { TableName } from '../../domain/data-map/tables.ts';
import type { Category } from '../../domain/data-map/vocabulary.ts';
import type { ErasureId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { protectionOf } from '../../domain/legal-hold/protection.ts';
import { ok, type Result } from '../../domain/result.ts';
import { noteDisposals } from './audit-disposals.ts';
import type { Database } from './database.ts';
import { deletedIn } from './erasures.ts';
import { listed } from './list-query.ts';
import { protectingIn } from './protection.ts';
import {
  dropCards,
  dropCaseMessages,
  dropCaseNotes,
  dropCases,
  dropChallenges,
  dropChanges,
  dropConsents,
  dropFarewells,
  dropIdentities,
  dropNotices,
  dropOrders,
  dropPayments,
  dropRisks,
  dropSessions,
  emptyUser,
  forgetRefunds,
  lookAt,
  markKept,
  purgeBatch,
  saveDeleted,
} from './purge-queries.ts';
import type { Unit } from './unit-of-work.ts';

/**
 * Deletes what a fenced subject leaves, in transactions of so many rows a table at most, the users row first in the order of
 * locks. Nothing is written for a fenced subject any more, so one look says which tables have rows at all; only the codes
 * are deleted unseen, since one may be asked for while the account is leaving. Of an account that is active nothing is
 * touched.
 */
export async function purge(
  database: Database,
  erasure: ErasureId,
  subject: SubjectId,
  left: LeftStanding,
  at: Instant,
  seal: SealDisposal | null,
): Promise<Result<void, PortFailure>> {
  for (;;) {
    const batch = await database.transact<boolean, PortFailure>(async (unit) =>
      ok(await purgeOnce(unit, erasure, subject, left, at, seal)),
    );
    if (batch.isErr() || !batch.value) return batch.map(() => undefined);
  }
}

/** One transaction; whether there may be more to delete. */
async function purgeOnce(
  unit: Unit,
  erasure: ErasureId,
  subject: SubjectId,
  left: LeftStanding,
  at: Instant,
  seal: SealDisposal | null,
): Promise<boolean> {
  const [held] = (await unit.run(lookAt, { subject, erasure })).rows;
  if (held === undefined || held.state === 'active') return false;
  const { orders, categories } = await withProtected(unit, subject, left, at);
  const goes = (category: Category): boolean => !categories.includes(category);
  const keeping = { subject, ...listed(orders) };
  const counts: Partial<Record<TableName, number>> = {};
  const drop = async (table: TableName, changed: Promise<{ readonly changed: number }>): Promise<void> => {
    counts[table] = (await changed).changed;
  };
  if (goes('verification')) await drop('challenges', unit.run(dropChallenges, { subject }));
  if (held.risks && seal !== null && goes('verification')) {
    await noteDisposals(unit, subject, seal);
    await drop('risk_events', unit.run(dropRisks, { subject }));
  }
  if (held.changes && goes('contact')) await drop('contact_changes', unit.run(dropChanges, { subject }));
  if (held.sessions && goes('session')) await drop('sessions', unit.run(dropSessions, { subject }));
  if (held.notices && goes('message')) await drop('notices', unit.run(dropNotices, { subject }));
  if (held.caseNotes && goes('support')) await drop('case_notes', unit.run(dropCaseNotes, { subject }));
  if (held.caseMessages && goes('support')) await drop('case_messages', unit.run(dropCaseMessages, { subject }));
  if (held.cases && goes('support')) await drop('support_cases', unit.run(dropCases, { subject }));
  if (held.consents && goes('consent')) await drop('consent_entries', unit.run(dropConsents, { subject }));
  if (held.identities && goes('login')) await drop('identities', unit.run(dropIdentities, { subject }));
  if (held.payments && goes('payment')) await drop('payments', unit.run(dropPayments(orders.length), keeping));
  if (held.refunds && goes('rental')) await unit.run(forgetRefunds(orders.length), keeping);
  if (held.orders && goes('rental')) await drop('orders', unit.run(dropOrders(orders.length), keeping));
  if (held.cards && goes('card')) await drop('cards', unit.run(dropCards, { subject }));
  await drop('farewells', unit.run(dropFarewells, { subject }));
  const more = Object.values(counts).some((count) => count >= purgeBatch);
  if (!more) {
    if (orders.length > 0) await unit.run(markKept(orders.length), keeping);
    const empty = emptyUser(categories);
    if (empty !== null) await drop('users', unit.run(empty, { subject }));
  }
  const deleted = sum(deletedIn(held.deleted), counts);
  await unit.run(saveDeleted, { erasure, deleted: JSON.stringify(deleted) });
  return more;
}

/** Looked at while the user's row is held: a hold that is being approved waits for this, or this for the hold. */
async function withProtected(unit: Unit, subject: SubjectId, left: LeftStanding, at: Instant): Promise<LeftStanding> {
  const { holds, requests } = await protectingIn(unit, subject, at);
  const protection = protectionOf(holds, requests, at);
  return {
    orders: [...new Set([...left.orders, ...protection.orders.keys()])],
    categories: [...new Set([...left.categories, ...protection.categories.keys()])],
  };
}

/** The row of the user is emptied, not deleted, and counts once however often. */
function sum(
  before: Readonly<Record<string, number>>,
  now: Readonly<Partial<Record<TableName, number>>>,
): Readonly<Record<string, number>> {
  const all: Record<string, number> = { ...before };
  for (const [table, count] of Object.entries(now)) if (count > 0) all[table] = (all[table] ?? 0) + count;
  return now.users === undefined ? all : { ...all, users: 1 };
}
