import type { SoughtValue } from '../../src/adapters/leak-scan/index.ts';
import type { CodeSent } from '../../src/application/accounts/request-code.ts';
import type { EndedRental } from '../../src/application/orders/end-rental.ts';
import type { AccountCancelled } from '../../src/application/privacy/cancel-my-account.ts';
import { elevatedMs } from '../../src/domain/session/session-policy.ts';
import type { AccessPurpose } from '../../src/domain/staff/access-purpose.ts';
import type { StaffSessionToken } from '../../src/domain/staff/staff-token.ts';
import { CardNumber, type Joos, orThrow, type SessionToken } from '../../src/index.ts';
import { staffSessionOf } from '../staff-desk.ts';
import type { OpenCore } from './open-core.ts';
import { type Behaviour, paymentMethodOf } from './test-cards.ts';
import { type Identity, logInAs } from './trusting-providers.ts';
import {
  formsOf,
  letterRun,
  newEmail,
  newIdentity,
  newPhone,
  newPowerBank,
  newStation,
  newUsername,
} from './typed-values.ts';

export const tariff = {
  currency: 'EUR',
  unlockFeeMinor: 100,
  unitPriceMinor: 50,
  unitMinutes: 30,
  dailyCapMinor: 900,
  lossFeeMinor: 4900,
  vatPercent: 19,
};

/** Support, looking at somebody. */
export const look: Look = {
  staffSession: staffSessionOf('anna.support'),
  purpose: 'resolve-problem',
  caseNumber: 'CASE-1042',
};

interface Look {
  readonly staffSession: StaffSessionToken;
  readonly purpose: AccessPurpose;
  readonly caseNumber: string;
}

/** What a person is shown when asked for consent. */
export const evidence = { noticeVersion: '2026-11', noticeLanguage: 'en', channel: 'app' } as const;

/** Somebody who is logged in, and all that they ever typed. */
export interface Person {
  readonly subject: string;
  session: SessionToken;
  /** When the person last proved who they are, by the clock of the core. */
  provedAt: number;
  phone: string | null;
  email: string | null;
  identity: Identity | null;
  readonly typed: SoughtValue[];
}

/** Notes a value that the person typed, to be searched for. */
export function typing(person: Pick<Person, 'typed'>, label: string, value: string): string {
  person.typed.push(...formsOf(label, value));
  return value;
}

/** The code in the message that was sent last to this address. */
export function codeSentTo(core: OpenCore, address: string): string {
  const messages = [...core.texts, ...core.mails].filter(
    ({ to, about }) => about === 'code' && to === address.toLowerCase(),
  );
  const code = /(?<!\d)(?:\d{6}|\d{8})(?!\d)/.exec(messages.at(-1)?.text ?? '')?.[0];
  if (code === undefined) throw new Error('No code was sent there');
  return code;
}

/** Signs somebody up by phone, or logs them in. */
export async function signUp(
  core: OpenCore,
  phone: string = newPhone(),
  language: 'en' | 'de' = 'en',
): Promise<Person> {
  const { accounts } = core.joos;
  core.clock.pass(31_000); // another code for the same number may be sent
  const { challenge, device } = await orThrow(accounts.requestCode({ purpose: 'log-in', phone, language }));
  const code = codeSentTo(core, phone);
  const { subject, session } = await orThrow(accounts.verifyCode({ phone, challenge, device, code, language }));
  const provedAt = core.clock.now();
  return { subject, session, provedAt, phone, email: null, identity: null, typed: [...formsOf('phone', phone)] };
}

/** Signs somebody up who gives no phone. */
export async function signUpByThirdParty(core: OpenCore, identity: Identity = newIdentity()): Promise<Person> {
  const { subject, session } = await logInAs(core.joos.accounts, identity);
  const typed = [...formsOf('provider subject', identity.providerSubject), ...formsOf('issuer', identity.issuer)];
  return { subject, session, provedAt: core.clock.now(), phone: null, email: null, identity, typed };
}

/** After 7 days without a use. */
async function isLoggedOut({ joos }: OpenCore, { session }: Person): Promise<boolean> {
  return (await joos.accounts.authenticate({ session })).isErr();
}

async function comesBack(core: OpenCore, person: Person): Promise<void> {
  const { phone, identity } = person;
  if (phone !== null) person.session = (await signUp(core, phone)).session;
  else if (identity !== null) person.session = (await logInAs(core.joos.accounts, identity)).session;
  person.provedAt = core.clock.now();
}

