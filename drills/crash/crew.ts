import { type ChildProcess, fork } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { DrillPlace } from '../drill-place.ts';
import { type Death, killPoints } from './kill-points.ts';
import type { WorkerOrders, WorkerReport, WorkerWord } from './worker.ts';

/** What the crew of a crash drill is to do. */
export interface CrewPlan {
  readonly place: DrillPlace;
  /** Everybody who wants to leave. */
  readonly subjects: readonly string[];
  /** How many processes are killed before the rest is finished in peace. */
  readonly kills: number;
  /** How many processes are at work at once. */
  readonly size: number;
}

/** What the crew did. */
export interface CrewLog {
  killed: number;
  /** Points of the protocol at which a process died, with the side of each. */
  readonly points: Set<string>;
  /** Wishes that were asked again, since the answer was lost with the process. */
  repeated: number;
  /** People who never asked again. */
  readonly dropped: Set<string>;
  /** Who was told that it is done or under way. */
  readonly answered: Set<string>;
  /** Answers that no caller should get, by kind. */
  readonly unexpected: Map<string, number>;
}

/** A process that does not come by its death within this time is killed wherever it is. */
const longestLifeMs = 4_000;

/**
 * Keeps so many processes at work that are killed one after the other, each at a point of its own or at any moment, and
 * passes on who wants to leave, evenly over all lives. Whoever gets no answer asks again, but for a few.
 */
export async function workAndDie(plan: CrewPlan): Promise<CrewLog> {
  const { subjects, kills, size } = plan;
  const log: CrewLog = {
    killed: 0,
    points: new Set(),
    repeated: 0,
    dropped: new Set(),
    answered: new Set(),
    unexpected: new Map(),
  };
  const queue = [...subjects];
  let asked = 0;
  let lives = 0;
  const next = (): string | undefined => {
    const share = (subjects.length * (log.killed + size)) / kills;
    if (log.killed < kills && asked >= share) return undefined;
    asked += 1;
    return queue.shift();
  };
  const unanswered = (subject: string): void => {
    if (log.answered.has(subject)) return;
    if (randomInt(8) === 0) log.dropped.add(subject);
    else {
      log.repeated += 1;
      asked -= 1;
      queue.unshift(subject);
    }
  };
  const seat = async (): Promise<void> => {
    while (log.killed < kills) {
      lives += 1;
      await live(plan.place, deathOf(lives, Math.ceil(subjects.length / kills)), next, unanswered, log);
    }
  };
  await Promise.all(Array.from({ length: size }, seat));
  // What is left over is asked of one that nobody kills.
  while (queue.length > 0) await live(plan.place, null, () => queue.shift(), unanswered, log, true);
  return log;
}

/**
 * Three in four die at a point, and in turn, so that each point is met; the others die at any moment. Who comes by the point
 * with each erasure dies at one of those that fall to one life.
 */
function deathOf(life: number, erasuresOfALife: number): Death | null {
  if (life % 4 === 0) return null;
  const turn = life - Math.floor(life / 4);
  const point = killPoints[turn % killPoints.length];
  const side = Math.floor(turn / killPoints.length) % 2 === 0 ? 'after' : 'before';
  return point === undefined ? null : { point, side, time: 1 + randomInt(erasuresOfALife) };
}

/** One process from its start to its end. */
function live(
  place: DrillPlace,
  death: Death | null,
  next: () => string | undefined,
  unanswered: (subject: string) => void,
  log: CrewLog,
  inPeace = false,
): Promise<void> {
  const orders: WorkerOrders = { place, death };
  const worker = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), [JSON.stringify(orders)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  let asking: string | undefined;
  let killedByUs = false;
  let timer: NodeJS.Timeout | undefined;
  const goOn = (): void => {
    if (asking !== undefined) return;
    asking = next();
    if (asking !== undefined) tell(worker, { cancel: asking });
    else if (inPeace) tell(worker, { end: true });
  };
  // Others' deaths let more people leave.
  const nudge = inPeace ? undefined : setInterval(goOn, 50);
  worker.on('message', (said: WorkerReport) => {
    if (said.kind === 'ready') {
      if (!inPeace) {
        timer = setTimeout(
          () => {
            killedByUs = true;
            worker.kill('SIGKILL');
          },
          death === null ? randomInt(longestLifeMs / 2) : longestLifeMs,
        );
      }
      goOn();
      return;
    }
    if (asking === said.subject) asking = undefined;
    hear(said, unanswered, log);
    goOn();
  });
  return new Promise((resolve) => {
    worker.once('exit', (_code, signal) => {
      clearTimeout(timer);
      clearInterval(nudge);
      if (signal === 'SIGKILL') log.killed += 1;
      if (signal === 'SIGKILL' && !killedByUs && death !== null) log.points.add(`${death.point}, ${death.side}`);
      if (asking !== undefined) unanswered(asking);
      resolve();
    });
  });
}

function hear(
  { subject, answer }: Extract<WorkerReport, { kind: 'asked' }>,
  unanswered: (subject: string) => void,
  log: CrewLog,
): void {
  switch (answer) {
    case 'ok':
    // The first time went through, and its answer was lost.
    case 'AlreadyCancelled':
      log.answered.add(subject);
      return;
    // A store does not answer: the server is being killed as well.
    case 'PortFailure':
      unanswered(subject);
      return;
    default:
      log.unexpected.set(answer, (log.unexpected.get(answer) ?? 0) + 1);
  }
}

/** A process that is gone hears nothing, and its end says so. */
function tell(worker: ChildProcess, word: WorkerWord): void {
  if (worker.connected) worker.send(word, () => undefined);
}
