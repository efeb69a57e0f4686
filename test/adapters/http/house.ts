import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HttpOptions, type HttpRooms, httpHandler } from '../../../src/adapters/http/index.ts';
import { inMemoryStores } from '../../../src/adapters/in-memory/index.ts';
import { type SimulatedCardProcessor, simulatedCards } from '../../../src/adapters/simulated-cards/index.ts';
import { sqliteStores } from '../../../src/adapters/sql/sqlite.ts';
import { messageTemplates } from '../../../src/adapters/templates/index.ts';
import type { LogEvent, LogFields } from '../../../src/application/ports/log.ts';
import type { Mail } from '../../../src/application/ports/mailer.ts';
import type {
  MailEvent,
  NotGenuine,
  ProcessorEvent,
  ProviderMessage,
} from '../../../src/application/ports/provider-events.ts';
import type { Sms } from '../../../src/application/ports/sms-sender.ts';
import type { Stores } from '../../../src/application/ports/stores.ts';
import { Instant } from '../../../src/domain/instant.ts';
import { errAsync, okAsync, type ResultAsync } from '../../../src/domain/result.ts';
import { EmailAddress } from '../../../src/domain/user/email-address.ts';
import { type Joos, openJoos } from '../../../src/index.ts';
import { must } from '../../../src/testing/contracts/contract.ts';

/** A core behind an HTTP handler, with a look at all that goes out of it. */
export interface House {
  readonly joos: Joos;
  readonly handler: (request: Request) => Promise<Response>;
  readonly cards: SimulatedCardProcessor;
  readonly texts: Sms[];
  readonly mails: Mail[];
  readonly logged: { readonly level: string; readonly event: LogEvent; readonly fields: LogFields }[];
  /** What was thrown behind a 500. */
  readonly bugs: unknown[];
  readonly pass: (durationMs: number) => void;
  readonly close: () => Promise<void>;
}

const tariff = {
  currency: 'EUR',
  unlockFeeMinor: 100,
  unitPriceMinor: 50,
  unitMinutes: 30,
  dailyCapMinor: 900,
  lossFeeMinor: 3900,
  vatPercent: 19,
} as const;

/** The host's part, as simple as it can be: who asks says so in a header. */
export const host: HttpOptions = {
  staff: async ({ headers }) => (headers.has('x-staff') ? { staff: headers.get('x-staff') ?? '' } : null),
  station: async ({ headers }) => (headers.has('x-station') ? { station: headers.get('x-station') ?? '' } : null),
  identity: async ({ provider, credential }) =>
    credential.startsWith('proved:')
      ? { issuer: `https://${provider}.example.org`, providerSubject: credential.slice('proved:'.length) }
      : null,
  tariff: async (station) => (station.startsWith('XXX') ? null : tariff),
  takesCardNumbers: true,
  cardEvents: { read: (message) => genuine<ProcessorEvent>(message) },
  mailEvents: { read: (message) => genuine<MailEvent>(message) },
};

/** What a provider says of itself, as simple as it can be: a header vouches for a body that is a list of events. */
function genuine<Event>({ header, body }: ProviderMessage): ResultAsync<readonly Event[], NotGenuine> {
  return header('x-genuine') === 'yes'
    ? okAsync(JSON.parse(Buffer.from(body).toString('utf8')) as readonly Event[]) // the tests write them
    : errAsync({ kind: 'NotGenuine' });
}

/** Where our own support reads. */
export const supportInbox: string = 'support@joos.example';

/** Opens a core on SQLite, in a folder that goes with it. */
export async function houseOnSqlite(): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), 'joos-http-'));
  const stores = sqliteStores({ dataFile: join(folder, 'data.db'), vaultFile: join(folder, 'vault.db') });
  await must(stores.migrate());
  const house = await openHouse(stores);
  return {
    ...house,
    close: async () => {
      await house.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Opens a core on these stores; `changed` may put something else in place of a room. */
export async function openHouse(
  stores: Stores = inMemoryStores(),
  options: HttpOptions = host,
  changed: (rooms: HttpRooms) => HttpRooms = (rooms) => rooms,
): Promise<House> {
  let now = await must(Instant.parse('2026-11-23T09:00:00Z'));
  const texts: Sms[] = [];
  const mails: Mail[] = [];
  const logged: House['logged'] = [];
  const bugs: unknown[] = [];
  const cards = simulatedCards();
  const joos = await must(
    openJoos({
      environment: 'test',
      stores,
      keys: { wrap: (key) => okAsync(Uint8Array.from(key)), unwrap: (wrapped) => okAsync(Uint8Array.from(wrapped)) },
      mailer: { send: (mail) => okAsync(void mails.push(mail)) },
      sms: { send: (sms) => okAsync(void texts.push(sms)) },
      cards,
      templates: messageTemplates({
        issuer: ['Joos GmbH', 'Musterweg 1, 60311 Frankfurt am Main'],
        vatId: 'DE123456789',
        support: 'help@joos.example',
        paymentDetailsUrl: 'https://joos.example/cards',
        timeZone: 'Europe/Berlin',
      }),
      business: {
        timeZone: 'Europe/Berlin',
        receiptIssuer: 'JOOS',
        supportInbox: await must(EmailAddress.parse(supportInbox)),
        unsubscribeUrl: 'https://api.joos.example/v1/unsubscribe',
      },
      clock: { now: () => now },
    }),
  );
  const handler = httpHandler(changed(joos), {
    ...options,
    log: { write: (level, event, fields = {}) => void logged.push({ level, event, fields }) },
    onBug: (cause) => void bugs.push(cause),
  });
  return {
    joos,
    handler,
    cards,
    texts,
    mails,
    logged,
    bugs,
    pass: (durationMs) => {
      now = Instant.plusMs(now, durationMs);
    },
    close: () => joos.close(),
  };
}

/** The code in the message that was sent last. */
export function lastCode(messages: readonly { readonly text: string }[]): string {
  const code = /\d{6}/.exec(messages.at(-1)?.text ?? '')?.[0];
  if (code === undefined) throw new Error('No code was sent');
  return code;
}
