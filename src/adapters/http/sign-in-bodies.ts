import { z } from 'zod';
import type { ThirdPartyAnswer, UnknownAttempt } from '../../application/accounts/third-party-attempt.ts';
import { err, ok, type Result, type ResultAsync } from '../../domain/result.ts';
import { AttemptToken } from '../../domain/verification/attempt-token.ts';
import { DeviceToken } from '../../domain/verification/device-token.ts';
import { type Asked, text } from './asked.ts';
import type { CrossSite, SecretForm } from './client-secrets.ts';
import type { EdgeRefusal, HttpRefusal, InvalidShape } from './edge-refusal.ts';

/**
 * What bodies of the ways to log in have in common. A secret stands in the body, or in the cookie that we gave the browser;
 * where it stands in both, the body says which is meant.
 */

/** `as`: how the client wants to be given its secrets; as an app does by default. */
export const asField: z.ZodDefault<z.ZodEnum<{ bearer: 'bearer'; cookie: 'cookie' }>> = z
  .enum(['bearer', 'cookie'])
  .default('bearer');

/** `device`: as an answer to a request for a code had it. */
export const deviceField: z.ZodOptional<z.ZodType<DeviceToken>> = z.optional(token(DeviceToken.parse));

/** An ID token with many claims, or an address with a long code in it. */
const longText = z.string().max(16_384);

/** What a person brings back from a third party. */
export interface AnswerFields {
  /** As the answer to its beginning had it; the cookie's where it is absent. */
  readonly attempt: z.ZodOptional<z.ZodType<AttemptToken>>;
  /** The whole address that the browser came back to. */
  readonly callback: z.ZodOptional<z.ZodString>;
  readonly idToken: z.ZodOptional<z.ZodString>;
}
export const answerFields: AnswerFields = {
  attempt: z.optional(token(AttemptToken.parse)),
  callback: longText.optional(),
  idToken: longText.optional(),
};

/** What a person types off a message. */
export interface CodeFields {
  readonly challenge: z.ZodOptional<z.ZodString>;
  readonly code: z.ZodOptional<z.ZodString>;
}
export const codeFields: CodeFields = { challenge: text.optional(), code: text.optional() };

function token<Token>(parse: (text: string) => Result<Token, unknown>): z.ZodType<Token> {
  return z.string().transform((given, context) =>
    parse(given).match(
      (read) => read,
      () => {
        context.addIssue('not a token');
        return z.NEVER;
      },
    ),
  );
}

/** A body that lacks these fields, or has too many of them. */
export function unfit(...fields: readonly string[]): InvalidShape {
  return { kind: 'InvalidShape', reason: 'field', fields };
}

/** The device that comes back with a code. A browser whose cookie is gone has to ask for a new one. */
export function deviceOf(
  { secrets }: Asked,
  { device, as }: { readonly device?: DeviceToken | undefined; readonly as: SecretForm },
): Result<DeviceToken, EdgeRefusal | { readonly kind: 'UnknownCode' }> {
  if (device !== undefined) return ok(device);
  return secrets.kept('device', DeviceToken.parse).andThen((kept) => {
    if (kept !== null) return ok(kept);
    return as === 'cookie' ? err({ kind: 'UnknownCode' as const }) : err(unfit('device'));
  });
}

/** What came back from a third party, as a body has it. */
interface AnswerGiven {
  readonly attempt?: AttemptToken | undefined;
  readonly callback?: string | undefined;
  readonly idToken?: string | undefined;
}

/** The log-in with a third party that is finished, and what finishes it. */
export function answerOf(
  { secrets }: Asked,
  { attempt, callback, idToken }: AnswerGiven,
): Result<ThirdPartyAnswer, InvalidShape | CrossSite | UnknownAttempt> {
  if ((callback === undefined) === (idToken === undefined)) return err(unfit('callback', 'idToken'));
  const begun: Result<AttemptToken | null, CrossSite> =
    attempt === undefined ? secrets.kept('attempt', AttemptToken.parse) : ok(attempt);
  return begun.andThen((found): Result<ThirdPartyAnswer, UnknownAttempt> => {
    if (found === null) return err({ kind: 'UnknownAttempt' });
    return ok(callback === undefined ? { attempt: found, idToken: idToken ?? '' } : { attempt: found, callback });
  });
}

/** A fresh proof of who asks: a code, or a third party's word. */
export type ShownProof =
  | { readonly by: 'code'; readonly challenge: string; readonly code: string }
  | { readonly by: 'third-party'; readonly answer: ThirdPartyAnswer };

/** The one proof in a body that may hold either. */
export function proofOf(
  asked: Asked,
  given: AnswerGiven & { readonly challenge?: string | undefined; readonly code?: string | undefined },
): Result<ShownProof, InvalidShape | CrossSite | UnknownAttempt> {
  const { challenge, code, callback, idToken } = given;
  const typed = challenge !== undefined || code !== undefined;
  if (callback !== undefined || idToken !== undefined) {
    return typed
      ? err(unfit('challenge', 'code'))
      : answerOf(asked, given).map((answer) => ({ by: 'third-party', answer }));
  }
  if (challenge === undefined || code === undefined) return err(unfit('challenge', 'code'));
  return ok({ by: 'code', challenge, code });
}

/**
 * Takes the cookie of an attempt back once it was tried, whatever came of it: it is of use once. Where a part of us did not
 * answer, it may not have been.
 */
export function usingAttemptUp<Value, Refusal extends HttpRefusal>(
  { secrets }: Asked,
  answered: ResultAsync<Value, Refusal>,
): ResultAsync<Value, Refusal> {
  return answered
    .map((value) => {
      secrets.served('attempt');
      return value;
    })
    .mapErr((refusal) => {
      if (refusal.kind !== 'PortFailure') secrets.served('attempt');
      return refusal;
    });
}
