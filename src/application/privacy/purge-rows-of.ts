import { disposalText, goesWithAccount } from '../../domain/audit/disposal.ts';
import type { Erasure } from '../../domain/deletion/erasure.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { LeftStanding, SealDisposal } from '../ports/disposal.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';

/** What deleting the rows of who is leaving needs of the outside. */
export type PurgePorts = Pick<Ports, 'store' | 'vault' | 'clock' | 'auditSeals' | 'hashing'>;

type Leaving = Pick<Erasure, 'erasure' | 'subject'>;

/** Deletes the rows of who is leaving, but for what is left standing, and signs for each record of the audit log that goes. */
export function purgeRowsOf(ports: PurgePorts, leaving: Leaving, left: LeftStanding): ResultAsync<void, PortFailure> {
  const { store, clock } = ports;
  return store.disposal.purge(leaving.erasure, leaving.subject, left, clock.now(), sealingDisposals(ports, leaving));
}

/**
 * The data store is not believed, for who has it alone must not get a seal: neither that somebody is leaving, which the ledger
 * has to know by now, nor that a record is the one that its link stands for.
 */
function sealingDisposals(ports: PurgePorts, leaving: Leaving): SealDisposal {
  const { auditSeals, hashing } = ports;
  let isKnown: boolean | null = null;
  return (link, record) =>
    safeTry(async function* () {
      if (!goesWithAccount(hashing.digest, link, record)) return ok(null);
      isKnown ??= yield* isInLedger(ports, leaving);
      return ok(isKnown ? yield* auditSeals.sign(disposalText(link)) : null);
    });
}

/** The line that is written before the keys go, and before any row does. */
function isInLedger({ vault }: Pick<Ports, 'vault'>, { erasure, subject }: Leaving): ResultAsync<boolean, PortFailure> {
  return vault
    .ledgerOf(erasure)
    .map((lines) => lines.some((line) => line.subject === subject && line.step === 'propagated'));
}
