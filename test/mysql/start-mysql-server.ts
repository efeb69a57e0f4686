import { debianMysqld } from './debian-mysqld.ts';
import { downloadedMysqld } from './downloaded-mysqld.ts';
import { givenMysqlServer } from './given-mysql-server.ts';
import type { RunningMysqlServer } from './mysql-server.ts';
import type { Mysqld } from './mysqld.ts';
import { installedMysqld } from './mysqld.ts';
import { startPrivateServer } from './private-server.ts';

export interface StartOptions {
  /** Flags for `mysqld` after our own, e.g. `--innodb-buffer-pool-size=1G`. A server that was given ignores them. */
  readonly flags?: readonly string[];
  /** A private server that is killed comes back with its data, on the same port. It ends by `stop` alone. */
  readonly comesBack?: boolean;
  /** Makes of the server program that was found the one that is run. A server that was given ignores it. */
  readonly prepare?: (mysqld: Mysqld) => Promise<Mysqld>;
  /** Told what takes longer than a moment. Default: a line on standard error. */
  readonly announce?: (line: string) => void;
}

interface Source {
  readonly name: string;
  /** Finds or fetches a `mysqld`; `undefined` means that this source has nothing on this machine. */
  readonly find: (announce: (line: string) => void) => Promise<Mysqld | undefined>;
}

const sources: readonly Source[] = [
  { name: 'a mysqld on the PATH', find: installedMysqld },
  { name: 'Debian or Ubuntu packages', find: debianMysqld },
  { name: 'mysql-memory-server', find: downloadedMysqld },
];

/**
 * Gives a real MySQL server: the one that `JOOS_TEST_MYSQL_URL` names, or else a private one that ends with this
 * process, however it ends. It throws where no server is to be had: tests that need MySQL never skip in silence.
 */
export async function startMysqlServer(options: StartOptions = {}): Promise<RunningMysqlServer> {
  const announce = options.announce ?? ((line: string) => process.stderr.write(`${line}\n`));
  const given = process.env.JOOS_TEST_MYSQL_URL;
  if (given) return givenMysqlServer(given);

  const failures: string[] = [];
  for (const source of sources) {
    try {
      const mysqld = await source.find(announce);
      if (mysqld === undefined) failures.push(`${source.name}: not on this machine`);
      else {
        const prepared = (await options.prepare?.(mysqld)) ?? mysqld;
        return await startPrivateServer(prepared, options.flags ?? [], options.comesBack);
      }
    } catch (error) {
      // The next source may still do: an AppArmor profile, for one, keeps an installed mysqld out of private folders.
      announce(`No MySQL from ${source.name}: ${error instanceof Error ? error.message : String(error)}`);
      failures.push(`${source.name}: failed as said above`);
    }
  }
  throw new Error(
    'No MySQL server for the tests: install MySQL 8.0 or newer, so that mysqld is on the PATH, or set ' +
      `JOOS_TEST_MYSQL_URL=mysql://user:password@host:port (tried: ${failures.join('; ')})`,
  );
}
