import { accountWith, type Code, isDormant, isElevated, running, type Who } from './attacker-books.ts';
import { cancelAccount } from './attacker-door-account.ts';
import { type Pending, requestCode, verifyCode } from './attacker-door-codes.ts';
import { confirmEmail, confirmEmailByLink, requestMyCode, takePhone } from './attacker-door-contacts.ts';
import { answered, beginThirdParty, logInByThirdParty, stepUp } from './attacker-door-providers.ts';
import { proveSecond, requestSecondProof, startOver } from './attacker-door-second.ts';
import { knows } from './attacker-letters.ts';
import type { Act, Picks } from './attacker-picks.ts';
import { nameOf } from './attacker-providers.ts';
import { controls, type Held, linesOf, mailsOf, type Stage, tokensOf } from './attacker-stage.ts';
import type { Identity } from './trusting-providers.ts';
import { letterRun } from './typed-values.ts';

/** How anybody gets in, and proves anew who they are, with what they have. */

/** Shows a code for what it was sent for. Who never read it has nothing to show. */
export async function finishes(
  stage: Stage,
  who: Who,
  code: Code,
  picks: Picks,
): Promise<Held | Pending | boolean | null> {
  const { id, purpose, target, session, letter } = code;
  const text = letter?.code ?? null;
  if (!knows(letter, who) || text === null) return null;
  const shown = { id, text };
  const { address } = target;
  const device = stage.deviceOf.get(id);
  if (session === null) {
    if (device === undefined) return null;
    if (purpose === 'second-proof') {
      const pending = pendingsOf(stage, who).at(-1);
      return pending === undefined
        ? null
        : proveSecond(stage, who, pending, { kind: 'email', email: address, ...shown });
    }
    const replaces = picks.onceIn(4) ? picks.oneOf(tokensOf(stage, who)) : undefined;
    const deviceName = who === 'victim' && picks.onceIn(3) ? named(stage, 'device name', letterRun(12)) : undefined;
    const logIn = { ...shown, phone: address, device, replaces, deviceName };
    // Who is told to come back later tries on, and is not locked out for that.
    for (let tries = 5; tries > 0; tries -= 1) {
      const came = await verifyCode(stage, who, logIn);
      if (stage.said.at(-1) !== 'verifyCode: ContactReserved') return came;
    }
    return verifyCode(stage, who, logIn);
  }
  const held = tokensOf(stage, who).find((one) => one.session === session);
  if (held === undefined && purpose !== 'confirm-email') return null;
  switch (purpose) {
    case 'confirm-email':
      if (letter !== null && letter.confirms !== null && (held === undefined || picks.onceIn(2)))
        return confirmEmailByLink(stage, who, letter.confirms);
      return held === undefined ? null : confirmEmail(stage, who, held, address, shown);
    case 'step-up':
      return held === undefined ? null : stepUp(stage, who, held, shown);
    case 'cancel-account':
      return held === undefined ? null : cancelAccount(stage, who, held, shown);
    default:
      return held === undefined
        ? null
        : takePhone(stage, who, held, purpose === 'add-phone' ? 'add-phone' : 'change-phone', address, shown);
  }
}

/** Notes a value that the victim typed, to be searched for. */
function named(stage: Stage, label: string, value: string): string {
  stage.cast.victim.typed.push({ label, value });
  return value;
}

export const signsInByPhone: Act = async (stage, who, picks) => {
  const lines = linesOf(stage, who);
  const used = lines.filter((line) => accountWith(stage.books, { phone: line }) !== null);
  const phone = picks.oneOf(used.length > 0 && !picks.onceIn(4) ? used : lines);
  if (phone === undefined) return;
  const device = picks.onceIn(2) ? picks.oneOf(stage.cast[who].devices) : undefined;
  const code = await requestCode(stage, who, phone, device);
  if (!picks.onceIn(6)) await finishes(stage, who, code, picks);
};

export const signsInByThirdParty: Act = async (stage, who, picks) => {
  const { identities } = stage.cast[who];
  const linked = identities.filter((identity) => accountWith(stage.books, { identity }) !== null);
  const identity = picks.oneOf(linked.length > 0 && !picks.onceIn(3) ? linked : identities);
  if (identity === undefined) return;
  const begun = await beginThirdParty(stage, who, nameOf(identity), 'log-in');
  if (begun === null || picks.onceIn(8)) return;
  const replaces = picks.onceIn(4) ? picks.oneOf(tokensOf(stage, who)) : undefined;
  await logInByThirdParty(stage, who, answered(stage, begun, identity, picks.onceIn(2), picks.onceIn(3)), replaces);
};

/** Codes that somebody asked for, may read, and has not used yet. */
export const openCodes = ({ books }: Stage, who: Who): readonly Code[] =>
  books.codes.filter(
    (code) => code.askedBy === who && !code.isGone && knows(code.letter, who) && books.now() < code.expiresAt,
  );

