import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { CardNumber, type Joos, openJoos, orThrow, Refused } from '../src/index.ts';
import type { Announce, DrillReport } from './drill.ts';
import { adaptersAt, type DrillPlace, leave, newDrillPlace, notesIn } from './drill-place.ts';
import { type DrillStores, halfDone, notEmptied, rowsBySubject } from './erased-rows.ts';
import { type ProvedErasure, readProofs } from './erasure-proofs.ts';
import { lateWrites, watchForLateWrites } from './race/late-writes.ts';
import type { Racer, RiderReport, RiderWord } from './race/rider.ts';
import { type SentNote, sendersAt } from './race/senders.ts';

/** How big a race drill is. */
export interface RaceDrill {
  readonly operations: number;
  readonly erasures: number;
  /** How many people race at once; each is in two processes. */
  readonly concurrency: number;
  /** How much faster time passes than outside. At 4 a lease runs out after 15 s, and a provider may take 7. */
  readonly speed: number;
}

const riders = 2;
/** Asking for a code, signing up with it and adding a card. */
const actsOfSigningUp = 3;
/** What is left is waited for as long as it becomes less; so long without any progress, and it is stuck. */
const longestStandstillMs = 120_000;

/** What a caller may hear when somebody is erased meanwhile, or does the same thing elsewhere. */
const expected: ReadonlySet<string> = new Set([
  'ok',
  'NotLoggedIn',
  'NoCard',
  'NoSuchOrder',
  'OrderNotOpen',
  'NoSuchPayment',
  'CodeTooSoon',
  'UnknownCode',
  'WrongCode',
  'CodeSpent',
  'FormerAccountLeaving',
]);

/**
 * People do everything at once and are erased in the middle of it, by several processes: nothing of theirs lands behind the
 * fence, and nothing reaches them after the certificate (POLICY.md C25).
 */
export async function raceDrill(
  urls: Pick<DrillPlace, 'dataUrl' | 'vaultUrl'>,
  { operations, erasures, concurrency, speed }: RaceDrill,
  announce: Announce,
): Promise<DrillReport> {
  const place = await newDrillPlace(urls, speed);
  const stores: DrillStores = {
    data: await createConnection({ uri: place.dataUrl, supportBigNumbers: true }),
    vault: await createConnection({ uri: place.vaultUrl, supportBigNumbers: true }),
  };
  await watchForLateWrites(stores.data);
  const codes = new Map<string, string>();
  const senders = sendersAt(place, () => ({ by: 'stranger', subject: null }), codes);
  const joos = await orThrow(openJoos(await adaptersAt(place, senders, concurrency)));
  const crew = await Promise.all(Array.from({ length: riders }, () => started('rider', place)));
  const postmen = [await started('postman', place), await started('postman', place)];
  try {
    const acts = Math.max(riders, Math.round(operations / erasures) - actsOfSigningUp);
    const startedMs = performance.now();
    const racers: Racer[] = [];
    let through = 0;
    await inLanes(concurrency, erasures, async (index) => {
      const racer = await signUp(joos, codes, index);
      racers.push(racer);
      await raceOf(crew, racer, acts, index);
      through += 1;
      if (through % 500 === 0) announce(`${through} people have raced`);
    });
    const seconds = (performance.now() - startedMs) / 1000;
    const answers = await tallies(crew);
    announce(`All have raced, in ${Math.round(seconds)} s; what is left is being finished`);
    await finish(joos, stores);
    for (const postman of postmen) {
      postman.send({ end: true });
      await once(postman, 'exit');
    }
    const { publicKeys } = await orThrow(joos.privacy.certificateKey());
    return await judge(place, stores, racers, answers, { publicKeys, seconds });
  } finally {
    for (const process of [...crew, ...postmen]) process.kill('SIGKILL');
    await joos.close();
    await stores.data.end();
    await stores.vault.end();
    await leave(place);
  }
}

async function started(name: 'rider' | 'postman', place: DrillPlace): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL(`./race/${name}.ts`, import.meta.url)), [JSON.stringify(place)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  child.setMaxListeners(0);
  await once(child, 'message'); // it is open
  return child;
}

