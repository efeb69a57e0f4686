import { randomBytes, randomInt } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { onThisMachine } from '../../src/domain/residency/residency.ts';
import { okAsync } from '../../src/domain/result.ts';
import { type Joos, openJoos, orThrow, type SessionToken } from '../../src/index.ts';
import { askedUntilSent, newDrillPerson } from '../drill-people.ts';
import { adaptersAt, clockOf, type DrillPlace } from '../drill-place.ts';
import { noticesBusiness } from './business.ts';

/** Somebody of the drill, with the address that their mails must go to and nobody else's. */
export interface Addressee {
  readonly subject: string;
  readonly session: SessionToken;
  readonly email: string;
  readonly order: string;
}

/** The core of the drill itself, which nobody kills, and the people in it. */
export interface Town {
  readonly joos: Joos;
  readonly people: readonly Addressee[];
  readonly edition: string;
}

const peopleAtOnce = 8;

/** What people say of the newsletter, first that they want it and some of them later that they do not. */
export const newsletter = {
  purpose: 'newsletter',
  noticeVersion: '2026-11',
  noticeLanguage: 'en',
  channel: 'app',
} as const;

/** Opens the core, signs people up who have an email, a receipt and the newsletter, and publishes one. */
export async function settleTown(place: DrillPlace, count: number): Promise<Town> {
  const codes = new Map<string, string>();
  const keep = ({ to, text }: { readonly to: string; readonly text: string }) => okAsync(void codes.set(to, text));
  const adapters = await adaptersAt(
    place,
    { mailer: { residency: onThisMachine, send: keep }, sms: { residency: onThisMachine, send: keep } },
    peopleAtOnce,
  );
  const joos = await orThrow(openJoos({ ...adapters, business: { ...adapters.business, ...noticesBusiness } }));
  const people: Addressee[] = [];
  let begun = 0;
  const queue = async (): Promise<void> => {
    while (begun < count) {
      begun += 1;
      people.push(await newAddressee(joos, (to) => codes.get(to) ?? ''));
    }
  };
  await Promise.all(Array.from({ length: peopleAtOnce }, queue));
  const text = { title: 'News', paragraphs: ['There is a new station.'] };
  const { edition } = await orThrow(
    joos.notices.publishEdition({ purpose: 'newsletter', texts: { en: text, de: text } }),
  );
  // Queued for everybody before anything is sent, so that every notice there is to be is known.
  while ((await orThrow(joos.worker.spreadEditions({ limit: 100 }))) > 0);
  return { joos, people, edition };
}

async function newAddressee(joos: Joos, codeFor: (to: string) => string): Promise<Addressee> {
  const { subject, session } = await newDrillPerson(joos, { codeFor }, { rents: false });
  // Letters alone: among digits a card number could hide, and such an address is refused.
  const letters = Array.from(randomBytes(16), (byte) => String.fromCharCode(97 + (byte % 26)));
  const email = `${letters.join('')}@example.com`;
  const { challenge } = await askedUntilSent(() => joos.accounts.addEmail({ session, email }));
  await orThrow(joos.accounts.confirmEmail({ session, email, challenge, code: codeFor(email) }));
  await orThrow(joos.consents.recordConsent({ session, ...newsletter }));
  const [rental] = await orThrow(joos.orders.myOrders({ session }));
  return { subject, session, email, order: rental?.order ?? '' };
}

const rowsAtOnce = 500;

/** Fills the outbox with so many notices to these people: receipts, confirmations and newsletters. */
export async function fillOutbox(
  place: DrillPlace,
  { people, edition }: Pick<Town, 'people' | 'edition'>,
  messages: number,
  kinds: readonly Kind[] = mixed,
): Promise<void> {
  const database = await createConnection({ uri: place.dataUrl });
  const createdAt = clockOf(place).now();
  try {
    for (let first = 0; first < messages; first += rowsAtOnce) {
      const rows = Array.from(
        { length: Math.min(rowsAtOnce, messages - first) },
        (_, n) => rowFor(people[randomInt(people.length)] as Addressee, edition, first + n, createdAt, kinds), // sound: there are people
      );
      await database.query(
        `INSERT INTO notices (notice_id, subject_id, template, template_version, language, reference, lane, dedupe_key,
           state, created_at, due_at, tries, unclear_tries) VALUES ?`,
        [rows],
      );
    }
  } finally {
    await database.end();
  }
}

type Kind = 'receipt' | 'email-confirmed' | 'newsletter';

const mixed: readonly Kind[] = ['receipt', 'receipt', 'receipt', 'email-confirmed', 'newsletter'];

function rowFor(
  { subject, order }: Addressee,
  edition: string,
  n: number,
  createdAt: number,
  kinds: readonly Kind[],
): readonly unknown[] {
  const kind = kinds[n % kinds.length];
  const reference = kind === 'receipt' ? order : kind === 'newsletter' ? edition : null;
  const lane = kind === 'newsletter' ? 'bulk' : 'transactional';
  const id = [4, 2, 2, 2, 6].map((bytes) => randomBytes(bytes).toString('hex')).join('-');
  return [id, subject, kind, 1, 'en', reference, lane, `drill:${n}`, 'queued', createdAt, createdAt, 0, 0];
}
