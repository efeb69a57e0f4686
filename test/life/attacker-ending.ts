import { expect } from 'vitest';
import { dayMs, hourMs } from '../../src/domain/instant.ts';
import { orThrow } from '../../src/index.ts';
import type { Account } from './attacker-books.ts';
import { exportsHoldTheirOwn, holds, oneAnAccount } from './attacker-checks.ts';
import { elevate, finishes, givesSecondProof, startsOver } from './attacker-deeds.ts';
import { undoChange } from './attacker-door-account.ts';
import { requestCode } from './attacker-door-codes.ts';
import { confirmEmailByLink } from './attacker-door-contacts.ts';
import { answered, beginThirdParty, logInByThirdParty } from './attacker-door-providers.ts';
import { carriesOn } from './attacker-door-second.ts';
import { changesToUndo, clears, hasLogin, leavesBy } from './attacker-home.ts';
import { deliver, footholds, knows } from './attacker-letters.ts';
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
  const { worker, accounts } = core.joos;
  stage.trail.push({ name: 'the end', said: stage.said });
  powersEnd(stage);
  await orThrow(worker.deliverDue({ limit: 200 }));
  deliver(stage);
  await takesBack(stage);
  core.clock.pass(25 * hourMs); // whoever guessed at her codes held her up for a day
  const hers = books.accounts.filter(({ owner }) => owner === 'victim');
  for (const account of hers.filter(({ isHere }) => isHere)) await findsHome(stage, account);
  await holds(stage);

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
  for (const { token } of [...stage.spent, ...cast.attacker.held]) {
    const found = await accounts.authenticate({ session: token });
    const subject = found.isOk() ? found.value.subject : null;
    const account = books.accounts.find((one) => one.subject === subject);
    // What a power took from her for good is all that is left of hers.
    expect(account === undefined || account.owner !== 'victim' || account.isReached).toBe(true);
  }
}

/** She takes back every change that she was told of and did not make, the last one first. */
async function takesBack(stage: Stage): Promise<void> {
  for (;;) {
    const change = changesToUndo(stage, 'victim').findLast(({ by }) => by === 'attacker');
    const token = change?.letter?.undoes;
    if (change === undefined || token === undefined || token === null) return;
    const isUndone = (await undoChange(stage, 'victim', token)) !== null;
    if (isUndone) await holds(stage);
    else change.isGone = true; // the contact is in another account by now
  }
}

/** She gets into her account, if a phone or an identity of hers is on it, and puts it in order. */
async function findsHome(stage: Stage, account: Account): Promise<void> {
  const held = await comesIn(stage, account);
  if (held === null) {
    // Nobody can have taken her logins but by a power, or herself.
    expect(account.isHere && hasLogin(stage, 'victim', account)).toBe(false);
    return;
  }
  await clears(stage, 'victim', held, picks);
  stage.done.add('victim is home');
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
