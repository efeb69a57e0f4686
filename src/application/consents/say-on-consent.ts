import { ConsentChannel, type ConsentEntry, type InvalidConsentChannel } from '../../domain/consent/consent-entry.ts';
import { ContactPurpose, type InvalidContactPurpose } from '../../domain/consent/contact-purpose.ts';
import { type ConsentCommand, type ConsentRejection, decideConsent } from '../../domain/consent/decide-consent.ts';
import { type InvalidNoticeVersion, NoticeVersion } from '../../domain/consent/notice-version.ts';
import { Instant, type InvalidInstant } from '../../domain/instant.ts';
import { err, ok, type Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import { type InvalidLanguage, Language } from '../../domain/user/language.ts';
import { changedUser, saveLess } from '../accounts/changed-user.ts';
import { newEntryId } from '../new-ids.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';

/** What a person says of a purpose, with the evidence of it (GDPR art. 7(1)). */
export interface StatementInput {
  readonly session: SessionToken;
  /** A name of `contactPurposes`. */
  readonly purpose: string;
  /** Of the privacy notice that the person was shown. */
  readonly noticeVersion: string;
  readonly noticeLanguage: string;
  /** `app` or `web`: where a session comes from. */
  readonly channel: string;
  /** What the client's clock said, in ISO 8601 with an offset; evidence only. */
  readonly claimedAt?: string | undefined;
}

export type InvalidStatement =
  | InvalidContactPurpose
  | InvalidNoticeVersion
  | InvalidLanguage
  | InvalidConsentChannel
  | InvalidInstant;

export type StatementPorts = Pick<Ports, 'store' | 'hashing' | 'clock' | 'ids'>;

/**
 * Appends a line to the consent ledger. The person's row is held alone meanwhile, so that of two lines written at once the
 * later one knows the earlier, and its time is taken once the row is held, so that the ledger's order is the true one.
 */
export function sayOnConsent(
  ports: StatementPorts,
  kind: ConsentCommand['kind'],
  input: StatementInput,
): ResultAsync<ConsentEntry, InvalidStatement | NotLoggedIn | ConsentRejection | PortFailure> {
  return safeTry(async function* () {
    const said = yield* parseStatement(input);
    const token = ports.hashing.sessionToken(input.session);
    const entry = yield* ports.store.transact((tx) =>
      safeTry(async function* () {
        const held = yield* tx.doors.bySessionAlone(token, ports.clock.now(), 'data-subject-rights');
        const { proof } = held;
        const { subject } = proof;
        const entries = yield* tx.consents.of(subject);
        const command = { ...said, kind, entry: newEntryId(ports.ids), subject, at: ports.clock.now() };
        const line = yield* decideConsent(command, entries);
        yield* tx.consents.append(proof, [line]);
        if (kind === 'Grant') {
          const wanting = changedUser(held.user, { kind: 'WantMail', purpose: said.purpose }).unwrapOr(held.user);
          if (wanting !== held.user) yield* saveLess(tx, held, wanting);
        }
        return ok(line);
      }),
    );
    return ok(entry);
  });
}

type Said = Pick<ConsentCommand, 'purpose' | 'noticeVersion' | 'noticeLanguage' | 'channel' | 'claimedAt'>;

function parseStatement(input: StatementInput): Result<Said, InvalidStatement> {
  return safeTry(function* () {
    const purpose = yield* ContactPurpose.parse(input.purpose);
    const noticeVersion = yield* NoticeVersion.parse(input.noticeVersion);
    const noticeLanguage = yield* Language.parse(input.noticeLanguage);
    const channel = yield* ConsentChannel.parse(input.channel).andThen(ownChannel);
    const claimedAt = input.claimedAt === undefined ? null : yield* Instant.parse(input.claimedAt);
    return ok({ purpose, noticeVersion, noticeLanguage, channel, claimedAt });
  });
}

/** A session speaks for the person alone: what support or an unsubscribe link records has a door of its own. */
function ownChannel(channel: ConsentChannel): Result<ConsentChannel, InvalidConsentChannel> {
  return channel === 'app' || channel === 'web' ? ok(channel) : err({ kind: 'InvalidConsentChannel' });
}
