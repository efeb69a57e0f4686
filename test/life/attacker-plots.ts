import type { Powers } from './attacker-stage.ts';

/** What somebody may have on the first day. */
export const belongings = ['phone', 'email', 'identity', 'second identity'] as const;
export type Belonging = (typeof belongings)[number];

/** What a run is mostly about: the powers of its attacker, who the victim is, how it begins, and what comes up more often. */
export interface Plot {
  readonly powers: Powers;
  readonly victimHas: readonly Belonging[];
  /** Steps by their names, right after the two have come; one of these lists is taken. */
  readonly openings: readonly (readonly string[])[];
  readonly often: RegExp;
}

const none: Powers = { steals: false, swaps: false, reads: false, inherits: false };

/** Nothing but what everybody can do, and sees. */
const stranger: Plot = {
  powers: none,
  victimHas: [],
  openings: [
    [],
    ['attacker guesses', 'attacker guesses', 'attacker guesses', 'victim signs in by phone'],
    ['attacker comes before the victim', 'victim signs in by phone', 'victim gives an email'],
  ],
  often: /before the victim|look-alike|guesses|slips|elsewhere|the victim's/,
};

/** A token of a running session, fresh or bare. */
const thief: Plot = {
  powers: { ...none, steals: true },
  victimHas: ['phone'],
  openings: [
    ['11 minutes pass', 'attacker steals a session', 'attacker uses a bare session', 'victim steps up'],
    ['11 minutes pass', 'attacker steals a session', 'attacker uses a bare session', 'victim takes a phone'],
    ['attacker steals a session', 'attacker gives an email', 'victim ends all other sessions'],
    ['attacker steals a session', 'attacker takes the link of an ended session', 'victim steps up'],
    [
      'attacker steals a session',
      'attacker takes a phone',
      '2 days pass',
      'attacker takes a phone',
      'what is due is delivered',
      '2 days pass',
      'victim undoes a change',
    ],
    [
      '5 months pass',
      'victim signs in by a third party',
      'attacker steals a session',
      'attacker takes a phone',
      'what is due is delivered',
      'victim undoes a change',
      '5 months pass',
      'victim signs in by phone',
    ],
    [
      'attacker steals a session',
      'attacker links an identity',
      'attacker takes a phone',
      'attacker removes an identity',
      'attacker removes an identity',
    ],
    [
      'attacker steals a session',
      'attacker links an identity',
      '8 days pass',
      'victim signs in by phone',
      'victim takes a phone',
      'victim clears the account',
    ],
    [
      'attacker steals a session',
      'attacker takes a phone',
      'what is due is delivered',
      'attacker takes a phone',
      'what is due is delivered',
      'victim undoes a change',
    ],
  ],
  often: /steals|bare|victim (?:signs|steps up|takes a phone|ends|removes|calls)|delivered|undoes/,
};

/** The same, where nobody can be told of what is changed. */
const thiefOfLittle: Plot = {
  powers: { ...none, steals: true },
  victimHas: ['identity'],
  openings: [
    ['attacker steals a session', 'attacker takes a phone', 'attacker removes an identity'],
    ['attacker steals a session', 'attacker gives an email', 'victim takes a phone', 'what is due is delivered'],
    ['attacker steals a session', 'attacker links an identity', 'attacker removes an identity', '8 days pass'],
  ],
  often:
    /steals|victim (?:signs|steps up|takes a phone|links|ends|removes)|attacker (?:links|removes)|delivered|undoes/,
};

/** The victim's line, for a day at most. */
const swapper: Plot = {
  powers: { ...none, swaps: true },
  victimHas: ['phone'],
  openings: [
    [
      'attacker takes the line',
      'attacker uses the number',
      'attacker gives the line back',
      'attacker takes a phone',
      'what is due is delivered',
      'victim undoes a change',
    ],
    ['attacker takes the line', 'attacker uses the number', 'attacker takes a phone', 'attacker gives the line back'],
    ['attacker takes the line', 'attacker uses the number', 'attacker links an identity', 'attacker gives an email'],
  ],
  often: /the line|the number|attacker (?:takes a phone|links|gives|removes|undoes|leaves)|delivered|undoes|clears/,
};

/** The victim's mail, for a day at most, and a token that proves nothing by itself. */
const reader: Plot = {
  powers: { ...none, steals: true, reads: true },
  victimHas: ['phone', 'email'],
  openings: [
    [
      '11 minutes pass',
      'attacker steals a session',
      'attacker uses a bare session',
      'attacker reads the mail',
      'attacker steps up',
      'attacker takes a phone',
      'what is due is delivered',
      'attacker takes a phone',
      'what is due is delivered',
      'victim undoes a change',
    ],
    ['attacker reads the mail', 'attacker gives an email', 'attacker steals a session'],
  ],
  often: /steals|the mail|attacker (?:steps up|takes a phone|links|gives|removes|undoes)|delivered|undoes|clears/,
};

/** The victim's number, half a year after she gave it back; and for a while her mail. */
const heir: Plot = {
  powers: { ...none, inherits: true, reads: true },
  victimHas: ['phone', 'email'],
  openings: [
    [
      'attacker inherits the number',
      'attacker uses the number',
      'attacker reads the mail',
      'attacker gives a second proof',
      'attacker gives a second proof',
    ],
    ['attacker inherits the number', 'attacker uses the number', 'attacker gives a second proof'],
    [
      'attacker inherits the number',
      'attacker uses the number',
      'attacker starts over',
      'attacker takes everything along',
    ],
  ],
  often: /inherits|the number|second proof|starts over|pending|the mail|signs in/,
};

/** Nobody proved the victim's number for half a year but she herself. */
const sleeper: Plot = {
  powers: none,
  victimHas: ['phone', 'identity'],
  openings: [
    ['half a year passes', 'victim signs in by phone', 'attacker shows a pending proof', 'victim gives a second proof'],
    ['half a year passes', 'victim signs in by phone', 'attacker shows a pending proof', 'victim starts over'],
    ['half a year passes', 'victim signs in by a third party', '11 minutes pass', 'victim steps up', 'victim steps up'],
  ],
  often: /pending|second proof|starts over|half a year|victim signs in|elsewhere|replays/,
};

/** The same, and for a moment the attacker had the line as well: what it proved then must be worth nothing once she is back. */
const sleeperSwapped: Plot = {
  powers: { ...none, steals: true, swaps: true },
  victimHas: ['phone', 'email'],
  openings: [
    [
      'half a year passes',
      'victim signs in by a third party',
      '11 minutes pass',
      'attacker steals a session',
      'attacker takes the line',
      'attacker steps up',
      'attacker steps up',
    ],
    [
      'half a year passes',
      'attacker takes the line',
      'attacker uses the number',
      'attacker gives the line back',
      'victim signs in by phone',
      'victim gives a second proof',
      'attacker starts over',
    ],
    [
      'half a year passes',
      'attacker takes the line',
      'attacker uses the number',
      'attacker gives the line back',
      'victim signs in by phone',
      'victim starts over',
      'attacker starts over',
    ],
  ],
  often: /pending|second proof|starts over|the line|the number|delivered|undoes|clears/,
};

/** All of it at once, and nothing more often than the rest. */
const everything: Plot = {
  powers: { steals: true, swaps: true, reads: true, inherits: true },
  victimHas: [],
  openings: [[]],
  often: /^$/,
};

export const plots: readonly Plot[] = [
  ...[stranger, thief, swapper, reader, heir, sleeper],
  ...[thief, thiefOfLittle, swapper, reader, heir, sleeperSwapped, everything],
];
