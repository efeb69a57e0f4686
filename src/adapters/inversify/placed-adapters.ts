import type { Placed } from '../../domain/residency/residency.ts';
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

/** Everything that a host brings that tells where it is, but for the processors, which have names of their own. */
type PlacedName = {
  [Name in keyof JoosAdapters]-?: NonNullable<JoosAdapters[Name]> extends Placed ? Name : never;
}[keyof JoosAdapters];

/**
 * Every adapter to which personal data goes, or the keys to it: as many as there are of the type {@link Placed}, so that one
 * which is forgotten here does not compile. The others work in the process itself; but for the audit sink, which takes the
 * head of the log, numbers and hashes that say nothing of anybody.
 */
function placedAdapters(adapters: JoosAdapters): readonly PlacedAdapter[] {
  const { stores, keys, mailer, sms, cards, identities, staffIdentities, processors = [] } = adapters;
  const named: Readonly<Record<PlacedName, Placed | undefined>> = {
    stores,
    keys,
    mailer,
    sms,
    cards,
    identities,
    staffIdentities,
  };
  return [
    ...Object.entries(named).flatMap(([adapter, placed]) =>
      placed === undefined ? [] : [{ adapter, residency: placed.residency }],
    ),
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
