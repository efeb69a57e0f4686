import type { SealDisposal } from '../../application/ports/disposal.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { linkColumns, linkOf, riskColumns, riskOf } from './audit-reads.ts';
import { granted } from './failing.ts';
import { numbered, rowsQuery } from './list-query.ts';
import { purgeBatch } from './purge-queries.ts';
import { dataQuery } from './statement.ts';
import type { Unit } from './unit-of-work.ts';

/**
 * Notes of the risks that the next deletion takes, signed, that their records go: a verification of the audit log knows them
 * by that from records that somebody took out.
 */
export async function noteDisposals(unit: Unit, subject: SubjectId, seal: SealDisposal): Promise<void> {
  const noted: { lane: number; position: number; key_id: Uint8Array; signature: Uint8Array }[] = [];
  for (const row of (await unit.run(firstRisks, { subject })).rows) {
    if (row.noted !== null || !isLinked(row)) continue;
    const link = linkOf(row);
    const sealed = await granted(seal(link, riskOf(row)));
    if (sealed === null) continue;
    noted.push({
      lane: link.lane,
      position: link.position,
      key_id: Buffer.from(sealed.keyId, 'hex'),
      signature: Buffer.from(sealed.signature, 'base64'),
    });
  }
  if (noted.length > 0) await unit.run(note(noted.length), numbered(noted));
}

/** By the order of their keys, as they are deleted, and held until then; each with its link, if there is one. */
const firstRisks = dataQuery(({ db, mysql }, given: { readonly subject: SubjectId }) =>
  db
    .selectFrom('risk_events as r')
    .leftJoin('audit_chain as c', (join) => join.onRef('c.lane', '=', 'r.lane').onRef('c.position', '=', 'r.position'))
    .leftJoin('audit_disposals as d', (join) =>
      join.onRef('d.lane', '=', 'r.lane').onRef('d.position', '=', 'r.position'),
    )
    .select(linkColumns)
    .select(riskColumns)
    .select('d.lane as noted')
    .where('r.subject_id', '=', given.subject)
    .orderBy('r.event_id')
    .limit(purgeBatch)
    .$if(mysql, (query) => query.forUpdate('r')),
);

type RiskRow = NonNullable<(typeof firstRisks)['row']>;
type Linked = RiskRow & { readonly [Column in keyof Parameters<typeof linkOf>[0]]: NonNullable<RiskRow[Column]> };

function isLinked(row: RiskRow): row is Linked {
  return row.link !== null;
}

interface Noted {
  readonly lane: number;
  readonly position: number;
  readonly key_id: Uint8Array;
  readonly signature: Uint8Array;
}

const note = rowsQuery<Noted, unknown>(['lane', 'position', 'key_id', 'signature'], ({ db }, rows) =>
  db.insertInto('audit_disposals').values(rows),
);
