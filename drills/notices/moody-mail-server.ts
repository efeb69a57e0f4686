import { randomInt } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the server does with a request. The first four take the mail. */
export type Mood =
  | 'answered'
  /** Taken, and never answered. */
  | 'hung'
  /** Taken, and the connection cut. */
  | 'cut'
  /** Taken, and answered with an error. */
  | 'broken'
  /** Not taken, and the connection cut. */
  | 'dropped'
  | 'throttled'
  | 'refused';

/** A mail that was taken. */
export interface TakenMail {
  readonly messageId: string;
  readonly about: string;
  readonly to: string;
  readonly takenAtMs: number;
  readonly mood: Extract<Mood, 'answered' | 'hung' | 'cut' | 'broken'>;
}

/** A mail provider that speaks SES v2 and has a bad day. */
export interface MoodyMailServer {
  readonly endpoint: string;
  readonly taken: readonly TakenMail[];
  /** How often it did what. */
  readonly moods: Readonly<Record<Mood | 'away', number>>;
  /** From now on it takes and answers everything. */
  readonly calmDown: () => void;
  readonly close: () => Promise<void>;
}

/** Of 1,000 requests so many meet a mood; all others are answered. */
const perThousand: readonly (readonly [Mood, number])[] = [
  ['hung', 12],
  ['cut', 8],
  ['broken', 6],
  ['dropped', 5],
  ['throttled', 25],
  ['refused', 2],
];

/** How long a hung request is kept; whoever asked has given up long before. */
const hungForMs = 3_000;

/** Starts it on loopback. Now and then it is away altogether for a moment, and refuses connections. */
export async function startMoodyMailServer(): Promise<MoodyMailServer> {
  const taken: TakenMail[] = [];
  const moods: Record<Mood | 'away', number> = {
    answered: 0,
    hung: 0,
    cut: 0,
    broken: 0,
    dropped: 0,
    throttled: 0,
    refused: 0,
    away: 0,
  };
  const state = { calm: false, closed: false };
  const server = createServer((request, response) => {
    void meet(request, response, state.calm ? 'answered' : moodOfTheMoment(), moods, taken);
  });
  const port = await listen(server, 0);
  const absences = (async (): Promise<void> => {
    while (!state.calm && !state.closed) {
      await sleep(4_000 + randomInt(4_000));
      if (state.calm || state.closed) return;
      moods.away += 1;
      await stopListening(server);
      await sleep(200 + randomInt(300));
      if (!state.closed) await listen(server, port);
    }
  })();
  return {
    endpoint: `http://127.0.0.1:${port}`,
    taken,
    moods,
    calmDown: () => {
      state.calm = true;
    },
    close: async () => {
      state.closed = true;
      await absences;
      if (server.listening) await stopListening(server);
    },
  };
}

function moodOfTheMoment(): Mood {
  let drawn = randomInt(1000);
  for (const [mood, share] of perThousand) {
    if (drawn < share) return mood;
    drawn -= share;
  }
  return 'answered';
}

async function meet(
  request: IncomingMessage,
  response: ServerResponse,
  mood: Mood,
  moods: Record<Mood | 'away', number>,
  taken: TakenMail[],
): Promise<void> {
  const mail = await mailIn(request).catch(() => null);
  if (mail === null) return; // whoever asked was killed in the middle of it
  moods[mood] += 1;
  switch (mood) {
    case 'dropped':
      request.socket.destroy();
      return;
    case 'throttled':
      answer(response, 429, { message: 'Slow down' }, 'TooManyRequestsException');
      return;
    case 'refused':
      answer(response, 400, { message: 'Not this one' }, 'MessageRejected');
      return;
    case 'answered':
    case 'hung':
    case 'cut':
    case 'broken':
      taken.push({ ...mail, takenAtMs: Date.now(), mood });
  }
  if (mood === 'answered') answer(response, 200, { MessageId: `taken-${taken.length}` });
  else if (mood === 'broken') answer(response, 500, { message: 'Lost my head' }, 'InternalServiceErrorException');
  else setTimeout(() => request.socket.destroy(), mood === 'cut' ? 0 : hungForMs).unref();
}

interface SentEmail {
  readonly Destination: { readonly ToAddresses: readonly string[] };
  readonly EmailTags: readonly { readonly Name: string; readonly Value: string }[];
}

async function mailIn(request: IncomingMessage): Promise<Pick<TakenMail, 'messageId' | 'about' | 'to'>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer); // a request without an encoding gives bytes
  const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as SentEmail; // sound: the adapter's tests check the shape
  const tag = (name: string): string => body.EmailTags.find(({ Name }) => Name === name)?.Value ?? '';
  return { messageId: tag('message'), about: tag('about'), to: body.Destination.ToAddresses.join() };
}

function answer(response: ServerResponse, status: number, body: unknown, type?: string): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(type === undefined ? {} : { 'x-amzn-errortype': type }),
  });
  response.end(JSON.stringify(body));
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port); // sound: it listens on a port
    });
  });
}

function stopListening(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
