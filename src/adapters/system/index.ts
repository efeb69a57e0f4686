/**
 * What the process has without asking anyone: time, randomness, identifiers, the hashes of tokens.
 *
 * @module
 */

export { systemDeadline } from './deadline.ts';
export { silentLog } from './silent-log.ts';
export { silentRiskListener } from './silent-risk-listener.ts';
export { systemClock, systemIds, systemRandomness } from './system.ts';
export { tokenHashing } from './token-hashes.ts';
