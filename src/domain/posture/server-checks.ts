import type { StoreName } from '../data-map/vocabulary.ts';
import { dayMs, secondMs } from '../instant.ts';
import { failed, fine, notChecked, onBothServers, type PostureCheck, some, whereSeen } from './posture-check.ts';

/** How far the clocks of a server and of this process may be apart, in milliseconds. */
export const clockSkewMs: number = 2 * secondMs;

/**
 * For how many days the binary log is kept at most. That of the vault holds wrapped keys, as its backups do: what was
 * destroyed opens from it until it is gone.
 */
export const binaryLogDays: Readonly<Record<StoreName, number>> = { data: 30, vault: 7 };

/** Plugins that a server may have loaded: they replicate, keep keys, slow guessing down or judge passwords. */
const knownPlugins =
  /^(?:group_replication|rpl_semi_sync_\w+|clone|keyring_\w+|CONNECTION_CONTROL\w*|validate_password|thread_pool)$/i;

/** How the servers are set. */
export const serverChecks: readonly PostureCheck[] = [
  {
    id: 'server-version',
    clauses: ['C17'],
    needs: 'database',
    expected: 'MySQL 8.0.22 or newer',
    mend: 'move to MySQL 8.0.22 or newer: before, accounts have no owners',
    judge: onBothServers(({ version }) => {
      return !/mariadb/i.test(version) && isNewEnough(version) ? fine(version) : failed(version);
    }),
  },
  {
    id: 'server-plugins',
    clauses: ['C21'],
    needs: 'database',
    expected: 'no plugin is loaded but for replication, keys, guessing and passwords',
    mend: 'UNINSTALL PLUGIN …',
    judge: onBothServers(({ plugins }) =>
      whereSeen(plugins, (loaded) => {
        const strange = loaded.filter((plugin) => !knownPlugins.test(plugin));
        return strange.length > 0 ? failed(some(strange)) : fine(loaded.length > 0 ? some(loaded) : 'none');
      }),
    ),
  },
  set(
    'binary-log',
    ['C18', 'C26'],
    'log_bin',
    ['ON'],
    'start the server with log_bin: no moment can be restored without',
  ),
  {
    // A purge deletes what a person left. Under FULL the server writes each deleted row once more, whole, into the log:
    // what is not sealed in it (stations, times, amounts, blind indexes) would begin its life there anew. Under MINIMAL it
    // writes the key of the row alone, and of an update what changed. Replicas need no more, since every table has a key.
    ...set('binary-log-row-image', ['C25'], 'binlog_row_image', ['MINIMAL'], 'set binlog_row_image=MINIMAL'),
    expected: 'binlog_row_image=MINIMAL: what is deleted is not written once more',
  },
  {
    id: 'binary-log-statements',
    clauses: ['C06', 'C16'],
    needs: 'database',
    expected: 'rows, and no text of statements: binlog_format=ROW, binlog_rows_query_log_events=OFF',
    mend: 'set binlog_format=ROW and binlog_rows_query_log_events=OFF',
    judge: onBothServers(({ variables }) => {
      const format = variables.binlog_format ?? 'ROW'; // servers that have no such setting know no other format
      const queries = variables.binlog_rows_query_log_events ?? 'OFF';
      const words = `format ${format}, statements ${queries}`;
      return format === 'ROW' && queries === 'OFF' ? fine(words) : failed(words);
    }),
  },
  {
    id: 'binary-log-expiry',
    clauses: ['C25', 'C26'],
    needs: 'database',
    expected: `the log ends after ${binaryLogDays.data} days at most, that of the vault after ${binaryLogDays.vault}`,
    mend: 'set binlog_expire_logs_seconds, 604800 at most for the vault, and binlog_expire_logs_auto_purge=ON',
    judge: onBothServers(({ variables }, { store }) => {
      const days = (Number(variables.binlog_expire_logs_seconds ?? 0) * secondMs) / dayMs;
      if ((variables.binlog_expire_logs_auto_purge ?? 'ON') !== 'ON') return failed('kept until somebody purges it');
      const words = days > 0 ? `after ${Math.round(days * 10) / 10} days` : 'never';
      return days > 0 && days <= binaryLogDays[store] ? fine(words) : failed(words);
    }),
  },
  set('durable-commits', ['C18'], 'innodb_flush_log_at_trx_commit', ['1'], 'set innodb_flush_log_at_trx_commit=1'),
  set('durable-binary-log', ['C18'], 'sync_binlog', ['1'], 'set sync_binlog=1'),
  set('local-infile', ['C21'], 'local_infile', ['OFF'], 'set local_infile=OFF'),
  {
    id: 'secure-file-priv',
    clauses: ['C21'],
    needs: 'database',
    expected: 'secure_file_priv=NULL: no statement reads or writes files of the server',
    mend: 'start the server with secure_file_priv=NULL',
    judge: onBothServers(({ variables }) => {
      const folder = variables.secure_file_priv;
      if (folder === undefined) return notChecked('the server does not tell');
      if (folder === null) return fine('NULL');
      return failed(folder === '' ? 'empty: every folder' : 'a folder');
    }),
  },
  set('general-log', ['C06', 'C14'], 'general_log', ['OFF'], 'set general_log=OFF: it holds every statement'),
  set(
    'slow-log',
    ['C06', 'C14'],
    'slow_query_log',
    ['OFF'],
    'set slow_query_log=OFF: it holds the values of statements',
  ),
  set('raw-log', ['C06', 'C20'], 'log_raw', ['OFF'], 'start the server without log_raw: it writes passwords out'),
  {
    id: 'clock-skew',
    clauses: ['C22', 'C26'],
    needs: 'database',
    expected: `the clocks of server and core are ${clockSkewMs / secondMs} s apart at most`,
    mend: 'let both machines follow the same time servers (NTP)',
    judge: onBothServers(({ clock: { aheadMs, uncertainMs } }) => {
      const apart = Math.abs(aheadMs);
      const seconds = (ms: number): string => `${(ms / secondMs).toFixed(1)} s`;
      const words = `${seconds(apart)} apart, ${seconds(uncertainMs)} more or less`;
      if (apart + uncertainMs <= clockSkewMs) return fine(`less than ${seconds(clockSkewMs)} apart`);
      return apart - uncertainMs > clockSkewMs ? failed(words) : notChecked(`the answer took too long: ${words}`);
    }),
  },
];

/** From 8.0.22 on, as `joos db` demands it: nothing before has attributes of accounts, and some reads need more rights. */
function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split(/[.-]/).map(Number);
  return major > 8 || (major === 8 && (minor > 0 || patch >= 22));
}

/** A check that one setting of the servers has one of these values. */
function set(
  id: string,
  clauses: PostureCheck['clauses'],
  variable: string,
  values: readonly string[],
  mend: string,
): PostureCheck {
  return {
    id,
    clauses,
    needs: 'database',
    expected: `${variable}=${values.join(' or ')}`,
    mend,
    judge: onBothServers(({ variables }) => {
      const value = variables[variable];
      if (value === undefined) return notChecked(`the server has no setting ${variable}`);
      return value !== null && values.includes(value) ? fine(value) : failed(value || 'not set');
    }),
  };
}
