import type { Instant } from '../../domain/instant.ts';

/** The time. */
export interface Clock {
  /** Now, by the server's clock. */
  now(): Instant;
}
