import {
  type InvalidResidency,
  type OutsideRegions,
  outsideRegions,
  type PlacedAdapter,
  policyTerms,
  ResidencyPolicy,
} from '../../domain/residency/residency-policy.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { JoosAdapters } from './adapters.ts';

/** Adapters that bring personal data where the policy does not allow it (POLICY.md C18). Nothing was opened or asked. */
export interface OutsideAllowedRegions {
  readonly kind: 'OutsideAllowedRegions';
  /** Every place that is not allowed; an adapter of several places may stand here more than once. */
  readonly adapters: readonly OutsideRegions[];
}

/** Every adapter to which personal data goes, or the keys to it. The others work in the process itself. */
function placedAdapters(adapters: JoosAdapters): readonly PlacedAdapter[] {
  const { stores, keys, mailer, sms, cards, identities, processors = [] } = adapters;
  const named = { stores, keys, mailer, sms, cards, ...(identities === undefined ? {} : { identities }) };
  return [
    ...Object.entries(named).map(([adapter, { residency }]) => ({ adapter, residency })),
    ...processors.map(({ name, residency }) => ({ adapter: `processor:${name}`, residency })),
  ];
}

/** Holds every adapter against the terms of the host, or of the policy where it has none. */
export function withinRegions(adapters: JoosAdapters): Result<void, InvalidResidency | OutsideAllowedRegions> {
  return ResidencyPolicy.of(adapters.residency ?? policyTerms).andThen((policy) => {
    const outside = outsideRegions(policy, placedAdapters(adapters));
    return outside.length === 0
      ? ok(undefined)
      : err<void, OutsideAllowedRegions>({ kind: 'OutsideAllowedRegions', adapters: outside });
  });
}
