import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SoughtValue, scanForLeaks } from '../../src/adapters/leak-scan/index.ts';
import { sqliteStores } from '../../src/adapters/sql/sqlite.ts';
import type { Kept } from '../../src/domain/deletion/erasure.ts';
import { openForReplay, orThrow } from '../../src/index.ts';
import { type Command, histories, type Life, newLife, nobodyYet, signsUpByPhone, step } from './history.ts';
import { engines, type OpenCore, openCore } from './open-core.ts';
import { giveCard, giveEmail, giveUsername, leave, look, type Person, rentOne, signUp } from './person.ts';
import { expectErased, rowsOf, settleKept } from './remains.ts';
import { runs } from './runs.ts';
import { newPhone } from './typed-values.ts';

/** Those who left in a history, with what was kept of them and what they had typed. */
const departed = new WeakMap<Life, { readonly person: Person; readonly kept: readonly Kept[] }[]>();

/** A code that was asked for a moment before may be under way: the erasure waits, and a worker carries it on. */
async function carriedOn(core: OpenCore): Promise<void> {
  core.clock.pass(61_000);
  await orThrow(core.joos.worker.continueErasures({ limit: 50 }));
}

async function goes(life: Life & { person: Person }, kept: readonly Kept[]): Promise<void> {
  const { core, person } = life;
  await carriedOn(core);
  await expectErased(core, person.subject, kept);
  departed.set(life, [...(departed.get(life) ?? []), { person, kept }]);
  Object.assign(life, { person: null, cards: [], open: [], payments: [], charged: [] });
}

const isHere: Parameters<typeof step>[1] = ({ stage }) => stage === 'here';
const isGone: Parameters<typeof step>[3] = (expected) => void Object.assign(expected, nobodyYet());

const leaves: Command = step(
  'leaves',
  isHere,
  async (life) => goes(life, (await leave(life.core, life.person)).kept),
  isGone,
);

const isCancelled: Command = step(
  'has support cancel the account',
  isHere,
  async (life) => {
    const { subject, phone, email } = life.person;
    const person = phone !== null ? { phone } : email !== null ? { email } : { subject };
    const { staffSession, caseNumber } = look;
    const reason = 'asked-by-phone';
    const { kept } = await orThrow(life.core.joos.privacy.cancelOnBehalf({ person, staffSession, caseNumber, reason }));
    await goes(life, kept);
  },
  isGone,
);

const comesBack: Command = step(
  'comes back with the number of before',
  ({ stage }) => stage === 'nobody',
  async (life) => {
    const before = departed.get(life)?.findLast(({ person }) => person.phone !== null)?.person;
    life.person = await signUp(life.core, before?.phone ?? newPhone());
    expect(life.person.subject).not.toBe(before?.subject);
  },
  (expected) => void Object.assign(expected, nobodyYet(), { stage: 'here' }),
);

describe.for(engines)(
  'on %s',
  (engine) => {
    let core: OpenCore;
    const typed: SoughtValue[] = [];

    beforeAll(async () => {
      core = await openCore(engine);
    });
    afterAll(() => core.close());

    test('an erased person leaves no personal value readable, whatever came before', async () => {
      await fc.assert(
        fc.asyncProperty(histories([fc.constantFrom(leaves, isCancelled, comesBack)]), async (commands) => {
          const life = newLife(core);
          const setup = () => ({ model: nobodyYet(), real: life });
          await fc.asyncModelRun(setup, [signsUpByPhone, ...commands]);
          // Whoever is still here leaves too.
          if (life.person !== null)
            await goes(life as Life & { person: Person }, (await leave(core, life.person)).kept);
          const all = departed.get(life) ?? [];
          for (const { person, kept } of all) {
            typed.push(...person.typed);
            await settleKept(core, person.subject);
            await expectErased(
              core,
              person.subject,
              kept.filter(({ until }) => until.kind !== 'settled'),
            );
          }
          if (engine === 'sqlite') {
            const values = all.flatMap(({ person }) => person.typed);
            expect((await scanForLeaks(values, core.traces)).findings).toEqual([]);
          }
        }),
        { numRuns: runs(engine === 'sqlite' ? 40 : 12) },
      );
      // A data folder of hundreds of megabytes is searched once, for all of them.
      expect(typed.length).toBeGreaterThan(0);
      expect((await scanForLeaks(typed, core.traces)).findings).toEqual([]);
    });
  },
  180_000,
);

test('what a backup of the data store holds of a person opens no more, once the person is erased', async () => {
  const core = await openCore('sqlite');
  const person = await signUp(core);
  await giveEmail(core, person);
  await giveUsername(core, person);
  await giveCard(core, person);
  await rentOne(core, person);
  const stored = core.traces[0] ?? '';
  const backup = mkdtempSync(join(tmpdir(), 'joos-backup-'));
  cpSync(stored, backup, { recursive: true });
  const backedUp = sqliteStores({ dataFile: join(backup, 'data.db'), vaultFile: join(stored, 'vault.db') });
  const restored = () => core.another({ stores: backedUp });

  // As long as the person is here, a backup is good for what backups are for.
  const before = await restored();
  expect((await orThrow(before.accounts.myAccount({ session: person.session }))).email).toBe(
    person.email?.toLowerCase(),
  );
  await orThrow(
    core.joos.orders.returnPowerBank({
      order: String((await rowsOf(core, person.subject)).orders?.[0]?.order_id),
      station: 'FRA-0001',
    }),
  );
  await orThrow(core.joos.worker.workerPass({ limit: 10 }));
  await leave(core, person);

  // A store that somebody is back in does not serve; and when it does, nobody is back.
  await expect(restored()).rejects.toThrow('LedgerNotApplied');
  const replaying = await orThrow(openForReplay({ ...core.adapters, stores: backedUp }));
  await orThrow(replaying.replayLedger({}));
  await replaying.close();
  const after = await restored();
  const { session } = person;
  const answers = [
    await after.accounts.myAccount({ session }),
    await after.cards.listCards({ session }),
    await after.orders.myOrders({ session }),
    await after.privacy.exportMyData({ session }),
    await after.support.revealContact({ ...look, subject: person.subject, fields: ['login.phone', 'contact.email'] }),
  ];
  expect(answers.map((answer) => answer.isOk())).toEqual([false, false, false, false, false]);
  const shown = JSON.stringify(answers);
  expect(person.typed.filter(({ value }) => shown.includes(value))).toEqual([]);
  await core.close();
  rmSync(backup, { recursive: true });
});
