import { expect } from 'vitest';
import { dayMs } from '../../src/domain/instant.ts';
import type { ActiveUser } from '../../src/domain/user/user.ts';
import { orThrow } from '../../src/index.ts';
import {
  type Account,
  type Contact,
  isDormant,
  isElevated,
  noteUse,
  provingContacts,
  running,
  type Who,
} from './attacker-books.ts';
import { exportData } from './attacker-door-account.ts';
import { isOpen, restored, stoodIn } from './attacker-judgements.ts';
import { footholds } from './attacker-letters.ts';
import { controls, type Held, type Stage, tokensOf } from './attacker-stage.ts';

/** What is true after every step, as the core itself answers it. */
export async function holds(stage: Stage, isThorough: boolean = true): Promise<void> {
  for (const account of stage.books.accounts) {
    if (account.isReached && footholds(stage, account).length === 0) account.isReached = false;
  }
  for (const account of stage.books.accounts) {
    if (account.owner === 'victim' && account.isHere) hasWayBack(stage, account);
  }
  for (const who of ['attacker', 'victim', 'bystander'] as const) {
    await tokensOpenWhatTheyShould(stage, who);
    // What nobody was told of has changed nothing that is shown.
    if (!isThorough && (who !== 'attacker' || stage.said.length === 0)) continue;
    for (const held of oneAnAccount(stage, who)) await showsItsOwn(stage, who, held);
  }
}

/**
 * For 3 days after the attacker had nothing in an account of the victim's she gets back into it, whatever it did there: by a
 * login of hers that is left, or by a change that a contact of hers is told of. Two kinds of accounts are left out, since the
 * core does not keep that promise for them (`attacker-takeovers.test.ts`): one without any contact of hers, and one whose
 * number is the attacker's by now.
 */
function hasWayBack(stage: Stage, account: Account): void {
  const { books } = stage;
  const second = account.email !== null && isHers(stage, { kind: 'email', address: account.email });
  const getsIn = isLogin(stage, account) && (account.identities.length > 0 || second || !isDormant(books, account));
  const hasContact = provingContacts(books, account).some((one) => isHers(stage, one));
  if (getsIn && hasContact && !account.isReached) account.soundAt = books.now();
  if (account.phone !== null && stage.cast.attacker.inherited.includes(account.phone)) account.soundAt = null;
  if (getsIn || account.soundAt === null || books.now() >= account.soundAt + 3 * dayMs) return;
  const undoes = books.changes.filter((one) => one.account === account && isOpen(books, one));
  const bringsBack = undoes.some(
    (one) => stoodIn(books, one).some((its) => isHers(stage, its)) && isLogin(stage, restored(books, account)),
  );
  if (!bringsBack) throw new Error('The victim has lost her account, and nobody asked her');
}

/** Whether a contact is the victim's, though the attacker may have it for a day. */
const isHers = ({ cast: { victim, attacker } }: Stage, { kind, address }: Contact): boolean =>
  kind === 'phone'
    ? victim.phones.includes(address) && !attacker.inherited.includes(address)
    : victim.emails.includes(address);

const isLogin = (stage: Stage, { phone, identities }: Pick<Account, 'phone' | 'identities'>): boolean =>
  (phone !== null && isHers(stage, { kind: 'phone', address: phone })) ||
  identities.some((one) => controls(stage, 'victim', one));

/** Every token that somebody ever held opens the session that the books say, or nothing. */
async function tokensOpenWhatTheyShould(stage: Stage, who: Who): Promise<void> {
  const { books, core, cast } = stage;
  const { held } = cast[who];
  for (const one of [...held]) {
    const session = running(books, one.token);
    const found = await core.joos.accounts.authenticate({ session: one.token });
    const opens = found.match(
      ({ subject, session: id }) => `${subject} ${id}`,
      ({ kind }) => kind,
    );
    expect(`${who}'s token opens ${opens}`).toBe(
      `${who}'s token opens ${session === null ? 'NotLoggedIn' : `${session.account.subject} ${session.id}`}`,
    );
    // One that is worthless stays so; it is looked at once more at the end of the run.
    if (session === null) {
      held.splice(held.indexOf(one), 1);
      stage.spent.push(one);
      continue;
    }
    noteUse(books, session);
    const { account } = session;
    const isExplained = account.owner === who || (who === 'attacker' && (one.isStolen || account.isReached));
    if (!isExplained) throw new Error(`The ${who} is in an account of the ${account.owner}`);
  }
}

