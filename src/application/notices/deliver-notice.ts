import { Instant } from '../../domain/instant.ts';
import { longestSendMs } from '../../domain/notice/notice.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { unreachable } from '../../domain/unreachable.ts';
import type { MessageContent } from '../ports/message-content.ts';
import type { RenderedMail } from '../ports/message-templates.ts';
import type { ClaimedNotice, NoticeProblem } from '../ports/outbox.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import { backoffMs, triesBeforeParking } from './backoff.ts';
import { contentOfNotice } from './content-of-notice.ts';
import { type NoRecipient, type Recipient, recipientOf } from './recipient.ts';

/**
 * What became of one claimed notice. `withheld`: the lease ran out or the person left while it was made ready; whoever holds
 * the notice now answers for it.
 */
export type Delivery = 'sent' | 'skipped' | 'retried' | 'parked' | 'withheld';

export type DeliveryPorts = Pick<Ports, 'store' | 'mailer' | 'sms' | 'templates' | 'clock' | 'randomness' | 'log'>;

/** Why a notice is not sent in this pass. */
type Unsent =
  | NoRecipient
  /** There is nothing to say any more. */
  | { readonly kind: 'NothingToSay' }
  | { readonly kind: 'Withheld' }
  | { readonly kind: 'Trouble'; readonly problem: NoticeProblem; readonly retryable: boolean };

/** Sends one claimed notice, or records why not. Fails only where the outbox itself does not answer. */
export function deliverNotice(ports: DeliveryPorts): (claimed: ClaimedNotice) => ResultAsync<Delivery, PortFailure> {
  const { store, clock } = ports;
  return (claimed) =>
    send(ports, claimed)
      .map((channel) => ({ kind: 'Sent' as const, channel }))
      .orElse((unsent) => ok(unsent))
      .andThen((outcome): ResultAsync<Delivery, PortFailure> => {
        const { notice, leaseToken } = claimed;
        if (outcome.kind !== 'Sent') return recordUnsent(ports, claimed, outcome);
        ports.log.write('info', 'notice-sent', { notice: notice.notice, tries: claimed.tries + 1 });
        return store.outbox.sent(notice.notice, leaseToken, outcome.channel, clock.now()).map(() => 'sent');
      });
}

/**
 * Makes the message ready first, since that takes time, and only then looks at the person, the consent, the lease and the
 * fence: nothing but the provider's call comes after.
 */
function send(ports: DeliveryPorts, claimed: ClaimedNotice): ResultAsync<Recipient['channel'], Unsent> {
  const { store, clock, mailer, sms } = ports;
  const { notice, leaseToken } = claimed;
  return safeTry(async function* () {
    // The outbox counts a try when it begins: one that ends its worker each time must not come back for ever.
    if (claimed.tries >= triesBeforeParking) {
      return err({ kind: 'Trouble' as const, problem: 'provider-unavailable' as const, retryable: false });
    }
    const content = yield* contentOfNotice(store.reads, notice).mapErr(trouble('record-gone'));
    if (content === null) return err({ kind: 'NothingToSay' as const });
    const expected = yield* recipient(ports, claimed);
    const message = yield* rendered(ports, content, expected.channel, notice.language);

    const to = yield* recipient(ports, claimed);
    const maySend = yield* store.outbox
      .maySend(notice.notice, leaseToken, Instant.plusMs(clock.now(), longestSendMs))
      .mapErr(trouble('provider-unavailable'));
    if (!maySend) return err({ kind: 'Withheld' as const });
    const named = { messageId: notice.notice, about: content.kind };
    if (to.channel === 'email' && message.channel === 'email') {
      const mail = { ...named, to: to.email, language: notice.language, ...message.mail };
      yield* mailer.send(mail).mapErr(providerTrouble);
    } else if (to.channel === 'sms' && message.channel === 'sms') {
      yield* sms.send({ ...named, to: to.phone, text: message.text }).mapErr(providerTrouble);
    } else {
      // The person's contacts changed in this very moment: the next pass renders for the other channel.
      return err({ kind: 'Trouble' as const, problem: 'provider-unavailable' as const, retryable: true });
    }
    return ok(to.channel);
  });
}

function recipient(ports: DeliveryPorts, { notice }: ClaimedNotice): ResultAsync<Recipient, Unsent> {
  return recipientOf(ports.store.reads, notice, ports.clock.now()).mapErr((no) =>
    no.kind === 'NoRecipient' ? no : trouble('record-gone')(no),
  );
}

type Message =
  | { readonly channel: 'email'; readonly mail: RenderedMail }
  | { readonly channel: 'sms'; readonly text: string };

function rendered(
  { templates }: DeliveryPorts,
  content: MessageContent,
  channel: Recipient['channel'],
  language: ClaimedNotice['notice']['language'],
): ResultAsync<Message, Unsent> {
  return safeTry(async function* () {
    if (channel === 'sms') return ok<Message>({ channel, text: templates.sms(content, language) });
    const mail = yield* templates.mail(content, language).mapErr(trouble('template-failed'));
    return ok<Message>({ channel, mail });
  });
}

const trouble =
  (problem: NoticeProblem) =>
  ({ retryable }: PortFailure): Unsent => ({ kind: 'Trouble', problem, retryable });

function providerTrouble({ retryable }: PortFailure): Unsent {
  return { kind: 'Trouble', problem: retryable ? 'provider-unavailable' : 'provider-refused', retryable };
}

function recordUnsent(
  ports: DeliveryPorts,
  claimed: ClaimedNotice,
  unsent: Unsent,
): ResultAsync<Delivery, PortFailure> {
  const { store, clock, randomness, log } = ports;
  const { notice, leaseToken } = claimed;
  const tries = claimed.tries + 1;
  const fields = { notice: notice.notice, tries };
  switch (unsent.kind) {
    case 'Withheld':
      // Handed back, so that an erasure need not wait for the lease; if it is another's by now, nothing changes.
      return store.outbox
        .retryAt(notice.notice, leaseToken, clock.now(), 'lease-ran-out')
        .map((): Delivery => 'withheld');
    case 'NoRecipient':
    case 'NothingToSay': {
      log.write('info', 'notice-skipped', fields);
      const problem = unsent.kind === 'NoRecipient' ? unsent.problem : 'record-gone';
      return store.outbox.stop(notice.notice, leaseToken, 'skipped', problem).map(() => 'skipped');
    }
    case 'Trouble': {
      if (!unsent.retryable || tries >= triesBeforeParking) {
        log.write('error', 'notice-parked', fields);
        return store.outbox.stop(notice.notice, leaseToken, 'parked', unsent.problem).map(() => 'parked');
      }
      log.write('warn', 'notice-failed', fields);
      const dueAt = Instant.plusMs(clock.now(), backoffMs(tries, randomness.bytes(2)));
      return store.outbox.retryAt(notice.notice, leaseToken, dueAt, unsent.problem).map(() => 'retried');
    }
    default:
      return unreachable(unsent);
  }
}
