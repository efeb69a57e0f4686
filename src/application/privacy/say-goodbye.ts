import type { Erasure } from '../../domain/deletion/erasure.ts';
import { ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { Farewell } from '../ports/erasure-journal.ts';
import type { MessageContent } from '../ports/message-content.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';

type GoodbyePorts = Pick<Ports, 'store' | 'mailer' | 'sms' | 'templates' | 'clock' | 'ids' | 'log'>;

/** Tells a person who left that it is done, and what is kept until when. A lost goodbye stops no erasure. */
export type SayGoodbye = (farewell: Farewell, erasure: Erasure) => ResultAsync<void, PortFailure>;

/**
 * The last message (GDPR art. 12(3)): by email, or by SMS where there is none. It is begun once, whatever crashes and
 * whoever else carries the erasure on, and is never queued: a queued message would keep the person in the store.
 */
export function sayGoodbye(ports: GoodbyePorts): SayGoodbye {
  return (farewell, erasure) =>
    safeTry(async function* () {
      const first = yield* ports.store.erasures.beginGoodbye(erasure.erasure, ports.clock.now());
      if (!first) return ok(undefined);
      const sent = await send(ports, farewell, { kind: 'goodbye', erasure: erasure.erasure, kept: erasure.kept });
      if (sent.isErr()) {
        const { port, retryable } = sent.error;
        ports.log.write('warn', 'goodbye-failed', { erasure: erasure.erasure, port, retryable });
      }
      return ok(undefined);
    });
}

function send(
  ports: GoodbyePorts,
  { email, phone, language }: Farewell,
  content: MessageContent,
): ResultAsync<void, PortFailure> {
  const named = { messageId: ports.ids.random(), about: content.kind };
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
