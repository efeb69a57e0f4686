import { vaultBackupLifeMs } from '../deletion/certificate-of.ts';
import { dayMs, hourMs, type Instant } from '../instant.ts';
import {
  type CheckResult,
  failed,
  fine,
  notChecked,
  type PostureCheck,
  type PostureFacts,
  whereSeen,
} from './posture-check.ts';

/** How old the newest backup of the vault may be, in milliseconds: one a day, and 2 hours to make it. */
export const vaultBackupEveryMs: number = 26 * hourMs;

/** For how long a backup that is over may still be there, in milliseconds: whoever makes one a day drops one a day. */
export const vaultBackupDropMs: number = dayMs;

/** Backups of the vault, as they lie in a folder or as the provider lists them. */
export const backupChecks: readonly PostureCheck[] = [
  {
    id: 'vault-backup-recent',
    clauses: ['C18'],
    needs: 'backups',
    expected: 'the newest backup of the vault is 26 hours old at most',
    mend: 'back the vault up every day, apart from the data store',
    judge: ofBackups((ages) => {
      const newest = Math.min(...ages);
      if (ages.length === 0) return failed('there is none');
      return newest > vaultBackupEveryMs ? failed(`${inHours(newest)} old`) : fine(`${inHours(newest)} old`);
    }),
  },
  {
    id: 'vault-backup-dropped',
    clauses: ['C25'],
    needs: 'backups',
    expected: 'no backup of the vault is older than 7 days, and the day in which it is dropped',
    mend: 'drop backups of the vault after 7 days, every copy of them',
    judge: ofBackups((ages) => {
      const old = ages.filter((age) => age > vaultBackupLifeMs + vaultBackupDropMs).length;
      return old > 0 ? failed(`${old} of ${ages.length} are older`) : fine(`${ages.length}, none older`);
    }),
  },
];

function ofBackups(judge: (agesMs: readonly number[]) => CheckResult): PostureCheck['judge'] {
  return (facts: PostureFacts) =>
    whereSeen(facts.backups, ({ at, madeAt }) => {
      const ages = madeAt.map((made: Instant) => at - made);
      // One that will be made tomorrow would count as fresh for ever.
      return ages.some((age) => age < -hourMs)
        ? notChecked('a backup says that it was made in the future')
        : judge(ages);
    });
}

function inHours(ms: number): string {
  return `${Math.round(ms / hourMs)} h`;
}
