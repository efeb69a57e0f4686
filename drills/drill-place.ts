import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditFile } from '../src/adapters/audit-file/index.ts';
import { createKeyFile, openKeyFile } from '../src/adapters/key-file/index.ts';
import { simulatedCards } from '../src/adapters/simulated-cards/index.ts';
import { mysqlStores } from '../src/adapters/sql/mysql.ts';
import type { Clock } from '../src/application/ports/clock.ts';
import type { Mailer } from '../src/application/ports/mailer.ts';
import type { SmsSender } from '../src/application/ports/sms-sender.ts';
import { Instant } from '../src/domain/instant.ts';
import { okAsync } from '../src/domain/result.ts';
import { type JoosAdapters, orThrow } from '../src/index.ts';
import { staffedStores } from '../test/staff-desk.ts';
import { crowdedSignIn } from './drill-core.ts';

/** Where the processes of one drill meet. Plain data: it crosses processes. */
export interface DrillPlace {
  readonly dataUrl: string;
  readonly vaultUrl: string;
  /** What every process writes down stands here, and the master key. */
  readonly folder: string;
  readonly beganAtMs: number;
  /** How much faster time passes than outside, the same in every process: a drill does not wait out real leases. */
  readonly speed: number;
}

/** Makes the place: migrates both schemas, and makes a master key for them. */
export async function newDrillPlace(
  urls: Pick<DrillPlace, 'dataUrl' | 'vaultUrl'>,
  speed: number,
): Promise<DrillPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'joos-drill-'));
  const place = { ...urls, folder, beganAtMs: Date.now(), speed };
  await orThrow(createKeyFile(keyFileOf(place)));
  await orThrow(mysqlStores(urls).migrate());
  return place;
}

/** Takes away what the processes wrote down. */
export function leave({ folder }: DrillPlace): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}

/** The one clock of all processes of the drill. */
export function clockOf({ beganAtMs, speed }: DrillPlace): Clock {
  const beganAt = Instant.ofEpochMs(beganAtMs).match(
    (at) => at,
    () => {
      throw new Error('A drill begins at a point in time');
    },
  );
  return { now: () => Instant.plusMs(beganAt, Math.floor((Date.now() - beganAtMs) * speed)) };
}

/** What a process of the drill opens the core with: real stores, its own senders. */
export async function adaptersAt(
  place: DrillPlace,
  senders: { readonly mailer: Mailer; readonly sms: SmsSender },
  connectionLimit: number,
): Promise<JoosAdapters> {
  const { dataUrl, vaultUrl } = place;
  return {
    environment: 'drill',
    stores: staffedStores(mysqlStores({ region: 'eu-central-1', dataUrl, vaultUrl, connectionLimit })),
    keys: await orThrow(openKeyFile(keyFileOf(place))),
    ...senders,
    templates: {
      mail: (content) =>
        okAsync({ subject: '', html: '', text: content.kind === 'code' ? content.code : '', attachments: [] }),
      sms: (content) => (content.kind === 'code' ? content.code : ''),
    },
    audit: auditFile(join(place.folder, 'audit.jsonl')),
    cards: simulatedCards(),
    clock: clockOf(place),
    business: { timeZone: 'Europe/Berlin', receiptIssuer: 'JOOS', signIn: crowdedSignIn },
  };
}

/** Writes one line down, which outlives the process from this moment on. */
export function noteDown({ folder }: DrillPlace, book: string, line: Readonly<Record<string, unknown>>): void {
  appendFileSync(join(folder, `${book}.jsonl`), `${JSON.stringify(line)}\n`);
}

/** All that the processes wrote into a book, in order. A line that was being written when its process ended is left out. */
export function notesIn<Line>({ folder }: DrillPlace, book: string): readonly Line[] {
  const file = join(folder, `${book}.jsonl`);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line.endsWith('}')).map((line) => JSON.parse(line) as Line); // sound: who reads a book wrote it
}

function keyFileOf({ folder }: Pick<DrillPlace, 'folder'>): string {
  return join(folder, 'master.key');
}
