import { dayMs, hourMs, minuteMs } from '../../src/domain/instant.ts';
import { orThrow } from '../../src/index.ts';
import {
  showsAnswerElsewhere,
  showsOthersAnswer,
  signsInAsLookAlike,
  slipsAnswer,
  stepsUpByOwnIdentity,
} from './attacker-answers-elsewhere.ts';
import {
  endsOthersSession,
  guesses,
  preHijacks,
  replays,
  showsCodeElsewhere,
  showsOthersCode,
  showsPending,
  takesLinkOfEndedSession,
} from './attacker-attacks.ts';
import type { Who } from './attacker-books.ts';
import { exportsHoldTheirOwn } from './attacker-checks.ts';
import {
  finishesSomething,
  givesSecondProof,
  openCodes,
  pendingsOf,
  signsInByPhone,
  signsInByThirdParty,
  startsOver,
  stepsUp,
} from './attacker-deeds.ts';
import { supportEndsSessions } from './attacker-door-account.ts';
import {
  changesToUndo,
  choosesUsername,
  clears,
  endsOne,
  endsOthers,
  givesEmail,
  leaves,
  linksIdentity,
  logsOut,
  removesEmail,
  removesIdentity,
  removesPhone,
  takesData,
  takesPhone,
  undoesChange,
} from './attacker-home.ts';
import { deliver } from './attacker-letters.ts';
import type { Act } from './attacker-picks.ts';
import {
  givesBack,
  inherits,
  powersEnd,
  readsMail,
  steals,
  takesLine,
  usesBareSession,
  usesPower,
} from './attacker-powers.ts';
import { linesOf, type Powers, type Stage, tokensOf } from './attacker-stage.ts';
import { giveCard, rentOne } from './person.ts';

/** What can happen in a run: by whom, how often beside the others, and when at all. */

export interface Kind {
  readonly name: string;
  readonly who: Who;
  /** How often it comes up beside the others. */
  readonly weight: number;
  readonly when: (stage: Stage) => boolean;
  readonly act: Act;
}

export const ever = (): boolean => true;

const isIn = (who: Who) => (stage: Stage) => tokensOf(stage, who).length > 0;

const canFinish = (who: Who) => (stage: Stage) => openCodes(stage, who).length > 0;

const isPending = (who: Who) => (stage: Stage) => pendingsOf(stage, who).length > 0;

const isTold = (who: Who) => (stage: Stage) =>
  changesToUndo(stage, who).some(({ by }) => who === 'attacker' || by !== who);

/** What everybody does with what is theirs, or what they got hold of. */
const livesOn = (who: Who, more: number): readonly Kind[] =>
  [
    { name: 'signs in by phone', who, weight: 3 * more, when: ever, act: signsInByPhone },
    { name: 'signs in by a third party', who, weight: 2 * more, when: ever, act: signsInByThirdParty },
    { name: 'finishes something', who, weight: 2 * more, when: canFinish(who), act: finishesSomething },
    { name: 'gives a second proof', who, weight: 4 * more, when: isPending(who), act: givesSecondProof },
    { name: 'starts over', who, weight: 2 * more, when: isPending(who), act: startsOver },
    { name: 'steps up', who, weight: 2 * more, when: isIn(who), act: stepsUp },
    { name: 'takes a phone', who, weight: 3 * more, when: isIn(who), act: takesPhone },
    { name: 'removes the phone', who, weight: more, when: isIn(who), act: removesPhone },
    { name: 'links an identity', who, weight: 3 * more, when: isIn(who), act: linksIdentity },
    { name: 'removes an identity', who, weight: more, when: isIn(who), act: removesIdentity },
    { name: 'gives an email', who, weight: 3 * more, when: isIn(who), act: givesEmail },
    { name: 'removes the email', who, weight: more, when: isIn(who), act: removesEmail },
    { name: 'chooses a username', who, weight: more, when: isIn(who), act: choosesUsername },
    { name: 'ends a session', who, weight: more, when: isIn(who), act: endsOne },
    { name: 'ends all other sessions', who, weight: more, when: isIn(who), act: endsOthers },
    { name: 'logs out', who, weight: more, when: isIn(who), act: logsOut },
    { name: 'takes the data along', who, weight: more, when: isIn(who), act: takesData },
    { name: 'undoes a change', who, weight: 4 * more, when: isTold(who), act: undoesChange },
  ].map((kind) => ({ ...kind, name: `${who} ${kind.name}` }));

const rents: Act = async (stage, who, picks) => {
  const held = picks.oneOf(tokensOf(stage, who).filter(({ session }) => session.account.owner === who));
  if (held === undefined) return;
  const { typed } = stage.cast[who];
  const person = { subject: '', session: held.token, provedAt: 0, phone: null, email: null, identity: null, typed };
  await rentOne(stage.core, person, await giveCard(stage.core, person));
  held.session.account.orders += 1;
  stage.done.add(`${who} rents`);
};

const callsSupport: Act = async (stage, who, picks) => {
  const account = picks.oneOf(stage.books.accounts.filter(({ owner, isHere }) => owner === who && isHere));
  if (account !== undefined) await supportEndsSessions(stage, who, account);
};

const clearsAccount: Act = async (stage, who, picks) => {
  const held = picks.oneOf(tokensOf(stage, who).filter(({ session }) => session.account.isReached));
  if (held !== undefined) await clears(stage, who, held, picks);
};

const takesEverything: Act = (stage) => exportsHoldTheirOwn(stage);

const passes = (durationMs: number): Act => {
  return (stage) => {
    stage.core.clock.pass(durationMs);
    if (durationMs >= dayMs) powersEnd(stage);
    return Promise.resolve();
  };
};

