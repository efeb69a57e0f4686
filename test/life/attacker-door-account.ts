import { unzipSync } from 'fflate';
import type { Result } from '../../src/domain/result.ts';
import { staffSessionOf } from '../staff-desk.ts';
import { guessable, hear, reaches, verdictOf } from './attacker-answers.ts';
import {
  type Account,
  type Change,
  endSessions,
  erase,
  isElevated,
  provingContacts,
  running,
  type Who,
} from './attacker-books.ts';
import { emailOf, holderOf, phoneOf } from './attacker-door-codes.ts';
import type { ShownInside } from './attacker-door-contacts.ts';
import { changes, elevatedOr, isTaken, loggedInOr } from './attacker-door-inside.ts';
import { carriesOn } from './attacker-door-second.ts';
import { isNew, isOpen, judge, restored, settle, undoLinkOf, undone } from './attacker-judgements.ts';
import { knows, knowsOf } from './attacker-letters.ts';
import type { Held, Stage } from './attacker-stage.ts';

/** The doors of the account as a whole: its sessions, its data, its end, and the way back. */

export async function undoChange(stage: Stage, who: Who, token: string): Promise<Change | null> {
  const { books, core } = stage;
  const { accounts } = core.joos;
  const change = books.changes.find((one) => undoLinkOf(one) === token) ?? null;
  const open = change !== null && isOpen(books, change) ? change : null;
  const shows = accounts.showContactChange({ token });
  void (await hear(stage, who, 'showContactChange', shows, open === null ? 'NoSuchChange' : 'ok'));
  const undoes = accounts.undoContactChange({ token });
  const answer = await hear(
    stage,
    who,
    'undoContactChange',
    undoes,
    open === null ? 'NoSuchChange' : whyNot(stage, open),
  );
  if (answer.isErr() || open === null) return null;
  const { account } = open;
  undone(books, open);
  reaches(stage, who, account, knowsOf(open, 'attacker'), 'undo');
  return open;
}

function whyNot(stage: Stage, change: Change): string {
  const { phone, email } = restored(stage.books, change.account);
  const back = [...(phone === null ? [] : [phoneOf(phone)]), ...(email === null ? [] : [emailOf(email)])];
  return back.some((one) => isTaken(stage, change.account, one)) ? 'Taken' : 'ok';
}

export async function endSession(stage: Stage, who: Who, held: Held, sessionId: string): Promise<void> {
  const { books, core } = stage;
  const ended = books.sessions.find(({ id }) => id === sessionId);
  const expected = loggedInOr(stage, held, ({ session, account }) => {
    const isTheirs = ended?.account === account && !ended.isOver;
    if (ended !== session && !isElevated(books, session)) return 'StepUpNeeded';
    return isTheirs ? 'ok' : 'NoSuchSession';
  });
  // One that has expired may be there still, or may have been swept away.
  const isOver = ended !== undefined && !ended.isOver && running(books, ended.token) === null;
  const ends = core.joos.accounts.endSession({ session: held.token, sessionId });
  const answer = await hear(stage, who, 'endSession', ends, isOver ? [expected, 'NoSuchSession'] : expected);
  if (answer.isOk() && ended !== undefined) ended.isOver = true;
}

export async function endOtherSessions(stage: Stage, who: Who, held: Held): Promise<void> {
  const ends = stage.core.joos.accounts.endOtherSessions({ session: held.token });
  const answer = await hear(
    stage,
    who,
    'endOtherSessions',
    ends,
    elevatedOr(stage, held, () => 'ok'),
  );
  if (answer.isErr()) return;
  endSessions(stage.books, held.session.account, held.session);
  changes(stage, who, held, 'others ended');
}

export async function logOut(stage: Stage, who: Who, held: Held): Promise<void> {
  const { books, core } = stage;
  const found = books.sessions.find(({ token, isOver }) => token === held.token && !isOver);
  const isExpired = found !== undefined && running(books, held.token) === null;
  const expected = found?.account.isHere === true ? 'ok' : 'NotLoggedIn';
  const out = core.joos.accounts.logOut({ session: held.token });
  void (await hear(stage, who, 'logOut', out, isExpired ? [expected, 'NotLoggedIn'] : expected));
  if (found !== undefined) found.isOver = true;
}

