import { startMysqlServer } from '../test/mysql/start-mysql-server.ts';
import { runDrill } from './drill.ts';
import { restoreDrill } from './restore-drill.ts';

await runDrill(
  `npm run drill:restore -- [--times 20] [--people 8] [--json]

On a real MySQL: lives, takes a backup of the data store, goes on living and erasing, restores the backup and not the
vault, tries to serve (refused), replays the erasure ledger, serves. Afterwards nobody is back who was erased, none of
their values opens with the keys that the vault has, and nobody else is touched. Exit code 1 if anything of that is false.`,
  { times: 20, people: 8 },
  async (numbers, announce) => {
    await using server = await startMysqlServer({ announce });
    return await restoreDrill(server, numbers, announce);
  },
);
