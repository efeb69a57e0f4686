import type { SoughtValue } from '../../src/adapters/leak-scan/index.ts';
import type { ThirdPartyAnswer } from '../../src/application/accounts/third-party-attempt.ts';
import { dayMs } from '../../src/domain/instant.ts';
import { defaultSignInPolicy } from '../../src/domain/verification/sign-in-policy.ts';
import type { SessionToken } from '../../src/index.ts';
import {
  type Attempt,
  type Books,
  type Contact,
  emptyBooks,
  everybody,
  type Letter,
  type Running,
  running,
  sameIdentity,
  type Who,
} from './attacker-books.ts';
import { issuers, type Providers } from './attacker-providers.ts';
import { type EngineName, type OpenCore, openCore, supportInbox } from './open-core.ts';
import type { Identity } from './trusting-providers.ts';
import { formsOf, letterRun, newEmail, newPhone, newUsername } from './typed-values.ts';

/** What the attacker of a run may do besides what everybody may. */
export interface Powers {
  /** (b) Takes the token of a running session of the victim's along. */
  readonly steals: boolean;
  /** (c) Has the victim's line, or reads the victim's mail, for a day at most. */
  readonly swaps: boolean;
  readonly reads: boolean;
  /** (d) Is given the victim's number half a year after the victim has given it back. */
  readonly inherits: boolean;
}

export type Device = Parameters<OpenCore['joos']['accounts']['verifyCode']>[0]['device'];

/** A token that somebody has of a session. */
export interface Held {
  readonly token: SessionToken;
  readonly session: Running;
  readonly isStolen: boolean;
}

/** A log-in with a provider that somebody began. */
export interface Begun {
  readonly attempt: Attempt;
  readonly token: ThirdPartyAnswer['attempt'];
  readonly url: string;
}

interface Actor {
  readonly who: Who;
  readonly phones: string[];
  readonly emails: readonly string[];
  readonly identities: readonly Identity[];
  readonly usernames: readonly string[];
  readonly held: Held[];
  readonly devices: Device[];
  readonly begun: Begun[];
  readonly typed: SoughtValue[];
  /** Numbers of others that were given to this one for good. */
  readonly inherited: string[];
}

/** One run: a core, three people, and what is known of each of them. */
export interface Stage {
  readonly core: OpenCore;
  readonly providers: Providers;
  readonly powers: Powers;
  readonly books: Books;
  readonly cast: Readonly<Record<Who, Actor>>;
  /** Who gets what is sent to a number now. */
  readonly lines: Map<string, Who>;
  /** Whose mailbox an address is. */
  readonly mailboxes: ReadonlyMap<string, Who>;
  readonly letters: Letter[];
  /** The device that a code or a proved phone counts on. */
  readonly deviceOf: Map<string, Device>;
  /** Tokens that were seen to open nothing any more. */
  readonly spent: Held[];
  /** The number that the attacker has for now and gives back, and whether it reads the victim's mail now. */
  swapped: string | null;
  readsMail: boolean;
  seen: { texts: number; mails: number };
  /** What the step under way is told, and what every step was, to be shown; and what came to pass, to be counted. */
  said: string[];
  readonly trail: { readonly name: string; readonly said: readonly string[] }[];
  readonly done: Set<string>;
}

/** Many messages may be sent, so that no run waits; guesses are counted as ever. */
const many = 1_000_000;

const sending = [
  'address-pause',
  'address-hour',
  'address-day',
  'account-day',
  'prefix-day',
  'country-hour',
  'contact-changes',
] as const;

export async function openDoor(engine: EngineName, providers: Providers): Promise<OpenCore> {
  const limits = Object.fromEntries(sending.map((rule) => [rule, many]));
  const signIn = { ...defaultSignInPolicy, spendPerCountry: 1e12, spendPerDay: 1e12, limits };
  const business = {
    timeZone: 'Europe/Berlin',
    receiptIssuer: 'JOOS',
    supportInbox,
    unsubscribeUrl: 'https://api.joos.test/v1/unsubscribe',
    confirmEmailUrl: 'https://api.joos.test/v1/email-confirmations',
    undoChangeUrl: 'https://api.joos.test/v1/contact-changes',
    signIn,
  };
  return openCore(engine, { instead: { identities: providers.port, business } });
}

/** Three people whom nobody knows yet. The attacker has the subjects of the victim's, at the issuers where they are not hers. */
export function newStage(core: OpenCore, providers: Providers, powers: Powers): Stage {
  core.clock.pass(40 * dayMs); // no budget and no session of an earlier run has a part in this one
  const victim = newActor('victim', ['north', 'south']);
  const [atNorth = '', atSouth = ''] = victim.identities.map(({ providerSubject }) => providerSubject);
  const attacker = newActor('attacker', ['north', 'south']);
  const lookAlikes = [identityAt('south', atNorth), identityAt('north', atSouth), identityAt('lax', atNorth)];
  const cast = {
    victim,
    bystander: newActor('bystander', ['north']),
    attacker: { ...attacker, identities: [...attacker.identities, ...lookAlikes, identityAt('lax', atSouth)] },
  };
  const owned = <Value>(of: (actor: Actor) => readonly Value[]) =>
    new Map(everybody.flatMap((who) => of(cast[who]).map((value): [Value, Who] => [value, who])));
  return {
    core,
    providers,
    powers,
    books: emptyBooks(core.clock.now),
    cast,
    lines: owned(({ phones }) => phones),
    mailboxes: owned(({ emails }) => emails),
    letters: [],
    deviceOf: new Map(),
    spent: [],
    swapped: null,
    readsMail: false,
    seen: { texts: core.texts.length, mails: core.mails.length },
    said: [],
    trail: [],
    done: new Set(),
  };
}

const identityAt = (provider: string, providerSubject: string): Identity => ({
  issuer: issuers[provider] ?? '',
  providerSubject,
});

function newActor(who: Who, providers: readonly string[]): Actor {
  const phones = [newPhone(), newPhone(), newPhone()];
  const emails = [newEmail().toLowerCase(), newEmail().toLowerCase()];
  const usernames = [newUsername(), newUsername()];
  const identities = providers.map((provider) => identityAt(provider, `${letterRun(8)}|${letterRun(9)}`));
  const typed = [
    ...phones.flatMap((phone) => formsOf('phone', phone)),
    ...emails.flatMap((email) => formsOf('email', email)),
    ...usernames.flatMap((username) => formsOf('username', username)),
  ];
  return { who, phones, emails, usernames, identities, held: [], devices: [], begun: [], typed, inherited: [] };
}

export const tokensOf = ({ books, cast }: Stage, who: Who): readonly Held[] =>
  cast[who].held.filter(({ token }) => running(books, token) !== null);

export const linesOf = ({ lines }: Stage, who: Who): readonly string[] =>
  [...lines].filter(([, holder]) => holder === who).map(([phone]) => phone);

export const mailsOf = ({ mailboxes, readsMail }: Stage, who: Who): readonly string[] =>
  [...mailboxes]
    .filter(([, owner]) => owner === who || (owner === 'victim' && who === 'attacker' && readsMail))
    .map(([email]) => email);

export const controls = ({ cast }: Stage, who: Who, identity: Identity): boolean =>
  cast[who].identities.some((one) => sameIdentity(one, identity));

/** Whether an address is the attacker's own. */
export const isOwn = ({ cast: { attacker }, lines, swapped }: Stage, { kind, address }: Contact): boolean =>
  kind === 'email' ? attacker.emails.includes(address) : lines.get(address) === 'attacker' && swapped !== address;
