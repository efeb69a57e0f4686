import type { Log } from '../../application/ports/log.ts';

/** A log that nobody reads: for tests, and for hosts that want none. */
export const silentLog: Log = {
  write: () => {},
};
