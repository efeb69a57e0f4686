import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';

/**
 * What the server does with a mail: takes it at once or after a while, takes it and hangs up without a word, or hangs.
 */
export type Deed = 'take' | { readonly afterMs: number } | 'take-and-hang-up' | 'hang';

/** A mail server on a free loopback port that does as it is told with each mail, by its number from 1. */
export interface SlowSmtp {
  readonly port: number;
  /** The `Message-ID` of every mail that it has whole, however it answered. */
  readonly taken: () => readonly string[];
  readonly close: () => Promise<void>;
}

interface Connection {
  readonly _socket: { destroy(): void };
}

export async function slowSmtp(deedOf: (number: number) => Deed): Promise<SlowSmtp> {
  const taken: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    onData: (stream, _session, done) => {
      let text = '';
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      stream.on('end', () => {
        const number = taken.push(/^Message-ID: (\S+)/im.exec(text)?.[1] ?? 'none');
        const deed = deedOf(number);
        if (deed === 'take') done();
        else if (deed === 'take-and-hang-up') for (const { _socket: socket } of connections()) socket.destroy();
        else if (deed !== 'hang') void sleep(deed.afterMs).then(() => done());
      });
    },
  });
  const connections = () => [...server.connections] as unknown as readonly Connection[]; // as the package keeps them
  server.on('error', () => undefined); // of a connection that was lost: the client is what is looked at
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo; // it listens on TCP
  return {
    port,
    taken: () => taken,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const { _socket: socket } of connections()) socket.destroy();
      }),
  };
}
