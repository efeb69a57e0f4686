import { answered, beginThirdParty, linkThirdParty, logInByThirdParty, stepUp } from './attacker-door-providers.ts';
import type { Act } from './attacker-picks.ts';
import { nameOf } from './attacker-providers.ts';
import { tokensOf } from './attacker-stage.ts';

/** What an attacker does with the answers of third parties, its own and those of others. */

const purposes = ['log-in', 'link', 'step-up', 'second-proof'] as const;

/** An attempt for one thing is shown for another, in the own session or in a stolen one. */
export const showsAnswerElsewhere: Act = async (stage, who, picks) => {
  const identity = picks.oneOf(stage.cast.attacker.identities);
  const held = picks.oneOf(tokensOf(stage, who));
  const purpose = picks.oneOf(purposes);
  if (identity === undefined || held === undefined || purpose === undefined) return;
  const begun = await beginThirdParty(stage, who, nameOf(identity), purpose, held);
  if (begun === null) return;
  const shown = answered(stage, begun, identity, picks.onceIn(2));
  stage.done.add(`attack: an answer for ${purpose} elsewhere`);
  const into = picks.oneOf(tokensOf(stage, who)) ?? held;
  if (purpose !== 'log-in' && picks.onceIn(3)) return logInByThirdParty(stage, who, shown);
  if (purpose !== 'link' && picks.onceIn(2)) return linkThirdParty(stage, who, into, shown);
  if (purpose !== 'step-up') return stepUp(stage, who, into, shown);
  return linkThirdParty(stage, who, into, shown);
};

/** The victim logs in with a provider, and what she comes back with is seen; the attacker shows it with an attempt of its own. */
export const showsOthersAnswer: Act = async (stage, who, picks) => {
  const identity = picks.oneOf(stage.cast.victim.identities);
  if (identity === undefined) return;
  const hers = await beginThirdParty(stage, 'victim', nameOf(identity), 'log-in');
  const own = await beginThirdParty(stage, who, nameOf(identity), 'log-in');
  if (hers === null || own === null) return;
  const seen = answered(stage, hers, identity, picks.onceIn(2)).answer;
  stage.done.add("attack: the victim's answer");
  return logInByThirdParty(stage, who, { answer: { ...seen, attempt: own.token }, proves: null, authTime: null });
};

/** An answer for the attacker gets into a session of the victim's, which has just proved who it is. */
export const slipsAnswer: Act = async (stage, who, picks) => {
  const own = picks.oneOf(tokensOf(stage, who).filter(({ session }) => session.account.owner === 'attacker'));
  const hers = picks.oneOf(tokensOf(stage, 'victim'));
  const identity = picks.oneOf(stage.cast.attacker.identities);
  if (own === undefined || hers === undefined || identity === undefined) return;
  const isStep = picks.onceIn(3);
  const begun = await beginThirdParty(stage, who, nameOf(identity), isStep ? 'step-up' : 'link', own);
  if (begun === null) return;
  const shown = answered(stage, begun, identity, true);
  stage.done.add("attack: an own answer in the victim's session");
  if (isStep) return stepUp(stage, 'victim', hers, shown);
  return linkThirdParty(stage, 'victim', hers, shown);
};

/** In a session that proved too little, by an identity that the account does not have. */
export const stepsUpByOwnIdentity: Act = async (stage, who, picks) => {
  const stolen = tokensOf(stage, who).filter(({ isStolen }) => isStolen);
  const held = picks.oneOf(stolen.length > 0 ? stolen : tokensOf(stage, who));
  const identity = picks.oneOf(stage.cast.attacker.identities);
  if (held === undefined || identity === undefined) return;
  const begun = await beginThirdParty(stage, who, nameOf(identity), 'step-up', held);
  if (begun === null) return;
  stage.done.add('attack: a step-up by an identity of its own');
  return stepUp(stage, who, held, answered(stage, begun, identity, picks.onceIn(2)));
};

/** The issuer that vouches for whatever is said there, and others that know the attacker by the victim's subjects. */
export const signsInAsLookAlike: Act = async (stage, who, picks) => {
  const subjects = new Set(stage.cast.victim.identities.map(({ providerSubject }) => providerSubject));
  const alike = stage.cast.attacker.identities.filter(({ providerSubject }) => subjects.has(providerSubject));
  const identity = picks.oneOf(alike);
  if (identity === undefined) return;
  const begun = await beginThirdParty(stage, who, nameOf(identity), 'log-in');
  if (begun === null) return;
  stage.done.add('attack: the same subject at another issuer');
  return logInByThirdParty(stage, who, answered(stage, begun, identity, picks.onceIn(2)));
};
