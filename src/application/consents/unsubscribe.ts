import { type ConsentPurpose, consentPurposes } from '../../domain/consent/contact-purpose.ts';
import { decideConsent } from '../../domain/consent/decide-consent.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { audienceOf, type Notice } from '../../domain/notice/notice.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { newEntryId } from '../new-ids.ts';
import { noticeOfToken } from '../notices/message-link.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';

/** The last part of the address in the mail. */
export interface UnsubscribeInput {
  readonly token: string;
}

/** What the address takes the person off. */
export interface Unsubscription {
  readonly purpose: ConsentPurpose;
}

/** Why the address does nothing: it was not made here, or the mail and its person are gone. Nobody is told which. */
export type UnsubscribeRefusal = { readonly kind: 'NoSuchSubscription' } | PortFailure;

/**
 * Takes the person off the news or the newsletter that the mail was, without a log-in (RFC 8058; GDPR art. 7(3)): as easily as
 * it was agreed to, and no more than that. Again changes nothing.
 */
export type Unsubscribe = (input: UnsubscribeInput) => ResultAsync<Unsubscription, UnsubscribeRefusal>;

/** Says what the address would take the person off, and changes nothing: mail scanners open addresses. */
export type ShowSubscription = Unsubscribe;

type SubscriptionPorts = Pick<Ports, 'store' | 'hashing' | 'clock' | 'ids'>;

/** Makes the use case that only looks. */
export function showSubscription(ports: SubscriptionPorts): ShowSubscription {
  return ({ token }) => found(ports, token).map(({ purpose }) => ({ purpose }));
}

/** Makes the use case. The line of the ledger has the notice version that the person agreed to last. */
export function unsubscribe(ports: SubscriptionPorts): Unsubscribe {
  const { store, clock, ids } = ports;
  return ({ token }) =>
    safeTry(async function* () {
      const { subject, purpose, language } = yield* found(ports, token);
      yield* store.transact((tx) =>
        safeTry(async function* () {
          const held = yield* tx.doors.bySubjectAlone(subject, 'accountability');
          if (held === null) return ok(undefined);
          const entries = yield* tx.consents.of(subject);
          const said = entries.findLast((entry) => entry.purpose === purpose);
          if (said === undefined) return ok(undefined);
          const line = decideConsent(
            {
              kind: 'Withdraw',
              entry: newEntryId(ids),
              subject,
              purpose,
              noticeVersion: said.noticeVersion,
              noticeLanguage: language,
              channel: 'unsubscribe-link',
              at: clock.now(),
              claimedAt: null,
            },
            entries,
          );
          if (line.isOk()) yield* tx.consents.append(held.proof, [line.value]);
          return ok(undefined);
        }),
      );
      return ok({ purpose });
    });
}

interface Found extends Pick<Notice, 'language'> {
  readonly subject: SubjectId;
  readonly purpose: ConsentPurpose;
}

function found(ports: SubscriptionPorts, token: string): ResultAsync<Found, UnsubscribeRefusal> {
  return safeTry(async function* () {
    const id = yield* noticeOfToken(ports, token);
    const notice = id === null ? null : yield* ports.store.reads.notice(id);
    const audience = notice && audienceOf[notice.about.kind];
    const purpose = consentPurposes.find((one) => audience?.to === 'person' && audience.purpose === one);
    if (notice === null || purpose === undefined) return err({ kind: 'NoSuchSubscription' as const });
    return ok({ subject: notice.subject, purpose, language: notice.language });
  });
}