/** Proves anew who it is, if the last proof is too old for what comes now: by a code, or by logging in. */
export async function stepUp(core: OpenCore, person: Person): Promise<void> {
  if (core.clock.now() - person.provedAt < elevatedMs) return;
  const { accounts } = core.joos;
  if (await isLoggedOut(core, person)) return void (await comesBack(core, person));
  const contact = person.phone ?? person.email;
  if (contact === null && person.identity !== null) {
    person.session = (await logInAs(accounts, person.identity)).session;
  } else {
    core.clock.pass(31_000); // another code for the same number may be sent
    const { session } = person;
    const { challenge } = await codeInside(core, { purpose: 'step-up', session });
    const stepped = await orThrow(accounts.stepUp({ session, challenge, code: codeSentTo(core, contact ?? '') }));
    person.session = stepped.session;
  }
  person.provedAt = core.clock.now();
}

/** Adds an email address and confirms it. */
export async function giveEmail(core: OpenCore, person: Person, email: string = newEmail()): Promise<string> {
  await stepUp(core, person);
  const { session } = person;
  typing(person, 'email', email);
  const { challenge } = await orThrow(core.joos.accounts.addEmail({ session, email }));
  const code = codeSentTo(core, email);
  await orThrow(core.joos.accounts.confirmEmail({ session, email, challenge, code }));
  person.email = email;
  return email;
}

export async function giveUsername(core: OpenCore, person: Person, username: string = newUsername()): Promise<string> {
  await orThrow(
    core.joos.accounts.setUsername({ session: person.session, username: typing(person, 'username', username) }),
  );
  return username;
}

const cardNumber = '4000056655665556';

/** Adds a card that the bank takes so. */
export async function giveCard(core: OpenCore, person: Person, behaviour: Behaviour = 'ok'): Promise<string> {
  const paymentMethod = typing(person, 'payment method', paymentMethodOf(behaviour, letterRun(12)));
  const number = CardNumber.from(cardNumber);
  const { card } = await orThrow(core.joos.cards.addCard({ session: person.session, number, paymentMethod }));
  return card;
}

/** Rents a power bank at a new station. */
export async function rentOne(core: OpenCore, person: Person, card?: string): Promise<string> {
  const station = typing(person, 'station', newStation());
  const powerBank = typing(person, 'power bank', newPowerBank());
  const { order } = await orThrow(core.joos.orders.rent({ session: person.session, card, station, powerBank, tariff }));
  return order;
}

/** Brings a power bank back to a new station. */
export async function returnOne(core: OpenCore, person: Pick<Person, 'typed'>, order: string): Promise<EndedRental> {
  const station = typing(person, 'station', newStation());
  return orThrow(core.joos.orders.returnPowerBank({ order, station }));
}

/** A code to the own phone or email, as soon as one may be sent. */
async function codeInside(core: OpenCore, input: Parameters<Joos['accounts']['requestMyCode']>[0]): Promise<CodeSent> {
  const ask = () => core.joos.accounts.requestMyCode(input);
  const asked = await ask();
  if (asked.isErr() && asked.error.kind === 'TooManyCodes') core.clock.pass(asked.error.retryAfterMs);
  return asked.isErr() ? orThrow(ask()) : asked.value;
}

/**
 * Cancels the account by what it has: a code to the phone or the email, or by having logged in just now. Whoever has changed
 * the contact lately waits until that can be undone no more.
 */
export async function leave(core: OpenCore, person: Person): Promise<AccountCancelled> {
  const { accounts, privacy } = core.joos;
  const contact = person.phone ?? person.email;
  const { identity } = person;
  const cancel = async () => {
    if (contact === null && identity !== null) {
      person.session = (await logInAs(accounts, identity)).session;
      return privacy.cancelMyAccount({ session: person.session });
    }
    core.clock.pass(31_000);
    const { session } = person;
    const { challenge } = await codeInside(core, { purpose: 'cancel-account', session });
    return privacy.cancelMyAccount({ session, challenge, code: codeSentTo(core, contact ?? '') });
  };
  const left = await cancel();
  if (left.isOk() || left.error.kind !== 'ContactChangedRecently') return orThrow(left);
  core.clock.pass(left.error.until - core.clock.now());
  return orThrow(await cancel());
}
