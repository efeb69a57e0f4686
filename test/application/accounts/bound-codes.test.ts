import { describe, expect, test } from 'vitest';
import { addEmail } from '../../../src/application/accounts/add-email.ts';
import { addPhone, changePhone } from '../../../src/application/accounts/add-phone.ts';
import { confirmEmail } from '../../../src/application/accounts/confirm-email.ts';
import { stepUp } from '../../../src/application/accounts/step-up.ts';
import { verifyCode } from '../../../src/application/accounts/verify-code.ts';
import { cancelMyAccount } from '../../../src/application/privacy/cancel-my-account.ts';
import type { ResultAsync } from '../../../src/domain/result.ts';
import { usedOf } from '../budgets.ts';
import { askedFor, askedInside, givenEmail, type Person, signIn, type TypedCode } from '../people.ts';
import { openRentalWorld, type RentalWorld } from '../rental-world.ts';
import { lastCode, newPhone, refusal, value } from '../world.ts';

/** Somebody with two devices that are logged in, somebody else, and what both may want to prove. */
interface Scene {
  readonly world: RentalWorld;
  readonly me: Person;
  readonly tablet: Person;
  readonly eve: Person;
  /** A device of mine that is not logged in yet, and one of Eve's. */
  readonly device: TypedCode['device'];
  readonly evesDevice: TypedCode['device'];
  readonly newPhone: string;
  readonly newEmail: string;
}

interface Shown {
  readonly challenge: string;
  readonly code: string;
}

async function givenScene(): Promise<Scene> {
  const world = openRentalWorld();
  const first = await signIn(world);
  const eve = await signIn(world);
  await givenEmail(world, first, 'ada@example.org');
  const tablet = await signIn(world, first.phone);
  const me = await signIn(world, first.phone);
  const { device } = await askedFor(world);
  const { device: evesDevice } = await askedFor(world);
  return { world, me, tablet, eve, device, evesDevice, newPhone: newPhone(), newEmail: 'new@example.org' };
}

/** Every way to show a code: to whom, where, and for what. */
const ways: Readonly<Record<string, (scene: Scene, shown: Shown) => ResultAsync<unknown, { readonly kind: string }>>> =
  {
    'to log in': ({ world, me, device }, shown) => verifyCode(world.ports)({ ...shown, phone: me.phone, device }),
    'to log in, on another device': ({ world, me, evesDevice: device }, shown) =>
      verifyCode(world.ports)({ ...shown, phone: me.phone, device }),
    'to log in, with another number': ({ world, eve, device }, shown) =>
      verifyCode(world.ports)({ ...shown, phone: eve.phone, device }),
    'to log in, with the number to be': ({ world, newPhone: phone, device }, shown) =>
      verifyCode(world.ports)({ ...shown, phone, device }),
    'to change the phone': ({ world, me, newPhone: phone }, shown) =>
      changePhone(world.ports)({ ...me, ...shown, phone }),
    'to change the phone, on the tablet': ({ world, tablet, newPhone: phone }, shown) =>
      changePhone(world.ports)({ ...tablet, ...shown, phone }),
    'to change the phone, to another one': ({ world, me, eve }, shown) =>
      changePhone(world.ports)({ ...me, ...shown, phone: eve.phone }),
    'to change Eve’s phone': ({ world, eve, newPhone: phone }, shown) =>
      changePhone(world.ports)({ ...eve, ...shown, phone }),
    'to add the phone': ({ world, me, newPhone: phone }, shown) => addPhone(world.ports)({ ...me, ...shown, phone }),
    'to confirm the email': ({ world, me, newEmail: email }, shown) =>
      confirmEmail(world.ports)({ ...me, ...shown, email }),
    'to confirm the email, on the tablet': ({ world, tablet, newEmail: email }, shown) =>
      confirmEmail(world.ports)({ ...tablet, ...shown, email }),
    'to confirm another email': ({ world, me }, shown) =>
      confirmEmail(world.ports)({ ...me, ...shown, email: 'another@example.org' }),
    'to confirm it for Eve': ({ world, eve, newEmail: email }, shown) =>
      confirmEmail(world.ports)({ ...eve, ...shown, email }),
    'to step up': ({ world, me: { session } }, shown) => stepUp(world.ports)({ session, ...shown }),
    'to step up, on the tablet': ({ world, tablet: { session } }, shown) => stepUp(world.ports)({ session, ...shown }),
    'to step up as Eve': ({ world, eve: { session } }, shown) => stepUp(world.ports)({ session, ...shown }),
    'to cancel': ({ world, me: { session } }, shown) => cancelMyAccount(world.ports)({ session, ...shown }),
    'to cancel, on the tablet': ({ world, tablet: { session } }, shown) =>
      cancelMyAccount(world.ports)({ session, ...shown }),
    'to cancel as Eve': ({ world, eve: { session } }, shown) => cancelMyAccount(world.ports)({ session, ...shown }),
  };

/** Each code, as it is asked for, and the one way in which it counts. */
const codes: readonly (readonly [
  string,
  keyof typeof ways,
  (scene: Scene) => Promise<Shown>,
  (scene: Scene) => string,
])[] = [
  ['log in', 'to log in', ({ world, me, device }) => askedFor(world, me.phone, { device }), ({ me }) => me.phone],
  [
    'change the phone',
    'to change the phone',
    ({ world, me, newPhone: phone }) => askedInside(world, me, { purpose: 'change-phone', phone }),
    (scene) => scene.newPhone,
  ],
  [
    'confirm an email',
    'to confirm the email',
    async ({ world, me, newEmail: email }) => {
      const { challenge } = value(await addEmail(world.ports)({ ...me, email }));
      return { challenge, code: lastCode(world.mails) };
    },
    ({ newEmail }) => newEmail,
  ],
  ['step up', 'to step up', ({ world, me }) => askedInside(world, me, { purpose: 'step-up' }), ({ me }) => me.phone],
  [
    'step up by email',
    'to step up',
    ({ world, me }) => askedInside(world, me, { purpose: 'step-up', to: 'email' }),
    () => 'ada@example.org',
  ],
  [
    'cancel',
    'to cancel',
    ({ world, me }) => askedInside(world, me, { purpose: 'cancel-account' }),
    ({ me }) => me.phone,
  ],
];

describe.each(codes)('a code to %s', (_, own, ask, addressOf) => {
  test('counts in one way, and whoever shows it in any other costs its owner no try', async () => {
    const scene = await givenScene();
    const { world } = scene;
    const { challenge, code } = await ask(scene);
    const before = world.everything();
    for (const [name, show] of Object.entries(ways)) {
      if (name === own) continue;
      expect(refusal(await show(scene, { challenge, code })), name).toEqual({ kind: 'UnknownCode' });
    }
    expect(world.everything()).toEqual(before);
    expect(await usedOf(world, 'guesses-address', addressOf(scene))).toBe(0);
    const show = ways[own];
    if (show === undefined) throw new Error('There is such a way');
    value(await show(scene, { challenge, code }));
  });

  test('is used up by being right, and is none any more when it is shown again', async () => {
    const scene = await givenScene();
    const shown = await ask(scene);
    const show = ways[own];
    if (show === undefined) throw new Error('There is such a way');
    value(await show(scene, shown));
    expect(['UnknownCode', 'NotLoggedIn']).toContain(refusal(await show(scene, shown)).kind);
  });
});
