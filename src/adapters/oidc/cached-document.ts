import type { PortFailure } from '../../application/ports/port-failure.ts';
import { minuteMs } from '../../domain/instant.ts';
import { ok, type Result } from '../../domain/result.ts';

/** A document of a provider that is kept for a while and fetched seldom, whatever happens. */
export interface CachedDocument<Value> {
  /** The one at hand, if it is young enough; otherwise {@link CachedDocument.renewed}. */
  current(): Promise<Result<Value, PortFailure>>;
  /** Fetched anew, unless that was begun less than a minute ago: then what came of it, or is to come of it. */
  renewed(): Promise<Result<Value, PortFailure>>;
}

/**
 * The shortest time from one fetch of a document to the next, in milliseconds, whatever came of the first: a flood of
 * tokens, an endpoint that fails and a hundred log-ins at a time must not become a flood of requests to the provider, which
 * would shut out the host for it.
 */
const fetchFloorMs = minuteMs;

/**
 * A document that is old is not used any more, even if no newer one can be had: who took a key back, or had it stolen, is
 * heard within that time.
 */
export function cachedDocument<Value>(options: {
  readonly load: () => Promise<Result<Value, PortFailure>>;
  /** How old the document may be, in milliseconds, counted from when its fetch began. */
  readonly maxAgeMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}): CachedDocument<Value> {
  const { load, maxAgeMs, now } = options;
  let kept: { readonly value: Value; readonly atMs: number } | null = null;
  let attempt: { readonly outcome: Promise<Result<Value, PortFailure>>; readonly atMs: number } | null = null;

  // A clock that was put back makes nothing young: what seems to come from the future has no known age.
  const isYounger = (atMs: number, ageMs: number): boolean => now() >= atMs && now() - atMs < ageMs;

  async function attempted(atMs: number): Promise<Result<Value, PortFailure>> {
    const outcome = await load();
    if (outcome.isOk()) kept = { value: outcome.value, atMs };
    return outcome;
  }

  function renewed(): Promise<Result<Value, PortFailure>> {
    if (attempt === null || !isYounger(attempt.atMs, fetchFloorMs)) {
      const atMs = now();
      attempt = { outcome: attempted(atMs), atMs };
    }
    return attempt.outcome;
  }

  return {
    current: async () => (kept !== null && isYounger(kept.atMs, maxAgeMs) ? ok(kept.value) : renewed()),
    renewed,
  };
}
