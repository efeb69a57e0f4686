import * as fc from 'fast-check';
import { addEmail } from '../../../src/application/accounts/add-email.ts';
import { addPhone, changePhone } from '../../../src/application/accounts/add-phone.ts';
import { confirmEmail } from '../../../src/application/accounts/confirm-email.ts';
import { confirmEmailByLink } from '../../../src/application/accounts/confirm-email-by-link.ts';
import { linkThirdParty } from '../../../src/application/accounts/link-third-party.ts';
import { logInWithThirdParty } from '../../../src/application/accounts/log-in-with-third-party.ts';
import { endOtherSessions } from '../../../src/application/accounts/my-sessions.ts';
import { removeEmail } from '../../../src/application/accounts/remove-email.ts';
import { removeLogin } from '../../../src/application/accounts/remove-login.ts';
import { requestCode } from '../../../src/application/accounts/request-code.ts';
import { requestMyCode } from '../../../src/application/accounts/request-my-code.ts';
import { proveSecond } from '../../../src/application/accounts/second-proof.ts';
import { startOver } from '../../../src/application/accounts/start-over.ts';
import { stepUp } from '../../../src/application/accounts/step-up.ts';
import { beginThirdParty, type ThirdPartyAnswer } from '../../../src/application/accounts/third-party-attempt.ts';
import { undoContactChange } from '../../../src/application/accounts/undo-contact-change.ts';
import { verifyCode } from '../../../src/application/accounts/verify-code.ts';
import { deliverDue } from '../../../src/application/notices/deliver-due.ts';
import { cancelMyAccount } from '../../../src/application/privacy/cancel-my-account.ts';
import { dayMs, minuteMs, secondMs } from '../../../src/domain/instant.ts';
import type { Result } from '../../../src/domain/result.ts';
import { SessionToken } from '../../../src/domain/session/session-token.ts';
import type { AttemptToken } from '../../../src/domain/verification/attempt-token.ts';
import { DeviceToken } from '../../../src/domain/verification/device-token.ts';
import { identityOf, wordFor } from '../people.ts';
import type { RentalWorld } from '../rental-world.ts';

/** What an attacker may try; which of the things that lie at hand are used for it is drawn as well. */
export const deedKinds = [
  'ask to log in',
  'log in',
  'ask inside',
  'ask for an email',
  'confirm an email',
  'follow a link',
  'undo a change',
  'change the phone',
  'add a phone',
  'step up',
  'step up elsewhere',
  'begin elsewhere',
  'log in elsewhere',
  'link',
  'ask for a second proof',
  'prove by email',
  'prove elsewhere',
  'start over',
  'end others',
  'remove a login',
  'remove the email',
  'cancel',
  'read',
  'wait',
] as const;

export interface AttackersDeed {
  readonly kind: (typeof deedKinds)[number];
  /** Which session, device, challenge, code, address and so on, in the order in which a deed needs them. */
  readonly choices: readonly number[];
}

type Kind = AttackersDeed['kind'];

/** What gets an attacker on, one after the other. */
const plans: readonly (readonly Kind[])[] = [
  ['ask to log in', 'log in'],
  ['ask to log in', 'log in', 'ask for an email', 'confirm an email'],
  ['ask inside', 'step up'],
  ['ask inside', 'change the phone'],
  ['ask inside', 'add a phone'],
  ['ask for an email', 'follow a link'],
  ['begin elsewhere', 'log in elsewhere'],
  ['begin elsewhere', 'link'],
  ['begin elsewhere', 'step up elsewhere'],
  ['read', 'undo a change'],
  ['wait', 'ask to log in', 'log in', 'ask for a second proof', 'prove by email'],
  ['wait', 'ask to log in', 'log in', 'begin elsewhere', 'prove elsewhere'],
  ['wait', 'ask to log in', 'log in', 'start over'],
];

/** Anything in any order, and plans that get on, with other things in between. */
export const attackersDeeds: fc.Arbitrary<readonly AttackersDeed[]> = fc
  .array(
    fc.oneof(
      { weight: 1, arbitrary: fc.constantFrom(...deedKinds).map((kind) => [kind]) },
      { weight: 2, arbitrary: fc.constantFrom(...plans) },
    ),
    { minLength: 5, maxLength: 25, size: 'max' },
  )
  .chain((planned) =>
    fc.tuple(
      ...planned.flat().map((kind) =>
        fc.record({
          kind: fc.constant(kind),
          choices: fc.array(fc.nat({ max: 11 }), { minLength: 14, maxLength: 14 }),
        }),
      ),
    ),
  );

