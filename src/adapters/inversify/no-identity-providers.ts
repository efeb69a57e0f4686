import type { IdentityProviders } from '../../application/ports/identity-providers.ts';
import { onThisMachine } from '../../domain/residency/residency.ts';
import { errAsync } from '../../domain/result.ts';

/** Nobody may come in by a third party: what a host gets that names none. */
export const noIdentityProviders: IdentityProviders = {
  residency: onThisMachine,
  authorizationUrl: () => errAsync({ kind: 'UnknownProvider' }),
  redeem: () => errAsync({ kind: 'UnknownProvider' }),
  verifyIdToken: () => errAsync({ kind: 'UnknownProvider' }),
};
