import { consentPurposes } from '../../domain/consent/contact-purpose.ts';
import { ChallengeId, ChangeId, type InvalidId, NoticeId } from '../../domain/ids.ts';
import type { Audience } from '../../domain/notice/notice.ts';
import { errAsync, okAsync, type Result, type ResultAsync } from '../../domain/result.ts';
import { type PortFailure, portFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { LinkSubject } from '../ports/secret-hashing.ts';

/**
 * Addresses in messages that do something without a log-in. Each names a record, which says nothing of the person to anybody
 * else, and proves by a keyed hash that it was made here, for this and nothing else: nobody gets at others by counting.
 */

type LinkPorts = Pick<Ports, 'hashing' | 'business'>;

/**
 * The address by which one POST takes a person off the news or the newsletter that a notice is (RFC 8058). Such a notice must
 * not go without one; null for every other one.
 */
export function unsubscribeUrlOf(
  { hashing, business }: LinkPorts,
  notice: NoticeId,
  audience: Audience,
): ResultAsync<string | null, PortFailure> {
  const { unsubscribeUrl: base = null } = business;
  if (audience.to !== 'person' || !consentPurposes.some((one) => one === audience.purpose)) return okAsync(null);
  if (base === null) {
    return errAsync(portFailure('MessageTemplates', false, new Error('The host has no address to unsubscribe at')));
  }
  return hashing.linkMac({ does: 'unsubscribe', notice }).map((mac) => `${base}/${notice}.${mac}`);
}

/** The address that confirms an email address as its code does; null where the host has none. */
export function confirmEmailUrlOf(
  { hashing, business }: LinkPorts,
  challenge: ChallengeId,
): ResultAsync<string | null, PortFailure> {
  const { confirmEmailUrl: base = null } = business;
  if (base === null) return okAsync(null);
  return hashing.linkMac({ does: 'confirm-email', challenge }).map((mac) => `${base}/${challenge}.${mac}`);
}

/** The address that puts a former phone or email back; null where the host has none. */
export function undoChangeUrlOf(
  { hashing, business }: LinkPorts,
  change: ChangeId,
): ResultAsync<string | null, PortFailure> {
  const { undoChangeUrl: base = null } = business;
  if (base === null) return okAsync(null);
  return hashing.linkMac({ does: 'undo-change', change }).map((mac) => `${base}/${change}.${mac}`);
}

/** The notice that a token names, if the token was made here; null if it is anything else. */
export function noticeOfToken(ports: Pick<Ports, 'hashing'>, token: string): ResultAsync<NoticeId | null, PortFailure> {
  return named(ports, token, NoticeId.parse, (notice) => ({ does: 'unsubscribe', notice }));
}

/** The challenge that a token names; null if it is anything else. */
export function challengeOfToken(
  ports: Pick<Ports, 'hashing'>,
  token: string,
): ResultAsync<ChallengeId | null, PortFailure> {
  return named(ports, token, ChallengeId.parse, (challenge) => ({ does: 'confirm-email', challenge }));
}

/** The change that a token names; null if it is anything else. */
export function changeOfToken(ports: Pick<Ports, 'hashing'>, token: string): ResultAsync<ChangeId | null, PortFailure> {
  return named(ports, token, ChangeId.parse, (change) => ({ does: 'undo-change', change }));
}

function named<Id>(
  { hashing }: Pick<Ports, 'hashing'>,
  token: string,
  parse: (text: string) => Result<Id, InvalidId>,
  linkOf: (id: Id) => LinkSubject,
): ResultAsync<Id | null, PortFailure> {
  const [id = '', mac = '', ...more] = typeof token === 'string' ? token.split('.') : [];
  const parsed = parse(id);
  if (parsed.isErr() || more.length > 0) return okAsync(null);
  return hashing.madeLinkMac(linkOf(parsed.value), mac).map((made) => (made ? parsed.value : null));
}
