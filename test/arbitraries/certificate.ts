import * as fc from 'fast-check';
import { tableNames } from '../../src/domain/data-map/tables.ts';
import { categories } from '../../src/domain/data-map/vocabulary.ts';
import type { CertificateFacts, LedgerPlace, TouchedStore } from '../../src/domain/deletion/certificate-of.ts';
import { keepRules } from '../../src/domain/deletion/deletion-policy.ts';
import { type ErasureRequest, erasureStates, type KeptUntil } from '../../src/domain/deletion/erasure.ts';
import { erasureIds } from './ids.ts';
import { days, instants } from './instant.ts';

const counts = fc.dictionary(fc.constantFrom(...tableNames), fc.nat(1000), { maxKeys: 5 });

const store = (name: TouchedStore['store']): fc.Arbitrary<TouchedStore> =>
  fc.record({ store: fc.constant(name), deleted: counts, pseudonymised: counts, coarsened: counts });

const until: fc.Arbitrary<KeptUntil> = fc.oneof(
  days.map((day) => ({ kind: 'day' as const, day })),
  days.map((atMost) => ({ kind: 'settled' as const, atMost })),
);

const fingerprint = fc.stringMatching(/^[0-9a-f]{16}$/);

/** The ledger of an erasure that went all the way, its numbers with gaps, in any order. */
const ledger: fc.Arbitrary<CertificateFacts['ledger']> = fc
  .tuple(fc.uniqueArray(fc.nat(1_000_000), { minLength: 8, maxLength: 8 }), instants)
  .chain(([positions, recordedAt]) => {
    const ordered = positions.toSorted((one, other) => one - other);
    const steps = (['requested', ...erasureStates] as const).map((step, index) => ({
      step,
      position: ordered[index] ?? 0,
      recordedAt,
    }));
    return fc.shuffledSubarray(steps, { minLength: 1 }) as fc.Arbitrary<[LedgerPlace, ...LedgerPlace[]]>; // sound: one at least
  });

/** All that an erasure can come to. */
export const certificateFacts: fc.Arbitrary<CertificateFacts> = fc.record({
  erasure: erasureIds,
  installation: fc.stringMatching(/^[A-Za-z0-9-]{1,32}$/),
  requestedBy: fc.constantFrom<ErasureRequest['kind'][]>('person', 'support', 'policy', 'recycled-phone', 'replay'),
  requestedAt: instants,
  fencedAt: instants,
  completedAt: instants,
  ledger,
  stores: fc.tuple(store('data'), store('vault')),
  keys: fc.uniqueArray(
    fc.record({
      keyClass: fc.constantFrom('account' as const, 'contract' as const, 'farewell' as const),
      fingerprint,
      epochId: fc.integer({ min: 1, max: 500 }),
      destroyedAt: instants,
    }),
    { selector: ({ keyClass }) => keyClass },
  ),
  retained: fc.array(
    fc.record({
      category: fc.constantFrom(...categories),
      records: fc.integer({ min: 1, max: 99 }),
      rule: fc.constantFrom(...keepRules.map(({ name }) => name)),
      basis: fc.constantFrom('contract' as const, 'legal-obligation' as const, 'legitimate-interest' as const),
      until,
    }),
    { maxLength: 4 },
  ),
  processors: fc.uniqueArray(
    fc.record({
      name: fc.stringMatching(/^[a-z][a-z0-9-]{1,39}$/),
      status: fc.constantFrom('completed' as const, 'refused' as const, 'unreachable' as const),
      at: instants,
    }),
    { maxLength: 3, selector: ({ name }) => name },
  ),
  verification: fc.record({ scannedAt: instants, tables: fc.nat(60), found: fc.constant(0 as const) }),
});
