import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type BreakerState, smsWithFallback } from '../../../src/adapters/sms-fallback/index.ts';
import type { Sms, SmsSender } from '../../../src/application/ports/sms-sender.ts';
import { onThisMachine } from '../../../src/domain/residency/residency.ts';
import { errAsync } from '../../../src/domain/result.ts';
import { PhoneNumber } from '../../../src/domain/user/phone-number.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { type Outcome, toldSender } from './told-sender.ts';

const to = await must(PhoneNumber.parse('+4915112345678'));
const sms = (messageId: string): Sms => ({ messageId, about: 'code', to, text: '123456 ist dein Joos-Code.' });

/** Hands messages over one after the other, whatever becomes of them: which were taken. */
async function inTurn(sender: SmsSender, ...ids: readonly string[]): Promise<readonly string[]> {
  const taken: string[] = [];
  for (const id of ids) if ((await sender.send(sms(id))).isOk()) taken.push(id);
  return taken;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Two providers, the first of which takes so long to answer, in milliseconds. */
function providers(outcome: { first: Outcome; second?: Outcome; firstTakesMs?: number }) {
  const first = toldSender(() => {
    vi.advanceTimersByTime(outcome.firstTakesMs ?? 0);
    return outcome.first;
  });
  const second = toldSender(() => outcome.second ?? 'taken');
  const states: BreakerState[] = [];
  const onChange = (state: BreakerState): void => void states.push(state);
  return { first, second, states, outcome, onChange };
}

describe('a text message by one of two providers', () => {
  test('goes by the first', async () => {
    const { first, second } = providers({ first: 'taken' });
    await must(smsWithFallback({ first, second }).send(sms('m')));
    expect([first.handed, second.handed]).toEqual([['m'], []]);
  });

  test.each(['throttled', 'not-reached'] as const)('goes by the second if the first was %s', async (outcome) => {
    const { first, second } = providers({ first: outcome });
    await must(smsWithFallback({ first, second }).send(sms('m')));
    expect([first.handed, second.handed]).toEqual([['m'], ['m']]);
  });

  test.each(['unclear', 'refused'] as const)('is not handed on if the answer of the first is %s', async (outcome) => {
    const { first, second } = providers({ first: outcome });
    const failure = await refusalOf(smsWithFallback({ first, second }).send(sms('m')));
    expect(failure).toMatchObject({ port: 'SmsSender', retryable: outcome === 'unclear' });
    expect(second.handed).toEqual([]);
  });

  test('of whose failure nobody knows more than that it may be repeated is not handed on', async () => {
    const { second } = providers({ first: 'taken' });
    const silent: SmsSender = {
      residency: onThisMachine,
      send: () => errAsync({ kind: 'PortFailure', port: 'SmsSender', retryable: true }),
    };
    await refusalOf(smsWithFallback({ first: silent, second }).send(sms('m')));
    expect(second.handed).toEqual([]);
  });

  test.each(['refused', 'throttled', 'unclear'] as const)('is %s if the second says so', async (outcome) => {
    const { first, second } = providers({ first: 'not-reached', second: outcome });
    expect(await refusalOf(smsWithFallback({ first, second }).send(sms('m')))).toMatchObject({
      retryable: outcome !== 'refused',
      ...(outcome === 'refused' ? {} : { reason: outcome }),
    });
  });

  test('is not handed on if a call of the second might end too late for an erasure that waits', async () => {
    for (const [firstTakesMs, handed] of [
      [5_000, ['m']],
      [5_001, []],
    ] as const) {
      const { first, second } = providers({ first: 'not-reached', firstTakesMs });
      expect(await inTurn(smsWithFallback({ first, second }), 'm')).toEqual(handed);
      expect(second.handed).toEqual(handed);
    }
    const { first, second } = providers({ first: 'not-reached', firstTakesMs: 11_000 });
    await must(smsWithFallback({ first, second, secondTimeoutMs: 4_000 }).send(sms('m')));
    expect(second.handed).toEqual(['m']);
  });
});

describe('the breaker of the first provider', () => {
  test('opens after five failures in a row, unclear ones too, and the second gets the messages at once', async () => {
    const { first, second, states, outcome, onChange } = providers({ first: 'unclear' });
    const sender = smsWithFallback({ first, second, onChange });
    await inTurn(sender, '1', '2');
    outcome.first = 'throttled';
    await inTurn(sender, '3', '4');
    expect(states).toEqual([]);
    outcome.first = 'not-reached';
    for (const id of ['5', '6', '7']) await must(sender.send(sms(id)));
    expect(first.handed).toEqual(['1', '2', '3', '4', '5']);
    expect(second.handed).toEqual(['3', '4', '5', '6', '7']);
    expect(states).toEqual(['open']);
  });

  test('does not open if a message was taken or refused in between: both are answers', async () => {
    for (const answer of ['taken', 'refused'] as const) {
      const { first, second, states, outcome, onChange } = providers({ first: 'throttled' });
      const sender = smsWithFallback({ first, second, onChange });
      for (let index = 0; index < 20; index += 1) {
        outcome.first = index % 5 === 4 ? answer : 'throttled';
        await inTurn(sender, String(index));
      }
      expect(states).toEqual([]);
      expect(first.handed).toHaveLength(20);
    }
  });

  test('lets one message try after 30 s, and closes or opens again by its answer', async () => {
    const { first, second, states, outcome, onChange } = providers({ first: 'throttled' });
    const sender = smsWithFallback({ first, second, onChange });
    await inTurn(sender, '1', '2', '3', '4', '5');
    vi.advanceTimersByTime(29_999);
    await inTurn(sender, 'early');
    vi.advanceTimersByTime(1);
    await inTurn(sender, 'in vain');
    await inTurn(sender, 'after');
    vi.advanceTimersByTime(30_000);
    outcome.first = 'taken';
    await inTurn(sender, 'good');
    await inTurn(sender, 'as ever');
    expect(first.handed.slice(5)).toEqual(['in vain', 'good', 'as ever']);
    expect(second.handed.slice(5)).toEqual(['early', 'in vain', 'after']);
    expect(states).toEqual(['open', 'half-open', 'open', 'half-open', 'closed']);
  });

  test('has nobody wait while one message tries: the second gets the others meanwhile', async () => {
    let answer: (outcome: Outcome) => void = () => undefined;
    const tried = new Promise<Outcome>((resolve) => {
      answer = resolve;
    });
    const first = toldSender(({ messageId }) => (messageId === 'trial' ? tried : 'not-reached'));
    const second = toldSender(() => 'taken');
    const sender = smsWithFallback({ first, second, failuresInARow: 1, restMs: 1_000 });
    await must(sender.send(sms('1')));
    vi.advanceTimersByTime(1_000);
    const trial = sender.send(sms('trial'));
    await must(sender.send(sms('2')));
    expect([first.handed, second.handed]).toEqual([
      ['1', 'trial'],
      ['1', '2'],
    ]);
    answer('taken');
    await must(trial);
    expect(second.handed).toEqual(['1', '2']);
  });

  test('does not hide an error of a program: it is neither an answer nor a reason to hand on', async () => {
    const { second } = providers({ first: 'taken' });
    const broken = {
      residency: onThisMachine,
      send: () => {
        throw new TypeError('No such thing');
      },
    }; // prettier-ignore
    await expect(smsWithFallback({ first: broken, second }).send(sms('m'))).rejects.toThrow(TypeError);
    expect(second.handed).toEqual([]);
  });
});
