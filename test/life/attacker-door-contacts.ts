import { guessable, hear, reaches, verdictOf } from './attacker-answers.ts';
import {
  type Account,
  type Code,
  type Contact,
  endSessions,
  isElevated,
  loginsOf,
  provingContacts,
  type Running,
  running,
  sameIdentity,
  type Who,
} from './attacker-books.ts';
import { codeSent, emailOf, holderOf, phoneOf } from './attacker-door-codes.ts';
import { changes, elevatedOr, inside, isTaken, loggedInOr } from './attacker-door-inside.ts';
import { areOthersTooNew, isReserved, judge, noteChange, settle, tellOfLogin } from './attacker-judgements.ts';
import { type Held, isOwn, type Stage } from './attacker-stage.ts';
import type { Identity } from './trusting-providers.ts';

/** The doors by which phone, email and logins come and go. */

type MyCode =
  | { readonly purpose: 'add-phone' | 'change-phone'; readonly phone: string }
  | { readonly purpose: 'step-up' | 'cancel-account'; readonly to: 'phone' | 'email' };

export async function requestMyCode(stage: Stage, who: Who, held: Held, wanted: MyCode): Promise<Code | null> {
  const { books, core } = stage;
  const found = inside(stage, held);
  const expected = loggedInOr(stage, held, ({ session, account }) => {
    if ('to' in wanted) {
      const targets = provingContacts(books, account);
      if (targets.length === 0) return 'FreshLogInNeeded';
      return targets.some(({ kind }) => kind === wanted.to) ? 'ok' : 'NoSuchContact';
    }
    if (!isElevated(books, session)) return 'StepUpNeeded';
    if (wanted.purpose === 'add-phone') {
      if (account.phone === wanted.phone) return 'LoginAlreadyAdded';
      return account.phone === null ? 'ok' : 'PhoneAlreadySet';
    }
    if (account.phone === null) return 'NoSuchLogin';
    return account.phone === wanted.phone ? 'LoginAlreadyAdded' : 'ok';
  });
  const asked = core.joos.accounts.requestMyCode({ session: held.token, ...wanted });
  const sent = await hear(stage, who, `requestMyCode ${wanted.purpose}`, asked, expected);
  if (sent.isErr() || found === null) return null;
  const { session, account } = found;
  const target =
    'to' in wanted
      ? { kind: wanted.to, address: account[wanted.to] ?? '' }
      : { kind: 'phone' as const, address: wanted.phone };
  const { purpose } = wanted;
  account.typed.add(target.address);
  return codeSent(stage, sent.value.challenge, { purpose, target, holder: holderOf(session), session, askedBy: who });
}

/** A code that a session shows. */
export interface ShownInside {
  readonly id: string;
  readonly text: string;
}

export async function takePhone(
  stage: Stage,
  who: Who,
  held: Held,
  purpose: 'add-phone' | 'change-phone',
  phone: string,
  { id, text }: ShownInside,
): Promise<boolean> {
  const { books, core } = stage;
  const target = phoneOf(phone);
  let judged = 'NotLoggedIn';
  const expected = elevatedOr(stage, held, ({ session, account }) => {
    judged = judge(books, { id, text, purpose, targets: [target], holder: holderOf(session), account });
    if (judged !== 'ok') return judged;
    if (account.phone === phone) return 'LoginAlreadyAdded';
    if (purpose === 'add-phone' && account.phone !== null) return 'PhoneAlreadySet';
    if (purpose === 'change-phone' && account.phone === null) return 'NoSuchLogin';
    if (isTaken(stage, account, target)) return 'Taken';
    return isReserved(books, target, account) ? 'ContactReserved' : 'ok';
  });
  const { addPhone, changePhone } = core.joos.accounts;
  const input = { session: held.token, phone, challenge: id, code: text };
  const answer = await hear(
    stage,
    who,
    purpose === 'add-phone' ? 'addPhone' : 'changePhone',
    purpose === 'add-phone' ? addPhone(input) : changePhone(input),
    guessable(stage, id, expected),
  );
  // Whatever else stands against it leaves the code as it was.
  if (expected === judged) settle(books, id, verdictOf(answer, judged), answer.isOk());
  const found = inside(stage, held);
  if (answer.isErr() || found === null) return false;
  const { account, session } = found;
  noteChange(books, account, 'phone', phone, who);
  Object.assign(account, { phone, phoneProvedAt: books.now() });
  if (purpose === 'change-phone') endSessions(books, account, session);
  plants(stage, who, account, target);
  changes(stage, who, held, purpose);
  return true;
}

/** The attacker proved a contact of somebody else's, by a power, and has it in an account of its own. */
function plants(stage: Stage, who: Who, account: Account, contact: Contact): void {
  if (who === 'attacker' && account.owner === 'attacker' && !isOwn(stage, contact))
    account.planted.add(contact.address);
}

