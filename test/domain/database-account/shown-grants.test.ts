import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readShownGrants } from '../../../src/domain/database-account/shown-grants.ts';

const to = 'TO `joos_application`@`10.0.%`';
const read = (line: string, literalNames = false) =>
  readShownGrants([line], { literalNames }).match(
    (privileges) =>
      privileges.map(
        ({ name, database, like, routine, table, column }) =>
          `${name} ${database ?? '*'}${like ? '~' : ''}.${routine === undefined ? '' : `${routine} `}${table ?? '*'}${column === null ? '' : `.${column}`}`,
      ),
    ({ kind }) => kind,
  );

test.each([
  [`GRANT USAGE ON *.* ${to}`, []],
  [`GRANT PROCESS, REPLICATION CLIENT ON *.* ${to}`, ['PROCESS *.*', 'REPLICATION CLIENT *.*']],
  [
    `GRANT SYSTEM_VARIABLES_ADMIN,XA_RECOVER_ADMIN ON *.* ${to} WITH GRANT OPTION`,
    ['SYSTEM_VARIABLES_ADMIN *.*', 'XA_RECOVER_ADMIN *.*', 'GRANT OPTION *.*'],
  ],
  [`GRANT ALL PRIVILEGES ON \`joos\\_data\`.* ${to}`, ['ALL PRIVILEGES joos_data.*']],
  [`GRANT SELECT ON \`joos_data\`.* ${to}`, ['SELECT joos_data~.*']],
  [`GRANT SELECT ON \`joos%\`.* ${to}`, ['SELECT joos%~.*']],
  [
    `GRANT SELECT, INSERT ON \`joos_data\`.\`users\` ${to} WITH GRANT OPTION`,
    ['SELECT joos_data.users', 'INSERT joos_data.users', 'GRANT OPTION joos_data.users'],
  ],
  [
    `GRANT SELECT, INSERT, UPDATE (\`refund_id\`, \`items\`) ON \`joos_data\`.\`receipts\` ${to}`,
    [
      'SELECT joos_data.receipts',
      'INSERT joos_data.receipts',
      'UPDATE joos_data.receipts.refund_id',
      'UPDATE joos_data.receipts.items',
    ],
  ],
  [`GRANT EXECUTE ON PROCEDURE \`joos_data\`.\`run\` ${to}`, ['EXECUTE joos_data.PROCEDURE run']],
  [`GRANT \`dba\`@\`%\`,\`ops\`@\`%\` ${to}`, ['ROLE *.*']],
  [`GRANT \`dba\`@\`%\` ${to} WITH ADMIN OPTION`, ['ROLE *.*']],
  [`GRANT PROXY ON \`root\`@\`%\` ${to}`, ['PROXY *.*']],
  [`REVOKE SELECT ON \`mysql\`.* FROM \`root\`@\`%\``, []],
  [`GRANT SELECT ON \`a\`\`b\`.\`c\` ${to}`, ['SELECT a`b.c']],
  [`GRANT SELECT ON joos_data.users ${to}`, 'UnreadableGrant'],
  ['something else', 'UnreadableGrant'],
  ['', 'UnreadableGrant'],
])('%s is read', (line, privileges) => {
  expect(read(line)).toEqual(privileges);
});

describe('The name of a database', () => {
  it('is taken as it is where the server takes it so', () => {
    expect(read(`GRANT SELECT ON \`joos_data\`.* ${to}`, true)).toEqual(['SELECT joos_data.*']);
  });
});

it('says nothing of a line that it cannot read but that there is one', () => {
  fc.assert(
    fc.property(fc.string(), (line) => {
      const answer = readShownGrants([line], { literalNames: false });
      if (answer.isErr()) expect(answer.error).toEqual({ kind: 'UnreadableGrant' });
    }),
  );
});
