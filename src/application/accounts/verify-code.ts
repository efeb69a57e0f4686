import type { ResultAsync } from '../../domain/result.ts';
import { ok, safeTry } from '../../domain/result.ts';
import { type InvalidLanguage, Language } from '../../domain/user/language.ts';
import { type InvalidPhoneNumber, PhoneNumber } from '../../domain/user/phone-number.ts';
import type { UserRejection } from '../../domain/user/user.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import { type CodeRefusal, checkCode, type MalformedCode, parseTypedCode } from './check-code.ts';
import { type FormerAccountLeaving, type SignedIn, type SignInPorts, signIn } from './sign-in.ts';

/** The code that came by text message. The phone is passed again: it is not stored before it is proved (POLICY.md C02). */
export interface VerifyCodeInput {
  readonly phone: string;
  readonly challenge: string;
  readonly code: string;
  /** For a new account; English if not given. */
  readonly language?: string | undefined;
}

/** Why the code begins no session; a wrong one says how many tries are left. */
export type VerifyCodeRefusal =
  | InvalidPhoneNumber
  | InvalidLanguage
  | MalformedCode
  | CodeRefusal
  | FormerAccountLeaving
  | UserRejection
  | PortFailure;

/** Begins a session for the phone that the code proves, and makes the account if there is none (POLICY.md C02, C07). */
export type VerifyCode = (input: VerifyCodeInput) => ResultAsync<SignedIn, VerifyCodeRefusal>;

/** Makes the use case: the right code signs up or logs in, once; a wrong one uses up a try. */
export function verifyCode(ports: SignInPorts): VerifyCode {
  return (input) =>
    safeTry(async function* () {
      const phone = yield* PhoneNumber.parse(input.phone);
      const language = yield* Language.parse(input.language ?? 'en');
      const typed = yield* parseTypedCode(input);
      const login = { kind: 'phone', phone } as const;
      const signedIn = yield* signIn<CodeRefusal>(ports, {
        login,
        language,
        prove: (tx, at) => checkCode(ports, tx, typed, { purpose: 'log-in', targets: [login], subject: null, at }),
      });
      return ok(signedIn);
    });
}
