import { minuteMs, secondMs } from '../../src/domain/instant.ts';
import { accountWith, type Code, isElevated } from './attacker-books.ts';
import { elevate, pendingsOf, stepsUpBy } from './attacker-deeds.ts';
import { cancelAccount, endSession, exportData, logOut, undoChange } from './attacker-door-account.ts';
import { type Pending, requestCode, verifyCode } from './attacker-door-codes.ts';
import {
  addEmail,
  confirmEmail,
  confirmEmailByLink,
  removeEmail,
  requestMyCode,
  takePhone,
} from './attacker-door-contacts.ts';
import { answered, beginThirdParty, stepUp } from './attacker-door-providers.ts';
import { proveSecond, requestSecondProof, startOver } from './attacker-door-second.ts';
import { knows } from './attacker-letters.ts';
import type { Act, Picks } from './attacker-picks.ts';
import { nameOf } from './attacker-providers.ts';
import { type Device, mailsOf, type Stage, tokensOf } from './attacker-stage.ts';

/**
 * What only an attacker does: the steps of the doors in any order, with what belongs to others, to something else or to the
 * past. What comes of it is held against the books, as everything is.
 */

/** As many digits, and not the same. */
function wrong(text: string | null | undefined): string {
  const digits = text ?? '000000';
  return String((Number(digits) + 1) % 10 ** digits.length).padStart(digits.length, '0');
}

/** What the attacker can show for a code: itself where it was read, else a guess that is wrong. */
const bestText = ({ letter }: Code): string =>
  knows(letter, 'attacker') && letter.code !== null ? letter.code : wrong(letter?.code);

async function ownDevice(stage: Stage, picks: Picks): Promise<Device> {
  const known = picks.oneOf(stage.cast.attacker.devices);
  if (known !== undefined) return known;
  await requestCode(stage, 'attacker', stage.cast.attacker.phones[0] ?? '');
  return ownDevice(stage, picks);
}

export const guesses: Act = async (stage, who, picks) => {
  const { books, cast } = stage;
  const used = cast.victim.phones.filter((phone) => accountWith(books, { phone }) !== null);
  const phone = picks.oneOf(used.length > 0 ? used : cast.victim.phones) ?? '';
  const code = await requestCode(stage, who, phone, picks.oneOf(cast.attacker.devices));
  const device = stage.deviceOf.get(code.id);
  if (device === undefined) return;
  for (let tries = picks.draw() % 7; tries >= 0; tries -= 1) {
    await verifyCode(stage, who, { id: code.id, text: wrong(code.letter?.code), phone, device });
  }
};

/** Codes of others, whose names the attacker all knows. */
const othersCodes = ({ books }: Stage): readonly Code[] =>
  books.codes.filter(({ askedBy, isGone }) => askedBy === 'victim' && !isGone).slice(-6);

export const showsOthersCode: Act = async (stage, _who, picks) => {
  const code = picks.oneOf(othersCodes(stage));
  if (code !== undefined) await showsSomewhere(stage, code, picks);
};

/** An own code, for something else, with another session or device, or one that was used. */
export const showsCodeElsewhere: Act = async (stage, _who, picks) => {
  const own = stage.books.codes.filter(({ askedBy }) => askedBy === 'attacker').slice(-6);
  const code = picks.oneOf(own);
  if (code !== undefined) await showsSomewhere(stage, code, picks);
};

async function showsSomewhere(stage: Stage, code: Code, picks: Picks): Promise<unknown> {
  const who = 'attacker';
  const { id, target } = code;
  const { address } = target;
  const shown = { id, text: bestText(code) };
  const held = picks.oneOf(tokensOf(stage, who));
  const phone = target.kind === 'phone' ? address : (stage.cast.attacker.phones[0] ?? '');
  const email = target.kind === 'email' ? address : (stage.cast.attacker.emails[0] ?? '');
  const door = picks.draw() % 7;
  stage.done.add(`attack: a code at door ${door}`);
  if (door <= 1 || held === undefined) {
    const device = await ownDevice(stage, picks);
    if (door === 0) return verifyCode(stage, who, { ...shown, phone, device });
    const pending = pendingsOf(stage, who).at(-1) ?? { id, phone, device };
    return proveSecond(stage, who, pending, { kind: 'email', email, ...shown });
  }
  const strong = picks.onceIn(2) ? await elevate(stage, who, held, picks) : held;
  if (door === 2) return takePhone(stage, who, strong, 'add-phone', phone, shown);
  if (door === 3) return takePhone(stage, who, strong, 'change-phone', phone, shown);
  if (door === 4) return confirmEmail(stage, who, strong, email, shown);
  if (door === 5) return stepUp(stage, who, strong, shown);
  return cancelAccount(stage, who, strong, shown);
}

/** The name under which another device's phone was proved, or a code of the own that nobody ever saw. */
export const showsPending: Act = async (stage, who, picks) => {
  const device = await ownDevice(stage, picks);
  const victims = stage.books.codes.filter(
    ({ purpose, askedBy }) => purpose === 'proved-phone' && askedBy === 'victim',
  );
  const others = picks.oneOf(victims.filter(({ isGone }) => !isGone));
  if (others !== undefined && !picks.onceIn(3)) {
    stage.done.add("attack: the victim's pending proof");
    return passesFor(stage, { id: others.id, phone: others.target.address, device }, picks);
  }
  const used = stage.books.accounts.filter(({ owner, isHere }) => owner === 'victim' && isHere);
  const phone = picks.oneOf(used)?.phone ?? stage.cast.victim.phones[0] ?? '';
  const code = await requestCode(stage, who, phone, device);
  stage.done.add('attack: an unread code as a pending proof');
  return passesFor(stage, { id: code.id, phone, device }, picks);
};

