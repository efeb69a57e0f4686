import type { IdentityNotProved } from '../../application/ports/identity-providers.ts';

/** The one answer to whatever is wrong with a token, a code or a callback: who attacks learns nothing from it. */
export const notProved: IdentityNotProved = Object.freeze({ kind: 'IdentityNotProved' });
