import { type LedgerLine, type LedgerTask, stepsByErasure, taskOf } from '../../domain/deletion/ledger.ts';
import type { ErasureId, SubjectId } from '../../domain/ids.ts';
import { err, ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';

type ReadPorts = Pick<Ports, 'store' | 'vault'>;

/**
 * The vault does not have the line up to which the data store is known to be done: an older vault was restored, or another
 * one is looked at. Keys that were destroyed since may be back in it, and keys that were made since are missing. Restore the
 * newest backup of the vault. Where there is none, restore a data store that is no newer than the vault, and replay.
 */
export interface VaultBehind {
  readonly kind: 'VaultBehind';
  /** Up to where the data store is done. */
  readonly position: number;
}

/** An erasure of the ledger, and what is to be done about it in the store as it stands. */
export interface LedgeredErasure {
  readonly erasure: ErasureId;
  readonly subject: SubjectId;
  readonly task: LedgerTask;
}

/** Some lines of the ledger, in their order, and the erasures that they speak of. */
export interface LedgerPage {
  readonly lines: readonly LedgerLine[];
  readonly erasures: ReadonlyMap<ErasureId, LedgeredErasure>;
}

/** How many lines are read at once. */
const pageLines = 500;

/**
 * The position up to which the store is done, and the first page beyond it; with no new line it takes one look at each of
 * the two stores.
 */
export function firstLedgerPage(
  ports: ReadPorts,
): ResultAsync<{ readonly position: number; readonly page: LedgerPage }, VaultBehind | PortFailure> {
  const { store, vault } = ports;
  return safeTry(async function* () {
    const position = yield* store.ledger.position();
    if (position === 0) return ok({ position, page: yield* ledgerPageAfter(ports, 0) });
    // The line that the mark stands at comes along: it must be there.
    const [marked, ...lines] = yield* vault.ledgerAfter(position - 1, pageLines + 1);
    if (marked?.position !== position) return err<never, VaultBehind>({ kind: 'VaultBehind', position });
    return ok({ position, page: yield* judged(ports, lines) });
  });
}

/** The page beyond a position; without lines where the ledger ends. */
function ledgerPageAfter(ports: ReadPorts, position: number): ResultAsync<LedgerPage, PortFailure> {
  return ports.vault.ledgerAfter(position, pageLines).andThen((lines) => judged(ports, lines));
}

/** The page after this one; null where the ledger ends with it. */
export function nextLedgerPage(ports: ReadPorts, { lines }: LedgerPage): ResultAsync<LedgerPage | null, PortFailure> {
  const last = lines.at(-1);
  if (last === undefined || lines.length < pageLines) return okAsync(null);
  return ledgerPageAfter(ports, last.position);
}

/** The store is looked at after the ledger was read: what a line says was committed before the line was written. */
function judged({ store }: ReadPorts, lines: readonly LedgerLine[]): ResultAsync<LedgerPage, PortFailure> {
  const found = [...stepsByErasure(lines)].map(([erasure, of]) => ({ erasure, ...of }));
  if (found.length === 0) return okAsync({ lines, erasures: new Map() });
  return store.ledger.standingOf(found).map((standings): LedgerPage => {
    const erasures = found.map(({ erasure, subject, steps }): [ErasureId, LedgeredErasure] => {
      const standing = standings.get(erasure) ?? { state: null, active: false, unsettledOrders: false };
      return [erasure, { erasure, subject, task: taskOf(steps, standing) }];
    });
    return { lines, erasures: new Map(erasures) };
  });
}
