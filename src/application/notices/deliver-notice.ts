import { Instant } from '../../domain/instant.ts';
import { audienceOf, longestSendMs } from '../../domain/notice/notice.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { unreachable } from '../../domain/unreachable.ts';
import type { MessageContent } from '../ports/message-content.ts';
import type { RenderedMail } from '../ports/message-templates.ts';
import type { ClaimedNotice, NoticeProblem } from '../ports/outbox.ts';
import { isUnclear, type PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import { backoffAfter, countedTries, delayMs } from './backoff.ts';
import { contentOfNotice } from './content-of-notice.ts';
import { unsubscribeUrlOf } from './message-link.ts';
import { type NoRecipient, type Recipient, recipientOf } from './recipient.ts';

/**
 * What became of one claimed notice. `withheld`: the lease ran out or the person left while it was made ready; whoever holds
 * the notice now answers for it. `unclear`: the provider's answer was lost, so that the next try may be a duplicate.
 */
export type Delivery = 'sent' | 'skipped' | 'retried' | 'unclear' | 'parked' | 'withheld';

export type DeliveryPorts = Pick<
  Ports,
  'store' | 'mailer' | 'sms' | 'templates' | 'hashing' | 'clock' | 'randomness' | 'log' | 'business'
>;

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
    if (isPoison(claimed)) {
      return err({ kind: 'Trouble' as const, problem: 'lease-ran-out' as const, retryable: false });
    }
    const content = yield* contentOfNotice(ports, notice, clock.now()).mapErr(trouble);
    if (content === null) return err({ kind: 'NothingToSay' as const });
    const expected = yield* recipient(ports, claimed);
    const message = yield* rendered(ports, content, expected, notice);

    const to = yield* recipient(ports, claimed);
    const maySend = yield* store.outbox
      .maySend(notice.notice, leaseToken, Instant.plusMs(clock.now(), longestSendMs))
      .mapErr(trouble);
    if (!maySend) return err({ kind: 'Withheld' as const });
    const named = { messageId: notice.notice, about: content.kind };
    if (to.channel === 'email' && message.channel === 'email') {
      const mail = { ...named, to: to.email, language: notice.language, ...message.mail };
      yield* mailer.send({ ...mail, unsubscribeUrl: message.unsubscribeUrl }).mapErr(providerTrouble);
    } else if (to.channel === 'sms' && message.channel === 'sms') {
      yield* sms.send({ ...named, to: to.phone, text: message.text }).mapErr(providerTrouble);
    } else {
      // The person's contacts changed in this very moment: the next pass renders for the other channel.
      return err({ kind: 'Trouble' as const, problem: 'provider-unavailable' as const, retryable: true });
    }
    return ok(to.channel);
  });
}

function isPoison({ problem, tries, unclearTries }: ClaimedNotice): boolean {
  const backoff = problem === 'lease-ran-out' ? backoffAfter(problem) : null;
  return backoff !== null && countedTries(backoff, { all: tries, unclear: unclearTries }) >= backoff.triesBeforeParking;
}

function recipient(ports: DeliveryPorts, { notice }: ClaimedNotice): ResultAsync<Recipient, Unsent> {
  return recipientOf(ports, notice, ports.clock.now()).mapErr((no) => (no.kind === 'NoRecipient' ? no : trouble(no)));
}

type Message =
  | { readonly channel: 'email'; readonly mail: RenderedMail; readonly unsubscribeUrl: string | null }
  | { readonly channel: 'sms'; readonly text: string };

function rendered(
  ports: DeliveryPorts,
  content: MessageContent,
  recipient: Recipient,
  { notice, about, language }: ClaimedNotice['notice'],
): ResultAsync<Message, Unsent> {
  return safeTry(async function* () {
    const { templates } = ports;
    if (recipient.channel === 'sms') {
      return ok<Message>({ channel: 'sms', text: templates.sms(content, language) });
    }
    const audience = audienceOf[about.kind];
    const unsubscribeUrl = yield* unsubscribeUrlOf(ports, notice, audience).mapErr(trouble);
    const more = { name: recipient.name, unsubscribeUrl };
    const mail = yield* templates.mail(content, language, more).mapErr(trouble);
    return ok<Message>({ channel: 'email', mail, unsubscribeUrl });
  });
}

/** What stood in the way before the provider was asked. */
function trouble({ port, retryable }: PortFailure): Unsent {
  return { kind: 'Trouble', problem: port === 'MessageTemplates' ? 'template-failed' : 'store-unavailable', retryable };
}

function providerTrouble(failure: PortFailure): Unsent {
  return { kind: 'Trouble', problem: problemOf(failure), retryable: failure.retryable };
}

function problemOf(failure: PortFailure): NoticeProblem {
  if (!failure.retryable) return 'provider-refused';
  if (isUnclear(failure)) return 'provider-unclear';
  return failure.reason === 'throttled' ? 'provider-throttled' : 'provider-unavailable';
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
      const { problem } = unsent;
      if (problem === 'provider-unclear') log.write('warn', 'notice-unclear', fields);
      const backoff = unsent.retryable ? backoffAfter(problem) : null;
      const unclear = claimed.unclearTries + (problem === 'provider-unclear' ? 1 : 0);
      const counted = backoff === null ? tries : countedTries(backoff, { all: tries, unclear });
      if (backoff === null || counted >= backoff.triesBeforeParking) {
        log.write('error', 'notice-parked', fields);
        return store.outbox.stop(notice.notice, leaseToken, 'parked', problem).map(() => 'parked');
      }
      log.write('warn', 'notice-failed', fields);
      const dueAt = Instant.plusMs(clock.now(), delayMs(backoff, counted, randomness.bytes(2)));
      return store.outbox
        .retryAt(notice.notice, leaseToken, dueAt, problem)
        .map((): Delivery => (problem === 'provider-unclear' ? 'unclear' : 'retried'));
    }
    default:
      return unreachable(unsent);
  }
}
