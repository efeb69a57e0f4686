import { z } from 'zod';
import { json, nothing } from '../answer.ts';
import { text } from '../asked.ts';
import type { HttpRooms } from '../http-rooms.ts';
import { accountJson, codeSentJson } from '../presentation/account.ts';
import { type Route, route } from '../route.ts';

const username = z.strictObject({ username: text });
const email = z.strictObject({ email: text });
const emailConfirmed = z.strictObject({ email: text, challenge: text, code: text });
const phoneProved = z.strictObject({ phone: text, challenge: text, code: text });
const identityNamed = z.strictObject({ issuer: text, providerSubject: text });

/** The account, and what it is reached and opened by. */
export function accountRoutes({ accounts }: HttpRooms): readonly Route[] {
  return [
    route('GET', '/v1/account', (asked) =>
      asked
        .session()
        .asyncAndThen((session) => accounts.myAccount({ session }))
        .map((user) => json(200, accountJson(user))),
    ),
    route('PUT', '/v1/account/username', (asked) =>
      asked
        .session()
        .andThen((session) => asked.body(username).map((chosen) => ({ session, ...chosen })))
        .asyncAndThen((input) => accounts.setUsername(input))
        .map(() => nothing),
    ),
    route('DELETE', '/v1/account/username', (asked) =>
      asked
        .session()
        .asyncAndThen((session) => accounts.removeUsername({ session }))
        .map(() => nothing),
    ),
    route('POST', '/v1/account/email', (asked) =>
      asked
        .session()
        .andThen((session) => asked.body(email).map((wanted) => ({ session, ...wanted, ip: asked.ip })))
        .asyncAndThen((input) => accounts.addEmail(input))
        .map((sent) => json(202, codeSentJson(sent))),
    ),
    route('POST', '/v1/account/email/confirmation', (asked) =>
      asked
        .session()
        .andThen((session) => asked.body(emailConfirmed).map((typed) => ({ session, ...typed })))
        .asyncAndThen((input) => accounts.confirmEmail(input))
        .map(() => nothing),
    ),
    route('DELETE', '/v1/account/email', (asked) =>
      asked
        .session()
        .asyncAndThen((session) => accounts.removeEmail({ session }))
        .map(() => nothing),
    ),
    route('POST', '/v1/account/logins/phone', (asked) =>
      asked
        .session()
        .andThen((session) => asked.body(phoneProved).map((typed) => ({ session, ...typed })))
        .asyncAndThen((input) => accounts.addPhone(input))
        .map(() => nothing),
    ),
    // In the place of the phone before, which is told.
    route('PUT', '/v1/account/logins/phone', (asked) =>
      asked
        .session()
        .andThen((session) => asked.body(phoneProved).map((typed) => ({ session, ...typed })))
        .asyncAndThen((input) => accounts.changePhone(input))
        .map(() => nothing),
    ),
    route('DELETE', '/v1/account/logins/phone', (asked) =>
      asked
        .session()
        .asyncAndThen((session) => accounts.removeLogin({ session, login: { kind: 'phone' } }))
        .map(() => nothing),
    ),
    // A body names the identity, since a path must not: so it is no DELETE.
    route('POST', '/v1/account/logins/third-party/removal', (asked) =>
      asked
        .session()
        .andThen((session) => asked.body(identityNamed).map((named) => ({ session, named })))
        .asyncAndThen(({ session, named }) =>
          accounts.removeLogin({ session, login: { kind: 'third-party', ...named } }),
        )
        .map(() => nothing),
    ),
  ];
}
