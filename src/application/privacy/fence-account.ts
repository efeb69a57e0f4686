import type { Erasure, ErasureRequest } from '../../domain/deletion/erasure.ts';
import { planErasure } from '../../domain/deletion/plan-erasure.ts';
import type { ErasureId } from '../../domain/ids.ts';
import { Instant, minuteMs } from '../../domain/instant.ts';
import { longestSendMs } from '../../domain/notice/notice.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { type ActiveUser, phoneOf } from '../../domain/user/user.ts';
import type { Propagation } from '../ports/erasure-journal.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { HeldUser, Transaction } from '../ports/transaction.ts';
import { identitiesFor, requestTo } from './processor-request.ts';

/** Who asked for an erasure, and under which name it runs. The name is made outside, so that a retry has the same one. */
export interface FenceOrder {
  readonly erasure: ErasureId;
  readonly request: ErasureRequest;
  readonly at: Instant;
}

/** For so long whoever fenced the account carries the erasure on alone; then any worker may take it up. */
const headStartMs: number = minuteMs;

/**
 * The part of a cancellation that is one transaction: plan, fence, and the record of the erasure (POLICY.md C23 to C26).
 *
 * The intent is written into the vault's ledger as the last thing before the commit: nothing is destroyed without it, and
 * where the ledger does not answer the account stays as it was. The key for the farewell is made in the vault as well; one
 * that no erasure comes to use opens nothing.
 */
export function fenceAccount(
  ports: Pick<Ports, 'vault' | 'processors'>,
  tx: Transaction,
  held: HeldUser,
  order: FenceOrder,
): ResultAsync<Erasure, PortFailure> {
  return safeTry(async function* () {
    const { erasure: id, request, at } = order;
    const { subject } = held.user;
    const plan = planErasure(held.user, yield* tx.erasures.holdingsOf(held, at), at);
    const lastCodeSentAt = yield* tx.users.fence(held, at);
    // Whoever has the number now does not wait for what holds the erasure up, a legal hold for years.
    if (request.kind === 'recycled-phone') yield* tx.users.freePhone(held);
    const erasure: Erasure = {
      erasure: id,
      subject,
      request,
      requestedAt: at,
      state: 'fenced',
      obstacle: null,
      kept: plan.kept,
      deleted: {},
      drainedAt: lastCodeSentAt === null ? at : later(at, Instant.plusMs(lastCodeSentAt, longestSendMs)),
      tries: 0,
      completedAt: null,
    };
    yield* ports.vault.createKeys(subject, ['farewell'], at);
    yield* tx.erasures.add(held, erasure, Instant.plusMs(at, headStartMs), whoIsTold(ports, held.user, erasure));
    yield* ports.vault.appendToLedger([{ erasure: id, subject, step: 'requested', recordedAt: at, counts: {} }]);
    return ok(erasure);
  });
}

/** Every registered processor that can know the person, each under a request id that stays. */
function whoIsTold(
  { processors }: Pick<Ports, 'processors'>,
  user: ActiveUser,
  erasure: Erasure,
): readonly Propagation[] {
  const farewell = { language: user.language, phone: phoneOf(user), email: user.email };
  return processors
    .filter((processor) => identitiesFor(processor, erasure.subject, farewell).length > 0)
    .map((processor) => requestTo(processor, erasure, erasure.requestedAt));
}

function later(one: Instant, other: Instant): Instant {
  return one > other ? one : other;
}
