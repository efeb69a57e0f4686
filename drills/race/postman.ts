/** One process of the race drill: the worker, which delivers notices, carries erasures on and collects payments. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stores } from '../../src/application/ports/stores.ts';
import { openJoos, orThrow } from '../../src/index.ts';
import { adaptersAt, type DrillPlace } from '../drill-place.ts';
import { sendersAt } from './senders.ts';

const [text] = process.argv.slice(2);
if (text !== undefined && process.send !== undefined) await deliver(JSON.parse(text) as DrillPlace); // written by race-drill.ts alone

async function deliver(place: DrillPlace): Promise<void> {
  const addressees = new Map<string, string>();
  const senders = sendersAt(
    place,
    (messageId) => ({ by: 'worker', subject: addressees.get(messageId) ?? null }),
    new Map(),
  );
  const adapters = await adaptersAt(place, senders, 8);
  const joos = await orThrow(openJoos({ ...adapters, stores: remembering(adapters.stores, addressees) }));
  let ending = false;
  process.on('message', () => {
    ending = true;
  });
  process.on('disconnect', () => process.exit());
  process.send?.({ kind: 'ready' });
  while (!ending) {
    void (await joos.worker.workerPass({ limit: 40 })); // what failed is tried again
    await sleep(20);
  }
  await joos.close();
  process.exit();
}

/** Remembers whose each claimed notice is, since a message itself does not say. */
function remembering(stores: Stores, addressees: Map<string, string>): Stores {
  return {
    ...stores,
    openDataStore: (needs) => {
      const store = stores.openDataStore(needs);
      return {
        ...store,
        outbox: {
          ...store.outbox,
          claim: (claim) =>
            store.outbox.claim(claim).map((claimed) => {
              for (const { notice } of claimed) addressees.set(notice.notice, notice.subject);
              return claimed;
            }),
        },
      };
    },
  };
}
