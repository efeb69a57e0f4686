import { z } from 'zod';
import { json, nothing } from '../answer.ts';
import { text } from '../asked.ts';
import { identityProvedBy } from '../host-proof.ts';
import type { HttpOptions } from '../http-options.ts';
import type { HttpRooms } from '../http-rooms.ts';
import { codeSentJson, signedInJson } from '../presentation/account.ts';
import { type Route, route } from '../route.ts';

const codeWanted = z.discriminatedUnion('purpose', [
  z.strictObject({ purpose: z.literal('log-in'), phone: text, language: text.optional() }),
  z.strictObject({ purpose: z.literal('add-phone'), phone: text }),
  z.strictObject({ purpose: z.literal('cancel-account'), to: z.enum(['phone', 'email']).optional() }),
]);

const codeTyped = z.strictObject({ phone: text, challenge: text, code: text, language: text.optional() });

const credentialShown = z.strictObject({ provider: text, credential: z.string(), language: text.optional() });

/** Codes and sessions: how a person comes in and leaves. */
export function sessionRoutes(joos: HttpRooms, options: HttpOptions): readonly Route[] {
  const { accounts } = joos;
  const { identity } = options;
  return [
    route('POST', '/v1/codes', (asked) =>
      asked
        .body(codeWanted)
        .asyncAndThen((wanted) => {
          if (wanted.purpose === 'log-in') {
            return accounts.requestCode({ ...wanted, language: wanted.language ?? asked.language });
          }
          return asked.session().asyncAndThen((session) => accounts.requestCode({ ...wanted, session }));
        })
        .map((sent) => json(202, codeSentJson(sent))),
    ),
    route('POST', '/v1/sessions', (asked) =>
      asked
        .body(codeTyped)
        .asyncAndThen((typed) => accounts.verifyCode({ ...typed, language: typed.language ?? asked.language }))
        .map((signedIn) => json(201, signedInJson(signedIn))),
    ),
    ...(identity === undefined
      ? []
      : [
          route('POST', '/v1/sessions/third-party', (asked) =>
            asked
              .body(credentialShown)
              .asyncAndThen(({ language = asked.language, ...shown }) =>
                identityProvedBy(identity, shown).andThen((proved) =>
                  accounts.logInWithThirdParty({ identity: proved, language }),
                ),
              )
              .map((signedIn) => json(201, signedInJson(signedIn))),
          ),
        ]),
    route('DELETE', '/v1/session', (asked) =>
      asked
        .session()
        .asyncAndThen((session) => accounts.logOut({ session }))
        .map(() => nothing),
    ),
  ];
}
