import { dayMs, type Instant, minuteMs } from '../instant.ts';

/**
 * A span of time with a key of its own, under which the subjects' data keys stand in the vault. When all of them stand under
 * the next one, the key of the epoch is destroyed: what still holds a data key under it (a log, a page of a disk, a backup
 * without the epoch keys) holds nothing that opens (POLICY.md C25, GDPR art. 17). A backup of the vault that holds the epoch
 * keys as well opens until it is dropped, which is after 7 days at most.
 */
export interface Epoch {
  /** Epochs are counted; the one with the highest number is the current one. */
  readonly epochId: number;
  readonly begunAt: Instant;
  /** When a newer epoch took its place; null for the current one. */
  readonly retiredAt: Instant | null;
  /** How many scans in a row found no data key under it. */
  readonly cleanScans: number;
  /** When the last of the scans that count was; null if there was none. */
  readonly scannedAt: Instant | null;
  readonly destroyedAt: Instant | null;
}

/** An epoch lasts for 7 days, in milliseconds; then the next one is due. */
export const epochLifeMs: number = 7 * dayMs;

/** For how long a process may go by what it last read of the epochs, in milliseconds: 5 minutes. */
export const epochPictureMs: number = 5 * minuteMs;

/**
 * The least time between two scans that count, in milliseconds: 10 minutes.
 *
 * A process that has not heard of a new epoch goes on under the old one, but for {@link epochPictureMs} at most after the
 * old one retired. So a key may come to stand under a retired epoch after a scan that found none. The first scan comes after
 * the epoch retired; whatever was wrapped under it since is in the vault when the second one comes. The other 5 minutes are
 * for a statement that takes its time and for clocks that differ.
 */
export const scanDistanceMs: number = 2 * epochPictureMs;

/** How many scans in a row must find nothing. */
export const scansNeeded = 2;

/** Whether the current epoch has lasted for its time. */
export function rotationDue(current: Pick<Epoch, 'begunAt'>, at: Instant): boolean {
  return at - current.begunAt >= epochLifeMs;
}

/** Whether keys may have to be moved from under it: it is neither the current one nor destroyed. */
export function isRetiring({ retiredAt, destroyedAt }: Epoch): boolean {
  return retiredAt !== null && destroyedAt === null;
}

/**
 * What a scan comes to that found so many keys under a retired epoch; null if it does not count, since the last one that found
 * nothing was too short a time ago. One that finds a key always counts.
 */
export function afterScan(
  { cleanScans, scannedAt }: Epoch,
  keysLeft: number,
  at: Instant,
): Pick<Epoch, 'cleanScans' | 'scannedAt'> | null {
  if (keysLeft > 0) return { cleanScans: 0, scannedAt: at };
  if (cleanScans > 0 && scannedAt !== null && at - scannedAt < scanDistanceMs) return null;
  return { cleanScans: cleanScans + 1, scannedAt: at };
}

/** Whether the key of the epoch may be destroyed: scans enough found nothing under it. */
export function mayBeDestroyed(epoch: Epoch): boolean {
  return isRetiring(epoch) && epoch.cleanScans >= scansNeeded;
}
