import type { Erasure } from '../../domain/deletion/erasure.ts';
import { ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import { type ActiveUser, phoneOf } from '../../domain/user/user.ts';
import type { MessageContent } from '../ports/message-content.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';

type GoodbyePorts = Pick<Ports, 'mailer' | 'sms' | 'templates' | 'ids' | 'log'>;

/** Tells a person who left that it is done, and what is kept until when. It never fails: a lost goodbye stops no erasure. */
export type SayGoodbye = (user: ActiveUser, erasure: Erasure) => ResultAsync<void, never>;

/**
 * The last message (GDPR art. 12(3)): by email, or by SMS where there is none. It goes once, right after the fence, to the
 * address that the call still has in memory, and is never queued: a queued message would keep the person in the store.
 */
export function sayGoodbye(ports: GoodbyePorts): SayGoodbye {
  return (user, erasure) =>
    send(ports, user, { kind: 'goodbye', erasure: erasure.erasure, kept: erasure.kept }).orElse((failure) => {
      ports.log.write('warn', 'goodbye-failed', {
        erasure: erasure.erasure,
        port: failure.port,
        retryable: failure.retryable,
      });
      return okAsync(undefined);
    });
}

function send(ports: GoodbyePorts, user: ActiveUser, content: MessageContent): ResultAsync<void, PortFailure> {
  const named = { messageId: ports.ids.random(), about: content.kind };
  const { email, language } = user;
  const phone = phoneOf(user);
  if (email !== null) {
    return safeTry(async function* () {
      const rendered = yield* ports.templates.mail(content, language);
      yield* ports.mailer.send({ ...named, to: email, language, ...rendered });
      return ok(undefined);
    });
  }
  if (phone === null) return okAsync(undefined);
  return ports.sms.send({ ...named, to: phone, text: ports.templates.sms(content, language) });
}
