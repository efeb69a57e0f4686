import * as fc from 'fast-check';
import { secondMs } from '../../src/domain/instant.ts';
import { replayedCommands } from '../setup/replay-command.ts';
import { holds } from './attacker-checks.ts';
import { signsInByPhone, signsInByThirdParty } from './attacker-deeds.ts';
import { givesEmail, linksIdentity } from './attacker-home.ts';
import { attacker, ever, type Kind, kinds } from './attacker-kinds.ts';
import { type Act, Picks } from './attacker-picks.ts';
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
export const draws: fc.Arbitrary<number[]> = fc.noShrink(
  fc.array(fc.nat({ max: 9_999 }), { minLength: 16, maxLength: 16, size: 'max' }),
);

/** What a run is mostly about: the powers of its attacker, who the victim is, how it begins, and what comes up more often. */
interface Plot {
  readonly powers: Powers;
  readonly victimHas: readonly Belonging[];
  /** Steps right after the two have come; one of these lists is taken, or none. */
  readonly openings: readonly (readonly string[])[];
  readonly often: RegExp;
}

const belongings = ['phone', 'email', 'identity', 'second identity'] as const;

type Belonging = (typeof belongings)[number];

const none: Powers = { steals: false, swaps: false, reads: false, inherits: false };

const stranger: Plot = {
  powers: none,
  victimHas: [],
  openings: [['attacker guesses', 'attacker guesses', 'attacker comes before the victim']],
  often: /before the victim|look-alike|guesses|slips|elsewhere|the victim's/,
};

const thief: Plot = {
  powers: { ...none, steals: true },
  victimHas: ['phone'],
  openings: [
    ['attacker steals a session', '11 minutes pass', 'attacker uses a bare session', 'victim steps up'],
    ['attacker steals a session', '11 minutes pass', 'victim takes a phone'],
    ['attacker steals a session', 'attacker gives an email', 'victim ends all other sessions'],
    [
      'attacker steals a session',
      'attacker takes a phone',
      'what is due is delivered',
      'attacker takes a phone',
      'what is due is delivered',
      'victim undoes a change',
    ],
  ],
  often: /steals|bare|victim (?:signs|steps up|takes a phone|ends|logs out|removes|calls)|delivered|undoes/,
};

const swapper: Plot = {
  powers: { ...none, swaps: true },
  victimHas: ['phone'],
  openings: [
    ['attacker takes the line', 'attacker uses the number', 'attacker takes a phone', 'the line is given back'],
    ['attacker takes the line', 'attacker uses the number', 'attacker links an identity', 'attacker gives an email'],
    ['attacker takes the line', 'attacker uses the number', 'the line is given back', 'attacker takes a phone'],
  ],
  often:
    /the line|the number|attacker (?:takes a phone|links|gives|removes|undoes|ends|leaves)|delivered|undoes|clears/,
};

const reader: Plot = {
  powers: { ...none, steals: true, reads: true },
  victimHas: ['phone', 'email'],
  openings: [
    [
      'attacker steals a session',
      'attacker reads the mail',
      '11 minutes pass',
      'attacker steps up',
      'attacker takes a phone',
      'what is due is delivered',
      'victim undoes a change',
    ],
    ['attacker reads the mail', 'attacker gives an email'],
  ],
  often: /steals|the mail|attacker (?:steps up|takes a phone|links|gives|removes|undoes)|delivered|undoes|clears/,
};

const heir: Plot = {
  powers: { ...none, inherits: true, reads: true },
  victimHas: ['phone', 'email'],
  openings: [
    [
      'attacker inherits the number',
      'attacker uses the number',
      'attacker reads the mail',
      'attacker gives a second proof',
    ],
    ['attacker inherits the number', 'attacker uses the number', 'attacker gives a second proof'],
    ['attacker inherits the number', 'attacker uses the number', 'attacker starts over'],
  ],
  often: /inherits|the number|second proof|starts over|pending|the mail|signs in/,
};

const sleeper: Plot = {
  powers: none,
  victimHas: ['phone'],
  openings: [
    ['half a year passes', 'victim signs in by phone', 'attacker shows a pending proof', 'victim gives a second proof'],
    ['half a year passes', 'victim signs in by phone', 'attacker shows a pending proof', 'victim starts over'],
  ],
  often: /pending|second proof|starts over|half a year|victim signs in|elsewhere|replays/,
};

export const all: Plot = {
  powers: { steals: true, swaps: true, reads: true, inherits: true },
  victimHas: [],
  openings: [],
  often: /delivered|undoes|clears|second proof|bare/,
};

const plots: readonly Plot[] = [stranger, thief, swapper, reader, heir, sleeper, thief, swapper, reader, heir, all];

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
    const comes = attacker('comes', 1, ever, byPhone ? signsInByPhone : signsInByThirdParty);
    const [first, second] = isFirst ? [arrives, comes] : [comes, arrives];
    return [step(first, drawn), step(second, drawn)];
  });

const moreOften = 4;
const maxCommands = 160;

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
    .constantFrom([], ...openings, ...openings)
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
