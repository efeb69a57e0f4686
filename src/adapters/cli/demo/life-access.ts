import { minuteMs } from '../../../domain/instant.ts';
import type { SessionToken } from '../../../domain/session/session-token.ts';
import { type DeviceToken, orThrow } from '../../../index.ts';
import { persona } from './persona.ts';
import { codeIn, DemoStopped, inNewest, type Stage } from './stage.ts';

/** A device of Robin's that is logged in. */
export interface Device {
  readonly name: string;
  readonly device: DeviceToken;
  readonly session: SessionToken;
}

/** Robin signs up with a phone, and with nothing else. */
export async function signUp(stage: Stage): Promise<Device> {
  const phone = await logIn(stage, persona.device);
  stage.tell(
    'Robin signs up with a mobile phone number',
    'A text message with a code of 6 digits arrives; Robin types it, and the account is there.',
    'The code counts on the phone that asked for it, and nowhere else.',
    'Until then the number was kept nowhere in readable form. No name, no email, nothing else was asked for.',
  );
  return phone;
}

/** Robin has been logged in for hours, which is not enough to take everything along: a fresh code is. */
export async function proveAgain({ joos, outbox, tell }: Stage, phone: Device): Promise<Device> {
  const { session } = phone;
  const refused = await joos.privacy.exportMyData({ session });
  if (refused.isOk() || refused.error.kind !== 'StepUpNeeded') {
    throw new DemoStopped('A log-in of hours ago was enough to take all data along');
  }
  const sent = await orThrow(joos.accounts.requestMyCode({ session, purpose: 'step-up' }));
  const code = await codeIn(outbox);
  const proved = await orThrow(joos.accounts.stepUp({ session, challenge: sent.challenge, code }));
  tell(
    'Robin would like to have all data, and is asked for a fresh code first',
    'The last log-in was hours ago, and whoever finds an unlocked phone must not get at everything in it.',
    'With a code from a text message the session may do so for 10 minutes.',
  );
  return { ...phone, session: proved.session };
}

/** Robin changes the phone number, and changes it back by the message to the former one: every device is out then. */
export async function changePhoneAndBack({ joos, outbox, tell }: Stage, { session }: Device): Promise<void> {
  const { newPhone } = persona;
  const sent = await orThrow(joos.accounts.requestMyCode({ session, purpose: 'change-phone', phone: newPhone }));
  const code = await codeIn(outbox);
  await orThrow(joos.accounts.changePhone({ session, phone: newPhone, challenge: sent.challenge, code }));
  await orThrow(joos.worker.workerPass({ limit: 10 }));
  tell(
    'Robin moves to another phone number',
    'It takes the fresh proof of just now, and a code that is sent to the new number.',
    'The former number is told by text message, with an address that puts it back for 3 days.',
  );
  const token = await inNewest(outbox, '-sms-contact-changed.txt', /\/contact-changes\/(\S+)/);
  const undone = await orThrow(joos.accounts.undoContactChange({ token }));
  tell(
    'Robin keeps the former number after all, by the address in that message',
    `${undone.former} is back, and every device is logged out: had somebody else changed it, they would be out now.`,
  );
}

/** Robin logs in on two devices, looks at the list of them, and ends one. */
export async function lookAtDevices(stage: Stage, { device }: Device): Promise<Device> {
  const { joos, tell } = stage;
  const phone = await logIn(stage, persona.device, device);
  await logIn(stage, persona.otherDevice);
  const { session } = phone;
  const devices = await orThrow(joos.accounts.mySessions({ session }));
  for (const { session: sessionId, isThisOne } of devices) {
    if (!isThisOne) await orThrow(joos.accounts.endSession({ session, sessionId }));
  }
  tell(
    'Robin logs in again, on the laptop too, and looks at the list of devices',
    ...devices.map(
      ({ deviceName, isThisOne }) => `${deviceName ?? ''}${isThisOne ? ' (this one)' : ', ended from here'}`,
    ),
  );
  return phone;
}

/** By a code to the phone, a minute later: two codes to one number are 30 seconds apart at least. */
async function logIn({ joos, outbox, clock }: Stage, name: string, known?: DeviceToken): Promise<Device> {
  clock.moveAhead(minuteMs);
  const { phone } = persona;
  const sent = await orThrow(joos.accounts.requestCode({ purpose: 'log-in', phone, device: known }));
  const { challenge, device } = sent;
  const code = await codeIn(outbox);
  const { session } = await orThrow(joos.accounts.verifyCode({ phone, challenge, code, device, deviceName: name }));
  return { name, device, session };
}
