import { startMysqlServer } from '../test/mysql/start-mysql-server.ts';
import { runDrill } from './drill.ts';
import { newSchemas } from './drill-server.ts';
import { looksDrill } from './looks-drill.ts';

await runDrill(
  `npm run drill:looks -- [--reads 1000] [--atOnce 50] [--volumeMb 64] [--json]

Staff looks at people while the audit sink fails, runs full, is full and hangs, so many times each. Exit code 1 if anything is
released that does not stand in the sink, or if anybody is refused later than after 2 s. It mounts a tmpfs to fill: run it as
root, or under \`unshare --map-root-user --mount\`.`,
  { reads: 1_000, atOnce: 50, volumeMb: 64 },
  async (numbers, announce) => {
    await using server = await startMysqlServer({ announce });
    return await looksDrill(await newSchemas(server), numbers, announce);
  },
);
