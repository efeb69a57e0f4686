import { sql } from 'kysely';
import type { AuditLogRows } from '../../application/ports/transaction.ts';
import type { AuditAction, AuditEntry } from '../../domain/audit/audit-entry.ts';
import { type AuditHead, type AuditLink, auditLanes, headAfter } from '../../domain/audit/chain.ts';
import type { EntryId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { AccessPurpose } from '../../domain/staff/access-purpose.ts';
import type { CaseNumber, StaffId } from '../../domain/staff/staff-id.ts';
import { answer } from './failing.ts';
import { dataQuery } from './statement.ts';
import type { Work } from './work.ts';

/**
 * The audit log as it is written (POLICY.md C20, C21). A writer takes the first lane that nobody else holds, so that writers
 * do not wait for one another; only where all are held does it wait for one of them.
 */
export function auditLogRows(work: Work): AuditLogRows {
  return {
    takeLane: () =>
      answer(async () => {
        const [free] = (await work.run(freeLane, {})).rows;
        if (free !== undefined) return headOf(free);
        const [waited] = (await work.run(lane, { lane: Math.floor(Math.random() * auditLanes) })).rows;
        if (waited === undefined) throw new Error('The audit log has no lanes');
        return headOf(waited);
      }),

    link: (link) =>
      answer(async () => {
        const { commitment, link: digest, recordedAt, keyId, signature, ...place } = link;
        await work.run(chain, {
          ...place,
          recorded_at: recordedAt,
          commitment: bytesOf(commitment),
          link: bytesOf(digest),
          key_id: bytesOf(keyId),
          signature: Buffer.from(signature, 'base64'),
        });
        const head = headAfter(link);
        await work.run(moveHead, { lane: head.lane, length: head.length, link: bytesOf(head.link) });
      }),

    describe: (entry, { lane: laneOf, position, salt }) =>
      answer(async () => {
        await work.run(describe, { ...columnsOf(entry), lane: laneOf, position, salt: bytesOf(salt) });
      }),
  };
}

type EntryColumns = {
  readonly entry_id: EntryId;
  readonly subject_id: SubjectId | null;
  readonly staff: StaffId | null;
  readonly action: AuditAction;
  readonly purpose: AccessPurpose | null;
  readonly case_number: CaseNumber | null;
  readonly fields: string;
  readonly about: string | null;
  readonly recorded_at: Instant;
};

function columnsOf(entry: AuditEntry): EntryColumns {
  return {
    entry_id: entry.entry,
    subject_id: entry.subject,
    staff: entry.staff,
    action: entry.action,
    purpose: entry.purpose,
    case_number: entry.caseNumber,
    fields: JSON.stringify(entry.fields),
    about: entry.about,
    recorded_at: entry.recordedAt,
  };
}

interface LaneRow {
  readonly lane: number;
  readonly length: number;
  readonly link: Uint8Array;
}

function headOf({ lane, length, link }: LaneRow): AuditHead {
  return { lane, length, link: Buffer.from(link).toString('hex') };
}

function bytesOf(hex: string): Uint8Array {
  return Buffer.from(hex, 'hex');
}

const freeLane = dataQuery(({ db, mysql }) =>
  db
    .selectFrom('audit_lanes')
    .select(['lane', 'length', 'link'])
    .where('lane', '>=', 0)
    .where('lane', '<', sql.lit(auditLanes))
    .orderBy('lane')
    .limit(1)
    .$if(mysql, (query) => query.forUpdate().skipLocked()),
);

const lane = dataQuery(({ db, mysql }, given: { lane: number }) =>
  db
    .selectFrom('audit_lanes')
    .select(['lane', 'length', 'link'])
    .where('lane', '=', given.lane)
    .$if(mysql, (query) => query.forUpdate()),
);

const chain = dataQuery(
  (
    { db },
    given: {
      lane: number;
      position: number;
      kind: AuditLink['kind'];
      recorded_at: Instant;
      commitment: Uint8Array;
      link: Uint8Array;
      key_id: Uint8Array;
      signature: Uint8Array;
    },
  ) =>
    db.insertInto('audit_chain').values({
      lane: given.lane,
      position: given.position,
      kind: given.kind,
      recorded_at: given.recorded_at,
      commitment: given.commitment,
      link: given.link,
      key_id: given.key_id,
      signature: given.signature,
    }),
);

const moveHead = dataQuery(({ db }, given: { lane: number; length: number; link: Uint8Array }) =>
  db.updateTable('audit_lanes').set({ length: given.length, link: given.link }).where('lane', '=', given.lane),
);

const describe = dataQuery(
  ({ db }, given: EntryColumns & { readonly lane: number; readonly position: number; readonly salt: Uint8Array }) =>
    db.insertInto('audit_entries').values({
      entry_id: given.entry_id,
      subject_id: given.subject_id,
      staff: given.staff,
      action: given.action,
      purpose: given.purpose,
      case_number: given.case_number,
      fields: given.fields,
      about: given.about,
      recorded_at: given.recorded_at,
      lane: given.lane,
      position: given.position,
      salt: given.salt,
    }),
);
