import type { NoticeRows } from '../../application/ports/transaction.ts';
import type { NoticeId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import {
  type Lane,
  laneOf,
  type Notice,
  type NoticeReference,
  NoticeSubject,
  referenceOf,
} from '../../domain/notice/notice.ts';
import type { Language } from '../../domain/user/language.ts';
import { answer } from './failing.ts';
import { dataQuery, type Statement } from './statement.ts';
import type { Work } from './work.ts';

/** The outbox from the writer's side: what about and to whom by pseudonym, never an address, never a text. */
export function noticeRows(work: Work): NoticeRows {
  return {
    wasQueued: (dedupeKey) => answer(async () => (await work.run(byKey, { dedupe_key: dedupeKey })).rows.length > 0),

    queue: (proof, notice, dedupeKey) =>
      answer(async () => {
        await work.run(queue, {
          notice: notice.notice,
          subject: proof.subject,
          template: notice.about.kind,
          template_version: notice.templateVersion,
          language: notice.language,
          reference: referenceOf(notice.about),
          lane: laneOf(notice.about.kind),
          dedupe_key: dedupeKey,
          created_at: notice.createdAt,
        });
      }),
  };
}

const byKey = dataQuery(({ db }, given: { dedupe_key: string }) =>
  db.selectFrom('notices').select('notice_id').where('dedupe_key', '=', given.dedupe_key),
);

/** What a query selects for {@link noticeOf}. */
export const noticeColumns = [
  'notice_id',
  'subject_id',
  'template',
  'template_version',
  'language',
  'reference',
  'created_at',
] as const;

export interface NoticeRow {
  readonly notice_id: NoticeId;
  readonly subject_id: SubjectId;
  readonly template: NoticeSubject['kind'];
  readonly template_version: number;
  readonly language: Language;
  readonly reference: NoticeReference | null;
  readonly created_at: Instant;
}

/** The notice that a row is. */
export function noticeOf(row: NoticeRow): Notice {
  return {
    notice: row.notice_id,
    subject: row.subject_id,
    about: aboutOf(row),
    templateVersion: row.template_version,
    language: row.language,
    createdAt: row.created_at,
  };
}

/** The notice with this id. */
export const notice: Statement<{ notice: NoticeId }, NoticeRow> = dataQuery(({ db }, given: { notice: NoticeId }) =>
  db.selectFrom('notices').select(noticeColumns).where('notice_id', '=', given.notice),
);

/** @throws A bug: `referenceOf` wrote the reference that goes with the template. */
function aboutOf({ template, reference }: NoticeRow): NoticeSubject {
  return NoticeSubject.parse(template, reference).match(
    (about) => about,
    ({ kind }) => {
      throw new Error(kind);
    },
  );
}

const queue = dataQuery(
  (
    { db, mysql },
    given: {
      notice: NoticeId;
      subject: SubjectId;
      template: NoticeSubject['kind'];
      template_version: number;
      language: Language;
      reference: NoticeReference | null;
      lane: Lane;
      dedupe_key: string;
      created_at: Instant;
    },
  ) =>
    db
      .insertInto('notices')
      .values({
        notice_id: given.notice,
        subject_id: given.subject,
        template: given.template,
        template_version: given.template_version,
        language: given.language,
        reference: given.reference,
        dedupe_key: given.dedupe_key,
        state: 'queued',
        channel: null,
        created_at: given.created_at,
        sent_at: null,
        due_at: given.created_at,
        tries: 0,
        unclear_tries: 0,
        lane: given.lane,
        lease_until: null,
        lease_token: null,
        last_problem: null,
      })
      .$if(mysql, (query) => query.onDuplicateKeyUpdate((eb) => ({ dedupe_key: eb.ref('notices.dedupe_key') })))
      .$if(!mysql, (query) => query.onConflict((on) => on.column('dedupe_key').doNothing())),
);
