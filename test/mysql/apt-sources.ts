import { readdir, readFile } from 'node:fs/promises';

/** Where this machine gets its distribution's own packages from, in the words of sources.list(5). */
export interface AptMirror {
  readonly uri: string;
  /** The keyring that the machine names for it, if it names one. */
  readonly signedBy: string | undefined;
}

const folder = '/etc/apt/sources.list.d';

/** Every mirror of the distribution itself that the machine's apt sources name, none of third parties. */
export async function aptMirrors(): Promise<readonly AptMirror[]> {
  const inFolder = (await readdir(folder).catch(() => [])).toSorted().map((name) => `${folder}/${name}`);
  const mirrors: AptMirror[] = [];
  for (const path of ['/etc/apt/sources.list', ...inFolder]) {
    const text = await readFile(path, 'utf8').catch(() => '');
    if (path.endsWith('.sources')) mirrors.push(...mirrorsInStanzas(text));
    else if (path.endsWith('.list')) mirrors.push(...mirrorsInLines(text));
  }
  return mirrors.filter((mirror, at) => mirrors.findIndex((other) => other.uri === mirror.uri) === at);
}

// The last part of a mirror's path. A third party's repository may be called anything else, and so is the security
// archive, which lacks most packages. The ending is that of a `mirror+file:` list, as cloud images have it.
const distribution = /\/(debian|ubuntu|ubuntu-ports)(\.list)?\/?$/;

/** One-line style: `deb [signed-by=/path] https://mirror.example/debian bookworm main` */
export function mirrorsInLines(text: string): readonly AptMirror[] {
  return text.split('\n').flatMap((line) => {
    const [, options = '', uri = ''] = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s/.exec(line) ?? [];
    const signedBy = /\bsigned-by=(\/[^\s,]+)/i.exec(options)?.[1];
    return distribution.test(uri) ? [{ uri, signedBy }] : [];
  });
}

/** deb822 style: stanzas of `Types:`, `URIs:`, `Suites:`, `Components:`, `Signed-By:` */
export function mirrorsInStanzas(text: string): readonly AptMirror[] {
  return text
    .replaceAll(/^#.*\n?/gm, '')
    .split(/\n\s*\n/)
    .flatMap((stanza) => {
      const field = (name: string): string => new RegExp(`^${name}:[ \\t]*(.*)$`, 'im').exec(stanza)?.[1]?.trim() ?? '';
      if (/^no$/i.test(field('Enabled')) || !/\bdeb\b(?!-)/.test(field('Types'))) return [];
      const keyring = field('Signed-By');
      const signedBy = keyring.startsWith('/') ? keyring : undefined;
      const uris = field('URIs').split(/\s+/);
      return uris.filter((uri) => distribution.test(uri)).map((uri) => ({ uri, signedBy }));
    });
}
