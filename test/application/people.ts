import { randomInt } from 'node:crypto';
import { addEmail } from '../../src/application/accounts/add-email.ts';
import { addPhone, changePhone } from '../../src/application/accounts/add-phone.ts';
import { confirmEmail } from '../../src/application/accounts/confirm-email.ts';
import { linkThirdParty } from '../../src/application/accounts/link-third-party.ts';
import { logInWithThirdParty } from '../../src/application/accounts/log-in-with-third-party.ts';
import { requestCode } from '../../src/application/accounts/request-code.ts';
import { type RequestMyCodeInput, requestMyCode } from '../../src/application/accounts/request-my-code.ts';
import { stepUp } from '../../src/application/accounts/step-up.ts';
import { beginThirdParty, type ThirdPartyAnswer } from '../../src/application/accounts/third-party-attempt.ts';
import { verifyCode } from '../../src/application/accounts/verify-code.ts';
import type { PersonalPurpose } from '../../src/application/ports/log-in-attempts.ts';
import type { SubjectId } from '../../src/domain/ids.ts';
import { err, ok, type ResultAsync } from '../../src/domain/result.ts';
import type { SessionToken } from '../../src/domain/session/session-token.ts';
import type { DeviceToken } from '../../src/domain/verification/device-token.ts';
import type { Claims } from './fake-identities.ts';
import { lastCode, newPhone, value, type World } from './world.ts';

/** Somebody who is logged in. */
export interface Person {
  readonly subject: SubjectId;
  readonly session: SessionToken;
  /** Empty for who has none. */
  readonly phone: string;
  /** Of who came by a third party. */
  readonly identity?: Identity;
}

/** Somebody as a provider knows them; what else it says of them changes nothing. */
export type Identity = Pick<Claims, 'issuer' | 'providerSubject' | 'email' | 'emailVerified'>;

/** Somebody by the name that the provider `login` has for them. */
export function identityOf(providerSubject: string, issuer = 'https://login.example.org'): Identity {
  return { issuer, providerSubject };
}

/** A code that came to a phone, and all that it counts with. */
export interface TypedCode {
  readonly phone: string;
  readonly challenge: string;
  readonly device: DeviceToken;
  readonly code: string;
}

/** Asks for a code to log in with, as a device does that has no token yet, or the one that is passed. */
export async function askedFor(
  world: World,
  phone: string = newPhone(),
  more: { readonly device?: DeviceToken; readonly ip?: string } = {},
): Promise<TypedCode> {
  const ask = () => requestCode(world.ports)({ purpose: 'log-in', phone, ...more });
  const { challenge, device } = await afterThePause(world, ask);
  return { phone, challenge, device, code: lastCode(world.texts) };
}

/** Signs somebody up, or logs them in, by phone. */
export async function signIn(world: World, phone: string = newPhone()): Promise<Person> {
  const { subject, session } = value(await verifyCode(world.ports)(await askedFor(world, phone)));
  return { subject, session, phone };
}

/** Goes to a provider for a purpose, and comes back with its word for an identity: logged in there just now. */
export async function answerFor(
  world: World,
  purpose: PersonalPurpose,
  identity: Identity,
  session?: SessionToken,
): Promise<ThirdPartyAnswer> {
  const { attempt, nonce } = value(await beginThirdParty(world.ports)({ provider: 'login', purpose, session }));
  return { attempt, idToken: wordFor(world, identity, nonce) };
}

/** What the provider signs for who logs in there now. */
export function wordFor(world: World, identity: Identity, nonce: string): string {
  return JSON.stringify({ ...identity, nonce, authTime: world.ports.clock.now() } satisfies Claims);
}

/** Signs somebody up who has no phone, or logs them in. */
export async function signInByThirdParty(world: World, name = `s-${randomInt(1e9)}`): Promise<Person> {
  const identity = identityOf(name);
  const answer = await answerFor(world, 'log-in', identity);
  const { subject, session } = value(await logInWithThirdParty(world.ports)(answer));
  return { subject, session, phone: '', identity };
}

/** The person proves anew who they are, and has another token from now on. */
export async function steppedUp(world: World, person: Person): Promise<Person> {
  const { identity, session } = person;
  const proof =
    identity === undefined
      ? await askedInside(world, person, { purpose: 'step-up' })
      : await answerFor(world, 'step-up', identity, session);
  return { ...person, session: value(await stepUp(world.ports)({ session, ...proof })).session };
}

type WithoutSession<Input> = Input extends unknown ? Omit<Input, 'session'> : never;

/** Asks for a code in the name of the person's session. */
export async function askedInside(
  world: World,
  { session }: Pick<Person, 'session'>,
  wanted: WithoutSession<RequestMyCodeInput>,
): Promise<{ readonly challenge: string; readonly code: string }> {
  const { challenge, channel } = await afterThePause(world, () => requestMyCode(world.ports)({ ...wanted, session }));
  return { challenge, code: lastCode(channel === 'sms' ? world.texts : world.mails) };
}

/** Asks for a code, and waits first for as long as somebody has to who asked for one a moment ago. */
async function afterThePause<Sent>(
  world: World,
  ask: () => ResultAsync<Sent, { readonly kind: string; readonly retryAfterMs?: number }>,
): Promise<Sent> {
  const asked = await ask();
  if (asked.isOk() || asked.error.kind !== 'CodeTooSoon') return value(asked);
  world.pass(asked.error.retryAfterMs ?? 0);
  return value(await ask());
}

/** Adds a way to log in. */
export async function linked(world: World, person: Person, identity: Identity): Promise<void> {
  const { session } = person;
  value(await linkThirdParty(world.ports)({ session, ...(await answerFor(world, 'link', identity, session)) }));
}

/** Gives a person who has none a phone. */
export async function givenPhone(world: World, person: Person, phone: string = newPhone()): Promise<Person> {
  const typed = await askedInside(world, person, { purpose: 'add-phone', phone });
  value(await addPhone(world.ports)({ ...person, phone, ...typed }));
  return { ...person, phone };
}

/** Puts another phone in the place of the person's. */
export async function movedTo(world: World, person: Person, phone: string = newPhone()): Promise<Person> {
  const typed = await askedInside(world, person, { purpose: 'change-phone', phone });
  value(await changePhone(world.ports)({ ...person, phone, ...typed }));
  return { ...person, phone };
}

/** Gives the person an email address, or another one. */
export async function givenEmail(world: World, { session }: Pick<Person, 'session'>, email: string): Promise<void> {
  const { challenge } = await afterThePause(world, () => addEmail(world.ports)({ session, email }));
  value(await confirmEmail(world.ports)({ session, email, challenge, code: lastCode(world.mails) }));
}

/** Fences the person's account, as a cancellation does. */
export async function fence(world: World, person: Person): Promise<void> {
  const at = world.ports.clock.now();
  value(
    await world.ports.store.transact((tx) =>
      tx.doors
        .bySubjectAlone(person.subject, 'data-subject-rights')
        .andThen((held) => (held === null ? err({ kind: 'NobodyThere' }) : ok(held)))
        .andThen((held) => tx.users.fence(held, at)),
    ),
  );
}
