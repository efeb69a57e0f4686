import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs one of apt's programs; answers what it printed. */
export type Apt = (program: 'apt-get' | 'apt-cache', ...args: readonly string[]) => Promise<string>;

/**
 * apt with sources, lists and archives of its own, all in `work`. It believes that nothing is installed, so that asking
 * for a program brings every library with it, the C library included: the machine's own may be too old.
 */
export async function privateApt(work: string, sources: readonly string[]): Promise<Apt> {
  for (const folder of ['lists/partial', 'archives/partial', 'cache'])
    await mkdir(join(work, folder), { recursive: true });
  await writeFile(join(work, 'status'), '');
  await writeFile(join(work, 'sources.list'), `${sources.join('\n')}\n`);
  const settings: Readonly<Record<string, string>> = {
    'Dir::Etc::SourceList': join(work, 'sources.list'),
    'Dir::Etc::SourceParts': '/dev/null',
    'Dir::Etc::Preferences': '/dev/null',
    'Dir::Etc::PreferencesParts': '/dev/null',
    'Dir::State': work,
    'Dir::State::Lists': join(work, 'lists'),
    'Dir::State::status': join(work, 'status'),
    'Dir::Cache': join(work, 'cache'),
    'Dir::Cache::archives': join(work, 'archives'),
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
    'Debug::NoLocking': 'true',
    // Root's apt would hand the download to an account that may not enter a private folder.
    'APT::Sandbox::User': '',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  return async (program, ...args) => {
    const environment = { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
    try {
      const { stdout } = await run(program, [...options, ...args], { env: environment, maxBuffer: 64 * 1024 * 1024 });
      return stdout;
    } catch (error) {
      const said = (error as { stderr?: string }).stderr ?? ''; // execFile adds what the program said
      const reason = said.split('\n').find((line) => line.startsWith('E: ')) ?? String(error);
      throw new Error(`${program} ${args[0]}: ${reason}`);
    }
  };
}
