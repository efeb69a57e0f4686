import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scanForLeaks } from '../../src/adapters/leak-scan/index.ts';
import { replaySettings } from '../setup/replay-command.ts';
import { attackedLives, type Run } from './attacker-commands.ts';
import { Coverage } from './attacker-coverage.ts';
import { ends } from './attacker-ending.ts';
import { strictProviders } from './attacker-providers.ts';
import { newStage, openDoor, type Stage } from './attacker-stage.ts';
import { engines, type OpenCore } from './open-core.ts';
import { runs } from './runs.ts';

describe.for(engines)(
  'on %s',
  (engine) => {
    let core: OpenCore;
    const providers = strictProviders();

    beforeAll(async () => {
      core = await openDoor(engine, providers);
    });
    afterAll(() => core.close());

    /** One run from its first step to its end; says of one that fails what each of its steps was told. */
    async function lives({ powers, opening, commands }: Run, ended: (stage: Stage) => void): Promise<void> {
      const stage = newStage(core, providers, powers);
      const setup = () => ({ model: stage, real: stage });
      await fc
        .asyncModelRun(setup, [...opening, ...commands])
        .then(() => ends(stage))
        .catch((cause: unknown) => {
          const steps = stage.trail.map(({ name, said }) => `  ${name}: ${said.join(', ')}`);
          throw new Error(`What came to pass:\n${steps.join('\n')}`, { cause });
        });
      ended(stage);
    }

    test('an attacker never ends with access to the account of another', async () => {
      await fc.assert(
        fc.asyncProperty(attackedLives, (run) => lives(run, () => {})),
        { numRuns: runs(engine === 'sqlite' ? 25 : 8), unbiased: true },
      );
    });

    // One engine is enough: what comes to pass is the same on both, and so are these very runs, whenever they are made.
    test.runIf(engine === 'sqlite')(
      'every door is tried, and opens or stays shut, in a good share of the runs',
      async () => {
        const coverage = new Coverage();
        await fc.assert(
          fc.asyncProperty(attackedLives, (run) => lives(run, (stage) => coverage.add(stage.done))),
          { numRuns: 30, unbiased: true, seed: 20261123 },
        );
        if (process.env.COUNT) console.log(coverage.all());
        if (replaySettings().path === undefined) expect(coverage.tooRare()).toEqual([]);
      },
    );
  },
  runs(180_000),
);
