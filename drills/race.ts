import { startMysqlServer } from '../test/mysql/start-mysql-server.ts';
import { runDrill } from './drill.ts';
import { newSchemas } from './drill-server.ts';
import { raceDrill } from './race-drill.ts';

await runDrill(
  `npm run drill:race -- [--operations 100000] [--erasures 10000] [--concurrency 8] [--speed 4] [--json]

Several processes rent, return, pay, add cards, ask for codes, change emails, log in and consent in the name of people, on a
real MySQL, while the same people are erased and a worker delivers their notices. At the end no row was written behind a fence,
none is left, no message ended after a certificate, and no caller was shown a deadlock. Exit code 1 if anything of that is
false.`,
  { operations: 100_000, erasures: 10_000, concurrency: 8, speed: 4 },
  async (numbers, announce) => {
    await using server = await startMysqlServer({ announce, flags: ['--innodb-buffer-pool-size=512M'] });
    return await raceDrill(await newSchemas(server), numbers, announce);
  },
);
