import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Mailer } from '../../src/application/ports/mailer.ts';
import type { SmsSender } from '../../src/application/ports/sms-sender.ts';
import { onThisMachine } from '../../src/domain/residency/residency.ts';
import { ResultAsync } from '../../src/domain/result.ts';
import { clockOf, type DrillPlace, noteDown } from '../drill-place.ts';

/** On whose behalf a message is sent: the person's, somebody's who only knows the number, or the worker's for a person. */
export interface Occasion {
  readonly by: 'person' | 'stranger' | 'worker';
  readonly subject: string | null;
}

/** One call of a provider, in milliseconds of the drill's clock. */
export interface SentNote {
  readonly to: string;
  readonly about: string;
  readonly by: Occasion['by'];
  readonly subject: string | null;
  readonly beganAtMs: number;
  readonly endedAtMs: number;
}

/** Providers that take their time, mostly little, and write down when each call began and ended. */
export function sendersAt(
  place: DrillPlace,
  occasionOf: (messageId: string) => Occasion,
  codes: Map<string, string>,
): { readonly mailer: Mailer; readonly sms: SmsSender } {
  const clock = clockOf(place);
  const send = (message: {
    readonly messageId: string;
    readonly about: string;
    readonly to: string;
    readonly text: string;
  }): ResultAsync<void, never> => {
    const { messageId, about, to, text } = message;
    const occasion = occasionOf(messageId);
    const beganAtMs: number = clock.now();
    if (about === 'code') codes.set(to, text);
    return ResultAsync.fromSafePromise(
      sleep(delayMs(place)).then(() => {
        const note: SentNote = { to, about, ...occasion, beganAtMs, endedAtMs: clock.now() };
        noteDown(place, 'sent', { ...note });
      }),
    );
  };
  return { mailer: { residency: onThisMachine, send }, sms: { residency: onThisMachine, send } };
}

/** One call in twenty takes up to 12 seconds of the drill's clock, where a provider may take 30. */
function delayMs({ speed }: DrillPlace): number {
  return randomInt(randomInt(20) === 0 ? 12_000 : 80) / speed;
}
