/**
 * One process of the crash drill: cancels the people that it is told to, carries erasures on as `joos worker` does, and dies
 * where it is told to, or when it is killed. What it says and sends it writes down before anything else.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { onThisMachine } from '../../src/domain/residency/residency.ts';
import { okAsync } from '../../src/domain/result.ts';
import { openJoos } from '../../src/index.ts';
import { staffSessionOf } from '../../test/staff-desk.ts';
import { adaptersAt, type DrillPlace, noteDown } from '../drill-place.ts';
import { type Death, mortal } from './kill-points.ts';
import { moodyProcessors } from './moody-processors.ts';

/** What the process is told when it is started. */
export interface WorkerOrders {
  readonly place: DrillPlace;
  readonly death: Death | null;
}

/** What it is told later: somebody who wants to leave, or that nothing more comes. */
export type WorkerWord = { readonly cancel: string } | { readonly end: true };

/** What it says: that it is open, or what became of somebody's wish. */
export type WorkerReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'asked'; readonly subject: string; readonly answer: string };

/** What the books hold. */
export interface AnswerNote {
  readonly subject: string;
  readonly erasure: string;
}
export interface GoodbyeNote {
  readonly to: string;
}

const [text] = process.argv.slice(2);
if (text !== undefined && process.send !== undefined) await work(JSON.parse(text) as WorkerOrders); // written by crew.ts alone

async function work({ place, death }: WorkerOrders): Promise<void> {
  const adapters = await adaptersAt(
    place,
    {
      mailer: { residency: onThisMachine, send: () => okAsync(undefined) },
      sms: {
        residency: onThisMachine,
        send: ({ about, to }) => {
          if (about === 'goodbye') noteDown(place, 'goodbyes', { to } satisfies GoodbyeNote);
          return okAsync(undefined);
        },
      },
    },
    4,
  );
  const processors = moodyProcessors(place);
  const opened = await openJoos(mortal({ ...adapters, processors }, death));
  // The server may be away at this moment: another process is started in our place.
  if (opened.isErr()) process.exit(3);
  const joos = opened.value;
  const wishes: string[] = [];
  let ending = false;
  process.on('message', (word: WorkerWord) => {
    if ('end' in word) ending = true;
    else wishes.push(word.cancel);
  });
  process.on('disconnect', () => process.exit());
  report({ kind: 'ready' });
  for (;;) {
    const subject = wishes.shift();
    if (subject !== undefined) {
      const answer = await joos.privacy.cancelOnBehalf({
        person: { subject },
        staffSession: staffSessionOf('anna.support'),
        reason: 'asked-in-writing',
        caseNumber: 'CASE-1042',
      });
      if (answer.isOk()) noteDown(place, 'answers', { subject, erasure: answer.value.erasure } satisfies AnswerNote);
      report({ kind: 'asked', subject, answer: answer.isOk() ? 'ok' : answer.error.kind });
      continue;
    }
    void (await joos.worker.workerPass({ limit: 5 })); // what failed is tried again
    if (ending) break;
    await sleep(20);
  }
  await joos.close();
  process.exit();
}

function report(said: WorkerReport): void {
  process.send?.(said);
}
