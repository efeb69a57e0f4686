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
  provingContacts,
  sameContact,
  sameIdentity,
  type Who,
} from './attacker-books.ts';
import type { Identity } from './trusting-providers.ts';

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

/** For how long a change can be undone, and a login has to stand to count. */
const undoableMs = 3 * dayMs;
/** How long one change after the other puts the end of that off. */
const longestMs = 30 * dayMs;

/** Notes that a contact comes, goes or is changed. Whoever stood there for 3 days can have it back, and nobody who came since. */
export function noteChange(books: Books, account: Account, what: Contact['kind'], to: string | null, by: Who): void {
  const open = openChangesOf(books, account);
  const before = open.find((one) => one.what === what);
  const mayTakeBack = before !== undefined && (before.former === null || toldFormer(books, before) !== null);
  if (mayTakeBack && (before.former?.address ?? null) === to) {
    // It is as it stood: there is nothing to undo any more.
    before.isGone = true;
    tellOfLogin(books, account, { ...account, [what]: to }, what);
    return;
  }
  const made = keepUndoable(books, account, what, by);
  made.tellings += 1;
}

/** By a second proof: for 3 days it is as if it had come then, and the email is told. */
export function phoneCountsAgain(books: Books, account: Account, by: Who): void {
  keepUndoable(books, account, 'phone', by);
  tellOfLogin(books, account, { ...account, phone: null });
}

/** All that can be undone ends together. */
function keepUndoable(books: Books, account: Account, what: Contact['kind'], by: Who): Change {
  const open = openChangesOf(books, account);
  const before = open.find((one) => one.what === what);
  const beside = open.find((one) => one.what !== what);
  const now = books.now();
  const first = Math.min(now, ...open.map(({ changedAt }) => changedAt));
  const undoUntil = Math.min(now + undoableMs, first + longestMs);
  for (const one of open) one.undoUntil = undoUntil; // they end together
  if (before !== undefined) {
    before.by.add(by);
    return before;
  }
  const address = account[what];
  const former = address === null ? null : { kind: what, address };
  const other =
    beside === undefined
      ? (provingContacts(books, account).find((one) => one.kind !== what) ?? null)
      : toldFormer(books, beside);
  const { phoneProvedAt } = what === 'email' && beside !== undefined ? beside : account;
  const stands = { account, what, former, other, phoneProvedAt, changedAt: now, undoUntil };
  const made = { ...stands, tellings: 0, provedBy: new Set<string>(), by: new Set([by]), letters: [], isGone: false };
  books.changes.push(made);
  return made;
}

/** What of an account can be undone now. */
const openChangesOf = (books: Books, account: Account): readonly Change[] =>
  books.changes.filter((one) => one.account === account && isOpen(books, one));

/** Whoever proves a number that another account can have back is told of the change once more. */
export function tellAgain(books: Books, phone: Contact, code: string): void {
  const change = books.changes.find(
    (one) => isOpen(books, one) && one.former !== null && sameContact(one.former, phone),
  );
  if (change !== undefined && toldFormer(books, change) !== null) change.provedBy.add(code); // once a code
}

/** Notes who is told that a login or contact came or went: phone and email as they are after it, where they are the person's. */
export function tellOfLogin(
  books: Books,
  account: Account,
  after: Pick<Account, 'phone' | 'email'>,
  proved?: Contact['kind'],
): void {
  const isPhoneTold = after.phone !== null && (proved === 'phone' || !isDormant(books, account));
  if (isPhoneTold) books.tellings.push({ account, kind: 'phone' });
  if (after.email !== null) books.tellings.push({ account, kind: 'email' });
}

export function isOpen({ now }: Books, { isGone, undoUntil, account }: Change): boolean {
  return !isGone && account.isHere && now() < undoUntil;
}

