import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { deliverDue } from '../../../src/application/notices/deliver-due.ts';
import type { MessageContent } from '../../../src/application/ports/message-content.ts';
import { consentPurposes } from '../../../src/domain/consent/contact-purpose.ts';
import { minuteMs } from '../../../src/domain/instant.ts';
import { onThisMachine } from '../../../src/domain/residency/residency.ts';
import { ResultAsync } from '../../../src/domain/result.ts';
import { unsubscribeUrl } from '../news.ts';
import { withPorts } from '../privacy/erasing.ts';
import { watched } from '../rendered.ts';
import { openRentalWorld } from '../rental-world.ts';
import { noLimits, value } from '../world.ts';
import { ContactHistory, type Deed } from './contact-history.ts';

const who = fc.nat({ max: 2 });
const which = fc.nat({ max: 30 });
const purpose = fc.constantFrom(...consentPurposes);
const reason = fc.constantFrom('bounced' as const, 'complained' as const);
const deeds: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('grant' as const), who, purpose }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('withdraw' as const), who, purpose }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('unsubscribe' as const), which }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('mail event' as const), which, reason }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('confirm email' as const), who, address: fc.nat({ max: 2 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('remove email' as const, 'leave' as const), who }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('pay' as const, 'fail to pay' as const), who }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('publish and spread' as const), purpose }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('publish' as const), purpose }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('spread' as const), limit: fc.integer({ min: 1, max: 4 }) }) },
);

/** What decides while a message is made; whatever takes longer than its lease would only have it withheld. */
const sudden: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('withdraw' as const), who, purpose }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('unsubscribe' as const), which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('mail event' as const), which, reason }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('confirm email' as const), who, address: fc.nat({ max: 2 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('remove email' as const, 'leave' as const), who }) },
);

/** The worker sends one message. Something may happen once its text is made, and somebody may leave at the very last moment. */
interface Delivery {
  readonly kind: 'deliver';
  readonly meanwhile: Deed | null;
  readonly leaves: number | null;
}

const histories = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: deeds },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('deliver' as const),
        meanwhile: fc.option(sudden, { freq: 2 }),
        leaves: fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: who }),
      }) satisfies fc.Arbitrary<Delivery>,
    },
  ),
  { minLength: 5, maxLength: 40 },
);

const howMany = 80;
let runs = 0;
const seen = new Map<MessageContent['kind'], number>();
afterAll(() => {
  // A property of messages that are never sent would say nothing; a replay of one history is no property.
  if (runs < howMany) return;
  for (const about of ['news', 'newsletter', 'receipt', 'payment-failed', 'email-confirmed'] as const) {
    expect(seen.get(about) ?? 0, about).toBeGreaterThan(10);
  }
});

test('no message is ever sent for a purpose that the person does not allow at that moment, nor to who left', async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      runs += 1;
      const world = openRentalWorld({ unsubscribeUrl, signIn: noLimits });
      const people = await ContactHistory.begin(world);
      const objections: string[] = [];
      const leaves = (about: MessageContent['kind'], channel: 'email' | 'sms', to: string): void => {
        const objection = people.objectionTo(about, channel, to);
        if (objection !== null) objections.push(`${about} by ${channel}: ${objection}`);
        seen.set(about, (seen.get(about) ?? 0) + 1);
      };
      const { mailer, sms } = world.ports;
      const watchedPorts = withPorts(world, {
        mailer: {
          residency: onThisMachine,
          send: (mail) => {
            leaves(mail.about, 'email', mail.to);
            people.sent(mail.messageId, mail.to);
            return mailer.send(mail);
          },
        },
        sms: {
          residency: onThisMachine,
          send: (text) => {
            leaves(text.about, 'sms', text.to);
            return sms.send(text);
          },
        },
      });
      for (const step of history) {
        world.pass(minuteMs);
        if (step.kind !== 'deliver') {
          await people.do(step);
          continue;
        }
        let { meanwhile } = step;
        const busy = watched(watchedPorts, async () => {
          const deed = meanwhile;
          meanwhile = null;
          if (deed !== null) await people.do(deed);
        });
        const { store } = busy.world.ports;
        const { leaves: leaving } = step;
        const outbox = {
          ...store.outbox,
          maySend: (...asked: Parameters<typeof store.outbox.maySend>) =>
            new ResultAsync(
              (async () => {
                if (leaving !== null) await people.do({ kind: 'leave', who: leaving });
                return store.outbox.maySend(...asked);
              })(),
            ),
        };
        value(await deliverDue(withPorts(busy.world, { store: { ...store, outbox } }).ports)({ limit: 1 }));
      }
      value(await deliverDue(watchedPorts.ports)({ limit: 100 }));
      expect(objections).toEqual([]);
    }),
    { numRuns: howMany },
  );
});
