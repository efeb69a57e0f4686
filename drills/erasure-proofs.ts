import type { RowDataPacket } from 'mysql2/promise';
import { genuineCertificate } from '../src/adapters/certificates/index.ts';
import { erasureStates } from '../src/domain/deletion/erasure.ts';
import type { LedgerStep } from '../src/domain/deletion/ledger.ts';
import type { DrillStores } from './erased-rows.ts';

/** One erasure as the stores prove it. */
export interface ProvedErasure {
  readonly erasure: string;
  readonly subject: string;
  /** As the data store has it. */
  readonly state: string;
  /** When it was asked for, in milliseconds of the drill's clock. */
  readonly requestedAtMs: number;
  /** When the ledger says that the fence stood; null where it does not. */
  readonly fencedAtMs: number | null;
  /** When the certificate says that it was completed; null where there is none. */
  readonly completedAtMs: number | null;
}

/** What is wrong with the proofs, by kind: each must be none. */
export interface ProofFaults {
  readonly 'erasures without a certificate': number;
  readonly 'certificates that belong to no erasure': number;
  readonly 'certificates that do not verify': number;
  readonly 'people with more than one erasure': number;
  readonly 'ledger steps written twice': number;
  readonly 'ledgers with a step missing or out of order': number;
}

/** `requested` first; `released` comes when the last kept order is gone, and need not come. */
const inOrder: readonly LedgerStep[] = ['requested', ...erasureStates];

/** Reads the erasures, the ledger and the certificates by SQL, and holds them against each other. */
export async function readProofs(
  { data, vault }: DrillStores,
  publicKeys: string,
): Promise<{ readonly erasures: readonly ProvedErasure[]; readonly faults: ProofFaults }> {
  const [rows] = await data.query<RowDataPacket[]>('SELECT erasure_id, subject_id, state, requested_at FROM erasures');
  const [kept] = await vault.query<RowDataPacket[]>('SELECT erasure_id, document FROM certificates');
  const [lines] = await vault.query<RowDataPacket[]>(
    'SELECT erasure_id, step, recorded_at FROM erasure_ledger ORDER BY position',
  );
  const documents = new Map(
    kept.map((row) => [String(row.erasure_id), genuineCertificate(String(row.document), publicKeys)]),
  );
  const ledgers = Map.groupBy(lines, (line) => String(line.erasure_id));
  const known = new Set(rows.map((row) => String(row.erasure_id)));
  const erasures = rows.map((row): ProvedErasure => {
    const erasure = String(row.erasure_id);
    const document = documents.get(erasure);
    const fenced = ledgers.get(erasure)?.find(({ step }) => step === 'fenced');
    return {
      erasure,
      subject: String(row.subject_id),
      state: String(row.state),
      requestedAtMs: Number(row.requested_at),
      fencedAtMs: fenced === undefined ? null : Number(fenced.recorded_at),
      completedAtMs: document ? Date.parse(document.completedAt) : null,
    };
  });
  const stepsOf = (erasure: string): readonly string[] => (ledgers.get(erasure) ?? []).map(({ step }) => String(step));
  const subjects = new Set(erasures.map(({ subject }) => subject));
  const faults: ProofFaults = {
    'erasures without a certificate': erasures.filter(({ erasure }) => !documents.has(erasure)).length,
    'certificates that belong to no erasure': [...documents.keys()].filter((erasure) => !known.has(erasure)).length,
    'certificates that do not verify': [...documents.values()].filter((document) => document === null).length,
    'people with more than one erasure': erasures.length - subjects.size,
    'ledger steps written twice': [...ledgers.values()].filter(
      (of) => new Set(of.map(({ step }) => String(step))).size < of.length,
    ).length,
    'ledgers with a step missing or out of order': erasures.filter(({ erasure, state }) => {
      const steps = stepsOf(erasure).filter((step) => step !== 'released');
      return state === 'certified' && steps.join() !== inOrder.join();
    }).length,
  };
  return { erasures, faults };
}

/** The erasures of which the ledger says that the fence stood. */
export async function fencedInLedger({ vault }: DrillStores): Promise<readonly string[]> {
  const [rows] = await vault.query<RowDataPacket[]>("SELECT erasure_id FROM erasure_ledger WHERE step = 'fenced'");
  return rows.map((row) => String(row.erasure_id));
}
