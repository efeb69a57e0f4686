/**
 * The vault's keys: every subject's own, one a retention class, under which personal values are sealed with AES-256-GCM; and
 * those of the blind indexes and one-time codes. Works on any `VaultRows` and any `KeyWrapper`.
 *
 * @module
 */
export type { KeyBasis } from './epoch-keys.ts';
export { type OpenedSealing, openSealing } from './open-sealing.ts';
