import { randomUUID } from 'node:crypto';
import { claimedAtOnce } from '../../src/application/notices/deliver-due.ts';
import type { FloorDatabase } from '../floor-database.ts';

/**
 * The floor: claims as many at once as the core does, sends nothing, and marks each as sent, by hand-written prepared SQL with
 * the same commits. It looks up no person, no consent, no receipt and no fence.
 */
export function floorOutbox(data: FloorDatabase): () => Promise<number> {
  const places = Array.from({ length: claimedAtOnce }, () => '?').join(', ');
  return async () => {
    let sent = 0;
    for (;;) {
      const token = randomUUID();
      const now = Date.now();
      const claimed = await data.transact(async (tx) => {
        const rows = await tx.run(
          `SELECT notice_id, subject_id, template, reference, language, tries FROM notices WHERE state = 'queued' AND lane = 'transactional' AND due_at <= ? ORDER BY due_at LIMIT ${claimedAtOnce} FOR UPDATE SKIP LOCKED`,
          [now],
        );
        if (rows.length === 0) return [];
        const ids = rows.map((row) => String(row.notice_id));
        const padded = Array.from({ length: claimedAtOnce }, (_, n) => ids[Math.min(n, ids.length - 1)] ?? null);
        await tx.run(
          `UPDATE notices SET due_at = ?, lease_until = ?, lease_token = ?, tries = tries + 1 WHERE notice_id IN (${places})`,
          [now + 60_000, now + 60_000, token, ...padded],
        );
        return ids;
      });
      if (claimed.length === 0) return sent;
      await Promise.all(
        claimed.map((notice) =>
          data.run(
            "UPDATE notices SET state = 'sent', channel = 'email', sent_at = ?, lease_until = NULL WHERE notice_id = ? AND lease_token = ? AND lease_until IS NOT NULL",
            [Date.now(), notice, token],
          ),
        ),
      );
      sent += claimed.length;
    }
  };
}
