import { execFile } from 'node:child_process';
import { access, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type AptMirror, aptMirrors } from './apt-sources.ts';
import type { Mysqld } from './mysqld.ts';
import { privateApt } from './private-apt.ts';
import { addToCache, cachedServers, cacheFolder } from './server-cache.ts';
import { unpackedMysqld } from './unpacked-mysqld.ts';

const run = promisify(execFile);

/** What apt needs to know to find a MySQL server that runs on this machine through its own dynamic loader. */
interface Distribution {
  readonly id: 'debian' | 'ubuntu';
  readonly suites: readonly string[];
  readonly components: string;
  readonly keyrings: readonly string[];
}

/**
 * On Debian and Ubuntu: the distribution's own server packages with every library that they depend on, unpacked into
 * a cache folder. It installs nothing and needs no root. The first time takes some 10 s and 60 MB, later none.
 */
export async function debianMysqld(announce: (line: string) => void): Promise<Mysqld | undefined> {
  const distribution = await thisDistribution();
  if (distribution === undefined) return undefined;
  const cache = cacheFolder();
  const architecture = (await run('dpkg', ['--print-architecture'])).stdout.trim();
  const found = async (): Promise<string | undefined> => {
    for (const folder of await cachedServers(cache)) {
      if (await runs(folder)) return folder;
    }
    return undefined;
  };
  const folder =
    (await found()) ??
    (await addToCache(cache, found, async (root) => {
      const version = await unpackServer(root, distribution, announce);
      return { version: `${version}_${architecture}` };
    }));
  return unpackedMysqld(folder);
}

async function thisDistribution(): Promise<Distribution | undefined> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const field = (name: string): string => new RegExp(`^${name}="?([^"\\n]*)`, 'm').exec(release)?.[1] ?? '';
  const family = [field('ID'), ...field('ID_LIKE').split(' ')];
  if (family.includes('ubuntu')) {
    const codename = field('UBUNTU_CODENAME') || field('VERSION_CODENAME');
    return {
      id: 'ubuntu',
      suites: [codename, `${codename}-updates`],
      components: 'main universe',
      keyrings: ['/usr/share/keyrings/ubuntu-archive-keyring.gpg'],
    };
  }
  if (family.includes('debian')) {
    return {
      id: 'debian',
      // Debian's releases ship MariaDB; MySQL lives in the unstable suite, with the libraries that it was built with.
      suites: ['sid'],
      components: 'main',
      keyrings: ['/usr/share/keyrings/debian-archive-keyring.gpg', '/usr/share/keyrings/debian-archive-keyring.pgp'],
    };
  }
  return undefined;
}

async function unpackServer(
  root: string,
  distribution: Distribution,
  announce: (line: string) => void,
): Promise<string> {
  const mirrors = (await aptMirrors()).filter((mirror) => mirror.uri.includes(distribution.id));
  let failure = new Error(`the apt sources of this machine name no ${distribution.id} mirror`);
  for (const mirror of mirrors) {
    // Beside the files of the server, since both are removed together if anything fails.
    const work = join(root, 'apt');
    try {
      announce(`Unpacking a MySQL server from ${distribution.id}'s packages for the tests, once …`);
      const version = await unpackFrom(mirror, distribution, work, root);
      announce(`Unpacked MySQL ${version} into ${cacheFolder()}`);
      return version;
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error));
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  }
  throw failure;
}

async function unpackFrom(mirror: AptMirror, distribution: Distribution, work: string, root: string): Promise<string> {
  const keyring = mirror.signedBy ?? (await firstPresent(distribution.keyrings));
  const signedBy = keyring === undefined ? '' : `[signed-by=${keyring}] `;
  const sources = distribution.suites.map(
    (suite) => `deb ${signedBy}${mirror.uri} ${suite} ${distribution.components}`,
  );
  const apt = await privateApt(work, sources);
  await apt('apt-get', 'update');
  const names = (await apt('apt-cache', 'pkgnames', 'mysql-server-core')).split('\n');
  const name = newestServerPackage(names);
  if (name === undefined) throw new Error(`${distribution.suites.join(', ')} has no mysql-server-core`);
  await apt('apt-get', 'install', '--yes', '--no-install-recommends', '--download-only', name);

  const archives = join(work, 'archives');
  const packages = (await readdir(archives)).filter((file) => file.endsWith('.deb'));
  for (const file of packages) await run('dpkg-deb', ['--extract', join(archives, file), root]);
  const server = packages.find((file) => file.startsWith(`${name}_`));
  if (server === undefined) throw new Error(`apt did not download ${name}`);
  return (await run('dpkg-deb', ['--field', join(archives, server), 'Version'])).stdout.trim();
}

/** Debian has `mysql-server-core`; Ubuntu has it with the version in its name, of which the highest is wanted. */
export function newestServerPackage(names: readonly string[]): string | undefined {
  return names
    .filter((name) => /^mysql-server-core(-\d+\.\d+)?$/.test(name))
    .toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }))
    .at(-1);
}

async function firstPresent(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const present = await access(path).then(
      () => true,
      () => false,
    );
    if (present) return path;
  }
  return undefined;
}

const runs = (folder: string): Promise<boolean> =>
  unpackedMysqld(folder).then(
    () => true,
    () => false,
  );
