import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SoughtValue, scanForLeaks } from '../../src/adapters/leak-scan/index.ts';
import { orThrow } from '../../src/index.ts';
import { replaySettings } from '../setup/replay-command.ts';
import { attackedLives, type Run } from './attacker-commands.ts';
import { Coverage } from './attacker-coverage.ts';
import { ends } from './attacker-ending.ts';
import { strictProviders } from './attacker-providers.ts';
import { newStage, openDoor, type Stage } from './attacker-stage.ts';
import { engines, type OpenCore } from './open-core.ts';
import { runs } from './runs.ts';

const lastDay = Date.UTC(2090, 0, 1);

/**
 * A victim, a bystander and an attacker go through every door of the accounts, in any order, while time passes. Two things are
 * held against each other all along: what the core answers, and the books of somebody who hears every answer
 * (`attacker-books.ts`, `attacker-judgements.ts`). And whatever the books say, after every step the core itself is asked
 * (`attacker-checks.ts`):
 *
 * - every token that anybody ever held opens the session that it should, or nothing; and the attacker's open an account of its
 *   own, but for what the powers below explain;
 * - what the attacker's accounts show and hand out holds nothing that another person typed.
 *
 * The attacker knows the names of all codes and pending proofs, of its own and of the victim's, and has accounts at the issuers
 * under the victim's subjects where they are not hers. What it may have besides, and what is true then:
 *
 * - **a stolen token** shows the account, and does nothing to it once it is 10 minutes old: no export, no change of phone,
 *   email or logins, no end of other sessions or of the account. A step-up, a change of the phone, the removal of a login, an
 *   undo, the end of the others and a log-out make it worthless. While it is fresh it may do what its owner may.
 * - **the victim's line or mail, for a day**: who has the line is in the account of that phone, as she is. Who reads the mail
 *   is in nothing by that alone, but steps up a stolen token, and confirms her address for an account of its own if it is no
 *   account's yet. Of what it changes there, phone and email are told that stood in the account for 3 days, and nobody else;
 *   for 3 days from then she has a way back in. Once she undoes a change, every session is over, phone and email are as they
 *   stood, and nothing can be undone that the attacker made or was told of. What the attacker then still has in the account
 *   (`footholds`) it may use; when she has cleared that away, and a login of hers has been there for 3 days, it is out, and
 *   comes in no more.
 * - **her number, half a year after its last proof**: it opens the account with the second proof alone; without one, another
 *   account begins, which shows nothing of the old one.
 *
 * At the end what the attacker had for a time is over; the victim takes back what was changed, gets in by a phone or an
 * identity of her own wherever one is left to her, finds what the books say she has, clears the account, and leaves. Then
 * nobody's token opens anything of hers, whatever is shown once more does nothing, and no row holds anything of hers.
 */
describe.for(engines)(
  'on %s',
  (engine) => {
    let core: OpenCore;
    const providers = strictProviders();
    const typed: SoughtValue[] = [];

    beforeAll(async () => {
      core = await openDoor(engine, providers);
    });
    afterAll(() => core.close());

    /** The data folder of a server holds hundreds of megabytes of everybody's; that nothing is left there is tested elsewhere. */
    async function leavesNoTrace(): Promise<void> {
      if (engine === 'sqlite') expect((await scanForLeaks(typed, core.traces)).findings).toEqual([]);
    }

    /** A run takes half a year or so, and the calendar of receipts is not made for centuries. */
    async function renew(): Promise<void> {
      await leavesNoTrace();
      await core.close();
      core = await openDoor(engine, providers);
    }

    /** One run from its first step to its end; says of one that fails what each of its steps was told. */
    async function lives({ powers, opening, commands }: Run): Promise<Stage> {
      if (core.clock.now() > lastDay) await renew();
      await orThrow(core.joos.worker.deliverDue({ limit: 1000 })); // what an earlier run has left
      const stage = newStage(core, providers, powers);
      await fc
        .asyncModelRun(() => ({ model: stage, real: stage }), [...opening, ...commands])
        .then(() => ends(stage))
        .catch((cause: unknown) => {
          const steps = stage.trail.map(({ name, said }) => `  ${name}: ${said.join(', ')}`);
          throw new Error(`What came to pass:\n${steps.join('\n')}`, { cause });
        });
      typed.push(...stage.cast.victim.typed);
      return stage;
    }

    /** Every length of a history is as likely, and a run that fails is made shorter for a while, and not for ever. */
    const alike = { unbiased: true, interruptAfterTimeLimit: runs(150_000), markInterruptAsFailure: true };

    test('an attacker never ends with access to the account of another', async () => {
      const property = fc.asyncProperty(attackedLives, async (run) => void (await lives(run)));
      await fc.assert(property, { ...alike, numRuns: runs(engine === 'sqlite' ? 14 : 8) });
      await leavesNoTrace();
    });

    // What comes to pass is the same on both engines, and in these very runs whenever they are made.
    test.runIf(engine === 'sqlite')('every door is tried, and what opens or stays shut does in many runs', async () => {
      const coverage = new Coverage();
      const property = fc.asyncProperty(attackedLives, async (run) => coverage.add((await lives(run)).done));
      await fc.assert(property, { ...alike, numRuns: 40, seed: 47 });
      await leavesNoTrace();
      if (replaySettings().path === undefined) expect(coverage.tooRare()).toEqual([]);
    });
  },
  runs(180_000),
);
