import { z } from 'zod';
import type { ProveSecondInput } from '../../../application/accounts/second-proof.ts';
import type { SessionWish, SignedIn } from '../../../application/accounts/sign-in.ts';
import type { UnknownAttempt } from '../../../application/accounts/third-party-attempt.ts';
import { err, ok, type Result, type ResultAsync, safeTry } from '../../../domain/result.ts';
import { type Answer, json } from '../answer.ts';
import { type Asked, text } from '../asked.ts';
import type { SecretForm } from '../client-secrets.ts';
import type { EdgeRefusal, HttpRefusal, InvalidShape } from '../edge-refusal.ts';
import type { HttpRooms } from '../http-rooms.ts';
import { signedInJson } from '../presentation/sessions.ts';
import { type Route, route } from '../route.ts';
import {
  answerFields,
  answerOf,
  asField,
  codeFields,
  deviceField,
  deviceOf,
  proofOf,
  unfit,
  usingAttemptUp,
} from '../sign-in-bodies.ts';

const wish = { deviceName: text.optional(), as: asField };
const onDevice = { phone: text, device: deviceField, ...wish };

const codeTyped = z.strictObject({ ...onDevice, challenge: text, code: text, language: text.optional() });
const identityShown = z.strictObject({ ...answerFields, ...wish, language: text.optional() });
const secondShown = z.strictObject({
  ...onDevice,
  pending: text,
  email: text.optional(),
  ...codeFields,
  ...answerFields,
});
const startedOver = z.strictObject({ ...onDevice, pending: text, language: text.optional() });

/** How a person comes in. Each way ends in the same answer: a session, its token in the form that the client asked for. */
export function sessionRoutes({ accounts }: HttpRooms): readonly Route[] {
  return [
    route('POST', '/v1/sessions', (asked) =>
      asked.body(codeTyped).asyncAndThen(({ device, ...typed }) =>
        signedIn(asked, typed, (more) =>
          deviceOf(asked, { device, as: typed.as }).asyncAndThen((known) =>
            accounts.verifyCode({
              ...typed,
              ...more,
              language: typed.language ?? asked.language,
              device: known,
              ip: asked.ip,
            }),
          ),
        ),
      ),
    ),
    route('POST', '/v1/sessions/third-party', (asked) =>
      asked
        .body(identityShown)
        .asyncAndThen((shown) =>
          signedIn(asked, shown, (more) =>
            answerOf(asked, shown).asyncAndThen((answer) =>
              usingAttemptUp(
                asked,
                accounts.logInWithThirdParty({ ...answer, ...more, language: shown.language ?? asked.language }),
              ),
            ),
          ),
        ),
    ),
    route('POST', '/v1/sessions/second-proof', (asked) =>
      asked.body(secondShown).asyncAndThen((shown) =>
        signedIn(asked, shown, (more) =>
          safeTry<SignedIn, HttpRefusal>(async function* () {
            const { phone, pending } = shown;
            const device = yield* deviceOf(asked, shown);
            const second = yield* secondOf(asked, shown);
            const proving = accounts.proveSecond({ phone, pending, device, second, ...more });
            return ok(yield* second.kind === 'third-party' ? usingAttemptUp(asked, proving) : proving);
          }),
        ),
      ),
    ),
    route('POST', '/v1/sessions/start-over', (asked) =>
      asked
        .body(startedOver)
        .asyncAndThen(({ device, ...shown }) =>
          signedIn(asked, shown, (more) =>
            deviceOf(asked, { device, as: shown.as }).asyncAndThen((known) =>
              accounts.startOver({ ...shown, ...more, language: shown.language ?? asked.language, device: known }),
            ),
          ),
        ),
    ),
  ];
}

/** What proves besides the phone that the account is theirs. */
function secondOf(
  asked: Asked,
  shown: z.infer<typeof secondShown>,
): Result<ProveSecondInput['second'], EdgeRefusal | UnknownAttempt> {
  const { email } = shown;
  return proofOf(asked, shown).andThen((proof): Result<ProveSecondInput['second'], InvalidShape> => {
    if (proof.by === 'third-party') return ok({ kind: 'third-party', ...proof.answer });
    const { challenge, code } = proof;
    return email === undefined ? err(unfit('email')) : ok({ kind: 'email', email, challenge, code });
  });
}

/**
 * Begins a session and hands its token over. The one that the client shows besides, old or somebody else's, ends with it; the
 * device has proved what it was for.
 */
function signedIn(
  asked: Asked,
  { as, deviceName }: { readonly as: SecretForm; readonly deviceName?: string | undefined },
  begin: (wish: SessionWish) => ResultAsync<SignedIn, HttpRefusal>,
): ResultAsync<Answer, HttpRefusal> {
  return safeTry<Answer, HttpRefusal>(async function* () {
    const handOver = yield* asked.secrets.handOver(as);
    const replaces = yield* asked.formerSession(as);
    const begun = yield* begin({ deviceName, replaces });
    asked.secrets.served('device');
    return ok(json(201, { ...handOver('session', begun.session), ...signedInJson(begun) }));
  });
}
