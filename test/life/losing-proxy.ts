import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/**
 * What becomes of one command on its way to the server: `pass`; `request-lost`: the connection breaks before it gets there;
 * `answer-lost`: the server carries it out, and the connection breaks before the answer is back.
 */
export type Fate = 'pass' | 'request-lost' | 'answer-lost';

/** A command as it goes over the wire; `text` is empty where it names a statement that was prepared before. */
export interface WireCommand {
  readonly kind: 'query' | 'prepare' | 'execute' | 'other';
  readonly text: string;
}

/** Stands between the core and a MySQL server, and loses what it is told to lose. */
export interface LosingProxy {
  /** The address of a database, by way of the proxy. */
  readonly reach: (url: string) => string;
  /** Asked for every command; all of them pass until this is set. */
  decide: (command: WireCommand) => Fate;
  readonly close: () => Promise<void>;
}

/**
 * Lets the nth command of what follows meet its fate, and so many after it, of those that are part of a call; says in the end
 * whether one did.
 */
export function strike(proxy: LosingProxy, nth: number, fate: Exclude<Fate, 'pass'>, asLongAs = 1): () => boolean {
  let seen = 0;
  proxy.decide = ({ kind, text }) => {
    // What a connection says when it is new is not part of any call.
    if (kind === 'other' || text.startsWith('SET SESSION')) return 'pass';
    seen += 1;
    return seen >= nth && seen < nth + asLongAs ? fate : 'pass';
  };
  return () => {
    proxy.decide = () => 'pass';
    return seen >= nth;
  };
}

export async function losingProxy(host: string, port: number): Promise<LosingProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(port, host);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {}); // that it breaks is the point
      socket.on('close', () => sockets.delete(socket));
    }
    const breakOff = (): void => {
      client.resetAndDestroy();
      upstream.destroy();
    };
    let muted = false;
    const packets = packetReader();
    client.on('data', (bytes: Buffer) => {
      for (const packet of packets(bytes)) {
        const fate = muted ? 'request-lost' : fateOf(proxy, packet);
        if (fate === 'request-lost') {
          breakOff();
          return;
        }
        if (fate === 'answer-lost') muted = true;
        upstream.write(packet);
      }
    });
    upstream.on('data', (bytes: Buffer) => {
      // The server has answered, so it has done what it was asked for: nobody hears of it.
      if (muted) breakOff();
      else client.write(bytes);
    });
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: LosingProxy = {
    reach: (url) => {
      const through = new URL(url);
      through.hostname = '127.0.0.1';
      through.port = String((server.address() as AddressInfo).port); // it listens on a port
      return through.href;
    },
    decide: () => 'pass',
    close: () => closed(server, sockets),
  };
  return proxy;
}

/** A packet of the client's that begins a command has the number 0; what belongs to the greeting counts on from there. */
function fateOf(proxy: LosingProxy, packet: Buffer): Fate {
  if (packet[3] !== 0) return 'pass';
  const kind = kinds[packet[4] ?? 0] ?? 'other';
  return proxy.decide({ kind, text: kind === 'query' || kind === 'prepare' ? packet.toString('utf8', 5) : '' });
}

const kinds: Readonly<Record<number, WireCommand['kind']>> = { 3: 'query', 22: 'prepare', 23: 'execute' };
const headerBytes = 4;

/** Cuts a stream of bytes into packets: 3 bytes of length, a number, and so many bytes. */
function packetReader(): (bytes: Buffer) => readonly Buffer[] {
  let rest = Buffer.alloc(0);
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    const packets: Buffer[] = [];
    while (rest.length >= headerBytes) {
      const length = headerBytes + rest.readUIntLE(0, 3);
      if (rest.length < length) break;
      packets.push(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
    return packets;
  };
}

async function closed(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
