import { dayMs } from '../../src/domain/instant.ts';
import {
  type Account,
  type Books,
  type Change,
  type Code,
  type Contact,
  endSessions,
  identityKey,
  isDormant,
  sameContact,
  type Who,
} from './attacker-books.ts';

/** What the rules of the door say of a code that is shown, and of a change of phone or email. */

/** Who shows which code, for what. */
interface Shown {
  readonly id: string;
  /** Null where there is no code, but a phone that was proved. */
  readonly text: string | null;
  readonly purpose: string;
  readonly targets: readonly Contact[];
  readonly holder: string;
  readonly account: Account | null;
}

/** What is to be said of a code that is shown; `ok` if it counts. */
export function judge(books: Books, shown: Shown): string {
  const code = books.codes.find(({ id, isGone }) => id === shown.id && !isGone);
  if (code === undefined || !shown.targets.some((target) => sameContact(target, code.target))) return 'UnknownCode';
  const account = code.session?.account ?? null;
  if (code.purpose !== shown.purpose || code.holder !== shown.holder || account !== shown.account) return 'UnknownCode';
  if (books.now() >= code.expiresAt) return 'CodeExpired';
  if (code.triesLeft <= 0) return 'CodeSpent';
  if (shown.text === null) return 'ok';
  if (shown.text === code.letter?.code) return 'ok';
  return code.triesLeft === 1 ? 'CodeSpent' : 'WrongCode';
}

/** Too many were guessed: nothing is looked at, and nothing comes of it. */
export const heldBack: readonly string[] = ['TooManyGuesses', 'LongerCodeNeeded'];

export const mayBeHeldBack = ({ guessedAt, now }: Books): boolean => guessedAt !== null && now() - guessedAt < dayMs;

/** Notes what became of a code that was shown: it is used up where it counted, and what it was shown for came to pass. */
export function settle(books: Books, id: string, verdict: string, isUsed: boolean): void {
  const code = books.codes.find((one) => one.id === id && !one.isGone);
  if (code === undefined) return;
  if (verdict === 'ok' && isUsed) code.isGone = true;
  if (verdict !== 'WrongCode' && !(verdict === 'CodeSpent' && code.triesLeft === 1)) return;
  code.triesLeft -= 1;
  books.guessedAt = books.now();
}

/** Adds a code in the place of the one before for the same holder, purpose and target. */
export function addCode(books: Books, code: Code): Code {
  const { purpose, holder, target } = code;
  for (const one of books.codes) {
    if (one.purpose === purpose && one.holder === holder && sameContact(one.target, target)) one.isGone = true;
  }
  books.codes.push(code);
  return code;
}

const undoableMs = 3 * dayMs;

/** Notes that a contact is given up for another, or for none: who had it can have it back, if they have a claim to it. */
export function noteChange(books: Books, account: Account, kind: Contact['kind'], to: string | null, by: Who): void {
  const { phone, email, phoneProvedAt } = account;
  const address = account[kind];
  if (address === null) return;
  // A number that may be somebody else's by now has none, nor has what is given up for what was there until lately.
  if (kind === 'phone' && isDormant(books, account)) return;
  const earlier = books.changes.filter((one) => one.account === account && !one.isGone);
  if (earlier.some((one) => isOpen(books, one) && one.former.kind === kind && one.former.address === to)) return;
  const changedAt = Math.max(books.now(), ...earlier.map((one) => one.changedAt + 1));
  const before = { phone, email, phoneProvedAt };
  books.changes.push({ account, former: { kind, address }, before, by, changedAt, letter: null, isGone: false });
}

export function isOpen({ now }: Books, { isGone, changedAt, account }: Change): boolean {
  return !isGone && account.isHere && now() < changedAt + undoableMs;
}

/** Whether a contact can still be put back into another account than this one. */
export const isReserved = (books: Books, contact: Contact, account: Account | null): boolean =>
  books.changes.some((one) => one.account !== account && isOpen(books, one) && sameContact(one.former, contact));

/** Whether the contact that a code went to has just taken the place of another. */
export const isNew = (books: Books, account: Account, kinds: readonly Contact['kind'][]): boolean =>
  books.changes.some((one) => one.account === account && isOpen(books, one) && kinds.includes(one.former.kind));

/** An account as an undo leaves it: as it stood before the change, and without what was linked since, or shortly before. */
export function restored({ account, before, changedAt }: Change): Pick<Account, 'phone' | 'email' | 'identities'> {
  const { identities, linkedAt } = account;
  // The last way to log in stays, whosever it is.
  const phone = before.phone ?? (identities.length === 0 ? account.phone : null);
  const kept = [...identities];
  const late = identities.filter((one) => (linkedAt.get(identityKey(one)) ?? 0) >= changedAt - undoableMs);
  for (const one of late) if (kept.length + (phone === null ? 0 : 1) > 1) kept.splice(kept.indexOf(one), 1);
  return { phone, email: before.email, identities: kept };
}

export function undone(books: Books, change: Change): void {
  const { account, before } = change;
  const as = restored(change);
  if (as.phone !== account.phone) account.phoneProvedAt = before.phoneProvedAt;
  Object.assign(account, as);
  for (const one of books.changes) {
    if (one.account === account && one.changedAt >= change.changedAt) one.isGone = true;
  }
  endSessions(books, account, null);
}
