import { reaches } from './attacker-answers.ts';
import {
  type Account,
  accountWith,
  type Contact,
  isElevated,
  type Running,
  running,
  type Who,
} from './attacker-books.ts';
import type { Held, Stage } from './attacker-stage.ts';

/** What a session may do in its account. Who proved too little is told so before anything else is looked at. */

interface Inside {
  readonly session: Running;
  readonly account: Account;
}

export function inside({ books }: Stage, { token }: Held): Inside | null {
  const session = running(books, token);
  return session === null ? null : { session, account: session.account };
}

/** What is expected of a step that asks for a fresh proof; `then` says it where there is one. */
export function elevatedOr(stage: Stage, held: Held, then: (inside: Inside) => string): string {
  const found = inside(stage, held);
  if (found === null) return 'NotLoggedIn';
  return isElevated(stage.books, found.session) ? then(found) : 'StepUpNeeded';
}

export const loggedInOr = (stage: Stage, held: Held, then: (inside: Inside) => string): string => {
  const found = inside(stage, held);
  return found === null ? 'NotLoggedIn' : then(found);
};

/** The attacker changed something in an account: by a session that had proved it, which is a power of its own. */
export function changes(stage: Stage, who: Who, { session }: Held, how: string): void {
  reaches(stage, who, session.account, isElevated(stage.books, session), how);
}

export const isTaken = (stage: Stage, account: Account, contact: Contact): boolean => {
  const { kind, address } = contact;
  const sought = kind === 'phone' ? { phone: address } : { email: address };
  const other = accountWith(stage.books, sought);
  return other !== null && other !== account;
};
