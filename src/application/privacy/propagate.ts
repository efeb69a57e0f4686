import type { Erasure } from '../../domain/deletion/erasure.ts';
import { dayMs, Instant } from '../../domain/instant.ts';
import { ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import { unreachable } from '../../domain/unreachable.ts';
import type { DataProcessor, ProcessorErasureRequest, ProcessorStatus } from '../ports/data-processor.ts';
import type { Farewell, Propagation, PropagationState } from '../ports/erasure-journal.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import { done, type ErasurePorts, nextTryAt, type Step, type StepOutcome, stayingNow } from './erasure-step.ts';
import { forgetCards } from './forget-cards.ts';
import { sayGoodbye } from './say-goodbye.ts';

/** For so long an erasure waits for a processor to acknowledge; then it goes on, and the certificate names who did not. */
const waitForProcessorMs: number = 3 * dayMs;

/**
 * Tells whoever else holds something of the person (GDPR art. 19): the card processor to forget the cards, every registered
 * processor to erase; then says goodbye. It comes before the keys are destroyed, since afterwards nobody can say any more
 * who the person was to whom. A processor has only to acknowledge here; that it is done, the certificate waits for.
 */
export function propagate(ports: ErasurePorts): Step {
  const { store, processors, clock } = ports;
  return (erasure) =>
    safeTry(async function* () {
      const { orders } = yield* stayingNow(ports, erasure);
      yield* forgetCards(ports)(erasure, orders);
      const farewell = yield* store.erasures.farewellOf(erasure.erasure);
      let asking = 0;
      for (const processor of processors) {
        const asked = yield* ask(ports, erasure, processor, farewell);
        if (asked === 'asked') asking += 1;
      }
      if (asking > 0) {
        const until = nextTryAt(clock.now(), erasure.tries);
        return ok<StepOutcome>({ kind: 'wait', until, obstacle: { kind: 'stuck', reason: 'processor-not-done' } });
      }
      if (farewell !== null) yield* sayGoodbye(ports)(farewell, erasure);
      return ok(done({ processors: processors.length }));
    });
}

/** Asks one processor, under a name that was written down before the first try, and answers how it stands. */
function ask(
  ports: ErasurePorts,
  erasure: Erasure,
  processor: DataProcessor,
  farewell: Farewell | null,
): ResultAsync<PropagationState, PortFailure> {
  const { store, clock, ids, log } = ports;
  return safeTry(async function* () {
    const known = (yield* store.erasures.propagationsOf(erasure.erasure)).find(
      (one) => one.processor === processor.name,
    );
    const identities = identitiesFor(processor, erasure, farewell);
    // It knows people by something that this person never gave: then it knows nothing of the person.
    if (known === undefined && identities.length === 0) return ok<PropagationState>('completed');
    const propagation =
      known ?? (yield* store.erasures.addPropagation(requestTo(processor, erasure, ids, clock.now())));
    if (propagation.state !== 'asked') return ok(propagation.state);
    // It was not reached in time, and by now nobody can say any more who the person was to it.
    if (identities.length === 0) return ok(yield* recorded(ports, erasure, propagation, 'unreachable'));
    const { requestId, askedAt } = propagation;
    const answer = await processor.requestErasure({ requestId, submittedAt: askedAt, identities });
    if (answer.isErr()) {
      const { port, retryable } = answer.error;
      log.write('warn', 'processor-not-reached', { erasure: erasure.erasure, port, retryable });
    }
    const state = answer.isOk() ? stateOf(answer.value) : ('asked' as const);
    return ok(yield* recorded(ports, erasure, propagation, state));
  });
}

/** Writes down how it stands; who has not acknowledged for too long counts as not to be reached. */
export function recorded(
  { store, clock }: Pick<ErasurePorts, 'store' | 'clock'>,
  erasure: Erasure,
  { requestId, state: before }: Propagation,
  state: PropagationState,
): ResultAsync<PropagationState, PortFailure> {
  const at = clock.now();
  const givenUp = state === 'asked' && at >= Instant.plusMs(erasure.requestedAt, waitForProcessorMs);
  const now: PropagationState = givenUp ? 'unreachable' : state;
  if (now === before) return okAsync(now);
  const settled = now !== 'asked' && now !== 'pending';
  return store.erasures.savePropagation(requestId, now, settled ? at : null).map(() => now);
}

/** What a processor says, as the state of our request. One that it never heard of is asked again. */
export function stateOf(status: ProcessorStatus): PropagationState {
  switch (status.kind) {
    case 'pending':
    case 'completed':
    case 'refused':
      return status.kind;
    case 'unknown':
      return 'asked';
    default:
      return unreachable(status satisfies never);
  }
}

function requestTo(
  processor: DataProcessor,
  { erasure, subject }: Erasure,
  ids: ErasurePorts['ids'],
  at: Instant,
): Propagation {
  const requestId = ids.random();
  return { requestId, erasure, subject, processor: processor.name, state: 'asked', askedAt: at, settledAt: null };
}

/** Only by what the processor knows people by; the way to the person is gone once its key is. */
function identitiesFor(
  { knowsBy }: DataProcessor,
  { subject }: Erasure,
  farewell: Farewell | null,
): ProcessorErasureRequest['identities'] {
  const values = { subject, email: farewell?.email ?? null, phone: farewell?.phone ?? null };
  return knowsBy.flatMap((kind) => {
    const value = values[kind];
    return value === null ? [] : [{ kind, value }];
  });
}