/** Who is told of a change, and can undo it. */
export const stoodIn = (books: Books, change: Change): readonly Contact[] =>
  [toldFormer(books, change), change.other]
    .filter((contact) => contact !== null)
    .filter(({ kind, address }) => {
      const { phoneProvedAt } = change;
      return kind === 'email' || !isDormant(books, { phone: address, phoneProvedAt });
    });

/** A phone that may be somebody else's by now is put back, and told nothing. */
const toldFormer = (books: Books, { what, former, phoneProvedAt }: Change): Contact | null =>
  what === 'phone' && former !== null && isDormant(books, { phone: former.address, phoneProvedAt }) ? null : former;

/** The link that undoes a change; null where nobody has had it yet. */
export const undoLinkOf = ({ letters }: Change): string | null => letters[0]?.undoes ?? null;

/** Whether a contact can still be put back into another account than this one. */
export const isReserved = (books: Books, contact: Contact, account: Account | null): boolean =>
  books.changes.some(
    (one) => one.account !== account && isOpen(books, one) && one.former !== null && sameContact(one.former, contact),
  );

/** Whether a contact of these kinds came, went or was changed lately, and somebody can undo it. */
export const isNew = (books: Books, account: Account, kinds: readonly Contact['kind'][]): boolean =>
  openChangesOf(books, account).some((one) => kinds.includes(one.what) && stoodIn(books, one).length > 0);

/** Whether an email or an identity came to an account within the 3 days: whoever has its number by now may have added it. */
export function cameLately(books: Books, account: Account, second: Contact | Identity): boolean {
  if ('kind' in second) return openChangesOf(books, account).some(({ what }) => what === second.kind);
  const linkedAt = account.linkedAt.get(identityKey(second));
  return linkedAt !== undefined && books.now() < linkedAt + undoableMs;
}

/** Whether an identity must stay: it counts, and no login that would be left does, or phone or email were changed. */
export function areOthersTooNew(books: Books, account: Account, removed: Identity): boolean {
  const counts = (identity: Identity): boolean => {
    const linkedAt = account.linkedAt.get(identityKey(identity));
    return linkedAt === undefined || books.now() >= linkedAt + undoableMs;
  };
  const isPhoneNew = openChangesOf(books, account).some(({ what }) => what === 'phone');
  const phoneCounts = account.phone !== null && !isDormant(books, account) && !isPhoneNew;
  const left = account.identities.filter((one) => !sameIdentity(one, removed));
  if (!counts(removed)) return false;
  return isNew(books, account, ['phone', 'email']) || (!phoneCounts && !left.some(counts));
}

/** An account as an undo leaves it: as it stood before all changes, without what was linked since, or shortly before. */
export function restored(books: Books, account: Account): Pick<Account, 'phone' | 'email' | 'identities'> {
  const open = openChangesOf(books, account);
  const { identities, linkedAt } = account;
  const before = (kind: Contact['kind']) => {
    const change = open.find(({ what }) => what === kind);
    return change === undefined ? account[kind] : (change.former?.address ?? null);
  };
  // The last way to log in stays, whosever it is: what was linked last goes first.
  const phone = before('phone') ?? (identities.length === 0 ? account.phone : null);
  const kept = [...identities];
  const since = Math.min(books.now(), ...open.map(({ changedAt }) => changedAt)) - undoableMs;
  const late = identities.filter((one) => (linkedAt.get(identityKey(one)) ?? 0) >= since);
  for (const one of late.toReversed())
    if (kept.length + (phone === null ? 0 : 1) > 1) kept.splice(kept.indexOf(one), 1);
  return { phone, email: before('email'), identities: kept };
}

export function undone(books: Books, { account }: Change): void {
  const as = restored(books, account);
  const open = openChangesOf(books, account);
  const ofPhone = open.find(({ what }) => what === 'phone');
  if (ofPhone !== undefined && as.phone === (ofPhone.former?.address ?? null))
    account.phoneProvedAt = ofPhone.phoneProvedAt;
  Object.assign(account, as);
  tellOfLogin(books, account, account);
  for (const one of open) one.isGone = true;
  endSessions(books, account, null);
}