/** Support logs somebody out everywhere, on the word of whoever calls. */
export async function supportEndsSessions(stage: Stage, who: Who, account: Account): Promise<void> {
  const look = {
    staffSession: staffSessionOf('anna.support'),
    purpose: 'resolve-problem',
    caseNumber: 'CASE-1042',
    subject: account.subject,
  };
  const ends = stage.core.joos.support.endSessionsOf(look);
  void (await hear(stage, who, 'support.endSessionsOf', ends, account.isHere ? 'ok' : 'NoSuchPerson'));
  endSessions(stage.books, account, null);
}

export async function setUsername(stage: Stage, who: Who, held: Held, username: string): Promise<void> {
  const { books, core } = stage;
  const expected = loggedInOr(stage, held, ({ account }) =>
    books.accounts.some((one) => one.isHere && one !== account && one.username === username) ? 'Taken' : 'ok',
  );
  const sets = core.joos.accounts.setUsername({ session: held.token, username });
  if ((await hear(stage, who, 'setUsername', sets, expected)).isOk()) held.session.account.username = username;
}

export async function removeUsername(stage: Stage, who: Who, held: Held): Promise<void> {
  const expected = loggedInOr(stage, held, ({ account }) => (account.username === null ? 'NoUsername' : 'ok'));
  const removes = stage.core.joos.accounts.removeUsername({ session: held.token });
  if ((await hear(stage, who, 'removeUsername', removes, expected)).isOk()) held.session.account.username = null;
}

/** Every file of an export as one text; null where none is handed out. */
export async function exportData(stage: Stage, who: Who, held: Held): Promise<string | null> {
  const takes = stage.core.joos.privacy.exportMyData({ session: held.token });
  const answer: Result<{ readonly archive: Uint8Array }, unknown> = await hear(
    stage,
    who,
    'exportMyData',
    takes,
    elevatedOr(stage, held, () => 'ok'),
  );
  if (answer.isErr()) return null;
  changes(stage, who, held, 'export');
  const files = Object.values(unzipSync(answer.value.archive));
  return files.map((bytes) => Buffer.from(bytes).toString('utf8')).join('\n');
}

/** Cancels the account of the session: with a code, or, where no contact proves anything, by having logged in just now. */
export async function cancelAccount(stage: Stage, who: Who, held: Held, shown: ShownInside | null): Promise<boolean> {
  const { books, core } = stage;
  const code = shown === null ? null : (books.codes.find(({ id }) => id === shown.id) ?? null);
  let judged = 'NotLoggedIn';
  const expected = loggedInOr(stage, held, ({ session, account }) => {
    const targets = provingContacts(books, account);
    if (targets.length === 0) {
      if (!isElevated(books, session)) return 'FreshLogInNeeded';
      return isNew(books, account, ['phone', 'email']) ? 'ContactChangedRecently' : 'ok';
    }
    if (shown === null) return 'CodeNeeded';
    const proof = { purpose: 'cancel-account', targets, holder: holderOf(session), account };
    judged = judge(books, { ...shown, ...proof });
    const kind = code?.target.kind;
    return judged === 'ok' && kind !== undefined && isNew(books, account, [kind]) ? 'ContactChangedRecently' : judged;
  });
  const byCode = shown === null ? {} : { challenge: shown.id, code: shown.text };
  const cancels = core.joos.privacy.cancelMyAccount({ session: held.token, ...byCode });
  const told = shown === null ? expected : guessable(stage, shown.id, expected);
  const answer = await hear(stage, who, 'cancelMyAccount', cancels, told);
  if (shown !== null) settle(books, shown.id, verdictOf(answer, judged), true);
  if (answer.isErr()) return false;
  const { account } = held.session;
  const byPower = knows(code?.letter ?? null, 'attacker') || isElevated(books, held.session);
  reaches(stage, who, account, byPower, 'cancelled');
  erase(books, account);
  if (answer.value.state !== 'certified') await carriesOn(stage);
  return true;
}
