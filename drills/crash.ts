import { crashDrill } from './crash-drill.ts';
import { runDrill } from './drill.ts';
import { startDrillServer } from './drill-server.ts';

await runDrill(
  `npm run drill:crash -- [--erasures 1000] [--kills 200] [--json]

Real worker processes carry erasures on over a real MySQL, and are killed with SIGKILL: at points of the protocol, before and
after each call of a port, and at any moment. The server is killed as well. At the end no erasure is lost or half done, each
has exactly one certificate, which verifies, and one line a step in the ledger, nobody was told goodbye twice, and every
processor was asked under one name. Exit code 1 if anything of that is false.`,
  { erasures: 1000, kills: 200 },
  async (numbers, announce) => {
    const server = await startDrillServer(announce);
    try {
      return await crashDrill(server, numbers, announce);
    } finally {
      await server.stop();
    }
  },
);
