import { type PortFailure, portFailure } from '../../../src/application/ports/port-failure.ts';
import type { Sms, SmsSender } from '../../../src/application/ports/sms-sender.ts';
import { onThisMachine } from '../../../src/domain/residency/residency.ts';
import { err, ok, type Result, ResultAsync } from '../../../src/domain/result.ts';

/**
 * What becomes of a message at a provider. `unclear` is the one of which only the provider knows whether it took it.
 */
export const outcomes = ['taken', 'refused', 'throttled', 'not-reached', 'unclear'] as const;
export type Outcome = (typeof outcomes)[number];

export function answerOf(outcome: Outcome): Result<void, PortFailure> {
  if (outcome === 'taken') return ok(undefined);
  const cause = new Error(`A provider of the tests says: ${outcome}`);
  return err(portFailure('SmsSender', outcome !== 'refused', cause, outcome === 'refused' ? undefined : outcome));
}

/** A provider that does as it is told, and remembers by id what it was handed. */
export interface ToldSender extends SmsSender {
  readonly handed: readonly string[];
}

export function toldSender(tell: (sms: Sms) => Outcome | Promise<Outcome>): ToldSender {
  const handed: string[] = [];
  return {
    residency: onThisMachine,
    handed,
    send: (sms) => {
      handed.push(sms.messageId);
      return new ResultAsync(Promise.resolve(tell(sms)).then(answerOf));
    },
  };
}
