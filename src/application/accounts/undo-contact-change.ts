import { Instant } from '../../domain/instant.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { type ContactChange, firstChangedAt, openChanges, undoChangeMs } from '../../domain/user/contact-change.ts';
import { maskEmail, maskPhone } from '../../domain/user/mask-contact.ts';
import { phoneOf, type UserRejection } from '../../domain/user/user.ts';
import type { ChallengeTarget } from '../../domain/verification/challenge.ts';
import { changeOfToken } from '../notices/message-link.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { Taken } from '../ports/transaction.ts';
import { noteRisk, type RiskPorts } from '../risk/note-risk.ts';
import { tellOfLogin } from './contact-changed.ts';
import { phonesOpenAt } from './phone-opens.ts';
import { restoredUser } from './restored-user.ts';

/** The last part of the address in the message to the phone and the email that stood in the account. */
export interface UndoChangeInput {
  readonly token: string;
}

/** The address was not made here, the time for it is over, the change was undone, or the account is gone. */
export interface NoSuchChange {
  readonly kind: 'NoSuchChange';
}

/** What the address would put back, or take off again. */
export interface ChangeToUndo {
  readonly what: ChallengeTarget['kind'];
  /** What was there before, masked, as `+49 ••• ••67`; null where there was none, and what was added would be taken off. */
  readonly former: string | null;
  readonly undoUntil: Instant;
}

/** Says what the address would do, and changes nothing: mail scanners open addresses. */
export type ShowContactChange = (input: UndoChangeInput) => ResultAsync<ChangeToUndo, NoSuchChange | PortFailure>;

/** Why nothing is put back; `Taken` where the phone or email belongs to another account by now. */
export type UndoContactChangeRefusal = NoSuchChange | Taken | UserRejection | PortFailure;

/**
 * Puts phone and email back as they stood before all changes that can be undone, ends every session of the account, and takes
 * off it the logins with third parties that were linked since the first of them, or in the 3 days before: whoever took the
 * account over is out of it (POLICY.md C02, C04). The person is told, and adds an own one again.
 */
export type UndoContactChange = (input: UndoChangeInput) => ResultAsync<ChangeToUndo, UndoContactChangeRefusal>;

/** Makes the use case that only looks. */
export function showContactChange(ports: Pick<Ports, 'store' | 'hashing' | 'clock'>): ShowContactChange {
  return ({ token }) => found(ports, token).map(shown);
}

/** Makes the use case. */
export function undoContactChange(ports: RiskPorts): UndoContactChange {
  return ({ token }) =>
    safeTry(async function* () {
      const { subject, change } = yield* found(ports, token);
      const at = ports.clock.now();
      const undone = yield* ports.store.transact((tx) =>
        safeTry(async function* () {
          const none = err<ContactChange, NoSuchChange>({ kind: 'NoSuchChange' });
          const held = yield* tx.doors.bySubjectAlone(subject, 'data-subject-rights');
          if (held === null) return none;
          const { proof, user } = held;
          const open = openChanges(yield* tx.contactChanges.of(proof), at);
          const asked = open.find((one) => one.change === change);
          if (asked === undefined) return none;
          const linked = yield* tx.users.linkedSince(proof, Instant.plusMs(firstChangedAt(open, at), -undoChangeMs));
          const restored = yield* restoredUser(
            user,
            open,
            linked.map(({ identity }) => identity),
          );
          yield* tx.users.save(held, restored);
          // Where the last log-in had to stay, it is not the phone of then.
          const ofPhone = open.find(
            ({ what, former }) =>
              what === 'phone' && phoneOf(restored) === (former?.kind === 'phone' ? former.phone : null),
          );
          if (ofPhone !== undefined) yield* tx.users.phoneProved(proof, ofPhone.phoneProvedOn);
          // All of them end together: what stood before the first of them is back, and there is nothing more to undo.
          for (const { change } of open) yield* tx.contactChanges.remove(proof, change);
          yield* tx.sessions.endOthers(proof, null);
          const provedOn = ofPhone === undefined ? (proof.phoneProvedOn ?? null) : ofPhone.phoneProvedOn;
          yield* tellOfLogin(ports, tx, { proof, user: restored, phoneOpens: phonesOpenAt(ports, at)(provedOn) }, at);
          return ok<ContactChange, NoSuchChange>(asked);
        }),
      );
      yield* noteRisk(ports, { kind: 'contact-change-undone', subject });
      return ok(shown(undone));
    });
}

function found(
  ports: Pick<Ports, 'store' | 'hashing' | 'clock'>,
  token: string,
): ResultAsync<ContactChange, NoSuchChange | PortFailure> {
  return safeTry(async function* () {
    const id = yield* changeOfToken(ports, token);
    const change =
      id === null ? null : yield* ports.store.reads.contactChange(id, ports.clock.now(), 'account-security');
    return change === null ? err({ kind: 'NoSuchChange' as const }) : ok(change);
  });
}

function shown({ what, former, undoUntil }: ContactChange): ChangeToUndo {
  if (former === null) return { what, former, undoUntil };
  return { what, former: former.kind === 'phone' ? maskPhone(former.phone) : maskEmail(former.email), undoUntil };
}
