import type { ThirdPartyAnswer } from '../../src/application/accounts/third-party-attempt.ts';
import { hourMs, Instant, minuteMs, secondMs } from '../../src/domain/instant.ts';
import { guessable, hear, reaches, verdictOf } from './attacker-answers.ts';
import {
  accountWith,
  identityKey,
  isElevated,
  isOf,
  noteUse,
  provingContacts,
  running,
  type Who,
} from './attacker-books.ts';
import { enters, holderOf } from './attacker-door-codes.ts';
import { changes, inside, loggedInOr } from './attacker-door-inside.ts';
import { judge, settle, tellOfLogin } from './attacker-judgements.ts';
import { knows } from './attacker-letters.ts';
import { issuers, nameOf } from './attacker-providers.ts';
import type { Begun, Held, Stage } from './attacker-stage.ts';
import type { Identity } from './trusting-providers.ts';

/** The doors that a third party's answer opens. */

export async function beginThirdParty(
  stage: Stage,
  who: Who,
  provider: string,
  purpose: 'log-in' | 'link' | 'step-up' | 'second-proof',
  held?: Held,
): Promise<Begun | null> {
  const { books, core, cast } = stage;
  const asks = purpose === 'link' || purpose === 'step-up';
  const session = held === undefined ? null : running(books, held.token);
  const begun = await hear(
    stage,
    who,
    `beginThirdParty ${purpose}`,
    core.joos.accounts.beginThirdParty({ provider, purpose, session: held?.token }),
    !asks
      ? 'ok'
      : session === null
        ? 'NotLoggedIn'
        : purpose === 'link' && !isElevated(books, session)
          ? 'StepUpNeeded'
          : 'ok',
  );
  if (begun.isErr()) return null;
  const { attempt: token, url } = begun.value;
  const begunAt = books.now();
  const attempt = { name: token.reveal(), provider, purpose, session: asks ? session : null, begunAt, isGone: false };
  books.attempts.push(attempt);
  const own = { attempt, token, url };
  cast[who].begun.push(own);
  return own;
}

/** What somebody comes back with from a provider, and whom it names, if it is of this attempt. */
export interface Answered {
  readonly answer: ThirdPartyAnswer;
  /** Null where the answer is not of the attempt that it is shown with. */
  readonly proves: Identity | null;
  /** When they logged in there; null where the provider does not say. */
  readonly authTime: Instant | null;
}

/** Goes to the provider and comes back. */
export function answered(
  stage: Stage,
  begun: Begun,
  identity: Identity,
  byCallback: boolean,
  isStale = false,
): Answered {
  const authTime = Instant.plusMs(stage.core.clock.now(), isStale ? -hourMs : 0);
  const { callback, idToken } = stage.providers.vouch(begun.url, identity.providerSubject, authTime);
  const answer = { attempt: begun.token, ...(byCallback ? { callback } : { idToken }) };
  return { answer, proves: identity, authTime: nameOf(identity) === 'lax' ? null : authTime };
}

/** What is to be said of an answer before anything else is looked at; the attempt is used up by that. */
export function proved({ books }: Stage, { answer, proves, authTime }: Answered, purpose: string): string {
  const attempt = books.attempts.find(({ name, isGone }) => name === answer.attempt.reveal() && !isGone);
  if (attempt === undefined) return 'UnknownAttempt';
  attempt.isGone = true;
  if (attempt.purpose !== purpose || books.now() >= attempt.begunAt + 10 * minuteMs) return 'UnknownAttempt';
  const isStale =
    authTime !== null && authTime < attempt.begunAt - 30 * secondMs && ['link', 'step-up'].includes(purpose);
  return proves === null || isStale || issuers[attempt.provider] !== proves.issuer ? 'IdentityNotProved' : 'ok';
}

