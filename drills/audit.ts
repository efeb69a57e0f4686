import { startMysqlServer } from '../test/mysql/start-mysql-server.ts';
import { auditDrill } from './audit-drill.ts';
import { runDrill } from './drill.ts';
import { newSchemas } from './drill-server.ts';

await runDrill(
  `npm run drill:audit -- [--rows 10000] [--probes 10000] [--mysqlProbes 500] [--seed 1] [--json]

An audit log of so many entries is tampered with so many times, by somebody who may do everything to its database: a bit is
flipped in any column of any of its tables or in the sink, a row is taken out, two are swapped, the end of a lane is cut off so
that it shows in the sink alone, or is called a restore, an entry is forged in its proper form, a record is said to have gone
with its account. Each time the log is verified. Exit code 1 if anything is not found, or if a fault
is found in a log that nobody touched.`,
  { rows: 10_000, probes: 10_000, mysqlProbes: 500, seed: 1 },
  async (numbers, announce) => {
    await using server = await startMysqlServer({
      announce,
      flags: ['--sync-binlog=0', '--innodb-flush-log-at-trx-commit=2'],
    });
    return await auditDrill(await newSchemas(server), numbers, announce);
  },
);
