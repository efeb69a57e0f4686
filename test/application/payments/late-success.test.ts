import { expect, test } from 'vitest';
import { charge } from '../../../src/application/payments/charge.ts';
import { settleAnswer } from '../../../src/application/payments/settle-answer.ts';
import { takeProcessorEvent } from '../../../src/application/payments/take-processor-event.ts';
import type { Ports } from '../../../src/application/ports/ports.ts';
import type { ProcessorEvent } from '../../../src/application/ports/provider-events.ts';
import { sweepRetention } from '../../../src/application/privacy/sweep-retention.ts';
import { dayAfter, startOfDay } from '../../../src/domain/calendar.ts';
import { lastDayOfClaims } from '../../../src/domain/deletion/deletion-policy.ts';
import { Day } from '../../../src/domain/instant.ts';
import { withPorts } from '../privacy/erasing.ts';
import { givenRider, leave, openRentalWorld, rentAndReturn } from '../rental-world.ts';
import { refusal, value } from '../world.ts';

type Answered = Extract<ProcessorEvent, { readonly kind: 'answered' }>;
const succeeded = { kind: 'succeeded', reference: 'ch_late' } as const;
const declined = { kind: 'declined', reason: 'card-declined' } as const;

/** Somebody who left; the payment went with the account, or later as it was written off. */
async function givenGone(how: 'erased' | 'written-off') {
  const logged: string[] = [];
  const log: Ports['log'] = { write: (level, event) => void logged.push(`${level} ${event}`) };
  const world = withPorts(openRentalWorld(), { log });
  const person = await givenRider(world);
  const { payment } = await rentAndReturn(world, person);
  if (how === 'erased') value(await charge(world.ports)({ payment }));
  await leave(world, person);
  if (how === 'written-off') {
    const now = startOfDay(dayAfter(lastDayOfClaims(Day.ofInstant(world.ports.clock.now()))));
    const later = { ...world.ports, clock: { now: () => now } };
    expect(value(await sweepRetention(later)({ limit: 100 }))).toMatchObject({ writtenOff: 1 });
  }
  logged.length = 0;
  return { world, logged, payment };
}

test.each(['erased', 'written-off'] as const)(
  'a success of a payment that is gone (%s) is a warning and not a failure: to tell it again would not help',
  async (how) => {
    const { world, logged, payment } = await givenGone(how);
    const before = world.everything();
    const event: Answered = { kind: 'answered', payment, attempt: 1, answer: succeeded };
    expect(value(await takeProcessorEvent(world.ports)(event))).toBe('nothing-new');
    expect(logged).toEqual(['warn payment-unclear']);
    expect(refusal(await settleAnswer(world.ports)({ payment, attempt: 1, answer: succeeded })).kind).toBe(
      'NoSuchPayment',
    );
    expect(world.everything()).toEqual(before);
    // Nobody can say whether it was taken twice, so nothing is given back.
    expect(world.processor.refunds).toEqual([]);
  },
);

test('a decline of a payment that is gone is nothing to look at', async () => {
  const { world, logged, payment } = await givenGone('erased');
  const event: Answered = { kind: 'answered', payment, attempt: 1, answer: declined };
  expect(value(await takeProcessorEvent(world.ports)(event))).toBe('nothing-new');
  expect(logged).toEqual([]);
});
