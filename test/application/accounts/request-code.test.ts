import { expect, test } from 'vitest';
import { requestCode } from '../../../src/application/accounts/request-code.ts';
import { verifyCode } from '../../../src/application/accounts/verify-code.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import { onThisMachine } from '../../../src/domain/residency/residency.ts';
import { askedFor, signIn } from '../people.ts';
import { lastCode, newPhone, openWorld, refusal, value } from '../world.ts';

test('a known number and an unknown one get the same answer and the same message', async () => {
  const world = openWorld();
  const { phone: known } = await signIn(world);
  world.pass(30_000);
  const ofKnown = value(await requestCode(world.ports)({ purpose: 'log-in', phone: known }));
  const ofUnknown = value(await requestCode(world.ports)({ purpose: 'log-in', phone: newPhone() }));
  const alike = { challenge: null, device: null };
  expect({ ...ofKnown, ...alike }).toEqual({ ...ofUnknown, ...alike });
  const [textToKnown, textToUnknown] = world.texts.slice(-2);
  expect(textToKnown!.text.replace(/\d{6}/, '')).toBe(textToUnknown!.text.replace(/\d{6}/, ''));
});

test('a known number and an unknown one get the same refusals', async () => {
  const world = openWorld();
  const { phone: known } = await signIn(world);
  const refusalsOf = async (phone: string): Promise<unknown> => {
    world.pass(30_000);
    const first = value(await requestCode(world.ports)({ purpose: 'log-in', phone }));
    const tooSoon = refusal(await requestCode(world.ports)({ purpose: 'log-in', phone }));
    const code = lastCode(world.texts) === '000000' ? '111111' : '000000';
    const wrong = refusal(await verifyCode(world.ports)({ ...first, phone, code }));
    return { tooSoon, wrong };
  };
  expect(await refusalsOf(known)).toEqual(await refusalsOf(newPhone()));
});

test('a second code within 30 seconds is refused, writes nothing and sends nothing', async () => {
  const world = openWorld();
  const phone = newPhone();
  value(await requestCode(world.ports)({ purpose: 'log-in', phone }));
  world.pass(12_000);
  const before = world.everything();
  expect(refusal(await requestCode(world.ports)({ purpose: 'log-in', phone }))).toEqual({
    kind: 'CodeTooSoon',
    retryAfterMs: 18_000,
  });
  expect(world.everything()).toEqual(before);
  expect(world.texts).toHaveLength(1);
});

test('after 30 seconds a new code takes the place of the one before', async () => {
  const world = openWorld();
  const phone = newPhone();
  const first = await askedFor(world, phone);
  world.pass(30_000);
  const second = await askedFor(world, phone, first);
  expect(refusal(await verifyCode(world.ports)(first))).toEqual({ kind: 'UnknownCode' });
  value(await verifyCode(world.ports)(second));
});

test('a new code for another device leaves the one before as it is', async () => {
  const world = openWorld();
  const phone = newPhone();
  const first = await askedFor(world, phone);
  world.pass(30_000);
  await askedFor(world, phone);
  value(await verifyCode(world.ports)(first));
});

test('where the provider refuses the message for good, another code may be asked for after the pause', async () => {
  const world = openWorld();
  const phone = newPhone();
  const before = world.theRest();
  world.broken.sms = portFailure('SmsSender', false);
  const refused = await requestCode(world.ports)({ purpose: 'log-in', phone });
  expect(refusal(refused)).toEqual({ kind: 'CodeNotSent', channel: 'sms' });
  expect(world.theRest()).toEqual(before);
  expect(world.logged).toContain('sms-failed');
  delete world.broken.sms;
  world.pass(30_000);
  value(await requestCode(world.ports)({ purpose: 'log-in', phone }));
});

test('where the answer of the provider was lost, the code counts if it arrives', async () => {
  const world = openWorld();
  const { sms } = world.ports;
  const ports: typeof world.ports = {
    ...world.ports,
    sms: {
      residency: onThisMachine,
      send: (text) =>
        sms.send(text).andThen(() => {
          world.broken.sms = portFailure('SmsSender', true);
          return sms.send(text);
        }),
    },
  };
  const phone = newPhone();
  const sent = value(await requestCode(ports)({ purpose: 'log-in', phone }));
  expect(sent.delivery).toBe('unclear');
  value(await verifyCode(world.ports)({ ...sent, phone, code: lastCode(world.texts) }));
});

test('what is no mobile number is refused with the reason, and nothing happens', async () => {
  const world = openWorld();
  const before = world.everything();
  const refused = await requestCode(world.ports)({ purpose: 'log-in', phone: '+49 69 123456' });
  expect(refusal(refused)).toEqual({ kind: 'InvalidPhoneNumber', reason: 'fixed-line' });
  expect(world.everything()).toEqual(before);
  expect(world.texts).toEqual([]);
});

test.each([
  ['refused', portFailure('SmsSender', false), 'gone'],
  ['asked for fewer', portFailure('SmsSender', true, null, 'throttled'), 'gone'],
  ['could not be reached', portFailure('SmsSender', true, null, 'not-reached'), 'gone'],
  ['lost the answer', portFailure('SmsSender', true, null, 'unclear'), 'counts'],
  ['does not say', portFailure('SmsSender', true), 'counts'],
] as const)('where the provider %s, the code that was not sent for certain is gone: %#', async (_, failure, code) => {
  const world = openWorld();
  const phone = newPhone();
  world.broken.sms = failure;
  const answered = await requestCode(world.ports)({ purpose: 'log-in', phone });
  const said = answered.isOk() ? answered.value.delivery : answered.error;
  expect(said).toEqual(code === 'gone' ? { kind: 'CodeNotSent', channel: 'sms' } : 'unclear');
  delete world.broken.sms;
  expect(world.rows('challenges')).toHaveLength(code === 'gone' ? 0 : 1);
  const again = await requestCode(world.ports)({ purpose: 'log-in', phone });
  expect(refusal(again)).toEqual({ kind: 'CodeTooSoon', retryAfterMs: 30_000 });
});
