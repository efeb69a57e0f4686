import { type Account, accountWith, type Change, provingContacts, type Who } from './attacker-books.ts';
import { elevate, finishes, oneHeld } from './attacker-deeds.ts';
import {
  cancelAccount,
  endOtherSessions,
  endSession,
  exportData,
  logOut,
  removeUsername,
  setUsername,
  undoChange,
} from './attacker-door-account.ts';
import { addEmail, removeEmail, removeLogin, requestMyCode } from './attacker-door-contacts.ts';
import { answered, beginThirdParty, isStrong, linkThirdParty } from './attacker-door-providers.ts';
import { isOpen, undoLinkOf } from './attacker-judgements.ts';
import { knowsOf } from './attacker-letters.ts';
import type { Act, Picks } from './attacker-picks.ts';
import { nameOf } from './attacker-providers.ts';
import { controls, type Held, linesOf, mailsOf, type Stage, tokensOf } from './attacker-stage.ts';

/** What anybody does in an account that they are in, whosever it is. */

/** A session of somebody's, of whatever age, mostly stepped up where it can be. */
async function ready(stage: Stage, who: Who, picks: Picks): Promise<Held | null> {
  const held = oneHeld(stage, who, picks);
  if (held === undefined) return null;
  return picks.onceIn(8) ? held : elevate(stage, who, held, picks);
}

/** Makes an act of what somebody does in a session that is stepped up where it can be. */
const inSession =
  (act: (stage: Stage, who: Who, held: Held, picks: Picks) => Promise<unknown>): Act =>
  async (stage, who, picks) => {
    const held = await ready(stage, who, picks);
    if (held !== null) await act(stage, who, held, picks);
  };

export const takesPhone: Act = inSession(async (stage, who, held, picks) => {
  const { account } = held.session;
  const phone = picks.oneOf(linesOf(stage, who).filter((one) => one !== account.phone));
  if (phone === undefined) return;
  const purpose = account.phone === null ? 'add-phone' : 'change-phone';
  const code = await requestMyCode(stage, who, held, { purpose, phone });
  if (code !== null && !picks.onceIn(6)) await finishes(stage, who, code, picks);
});

export const removesPhone: Act = inSession((stage, who, held) => removeLogin(stage, who, held, { kind: 'phone' }));

export const linksIdentity: Act = inSession(async (stage, who, held, picks) => {
  const { identities } = stage.cast[who];
  const free = identities.filter((one) => !held.session.account.identities.includes(one));
  const identity = picks.oneOf(free.length > 0 ? free : identities);
  if (identity === undefined) return;
  const begun = await beginThirdParty(stage, who, nameOf(identity), 'link', held);
  if (begun !== null)
    await linkThirdParty(stage, who, held, answered(stage, begun, identity, picks.onceIn(2), picks.onceIn(8)));
});

export const removesIdentity: Act = inSession(async (stage, who, held, picks) => {
  const identity = picks.oneOf(held.session.account.identities);
  if (identity === undefined) return;
  await removeLogin(stage, who, held, { kind: 'third-party', ...identity });
  // Whether she gets in by what is left then is for her to see.
  if (who === 'victim') held.session.account.soundAt = null;
});

export const givesEmail: Act = inSession(async (stage, who, held, picks) => {
  const email = picks.oneOf(mailsOf(stage, who));
  if (email === undefined) return;
  const code = await addEmail(stage, who, held, email);
  if (code !== null && !picks.onceIn(6)) await finishes(stage, who, code, picks);
});

export const removesEmail: Act = inSession((stage, who, held) => removeEmail(stage, who, held));

export const choosesUsername: Act = inSession(async (stage, who, held, picks) => {
  const username = picks.oneOf(stage.cast[who].usernames);
  if (held.session.account.username !== null && picks.onceIn(3)) await removeUsername(stage, who, held);
  else if (username !== undefined) await setUsername(stage, who, held, username);
});

export const endsOne: Act = async (stage, who, picks) => {
  const held = picks.oneOf(tokensOf(stage, who));
  if (held === undefined) return;
  const one = picks.oneOf(stage.books.sessions.filter(({ account }) => account === held.session.account));
  if (one !== undefined) await endSession(stage, who, held, one.id);
};

export const endsOthers: Act = inSession((stage, who, held) => endOtherSessions(stage, who, held));

export const logsOut: Act = async (stage, who, picks) => {
  const held = picks.oneOf(tokensOf(stage, who));
  if (held !== undefined) await logOut(stage, who, held);
};

export const takesData: Act = inSession((stage, who, held) => exportData(stage, who, held));

