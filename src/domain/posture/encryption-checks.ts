import {
  type AroundServer,
  type CheckResult,
  failed,
  fine,
  onBothServers,
  type PostureCheck,
  some,
  whereSeen,
} from './posture-check.ts';

/**
 * What lies on the disks of the servers is encrypted: by the server itself, or by the provider, who encrypts the whole disk
 * and says so of this instance.
 */
export const encryptionChecks: readonly PostureCheck[] = [
  {
    id: 'table-encryption',
    clauses: ['C16', 'C18'],
    needs: 'database',
    expected: 'every table is encrypted, and so is a new one; or the disk is',
    mend: "set default_table_encryption=ON, and ALTER TABLE … ENCRYPTION='Y'; on RDS encrypt the disk",
    judge: onBothServers(({ tables, variables }, around) =>
      whereSeen(tables, (all) => {
        const open = all.filter(({ encrypted }) => !encrypted).map(({ table }) => table);
        const isDefault = variables.default_table_encryption === 'ON';
        if (open.length === 0 && isDefault) return fine(`${all.length} tables`);
        return orDisk(around, open.length > 0 ? `not encrypted: ${some(open)}` : 'a new table would not be');
      }),
    ),
  },
  {
    id: 'journal-encryption',
    clauses: ['C16', 'C18'],
    needs: 'database',
    expected: 'redo and undo log are encrypted; or the disk is',
    mend: 'set innodb_redo_log_encrypt=ON and innodb_undo_log_encrypt=ON; on RDS encrypt the disk',
    judge: onBothServers(({ variables }, around) => {
      const off = ['redo', 'undo'].filter((log) => variables[`innodb_${log}_log_encrypt`] !== 'ON');
      return off.length === 0 ? fine('both logs') : orDisk(around, `not encrypted: ${off.join(', ')}`);
    }),
  },
  {
    id: 'binary-log-encryption',
    clauses: ['C16', 'C18'],
    needs: 'database',
    expected: 'the binary log is encrypted; or the disk is',
    mend: 'set binlog_encryption=ON; on RDS encrypt the disk',
    judge: onBothServers(({ variables }, around) =>
      variables.binlog_encryption === 'ON' ? fine('ON') : orDisk(around, 'not encrypted'),
    ),
  },
];

function orDisk({ store, facts: { provider } }: AroundServer, found: string): CheckResult {
  const encryption = provider.kind === 'seen' ? provider.value.instances[store].encryption : null;
  return encryption?.kind === 'seen' && encryption.value.disk ? fine('the provider encrypts the disk') : failed(found);
}
