/**
 * The vault's keys: every subject's own, one a retention class, under which personal values are sealed with AES-256-GCM; and
 * those of the blind indexes and one-time codes, and the one that certificates are signed with. Works on any `VaultRows`
 * and any `KeyWrapper`.
 *
 * @module
 */
export type { KeyBasis } from './epoch-keys.ts';
export { type OpenedSealing, openSealing } from './open-sealing.ts';
export { openSigningKey, type SigningKeyBasis } from './signing-key.ts';