export const finishesSomething: Act = async (stage, who, picks) => {
  const code = picks.oneOf(openCodes(stage, who));
  if (code !== undefined) await finishes(stage, who, code, picks);
};

export const pendingsOf = ({ books, deviceOf }: Stage, who: Who): readonly Pending[] =>
  books.codes.flatMap(({ id, purpose, askedBy, isGone, expiresAt, target: { address: phone } }) => {
    const device = deviceOf.get(id);
    const isOpenYet = purpose === 'proved-phone' && askedBy === who && !isGone && books.now() < expiresAt;
    return isOpenYet && device !== undefined ? [{ id, phone, device }] : [];
  });

export const givesSecondProof: Act = async (stage, who, picks) => {
  const pending = picks.oneOf(pendingsOf(stage, who));
  if (pending === undefined) return;
  const account = stage.books.accounts.find(({ isHere, phone }) => isHere && phone === pending.phone) ?? null;
  const { identities } = stage.cast[who];
  // Who is at home there shows what the account has; anybody else tries what they have.
  const theirs = identities.filter((one) =>
    account?.identities.some((its) => its.issuer === one.issuer && its.providerSubject === one.providerSubject),
  );
  const emails = mailsOf(stage, who).filter((email) => email === account?.email);
  const byIdentity = picks.oneOf(theirs.length > 0 ? theirs : identities);
  const byEmail = picks.oneOf(emails.length > 0 ? emails : mailsOf(stage, who));
  const mayMail = byEmail !== undefined && (emails.length > 0 || theirs.length === 0 || byIdentity === undefined);
  if (mayMail && (byIdentity === undefined || !picks.onceIn(emails.length > 0 ? 4 : 2))) {
    const code = await requestSecondProof(stage, who, pending, byEmail);
    const text = code?.letter?.code ?? null;
    if (code === null || text === null) return;
    await proveSecond(stage, who, pending, { kind: 'email', email: byEmail, id: code.id, text });
    return;
  }
  if (byIdentity === undefined) return;
  const begun = await beginThirdParty(stage, who, nameOf(byIdentity), 'second-proof');
  if (begun === null) return;
  const shown = answered(stage, begun, byIdentity, picks.onceIn(2));
  await proveSecond(stage, who, pending, { kind: 'third-party', ...shown });
};

export const startsOver: Act = async (stage, who, picks) => {
  const pending = picks.oneOf(pendingsOf(stage, who));
  if (pending !== undefined) await startOver(stage, who, pending);
};

/** Steps up by whatever there is to step up by; the session as it was where there is nothing. */
export async function elevate(stage: Stage, who: Who, held: Held, picks: Picks): Promise<Held> {
  const session = running(stage.books, held.token);
  if (session === null || isElevated(stage.books, session)) return held;
  return (await stepsUpBy(stage, who, held, picks)) ?? held;
}

/** Steps up by something of the own, though the session may have proved enough; null where there is nothing. */
export async function stepsUpBy(stage: Stage, who: Who, held: Held, picks: Picks): Promise<Held | null> {
  const { account } = held.session;
  const hasLine = account.phone !== null && linesOf(stage, who).includes(account.phone);
  const isOpening = !isDormant(stage.books, account);
  // A phone that may be somebody else's by now proves nothing; whoever has it tries all the same.
  if (hasLine && !isOpening && !picks.onceIn(3))
    await requestMyCode(stage, who, held, { purpose: 'step-up', to: 'phone' });
  const ways: readonly ('phone' | 'email' | Identity)[] = [
    ...(hasLine && isOpening ? (['phone'] as const) : []),
    ...(account.email !== null && mailsOf(stage, who).includes(account.email) ? (['email'] as const) : []),
    ...account.identities.filter((identity) => controls(stage, who, identity)),
  ];
  const way = picks.oneOf(ways);
  if (way === undefined) return null;
  if (typeof way === 'string') {
    const code = await requestMyCode(stage, who, held, { purpose: 'step-up', to: way });
    const text = code?.letter?.code ?? null;
    return code === null || text === null ? null : stepUp(stage, who, held, { id: code.id, text });
  }
  const begun = await beginThirdParty(stage, who, nameOf(way), 'step-up', held);
  if (begun === null) return null;
  return stepUp(stage, who, held, answered(stage, begun, way, picks.onceIn(2), picks.onceIn(8)));
}

/** A session of somebody's; who has got into another's account is mostly at work there. */
export function oneHeld(stage: Stage, who: Who, picks: Picks): Held | undefined {
  const all = tokensOf(stage, who);
  const others = all.filter(({ session }) => session.account.owner !== who);
  return picks.oneOf(others.length > 0 && !picks.onceIn(3) ? others : all);
}

export const stepsUp: Act = async (stage, who, picks) => {
  const held = oneHeld(stage, who, picks);
  if (held !== undefined) await stepsUpBy(stage, who, held, picks);
};