type Answer = Result<unknown, { readonly kind: string }>;

/** What belongs together: a code with where it went, who asked and how; whatever of it the attacker knows. */
interface Asked {
  readonly phone: string;
  readonly email: string;
  readonly challenge: string;
  readonly device: DeviceToken;
  readonly session: SessionToken;
  readonly code: string;
}

const nothing = new Uint8Array(32);

/** Somebody with two phones, an email and log-ins elsewhere, none of which is the victim’s; and a good memory. */
export class Attacker {
  readonly #world: RentalWorld;
  readonly #phones: readonly string[];
  readonly #emails: readonly string[];
  readonly #own: ReadonlySet<string>;
  /** Every session that was come by. */
  readonly sessions: SessionToken[] = [SessionToken.fromBytes(nothing)];
  readonly #asked: Asked[] = [];
  /** Names of phones that were proved and open nothing by themselves, each with what it was proved with. */
  readonly #pending: { readonly pending: string; readonly phone: string; readonly device: DeviceToken }[] = [];
  readonly #attempts: { readonly attempt: AttemptToken; readonly nonce: string }[] = [];

  constructor(world: RentalWorld, victim: { readonly phone: string; readonly email: string }) {
    this.#world = world;
    const phones = ['+4915211112222', '+4915222223333'];
    const email = 'attacker@example.org';
    this.#phones = [...phones, victim.phone];
    this.#emails = [email, victim.email];
    this.#own = new Set([...phones, email]);
  }

