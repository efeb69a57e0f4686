import type { Erasure } from '../../domain/deletion/erasure.ts';
import { dayMs, Instant } from '../../domain/instant.ts';
import { ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import { unreachable } from '../../domain/unreachable.ts';
import type { ProcessorStatus } from '../ports/data-processor.ts';
import type { Farewell, Propagation, PropagationState } from '../ports/erasure-journal.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import { done, type ErasurePorts, nextTryAt, type Step, type StepOutcome, stayingNow } from './erasure-step.ts';
import { forgetCards } from './forget-cards.ts';
import { identitiesFor, requestTo } from './processor-request.ts';
import { sayGoodbye } from './say-goodbye.ts';

/**
 * For so long, and so many tries, an erasure waits for a processor to acknowledge; then it goes on, and the certificate names
 * who did not.
 */
const waitForProcessorMs: number = 3 * dayMs;
const leastTries = 10;

/**
 * Tells whoever else holds something of the person (GDPR art. 19): the card processor to forget the cards, every registered
 * processor to erase; then says goodbye. It comes before the keys are destroyed, since afterwards nobody can say any more
 * who the person was to whom. A processor has only to acknowledge here; that it is done, the certificate waits for.
 */
export function propagate(ports: ErasurePorts): Step {
  const { store, clock } = ports;
  return (erasure) =>
    safeTry(async function* () {
      yield* forgetCards(ports)(erasure, yield* stayingNow(ports, erasure), 'in-the-end-without');
      const farewell = yield* store.erasures.farewellOf(erasure.erasure, 'data-subject-rights');
      let asking = 0;
      for (const propagation of yield* toldOf(ports, erasure, farewell)) {
        if ((yield* ask(ports, erasure, propagation, farewell)) === 'asked') asking += 1;
      }
      if (asking > 0) {
        const until = nextTryAt(clock.now(), erasure.tries);
        return ok<StepOutcome>({ kind: 'wait', until, obstacle: { kind: 'stuck', reason: 'processor-not-done' } });
      }
      const until = farewell === null ? null : yield* sayGoodbye(ports)(farewell, erasure);
      return ok<StepOutcome>(until === null ? done() : { kind: 'wait', until, obstacle: null });
    });
}

/**
 * Who has to be told: whom the fence wrote down, and whoever else is registered with this worker and can know the person.
 * The host that fenced may have had none registered, and an erasure that a restored backup forgot has nobody written down.
 */
function toldOf(
  { store, processors, clock }: ErasurePorts,
  erasure: Erasure,
  farewell: Farewell | null,
): ResultAsync<readonly Propagation[], PortFailure> {
  return safeTry(async function* () {
    const told = [...(yield* store.erasures.propagationsOf(erasure.erasure))];
    for (const processor of processors) {
      if (told.some((one) => one.processor === processor.name)) continue;
      // It knows people by something that this person never gave. Of a replay nobody knows what the person gave.
      const cannotKnow = identitiesFor(processor, erasure.subject, farewell).length === 0;
      if (cannotKnow && erasure.request.kind !== 'replay') continue;
      told.push(yield* store.erasures.addPropagation(requestTo(processor, erasure, clock.now())));
    }
    return ok(told);
  });
}

/** Asks one processor, under a name that was written down before the first try, and answers how it stands. */
function ask(
  ports: ErasurePorts,
  erasure: Erasure,
  propagation: Propagation,
  farewell: Farewell | null,
): ResultAsync<PropagationState, PortFailure> {
  const { processors, log } = ports;
  return safeTry(async function* () {
    const { requestId, askedAt, state: before } = propagation;
    if (before !== 'asked') return ok(before);
    const processor = processors.find(({ name }) => name === propagation.processor);
    if (processor === undefined) return ok(before); // another worker's to ask
    const identities = identitiesFor(processor, erasure.subject, farewell);
    // Nobody can say any more who the person was to it; it may have been told before, though.
    const answer =
      identities.length === 0
        ? await processor.statusOf(requestId)
        : await processor.requestErasure({ requestId, submittedAt: askedAt, identities });
    if (answer.isErr()) {
      const { port, retryable } = answer.error;
      log.write('warn', 'processor-not-reached', { erasure: erasure.erasure, port, retryable });
      return recorded(ports, erasure, propagation, 'asked');
    }
    const said = stateOf(answer.value);
    return recorded(ports, erasure, propagation, said === 'asked' && identities.length === 0 ? 'unreachable' : said);
  });
}

/** Writes down how it stands; who has not acknowledged for too long counts as not to be reached. */
export function recorded(
  { store, clock }: Pick<ErasurePorts, 'store' | 'clock'>,
  erasure: Erasure,
  { requestId, state: before, askedAt }: Propagation,
  state: PropagationState,
): ResultAsync<PropagationState, PortFailure> {
  const at = clock.now();
  const waited = at >= Instant.plusMs(askedAt, waitForProcessorMs) && erasure.tries >= leastTries;
  const givenUp = state === 'asked' && waited;
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
