import { plusPeriod } from '../../src/domain/calendar.ts';
import { Day, dayMs, hourMs, Instant, minuteMs } from '../../src/domain/instant.ts';
import type { SessionToken } from '../../src/index.ts';
import type { Identity } from './trusting-providers.ts';

export type Who = 'victim' | 'bystander' | 'attacker';

export const everybody: readonly Who[] = ['victim', 'bystander', 'attacker'];

export type Contact = { readonly kind: 'phone' | 'email'; readonly address: string };

/** A message, and who has read it. */
export interface Letter {
  readonly channel: 'sms' | 'email';
  readonly to: string;
  readonly about: string;
  readonly readers: Set<Who>;
  readonly code: string | null;
  /** The last part of the address that confirms an email address, or undoes a change. */
  readonly confirms: string | null;
  readonly undoes: string | null;
}

export interface Account {
  readonly subject: string;
  owner: Who;
  isHere: boolean;
  phone: string | null;
  email: string | null;
  username: string | null;
  identities: Identity[];
  phoneProvedAt: number | null;
  orders: number;
  /** The attacker got in by a power of its own, and something is left of that. */
  isReached: boolean;
  /** Contacts of somebody else in an account of the attacker's, which it proved by such a power. */
  readonly planted: Set<string>;
  /** When the identities were linked that did not come with the account. */
  readonly linkedAt: Map<string, number>;
  /** When the victim last had a login of hers in it, and the attacker nothing; null where she never had. */
  soundAt: number | null;
  /** What the attacker typed in an account of its own, and may therefore see there, proved or not. */
  readonly typed: Set<string>;
}

export interface Running {
  readonly id: string;
  readonly account: Account;
  readonly by: Who;
  token: SessionToken;
  readonly startedAt: number;
  /** Null where a third party does not say when it was. */
  provedAt: number | null;
  usedAt: number;
  isOver: boolean;
}

/** A code that was sent, or, without a letter, the name of a phone that a device has proved. */
export interface Code {
  readonly id: string;
  readonly purpose: string;
  readonly target: Contact;
  readonly holder: string;
  readonly session: Running | null;
  readonly askedBy: Who;
  readonly letter: Letter | null;
  readonly sentAt: number;
  readonly expiresAt: number;
  triesLeft: number;
  isGone: boolean;
}

/** A contact that came, went or was changed, and who stood in the account before everything that can be undone. */
export interface Change {
  readonly account: Account;
  readonly what: Contact['kind'];
  /** What stood there; null where there was nothing. */
  readonly former: Contact | null;
  readonly other: Contact | null;
  readonly phoneProvedAt: number | null;
  readonly changedAt: number;
  undoUntil: number;
  /** How often those who stood there are told of it: once more each time that it is changed again. */
  tellings: number;
  /** The codes that proved the former phone: it is told once more for each. */
  readonly provedBy: Set<string>;
  /** Whoever had a part in it. */
  readonly by: Set<Who>;
  /** What told of it; all of these have the same link. */
  readonly letters: Letter[];
  isGone: boolean;
}

/** A message that a login or a contact came or went, to the phone or the email of an account, and not sent yet. */
export interface Telling {
  readonly account: Account;
  readonly kind: Contact['kind'];
}

export interface Attempt {
  readonly name: string;
  readonly provider: string;
  readonly purpose: string;
  readonly session: Running | null;
  readonly begunAt: number;
  isGone: boolean;
}

export interface Books {
  readonly now: () => number;
  readonly accounts: Account[];
  readonly sessions: Running[];
  readonly codes: Code[];
  readonly changes: Change[];
  readonly tellings: Telling[];
  readonly attempts: Attempt[];
  /** When somebody guessed last: for a day what is guessed at may be held back. */
  guessedAt: number | null;
}

export const emptyBooks = (now: () => number): Books => ({
  now,
  accounts: [],
  sessions: [],
  codes: [],
  changes: [],
  tellings: [],
  attempts: [],
  guessedAt: null,
});

