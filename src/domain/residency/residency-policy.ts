import { err, ok, type Result } from '../result.ts';
import { Region } from './region.ts';
import type { Placed, Residency } from './residency.ts';

/** Where personal data may be, as an operator writes it down. */
export interface ResidencyTerms {
  /** Names of regions, such as `eu-central-1`. None at all leaves this machine. */
  readonly regions: readonly string[];
  /** Who may be elsewhere; nobody by default. */
  readonly exceptions?: readonly ResidencyException[];
}

/**
 * Leave for one adapter to bring personal data to one place outside the regions. It covers nothing else: another company, or
 * the same one by another region, needs an exception of its own.
 */
export interface ResidencyException {
  /** As {@link PlacedAdapter.adapter}, such as `cards`. */
  readonly adapter: string;
  /** As {@link placeName} has it, such as `stripe`, `twilio:ie1` or `aws:eu-west-1`. */
  readonly place: string;
  /** Why, such as the contract and the safeguards by which it may (GDPR art. 28, 46). It is kept with the configuration. */
  readonly reason: string;
}

/** Terms that were held to their form. */
export interface ResidencyPolicy {
  readonly regions: readonly Region[];
  readonly exceptions: readonly ResidencyException[];
}

/** A region that is none, or an exception that leaves out whom, where or why. */
export interface InvalidResidency {
  readonly kind: 'InvalidResidency';
  readonly field: keyof ResidencyTerms;
}

/** One adapter under the name that exceptions know it by. */
export interface PlacedAdapter extends Placed {
  /** `stores`, `keys`, `mailer`, `sms`, `cards`, `identities`, `staffIdentities`, or `processor:` and the name of a processor. */
  readonly adapter: string;
}

/** An adapter and a place of it that the policy does not allow. */
export interface OutsideRegions {
  readonly adapter: string;
  readonly found: Residency;
}

/** What holds where nobody says otherwise: Frankfurt, and no exceptions (POLICY.md C18). */
export const policyTerms: ResidencyTerms = { regions: ['eu-central-1'] };

/** Smart constructor of a policy. */
export const ResidencyPolicy = {
  /** Every region is one, and every exception says whom, where and why. */
  of({ regions, exceptions = [] }: ResidencyTerms): Result<ResidencyPolicy, InvalidResidency> {
    const named = regions.flatMap((region) =>
      Region.parse(region).match(
        (one) => [one],
        () => [],
      ),
    );
    if (named.length < regions.length) return err({ kind: 'InvalidResidency', field: 'regions' });
    const complete = exceptions.every((one) =>
      [one.adapter, one.place, one.reason].every((text) => text.trim() !== ''),
    );
    return complete ? ok({ regions: named, exceptions }) : err({ kind: 'InvalidResidency', field: 'exceptions' });
  },
};

/** All that is where the policy does not allow it, in the order of the adapters. */
export function outsideRegions(policy: ResidencyPolicy, adapters: readonly PlacedAdapter[]): readonly OutsideRegions[] {
  return adapters.flatMap(({ adapter, residency }) => {
    const places = isTold(residency) ? residency : ([{ kind: 'unstated', of: adapter }] as const);
    return places.filter((found) => !isAllowed(policy, adapter, found)).map((found) => ({ adapter, found }));
  });
}

/**
 * The name of a place that an exception can give leave for. Null for what needs none, and for what none mends: nobody can
 * give leave for a place that nobody named, or that is said to be two.
 */
export function placeName(residency: Residency): string | null {
  switch (residency.kind) {
    case 'region':
      return `${residency.provider}:${residency.region}`;
    case 'stated':
      return `${residency.of}:${residency.region}`;
    case 'outside':
      return residency.provider;
    case 'here':
    case 'unstated':
    case 'contradicted':
      return null;
  }
}

/** The type demands a place. An adapter that names none all the same, past the compiler, is nowhere and not everywhere. */
function isTold(residency: unknown): boolean {
  return Array.isArray(residency) && residency.length > 0;
}

function isAllowed({ regions, exceptions }: ResidencyPolicy, adapter: string, found: Residency): boolean {
  if (found.kind === 'here') return true;
  if ((found.kind === 'region' || found.kind === 'stated') && regions.includes(found.region)) return true;
  const place = placeName(found);
  return place !== null && exceptions.some((one) => one.adapter === adapter && one.place === place);
}
