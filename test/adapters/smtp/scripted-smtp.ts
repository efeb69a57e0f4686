import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

/** Where in a conversation something happens: the connection itself, a command, amid the data, the end of the data. */
export type Moment = 'connect' | 'EHLO' | 'MAIL' | 'RCPT' | 'DATA' | 'amid-data' | 'end-of-data';

/**
 * What the server does at a moment: answers by this line; says nothing more; hangs up; answers a line without end; answers
 * the beginning of a line and hangs up; waits for `let`; or takes the mail and hangs up after it.
 */
export type Deed = `${number} ${string}` | 'hang' | 'drop' | 'trickle' | 'half-a-reply' | 'wait' | 'take-and-close';

/** A mail server on a free loopback port that follows a script. */
export interface ScriptedSmtp {
  readonly port: number;
  /** How many mails it has whole, however it answered. */
  readonly wholeMails: () => number;
  readonly connections: () => number;
  /** Lets one conversation go on that waits. */
  readonly let: () => void;
  /** Resolves once a conversation waits. */
  readonly waiting: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const usual = {
  connect: '220 mail.joos.example',
  EHLO: '250 mail.joos.example',
  MAIL: '250 2.1.0 fine',
  RCPT: '250 2.1.5 fine',
  DATA: '354 go on',
  'amid-data': '',
  'end-of-data': '250 2.0.0 taken',
} as const;

export async function openScriptedSmtp(
  script: Partial<Record<Moment, Deed>>,
  { pipelining = false }: { readonly pipelining?: boolean } = {},
): Promise<ScriptedSmtp> {
  const sockets = new Set<Socket>();
  let [whole, opened] = [0, 0];
  let go = Promise.withResolvers<void>();
  let waits = Promise.withResolvers<void>();

  function act(socket: Socket, moment: Moment): void {
    const deed = script[moment];
    if (deed === 'hang') return;
    if (deed === 'drop') socket.destroy();
    else if (deed === 'half-a-reply') socket.end('25');
    else if (deed === 'take-and-close') socket.end(`${usual[moment]}\r\n`);
    else if (deed === 'trickle') {
      const drops = setInterval(() => socket.write('250-one moment\r\n'), 20);
      socket.on('close', () => clearInterval(drops));
    } else if (deed === 'wait') {
      waits.resolve();
      void go.promise.then(() => socket.write(`${usual[moment]}\r\n`));
    } else {
      const line =
        deed ?? (moment === 'EHLO' && pipelining ? '250-mail.joos.example\r\n250 PIPELINING' : usual[moment]);
      if (line !== '') socket.write(`${line}\r\n`);
    }
  }

  const server = createServer((socket) => {
    opened += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined); // the client may hang up as it likes
    let [unread, inData, begun] = ['', false, false];
    act(socket, 'connect');
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      unread += chunk;
      for (;;) {
        if (inData) {
          const end = unread.indexOf('\r\n.\r\n');
          if (!begun) act(socket, 'amid-data');
          begun = true;
          if (end === -1) {
            unread = unread.slice(-4);
            return;
          }
          [unread, inData, begun] = [unread.slice(end + 5), false, false];
          whole += 1;
          act(socket, 'end-of-data');
        }
        const end = unread.indexOf('\r\n');
        if (end === -1) return;
        const command = unread.slice(0, 4).toUpperCase();
        unread = unread.slice(end + 2);
        if (command === 'QUIT') socket.end('221 goodbye\r\n');
        else if (command === 'RSET') socket.write('250 forgotten\r\n');
        else if (command === 'EHLO' || command === 'MAIL' || command === 'RCPT' || command === 'DATA') {
          // What comes after a refused command of the same mail is out of order, and may have been sent along with it.
          const inOrder = command !== 'DATA' || !(refuses(script.MAIL) || refuses(script.RCPT));
          if (inOrder) act(socket, command);
          else socket.write('503 5.5.1 no recipient\r\n');
          inData = command === 'DATA' && inOrder && (script.DATA ?? usual.DATA).startsWith('354');
        } else socket.write('502 unknown\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    port,
    wholeMails: () => whole,
    connections: () => opened,
    let: () => {
      go.resolve();
      [go, waits] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    },
    waiting: () => waits.promise,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function refuses(deed: Deed | undefined): boolean {
  return deed !== undefined && /^[45]/.test(deed);
}
