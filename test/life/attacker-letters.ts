import { expect } from 'vitest';
import { orThrow } from '../../src/index.ts';
import {
  type Account,
  type Books,
  type Change,
  type Code,
  type Contact,
  contactsOf,
  everybody,
  type Letter,
  provingContacts,
  type Telling,
  type Who,
} from './attacker-books.ts';
import { isOpen, stoodIn, undoLinkOf } from './attacker-judgements.ts';
import { controls, mailsOf, type Stage, tokensOf } from './attacker-stage.ts';

/** Who has read what, and what the attacker has in an account by it. */

export const knows = (letter: Letter | null, who: Who): letter is Letter => letter?.readers.has(who) ?? false;

/** Whether somebody has read a message that tells of a change, and can undo it: each of them has the same link. */
export const knowsOf = ({ letters }: Change, who: Who): boolean => letters.some((letter) => knows(letter, who));

/** Reads what was sent since the last look: whoever has the line or the mailbox now gets it. */
export function deliver(stage: Stage): void {
  const { core, seen, letters, lines, books } = stage;
  const news = [
    ...core.texts.slice(seen.texts).map((sms) => ({ ...sms, channel: 'sms' as const })),
    ...core.mails.slice(seen.mails).map((mail) => ({ ...mail, channel: 'email' as const })),
  ];
  stage.seen = { texts: core.texts.length, mails: core.mails.length };
  for (const { channel, to, about, text } of news) {
    const holder = channel === 'sms' ? lines.get(to) : undefined;
    const readers = new Set(
      holder === undefined ? everybody.filter((who) => mailsOf(stage, who).includes(to)) : [holder],
    );
    const letter: Letter = {
      channel,
      to,
      about,
      readers,
      code: about === 'code' ? (/(?<!\d)(?:\d{6}|\d{8})(?!\d)/.exec(text)?.[0] ?? null) : null,
      confirms: /email-confirmations\/([\w.-]+)/.exec(text)?.[1] ?? null,
      undoes: /contact-changes\/([\w.-]+)/.exec(text)?.[1] ?? null,
    };
    letters.push(letter);
    if (letter.undoes !== null) attach(books, letter, /mobile number/i.test(text) ? 'phone' : 'email');
    if (about === 'login-changed') wasAwaited(books, letter);
  }
}

/** Sends what is due, and sees that whoever has to be told was told. */
export async function sendsAll(stage: Stage): Promise<void> {
  await orThrow(stage.core.joos.worker.deliverDue({ limit: 1000 }));
  deliver(stage);
  const { books } = stage;
  const open = books.changes.filter((one) => isOpen(books, one));
  expect(open.flatMap((one) => stoodIn(books, one).filter((contact) => isAwaited(one, contact)))).toEqual([]);
  expect(books.tellings.flatMap((one) => addressIn(books, one) ?? [])).toEqual([]);
  books.tellings.splice(0);
}

/** A message that a login came or went has to be one of those that are still to come. */
function wasAwaited(books: Books, { to }: Letter): void {
  const at = books.tellings.findIndex((one) => addressIn(books, one) === to);
  if (at < 0) throw new Error('Somebody is told of a login that is none of theirs');
  books.tellings.splice(at, 1);
}

/** Where a message goes to now; null where the account, or the contact, is not there any more. */
const addressIn = (books: Books, { account, kind }: Telling): string | null =>
  (account.isHere && provingContacts(books, account).find((one) => one.kind === kind)?.address) || null;

/** Puts a message to the change that it tells of. Nobody else is told than who stood there, and none that is over. */
function attach(books: Books, letter: Letter, what: Contact['kind']): void {
  const told = books.changes.filter(
    (one) => isOpen(books, one) && stoodIn(books, one).some(({ address }) => address === letter.to),
  );
  const change =
    told.find((one) => undoLinkOf(one) === letter.undoes) ??
    told.find((one) => undoLinkOf(one) === null && one.what === what);
  if (change === undefined || change.what !== what)
    throw new Error('Somebody is told of a change that is none of theirs');
  change.letters.push(letter);
}

/** Whether a message to a contact that stood there is still to come. */
const isAwaited = ({ letters, tellings, provedBy, what }: Change, { kind, address }: Contact): boolean =>
  letters.filter(({ to }) => to === address).length <
  tellings + (kind === 'phone' && what === 'phone' ? provedBy.size : 0);

/** From now on, and back to the first one: what lies in a mailbox is read by who reads it. */
export function opensMail(stage: Stage): void {
  stage.readsMail = true;
  for (const { channel, to, readers } of stage.letters) {
    if (channel === 'email' && stage.mailboxes.get(to) === 'victim') readers.add('attacker');
  }
}

/** What is the attacker's in an account that is not: what it gets in by, or may come to get in by. */
export function footholds(stage: Stage, account: Account): readonly string[] {
  const { books, cast, lines, readsMail } = stage;
  const { attacker } = cast;
  const now = books.now();
  const gets = ({ kind, address }: Contact): boolean =>
    kind === 'phone' ? lines.get(address) === 'attacker' : attacker.emails.includes(address) || readsMail;
  return [
    ...tokensOf(stage, 'attacker')
      .filter(({ session }) => session.account === account)
      .map(() => 'session'),
    ...account.identities.filter((one) => controls(stage, 'attacker', one)).map(() => 'identity'),
    ...contactsOf(account)
      .filter(gets)
      .map(({ kind }) => kind),
    ...books.changes
      .filter((one) => one.account === account && isOpen(books, one))
      .filter(
        (one) =>
          knowsOf(one, 'attacker') || stoodIn(books, one).some((contact) => gets(contact) && isAwaited(one, contact)),
      )
      .map(() => 'undo'),
    ...books.codes
      .filter((code) => isAttackersCode(code, account) && !code.isGone && now < code.expiresAt)
      .map(() => 'code'),
  ];
}

function isAttackersCode({ askedBy, session, purpose, target }: Code, account: Account): boolean {
  if (askedBy !== 'attacker') return false;
  return session === null
    ? purpose === 'proved-phone' && target.address === account.phone
    : session.account === account && !session.isOver && purpose === 'confirm-email';
}
