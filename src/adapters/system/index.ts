/**
 * What the process has without asking anyone: time, randomness, identifiers, the hash of a session token.
 *
 * @module
 */

export { sessionTokenHash } from './session-token-hash.ts';
export { silentLog } from './silent-log.ts';
export { systemClock, systemIds, systemRandomness } from './system.ts';
