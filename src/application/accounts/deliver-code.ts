import { mayStillSend } from '../../domain/notice/notice.ts';
import { err, errAsync, ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { Language } from '../../domain/user/language.ts';
import type { ChallengeTarget } from '../../domain/verification/challenge.ts';
import { confirmEmailUrlOf } from '../notices/message-link.ts';
import type { MessageContent } from '../ports/message-content.ts';
import { isUnclear, type PortFailure, portFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import { moneyBack } from './code-budgets.ts';
import type { IssuedCode } from './issue-code.ts';

/** What delivering a code needs of the outside. */
export type DeliveryPorts = Pick<
  Ports,
  'store' | 'hashing' | 'business' | 'sms' | 'mailer' | 'templates' | 'clock' | 'ids' | 'log'
>;

/** `unclear`: the provider's answer was lost, so the code may arrive; it counts if it does. */
export type CodeDelivery = 'handed-over' | 'unclear';

/**
 * No provider took the message: it was refused, or could not be handed over. The code is gone, and its price is given back.
 * That it was asked for stays counted: a provider that refuses must not be asked without end.
 */
export interface CodeNotSent {
  readonly kind: 'CodeNotSent';
  readonly channel: CodeChannel;
}

export type CodeChannel = 'sms' | 'email';

/** By which channel a target is reached. */
export function channelOf(target: ChallengeTarget): CodeChannel {
  return target.kind === 'phone' ? 'sms' : 'email';
}

/**
 * Sends a code whose challenge is committed: directly and once, never through the outbox, since a code that comes late or
 * twice is worse than one that does not come. Call it after the transaction.
 */
export function deliverCode(
  ports: DeliveryPorts,
  issue: IssuedCode,
  target: ChallengeTarget,
  language: Language,
): ResultAsync<CodeDelivery, CodeNotSent> {
  const channel = channelOf(target);
  return send(ports, issue, target, language)
    .map((): CodeDelivery => 'handed-over')
    .orElse((failure) => {
      ports.log.write('warn', channel === 'sms' ? 'sms-failed' : 'mail-failed', {
        port: failure.port,
        retryable: failure.retryable,
      });
      const handedToProvider = failure.port === 'SmsSender' || failure.port === 'Mailer';
      if (handedToProvider && isUnclear(failure)) return okAsync<CodeDelivery, CodeNotSent>('unclear');
      const notSent = err<CodeDelivery, CodeNotSent>({ kind: 'CodeNotSent', channel });
      // Should the removal fail too, the price stays counted for a day.
      const { issued, charged } = issue;
      return ports.store
        .transact((tx) => tx.challenges.remove(issued.challenge).andThen(() => tx.budgets.giveBack(moneyBack(charged))))
        .andThen(() => notSent)
        .orElse(() => notSent);
    });
}

/** An erasure that began meanwhile counts on it that a code asked for so long ago is not under way any more. */
function isTooLate({ clock }: DeliveryPorts, { issued }: IssuedCode): boolean {
  return !mayStillSend(issued.sentAt, clock.now());
}

/** Nothing was handed to the provider, and nothing will be. */
const tooLate: PortFailure = portFailure('DataStore', false);

function send(
  ports: DeliveryPorts,
  issue: IssuedCode,
  target: ChallengeTarget,
  language: Language,
): ResultAsync<void, PortFailure> {
  const { purpose, issued } = issue;
  const code = issue.code.reveal();
  const messageId = ports.ids.random();
  if (target.kind === 'phone') {
    const content: MessageContent = { kind: 'code', code, purpose, confirmUrl: null };
    if (isTooLate(ports, issue)) return errAsync(tooLate);
    return ports.sms.send({ messageId, about: 'code', to: target.phone, text: ports.templates.sms(content, language) });
  }
  return safeTry(async function* () {
    const confirmUrl = purpose === 'confirm-email' ? yield* confirmEmailUrlOf(ports, issued.challenge) : null;
    const content: MessageContent = { kind: 'code', code, purpose, confirmUrl };
    const rendered = yield* ports.templates.mail(content, language);
    if (isTooLate(ports, issue)) return err(tooLate);
    yield* ports.mailer.send({
      messageId,
      about: 'code',
      to: target.email,
      language,
      unsubscribeUrl: null,
      ...rendered,
    });
    return ok(undefined);
  });
}
