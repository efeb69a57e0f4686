import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Mysqld, probeMysqld } from './mysqld.ts';

/** The unpacked server, run by the dynamic loader that came with it and with none but the libraries beside it. */
export async function unpackedMysqld(root: string): Promise<Mysqld> {
  const libraries = await librariesIn(root);
  const server = join(root, 'usr/sbin/mysqld');
  const share = join(root, 'usr/share/mysql');
  return {
    ...(await probeMysqld(libraries.loader, libraries.loaderArguments(server))),
    flags: [
      `--basedir=${join(root, 'usr')}`,
      `--lc-messages-dir=${share}`,
      `--character-sets-dir=${join(share, 'charsets')}`,
      `--plugin-dir=${join(root, 'usr/lib/mysql/plugin')}`,
    ],
  };
}

interface Libraries {
  readonly loader: string;
  readonly loaderArguments: (program: string) => readonly string[];
}

async function librariesIn(root: string): Promise<Libraries> {
  // `/usr/lib/<triplet>`, or `/lib/<triplet>` in suites from before the two were merged.
  for (const base of ['usr/lib', 'lib']) {
    for (const triplet of await readdir(join(root, base)).catch(() => [])) {
      const folder = join(root, base, triplet);
      const loader = (await readdir(folder).catch(() => [])).find((name) => /^ld-linux.*\.so\.\d+$/.test(name));
      if (loader === undefined) continue;
      const path = [...new Set([folder, join(root, 'usr/lib', triplet)])].join(':');
      return {
        loader: join(folder, loader),
        loaderArguments: (program) => ['--library-path', path, '--argv0', program, program],
      };
    }
  }
  throw new Error(`no dynamic loader in ${root}`);
}
