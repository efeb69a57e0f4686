import { dayMs } from '../../src/domain/instant.ts';
import { orThrow } from '../../src/index.ts';
import { supportEndsSessions } from './attacker-door-account.ts';
import { clears } from './attacker-home.ts';
import { sendsAll } from './attacker-letters.ts';
import type { Act } from './attacker-picks.ts';
import { powersEnd } from './attacker-powers.ts';
import { tokensOf } from './attacker-stage.ts';
import { giveCard, rentOne } from './person.ts';

/** What happens without anybody being at a door, and what only who is at home does. */

/** Rents a power bank at a station, so that there is something to be seen. */
export const rents: Act = async (stage, who, picks) => {
  const held = picks.oneOf(tokensOf(stage, who).filter(({ session }) => session.account.owner === who));
  if (held === undefined) return;
  const { typed } = stage.cast[who];
  const person = { subject: '', session: held.token, provedAt: 0, phone: null, email: null, identity: null, typed };
  await rentOne(stage.core, person, await giveCard(stage.core, person));
  held.session.account.orders += 1;
  stage.done.add(`${who} rents`);
};

export const callsSupport: Act = async (stage, who, picks) => {
  const account = picks.oneOf(stage.books.accounts.filter(({ owner, isHere }) => owner === who && isHere));
  if (account !== undefined) await supportEndsSessions(stage, who, account);
};

export const clearsAccount: Act = async (stage, who, picks) => {
  const held = picks.oneOf(tokensOf(stage, who).filter(({ session }) => session.account.isReached));
  if (held !== undefined) await clears(stage, who, held, picks);
};

/** Time passes; what the attacker has for a time lasts a day at most. */
export const passes =
  (durationMs: number): Act =>
  (stage) => {
    stage.core.clock.pass(durationMs);
    if (durationMs >= dayMs) powersEnd(stage);
    return Promise.resolve();
  };

export const halfYearPasses: Act = (stage, who, picks) => {
  stage.done.add('half a year');
  return passes(190 * dayMs)(stage, who, picks);
};

export const works: Act = async (stage) => {
  await orThrow(stage.core.joos.worker.workerPass({ limit: 200 }));
  await sendsAll(stage);
};

export const delivers: Act = (stage) => sendsAll(stage);
