import { expect } from 'vitest';
import { dayMs, hourMs } from '../../src/domain/instant.ts';
import type { Account, Change } from './attacker-books.ts';
import { exportsHoldTheirOwn, holds, oneAnAccount } from './attacker-checks.ts';
import { elevate, finishes, givesSecondProof, startsOver } from './attacker-deeds.ts';
import { undoChange } from './attacker-door-account.ts';
import { phoneOf, requestCode } from './attacker-door-codes.ts';
import { confirmEmailByLink } from './attacker-door-contacts.ts';
import { answered, beginThirdParty, logInByThirdParty } from './attacker-door-providers.ts';
import { carriesOn } from './attacker-door-second.ts';
import { changesToUndo, clears, hasLogin, isOthers, leavesBy, takesFreePhone } from './attacker-home.ts';
import { isReserved, undoLinkOf } from './attacker-judgements.ts';
import { footholds, knows, sendsAll } from './attacker-letters.ts';
import { Picks } from './attacker-picks.ts';
import { powersEnd } from './attacker-powers.ts';
import { nameOf } from './attacker-providers.ts';
import { controls, type Held, linesOf, type Stage, tokensOf } from './attacker-stage.ts';
import { expectErased, settleKept } from './remains.ts';

const picks = new Picks([1]);

/**
 * How a run ends: what the attacker had for a time is over, the victim takes back what was taken, finds what is hers by her
 * own means, puts it in order, and leaves. From then on nothing of hers is anywhere.
 */
export async function ends(stage: Stage): Promise<void> {
  const { books, core, cast } = stage;
  const { accounts } = core.joos;
  stage.said = [];
  stage.trail.push({ name: 'the end', said: stage.said });
  powersEnd(stage);
  await sendsAll(stage);
  await takesBack(stage);
  core.clock.pass(25 * hourMs); // whoever guessed at her codes held her up for a day
  await provesHerNumbers(stage);
  await takesBack(stage);
  if (!(await putsInOrder(stage, stage.trail.length % 3 === 0))) {
    stage.done.add('victim waits until her login counts');
    core.clock.pass(4 * dayMs);
    await putsInOrder(stage, false);
  }

  core.clock.pass(4 * dayMs); // and what was changed is for good
  for (const account of books.accounts.filter(({ owner }) => owner === 'victim')) {
    const isInside = tokensOf(stage, 'victim').some(({ session }) => session.account === account);
    if (isInside && hasLogin(stage, 'victim', account)) expect(footholds(stage, account)).toEqual([]);
  }
  await holds(stage);
  await triesEverythingAgain(stage);
  for (const held of oneAnAccount(stage, 'attacker')) await elevate(stage, 'attacker', held, picks);
  await exportsHoldTheirOwn(stage);

  for (const held of tokensOf(stage, 'victim')) {
    if (held.session.account.isHere)
      await leavesBy(stage, 'victim', await elevate(stage, 'victim', held, picks), picks);
  }
  await carriesOn(stage);
  for (const { isHere, subject, orders } of books.accounts.filter(({ owner }) => owner === 'victim')) {
    if (isHere) continue; // somebody who had a power took it from her for good
    if (orders > 0) await settleKept(core, subject);
    await expectErased(core, subject, []);
  }
  await holds(stage);
  await sendsAll(stage);
  for (const { token } of [...stage.spent, ...cast.attacker.held]) {
    const found = await accounts.authenticate({ session: token });
    const subject = found.isOk() ? found.value.subject : null;
    const account = books.accounts.find((one) => one.subject === subject);
    // What a power took from her for good is all that is left of hers.
    expect(account === undefined || account.owner !== 'victim' || account.isReached).toBe(true);
  }
}

/** She takes back every change that she was told of and did not make, in the order in which they come to hand. */
async function takesBack(stage: Stage): Promise<void> {
  const cannot = new Set<Change>();
  for (;;) {
    const told = changesToUndo(stage, 'victim').filter((one) => isOthers(one, 'victim') && !cannot.has(one));
    const change = stage.trail.length % 2 === 0 ? told.at(0) : told.at(-1);
    const link = change === undefined ? null : undoLinkOf(change);
    if (change === undefined || link === null) return;
    if ((await undoChange(stage, 'victim', link)) === null) cannot.add(change); // a contact is in another account by now
    await holds(stage);
  }
}

/** Whoever had her line may have read what she was told by it: to prove the number brings the message again. */
async function provesHerNumbers(stage: Stage): Promise<void> {
  for (const phone of linesOf(stage, 'victim')) {
    if (!isReserved(stage.books, phoneOf(phone), null)) continue;
    await finishes(stage, 'victim', await requestCode(stage, 'victim', phone), picks);
    stage.done.add('victim is told again');
  }
  await sendsAll(stage);
}

/** She puts every account of hers in order that she gets into; says whether nothing is left to be done. */
async function putsInOrder(stage: Stage, isMoving: boolean): Promise<boolean> {
  const hers = stage.books.accounts.filter(({ owner, isHere }) => owner === 'victim' && isHere);
  let isAll = true;
  for (const account of hers) isAll = (await findsHome(stage, account, isMoving)) && isAll;
  await holds(stage);
  return isAll;
}

/** She gets into her account, if a phone or an identity of hers is on it, and puts it in order. */
async function findsHome(stage: Stage, account: Account, isMoving: boolean): Promise<boolean> {
  const held = await comesIn(stage, account);
  if (held === null) {
    // Nobody can have taken her logins but by a power, or herself.
    expect(account.isHere && hasLogin(stage, 'victim', account)).toBe(false);
    return true;
  }
  stage.done.add('victim is home');
  // Now and then she has another number by then, which does not count at once.
  if (isMoving) await takesFreePhone(stage, 'victim', await elevate(stage, 'victim', held, picks), picks);
  return clears(stage, 'victim', held, picks);
}

async function comesIn(stage: Stage, account: Account): Promise<Held | null> {
  const { phone } = account;
  const hers = () =>
    tokensOf(stage, 'victim').findLast(({ session }) => session.provedAt === stage.books.now()) ?? null;
  const identity = account.identities.find((one) => controls(stage, 'victim', one));
  if (phone !== null && linesOf(stage, 'victim').includes(phone)) {
    const code = await requestCode(stage, 'victim', phone);
    const came = await finishes(stage, 'victim', code, picks);
    if (came !== null && typeof came === 'object' && 'device' in came) {
      await givesSecondProof(stage, 'victim', picks);
      if (hers() === null) await startsOver(stage, 'victim', picks);
    }
    return hers();
  }
  if (identity === undefined) return null;
  const begun = await beginThirdParty(stage, 'victim', nameOf(identity), 'log-in');
  if (begun !== null) await logInByThirdParty(stage, 'victim', answered(stage, begun, identity, false));
  return hers();
}

/** Whatever the attacker ever read does nothing to what is not its own. */
async function triesEverythingAgain(stage: Stage): Promise<void> {
  for (const letter of stage.letters.filter((one) => knows(one, 'attacker')).slice(-12)) {
    if (letter.undoes !== null) expect(await undoChange(stage, 'attacker', letter.undoes)).toBeNull();
    if (letter.confirms !== null) expect(await confirmEmailByLink(stage, 'attacker', letter.confirms)).toBe(false);
  }
}
