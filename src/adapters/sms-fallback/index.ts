import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhenResult,
} from 'cockatiel';
import { isUnclear, type PortFailure } from '../../application/ports/port-failure.ts';
import type { Sms, SmsSender } from '../../application/ports/sms-sender.ts';
import { longestCallMs } from '../../domain/notice/notice.ts';
import { type Result, ResultAsync } from '../../domain/result.ts';

/** Two senders, and when the first is given a rest. */
export interface SmsFallbackOptions {
  /** Gets every message, as long as it works. */
  readonly first: SmsSender;
  /** Gets those that the first has certainly not taken. */
  readonly second: SmsSender;
  /** So many failures in a row open the breaker; 5 by default. */
  readonly failuresInARow?: number;
  /** So long after that, in milliseconds, one message tries the first again; 30 s by default. */
  readonly restMs?: number;
  /** How long a call of the second takes at most, in milliseconds: its `timeoutMs`. 10 s by default, as by theirs. */
  readonly secondTimeoutMs?: number;
  /** Is told whenever the breaker changes: whoever pays two providers wants to know which one works. */
  readonly onChange?: (state: BreakerState) => void;
}

/**
 * `closed`: the first gets the messages. `open`: the second does. `half-open`: one message is trying the first again.
 */
export type BreakerState = 'closed' | 'open' | 'half-open';

/**
 * Sends by the first provider, and by the second what the first has certainly not taken: where it throttled, was not
 * reached or turned us away (an account or a sender that may not send counts as `not-reached`, see the adapters), or
 * while the breaker is open. After an `unclear` failure the message is not handed on, since it may arrive: nobody gets
 * a code twice.
 *
 * What the first refuses for good is not handed on either. No number becomes right at another provider, and a person
 * who opted out there, or a country that the operator blocked there, must not be reached by the back door.
 *
 * Every failure but a refusal counts for the breaker, also an unclear one. Its state is this process's own and is gone
 * with it.
 *
 * Both calls together stay within `longestCallMs`, on which an erasure counts: where the first took so long to fail
 * that a call of the second might end later, its failure is the answer. The first connects within 3 s or gives up, so
 * there is time left.
 */
export function smsWithFallback(options: SmsFallbackOptions): SmsSender {
  const { first, second, failuresInARow = 5, restMs = 30_000, secondTimeoutMs = 10_000, onChange } = options;
  const breaker = circuitBreaker(handleWhenResult(isFailure), {
    breaker: new ConsecutiveBreaker(failuresInARow),
    halfOpenAfter: restMs,
  });
  if (onChange !== undefined) breaker.onStateChange((state) => onChange(names[state]));

  async function handOver(sms: Sms): Promise<Result<void, PortFailure>> {
    const begunAt = performance.now();
    const answer = await unlessBroken(breaker, async () => first.send(sms));
    if (answer === null) return second.send(sms);
    const hasTime = performance.now() - begunAt + secondTimeoutMs <= longestCallMs;
    return answer.isErr() && wasCertainlyNotTaken(answer.error) && hasTime ? second.send(sms) : answer;
  }

  return {
    residency: [...first.residency, ...second.residency],
    send: (sms) => new ResultAsync(handOver(sms)),
  };
}

const names: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open', // by hand, which nobody does here
  [CircuitState.HalfOpen]: 'half-open',
};

function wasCertainlyNotTaken(failure: PortFailure): boolean {
  return failure.retryable && !isUnclear(failure);
}

/** A refusal is the answer of a provider that works. */
function isFailure(answer: unknown): boolean {
  const result = answer as Result<void, PortFailure>; // sound: the breaker runs nothing else
  return result.isErr() && result.error.retryable;
}

/** The answer of a call, or null where the breaker does not let it through. */
async function unlessBroken<Answer>(
  breaker: CircuitBreakerPolicy,
  call: () => Promise<Answer>,
): Promise<Answer | null> {
  // The library would have everybody wait for the one who tries, and then for a call of their own.
  if (breaker.state === CircuitState.HalfOpen) return null;
  try {
    return await breaker.execute(call);
  } catch (problem) {
    if (problem instanceof BrokenCircuitError) return null;
    throw problem;
  }
}
