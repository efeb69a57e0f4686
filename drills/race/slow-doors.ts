import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stores } from '../../src/application/ports/stores.ts';
import type { Doors } from '../../src/application/ports/transaction.ts';
import { ResultAsync } from '../../src/domain/result.ts';

/**
 * Stores whose transactions sometimes rest between the door and what is written behind it, as on a slow network or in a
 * process that was just held up: whoever did not hold the person's row meanwhile would write behind the fence.
 */
export function withSlowDoors(stores: Stores): Stores {
  return {
    ...stores,
    openDataStore: (needs) => {
      const store = stores.openDataStore(needs);
      return { ...store, transact: (work) => store.transact((tx) => work({ ...tx, doors: slow(tx.doors) })) };
    },
  };
}

/** The door by which support erases is as fast as ever. */
function slow(doors: Doors): Doors {
  return {
    ...doors,
    bySession: (...given) => rested(doors.bySession(...given)),
    bySessionAlone: (token, at, purpose) => rested(doors.bySessionAlone(token, at, purpose)),
    bySubject: (...given) => rested(doors.bySubject(...given)),
    byLogin: (...given) => rested(doors.byLogin(...given)),
    byOrder: (...given) => rested(doors.byOrder(...given)),
    byPayment: (...given) => rested(doors.byPayment(...given)),
  };
}

function rested<Value, Refusal>(answer: ResultAsync<Value, Refusal>): ResultAsync<Value, Refusal> {
  if (randomInt(2) > 0) return answer;
  return answer.andThen((value) => ResultAsync.fromSafePromise(sleep(randomInt(30))).map(() => value));
}
