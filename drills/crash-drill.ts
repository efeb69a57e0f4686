import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { erasureStates } from '../src/domain/deletion/erasure.ts';
import { onThisMachine } from '../src/domain/residency/residency.ts';
import { okAsync } from '../src/domain/result.ts';
import { type Joos, openJoos, orThrow } from '../src/index.ts';
import { type CrewLog, workAndDie } from './crash/crew.ts';
import { killPoints } from './crash/kill-points.ts';
import { moodyProcessors, type RequestNote } from './crash/moody-processors.ts';
import type { AnswerNote, GoodbyeNote } from './crash/worker.ts';
import type { Announce, DrillReport } from './drill.ts';
import { type DrillPerson, newDrillPerson } from './drill-people.ts';
import { adaptersAt, type DrillPlace, leave, newDrillPlace, notesIn } from './drill-place.ts';
import type { DrillServer } from './drill-server.ts';
import { type DrillStores, halfDone, notEmptied, rowsBySubject } from './erased-rows.ts';
import { fencedInLedger, readProofs } from './erasure-proofs.ts';

/** How big a crash drill is. */
export interface CrashDrill {
  readonly erasures: number;
  /** How many worker processes are killed. */
  readonly kills: number;
}

/** A minute of the protocol, for which a claim holds, takes half a second. */
const speed = 120;
const workersAtOnce = 3;
const peopleAtOnce = 8;
/** One person in so many has a power bank out: what belongs to it outlives the account. */
const rentersEvery = 10;
/** For each so many processes that are killed the server is killed once. */
const killsPerServerKill = 20;
const longestFinishMs = 300_000;

/**
 * Real worker processes carry erasures on and are killed at any moment and at named points of the protocol, the database
 * server as well. At the end every erasure is done, whole, and proved once (POLICY.md C25).
 */
export async function crashDrill(
  server: DrillServer,
  { erasures, kills }: CrashDrill,
  announce: Announce,
): Promise<DrillReport> {
  const place = await newDrillPlace(await server.schemas(), speed);
  const town = await openTown(place);
  try {
    const people = await signUp(town, erasures);
    announce(`${people.length} people have signed up`);
    const before = await countRows(place);
    const atWork = { over: false };
    const serverKills = killServer(server, Math.max(1, Math.round(kills / killsPerServerKill)), atWork);
    const returns = bringBack(town.joos, place, people, atWork);
    const subjects = people.map(({ subject }) => subject);
    const log = await workAndDie({ place, subjects, kills, size: workersAtOnce });
    announce(`${log.killed} processes were killed, at ${log.points.size} points`);
    atWork.over = true;
    const serverKilled = await serverKills;
    await returns;
    await finish(town.joos, place);
    announce('Everything that is left is finished');
    const publicKeys = (await orThrow(town.joos.privacy.certificateKey())).publicKeys;
    const found = await judge(place, people, log, before, publicKeys);
    return {
      name: 'crash',
      done: {
        'people who asked to be erased': people.length,
        'erasures certified': found.certified,
        'processes killed': log.killed,
        'points of the protocol met': log.points.size,
        'servers killed': serverKilled,
        'requests repeated after a lost answer': log.repeated,
        'requests never repeated': log.dropped.size,
        'goodbyes said': found.goodbyes,
        'requests that reached a processor': found.requests,
      },
      mustBeNone: found.mustBeNone,
      notes: [
        `There are ${killPoints.length * 2} points: ${killPoints.length} calls of a port, before and after each.`,
        'A goodbye that was begun when its process died is not said again.',
        ...found.notes,
      ],
    };
  } finally {
    await town.joos.close();
    await leave(place);
  }
}

interface Town {
  readonly joos: Joos;
  readonly codeFor: (phone: string) => string;
}

/** The core of the drill itself, which nobody kills. */
async function openTown(place: DrillPlace): Promise<Town> {
  const codes = new Map<string, string>();
  const senders = {
    mailer: { residency: onThisMachine, send: () => okAsync(undefined) },
    sms: {
      residency: onThisMachine,
      send: ({ to, text }: { readonly to: string; readonly text: string }) => okAsync(void codes.set(to, text)),
    },
  };
  const adapters = { ...(await adaptersAt(place, senders, peopleAtOnce)), processors: moodyProcessors(place) };
  const joos = await orThrow(openJoos(adapters));
  return { joos, codeFor: (phone) => codes.get(phone) ?? '' };
}

async function signUp(town: Town, count: number): Promise<readonly DrillPerson[]> {
  const people: DrillPerson[] = [];
  let begun = 0;
  const queue = async (): Promise<void> => {
    while (begun < count) {
      begun += 1;
      people.push(await newDrillPerson(town.joos, town, { rents: begun % rentersEvery === 0 }));
    }
  };
  await Promise.all(Array.from({ length: peopleAtOnce }, queue));
  return people;
}

/** Kills the server now and then, until so many times or until the processes are through. */
async function killServer(server: DrillServer, times: number, atWork: { readonly over: boolean }): Promise<number> {
  let killed = 0;
  while (!atWork.over && killed < times) {
    await sleep(1_500 + randomInt(2_000));
    if (atWork.over && killed > 0) break;
    await server.kill();
    killed += 1;
  }
  return killed;
}

/** Brings the power banks back of people who left, while the processes die: what was kept for them goes then. */
async function bringBack(
  joos: Joos,
  place: DrillPlace,
  people: readonly DrillPerson[],
  atWork: { readonly over: boolean },
): Promise<void> {
  const orders = new Map(people.map(({ subject, openOrder }) => [subject, openOrder]));
  for (;;) {
    const last = atWork.over;
    for (const subject of await leaving(place)) {
      const order = orders.get(subject);
      if (order === undefined || order === null) continue;
      const back = await joos.orders.returnPowerBank({ order, station: 'FRA-0107' });
      if (back.isOk() || back.error.kind !== 'PortFailure') orders.delete(subject);
    }
    if (last) return;
    await sleep(300);
  }
}

