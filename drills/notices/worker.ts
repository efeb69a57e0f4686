/** One process of the notices drill: sends what is due, as `joos worker` does, by SES v2, until it is killed. */
import { setTimeout as sleep } from 'node:timers/promises';
import { sesMailer } from '../../src/adapters/ses/index.ts';
import { onThisMachine } from '../../src/domain/residency/residency.ts';
import { okAsync } from '../../src/domain/result.ts';
import { openJoos } from '../../src/index.ts';
import { adaptersAt, type DrillPlace } from '../drill-place.ts';
import { noticesBusiness } from './business.ts';

/** What the process is told when it is started. */
export interface PostmanOrders {
  readonly place: DrillPlace;
  readonly endpoint: string;
  /** How long it waits for the provider, in milliseconds. */
  readonly timeoutMs: number;
}

const [text] = process.argv.slice(2);
if (text !== undefined && process.send !== undefined) await work(JSON.parse(text) as PostmanOrders); // written by the drill alone

async function work({ place, endpoint, timeoutMs }: PostmanOrders): Promise<void> {
  process.env.AWS_ACCESS_KEY_ID = 'AKIADRILLDRILLDRILLD';
  process.env.AWS_SECRET_ACCESS_KEY = 'a secret of the drills';
  process.on('disconnect', () => process.exit());
  const mailer = sesMailer({ from: 'Joos <service@mail.example>', endpoint, timeoutMs });
  const adapters = await adaptersAt(
    place,
    { mailer, sms: { residency: onThisMachine, send: () => okAsync(undefined) } },
    12,
  );
  const opened = await openJoos({ ...adapters, business: { ...adapters.business, ...noticesBusiness } });
  // The server may be away at this moment: another process is started in our place.
  if (opened.isErr()) process.exit(3);
  const joos = opened.value;
  for (;;) {
    const pass = await joos.worker.workerPass({ limit: 200 });
    const isBusy = pass.isOk() && (pass.value.notices?.sent ?? 0) > 0;
    if (!isBusy) await sleep(50);
  }
}
