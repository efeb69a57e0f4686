import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditFile } from '../src/adapters/audit-file/index.ts';
import { createKeyFile, openKeyFile } from '../src/adapters/key-file/index.ts';
import { simulatedCards } from '../src/adapters/simulated-cards/index.ts';
import { systemClock } from '../src/adapters/system/index.ts';
import type { Stores } from '../src/application/ports/stores.ts';
import { Instant } from '../src/domain/instant.ts';
import { onThisMachine } from '../src/domain/residency/residency.ts';
import { okAsync } from '../src/domain/result.ts';
import { defaultSignInPolicy, type SignInPolicy } from '../src/domain/verification/sign-in-policy.ts';
import { type JoosAdapters, orThrow } from '../src/index.ts';
import { staffedStores } from '../test/staff-desk.ts';

/** All that a drill opens the core with: real stores, and senders that keep the codes to themselves. */
export interface DrillCore {
  readonly adapters: JoosAdapters;
  /** The code that was sent to a phone last, which is then forgotten. */
  readonly codeFor: (phone: string) => string;
  /** Lets time pass for every core that is opened with these adapters. */
  readonly pass: (durationMs: number) => void;
  readonly remove: () => Promise<void>;
}

/** For drills in which a town signs up within minutes, from one block of numbers: the same work, and no budget is used up. */
export const crowdedSignIn: SignInPolicy = {
  ...defaultSignInPolicy,
  spendPerCountry: 1e12,
  spendPerDay: 1e12,
  limits: {
    'address-pause': 1e3,
    'address-hour': 1e6,
    'address-day': 1e6,
    'account-day': 1e6,
    'prefix-day': 1e6,
    'country-hour': 1e6,
    'guesses-6': 1e9,
  },
};

/** Migrates the stores, and makes a master key for them. */
export async function drillCore(stores: Stores, environment: string): Promise<DrillCore> {
  const folder = await mkdtemp(join(tmpdir(), 'joos-drill-'));
  const keyFile = join(folder, 'master.key');
  await orThrow(createKeyFile(keyFile));
  await orThrow(stores.migrate());
  const audit = auditFile(join(folder, 'audit.jsonl'));
  const codes = new Map<string, string>();
  let passedMs = 0;
  return {
    adapters: {
      environment,
      stores: staffedStores(stores),
      keys: await orThrow(openKeyFile(keyFile)),
      mailer: { residency: onThisMachine, send: () => okAsync(undefined) },
      sms: {
        residency: onThisMachine,
        send: ({ to, text }) => {
          codes.set(to, text);
          return okAsync(undefined);
        },
      },
      templates: {
        mail: () => okAsync({ subject: '', html: '', text: '', attachments: [] }),
        sms: (content) => (content.kind === 'code' ? content.code : ''),
      },
      audit,
      // Everybody has the same card: that one forgets it must not keep the others from paying.
      cards: { ...simulatedCards(), forget: () => okAsync(undefined) },
      clock: { now: () => Instant.plusMs(systemClock.now(), passedMs) },
      business: { timeZone: 'Europe/Berlin', receiptIssuer: 'JOOS', signIn: crowdedSignIn },
    },
    codeFor: (phone) => {
      const code = codes.get(phone) ?? '';
      codes.delete(phone);
      return code;
    },
    pass: (durationMs) => {
      passedMs += durationMs;
    },
    remove: async () => {
      await audit.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
