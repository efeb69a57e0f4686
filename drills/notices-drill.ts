import { type ChildProcess, fork } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { longestSendMs } from '../src/domain/notice/notice.ts';
import { orThrow } from '../src/index.ts';
import { staffSessionOf } from '../test/staff-desk.ts';
import type { Announce, DrillReport } from './drill.ts';
import { clockOf, type DrillPlace, leave, newDrillPlace } from './drill-place.ts';
import type { DrillServer } from './drill-server.ts';
import { explainDuplicates } from './notices/duplicates.ts';
import { type MoodyMailServer, startMoodyMailServer, type TakenMail } from './notices/moody-mail-server.ts';
import { type Addressee, fillOutbox, newsletter, settleTown, type Town } from './notices/town.ts';
import type { PostmanOrders } from './notices/worker.ts';

/** How big a notices drill is. */
export interface NoticesDrill {
  readonly messages: number;
  /** How many worker processes are killed. */
  readonly kills: number;
}

/** A lease of a minute runs out after 3 seconds. */
const speed = 20;
const workersAtOnce = 3;
/** The adapters give a call 15 s; in the time of the drill that is so long. */
const timeoutMs = 600;
/** For each so many workers that are killed the server is killed once. */
const killsPerServerKill = 10;
/** One person in so many leaves, and one in so many withdraws the consent to the newsletter, while mails are sent. */
const leaverEvery = 20;
const withdrawerEvery = 10;
const noProgressMs = 120_000;

/**
 * Sends an outbox while everything around it breaks, and counts what arrived: at least once for who stayed, never for who
 * left or does not want it, and twice only where nobody could know better (POLICY.md C10 to C12).
 */
export async function noticesDrill(
  server: DrillServer,
  { messages, kills }: NoticesDrill,
  announce: Announce,
): Promise<DrillReport> {
  const place = await newDrillPlace(await server.schemas(), speed);
  const mail = await startMoodyMailServer();
  const town = await settleTown(place, Math.max(20, Math.min(500, Math.round(messages / 200))));
  announce(`${town.people.length} people have signed up`);
  try {
    await fillOutbox(place, town, messages);
    const queued = await noticesIn(place);
    announce(`${queued.length} notices are queued`);
    const crew = new Crew({ place, endpoint: mail.endpoint, timeoutMs });
    try {
      const gone = await breakThings(server, crew, town, place, mail, { messages: queued.length, kills }, announce);
      await finish(town, mail, announce);
      await crew.end();
      return await judge(place, town, mail, queued, gone, crew);
    } finally {
      await crew.end();
    }
  } finally {
    await town.joos.close();
    await mail.close();
    await leave(place);
  }
}

/** Keeps so many workers alive, and kills one of them when told. */
class Crew {
  readonly #orders: PostmanOrders;
  readonly #workers = new Set<ChildProcess>();
  #ended = false;
  killed = 0;

  constructor(orders: PostmanOrders) {
    this.#orders = orders;
    for (let seat = 0; seat < workersAtOnce; seat += 1) this.#hire();
  }

