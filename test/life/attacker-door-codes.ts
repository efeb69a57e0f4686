import { expect } from 'vitest';
import type { SignedIn } from '../../src/application/accounts/sign-in.ts';
import { minuteMs } from '../../src/domain/instant.ts';
import { guessable, hear, reaches, toldOf, verdictOf } from './attacker-answers.ts';
import {
  type Account,
  accountWith,
  type Code,
  type Contact,
  isDormant,
  newAccount,
  type Running,
  running,
  type Who,
} from './attacker-books.ts';
import { addCode, isReserved, judge, settle, tellAgain } from './attacker-judgements.ts';
import { knows } from './attacker-letters.ts';
import { type Device, type Held, isOwn, type Stage } from './attacker-stage.ts';

/** Codes for who is not logged in, as everybody here asks for them and shows them: each answer is held against the books. */

export const holderOf = (by: Device | Running): string =>
  'reveal' in by ? `device:${by.reveal()}` : `session:${by.id}`;

export const phoneOf = (address: string): Contact => ({ kind: 'phone', address });

export const emailOf = (address: string): Contact => ({ kind: 'email', address });

/** Notes a code that the core has just sent: it stands in the last letter. */
export function codeSent(
  { books, letters }: Stage,
  id: string,
  given: Pick<Code, 'purpose' | 'target' | 'holder' | 'session' | 'askedBy'>,
): Code {
  const letter = letters.at(-1) ?? null;
  const now = books.now();
  const lives = { sentAt: now, expiresAt: now + 5 * minuteMs, triesLeft: 5, isGone: false };
  return addCode(books, { id, letter, ...lives, ...given });
}

export async function requestCode(stage: Stage, who: Who, phone: string, device?: Device): Promise<Code> {
  const asked = stage.core.joos.accounts.requestCode({ purpose: 'log-in', phone, device });
  const sent = (await hear(stage, who, 'requestCode', asked, 'ok'))._unsafeUnwrap();
  stage.deviceOf.set(sent.challenge, sent.device);
  if (device === undefined) stage.cast[who].devices.push(sent.device);
  const holder = holderOf(sent.device);
  return codeSent(stage, sent.challenge, {
    purpose: 'log-in',
    target: phoneOf(phone),
    holder,
    session: null,
    askedBy: who,
  });
}

/** A phone that a device says it has proved, with the email that a code shall go to. */
export interface Pending {
  readonly id: string;
  readonly phone: string;
  readonly device: Device;
}

/** Somebody shows a code to log in. */
interface ShownToLogIn {
  readonly id: string;
  readonly text: string;
  readonly phone: string;
  readonly device: Device;
  readonly replaces?: Held | undefined;
  readonly deviceName?: string | undefined;
}

export async function verifyCode(stage: Stage, who: Who, shown: ShownToLogIn): Promise<Held | Pending | null> {
  const { books, core } = stage;
  const { id, text, phone, device, replaces, deviceName } = shown;
  const target = phoneOf(phone);
  const judged = judge(books, {
    id,
    text,
    purpose: 'log-in',
    targets: [target],
    holder: holderOf(device),
    account: null,
  });
  const known = accountWith(books, { phone });
  const isAsked = known !== null && isDormant(books, known);
  const letter = books.codes.find((code) => code.id === id)?.letter ?? null;
  const isLost = known === null && isReserved(books, target, null);
  const expected = judged !== 'ok' ? judged : isAsked ? 'SecondProofNeeded' : isLost ? 'ContactReserved' : 'ok';
  const answer = await hear(
    stage,
    who,
    'verifyCode',
    core.joos.accounts.verifyCode({ phone, challenge: id, device, code: text, replaces: replaces?.token, deviceName }),
    guessable(stage, id, expected),
  );
  // A right one that opens nothing stays as it was.
  const opens = ['ok', 'SecondProofNeeded'].includes(toldOf(answer));
  settle(books, id, verdictOf(answer, judged), opens);
  if (answer.isOk()) {
    const entered = enters(stage, who, answer.value, known, replaces);
    const { account } = entered.session;
    if (known === null) account.phone = phone;
    account.phoneProvedAt = books.now();
    const byPower = knows(letter, 'attacker');
    reaches(stage, who, account, byPower, 'phone');
    if (known === null && who === 'attacker' && !isOwn(stage, target)) account.planted.add(phone);
    return entered;
  }
  if (answer.error.kind === 'ContactReserved') tellAgain(books, target, id);
  if (answer.error.kind !== 'SecondProofNeeded') return null;
  const { pending } = answer.error;
  stage.deviceOf.set(pending, device);
  const now = books.now();
  const lives = { sentAt: now, expiresAt: now + 10 * minuteMs, triesLeft: 5, isGone: false };
  const proved = {
    purpose: 'proved-phone',
    target,
    holder: holderOf(device),
    session: null,
    askedBy: who,
    letter: null,
  };
  addCode(books, { id: pending, ...proved, ...lives });
  return { id: pending, phone, device };
}

/** Somebody is logged in: in the account that the books say, or in a new one. */
export function enters(
  stage: Stage,
  who: Who,
  signedIn: SignedIn,
  known: Account | null,
  replaces?: Held,
  provedAt: number | null = stage.books.now(),
): Held {
  const { books, cast } = stage;
  const { subject, session: token, sessionId: id, isNew } = signedIn;
  expect({ isNew, subject }).toEqual({ isNew: known === null, subject: known?.subject ?? subject });
  expect(known === null && books.accounts.some((account) => account.subject === subject)).toBe(false);
  const account = known ?? newAccount(subject, who);
  if (known === null) books.accounts.push(account);
  // Whoever finds an account under an own number takes it for hers; what somebody else left in it is to be cleared.
  if (who === 'victim' && account.owner === 'attacker') Object.assign(account, { owner: who, isReached: true });
  if (replaces !== undefined) {
    const replaced = running(books, replaces.token);
    if (replaced !== null) replaced.isOver = true;
  }
  const now = books.now();
  const session: Running = {
    id,
    account,
    by: who,
    token,
    startedAt: now,
    provedAt,
    usedAt: now,
    isOver: false,
  };
  books.sessions.push(session);
  const held = { token, session, isStolen: false };
  cast[who].held.push(held);
  return held;
}
