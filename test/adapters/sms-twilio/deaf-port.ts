import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A port on the loopback at which no connection comes about any more, as behind a firewall that drops packets. */
export interface DeafPort {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * A process that listens and is then stopped: the system takes connections for it until its queue is full, and no more.
 */
export async function deafPort(): Promise<DeafPort> {
  const listener = spawn(process.execPath, [
    '--eval',
    `const server = require('node:net').createServer();
     server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => console.log(server.address().port));`,
  ]);
  const [line] = (await once(listener.stdout, 'data')) as [Buffer]; // the stream has no encoding
  const port = Number(String(line));
  listener.kill('SIGSTOP');
  const queued: Socket[] = [];
  for (let isTaken = true; isTaken; ) {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    queued.push(socket);
    isTaken = await Promise.race([
      once(socket, 'connect').then(() => true),
      new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 250)),
    ]);
  }
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      for (const socket of queued) socket.destroy();
      listener.kill('SIGKILL');
      await once(listener, 'exit');
    },
  };
}
