import { consentPurposes } from '../../domain/consent/contact-purpose.ts';
import { NoticeId } from '../../domain/ids.ts';
import type { Audience } from '../../domain/notice/notice.ts';
import { errAsync, okAsync, type ResultAsync } from '../../domain/result.ts';
import { type PortFailure, portFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';

/**
 * The address by which one POST takes a person off the news or the newsletter that a notice is (RFC 8058). It names the
 * notice, which says nothing of the person to anybody else, and proves by a keyed hash that it was made here: nobody can
 * unsubscribe others by counting.
 */

/** The address for a notice of a purpose that rests on consent, which must not go without one; null for every other one. */
export function unsubscribeUrlOf(
  { hashing, business }: Pick<Ports, 'hashing' | 'business'>,
  notice: NoticeId,
  audience: Audience,
): ResultAsync<string | null, PortFailure> {
  const { unsubscribeUrl: base = null } = business;
  if (audience.to !== 'person' || !consentPurposes.some((one) => one === audience.purpose)) return okAsync(null);
  if (base === null) {
    return errAsync(portFailure('MessageTemplates', false, new Error('The host has no address to unsubscribe at')));
  }
  return hashing.unsubscribeMac(notice).map((mac) => `${base}/${notice}.${mac}`);
}

/** The notice that a token names, if the token was made here; null if it is anything else. */
export function noticeOfToken(
  { hashing }: Pick<Ports, 'hashing'>,
  token: string,
): ResultAsync<NoticeId | null, PortFailure> {
  const [id = '', mac = '', ...more] = typeof token === 'string' ? token.split('.') : [];
  const notice = NoticeId.parse(id);
  if (notice.isErr() || more.length > 0) return okAsync(null);
  return hashing.madeUnsubscribeMac(notice.value, mac).map((made) => (made ? notice.value : null));
}
