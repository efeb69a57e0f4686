import { runDrill } from './drill.ts';
import { startDrillServer } from './drill-server.ts';
import { noticesDrill } from './notices-drill.ts';

await runDrill(
  `npm run drill:notices -- [--messages 100000] [--kills 50] [--json]

Real worker processes send an outbox on a real MySQL by SES v2 to a mail server that hangs after it took a mail, cuts
connections, throttles, refuses, and is away at times. Workers are killed with SIGKILL at any moment, and the server of the
database as well. Meanwhile people leave, and withdraw their consent to the newsletter. At the end every mail of who stayed
has arrived, none has that must not, and there is a duplicate only where nobody could know whether the first try had
arrived: each is explained. Exit code 1 if anything of that is false.`,
  { messages: 100_000, kills: 50 },
  async (numbers, announce) => {
    const server = await startDrillServer(announce);
    try {
      return await noticesDrill(server, numbers, announce);
    } finally {
      await server.stop();
    }
  },
);
