import type { SubjectId } from '../../domain/ids.ts';
import { Day, type Instant } from '../../domain/instant.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { decideInactivity, type InactivityPolicy, lastDayUnused } from '../../domain/retention/inactivity.ts';
import { unreachable } from '../../domain/unreachable.ts';
import { newErasureId } from '../new-ids.ts';
import { newNotice } from '../notices/new-notice.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import { fenceAccount } from './fence-account.ts';

/** What came of an account that looked unused. */
export type UnusedAccountEnded = 'left' | 'warned' | 'ended';

/** Warns the person, or ends the account; leaves it where it was used meanwhile. */
export type EndInactiveAccount = (
  policy: InactivityPolicy,
  subject: SubjectId,
  at: Instant,
) => ResultAsync<UnusedAccountEnded, PortFailure>;

/**
 * The rule `erase-inactive` (POLICY.md C26). It decides once more with the row locked, since a use locks it too: an account
 * that is used in this very moment is not ended. The erasure then goes its way by the protocol, like any other.
 */
export function endInactiveAccount(ports: Pick<Ports, 'store' | 'vault' | 'ids' | 'processors'>): EndInactiveAccount {
  const { store, ids } = ports;
  return (policy, subject, at) => {
    const today = Day.ofInstant(at);
    const order = { erasure: newErasureId(ids), request: { kind: 'policy' }, at } as const;
    return store.transact((tx) =>
      safeTry(async function* () {
        const held = yield* tx.doors.bySubjectAlone(subject, 'data-subject-rights');
        const use = held === null ? null : yield* tx.users.useOf(held.proof);
        if (held === null || use === null) return ok<UnusedAccountEnded>('left');
        const step = decideInactivity(policy, use, today);
        switch (step) {
          case 'leave':
            return ok<UnusedAccountEnded>('left');
          case 'warn': {
            const standsUntil = lastDayUnused(policy, use.lastUsedOn, today);
            const notice = newNotice(ids, held.proof, { kind: 'inactivity-warning', standsUntil }, at);
            yield* tx.notices.queue(held.proof, notice, `inactivity-warning/${subject}/${use.lastUsedOn}`);
            yield* tx.users.warned(held.proof, at);
            return ok<UnusedAccountEnded>('warned');
          }
          case 'erase':
            yield* fenceAccount(ports, tx, held, order);
            return ok<UnusedAccountEnded>('ended');
          default:
            return unreachable(step satisfies never);
        }
      }),
    );
  };
}
