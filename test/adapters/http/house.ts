import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HttpHandler, type HttpOptions, type HttpRooms, httpHandler } from '../../../src/adapters/http/index.ts';
import { inMemoryAuditSink, inMemoryStores } from '../../../src/adapters/in-memory/index.ts';
import { type SimulatedCardProcessor, simulatedCards } from '../../../src/adapters/simulated-cards/index.ts';
import { sqliteStores } from '../../../src/adapters/sql/sqlite.ts';
import { messageTemplates } from '../../../src/adapters/templates/index.ts';
import type { Business } from '../../../src/application/ports/business.ts';
import type { LogEvent, LogFields } from '../../../src/application/ports/log.ts';
import type { Mail } from '../../../src/application/ports/mailer.ts';
import type { MessageContent } from '../../../src/application/ports/message-content.ts';
import type {
  MailEvent,
  NotGenuine,
  ProcessorEvent,
  ProviderMessage,
} from '../../../src/application/ports/provider-events.ts';
import type { Sms } from '../../../src/application/ports/sms-sender.ts';
import type { Stores } from '../../../src/application/ports/stores.ts';
import { Instant } from '../../../src/domain/instant.ts';
import { onThisMachine } from '../../../src/domain/residency/residency.ts';
import { errAsync, okAsync, type ResultAsync } from '../../../src/domain/result.ts';
import type { RiskEvent } from '../../../src/domain/risk/risk-event.ts';
import { EmailAddress } from '../../../src/domain/user/email-address.ts';
import { type Joos, openJoos } from '../../../src/index.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { staffedStores } from '../../staff-desk.ts';
import { fakeProviders } from './fake-providers.ts';

/** A core behind an HTTP handler, with a look at all that goes out of it. */
export interface House {
  readonly joos: Joos;
  readonly handler: HttpHandler;
  readonly cards: SimulatedCardProcessor;
  readonly texts: Sms[];
  readonly mails: Mail[];
  /** What the messages were made of, in the order in which they were put into words. */
  readonly contents: MessageContent[];
  readonly risks: RiskEvent[];
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

const templates = messageTemplates({
  issuer: ['Joos GmbH', 'Musterweg 1, 60311 Frankfurt am Main'],
  vatId: 'DE123456789',
  support: 'help@joos.example',
  paymentDetailsUrl: 'https://joos.example/cards',
  timeZone: 'Europe/Berlin',
});

/** The host's part, as simple as it can be: a station that asks says so in a header. */
export const host: HttpOptions = {
  staff: true,
  station: async ({ headers }) => (headers.has('x-station') ? { station: headers.get('x-station') ?? '' } : null),
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

/** Opens a core on these stores; `changed` may put something else in place of a room, `business` of what the host says. */
export async function openHouse(
  stores: Stores = inMemoryStores(),
  options: HttpOptions = host,
  changed: (rooms: HttpRooms) => HttpRooms = (rooms) => rooms,
  business: Partial<Business> = {},
): Promise<House> {
  let now = await must(Instant.parse('2026-11-23T09:00:00Z'));
  const texts: Sms[] = [];
  const mails: Mail[] = [];
  const contents: MessageContent[] = [];
  const risks: RiskEvent[] = [];
  const logged: House['logged'] = [];
  const bugs: unknown[] = [];
  const cards = simulatedCards();
  const joos = await must(
    openJoos({
      environment: 'test',
      stores: staffedStores(stores),
      keys: {
        residency: onThisMachine,
        wrap: (key) => okAsync(Uint8Array.from(key)),
        unwrap: (wrapped) => okAsync(Uint8Array.from(wrapped)),
      },
      mailer: { residency: onThisMachine, send: (mail) => okAsync(void mails.push(mail)) },
      sms: { residency: onThisMachine, send: (sms) => okAsync(void texts.push(sms)) },
      audit: inMemoryAuditSink(),
      cards,
      templates: {
        mail: (content, ...more) => {
          contents.push(content);
          return templates.mail(content, ...more);
        },
        sms: (content, language) => {
          contents.push(content);
          return templates.sms(content, language);
        },
      },
      identities: fakeProviders,
      staffIdentities: fakeProviders,
      risk: { told: (event) => void risks.push(event) },
      business: {
        timeZone: 'Europe/Berlin',
        receiptIssuer: 'JOOS',
        supportInbox: await must(EmailAddress.parse(supportInbox)),
        unsubscribeUrl: 'https://api.joos.example/v1/unsubscribe',
        confirmEmailUrl: 'https://api.joos.example/v1/email-confirmations',
        undoChangeUrl: 'https://api.joos.example/v1/contact-changes',
        ...business,
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
    contents,
    risks,
    logged,
    bugs,
    pass: (durationMs) => {
      now = Instant.plusMs(now, durationMs);
    },
    close: () => joos.close(),
  };
}

/** The code in the message that was sent last; addresses have digits too. */
export function lastCode(messages: readonly { readonly text: string }[]): string {
  const text = (messages.at(-1)?.text ?? '').replaceAll(/https?:\S+/g, '');
  const code = /\b(?:\d{6}|\d{8})\b/.exec(text)?.[0];
  if (code === undefined) throw new Error('No code was sent');
  return code;
}

/** The last part of the address in the last message of a kind. */
export function lastToken({ contents }: Pick<House, 'contents'>, kind: 'confirm-email' | 'undo-change'): string {
  const urls = contents.flatMap((content) => {
    if (kind === 'confirm-email') return content.kind === 'code' ? [content.confirmUrl] : [];
    return content.kind === 'contact-changed' ? [content.undoUrl] : [];
  });
  const token = urls.at(-1)?.split('/').at(-1);
  if (token === undefined) throw new Error(`No address of ${kind} was sent`);
  return token;
}
