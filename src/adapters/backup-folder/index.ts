import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { VaultBackups } from '../../application/ports/posture.ts';
import type { Instant } from '../../domain/instant.ts';
import { seen, unseen } from '../../domain/posture/seen.ts';
import { ResultAsync } from '../../domain/result.ts';

/**
 * Backups of the vault that lie in a folder, and in nothing else: each entry of it is one, a file or a folder, hidden ones
 * too, and it is as old as its last change. A copy that was made since looks younger than what is in it: let whatever copies
 * keep the times.
 */
export function backupFolder(folder: string, now: () => number = Date.now): VaultBackups {
  return {
    look: () =>
      ResultAsync.fromPromise(changesIn(folder), () => null)
        .map((changedAt) => seen({ at: whole(now()), madeAt: changedAt }))
        .orElse(() => ResultAsync.fromSafePromise(Promise.resolve(unseen('the folder of backups cannot be read')))),
  };
}

async function changesIn(folder: string): Promise<readonly Instant[]> {
  const names = await readdir(folder);
  return Promise.all(names.map(async (name) => whole((await stat(join(folder, name))).mtimeMs)));
}

function whole(ms: number): Instant {
  return Math.floor(ms) as Instant; // sound: a time of this machine, in whole milliseconds
}
