/**
 * One worker process of the outbox benchmark: empties the outbox when told, as the core does or as the floor does, with a
 * provider that takes everything at once.
 */
import { adaptersAt, type DrillPlace } from '../../drills/drill-place.ts';
import { onThisMachine } from '../../src/domain/residency/residency.ts';
import { okAsync } from '../../src/domain/result.ts';
import { openJoos, orThrow } from '../../src/index.ts';
import { mysqlFloor } from '../floor-database.ts';
import { floorOutbox } from './floor-outbox.ts';

/** What the process is told when it is started. */
export interface OutboxWorkerOrders {
  readonly place: DrillPlace;
  readonly as: 'core' | 'floor';
}

/** What it says: that it may be told to begin, and that it found nothing more. */
export type OutboxWorkerReport = { readonly kind: 'ready' } | { readonly kind: 'empty'; readonly sent: number };

/** As many as the core sends side by side. */
const connections = 12;

const [text] = process.argv.slice(2);
if (text !== undefined && process.send !== undefined) await work(JSON.parse(text) as OutboxWorkerOrders); // written by the benchmark alone

async function work({ place, as }: OutboxWorkerOrders): Promise<void> {
  const empty = as === 'core' ? await coreOutbox(place) : floorOutbox(await mysqlFloor(place.dataUrl, connections));
  process.on('message', () => {
    void empty().then((sent) => report({ kind: 'empty', sent }));
  });
  process.on('disconnect', () => process.exit());
  report({ kind: 'ready' });
}

async function coreOutbox(place: DrillPlace): Promise<() => Promise<number>> {
  const send = () => okAsync(undefined);
  const joos = await orThrow(
    openJoos(
      await adaptersAt(
        place,
        { mailer: { residency: onThisMachine, send }, sms: { residency: onThisMachine, send } },
        connections,
      ),
    ),
  );
  return async () => {
    let sent = 0;
    for (;;) {
      const delivered = await orThrow(joos.worker.deliverDue({ limit: 1_000 }));
      if (delivered.sent === 0) return sent;
      sent += delivered.sent;
    }
  };
}

function report(said: OutboxWorkerReport): void {
  process.send?.(said);
}
