import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dayMs } from '../../../src/domain/instant.ts';
import { CaseText } from '../../../src/domain/support-case/case-text.ts';
import {
  fitsChannel,
  mayWriteAgain,
  messagesOfDay,
  smsCaseUnits,
} from '../../../src/domain/support-case/message-limits.ts';
import { instant } from '../../../src/testing/contracts/samples.ts';

it.each([
  ['sms', 'a', smsCaseUnits, true],
  ['sms', 'a', smsCaseUnits + 1, false],
  ['sms', '\u{1f600}', smsCaseUnits / 2 + 1, false],
  ['best', 'a', smsCaseUnits + 1, false],
  ['email', 'a', 2_000, true],
] as const)('by %s a message of %j, %s times, goes: %s', (channel, character, times, goes) => {
  const text = CaseText.parseMessage(character.repeat(times))._unsafeUnwrap();
  expect(fitsChannel(text, channel).isOk()).toBe(goes);
});

it('never more messages go out in a case within a day than may', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3 * dayMs }), { maxLength: 80 }), (moments) => {
      const sent: { readonly writtenAt: ReturnType<typeof instant> }[] = [];
      for (const at of moments.toSorted((one, two) => one - two).map(instant)) {
        if (mayWriteAgain(sent, at).isOk()) sent.push({ writtenAt: at });
        expect(sent.filter(({ writtenAt }) => writtenAt > at - dayMs).length).toBeLessThanOrEqual(messagesOfDay);
      }
    }),
  );
  const day = Array.from({ length: messagesOfDay }, () => ({ writtenAt: instant(0) }));
  expect(mayWriteAgain(day, instant(dayMs - 1))._unsafeUnwrapErr()).toEqual({ kind: 'TooManyMessages' });
  expect(mayWriteAgain(day, instant(dayMs)).isOk()).toBe(true);
});