/** Whoever is leaving or gone; nobody while the server is away. */
async function leaving(place: DrillPlace): Promise<readonly string[]> {
  try {
    const stores = await connect(place);
    const [rows] = await stores.data.query<RowDataPacket[]>("SELECT subject_id FROM users WHERE state <> 'active'");
    await disconnect(stores);
    return rows.map((row) => String(row.subject_id));
  } catch {
    return [];
  }
}

/** Lets a worker go on until nothing is left to do. */
async function finish(joos: Joos, place: DrillPlace): Promise<void> {
  const stores = await connect(place);
  const deadline = performance.now() + longestFinishMs;
  try {
    for (;;) {
      await orThrow(joos.worker.workerPass({ limit: 100 }));
      const [rows] = await stores.data.query<RowDataPacket[]>(
        `SELECT (SELECT COUNT(*) FROM erasures WHERE state <> '${erasureStates.at(-1)}') +
                (SELECT COUNT(*) FROM orders WHERE kept_since IS NOT NULL AND state <> 'open') AS unfinished`,
      );
      if (Number(rows[0]?.unfinished) === 0 || performance.now() > deadline) return;
      await sleep(50);
    }
  } finally {
    await disconnect(stores);
  }
}

type Rows = Awaited<ReturnType<typeof rowsBySubject>>;

async function countRows(place: DrillPlace): Promise<Rows> {
  const stores = await connect(place);
  const rows = await rowsBySubject(stores);
  await disconnect(stores);
  return rows;
}

interface Verdict {
  readonly certified: number;
  readonly goodbyes: number;
  readonly requests: number;
  readonly mustBeNone: DrillReport['mustBeNone'];
  readonly notes: readonly string[];
}

async function judge(
  place: DrillPlace,
  people: readonly DrillPerson[],
  log: CrewLog,
  before: Rows,
  publicKeys: string,
): Promise<Verdict> {
  const stores = await connect(place);
  const { erasures, faults } = await readProofs(stores, publicKeys);
  const rows = await rowsBySubject(stores);
  const certified = new Set(erasures.filter(({ state }) => state === 'certified').map(({ erasure }) => erasure));
  const begun = new Set(erasures.map(({ subject }) => subject));
  const answers = notesIn<AnswerNote>(place, 'answers');
  const goodbyes = notesIn<GoodbyeNote>(place, 'goodbyes');
  const requests = notesIn<RequestNote>(place, 'requests');
  // Whoever never asked again, and of whom nothing but the wish is written down, is as before.
  const untouched = people.filter(({ subject }) => !begun.has(subject)).map(({ subject }) => subject);
  const halves = [...begun].filter((subject) => halfDone(rows.get(subject)).length > 0);
  const unemptied = await notEmptied(stores, begun);
  const idsOf = Map.groupBy(requests, ({ processor, who }) => `${processor} ${who}`);
  const promised = [...answers.map(({ erasure }) => erasure), ...(await fencedInLedger(stores))];
  const verdict = {
    certified: certified.size,
    goodbyes: goodbyes.length,
    requests: requests.length,
    notes: [
      ...new Set(halves.map((subject) => `Rows are left in ${halfDone(rows.get(subject)).join(', ')}.`)),
      ...(unemptied.length > 0 ? ['The row of a user is not emptied.'] : []),
    ],
    mustBeNone: {
      'answers of an unexpected kind': [...log.unexpected.values()].reduce((sum, count) => sum + count, 0),
      'erasures lost after an answer or a line in the ledger': new Set(
        promised.filter((erasure) => !certified.has(erasure)),
      ).size,
      'erasures not done': erasures.length - certified.size,
      'people answered and not erased': [...log.answered].filter((subject) => !begun.has(subject)).length,
      'erasures half done': new Set([...halves, ...unemptied]).size,
      'people touched without an erasure': untouched.filter(
        (subject) => !log.dropped.has(subject) || isChanged(before.get(subject), rows.get(subject)),
      ).length,
      ...faults,
      'people told goodbye twice': goodbyes.length - new Set(goodbyes.map(({ to }) => to)).size,
      'people named to a processor under two requests': [...idsOf.values()].filter(
        (of) => new Set(of.map(({ requestId }) => requestId)).size > 1,
      ).length,
      'people whom a processor never heard of': people.filter(
        ({ subject, phone }) =>
          begun.has(subject) && !(idsOf.has(`analytics ${subject}`) && idsOf.has(`newsletter ${phone}`)),
      ).length,
    },
  };
  await disconnect(stores);
  return verdict;
}

/** The key for a farewell may have been made; one that no erasure comes to use opens nothing. The ledger has the wish. */
function isChanged(
  before: Readonly<Record<string, number>> | undefined,
  after: Readonly<Record<string, number>> | undefined,
): boolean {
  const tables = Object.keys(before ?? {}).filter((table) => table !== 'subject_keys');
  return tables.some((table) => before?.[table] !== after?.[table]) || (after?.subject_keys ?? 0) < 2;
}

async function connect({ dataUrl, vaultUrl }: DrillPlace): Promise<DrillStores> {
  return {
    data: await createConnection({ uri: dataUrl, supportBigNumbers: true }),
    vault: await createConnection({ uri: vaultUrl, supportBigNumbers: true }),
  };
}

async function disconnect({ data, vault }: DrillStores): Promise<void> {
  await data.end();
  await vault.end();
}