  /** Does it, and says what came of it. What belongs together is mostly used together, and sometimes mixed up. */
  async does({ kind, choices }: AttackersDeed): Promise<Answer | null> {
    const { ports } = this.#world;
    const draw = [...choices];
    const next = (): number => draw.shift() ?? 0;
    const pick = <One>(from: readonly One[]): One => from[next() % from.length] as One; // sound: there is always something
    const late = <One>(from: readonly One[]): One => pick([...from.slice(-1), ...from.slice(-1), ...from.slice(-3)]);
    const mostly = <One>(own: One, others: readonly One[]): One => (next() % 7 === 6 ? pick([own, ...others]) : own);
    const one = late(this.#asked.length > 0 ? this.#asked : [this.#unknown()]);
    const session = mostly(this.sessions.at(-1) ?? one.session, this.sessions);
    const phone = mostly(one.phone, this.#phones);
    const email = mostly(one.email, this.#emails);
    const device = mostly(
      one.device,
      this.#asked.map((asked) => asked.device),
    );
    const challenges = [...this.#asked.map((asked) => asked.challenge), ...this.#pending.map(({ pending }) => pending)];
    const challenge = mostly(one.challenge, challenges);
    const code = mostly(one.code, ['123456', ...this.#asked.map((asked) => asked.code)]);
    const proved = this.#pending.at(-1);
    const pending = {
      pending: mostly(proved?.pending ?? challenge, challenges),
      phone: mostly(proved?.phone ?? phone, this.#phones),
      device: mostly(proved?.device ?? device, [one.device]),
    };
    const identity = identityOf(pick(['attacker', 'attacker', 'attacker-too']));
    const answer = (): ThirdPartyAnswer => {
      const { attempt, nonce } = late(this.#attempts);
      return { attempt, idToken: wordFor(this.#world, identity, nonce) };
    };
    const cameBack = this.#attempts.length > 0;
    const shown = { session, challenge, code, phone, email };
    switch (kind) {
      case 'ask to log in': {
        const to = pick(this.#phones);
        const asked = await requestCode(ports)({
          purpose: 'log-in',
          phone: to,
          device: pick([null, device]) ?? undefined,
        });
        return this.#remembered(asked, { phone: to, session });
      }
      case 'log in':
        return this.#remembered(await verifyCode(ports)({ ...shown, device }), { phone, device });
      case 'ask inside': {
        const to = pick(this.#phones);
        const purpose = pick(['step-up', 'change-phone', 'add-phone', 'cancel-account'] as const);
        const isMove = purpose === 'add-phone' || purpose === 'change-phone';
        const asked = await requestMyCode(ports)(isMove ? { purpose, session, phone: to } : { purpose, session });
        return this.#remembered(asked, { phone: to, session });
      }
      case 'ask for an email': {
        const to = pick(this.#emails);
        return this.#remembered(await addEmail(ports)({ session, email: to }), { email: to, session });
      }
      case 'confirm an email':
        return confirmEmail(ports)(shown);
      case 'follow a link':
        return confirmEmailByLink(ports)({ token: late(this.#tokens()) });
      case 'undo a change':
        return undoContactChange(ports)({ token: late(this.#tokens()) });
      case 'change the phone':
        return changePhone(ports)(shown);
      case 'add a phone':
        return addPhone(ports)(shown);
      case 'step up':
        return this.#remembered(await stepUp(ports)({ session, challenge, code }), {});
      case 'step up elsewhere':
        return cameBack ? this.#remembered(await stepUp(ports)({ session, ...answer() }), {}) : null;
      case 'begin elsewhere': {
        const purpose = pick(['log-in', 'link', 'step-up', 'second-proof'] as const);
        const begun = await beginThirdParty(ports)({ provider: 'login', purpose, session });
        if (begun.isOk()) this.#attempts.push(begun.value);
        return begun;
      }
      case 'log in elsewhere':
        return cameBack ? this.#remembered(await logInWithThirdParty(ports)(answer()), {}) : null;
      case 'link':
        return cameBack ? linkThirdParty(ports)({ session, ...answer() }) : null;
      case 'ask for a second proof': {
        const to = pick(this.#emails);
        const asked = await requestCode(ports)({ purpose: 'second-proof', ...pending, email: to });
        return this.#remembered(asked, { ...pending, email: to });
      }
      case 'prove by email':
        return this.#remembered(
          await proveSecond(ports)({ ...pending, second: { kind: 'email', email, challenge, code } }),
          {},
        );
      case 'prove elsewhere': {
        if (!cameBack) return null;
        const second = { kind: 'third-party', ...answer() } as const;
        return this.#remembered(await proveSecond(ports)({ ...pending, second }), {});
      }
      case 'start over':
        return this.#remembered(await startOver(ports)(pending), {});
      case 'end others':
        return endOtherSessions(ports)({ session });
      case 'remove a login':
        return removeLogin(ports)({
          session,
          login: pick([{ kind: 'phone' }, { kind: 'third-party', ...identity }] as const),
        });
      case 'remove the email':
        return removeEmail(ports)({ session });
      case 'cancel':
        return cancelMyAccount(ports)({ session, challenge, code });
      case 'read':
        return deliverDue(ports)({ limit: 50 });
      case 'wait':
        this.#world.pass(pick([31 * secondMs, 31 * secondMs, 3 * minuteMs, 11 * minuteMs, 4 * dayMs, 190 * dayMs]));
        return null;
    }
  }

  #unknown(): Asked {
    const device = DeviceToken.fromBytes(nothing);
    const session = SessionToken.fromBytes(nothing);
    const [phone = '', email = ''] = this.#own;
    return { phone, email, challenge: '', device, session, code: '123456' };
  }

  /** Whatever an answer or a refusal holds that may be of use later. */
  #remembered(answer: Result<object, { readonly kind: string }>, known: Partial<Asked>): Answer {
    const all = { ...(answer.isOk() ? answer.value : answer.error) } as {
      readonly session?: SessionToken;
      readonly device?: DeviceToken;
      readonly challenge?: string;
      readonly pending?: string;
    }; // sound: these are the names under which the answers hold them
    const { session, challenge, pending } = all;
    if (session !== undefined) this.sessions.push(session);
    const device = all.device ?? known.device ?? DeviceToken.fromBytes(nothing);
    if (challenge !== undefined) {
      const code = this.#newestCode();
      this.#asked.push({ ...this.#unknown(), ...known, device, challenge, code });
    }
    if (pending !== undefined) this.#pending.push({ pending, phone: known.phone ?? '', device });
    return answer;
  }

  #inbox(): readonly string[] {
    const { texts, mails } = this.#world;
    return [...texts, ...mails].filter(({ to }) => this.#own.has(to)).map(({ text }) => text);
  }

  /** The code that was just sent, if it came to the attacker; else a guess. */
  #newestCode(): string {
    const { texts, mails } = this.#world;
    const sent = [texts.at(-1), mails.at(-1)].filter((message) => message !== undefined && this.#own.has(message.to));
    const codes = sent.flatMap((message) => /Code: (\d+)/.exec(message?.text ?? '')?.[1] ?? []);
    const known = new Set(this.#asked.map(({ code }) => code));
    return codes.find((code) => !known.has(code)) ?? '123456';
  }

  #tokens(): readonly string[] {
    return ['', ...this.#inbox().flatMap((text) => /Link: \S+\/(\S+)/.exec(text)?.[1] ?? [])];
  }
}
