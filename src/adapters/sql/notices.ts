import type { NoticeRows } from '../../application/ports/transaction.ts';
import type { NoticeId, OrderId, PaymentId, PrivacyRequestId, SubjectId } from '../../domain/ids.ts';
import type { Day, Instant } from '../../domain/instant.ts';
import { type Notice, type NoticeSubject, referenceOf } from '../../domain/notice/notice.ts';
import type { Language } from '../../domain/user/language.ts';
import { answer } from './failing.ts';
import { dataQuery } from './statement.ts';
import type { Work } from './work.ts';

/** The outbox from the writer's side: what about and to whom by pseudonym, never an address, never a text. */
export function noticeRows(work: Work): NoticeRows {
  return {
    queue: (proof, notice, dedupeKey) =>
      answer(async () => {
        await work.run(queue, {
          notice: notice.notice,
          subject: proof.subject,
          template: notice.about.kind,
          template_version: notice.templateVersion,
          language: notice.language,
          reference: referenceOf(notice.about),
          dedupe_key: dedupeKey,
          created_at: notice.createdAt,
        });
      }),
  };
}

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
  readonly reference: OrderId | PaymentId | PrivacyRequestId | Day | null;
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

function aboutOf({ template, reference }: NoticeRow): NoticeSubject {
  // The casts are sound: `referenceOf` wrote the reference that goes with the template.
  switch (template) {
    case 'receipt':
      return { kind: template, order: reference as OrderId };
    case 'payment-failed':
      return { kind: template, payment: reference as PaymentId };
    case 'email-confirmed':
      return { kind: template };
    case 'request-extended':
      return { kind: template, request: reference as PrivacyRequestId };
    case 'inactivity-warning':
      return { kind: template, standsUntil: reference as Day };
  }
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
      reference: OrderId | PaymentId | PrivacyRequestId | Day | null;
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
        lease_until: null,
        lease_token: null,
        last_problem: null,
      })
      .$if(mysql, (query) => query.onDuplicateKeyUpdate((eb) => ({ dedupe_key: eb.ref('notices.dedupe_key') })))
      .$if(!mysql, (query) => query.onConflict((on) => on.column('dedupe_key').doNothing())),
);
