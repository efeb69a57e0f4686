import { dayMs } from '../../src/domain/instant.ts';
import { type Account, type Code, contactsOf, everybody, type Letter, type Who } from './attacker-books.ts';
import { controls, mailsOf, type Stage, tokensOf } from './attacker-stage.ts';

/** Who has read what, and what the attacker has in an account by it. */

export const knows = (letter: Letter | null, who: Who): letter is Letter => letter?.readers.has(who) ?? false;

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
    const change =
      letter.undoes === null
        ? undefined
        : books.changes.find((one) => one.letter === null && !one.isGone && one.former.address === to);
    if (change !== undefined) change.letter = letter;
  }
}

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
  const gets = ({ kind, address }: { kind: string; address: string }): boolean =>
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
      .filter((one) => one.account === account && !one.isGone && now < one.changedAt + 3 * dayMs)
      .filter(({ letter, former }) => (letter === null ? gets(former) : knows(letter, 'attacker')))
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