const works: Act = async (stage) => {
  await orThrow(stage.core.joos.worker.workerPass({ limit: 200 }));
  deliver(stage);
};

const delivers: Act = async (stage) => {
  await orThrow(stage.core.joos.worker.deliverDue({ limit: 200 }));
  deliver(stage);
};

export const victims: readonly Kind[] = [
  ...livesOn('victim', 2),
  { name: 'victim rents', who: 'victim', weight: 1, when: isIn('victim'), act: rents },
  { name: 'victim calls support', who: 'victim', weight: 1, when: ever, act: callsSupport },
  {
    name: 'victim clears the account',
    who: 'victim',
    weight: 6,
    when: (stage) => tokensOf(stage, 'victim').some(({ session }) => session.account.isReached),
    act: clearsAccount,
  },
  { name: 'victim leaves', who: 'victim', weight: 1, when: isIn('victim'), act: leaves },
];

export const has = (stage: Stage, power: keyof Powers): boolean => stage.powers[power];

export const isReached = ({ books }: Stage): boolean => books.accounts.some((account) => account.isReached);

const hasStolen = (stage: Stage): boolean => tokensOf(stage, 'attacker').some(({ isStolen }) => isStolen);

const ownsOne = (stage: Stage): boolean =>
  tokensOf(stage, 'attacker').some(({ session }) => session.account.owner === 'attacker');

export const attacker = (name: string, weight: number, when: Kind['when'], act: Act): Kind => ({
  name: `attacker ${name}`,
  who: 'attacker',
  weight,
  when,
  act,
});

const attackers: readonly Kind[] = [
  ...livesOn('attacker', 1),
  attacker('steals a session', 6, (stage) => has(stage, 'steals') && isIn('victim')(stage), steals),
  attacker('takes the line', 4, (stage) => has(stage, 'swaps') && stage.swapped === null, takesLine),
  attacker('reads the mail', 3, (stage) => has(stage, 'reads') && !stage.readsMail, readsMail),
  attacker(
    'inherits the number',
    2,
    (stage) =>
      has(stage, 'inherits') && stage.cast.attacker.inherited.length === 0 && linesOf(stage, 'victim').length > 1,
    inherits,
  ),
  attacker(
    'uses the number',
    5,
    ({ swapped, cast }) => swapped !== null || cast.attacker.inherited.length > 0,
    usesPower,
  ),
  attacker('leaves for another', 1, isReached, leaves),
  attacker('guesses', 3, ever, guesses),
  attacker("shows the victim's code", 6, ever, showsOthersCode),
  attacker('shows a code elsewhere', 4, ever, showsCodeElsewhere),
  attacker('shows a pending proof', 4, ever, showsPending),
  attacker('shows an answer elsewhere', 4, isIn('attacker'), showsAnswerElsewhere),
  attacker("shows the victim's answer", 2, ever, showsOthersAnswer),
  attacker('slips an answer in', 4, (stage) => ownsOne(stage) && isIn('victim')(stage), slipsAnswer),
  attacker('steps up by an identity', 4, isIn('attacker'), stepsUpByOwnIdentity),
  attacker('uses a bare session', 8, hasStolen, usesBareSession),
  attacker('replays', 4, ever, replays),
  attacker('takes the link of an ended session', 3, isIn('attacker'), takesLinkOfEndedSession),
  attacker("ends the victim's session", 2, ownsOne, endsOthersSession),
  attacker('comes before the victim', 4, ownsOne, preHijacks),
  attacker('signs in as a look-alike', 3, ever, signsInAsLookAlike),
  attacker('takes everything along', 2, ownsOne, takesEverything),
];

const world: readonly Kind[] = [
  {
    name: 'the line is given back',
    who: 'attacker',
    weight: 3,
    when: ({ swapped }) => swapped !== null,
    act: givesBack,
  },
  { name: '2 minutes pass', who: 'bystander', weight: 4, when: ever, act: passes(2 * minuteMs) },
  { name: '11 minutes pass', who: 'bystander', weight: 6, when: ever, act: passes(11 * minuteMs) },
  { name: '5 hours pass', who: 'bystander', weight: 2, when: ever, act: passes(5 * hourMs) },
  { name: '2 days pass', who: 'bystander', weight: 2, when: ever, act: passes(2 * dayMs) },
  { name: '8 days pass', who: 'bystander', weight: 1, when: ever, act: passes(8 * dayMs) },
  {
    name: 'half a year passes',
    who: 'bystander',
    weight: 1,
    when: ({ done }) => !done.has('half a year'),
    act: async (stage, who, picks) => {
      stage.done.add('half a year');
      return passes(190 * dayMs)(stage, who, picks);
    },
  },
  { name: 'the worker passes', who: 'bystander', weight: 3, when: ever, act: works },
  { name: 'what is due is delivered', who: 'bystander', weight: 8, when: ever, act: delivers },
];

const doings: readonly Kind[] = [...livesOn('bystander', 1), { ...livesOn('bystander', 1)[0]!, act: leaves }];

/** Somebody who has nothing to do with any of it, and whom none of it may touch. */
const bystanders: readonly Kind[] = [
  {
    name: 'bystander lives on',
    who: 'bystander',
    weight: 8,
    when: ever,
    act: async (stage, who, picks) => {
      const doing = picks.oneOf(isIn(who)(stage) ? doings.filter(({ when }) => when(stage)) : doings.slice(0, 2));
      await doing?.act(stage, who, picks);
    },
  },
];

export const kinds: readonly Kind[] = [...victims, ...attackers, ...world, ...bystanders];