export async function logInByThirdParty(
  stage: Stage,
  who: Who,
  shown: Answered,
  replaces?: Held,
): Promise<Held | null> {
  const { books, core } = stage;
  const { answer, proves } = shown;
  const known = proves === null ? null : accountWith(books, { identity: proves });
  const judged = proved(stage, shown, 'log-in');
  const logIn = core.joos.accounts.logInWithThirdParty({ ...answer, replaces: replaces?.token });
  const signedIn = await hear(stage, who, 'logInWithThirdParty', logIn, judged);
  if (signedIn.isErr() || proves === null) return null;
  // A log-in that ran there for a while is no proof of now.
  const entered = enters(stage, who, signedIn.value, known, replaces, shown.authTime);
  if (known === null) entered.session.account.identities.push(proves);
  reaches(stage, who, entered.session.account, false, 'third party');
  return entered;
}

export async function linkThirdParty(stage: Stage, who: Who, held: Held, shown: Answered): Promise<boolean> {
  const { books, core } = stage;
  const attempt = books.attempts.find(({ name }) => name === shown.answer.attempt.reveal());
  const identity = proved(stage, shown, 'link');
  const expected =
    identity !== 'ok'
      ? identity
      : loggedInOr(stage, held, ({ session, account }) => {
          if (attempt?.session !== session || shown.proves === null) return 'UnknownAttempt';
          if (!isElevated(books, session)) return 'StepUpNeeded';
          const other = accountWith(books, { identity: shown.proves });
          return other === null ? 'ok' : other === account ? 'LoginAlreadyAdded' : 'Taken';
        });
  const links = core.joos.accounts.linkThirdParty({ session: held.token, ...shown.answer });
  const answer = await hear(stage, who, 'linkThirdParty', links, expected);
  const found = inside(stage, held);
  if (answer.isErr() || found === null || shown.proves === null) return false;
  found.account.identities.push(shown.proves);
  found.account.linkedAt.set(identityKey(shown.proves), books.now());
  tellOfLogin(books, found.account, found.account);
  changes(stage, who, held, 'link');
  return true;
}

type StepUpBy = { readonly id: string; readonly text: string } | Answered;

export async function stepUp(stage: Stage, who: Who, held: Held, by: StepUpBy): Promise<Held | null> {
  const { books, core, cast } = stage;
  const session = running(books, held.token);
  const account = session?.account ?? null;
  const ofCode = 'id' in by;
  const identity = ofCode ? 'ok' : proved(stage, by, 'step-up');
  const attempt = ofCode ? null : (books.attempts.find(({ name }) => name === by.answer.attempt.reveal()) ?? null);
  const given =
    session === null || account === null
      ? 'NotLoggedIn'
      : ofCode
        ? judge(books, {
            ...by,
            purpose: 'step-up',
            targets: provingContacts(books, account),
            holder: holderOf(session),
            account,
          })
        : attempt?.session !== session || !isOf(account, by.proves)
          ? 'NotYourIdentity'
          : by.authTime === null && provingContacts(books, account).length > 0
            ? 'IdentityNotProved' // a provider that cannot say when is enough for who has nothing else
            : 'ok';
  const shown = ofCode ? { challenge: by.id, code: by.text } : by.answer;
  const steps = core.joos.accounts.stepUp({ session: held.token, ...shown });
  const expected = identity === 'ok' ? given : identity;
  const answer = await hear(stage, who, 'stepUp', steps, ofCode ? guessable(stage, by.id, expected) : expected);
  if (ofCode && session !== null) settle(books, by.id, verdictOf(answer, given), true);
  if (answer.isErr() || session === null || account === null) return null;
  const letter = ofCode ? (books.codes.find(({ id }) => id === by.id)?.letter ?? null) : null;
  session.token = answer.value.session;
  session.provedAt = books.now();
  noteUse(books, session);
  if (letter?.channel === 'sms') account.phoneProvedAt = books.now();
  const stepped = { token: answer.value.session, session, isStolen: held.isStolen };
  cast[who].held.push(stepped);
  reaches(stage, who, account, knows(letter, 'attacker'), 'step-up');
  return stepped;
}

export function isStrong({ books }: Stage, { token }: Held): boolean {
  const session = running(books, token);
  return session !== null && isElevated(books, session);
}
