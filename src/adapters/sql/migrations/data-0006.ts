import { type Kysely, sql } from 'kysely';
import { auditLanes } from '../../../domain/audit/chain.ts';
import type { SchemaChange } from '../migrating.ts';
import { refuseChange } from './append-only.ts';
import { createTable } from './create-table.ts';

/** The audit log: what staff did, chained, and the risks at the door chained with it. */
export const data0006: SchemaChange = async (db, engine) => {
  await createTable(db, engine, 'audit_entries', {
    columns: {
      entry_id: 'id',
      subject_id: 'id?',
      staff: 'word?',
      action: 'word',
      purpose: 'word?',
      case_number: 'word?',
      fields: 'json',
      about: 'key?',
      recorded_at: 'integer',
      lane: 'integer',
      position: 'integer',
      salt: 'blind-index',
    },
    primaryKey: ['entry_id'],
    unique: [['lane', 'position']],
    indexes: [['subject_id', 'recorded_at'], ['staff', 'recorded_at'], ['case_number', 'recorded_at'], ['recorded_at']],
  });
  await createTable(db, engine, 'audit_chain', {
    columns: {
      lane: 'integer',
      position: 'integer',
      kind: 'word',
      recorded_at: 'integer',
      commitment: 'hash',
      link: 'hash',
      key_id: 'fingerprint',
      signature: 'signature',
    },
    primaryKey: ['lane', 'position'],
  });
  await createTable(db, engine, 'audit_disposals', {
    columns: {
      lane: 'integer',
      position: 'integer',
      key_id: 'fingerprint',
      signature: 'signature',
    },
    primaryKey: ['lane', 'position'],
  });
  await createTable(db, engine, 'audit_lanes', {
    columns: { lane: 'integer', length: 'integer', link: 'hash' },
    primaryKey: ['lane'],
  });
  await layLanes(db);
  // What is in the chain stays as it is, whoever asks. What it stands for is disposed of when its time is over, and never changed.
  for (const table of ['audit_chain', 'audit_disposals'] as const) {
    for (const change of ['update', 'delete'] as const) await refuseChange(db, engine, table, change);
  }
  await refuseChange(db, engine, 'audit_entries', 'update');
};

/** Every lane, empty, unless it is there. */
async function layLanes(db: Kysely<unknown>): Promise<void> {
  const there = await sql<{ lane: number }>`select lane from audit_lanes`.execute(db);
  const known = new Set(there.rows.map(({ lane }) => Number(lane)));
  for (let lane = 0; lane < auditLanes; lane += 1) {
    if (known.has(lane)) continue;
    await sql`insert into audit_lanes (lane, length, link) values (${lane}, 0, ${Buffer.alloc(32)})`.execute(db);
  }
}
