import type { Clock } from '../../application/ports/clock.ts';
import type { KeyClass } from '../../domain/data-map/vocabulary.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { type Instant, minuteMs } from '../../domain/instant.ts';
import type { SealingKey } from './sealed-bytes.ts';

/** The keys of one subject, one a class, as far as the vault has them. */
export type SubjectKeys = ReadonlyMap<KeyClass, SealingKey>;

/** The longest that a key stays in the process after it was read: until then a key destroyed elsewhere may still be used. */
export const cacheLifetimeMs: number = 5 * minuteMs;
export const cacheSubjects = 4096;
const forgottenAtOnce = 512;

interface Cached {
  readonly keys: SubjectKeys;
  readonly readAt: Instant;
}

/** When a look into the vault began: {@link KeyCache.put} asks for it, to see whether keys were destroyed meanwhile. */
export interface Look {
  readonly readAt: Instant;
  readonly purges: number;
}

/** The subjects' keys at hand: for 5 minutes at most, of the 4096 subjects asked for last. */
export class KeyCache {
  readonly #clock: Clock;
  readonly #bySubject = new Map<SubjectId, Cached>(); // a Map keeps its order: the first entry is the one unused longest
  #purges = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The subject's keys, if they were read less than 5 minutes ago. */
  get(subject: SubjectId): SubjectKeys | null {
    const cached = this.#bySubject.get(subject);
    if (cached === undefined) return null;
    this.#bySubject.delete(subject);
    const ageMs = this.#clock.now() - cached.readAt;
    if (ageMs < 0 || ageMs >= cacheLifetimeMs) return null; // a clock that was set back must not lengthen the time
    this.#bySubject.set(subject, cached);
    return cached.keys;
  }

  /** To be called before the vault is asked. */
  look(): Look {
    return { readAt: this.#clock.now(), purges: this.#purges };
  }

  /**
   * Keeps keys that the vault holds. Keys that were read before some were destroyed here are used once and not kept: they
   * may be the destroyed ones.
   */
  put(subject: SubjectId, keys: SubjectKeys, look: Look): void {
    if (look.purges !== this.#purges) return;
    this.#bySubject.delete(subject);
    this.#bySubject.set(subject, { keys, readAt: look.readAt });
    if (this.#bySubject.size > cacheSubjects) this.#forgetOldest();
  }

  /** Forgets a subject's keys, and whatever is being read at the moment. */
  purge(subject: SubjectId): void {
    this.#purges += 1;
    this.#bySubject.delete(subject);
  }

  /** Forgets all keys. */
  clear(): void {
    this.#purges += 1;
    this.#bySubject.clear();
  }

  /** Many at once: to find the first entry of a Map takes longer the more were deleted before it. */
  #forgetOldest(): void {
    let forgotten = 0;
    for (const subject of this.#bySubject.keys()) {
      this.#bySubject.delete(subject);
      forgotten += 1;
      if (forgotten === forgottenAtOnce) return;
    }
  }
}
