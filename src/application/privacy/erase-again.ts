import { type Erasure, hasReached } from '../../domain/deletion/erasure.ts';
import { keptWithoutName } from '../../domain/deletion/kept-without-name.ts';
import { resumedAt, wasHeld } from '../../domain/deletion/ledger.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import { carryOnErasure } from './carry-on-erasure.ts';
import { type ErasurePorts, stayingNow } from './erasure-step.ts';
import { type FenceOrder, fenceAccount } from './fence-account.ts';
import { type PurgePorts, purgeRowsOf } from './purge-rows-of.ts';
import type { LedgeredErasure } from './read-ledger.ts';

/** Does in a restored store what the ledger says of one erasure; answers whether that erasure has come to its end. */
export type DoAgain = (ledgered: LedgeredErasure) => ResultAsync<boolean, PortFailure>;

/**
 * Erases an account again that came back with a backup (POLICY.md C25). The fence is what the store may not serve without;
 * the other steps are those of every erasure, and a worker ends them where something stands in their way. Nobody gets a
 * second goodbye or a second certificate, and a processor is asked under the same name. One that a hold stood in the way of
 * is fenced and no more: the hold may be lost with what came after the backup, so a person has to place it anew, or end it.
 */
export function eraseAgain(ports: ErasurePorts): DoAgain {
  const { store, vault, clock } = ports;
  return ({ erasure, subject }) =>
    safeTry(async function* () {
      const lines = yield* vault.ledgerOf(erasure);
      const at = clock.now();
      const requestedAt = lines[0]?.recordedAt ?? at;
      const keysThere = yield* vault.keyClassesOf(subject);
      const steps = new Set(lines.map(({ step }) => step));
      const held = wasHeld(steps);
      if (keysThere.includes('account') && !steps.has('propagated') && !held) {
        return ok(
          yield* ended(ports, yield* fencedByName(ports, { erasure, request: { kind: 'replay' }, at }, subject)),
        );
      }
      const fenced = yield* store.ledger.fenceAgain(
        {
          erasure,
          subject,
          request: { kind: 'replay' },
          requestedAt,
          state: resumedAt(steps),
          obstacle: held ? { kind: 'stuck', reason: 'hold-lost' } : null,
          deleted: {},
          drainedAt: at,
          tries: 0,
          completedAt: null,
        },
        held ? null : at, // by itself nothing goes on that a hold stood in the way of
        // An order whose key is gone was let go of before: it comes back with the backup, and outlives nothing.
        (holdings) =>
          keptWithoutName(keysThere.includes('contract') ? holdings : { ...holdings, rentals: [] }, requestedAt),
      );
      if (fenced === null) return ok(true);
      if (!held) return ok(yield* ended(ports, fenced));
      ports.log.write('error', 'erasure-stuck', { erasure });
      return ok(false);
    });
}

/**
 * Where the keys are there and nobody was told yet, the account is fenced like any other: the way to the person is copied,
 * so that processors and the person are told. Null where the account is not active any more.
 */
function fencedByName(
  ports: ErasurePorts,
  order: FenceOrder,
  subject: SubjectId,
): ResultAsync<Erasure | null, PortFailure> {
  return ports.store.transact((tx) =>
    safeTry(async function* () {
      const held = yield* tx.doors.bySubjectAlone(subject, 'data-subject-rights');
      return ok(held === null ? null : yield* fenceAccount(ports, tx, held, order));
    }),
  );
}

/** Goes on with an erasure that the restored store has in an earlier state than the ledger. */
export function carryOnAgain(ports: ErasurePorts): DoAgain {
  return (ledgered) =>
    caughtUp(ports, ledgered).andThen((found) => (found === null ? okAsync(true) : ended(ports, found)));
}

/**
 * Deletes orders that outlived their account, were let go of, and came back with the backup; their key is gone for good.
 * An erasure that the backup has unfinished goes on afterwards.
 */
export function releaseAgain(ports: ErasurePorts): DoAgain {
  const carryOn = carryOnAgain(ports);
  return (ledgered) =>
    ports.store.reads.erasure(ledgered.erasure).andThen((found) => {
      if (found === null) return okAsync(true);
      return lostOrdersPurged(ports, found).andThen(() => carryOn(ledgered));
    });
}

/**
 * Moves an erasure on to where the ledger has it, as far as nobody is told anything twice, and lets go of orders whose key
 * went with the erasure. Answers the erasure as it stands then; null where the store does not know of it.
 */
export function caughtUp(
  ports: PurgePorts,
  { erasure, subject }: LedgeredErasure,
): ResultAsync<Erasure | null, PortFailure> {
  const { store, vault, clock } = ports;
  return safeTry(async function* () {
    const found = yield* store.reads.erasure(erasure);
    if (found === null || found.state === 'certified') return ok(found);
    const steps = new Set((yield* vault.ledgerOf(erasure)).map(({ step }) => step));
    if (steps.has('propagated') && !(yield* vault.keyClassesOf(subject)).includes('contract')) {
      yield* lostOrdersPurged(ports, found);
    }
    const state = resumedAt(steps);
    if (hasReached(found, state)) return ok(found);
    yield* store.erasures.advance(erasure, { state, obstacle: null, dueAt: clock.now(), completedAt: null });
    return ok({ ...found, state });
  });
}

function lostOrdersPurged(ports: PurgePorts, erasure: Erasure): ResultAsync<void, PortFailure> {
  return stayingNow(ports, erasure).andThen(({ categories }) =>
    purgeRowsOf(ports, erasure, { orders: [], categories }),
  );
}

/** Whoever is fenced cannot come back: where the other steps fail, the worker tries them again. */
function ended(ports: ErasurePorts, erasure: Erasure | null): ResultAsync<boolean, never> {
  if (erasure === null) return okAsync(true);
  return carryOnErasure(ports)(erasure)
    .map((state) => state === 'certified')
    .orElse(({ port, retryable }) => {
      ports.log.write('warn', 'erasure-stuck', { erasure: erasure.erasure, port, retryable });
      return okAsync(false);
    });
}