  #hire(): void {
    const worker = fork(
      fileURLToPath(new URL('./notices/worker.ts', import.meta.url)),
      [JSON.stringify(this.#orders)],
      {
        execArgv: ['--disable-warning=ExperimentalWarning'],
      },
    );
    this.#workers.add(worker);
    worker.once('exit', () => {
      this.#workers.delete(worker);
      if (!this.#ended) setTimeout(() => this.#hire(), 100);
    });
  }

  killOne(): void {
    const workers = [...this.#workers];
    const victim = workers[randomInt(Math.max(1, workers.length))];
    if (victim?.kill('SIGKILL') === true) this.killed += 1;
  }

  async end(): Promise<void> {
    this.#ended = true;
    const exits = [...this.#workers].map((worker) => new Promise((resolve) => worker.once('exit', resolve)));
    for (const worker of this.#workers) worker.kill('SIGKILL');
    await Promise.all(exits);
  }
}

/** Who left and who withdrew, by subject, each with the moment from which on nothing may arrive, in the time of the drill. */
interface Gone {
  readonly left: ReadonlyMap<string, number>;
  readonly withdrew: ReadonlyMap<string, number>;
  readonly serversKilled: number;
}

/** Kills workers and the server, evenly over the work, and lets people leave and withdraw. */
async function breakThings(
  server: DrillServer,
  crew: Crew,
  town: Town,
  place: DrillPlace,
  mail: MoodyMailServer,
  { messages, kills }: NoticesDrill,
  announce: Announce,
): Promise<Gone> {
  const left = new Map<string, number>();
  const withdrew = new Map<string, number>();
  const leavers = town.people.filter((_, n) => n % leaverEvery === 7);
  const withdrawers = town.people.filter((_, n) => n % withdrawerEvery === 3);
  const now = clockOf(place);
  const serverKills = Math.max(1, Math.round(kills / killsPerServerKill));
  let serversKilled = 0;
  for (let kill = 1; kill <= kills; kill += 1) {
    // The last kill comes when four in five are sent, so that the end is under fire as well.
    await reached(mail, (messages * 0.8 * kill) / kills);
    crew.killOne();
    if (kill % Math.ceil(kills / serverKills) === 0) {
      await server.kill();
      serversKilled += 1;
    }
    for (const person of shareOf(leavers, kill, kills)) {
      if (await leaves(town, person)) left.set(person.subject, now.now());
    }
    for (const person of shareOf(withdrawers, kill, kills)) {
      if (await withdraws(town, person)) withdrew.set(person.subject, now.now());
    }
    if (kill % 10 === 0) announce(`${crew.killed} workers killed, ${mail.taken.length} mails taken`);
  }
  return { left, withdrew, serversKilled };
}

async function reached(mail: MoodyMailServer, count: number): Promise<void> {
  let seen = -1;
  let sinceMs = performance.now();
  while (mail.taken.length < count) {
    if (mail.taken.length !== seen) {
      seen = mail.taken.length;
      sinceMs = performance.now();
    } else if (performance.now() - sinceMs > noProgressMs) return;
    await sleep(10 + randomInt(40));
  }
}

function shareOf<Item>(items: readonly Item[], place: number, places: number): readonly Item[] {
  return items.slice(Math.floor((items.length * (place - 1)) / places), Math.floor((items.length * place) / places));
}

async function leaves({ joos }: Town, { subject }: Addressee): Promise<boolean> {
  const answer = await joos.privacy.cancelOnBehalf({
    person: { subject },
    staffSession: staffSessionOf('anna.support'),
    reason: 'asked-in-writing',
    caseNumber: 'CASE-1042',
  });
  return answer.isOk();
}

async function withdraws({ joos }: Town, { session }: Addressee): Promise<boolean> {
  return (await joos.consents.withdrawConsent({ session, ...newsletter })).isOk();
}

/** Lets the rest arrive: the mail server comes to its senses, and what was refused is released by a person. */
async function finish(town: Town, mail: MoodyMailServer, announce: Announce): Promise<void> {
  let last = -1;
  let sinceMs = performance.now();
  for (;;) {
    const status = await town.joos.notices.outboxStatus();
    const left = status.isOk() ? status.value.queued + status.value.parked : last;
    if (left === 0) return;
    if (left !== last) {
      last = left;
      sinceMs = performance.now();
    } else if (performance.now() - sinceMs > noProgressMs) return;
    if (left < 200) mail.calmDown();
    if (status.isOk() && status.value.parked > 0) await releaseAll(town);
    if (status.isOk() && status.value.parked > 0) announce(`${left} notices are left`);
    await sleep(200);
  }
}

async function releaseAll({ joos }: Town): Promise<void> {
  for (const { notice } of await orThrow(joos.notices.parkedNotices({ limit: 500 }))) {
    void (await joos.notices.releaseNotice({ notice })); // whoever left meanwhile took theirs along
  }
}

interface NoticeRow {
  readonly notice: string;
  readonly subject: string;
  readonly state: string;
  readonly unclearTries: number;
  readonly template: string;
}

/** What goes by mail: that an email was added is told to the phone, which no mail server takes. */
async function noticesIn({ dataUrl }: DrillPlace): Promise<readonly NoticeRow[]> {
  const database = await createConnection({ uri: dataUrl });
  const [rows] = await database.query<RowDataPacket[]>(
    "SELECT notice_id, subject_id, state, unclear_tries, template FROM notices WHERE template <> 'contact-changed'",
  );
  await database.end();
  return rows.map((row) => ({
    notice: String(row.notice_id),
    subject: String(row.subject_id),
    state: String(row.state),
    unclearTries: Number(row.unclear_tries),
    template: String(row.template),
  }));
}

async function judge(
  place: DrillPlace,
  { people }: Town,
  mail: MoodyMailServer,
  queued: readonly NoticeRow[],
  { left, withdrew, serversKilled }: Gone,
  crew: Crew,
): Promise<DrillReport> {
  const after = new Map((await noticesIn(place)).map((row) => [row.notice, row]));
  const known = new Map(queued.map((row) => [row.notice, row]));
  const addressOf = new Map(people.map(({ subject, email }) => [subject, email]));
  const ours = mail.taken.filter(({ about }) => about !== 'goodbye');
  const arrived = new Set(ours.map(({ messageId }) => messageId));
  const mayBeMissing = ({ subject, template }: NoticeRow): boolean =>
    left.has(subject) || (template === 'newsletter' && withdrew.has(subject));
  const lost = queued.filter((row) => !arrived.has(row.notice) && !mayBeMissing(row));
  const tooLate = ours.filter((taken) => isTooLate(place, taken, known.get(taken.messageId), left, withdrew));
  const toOthers = ours.filter(({ messageId, to }) => addressOf.get(known.get(messageId)?.subject ?? '') !== to);
  const duplicates = explainDuplicates(ours, (id) => after.get(id)?.unclearTries ?? null);
  const rows = [...after.values()];
  const unclearTries = rows.reduce((sum, row) => sum + row.unclearTries, 0);
  const { answered, hung, cut, broken, dropped, throttled, refused, away } = mail.moods;
  return {
    name: 'notices',
    done: {
      'notices queued': queued.length,
      'mails taken': mail.taken.length,
      'mails taken more than once': duplicates.count,
      'tries counted as unclear': unclearTries,
      'workers killed': crew.killed,
      'database servers killed': serversKilled,
      'people who left meanwhile': left.size,
      'people who withdrew meanwhile': withdrew.size,
      'answered by the mail server': answered,
      'taken and never answered': hung,
      'taken and cut off': cut,
      'taken and answered with an error': broken,
      'not taken and cut off': dropped,
      'asked to slow down': throttled,
      'refused, parked and released': refused,
      'times that it was away': away,
    },
    mustBeNone: {
      'notices lost': lost.length,
      'mails that no notice asked for': ours.filter(({ messageId }) => !known.has(messageId)).length,
      'mails to who had left, or had withdrawn': tooLate.length,
      'mails to somebody else': toOthers.length,
      'duplicates beyond the tries counted as unclear': duplicates.unexplained,
      'notices still waiting or parked': rows.filter(({ state }) => state === 'queued' || state === 'parked').length,
      'notices recorded as sent that never arrived': rows.filter(
        ({ notice, state }) => state === 'sent' && known.has(notice) && !arrived.has(notice),
      ).length,
    },
    notes: duplicates.notes,
  };
}

/** So long after a fence or a withdrawal nothing is under way any more that was begun before. */
function isTooLate(
  { beganAtMs }: DrillPlace,
  { takenAtMs, about }: TakenMail,
  row: NoticeRow | undefined,
  left: Gone['left'],
  withdrew: Gone['withdrew'],
): boolean {
  const takenAt = beganAtMs + (takenAtMs - beganAtMs) * speed;
  const until = (map: ReadonlyMap<string, number>): number => map.get(row?.subject ?? '') ?? Number.POSITIVE_INFINITY;
  if (takenAt > until(left) + longestSendMs) return true;
  return about === 'newsletter' && takenAt > until(withdrew) + longestSendMs;
}
