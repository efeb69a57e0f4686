import { dayMs, minuteMs } from '../instant.ts';
import { epochLifeMs, isRetiring } from '../keys/epoch.ts';
import type { CoreFacts } from './core-facts.ts';
import { type CheckResult, failed, fine, type PostureCheck, whereSeen } from './posture-check.ts';

/** For how long after its end an epoch may still have its key, in milliseconds: with its life that makes 14 days. */
export const epochDestroyedMs: number = 7 * dayMs;

/** For how long a notice may be due and not sent, in milliseconds. */
export const noticeLateMs: number = 15 * minuteMs;

/** That the core does in time what it promises to do in time. */
export const coreChecks: readonly PostureCheck[] = [
  {
    id: 'key-epoch',
    clauses: ['C25'],
    needs: 'core',
    expected: 'the epoch of the keys is 7 days old at most, and a day for the daily run',
    mend: 'run joos keys rotate every day',
    judge: ofCore(({ at, epochs }) => {
      const current = epochs.at(-1);
      if (current === undefined) return failed('no epoch');
      const days = inDays(at - current.begunAt);
      return at - current.begunAt > epochLifeMs + dayMs ? failed(`begun ${days} ago`) : fine(`begun ${days} ago`);
    }),
  },
  {
    id: 'key-epochs-destroyed',
    clauses: ['C25'],
    needs: 'core',
    expected: 'the key of an epoch is destroyed 7 days after its end at the latest',
    mend: 'run joos keys rotate every day; joos keys status says what stands under the epoch',
    judge: ofCore(({ at, epochs }) => {
      const late = epochs.filter((epoch) => isRetiring(epoch) && at - (epoch.retiredAt ?? at) > epochDestroyedMs);
      return late.length > 0
        ? failed(
            `${counted(late.length, 'epoch')} over, and not destroyed: ${late.map(({ epochId }) => epochId).join(', ')}`,
          )
        : fine(`${counted(epochs.filter(isRetiring).length, 'epoch')} to be destroyed, none late`);
    }),
  },
  {
    id: 'retention-sweep',
    clauses: ['C22', 'C26'],
    needs: 'core',
    expected: 'nothing is held for longer than a day beyond its time',
    mend: 'run joos retention sweep every day',
    judge: ofCore(({ retentionBehind }) =>
      retentionBehind > 0 ? failed(`${retentionBehind} to dispose of`) : fine('nothing'),
    ),
  },
  {
    id: 'erasures-in-time',
    clauses: ['C23', 'C24', 'C25'],
    needs: 'core',
    expected: 'no erasure is stuck or beyond its legal deadline',
    mend: 'joos privacy requests lists them; run joos worker, and look at what its log says',
    judge: ofCore(({ erasures }) => {
      const stuck = erasures.filter((erasure) => erasure.stuck).length;
      const late = erasures.filter((erasure) => erasure.overdue && !erasure.held && !erasure.stuck).length;
      const held = erasures.filter((erasure) => erasure.held).length;
      return stuck + late > 0
        ? failed(`${stuck} stuck, ${late} overdue`)
        : fine(`${erasures.length} under way, ${held} of them held`);
    }),
  },
  {
    id: 'requests-in-time',
    clauses: ['C08', 'C23'],
    needs: 'core',
    expected: 'no request of a person is beyond its legal deadline (GDPR art. 12(3))',
    mend: 'joos privacy requests lists them; answer them',
    judge: ofCore(({ requestsOverdue }) => (requestsOverdue > 0 ? failed(`${requestsOverdue} overdue`) : fine('none'))),
  },
  {
    id: 'notices-parked',
    clauses: ['C10', 'C11', 'C12'],
    needs: 'core',
    expected: 'no notice was given up',
    mend: 'joos notices parked lists them; mend what is wrong, then joos notices release',
    judge: ofCore(({ noticesParked }) => (noticesParked > 0 ? failed(`${noticesParked} parked`) : fine('none'))),
  },
  {
    id: 'notices-in-time',
    clauses: ['C10', 'C12'],
    needs: 'core',
    expected: `no notice is due for longer than ${noticeLateMs / minuteMs} minutes`,
    mend: 'run joos worker, or more of them',
    judge: ofCore(({ at, noticeDueSince }) => {
      const lateMs = noticeDueSince === null ? 0 : at - noticeDueSince;
      const words = `the oldest for ${Math.round(lateMs / minuteMs)} minutes`;
      if (noticeDueSince === null) return fine('none is due');
      return lateMs > noticeLateMs ? failed(words) : fine(words);
    }),
  },
];

function ofCore(judge: (core: CoreFacts) => CheckResult): PostureCheck['judge'] {
  return ({ core }) => whereSeen(core, judge);
}

/** To a tenth of a day. */
function inDays(ms: number): string {
  return `${Math.round((ms / dayMs) * 10) / 10} days`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
