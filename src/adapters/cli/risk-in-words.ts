import { Instant } from '../../domain/instant.ts';
import type { RiskEvent, RiskKind } from '../../domain/risk/risk-event.ts';
import { inColumns } from './in-columns.ts';
import { wrapped } from './wrapped.ts';

/** What a kind of event says to an operator, and what there is to do. */
interface RiskWords {
  readonly what: string;
  readonly todo: string;
}

/** Every kind of event at the door in words. */
export const riskWords: Readonly<Record<RiskKind, RiskWords>> = {
  'sending-limit-hit': {
    what: 'no code was sent: a limit was reached',
    todo:
      'Rules of one address, account or network wait by themselves: do nothing. Rules of a prefix, a country or spend ' +
      'mean that somebody pumps text messages to numbers that earn on them: take the country out of JOOS_SIGN_IN, or ' +
      'raise its limits where it is real people who are kept out.',
  },
  'country-refused': {
    what: 'no code was sent: that country gets none',
    todo: 'Nothing, unless you rent there: then add it to JOOS_SIGN_IN.',
  },
  'limit-hit': {
    what: 'log-ins were begun, or changed, too often',
    todo:
      'The rule says which: log-ins with other companies from one network, or logins and contacts of one account that were ' +
      'changed. Both wait by themselves: do nothing.',
  },
  'guess-limit-hit': {
    what: 'codes were guessed at too often',
    todo:
      'Rules of one address or account wait by themselves, for a day at most: do nothing. Those of everybody mean an attack: ' +
      'block the addresses that it comes from, in front of `joos serve`.',
  },
  'codes-lengthened': {
    what: 'so many codes were guessed at that they are longer',
    todo:
      'An attack on everybody. Nobody is kept out, codes have 8 digits for now; block the addresses that it comes from, ' +
      'in front of `joos serve`.',
  },
  'code-spent': {
    what: 'all 5 tries at a code were wrong',
    todo: 'Nothing: a few are people who mistype. Many at once are an attack that gets nowhere.',
  },
  'identity-refused': {
    what: 'a log-in with a third party was not proved',
    todo: 'A few are strays. Many of one day on: look at JOOS_IDENTITY_PROVIDERS and at the status page of the company.',
  },
  'second-proof-demanded': {
    what: 'a phone that nobody used for long was not enough',
    todo: 'Nothing: whoever has the number now was asked for the email or another log-in of the account.',
  },
  'second-proof-refused': {
    what: 'the email or log-in shown with a phone was wrong',
    todo: 'Nothing: the account stayed closed. Should its owner call, make sure in another way than by the phone.',
  },
  'phone-started-over': {
    what: 'a phone with an old account began a new one',
    todo: 'Nothing: the number has a new owner, who sees nothing of the old account.',
  },
  'taken-refused': {
    what: 'a login or email is that of another account',
    todo: 'Nothing: accounts are never merged. Should the person call, they have two, and may cancel one.',
  },
  'contact-change-undone': {
    what: 'a changed phone or email was put back',
    todo:
      'Somebody else was probably in the account; every device is logged out already. Look at what was done meanwhile, ' +
      'and call the person.',
  },
  'staff-refused': {
    what: 'somebody of the staff tried what their roles do not allow',
    todo: 'Look at who has which role: joos staff list. Grant what is missing, or ask why it was tried.',
  },
};

/** Events that are the same but for their time, as one row of the table. */
export interface RiskRow extends Pick<RiskEvent, 'kind' | 'rule' | 'subject'> {
  readonly newest: Instant;
  readonly times: number;
}

/** Counts events of one kind, rule and account; they come newest first, and the rows go so too. */
export function riskRows(events: readonly RiskEvent[]): readonly RiskRow[] {
  const alike = Map.groupBy(events, ({ kind, rule, subject }) => [kind, rule, subject].join('/'));
  return [...alike.values()].flatMap(([newest, ...others]) => {
    if (newest === undefined) return [];
    const { kind, rule, subject, at } = newest;
    return [{ kind, rule, subject, newest: at, times: 1 + others.length }];
  });
}

/** The rows as a table, under a line that names its columns. */
export function riskTable(rows: readonly RiskRow[]): string {
  const cells = rows.map(({ kind, rule, subject, newest, times }) => [
    Instant.toISOString(newest),
    String(times),
    riskWords[kind].what,
    rule ?? '',
    subject ?? '',
  ]);
  return inColumns([['newest', 'times', 'what', 'rule', 'account'], ...cells], '  ').join('\n');
}

/** What there is to do about each kind, in lines that fit a terminal. */
export const risksToDo: string = Object.entries(riskWords)
  .flatMap(([kind, { what, todo }]) => [`  ${what} (${kind})`, ...wrapped(todo, 74).map((line) => `      ${line}`)])
  .join('\n');