/** Does so many things, at most so many at a time. */
async function inLanes(lanes: number, count: number, run: (index: number) => Promise<void>): Promise<void> {
  let begun = 0;
  const lane = async (): Promise<void> => {
    while (begun < count) {
      begun += 1;
      await run(begun);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

async function signUp(joos: Joos, codes: Map<string, string>, index: number): Promise<Racer> {
  const phone = `+49151${String(index).padStart(8, '0')}`;
  const { challenge, device } = await orThrow(joos.accounts.requestCode({ purpose: 'log-in', phone }));
  const code = codes.get(phone) ?? '';
  const { subject, session } = await orThrow(joos.accounts.verifyCode({ phone, challenge, device, code }));
  const number = CardNumber.from('4242 4242 4242 4242');
  await orThrow(joos.cards.addCard({ session, number, paymentMethod: `pm_first${index}` }));
  return { subject, phone, session: session.reveal() };
}

/** All processes act for the person at once, and one of them erases. */
async function raceOf(crew: readonly ChildProcess[], racer: Racer, acts: number, index: number): Promise<void> {
  await Promise.all(
    crew.map(async (rider, seat) => {
      const share = Math.floor(acts / crew.length) + (seat < acts % crew.length ? 1 : 0);
      const word: RiderWord = { racer, acts: share, erases: index % crew.length === seat };
      rider.send(word);
      await new Promise<void>((resolve) => {
        const hear = (said: RiderReport): void => {
          if (said.kind !== 'through' || said.subject !== racer.subject) return;
          rider.off('message', hear);
          resolve();
        };
        rider.on('message', hear);
      });
    }),
  );
}

async function tallies(crew: readonly ChildProcess[]): Promise<ReadonlyMap<string, number>> {
  const all = new Map<string, number>();
  for (const rider of crew) {
    const said = new Promise<RiderReport>((resolve) => rider.once('message', resolve));
    rider.send({ end: true } satisfies RiderWord);
    const tally = await said;
    if (tally.kind !== 'tally') throw new Error('A rider that was through had more to say');
    for (const [answer, count] of Object.entries(tally.answers)) all.set(answer, (all.get(answer) ?? 0) + count);
  }
  return all;
}

/** Brings back what people who left had out, and waits until every erasure is certified and every kept order is gone. */
async function finish(joos: Joos, { data }: DrillStores): Promise<void> {
  const [open] = await data.query<RowDataPacket[]>(
    "SELECT order_id FROM orders JOIN users USING (subject_id) WHERE users.state <> 'active' AND orders.state = 'open'",
  );
  for (const { order_id: order } of open) {
    const back = await joos.orders.returnPowerBank({ order: String(order), station: 'FRA-0107' });
    // A rental that came behind the fence belongs to nobody, and its row will be found.
    if (back.isErr() && back.error.kind !== 'NoSuchOrder') throw new Refused(back.error.kind);
  }
  let least = Number.POSITIVE_INFINITY;
  let deadline = performance.now() + longestStandstillMs;
  while (performance.now() < deadline) {
    const [rows] = await data.query<RowDataPacket[]>(
      `SELECT (SELECT COUNT(*) FROM erasures WHERE state <> 'certified') +
              (SELECT COUNT(*) FROM orders JOIN users USING (subject_id) WHERE users.state <> 'active') AS unfinished`,
    );
    const unfinished = Number(rows[0]?.unfinished);
    if (unfinished === 0) return;
    if (unfinished < least) {
      least = unfinished;
      deadline = performance.now() + longestStandstillMs;
    }
    await sleep(100);
  }
}

async function judge(
  place: DrillPlace,
  stores: DrillStores,
  racers: readonly Racer[],
  answers: ReadonlyMap<string, number>,
  { publicKeys, seconds }: { readonly publicKeys: string; readonly seconds: number },
): Promise<DrillReport> {
  const { erasures, faults } = await readProofs(stores, publicKeys);
  const rows = await rowsBySubject(stores);
  const late = await lateWrites(stores.data);
  const sent = notesIn<SentNote>(place, 'sent');
  const bySubject = new Map(erasures.map((erasure) => [erasure.subject, erasure]));
  const subjectOf = new Map(racers.map(({ phone, subject }) => [phone, subject]));
  const tooLate = sent.filter((note) =>
    reachedAfterTheEnd(note, bySubject.get(note.subject ?? subjectOf.get(note.to) ?? '')),
  );
  const left = racers.filter(({ subject }) => halfDone(rows.get(subject)).length > 0);
  const unemptied = await notEmptied(stores, new Set(racers.map(({ subject }) => subject)));
  const unexpected = [...answers].filter(([answer]) => !expected.has(kindOf(answer)));
  const count = (some: Iterable<readonly [string, number]>): number => [...some].reduce((sum, [, one]) => sum + one, 0);
  const shown = unexpected.filter(([answer]) => kindOf(answer) === 'PortFailure');
  const acted = [...answers].filter(([answer]) => !answer.startsWith('erase: '));
  const total = count(acted) + racers.length * actsOfSigningUp;
  return {
    name: 'race',
    done: {
      operations: total,
      'operations refused': count(acted.filter(([answer]) => kindOf(answer) !== 'ok')),
      'people erased': erasures.length,
      'messages sent': sent.length,
      'messages of the outbox': sent.filter(({ by }) => by === 'worker').length,
      'operations and erasures a second': Math.round((total + erasures.length) / seconds),
    },
    mustBeNone: {
      'rows written behind a fence': count(late),
      'people with a row left': new Set([...left.map(({ subject }) => subject), ...unemptied]).size,
      'people not erased': racers.filter(({ subject }) => bySubject.get(subject)?.state !== 'certified').length,
      'messages that ended after the certificate': tooLate.length,
      'deadlocks and failures shown to a caller': count(shown),
      'refusals of an unexpected kind': count(unexpected) - count(shown),
      ...faults,
    },
    notes: [
      'A code that a stranger asked for counts if the provider was called before the erasure was asked for: afterwards the',
      'number is nobody’s, and whoever knows it may ask for a code to it.',
      ...[...late].map(([table, rowsLate]) => `Behind a fence: ${rowsLate} in ${table}.`),
      ...unexpected.map(([answer, times]) => `Unexpected: ${answer}, ${times} times.`),
      ...new Set(left.map(({ subject }) => `Rows are left in ${halfDone(rows.get(subject)).join(', ')}.`)),
      ...new Set(tooLate.map(({ about, by }) => `After the certificate: ${about}, by ${by}.`)),
    ],
  };
}

/** The first word of the answer; a failure of a port goes on. */
function kindOf(answer: string): string {
  return /: (\w+)/.exec(answer)?.[1] ?? '';
}

/** Of what was sent to somebody who was erased: whether it counts, and ended too late. */
function reachedAfterTheEnd(note: SentNote, erasure: ProvedErasure | undefined): boolean {
  if (erasure === undefined || erasure.completedAtMs === null) return false;
  if (note.by === 'stranger' && note.about === 'code' && note.beganAtMs >= erasure.requestedAtMs) return false;
  return note.endedAtMs > erasure.completedAtMs;
}