export const leaves: Act = async (stage, who, picks) => {
  const held = oneHeld(stage, who, picks);
  if (held === undefined) return;
  await leavesBy(stage, who, await elevate(stage, who, held, picks), picks);
};

/** Cancels the account by what it has. */
export async function leavesBy(stage: Stage, who: Who, held: Held, picks: Picks): Promise<boolean> {
  const { account } = held.session;
  const targets = provingContacts(stage.books, account);
  const theirs = targets.filter(({ kind, address }) => kind === 'email' || linesOf(stage, who).includes(address));
  const to = picks.oneOf(theirs.length > 0 ? theirs : targets)?.kind;
  if (to === undefined) return cancelAccount(stage, who, held, null);
  const code = await requestMyCode(stage, who, held, { purpose: 'cancel-account', to });
  return code !== null && (await finishes(stage, who, code, picks)) === true;
}

/** Takes back a change that somebody else had a part in, by a message that told of it. */
export const undoesChange: Act = async (stage, who, picks) => {
  const change = picks.oneOf(changesToUndo(stage, who).filter((one) => who === 'attacker' || isOthers(one, who)));
  const link = change === undefined ? null : undoLinkOf(change);
  if (change === undefined || link === null) return;
  if ((await undoChange(stage, who, link)) === null || who !== 'victim') return;
  await cannotUndoBack(stage, change);
};

/** All stands as it stood: whatever told of a change of the account undoes nothing any more. */
async function cannotUndoBack(stage: Stage, { account }: Change): Promise<void> {
  for (const one of stage.books.changes) {
    const link = undoLinkOf(one);
    if (one.account !== account || link === null || !knowsOf(one, 'attacker')) continue;
    stage.done.add('the attacker cannot undo back');
    if ((await undoChange(stage, 'attacker', link)) !== null) throw new Error('The attacker undid it back');
  }
}

export const changesToUndo = ({ books }: Stage, who: Who): readonly Change[] =>
  books.changes.filter((change) => isOpen(books, change) && knowsOf(change, who));

/** Whether somebody else had a part in a change. */
export const isOthers = ({ by }: Change, who: Who): boolean => [...by].some((one) => one !== who);

/** Whether somebody has a login in an account that nobody else has. */
export const hasLogin = (stage: Stage, who: Who, { phone, identities }: Account): boolean =>
  (phone !== null && linesOf(stage, who).includes(phone)) || identities.some((one) => controls(stage, who, one));

/**
 * Puts an account in order: a login of the own in it, nothing of anybody else's, no other session. Says whether all is in order
 * by that: where the own login is new, somebody else's that counts can be taken away 3 days later alone.
 */
export async function clears(stage: Stage, who: Who, first: Held, picks: Picks): Promise<boolean> {
  const held = await elevate(stage, who, first, picks);
  const { account } = held.session;
  if (!isStrong(stage, held)) return false;
  await bringsOwnLogin(stage, who, held, picks);
  if (hasLogin(stage, who, account)) {
    const phoneIsForeign = account.phone !== null && !linesOf(stage, who).includes(account.phone);
    if (phoneIsForeign) await removeLogin(stage, who, held, { kind: 'phone' });
    for (const identity of account.identities.filter((one) => !controls(stage, who, one))) {
      await removeLogin(stage, who, held, { kind: 'third-party', ...identity });
    }
  }
  if (account.email !== null && !mailsOf(stage, who).includes(account.email)) await removeEmail(stage, who, held);
  await endOtherSessions(stage, who, held);
  return account.identities.every((one) => controls(stage, who, one));
}

/** Puts a number of the own, that is no account's, in the place of what is there. */
export async function takesFreePhone(stage: Stage, who: Who, held: Held, picks: Picks): Promise<void> {
  const phone = linesOf(stage, who).find((one) => accountWith(stage.books, { phone: one }) === null);
  if (phone === undefined) return;
  const purpose = held.session.account.phone === null ? 'add-phone' : 'change-phone';
  const code = await requestMyCode(stage, who, held, { purpose, phone });
  if (code !== null) await finishes(stage, who, code, picks);
}

async function bringsOwnLogin(stage: Stage, who: Who, held: Held, picks: Picks): Promise<void> {
  const { books, cast } = stage;
  const { account } = held.session;
  if (account.phone === null || !linesOf(stage, who).includes(account.phone))
    await takesFreePhone(stage, who, held, picks);
  const identity = cast[who].identities.find((one) => accountWith(books, { identity: one }) === null);
  if (hasLogin(stage, who, account) || identity === undefined) return;
  const begun = await beginThirdParty(stage, who, nameOf(identity), 'link', held);
  if (begun !== null) await linkThirdParty(stage, who, held, answered(stage, begun, identity, false));
}
