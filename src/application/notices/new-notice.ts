import type { Instant } from '../../domain/instant.ts';
import type { Notice, NoticeSubject } from '../../domain/notice/notice.ts';
import { newNoticeId } from '../new-ids.ts';
import type { ActiveSubject } from '../ports/active-subject.ts';
import type { Ids } from '../ports/ids.ts';

/** The version of each template that notices are queued for; raise it when a template's meaning changes. */
const templateVersions: Readonly<Record<NoticeSubject['kind'], number>> = {
  receipt: 2,
  'receipt-corrected': 1,
  'payment-failed': 2,
  'payment-settled': 1,
  news: 1,
  newsletter: 1,
  'address-suppressed': 1,
  'payment-disputed': 1,
  'contact-changed': 1,
  'email-confirmed': 1,
  'login-changed': 1,
  'request-extended': 1,
  'inactivity-warning': 1,
  'support-message': 1,
};

/** A notice to an active person, in the person's language, ready for the outbox. */
export function newNotice(ids: Ids, proof: ActiveSubject, about: NoticeSubject, at: Instant): Notice {
  return {
    notice: newNoticeId(ids),
    subject: proof.subject,
    about,
    templateVersion: templateVersions[about.kind],
    language: proof.language,
    createdAt: at,
  };
}
