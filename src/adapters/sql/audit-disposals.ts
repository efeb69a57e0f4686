import type { SealDisposal } from '../../application/ports/disposal.ts';
import type { SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { granted } from './failing.ts';
import { purgeBatch } from './purge-queries.ts';
import { dataQuery } from './statement.ts';
import type { Unit } from './unit-of-work.ts';

/**
 * Notes of the risks that the next deletion takes, signed, that their records go: a verification of the audit log knows them
 * by that from records that somebody took out.
 */
export async function noteDisposals(unit: Unit, subject: SubjectId, at: Instant, seal: SealDisposal): Promise<void> {
  const { rows } = await unit.run(firstRisks, { subject });
  for (const { lane, position, link } of rows) {
    const place = { lane, position, link: Buffer.from(link).toString('hex') };
    const { keyId, signature } = await granted(seal(place, at));
    await unit.run(noteDisposal, {
      lane,
      position,
      at,
      key_id: Buffer.from(keyId, 'hex'),
      signature: Buffer.from(signature, 'base64'),
    });
  }
}

/** By the order of their keys, as they are deleted, and held until then. */
const firstRisks = dataQuery(({ db, mysql }, given: { readonly subject: SubjectId }) =>
  db
    .selectFrom('risk_events as r')
    .innerJoin('audit_chain as c', (join) => join.onRef('c.lane', '=', 'r.lane').onRef('c.position', '=', 'r.position'))
    .select(['c.lane', 'c.position', 'c.link'])
    .where('r.subject_id', '=', given.subject)
    .orderBy('r.event_id')
    .limit(purgeBatch)
    .$if(mysql, (query) => query.forUpdate('r')),
);

const noteDisposal = dataQuery(
  ({ db }, given: { lane: number; position: number; at: Instant; key_id: Uint8Array; signature: Uint8Array }) =>
    db.insertInto('audit_disposals').values({
      lane: given.lane,
      position: given.position,
      disposed_at: given.at,
      key_id: given.key_id,
      signature: given.signature,
    }),
);
