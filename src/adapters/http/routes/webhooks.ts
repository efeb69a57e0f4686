import { type PortFailure, portFailure } from '../../../application/ports/port-failure.ts';
import type { NotGenuine, ProviderMessage } from '../../../application/ports/provider-events.ts';
import type { Instant } from '../../../domain/instant.ts';
import { ok, type ResultAsync, safeTry } from '../../../domain/result.ts';
import { type Answer, json } from '../answer.ts';
import type { HttpOptions } from '../http-options.ts';
import type { HttpRooms } from '../http-rooms.ts';
import { type Route, route } from '../route.ts';

/** Amazon SNS sends up to 256 KiB. In bytes. */
const bodyLimitBytes = 256 * 1024;

/** Reads what a provider tells, and takes one thing of it in. */
interface Webhook<Event> {
  readonly read: (message: ProviderMessage, at: Instant) => ResultAsync<readonly Event[], NotGenuine | PortFailure>;
  readonly take: (event: Event) => ResultAsync<unknown, PortFailure>;
}

/**
 * Where providers tell what happened by themselves. Each is there only if the host lends what tells a genuine message
 * from others. It is answered once all of it is taken in, so that the provider tells it again otherwise.
 */
export function webhookRoutes({ payments, notices }: HttpRooms, options: HttpOptions): readonly Route[] {
  const { cardEvents, mailEvents, now = systemNow } = options;
  return [
    ...(cardEvents === undefined
      ? []
      : [
          webhook('/v1/webhooks/cards', now, {
            read: (message, at) => cardEvents.read(message, at),
            take: payments.takeProcessorEvent,
          }),
        ]),
    ...(mailEvents === undefined
      ? []
      : [
          webhook('/v1/webhooks/mail', now, {
            read: (message, at) => mailEvents.read(message, at),
            take: notices.takeMailEvent,
          }),
        ]),
  ];
}

function webhook<Event>(path: Route['path'], now: () => Instant, { read, take }: Webhook<Event>): Route {
  return route(
    'POST',
    path,
    (asked) =>
      safeTry<Answer, NotGenuine | PortFailure>(async function* () {
        const events = yield* read(asked.message(), now());
        for (const event of events) yield* take(event);
        return ok(json(200, { taken: events.length }));
      }).mapErr((refusal) => (refusal.kind === 'PortFailure' ? worthAnotherTry(refusal) : refusal)),
    { bodyLimitBytes },
  );
}

/**
 * What is not taken in is kept nowhere but at the provider: it is to go on telling until whatever is broken was mended.
 */
function worthAnotherTry({ port, cause, reason }: PortFailure): PortFailure {
  return portFailure(port, true, cause, reason);
}

function systemNow(): Instant {
  return Date.now() as Instant; // sound: the clock of a machine is within the years 0001 to 9999
}
