import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const prefix = 'mysql-';
const lockTimeoutMs = 10 * 60_000;

/** Outside the repository, so that a fresh clone need not fetch the server again. */
export const cacheFolder = (): string => join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'joos-core');

/** The unpacked servers, newest version first. */
export async function cachedServers(cache: string): Promise<readonly string[]> {
  const names = await readdir(cache).catch(() => []);
  return names
    .filter((name) => name.startsWith(prefix))
    .toSorted((one, other) => other.localeCompare(one, 'en', { numeric: true }))
    .map((name) => join(cache, name));
}

/**
 * Fills a folder by `fill` and gives it the name `mysql-<version>` in one step, so that a folder of that name is whole
 * even if the process was killed in the midst of it. One process fills at a time; `found` asks again whether another
 * one has been quicker.
 */
export async function addToCache(
  cache: string,
  found: () => Promise<string | undefined>,
  fill: (folder: string) => Promise<{ readonly version: string }>,
): Promise<string> {
  await mkdir(cache, { recursive: true });
  const unlock = await lock(join(cache, 'unpacking.lock'));
  try {
    const present = await found();
    if (present !== undefined) return present;
    const partial = await mkdtemp(join(cache, 'partial-'));
    try {
      const { version } = await fill(partial);
      const whole = join(cache, prefix + version.replaceAll(/[^\w.+~-]/g, '_'));
      // One of this name would have been found if it ran, so what is there is damaged.
      await rm(whole, { recursive: true, force: true });
      await rename(partial, whole);
      return whole;
    } finally {
      await rm(partial, { recursive: true, force: true });
    }
  } finally {
    await unlock();
  }
}

/** A lock file that holds the owner's pid. An owner that no longer runs owns nothing. */
async function lock(file: string): Promise<() => Promise<void>> {
  const deadline = performance.now() + lockTimeoutMs;
  for (;;) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // fs rejects with nothing else
    }
    const owner = Number(await readFile(file, 'utf8').catch(() => ''));
    // Two waiters may both remove the file of a dead owner. Then two processes unpack, and the second one's rename
    // replaces the first one's folder by its equal: wasteful, and as rare as it looks.
    if (owner > 0 && !isRunning(owner)) await rm(file, { force: true });
    else if (performance.now() > deadline) throw new Error(`${file} has been held for too long`);
    else await sleep(200);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // somebody else's process
  }
}
