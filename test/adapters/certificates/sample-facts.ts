import type { CertificateFacts } from '../../../src/domain/deletion/certificate-of.ts';
import { ErasureId } from '../../../src/domain/ids.ts';
import { Day, Instant } from '../../../src/domain/instant.ts';

const at = (text: string): Instant => Instant.parse(text)._unsafeUnwrap();
const day = (text: string) => Day.parse(text)._unsafeUnwrap();

/** An erasure in which there is something of everything; nobody's. */
export const sampleFacts: CertificateFacts = {
  erasure: ErasureId.parse('019391a5-5c00-7000-8000-000000000001')._unsafeUnwrap(),
  installation: 'production',
  requestedBy: 'support',
  requestedAt: at('2026-11-23T09:00:00Z'),
  fencedAt: at('2026-11-23T09:00:00.120Z'),
  completedAt: at('2026-11-23T09:06:00Z'),
  ledger: [
    { step: 'requested', position: 4711, recordedAt: at('2026-11-23T09:00:00Z') },
    { step: 'fenced', position: 4712, recordedAt: at('2026-11-23T09:00:00.120Z') },
    { step: 'drained', position: 4713, recordedAt: at('2026-11-23T09:01:01Z') },
    { step: 'propagated', position: 4715, recordedAt: at('2026-11-23T09:04:00Z') },
    { step: 'shredded', position: 4716, recordedAt: at('2026-11-23T09:05:00Z') },
    { step: 'purged', position: 4717, recordedAt: at('2026-11-23T09:05:02Z') },
    { step: 'verified', position: 4718, recordedAt: at('2026-11-23T09:05:59Z') },
  ],
  stores: [
    {
      store: 'data',
      deleted: { identities: 1, consent_entries: 4, cards: 1, orders: 2, payments: 2 },
      pseudonymised: { receipts: 3 },
      coarsened: { orders: 1 },
    },
    { store: 'vault', deleted: { subject_keys: 2 }, pseudonymised: {}, coarsened: {} },
  ],
  keys: [
    { keyClass: 'account', fingerprint: '0123456789abcdef', epochId: 7, destroyedAt: at('2026-11-23T09:05:00Z') },
    { keyClass: 'farewell', fingerprint: 'fedcba9876543210', epochId: 7, destroyedAt: at('2026-11-23T09:04:30Z') },
  ],
  retained: [
    {
      category: 'rental',
      records: 1,
      rule: 'keep-open-rentals',
      basis: 'contract',
      until: { kind: 'settled', atMost: day('2029-12-31') },
    },
    {
      category: 'bookkeeping',
      records: 3,
      rule: 'keep-bookkeeping',
      basis: 'legal-obligation',
      until: { kind: 'day', day: day('2034-12-31') },
    },
  ],
  processors: [
    { name: 'help-desk', status: 'completed', at: at('2026-11-23T09:03:00Z') },
    { name: 'newsletter', status: 'unreachable', at: at('2026-11-23T09:04:00Z') },
  ],
  verification: { scannedAt: at('2026-11-23T09:05:58Z'), tables: 24, found: 0 },
};