async function passesFor(stage: Stage, pending: Pending, picks: Picks): Promise<unknown> {
  const who = 'attacker';
  if (picks.onceIn(3)) return requestSecondProof(stage, who, pending, mailsOf(stage, who)[0] ?? '');
  if (picks.onceIn(2)) return startOver(stage, who, pending);
  const identity = picks.oneOf(stage.cast.attacker.identities);
  const begun = identity && (await beginThirdParty(stage, who, nameOf(identity), 'second-proof'));
  if (identity === undefined || !begun) return;
  return proveSecond(stage, who, pending, { kind: 'third-party', ...answered(stage, begun, identity, false) });
}

/** Begins to take what the victim has, or will have one day, into an own account; nothing of it is proved. */
export const preHijacks: Act = async (stage, who, picks) => {
  const first = picks.oneOf(tokensOf(stage, who).filter(({ session }) => session.account.owner === 'attacker'));
  if (first === undefined) return;
  const held = await elevate(stage, who, first, picks);
  const email = picks.oneOf(stage.cast.victim.emails) ?? '';
  const phone = picks.oneOf(stage.cast.victim.phones.filter((one) => stage.lines.get(one) === 'victim'));
  stage.done.add('attack: before the victim comes');
  if (phone === undefined || picks.onceIn(2)) {
    const code = await addEmail(stage, who, held, email);
    if (code !== null) await confirmEmail(stage, who, held, email, { id: code.id, text: bestText(code) });
    return;
  }
  const purpose = held.session.account.phone === null ? 'add-phone' : 'change-phone';
  const code = await requestMyCode(stage, who, held, { purpose, phone });
  if (code !== null) await takePhone(stage, who, held, purpose, phone, { id: code.id, text: bestText(code) });
};

/** Links and tokens that were used, have expired, or are put together of two. */
export const replays: Act = async (stage, who, picks) => {
  const read = stage.letters.filter((letter) => knows(letter, 'attacker'));
  const confirms = read.flatMap((letter) => letter.confirms ?? []);
  const undoes = read.flatMap((letter) => letter.undoes ?? []);
  const mac = (token: string | undefined): string => token?.split('.')[1] ?? 'AAAAAAAAAAAAAAAAAAAAAA';
  const others = picks.oneOf(othersCodes(stage));
  const forged = `${others?.id ?? '00000000-0000-4000-8000-000000000000'}.${mac(confirms.at(-1))}`;
  const told = stage.letters
    .filter(({ readers }) => !readers.has('attacker'))
    .flatMap(({ undoes: undo }) => undo ?? []);
  const forgedUndo = `${told.at(-1)?.split('.')[0] ?? others?.id ?? ''}.${mac(undoes.at(-1) ?? confirms.at(-1))}`;
  const spent = picks.oneOf(stage.spent);
  switch (picks.draw() % 5) {
    case 0:
      stage.done.add('attack: a link again');
      return confirmEmailByLink(stage, who, picks.oneOf(confirms) ?? forged);
    case 1:
      stage.done.add('attack: a forged link');
      return confirmEmailByLink(stage, who, forged);
    case 2:
      stage.done.add('attack: an undo again');
      return undoChange(stage, who, picks.oneOf(undoes) ?? forgedUndo);
    case 3:
      stage.done.add('attack: a forged undo');
      return undoChange(stage, who, forgedUndo);
    default:
      if (spent === undefined) return;
      stage.done.add('attack: a token that is over');
      if (picks.onceIn(2)) return exportData(stage, who, spent);
      return picks.onceIn(2) ? logOut(stage, who, spent) : removeEmail(stage, who, spent);
  }
};

/** A session asks to confirm an own address, and is over, or was stepped up by whose it is, before the link is taken. */
export const takesLinkOfEndedSession: Act = async (stage, who, picks) => {
  const own = tokensOf(stage, who).filter(({ isStolen, session }) => !isStolen || isElevated(stage.books, session));
  const stolen = own.filter(({ isStolen }) => isStolen);
  const first = picks.oneOf(stolen.length > 0 ? stolen : own);
  if (first === undefined) return;
  const held = await elevate(stage, who, first, picks);
  const email = picks.oneOf(stage.cast.attacker.emails) ?? '';
  const code = await addEmail(stage, who, held, email);
  const link = code?.letter?.confirms;
  if (code === null || link === null || link === undefined || !knows(code.letter, who)) return;
  const hers = tokensOf(stage, 'victim').find(({ session }) => session === held.session);
  if (hers !== undefined && picks.onceIn(2)) {
    stage.core.clock.pass(secondMs);
    await stepsUpBy(stage, 'victim', hers, picks);
    stage.done.add('attack: the link of a session that was stepped up since');
  } else if (picks.onceIn(2)) await logOut(stage, who, held);
  else stage.core.clock.pass(6 * minuteMs);
  stage.done.add('attack: the link of a session that is over');
  return confirmEmailByLink(stage, who, link);
};

/** Sessions of others by their names, which the attacker has seen. */
export const endsOthersSession: Act = async (stage, who, picks) => {
  const own = picks.oneOf(tokensOf(stage, who).filter(({ session }) => session.account.owner === 'attacker'));
  const hers = picks.oneOf(stage.books.sessions.filter(({ account }) => account.owner !== 'attacker'));
  if (own === undefined || hers === undefined) return;
  stage.done.add("attack: the victim's session by its name");
  return endSession(stage, who, own, hers.id);
};