export const sameIdentity = (one: Identity, other: Identity): boolean =>
  one.issuer === other.issuer && one.providerSubject === other.providerSubject;

export const identityKey = ({ issuer, providerSubject }: Identity): string => `${issuer} ${providerSubject}`;

export const sameContact = (one: Contact, other: Contact): boolean =>
  one.kind === other.kind && one.address === other.address;

type Sought = { readonly phone: string } | { readonly email: string } | { readonly identity: Identity };

export function accountWith({ accounts }: Books, sought: Sought): Account | null {
  return (
    accounts.find(
      (account) =>
        account.isHere &&
        ('phone' in sought
          ? account.phone === sought.phone
          : 'email' in sought
            ? account.email === sought.email
            : account.identities.some((one) => sameIdentity(one, sought.identity))),
    ) ?? null
  );
}

export function contactsOf({ phone, email }: Account): readonly Contact[] {
  return [
    ...(phone === null ? [] : [{ kind: 'phone', address: phone } as const]),
    ...(email === null ? [] : [{ kind: 'email', address: email } as const]),
  ];
}

export const loginsOf = ({ phone, identities }: Account): number => identities.length + (phone === null ? 0 : 1);

/** Whether the phone was last proved more than half a year ago, by the calendar. */
export function isDormant({ now }: Books, { phone, phoneProvedAt }: Pick<Account, 'phone' | 'phoneProvedAt'>): boolean {
  if (phone === null) return false;
  return phoneProvedAt === null || dayOf(now()) > plusPeriod(dayOf(phoneProvedAt), 'P6M');
}

const dayOf = (at: number): Day => Day.ofInstant(Instant.ofEpochMs(at)._unsafeUnwrap());

/** The contacts by which somebody proves who they are: a phone that may be somebody else's by now is none. */
export function provingContacts(books: Books, account: Account): readonly Contact[] {
  return contactsOf(account).filter(({ kind }) => kind === 'email' || !isDormant(books, account));
}

/** Nothing of an account is left but who had it. */
export function erase(books: Books, account: Account): void {
  account.isHere = false;
  endSessions(books, account, null);
  const reachedAt = contactsOf(account);
  for (const code of books.codes) {
    if (code.session?.account === account || reachedAt.some((one) => sameContact(one, code.target))) code.isGone = true;
  }
  for (const attempt of books.attempts) if (attempt.session?.account === account) attempt.isGone = true;
  for (const change of books.changes) if (change.account === account) change.isGone = true;
}

/** The session that a token opens now; null for one that was rotated, ended or expired. */
export function running({ sessions, now }: Books, token: SessionToken): Running | null {
  const found = sessions.find((one) => one.token === token);
  if (found === undefined || found.isOver || !found.account.isHere) return null;
  return now() < Math.min(found.usedAt + 7 * dayMs, found.startedAt + 30 * dayMs) ? found : null;
}

export const isElevated = ({ now }: Books, { provedAt }: Running): boolean =>
  provedAt !== null && now() - provedAt < 10 * minuteMs;

export function noteUse({ now }: Books, session: Running): void {
  if (now() - session.usedAt >= hourMs) session.usedAt = now();
}

export function endSessions({ sessions }: Books, account: Account, kept: Running | null): void {
  for (const session of sessions) if (session.account === account && session !== kept) session.isOver = true;
}

export const isOf = (account: Account, identity: Identity | null): boolean =>
  identity !== null && account.identities.some((one) => sameIdentity(one, identity));

export const newAccount = (subject: string, owner: Who): Account => ({
  subject,
  owner,
  isHere: true,
  phone: null,
  email: null,
  username: null,
  identities: [],
  phoneProvedAt: null,
  orders: 0,
  isReached: false,
  soundAt: null,
  planted: new Set(),
  typed: new Set(),
  linkedAt: new Map(),
});