export function oneAnAccount(stage: Stage, who: Who): readonly Held[] {
  const all = tokensOf(stage, who);
  return all.filter(({ session }, at) => all.findIndex((one) => one.session.account === session.account) === at);
}

/** What an account shows is what the books have of it, and, where it is the attacker's, nothing of anybody else's. */
async function showsItsOwn(stage: Stage, who: Who, { token: session }: Held): Promise<void> {
  const { books, core } = stage;
  const found = running(books, session);
  if (found === null) return;
  const { account } = found;
  const user = await orThrow(core.joos.accounts.myAccount({ session }));
  expect(shownOf(user)).toEqual(expectedOf(account));
  const sessions = await orThrow(core.joos.accounts.mySessions({ session }));
  const runs = books.sessions.filter((one) => one.account === account && running(books, one.token) !== null);
  expect(sessions.map((one) => one.session as string).toSorted()).toEqual(runs.map(({ id }) => id).toSorted());
  const orders = await orThrow(core.joos.orders.myOrders({ session }));
  expect(orders).toHaveLength(account.orders);
  if (who !== 'attacker' || account.owner !== 'attacker') return;
  holdsNothingOfOthers(stage, account, JSON.stringify([user, sessions, orders]));
  for (const contact of [account.phone, account.email]) {
    if (contact !== null) expect(isAttackers(stage, contact) || account.planted.has(contact)).toBe(true);
  }
  for (const identity of account.identities) expect(controls(stage, 'attacker', identity)).toBe(true);
}

const isAttackers = ({ lines, cast }: Stage, contact: string): boolean =>
  lines.get(contact) === 'attacker' || cast.attacker.phones.includes(contact) || cast.attacker.emails.includes(contact);

/** Fails where a text holds what somebody else typed, and the attacker did not put there. */
function holdsNothingOfOthers(stage: Stage, account: Account, text: string): void {
  const { cast, books } = stage;
  const others = [...cast.victim.typed, ...cast.bystander.typed].filter(
    ({ value }) =>
      ![...account.planted, ...account.typed, ...cast.attacker.inherited].some((own) => own.includes(value)),
  );
  const subjects = books.accounts.filter(({ owner }) => owner !== 'attacker');
  const sought = [...others, ...subjects.map(({ subject }) => ({ label: 'subject', value: subject }))];
  expect(sought.filter(({ value }) => text.includes(value)).map(({ label }) => label)).toEqual([]);
}

/** The attacker takes along all that each of its accounts gives out. */
export async function exportsHoldTheirOwn(stage: Stage): Promise<void> {
  for (const held of oneAnAccount(stage, 'attacker')) {
    const session = running(stage.books, held.token);
    if (session === null || session.account.owner !== 'attacker' || !isElevated(stage.books, session)) continue;
    const text = await exportData(stage, 'attacker', held);
    holdsNothingOfOthers(stage, session.account, text ?? '');
  }
}

function shownOf({ subject, logins, email, username }: ActiveUser): unknown {
  const phone = logins.find((login) => login.kind === 'phone')?.phone ?? null;
  const identities = logins.flatMap((login) =>
    login.kind === 'third-party' ? [`${login.identity.issuer} ${login.identity.providerSubject}`] : [],
  );
  return { subject, phone, email, username, identities: identities.toSorted() };
}

function expectedOf({ subject, phone, email, username, identities }: Account): unknown {
  const named = identities.map(({ issuer, providerSubject }) => `${issuer} ${providerSubject}`);
  return { subject, phone, email, username, identities: named.toSorted() };
}
