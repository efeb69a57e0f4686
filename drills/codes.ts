import { startMysqlServer } from '../test/mysql/start-mysql-server.ts';
import { codesDrill } from './codes-drill.ts';
import { runDrill } from './drill.ts';
import { newSchemas } from './drill-server.ts';

await runDrill(
  `npm run drill:codes -- [--rounds 1000] [--verifications 200] [--processes 4] [--sends 10000] [--numbers 500]
                       [--prefixes 10] [--spray 1000000] [--json]

Several processes show one code at once, on a real MySQL: exactly one session comes of it, round after round, and of wrong
guesses no more are evaluated than the code and the number have. Then they pump: so many codes to so many numbers of a few
prefixes, from as many addresses, none of which is ever verified. At last a spray over so many numbers is simulated, by the
rules that the core goes by. Exit code 1 if a session is too many or missing, a guess too many, a message beyond 50, or if the
expected takeovers of the spray reach 0.01.`,
  {
    rounds: 1_000,
    verifications: 200,
    processes: 4,
    sends: 10_000,
    numbers: 500,
    prefixes: 10,
    spray: 1_000_000,
  },
  async (numbers, announce) => {
    await using server = await startMysqlServer({ announce, flags: ['--innodb-buffer-pool-size=512M'] });
    return await codesDrill(await newSchemas(server), numbers, announce);
  },
);
