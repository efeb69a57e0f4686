import type { Erasure } from '../../domain/deletion/erasure.ts';
import { Instant } from '../../domain/instant.ts';
import { longestSendMs, mayStillSend } from '../../domain/notice/notice.ts';
import { ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { Farewell } from '../ports/erasure-journal.ts';
import type { RenderedMail } from '../ports/message-templates.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';

type GoodbyePorts = Pick<Ports, 'store' | 'mailer' | 'sms' | 'templates' | 'clock' | 'ids' | 'log'>;

/**
 * Tells a person who left that it is done, and what is kept until when. Answers until when the message of somebody else may
 * still be under way; null where none is. A lost goodbye stops no erasure.
 */
export type SayGoodbye = (farewell: Farewell, erasure: Erasure) => ResultAsync<Instant | null, PortFailure>;

/**
 * The last message (GDPR art. 12(3)): by email, or by SMS where there is none. It is begun once, whatever crashes and
 * whoever else carries the erasure on, and is never queued: a queued message would keep the person in the store. Whoever
 * comes second waits until the first can be sending no more, so that nothing is sent after the certificate.
 */
export function sayGoodbye(ports: GoodbyePorts): SayGoodbye {
  const { store, clock } = ports;
  return (farewell, erasure) =>
    safeTry(async function* () {
      const message = await rendered(ports, farewell, erasure); // before it is begun, since it takes time
      const begun = yield* store.erasures.beginGoodbye(erasure.erasure, clock.now());
      if (begun === null) return ok(null);
      if (!begun.first) {
        const overAt = Instant.plusMs(begun.begunAt, longestSendMs);
        return ok(clock.now() < overAt ? overAt : null);
      }
      const sent = await message.asyncAndThen(
        (send): ResultAsync<void, PortFailure> =>
          mayStillSend(begun.begunAt, clock.now()) ? send() : okAsync(undefined),
      );
      if (sent.isErr()) {
        const { port, retryable } = sent.error;
        ports.log.write('warn', 'goodbye-failed', { erasure: erasure.erasure, port, retryable });
      }
      return ok(null);
    });
}

type Send = () => ResultAsync<void, PortFailure>;

/** The message, made ready. */
function rendered(
  { mailer, sms, templates, ids }: GoodbyePorts,
  { email, phone, language }: Farewell,
  { erasure, kept, request }: Erasure,
): ResultAsync<Send, PortFailure> {
  const content = { kind: 'goodbye', erasure, kept } as const;
  const named = { messageId: ids.random(), about: content.kind };
  if (email !== null) {
    return templates.mail(content, language).map(
      (mail: RenderedMail): Send =>
        () =>
          mailer.send({ ...named, to: email, language, unsubscribeUrl: null, ...mail }),
    );
  }
  // A number that was given to somebody else hears nothing of who had it before.
  if (phone === null || request.kind === 'recycled-phone') return okAsync(() => okAsync(undefined));
  const text = templates.sms(content, language);
  return okAsync(() => sms.send({ ...named, to: phone, text }));
}
