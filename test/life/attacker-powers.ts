import { dayMs } from '../../src/domain/instant.ts';
import { isElevated } from './attacker-books.ts';
import { finishes } from './attacker-deeds.ts';
import { cancelAccount, endOtherSessions, exportData } from './attacker-door-account.ts';
import { requestCode } from './attacker-door-codes.ts';
import { addEmail, removeEmail, removeLogin, requestMyCode, takePhone } from './attacker-door-contacts.ts';
import { answered, beginThirdParty, linkThirdParty } from './attacker-door-providers.ts';
import { opensMail } from './attacker-letters.ts';
import type { Act } from './attacker-picks.ts';
import { nameOf } from './attacker-providers.ts';
import { type Held, linesOf, type Stage, tokensOf } from './attacker-stage.ts';

/** The powers of an attacker: how it comes by them, and what it does with them. */

/** The token of a running session of the victim's, by malware or from a lost device. */
export const steals: Act = (stage, _who, picks) => {
  const all = tokensOf(stage, 'victim');
  const bare = all.filter(({ session }) => !isElevated(stage.books, session));
  const taken = picks.oneOf(bare.length > 0 && !picks.onceIn(3) ? bare : all);
  if (taken !== undefined) {
    stage.cast.attacker.held.push({ ...taken, isStolen: true });
    stage.done.add(isElevated(stage.books, taken.session) ? 'steals a fresh session' : 'steals a bare session');
  }
  return Promise.resolve();
};

export const takesLine: Act = (stage, _who, picks) => {
  const lines = linesOf(stage, 'victim');
  const used = lines.filter((phone) => stage.books.accounts.some((account) => account.phone === phone));
  const phone = picks.oneOf(used.length > 0 ? used : lines);
  if (phone !== undefined) {
    stage.swapped = phone;
    stage.lines.set(phone, 'attacker');
  }
  return Promise.resolve();
};

export function powersEnd(stage: Stage): void {
  if (stage.swapped !== null) stage.lines.set(stage.swapped, 'victim');
  stage.swapped = null;
  stage.readsMail = false;
}

export const readsMail: Act = (stage) => {
  opensMail(stage);
  return Promise.resolve();
};

export const givesBack: Act = (stage) => {
  powersEnd(stage);
  return Promise.resolve();
};

/** The victim has given a number back, nobody used it for half a year, and the attacker is given it. */
export const inherits: Act = (stage, _who, picks) => {
  powersEnd(stage);
  const { cast, lines, core } = stage;
  const given = linesOf(stage, 'victim');
  const used = given.filter((phone) => stage.books.accounts.some((account) => account.phone === phone));
  const phone = picks.oneOf(used.length > 0 ? used : given);
  if (phone !== undefined) {
    core.clock.pass(190 * dayMs);
    lines.set(phone, 'attacker');
    cast.attacker.inherited.push(phone);
  }
  return Promise.resolve();
};

/** Number or mail that the attacker has for now, or for good: it tries the account that they are on. */
export const usesPower: Act = async (stage, who, picks) => {
  const phone = stage.swapped ?? stage.cast.attacker.inherited.at(-1);
  if (phone === undefined) return;
  const code = await requestCode(stage, who, phone);
  await finishes(stage, who, code, picks);
};

/** What a session alone must not do, one after the other. The codes are right: it is the session that proves too little. */
export const usesBareSession: Act = async (stage, who, picks) => {
  const { books, cast } = stage;
  const stolen = tokensOf(stage, who).filter(({ isStolen, session }) => isStolen && !isElevated(books, session));
  const held = picks.oneOf(stolen);
  if (held === undefined) return;
  const { account } = held.session;
  const before = JSON.stringify([account.phone, account.email, account.identities, account.isHere]);
  const tries: readonly (() => Promise<unknown>)[] = [
    () => exportData(stage, who, held),
    () => addEmail(stage, who, held, cast.attacker.emails[0] ?? ''),
    () => removeEmail(stage, who, held),
    () => removeLogin(stage, who, held, { kind: 'phone' }),
    () =>
      removeLogin(stage, who, held, {
        kind: 'third-party',
        ...(account.identities[0] ?? cast.attacker.identities[0]!),
      }),
    () => endOtherSessions(stage, who, held),
    () => cancelAccount(stage, who, held, null),
    () => takesOwnPhone(stage, held),
    () => linksOwnIdentity(stage, held),
  ];
  stage.done.add('attack: with a bare session');
  for (let some = 0; some < 3; some += 1) await picks.oneOf(tries)?.();
  if (JSON.stringify([account.phone, account.email, account.identities, account.isHere]) !== before) {
    throw new Error('A bare session changed the account');
  }
};

async function takesOwnPhone(stage: Stage, held: Held): Promise<void> {
  const phone = linesOf(stage, 'attacker')[0] ?? '';
  const purpose = held.session.account.phone === null ? 'add-phone' : 'change-phone';
  const code = await requestMyCode(stage, 'attacker', held, { purpose, phone });
  // Not even a code is sent to another phone; one that it has is looked at no more than that.
  const shown = code ?? (await requestCode(stage, 'attacker', phone));
  await takePhone(stage, 'attacker', held, purpose, phone, { id: shown.id, text: shown.letter?.code ?? '' });
}

async function linksOwnIdentity(stage: Stage, held: Held): Promise<void> {
  const identity = stage.cast.attacker.identities[0]!;
  const begun = await beginThirdParty(stage, 'attacker', nameOf(identity), 'link', held);
  if (begun !== null) await linkThirdParty(stage, 'attacker', held, answered(stage, begun, identity, false));
}
