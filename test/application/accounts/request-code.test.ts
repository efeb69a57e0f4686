import { expect, test } from 'vitest';
import { addEmail } from '../../../src/application/accounts/add-email.ts';
import { confirmEmail } from '../../../src/application/accounts/confirm-email.ts';
import { requestCode } from '../../../src/application/accounts/request-code.ts';
import { verifyCode } from '../../../src/application/accounts/verify-code.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import { SessionToken } from '../../../src/domain/user/session-token.ts';
import { fence, lastCode, newPhone, openWorld, refusal, signIn, signInByThirdParty, value } from '../world.ts';

const nobody = SessionToken.fromBytes(new Uint8Array(32));

test('a known number and an unknown one get the same answer and the same message', async () => {
  const world = openWorld();
  const { phone: known } = await signIn(world);
  world.pass(30_000);
  const ofKnown = value(await requestCode(world.ports)({ purpose: 'log-in', phone: known }));
  const ofUnknown = value(await requestCode(world.ports)({ purpose: 'log-in', phone: newPhone() }));
  expect({ ...ofKnown, challenge: null }).toEqual({ ...ofUnknown, challenge: null });
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
    const wrong = refusal(await verifyCode(world.ports)({ phone, challenge: first.challenge, code }));
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
  const first = value(await requestCode(world.ports)({ purpose: 'log-in', phone }));
  const firstCode = lastCode(world.texts);
  world.pass(30_000);
  const second = value(await requestCode(world.ports)({ purpose: 'log-in', phone }));
  const old = await verifyCode(world.ports)({ phone, challenge: first.challenge, code: firstCode });
  expect(refusal(old)).toEqual({ kind: 'UnknownCode' });
  value(await verifyCode(world.ports)({ phone, challenge: second.challenge, code: lastCode(world.texts) }));
});

test('where the provider refuses the message for good, another code may be asked for at once', async () => {
  const world = openWorld();
  const phone = newPhone();
  const before = world.everything();
  world.broken.sms = portFailure('SmsSender', false);
  const refused = await requestCode(world.ports)({ purpose: 'log-in', phone });
  expect(refusal(refused)).toEqual({ kind: 'CodeNotSent', channel: 'sms' });
  expect(world.everything()).toEqual(before);
  expect(world.logged).toContain('sms-failed');
  delete world.broken.sms;
  value(await requestCode(world.ports)({ purpose: 'log-in', phone }));
});

test('where the answer of the provider was lost, the code counts if it arrives', async () => {
  const world = openWorld();
  const { sms } = world.ports;
  const ports: typeof world.ports = {
    ...world.ports,
    sms: {
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
  value(await verifyCode(world.ports)({ phone, challenge: sent.challenge, code: lastCode(world.texts) }));
});

test('what is no mobile number is refused with the reason, and nothing happens', async () => {
  const world = openWorld();
  const before = world.everything();
  const refused = await requestCode(world.ports)({ purpose: 'log-in', phone: '+49 69 123456' });
  expect(refusal(refused)).toEqual({ kind: 'InvalidPhoneNumber', reason: 'fixed-line' });
  expect(world.everything()).toEqual(before);
  expect(world.texts).toEqual([]);
});

test('nobody who is not logged in gets a code to add a phone or to cancel', async () => {
  const world = openWorld();
  const add = await requestCode(world.ports)({ purpose: 'add-phone', session: nobody, phone: newPhone() });
  expect(refusal(add)).toEqual({ kind: 'NotLoggedIn' });
  const cancel = await requestCode(world.ports)({ purpose: 'cancel-account', session: nobody });
  expect(refusal(cancel)).toEqual({ kind: 'NotLoggedIn' });
  expect(world.texts).toEqual([]);
});

test('no message is paid for where the phone cannot be added anyway', async () => {
  const world = openWorld();
  const { session, phone } = await signIn(world);
  const own = await requestCode(world.ports)({ purpose: 'add-phone', session, phone });
  expect(refusal(own)).toEqual({ kind: 'LoginAlreadyAdded' });
  const second = await requestCode(world.ports)({ purpose: 'add-phone', session, phone: newPhone() });
  expect(refusal(second)).toEqual({ kind: 'PhoneAlreadySet' });
  expect(world.texts).toHaveLength(1);
});

test('the code to cancel goes to the person’s own phone', async () => {
  const world = openWorld();
  const { session, phone } = await signIn(world);
  const sent = value(await requestCode(world.ports)({ purpose: 'cancel-account', session }));
  expect(sent.channel).toBe('sms');
  expect(world.texts.at(-1)?.to).toBe(phone);
});

test('the code to cancel goes to a confirmed email, and to none that is not', async () => {
  const world = openWorld();
  const { session } = await signInByThirdParty(world);
  const email = 'ada@example.org';
  const added = value(await addEmail(world.ports)({ session, email }));
  const early = await requestCode(world.ports)({ purpose: 'cancel-account', session, to: 'email' });
  expect(refusal(early)).toEqual({ kind: 'FreshLogInNeeded' });
  const code = lastCode(world.mails);
  value(await confirmEmail(world.ports)({ session, email, challenge: added.challenge, code }));
  const sent = value(await requestCode(world.ports)({ purpose: 'cancel-account', session }));
  expect(sent.channel).toBe('email');
  expect(world.mails.at(-1)?.to).toBe(email);
  const byPhone = await requestCode(world.ports)({ purpose: 'cancel-account', session, to: 'phone' });
  expect(refusal(byPhone)).toEqual({ kind: 'NoSuchContact' });
});

test('who is leaving gets no code to cancel once more', async () => {
  const world = openWorld();
  const person = await signIn(world);
  await fence(world, person);
  const refused = await requestCode(world.ports)({ purpose: 'cancel-account', session: person.session });
  expect(refusal(refused)).toEqual({ kind: 'NotLoggedIn' });
  expect(world.texts).toHaveLength(1);
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
  const again = await requestCode(world.ports)({ purpose: 'log-in', phone });
  expect(again.isOk()).toBe(code === 'gone');
});
