import type { EditionRows } from '../../application/ports/transaction.ts';
import type { ConsentPurpose } from '../../domain/consent/contact-purpose.ts';
import type { EditionId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Edition } from '../../domain/notice/edition.ts';
import { answer } from './failing.ts';
import { dataQuery, type Statement } from './statement.ts';
import type { Work } from './work.ts';

/** Issues of the news and of the newsletter. Nothing in them is about a person. */
export function editionRows(work: Work): EditionRows {
  return {
    add: ({ edition, purpose, texts, publishedAt }) =>
      answer(async () => {
        await work.run(add, { edition, purpose, texts: JSON.stringify(texts), published_at: publishedAt });
      }),
    spread: (edition, to, doneAt) =>
      answer(async () => {
        await work.run(spread, { edition, to, done_at: doneAt });
      }),
  };
}

interface EditionRow {
  readonly edition_id: EditionId;
  readonly purpose: ConsentPurpose;
  readonly texts: string;
  readonly published_at: Instant;
}

/** The edition that a row is. */
export function editionOf(row: EditionRow): Edition {
  return {
    edition: row.edition_id,
    purpose: row.purpose,
    texts: JSON.parse(row.texts) as Edition['texts'], // sound: written from some by `add`
    publishedAt: row.published_at,
  };
}

const editionColumns = ['edition_id', 'purpose', 'texts', 'published_at'] as const;

export const edition: Statement<{ edition: EditionId }, EditionRow> = dataQuery(
  ({ db }, given: { edition: EditionId }) =>
    db.selectFrom('editions').select(editionColumns).where('edition_id', '=', given.edition),
);

/** The oldest of those that are not queued for everybody yet. */
export const editionToSpread: Statement<
  Record<never, never>,
  EditionRow & { readonly spread_to: SubjectId | null }
> = dataQuery(({ db }) =>
  db
    .selectFrom('editions')
    .select(editionColumns)
    .select('spread_to')
    .where('spread_at', 'is', null)
    .orderBy('published_at')
    .limit(1),
);

const add = dataQuery(
  ({ db }, given: { edition: EditionId; purpose: ConsentPurpose; texts: string; published_at: Instant }) =>
    db.insertInto('editions').values({
      edition_id: given.edition,
      purpose: given.purpose,
      texts: given.texts,
      published_at: given.published_at,
      spread_to: null,
      spread_at: null,
    }),
);

/** Never back: of two workers at one edition the slower one changes nothing. */
const spread = dataQuery(({ db }, given: { edition: EditionId; to: SubjectId | null; done_at: Instant | null }) =>
  db
    .updateTable('editions')
    .set({ spread_to: given.to, spread_at: given.done_at })
    .where('edition_id', '=', given.edition)
    .where('spread_at', 'is', null)
    .where((eb) => eb.or([eb('spread_to', 'is', null), eb('spread_to', '<=', given.to)])),
);
