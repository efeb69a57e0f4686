import * as fc from 'fast-check';
import { secondMs } from '../../src/domain/instant.ts';
import { replayedCommands } from '../setup/replay-command.ts';
import { holds } from './attacker-checks.ts';
import { signsInByPhone, signsInByThirdParty } from './attacker-deeds.ts';
import { givesEmail, linksIdentity } from './attacker-home.ts';
import { attacker, ever, type Kind, kinds } from './attacker-kinds.ts';
import { type Act, Picks } from './attacker-picks.ts';
import { belongings, type Plot, plots } from './attacker-plots.ts';
import type { Powers, Stage } from './attacker-stage.ts';

/** A step of a run: what it is, when it can be, and by what it chooses. */
export type Step = fc.AsyncCommand<Stage, Stage>;

function step({ name, who, when, act }: Kind, draws: readonly number[]): Step {
  return {
    check: (stage) => when(stage),
    run: async (stage) => {
      stage.said = [];
      stage.trail.push({ name, said: stage.said });
      stage.core.clock.pass(secondMs); // nothing happens in the very moment of what was before

      await act(stage, who, new Picks(draws));
      await holds(stage, stage.trail.length % 4 === 0);
    },
    toString: () => name,
  };
}

/** Smaller draws are no simpler: a run is made shorter by its steps alone. */
const draws: fc.Arbitrary<number[]> = fc.noShrink(
  fc.array(fc.nat({ max: 9_999 }), { minLength: 16, maxLength: 16, size: 'max' }),
);

/** How the victim and the attacker come, the one or the other first, with what they have on the first day. */
const arrivalsOf = ({ victimHas }: Plot): fc.Arbitrary<readonly Step[]> =>
  fc.tuple(fc.subarray([...belongings]), fc.boolean(), fc.boolean(), draws).map(([more, isFirst, byPhone, drawn]) => {
    const has = new Set([...victimHas, ...more]);
    const act: Act = async (stage, who, picks) => {
      const byThirdParty = has.has('identity') && !has.has('phone');
      await (byThirdParty ? signsInByThirdParty : signsInByPhone)(stage, who, picks);
      if (has.has('email')) await givesEmail(stage, who, picks);
      for (const one of ['identity', 'second identity'] as const)
        if (has.has(one)) await linksIdentity(stage, who, picks);
    };
    const arrives: Kind = {
      name: `victim arrives with ${[...has].join(', ')}`,
      who: 'victim',
      weight: 1,
      when: ever,
      act,
    };
    const comes = attacker(1, 'comes', ever, byPhone ? signsInByPhone : signsInByThirdParty);
    const [first, second] = isFirst ? [arrives, comes] : [comes, arrives];
    return [step(first, drawn), step(second, drawn)];
  });

const moreOften = 5;
const maxCommands = 320;

/** Histories of so many steps at most, of which those are taken that can be. */
function historiesOf({ often }: Plot): fc.Arbitrary<Iterable<Step>> {
  const weighted = kinds.map((kind) => ({
    weight: kind.weight * (often.test(kind.name) ? moreOften : 1),
    arbitrary: fc.constant(kind),
  }));
  const some = fc.tuple(fc.oneof(...weighted), draws).map(([kind, drawn]) => step(kind, drawn));
  return fc.commands([some], { maxCommands, size: 'max', ...replayedCommands() });
}

const openingOf = ({ openings }: Plot): fc.Arbitrary<readonly Step[]> =>
  fc
    .constantFrom(...openings)
    .chain((names) => fc.tuple(...names.map((name) => draws.map((drawn) => step(kindOf(name), drawn)))));

function kindOf(name: string): Kind {
  const kind = kinds.find((one) => one.name === name);
  if (kind === undefined) throw new Error(`No step is called ${name}`);
  return kind;
}

export interface Run {
  readonly powers: Powers;
  readonly opening: readonly Step[];
  readonly commands: Iterable<Step>;
}

/** Lives of a victim, a bystander and an attacker side by side. */
export const attackedLives: fc.Arbitrary<Run> = fc.constantFrom(...plots).chain((plot) =>
  fc.record({
    powers: fc.constant(plot.powers),
    opening: fc.tuple(arrivalsOf(plot), openingOf(plot)).map(([arriving, opening]) => [...arriving, ...opening]),
    commands: historiesOf(plot),
  }),
);
