/** The worker process of the benchmark: what `joos worker` does, with a mailer that says when each mail left. */
import { setTimeout as sleep } from 'node:timers/promises';
import { adaptersAt, type DrillPlace } from '../../drills/drill-place.ts';
import { messageTemplates } from '../../src/adapters/templates/index.ts';
import { onThisMachine } from '../../src/domain/residency/residency.ts';
import { okAsync } from '../../src/domain/result.ts';
import { openJoos, orThrow } from '../../src/index.ts';

/** A mail left. */
export interface MailLeft {
  readonly messageId: string;
  readonly about: string;
  readonly atMs: number;
}

/** The pause of `joos worker` after a pass that found nothing to do. */
const pauseMs = 2_000;

const [text] = process.argv.slice(2);
if (text !== undefined && process.send !== undefined) await work(JSON.parse(text) as DrillPlace); // written by the benchmark alone

async function work(place: DrillPlace): Promise<void> {
  const tell = ({ messageId, about }: { readonly messageId: string; readonly about: string }) => {
    process.send?.({ messageId, about, atMs: Date.now() } satisfies MailLeft);
    return okAsync(undefined);
  };
  const adapters = await adaptersAt(
    place,
    { mailer: { residency: onThisMachine, send: tell }, sms: { residency: onThisMachine, send: tell } },
    12,
  );
  const templates = messageTemplates({
    issuer: ['Joos GmbH', 'Frankfurt am Main'],
    vatId: 'DE000000000',
    support: 'help@example.com',
    paymentDetailsUrl: 'https://example.com/pay',
    timeZone: 'Europe/Berlin',
  });
  const joos = await orThrow(openJoos({ ...adapters, templates }));
  process.on('disconnect', () => process.exit());
  process.send?.('ready');
  for (;;) {
    const { notices } = await orThrow(joos.worker.workerPass({ limit: 100 }));
    if ((notices?.sent ?? 0) === 0) await sleep(pauseMs);
  }
}
