import { gone, livingPerErased, past, sealedBytes, spread, spreadBytes, type TableSeed } from './seed-columns.ts';

/** What people leave in the vault: two keys each, and of who was erased the ledger's lines, the fingerprints, the certificate. */
export function vaultSeeds(people: number): readonly TableSeed[] {
  const every = livingPerErased;
  const subject_id = gone(people);
  const erasure_id = spread('n', people);
  const step = (steps: readonly string[]): string =>
    `ELT(1 + (r - 1) % ${steps.length}, ${steps.map((one) => `'${one}'`).join(', ')})`;
  return [
    {
      table: 'subject_keys',
      perPerson: 2,
      columns: {
        subject_id: spread('n', people),
        key_class: step(['account', 'contract']),
        epoch_id: '1',
        wrapped_key: sealedBytes(32),
        fingerprint: spreadBytes('r', people * 2, 8),
        created_at: past('n'),
      },
    },
    {
      table: 'destroyed_keys',
      perPerson: 3,
      every,
      columns: {
        subject_id,
        key_class: step(['account', 'contract', 'farewell']),
        fingerprint: spreadBytes('r', people * 3, 8),
        epoch_id: '1',
        destroyed_at: past('n'),
      },
    },
    {
      table: 'erasure_ledger',
      perPerson: 8,
      every,
      columns: {
        erasure_id,
        subject_id,
        step: step(['requested', 'fenced', 'drained', 'propagated', 'shredded', 'purged', 'verified', 'certified']),
        recorded_at: past('n'),
        counts: "'{}'",
      },
    },
    {
      table: 'certificates',
      perPerson: 1,
      every,
      columns: { erasure_id, issued_at: past('n'), document: "REPEAT('x', 6050)" },
    },
  ];
}