export async function removeLogin(
  stage: Stage,
  who: Who,
  held: Held,
  login: { readonly kind: 'phone' } | ({ readonly kind: 'third-party' } & Identity),
): Promise<boolean> {
  const { books, core } = stage;
  const has = ({ phone, identities }: Account): boolean =>
    login.kind === 'phone' ? phone !== null : identities.some((one) => sameIdentity(one, login));
  const expected = elevatedOr(stage, held, ({ account }) => {
    if (!has(account)) return 'NoSuchLogin';
    if (loginsOf(account) === 1) return 'LastLogin';
    return login.kind === 'third-party' && areOthersTooNew(books, account, login) ? 'OtherLoginsTooNew' : 'ok';
  });
  const removes = core.joos.accounts.removeLogin({ session: held.token, login });
  const answer = await hear(stage, who, `removeLogin ${login.kind}`, removes, expected);
  const found = inside(stage, held);
  if (answer.isErr() || found === null) return false;
  const { account, session } = found;
  if (login.kind === 'phone') {
    noteChange(books, account, 'phone', null, who);
    account.phone = null;
  } else {
    account.identities = account.identities.filter((one) => !sameIdentity(one, login));
    tellOfLogin(books, account, account);
  }
  endSessions(books, account, session);
  changes(stage, who, held, 'removal');
  return true;
}

export async function addEmail(stage: Stage, who: Who, held: Held, email: string): Promise<Code | null> {
  const { core } = stage;
  const found = inside(stage, held);
  const expected = elevatedOr(stage, held, () => 'ok');
  const adds = core.joos.accounts.addEmail({ session: held.token, email });
  const sent = await hear(stage, who, 'addEmail', adds, expected);
  if (sent.isErr() || found === null) return null;
  const { session, account } = found;
  account.typed.add(email);
  changes(stage, who, held, 'address typed');
  return codeSent(stage, sent.value.challenge, {
    purpose: 'confirm-email',
    target: emailOf(email),
    holder: holderOf(session),
    session,
    askedBy: who,
  });
}

function confirmed(stage: Stage, who: Who, account: Account, email: string, session: Running): void {
  if (account.email !== email) noteChange(stage.books, account, 'email', email, who);
  account.email = email;
  plants(stage, who, account, emailOf(email));
  // Who asked had proved who they were then.
  reaches(stage, who, account, true, session.isOver ? 'a session that is over' : 'email');
}

function whyNotConfirmed(stage: Stage, account: Account, email: string): string {
  if (isTaken(stage, account, emailOf(email))) return 'Taken';
  return isReserved(stage.books, emailOf(email), account) ? 'ContactReserved' : 'ok';
}

export async function confirmEmail(
  stage: Stage,
  who: Who,
  held: Held,
  email: string,
  { id, text }: ShownInside,
): Promise<boolean> {
  const { books, core } = stage;
  const target = emailOf(email);
  let judged = 'NotLoggedIn';
  const expected = loggedInOr(stage, held, ({ session, account }) => {
    judged = judge(books, {
      id,
      text,
      purpose: 'confirm-email',
      targets: [target],
      holder: holderOf(session),
      account,
    });
    return judged === 'ok' ? whyNotConfirmed(stage, account, email) : judged;
  });
  const confirms = core.joos.accounts.confirmEmail({ session: held.token, email, challenge: id, code: text });
  const answer = await hear(stage, who, 'confirmEmail', confirms, guessable(stage, id, expected));
  if (expected === judged) settle(books, id, verdictOf(answer, judged), answer.isOk());
  const found = inside(stage, held);
  if (answer.isErr() || found === null) return false;
  confirmed(stage, who, found.account, email, found.session);
  return true;
}

/** The code whose mail has this address to confirm with, as long as the session that asked proves what it proved then. */
function confirmable({ books }: Stage, token: string): Code | null {
  const code = books.codes.find(({ letter, isGone }) => letter?.confirms === token && !isGone);
  if (code === undefined || books.now() >= code.expiresAt) return null;
  const session = code.session === null ? null : running(books, code.session.token);
  return session !== null && (session.provedAt ?? 0) <= code.sentAt ? code : null;
}

export async function confirmEmailByLink(stage: Stage, who: Who, token: string): Promise<boolean> {
  const code = confirmable(stage, token);
  const { accounts } = stage.core.joos;
  const session = code?.session ?? null;
  const shows = accounts.showEmailConfirmation({ token });
  void (await hear(stage, who, 'showEmailConfirmation', shows, code === null ? 'NoSuchConfirmation' : 'ok'));
  const counts = code !== null && session !== null && code.triesLeft > 0;
  const expected = counts ? whyNotConfirmed(stage, session.account, code.target.address) : 'NoSuchConfirmation';
  const confirms = accounts.confirmEmailByLink({ token });
  const answer = await hear(stage, who, 'confirmEmailByLink', confirms, expected);
  if (answer.isErr() || code === null || session === null) return false;
  code.isGone = true;
  confirmed(stage, who, session.account, code.target.address, session);
  return true;
}

export async function removeEmail(stage: Stage, who: Who, held: Held): Promise<boolean> {
  const { books, core } = stage;
  const expected = elevatedOr(stage, held, ({ account }) => (account.email === null ? 'NoEmail' : 'ok'));
  const removes = core.joos.accounts.removeEmail({ session: held.token });
  const answer = await hear(stage, who, 'removeEmail', removes, expected);
  const found = inside(stage, held);
  if (answer.isErr() || found === null) return false;
  noteChange(books, found.account, 'email', null, who);
  found.account.email = null;
  changes(stage, who, held, 'email removed');
  return true;
}
