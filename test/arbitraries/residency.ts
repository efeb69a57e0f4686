import * as fc from 'fast-check';
import { Region } from '../../src/domain/residency/region.ts';
import type { Residencies, Residency } from '../../src/domain/residency/residency.ts';

/** Few regions, so that those of an adapter and those of a policy meet. */
export const regions: fc.Arbitrary<Region> = fc
  .constantFrom('eu-central-1', 'eu-west-1', 'us-east-1', 'cn-hangzhou')
  .map((name) => Region.parse(name)._unsafeUnwrap());

const words = fc.constantFrom('data', 'vault', 'stripe', 'twilio:ie1', 'aws');

export const residencies: fc.Arbitrary<Residency> = fc.oneof(
  fc.constant<Residency>({ kind: 'here' }),
  fc.record({
    kind: fc.constant('region' as const),
    provider: fc.constantFrom('aws' as const, 'alibaba' as const),
    region: regions,
  }),
  fc.record({ kind: fc.constant('stated' as const), of: words, region: regions }),
  fc.record({ kind: fc.constant('unstated' as const), of: words }),
  fc.record({ kind: fc.constant('contradicted' as const), of: words, stated: regions, told: regions }),
  fc.record({ kind: fc.constant('outside' as const), provider: words }),
);

/** All places of one adapter. */
export const placesOfOne: fc.Arbitrary<Residencies> = fc
  .tuple(residencies, fc.array(residencies, { maxLength: 2 }))
  .map(([first, more]): Residencies => [first, ...more]);
