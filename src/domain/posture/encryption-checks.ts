import { instanceOf } from './instance-of.ts';
import {
  type AroundServer,
  type CheckResult,
  failed,
  fine,
  notChecked,
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
    expected: 'every table is encrypted, and so is a new one, in this schema and in another; or the disk is',
    mend: "set default_table_encryption=ON, ALTER DATABASE … ENCRYPTION='Y' and ALTER TABLE … ENCRYPTION='Y'; on RDS encrypt the disk",
    judge: onBothServers(({ tables, variables, newTablesEncrypted }, around) =>
      whereSeen(tables, (all) => {
        const open = all.filter(({ encrypted }) => !encrypted).map(({ table }) => table);
        if (all.length === 0) return notChecked('no table of the schema is seen');
        if (open.length > 0) return orDisk(around, `not encrypted: ${some(open)}`);
        // A table takes the default of its schema, and a schema that of the server when it is made.
        if (newTablesEncrypted === false) return orDisk(around, 'a new table would not be');
        if (variables.default_table_encryption !== 'ON')
          return orDisk(around, 'a new table of a new schema would not be');
        return newTablesEncrypted === null
          ? notChecked('the server does not tell whether a new table of the schema is')
          : fine(`${all.length} tables`);
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

function orDisk({ store, facts }: AroundServer, found: string): CheckResult {
  const instance = instanceOf(store, facts);
  const encryption = instance.kind === 'seen' ? instance.value.encryption : null;
  return encryption?.kind === 'seen' && encryption.value.disk ? fine('the provider encrypts the disk') : failed(found);
}
