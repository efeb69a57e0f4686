import { randomBytes, randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import type { Clock } from '../../application/ports/clock.ts';
import type { Ids } from '../../application/ports/ids.ts';
import type { Randomness } from '../../application/ports/randomness.ts';
import type { Instant } from '../../domain/instant.ts';

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => Date.now() as Instant, // sound: whole milliseconds, and in range until the year 9999
};

/** UUIDs of version 4 and 7 (RFC 9562), from the random source of the system. */
export const systemIds: Ids = {
  random: () => randomUUID(),
  ordered: () => v7(),
};

/** The cryptographic random source of the system. */
export const systemRandomness: Randomness = {
  bytes: (length) => randomBytes(length),
};
