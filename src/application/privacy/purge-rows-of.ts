import { disposalText, goesWithAccount } from '../../domain/audit/disposal.ts';
import type { Erasure } from '../../domain/deletion/erasure.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { LeftStanding, SealDisposal } from '../ports/disposal.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';

/** What deleting the rows of who is leaving needs of the outside. */
export type PurgePorts = Pick<Ports, 'store' | 'vault' | 'clock' | 'auditSeals' | 'hashing'>;

/**
 * Deletes the rows of who is leaving, but for what is left standing, and signs for each record of the audit log that goes.
 *
 * Whoever has the data store alone must not get such a seal, and can make it say that anybody is leaving; the ledger then says
 * so too. So risks go, and are signed for, once the account's key is destroyed, which nobody takes back: until then, as under a
 * hold, they stay.
 */
export function purgeRowsOf(
  ports: PurgePorts,
  { erasure, subject }: Pick<Erasure, 'erasure' | 'subject'>,
  left: LeftStanding,
): ResultAsync<void, PortFailure> {
  const { store, vault, clock } = ports;
  return safeTry(async function* () {
    const isBeyondReturn = !(yield* vault.keyClassesOf(subject)).includes('account');
    const seal = isBeyondReturn ? sealingDisposals(ports, subject) : null;
    yield* store.disposal.purge(erasure, subject, left, clock.now(), seal);
    return ok(undefined);
  });
}

/** For risks of that account alone, each the one that its link stands for, whatever the rows say. */
function sealingDisposals({ auditSeals, hashing }: PurgePorts, subject: SubjectId): SealDisposal {
  return (link, risk) =>
    goesWithAccount(hashing.digest, subject, link, risk) ? auditSeals.sign(disposalText(link)) : okAsync(null);
}
