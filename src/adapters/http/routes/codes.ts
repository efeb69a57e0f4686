import { z } from 'zod';
import type { RequestCodeInput } from '../../../application/accounts/request-code.ts';
import { ok, type Result, type ResultAsync, safeTry } from '../../../domain/result.ts';
import { DeviceToken } from '../../../domain/verification/device-token.ts';
import { type Answer, json } from '../answer.ts';
import { type Asked, text } from '../asked.ts';
import type { CrossSite, SecretForm } from '../client-secrets.ts';
import type { HttpRefusal } from '../edge-refusal.ts';
import type { HttpRooms } from '../http-rooms.ts';
import { codeSentJson } from '../presentation/account.ts';
import { type Route, route } from '../route.ts';
import { asField, deviceField, deviceOf } from '../sign-in-bodies.ts';

const ofStranger = { phone: text, language: text.optional(), device: deviceField, as: asField };

const codeWanted = z.discriminatedUnion('purpose', [
  z.strictObject({ purpose: z.literal('log-in'), ...ofStranger }),
  z.strictObject({ purpose: z.literal('second-proof'), ...ofStranger, pending: text, email: text }),
  z.strictObject({ purpose: z.enum(['add-phone', 'change-phone']), phone: text }),
  z.strictObject({ purpose: z.enum(['step-up', 'cancel-account']), to: z.enum(['phone', 'email']).optional() }),
]);
type CodeWanted = z.infer<typeof codeWanted>;
type OfStranger = Extract<CodeWanted, { readonly purpose: 'log-in' | 'second-proof' }>;

/** One-time codes: for who comes in, bound to the device that asks, and for who is in, bound to the session. */
export function codeRoutes({ accounts }: HttpRooms): readonly Route[] {
  const toStranger = (asked: Asked, { as, ...wanted }: OfStranger): ResultAsync<Answer, HttpRefusal> =>
    safeTry<Answer, HttpRefusal>(async function* () {
      const handOver = yield* asked.secrets.handOver(as);
      const { language = asked.language } = wanted;
      const input: RequestCodeInput =
        wanted.purpose === 'log-in'
          ? { ...wanted, language, ip: asked.ip, device: yield* knownDevice(asked, as, wanted.device) }
          : { ...wanted, language, ip: asked.ip, device: yield* deviceOf(asked, { device: wanted.device, as }) };
      const sent = yield* accounts.requestCode(input);
      return ok(json(202, { ...codeSentJson(sent), ...handOver('device', sent.device) }));
    });

  return [
    route('POST', '/v1/codes', (asked) =>
      asked.body(codeWanted).asyncAndThen((wanted): ResultAsync<Answer, HttpRefusal> => {
        if (wanted.purpose === 'log-in' || wanted.purpose === 'second-proof') return toStranger(asked, wanted);
        return asked
          .session()
          .asyncAndThen((session) => accounts.requestMyCode({ ...wanted, session, ip: asked.ip }))
          .map((sent) => json(202, codeSentJson(sent)));
      }),
    ),
  ];
}

/**
 * The device that asks again, so that its new code replaces the one before; undefined where it asks for the first time. Where
 * the answer shows the device's secret in clear, it is none that a script could not read until now.
 */
function knownDevice(
  { secrets }: Asked,
  as: SecretForm,
  device: DeviceToken | undefined,
): Result<DeviceToken | undefined, CrossSite> {
  if (device !== undefined || as === 'bearer') return ok(device);
  return secrets.kept('device', DeviceToken.parse).map((kept) => kept ?? undefined);
}
