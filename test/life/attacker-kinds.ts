import { dayMs, hourMs, minuteMs } from '../../src/domain/instant.ts';
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
import { callsSupport, clearsAccount, delivers, halfYearPasses, passes, rents, works } from './attacker-happenings.ts';
import {
  changesToUndo,
  choosesUsername,
  endsOne,
  endsOthers,
  givesEmail,
  isOthers,
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
import type { Act } from './attacker-picks.ts';
import { givesBack, inherits, readsMail, steals, takesLine, usesBareSession, usesPower } from './attacker-powers.ts';
import { linesOf, type Stage, tokensOf } from './attacker-stage.ts';

/** Something that can happen in a run: by whom, how often beside the others, and when at all. */
export interface Kind {
  readonly name: string;
  readonly who: Who;
  readonly weight: number;
  readonly when: (stage: Stage) => boolean;
  readonly act: Act;
}

const by =
  (who: Who) =>
  (weight: number, name: string, when: Kind['when'], act: Act): Kind => ({
    who,
    weight,
    name: `${who} ${name}`,
    when,
    act,
  });

export const ever = (): boolean => true;
const isIn = (who: Who) => (stage: Stage) => tokensOf(stage, who).length > 0;
const canFinish = (who: Who) => (stage: Stage) => openCodes(stage, who).length > 0;
const isPending = (who: Who) => (stage: Stage) => pendingsOf(stage, who).length > 0;
const isTold = (who: Who) => (stage: Stage) =>
  changesToUndo(stage, who).some((change) => who === 'attacker' || isOthers(change, who));

/** What everybody does with what is theirs, or what they got hold of. */
function livesOn(who: Who): readonly Kind[] {
  const kind = by(who);
  const isInside = isIn(who);
  return [
    kind(5, 'signs in by phone', ever, signsInByPhone),
    kind(3, 'signs in by a third party', ever, signsInByThirdParty),
    kind(4, 'finishes something', canFinish(who), finishesSomething),
    kind(9, 'gives a second proof', isPending(who), givesSecondProof),
    kind(4, 'starts over', isPending(who), startsOver),
    kind(3, 'steps up', isInside, stepsUp),
    kind(5, 'takes a phone', isInside, takesPhone),
    kind(3, 'removes the phone', isInside, removesPhone),
    kind(5, 'links an identity', isInside, linksIdentity),
    kind(3, 'removes an identity', isInside, removesIdentity),
    kind(5, 'gives an email', isInside, givesEmail),
    kind(3, 'removes the email', isInside, removesEmail),
    kind(4, 'chooses a username', isInside, choosesUsername),
    kind(3, 'ends a session', isInside, endsOne),
    kind(3, 'ends all other sessions', isInside, endsOthers),
    kind(2, 'logs out', isInside, logsOut),
    kind(3, 'takes the data along', isInside, takesData),
    kind(9, 'undoes a change', isTold(who), undoesChange),
  ];
}

const victim = by('victim');
const victims: readonly Kind[] = [
  ...livesOn('victim'),
  victim(2, 'rents', isIn('victim'), rents),
  victim(2, 'calls support', ever, callsSupport),
  victim(
    9,
    'clears the account',
    (stage) => tokensOf(stage, 'victim').some(({ session }) => session.account.isReached),
    clearsAccount,
  ),
  victim(1, 'leaves', isIn('victim'), leaves),
];

const isReached = ({ books }: Stage): boolean => books.accounts.some((account) => account.isReached);
const hasStolen = (stage: Stage): boolean => tokensOf(stage, 'attacker').some(({ isStolen }) => isStolen);
const ownsOne = (stage: Stage): boolean =>
  tokensOf(stage, 'attacker').some(({ session }) => session.account.owner === 'attacker');
const hasNumber = ({ swapped, cast }: Stage): boolean => swapped !== null || cast.attacker.inherited.length > 0;
const mayInherit = (stage: Stage): boolean =>
  stage.powers.inherits && stage.cast.attacker.inherited.length === 0 && linesOf(stage, 'victim').length > 1;

export const attacker: ReturnType<typeof by> = by('attacker');
const attackers: readonly Kind[] = [
  ...livesOn('attacker'),
  attacker(2, 'leaves for another', isReached, leaves),

  attacker(8, 'steals a session', (stage) => stage.powers.steals && isIn('victim')(stage), steals),
  attacker(12, 'uses a bare session', hasStolen, usesBareSession),
  attacker(6, 'takes the line', (stage) => stage.powers.swaps && stage.swapped === null, takesLine),
  attacker(4, 'gives the line back', ({ swapped }) => swapped !== null, givesBack),
  attacker(5, 'reads the mail', (stage) => stage.powers.reads && !stage.readsMail, readsMail),
  attacker(4, 'inherits the number', mayInherit, inherits),
  attacker(8, 'uses the number', hasNumber, usesPower),

  attacker(4, 'guesses', ever, guesses),
  attacker(5, "shows the victim's code", ever, showsOthersCode),
  attacker(5, 'shows a code elsewhere', ever, showsCodeElsewhere),
  attacker(5, 'shows a pending proof', ever, showsPending),
  attacker(5, 'shows an answer elsewhere', isIn('attacker'), showsAnswerElsewhere),
  attacker(2, "shows the victim's answer", ever, showsOthersAnswer),
  attacker(4, 'slips an answer in', (stage) => ownsOne(stage) && isIn('victim')(stage), slipsAnswer),
  attacker(3, 'steps up by an identity', isIn('attacker'), stepsUpByOwnIdentity),
  attacker(6, 'replays', ever, replays),
  attacker(3, 'takes the link of an ended session', isIn('attacker'), takesLinkOfEndedSession),
  attacker(3, "ends the victim's session", ownsOne, endsOthersSession),
  attacker(4, 'comes before the victim', ownsOne, preHijacks),
  attacker(3, 'signs in as a look-alike', ever, signsInAsLookAlike),
  attacker(3, 'takes everything along', ownsOne, exportsHoldTheirOwn),
];

const doings: readonly Kind[] = [...livesOn('bystander'), by('bystander')(1, 'leaves', isIn('bystander'), leaves)];

/** Somebody who has nothing to do with any of it, and whom none of it may touch. */
const livesAnyhow: Act = async (stage, who, picks) => {
  await picks.oneOf(doings.filter(({ when }) => when(stage)))?.act(stage, who, picks);
};

const nobody = (weight: number, name: string, act: Act, when: Kind['when'] = ever): Kind => ({
  who: 'bystander',
  weight,
  name,
  when,
  act,
});
const isMonths = ({ name }: { readonly name: string }): boolean => name === '5 months pass';

const world: readonly Kind[] = [
  nobody(9, 'the bystander lives on', livesAnyhow),
  nobody(5, '2 minutes pass', passes(2 * minuteMs)),
  nobody(9, '11 minutes pass', passes(11 * minuteMs)),
  nobody(3, '5 hours pass', passes(5 * hourMs)),
  nobody(3, '2 days pass', passes(2 * dayMs)),
  nobody(2, '8 days pass', passes(8 * dayMs)),
  nobody(1, '5 months pass', passes(150 * dayMs), ({ trail }) => trail.filter(isMonths).length < 2),
  nobody(2, 'half a year passes', halfYearPasses, ({ done }) => !done.has('half a year')),
  nobody(3, 'the worker passes', works),
  nobody(14, 'what is due is delivered', delivers),
];

export const kinds: readonly Kind[] = [...victims, ...attackers, ...world];
