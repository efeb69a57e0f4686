import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayMs, minuteMs } from '../../src/domain/instant.ts';
import { orThrow, type SessionToken } from '../../src/index.ts';
import { issuers, strictProviders } from './attacker-providers.ts';
import { openDoor } from './attacker-stage.ts';
import type { OpenCore } from './open-core.ts';
import { codeSentTo, giveEmail, type Person, signUp } from './person.ts';
import { newEmail, newPhone } from './typed-values.ts';

/**
 * How somebody takes an account over, each way in the fewest steps, and what keeps its owner from being locked out. A test
 * that is expected to fail is a gap: whoever mends the core sees it fail to fail, and makes it a test like any other.
 */

let core: OpenCore;
const providers = strictProviders();

beforeAll(async () => {
  core = await openDoor('sqlite', providers);
});
afterAll(() => core.close());

const mailedLink = (to: string): string =>
  /email-confirmations\/([\w.-]+)/.exec(core.mails.findLast((mail) => mail.to === to)?.text ?? '')?.[1] ?? '';
const undoLink = (to: string): string | null => {
  const told = [...core.texts, ...core.mails].findLast((one) => one.to === to && one.about === 'contact-changed');
  return /contact-changes\/([\w.-]+)/.exec(told?.text ?? '')?.[1] ?? null;
};
const toldAt = (to: string): readonly string[] =>
  [...core.texts, ...core.mails].filter((one) => one.to === to && one.about !== 'code').map(({ about }) => about);

async function links(session: SessionToken, providerSubject: string): Promise<void> {
  const { attempt, url } = await orThrow(
    core.joos.accounts.beginThirdParty({ provider: 'north', purpose: 'link', session }),
  );
  const { idToken } = providers.vouch(url, providerSubject, core.clock.now());
  await orThrow(core.joos.accounts.linkThirdParty({ session, attempt, idToken }));
}

async function logsIn(providerSubject: string): Promise<SessionToken> {
  const { accounts } = core.joos;
  const { attempt, url } = await orThrow(accounts.beginThirdParty({ provider: 'north', purpose: 'log-in' }));
  const { idToken } = providers.vouch(url, providerSubject, core.clock.now());
  return (await orThrow(accounts.logInWithThirdParty({ attempt, idToken }))).session;
}

async function changesPhone(session: SessionToken, phone: string): Promise<void> {
  const { challenge } = await orThrow(core.joos.accounts.requestMyCode({ purpose: 'change-phone', session, phone }));
  await orThrow(core.joos.accounts.changePhone({ session, phone, challenge, code: codeSentTo(core, phone) }));
}

async function stepsUp(session: SessionToken, address: string, to: 'phone' | 'email'): Promise<SessionToken> {
  const { accounts } = core.joos;
  const { challenge } = await orThrow(accounts.requestMyCode({ purpose: 'step-up', session, to }));
  return (await orThrow(accounts.stepUp({ session, challenge, code: codeSentTo(core, address) }))).session;
}

async function addsPhone(session: SessionToken, phone: string): Promise<void> {
  const { challenge } = await orThrow(core.joos.accounts.requestMyCode({ purpose: 'add-phone', session, phone }));
  await orThrow(core.joos.accounts.addPhone({ session, phone, challenge, code: codeSentTo(core, phone) }));
}

async function givesEmail(session: SessionToken, email: string = newEmail().toLowerCase()): Promise<string> {
  const { challenge } = await orThrow(core.joos.accounts.addEmail({ session, email }));
  await orThrow(core.joos.accounts.confirmEmail({ session, email, challenge, code: codeSentTo(core, email) }));
  return email;
}

/** What is answered to who takes a third party's login off an account. */
async function removesIdentity(session: SessionToken, providerSubject: string): Promise<string> {
  const login = { kind: 'third-party', issuer: issuers.north ?? '', providerSubject } as const;
  const removed = await core.joos.accounts.removeLogin({ session, login });
  return removed.match(
    () => 'ok',
    ({ kind }) => kind,
  );
}

async function signUpWith(identity: string): Promise<{ session: SessionToken; identity: string }> {
  return { session: await logsIn(identity), identity };
}

async function provesPhone(phone: string) {
  const { accounts } = core.joos;
  const { challenge, device } = await orThrow(accounts.requestCode({ purpose: 'log-in', phone }));
  return { device, came: await accounts.verifyCode({ phone, challenge, device, code: codeSentTo(core, phone) }) };
}

/** What is answered to who proved a phone and nothing else. */
async function asksForMore(phone: string): Promise<string> {
  const { came } = await provesPhone(phone);
  return came.match(
    () => 'ok',
    ({ kind }) => kind,
  );
}

async function comesBySecondProof(phone: string, email: string): Promise<SessionToken> {
  const { accounts } = core.joos;
  const { device, came } = await provesPhone(phone);
  const pending = came.isErr() && came.error.kind === 'SecondProofNeeded' ? came.error.pending : '';
  const sent = await orThrow(accounts.requestCode({ purpose: 'second-proof', phone, pending, device, email }));
  const second = { kind: 'email', email, challenge: sent.challenge, code: codeSentTo(core, email) } as const;
  return (await orThrow(accounts.proveSecond({ phone, pending, device, second }))).session;
}

const phoneOf = async (session: SessionToken): Promise<string | null> =>
  (await accountOf(session)).logins.find((login) => login.kind === 'phone')?.phone ?? null;

const delivers = () => orThrow(core.joos.worker.deliverDue({ limit: 200 }));
const accountOf = (session: SessionToken) => orThrow(core.joos.accounts.myAccount({ session }));

describe('after a step-up, what was begun with the token of before', () => {
  test('is worthless: the link in a mail that the thief asked for confirms nothing', async () => {
    const victim = await signUp(core);
    const thief = newEmail().toLowerCase();
    await orThrow(core.joos.accounts.addEmail({ session: victim.session, email: thief }));
    core.clock.pass(1);
    const rotated = await stepsUp(victim.session, victim.phone ?? '', 'phone');
    const confirmed = await core.joos.accounts.confirmEmailByLink({ token: mailedLink(thief) });
    expect(confirmed.isErr()).toBe(true);
    expect((await accountOf(rotated)).email).toBeNull();
  });
});

describe('a number that nobody proved for half a year', () => {
  async function comesBackByThirdParty(): Promise<{ victim: Person; session: SessionToken }> {
    const victim = await signUp(core);
    await links(victim.session, `${victim.subject}|1`);
    core.clock.pass(190 * dayMs);
    const session = await logsIn(`${victim.subject}|1`);
    return { victim, session };
  }

  test('steps nobody up: whoever has it by now and a stolen session has no account', async () => {
    const { victim, session } = await comesBackByThirdParty();
    core.clock.pass(11 * minuteMs); // the stolen token is bare
    const stepped = await stepsUp(session, victim.phone ?? '', 'phone').then(
      () => 'stepped up',
      () => 'refused',
    );
    expect(stepped).toBe('refused');
  });

  test('gets no right to undo, when the account changes it', async () => {
    const { victim, session } = await comesBackByThirdParty();
    await changesPhone(session, newPhone());
    await delivers();
    expect(undoLink(victim.phone ?? '')).toBeNull();
  });

  test('is not proved by being put back', async () => {
    const victim = await signUp(core);
    await links(victim.session, `${victim.subject}|1`);
    core.clock.pass(150 * dayMs);
    await changesPhone(await logsIn(`${victim.subject}|1`), newPhone());
    await delivers();
    await orThrow(core.joos.accounts.undoContactChange({ token: undoLink(victim.phone ?? '') ?? '' }));
    core.clock.pass(40 * dayMs);
    expect(await asksForMore(victim.phone ?? '')).toBe('SecondProofNeeded');
  });
});

describe('a thief who had the line for a moment and changed the phone', () => {
  /** The message to the former phone went to the thief, who had it. */
  async function takenOver(): Promise<{ victim: Person; thief: string; identity: string }> {
    const victim = await signUp(core);
    const identity = `${victim.subject}|1`;
    await links(victim.session, identity);
    core.clock.pass(4 * dayMs);
    const { session } = await signUp(core, victim.phone ?? '');
    const thief = newPhone();
    await changesPhone(session, thief);
    await delivers();
    return { victim, thief, identity };
  }

  test('cannot undo what the owner changes back', async () => {
    const { victim, thief, identity } = await takenOver();
    const session = await logsIn(identity);
    await changesPhone(session, victim.phone ?? '');
    await delivers();
    expect(undoLink(thief)).toBeNull();
  });

  test('cannot undo that the owner takes the thief’s phone off', async () => {
    const { thief, identity } = await takenOver();
    const session = await logsIn(identity);
    await orThrow(core.joos.accounts.removeLogin({ session, login: { kind: 'phone' } }));
    await delivers();
    expect(undoLink(thief)).toBeNull();
  });

  test('cannot undo that the owner puts another phone in the place of the thief’s', async () => {
    const { thief, identity } = await takenOver();
    await changesPhone(await logsIn(identity), newPhone());
    await delivers();
    expect(undoLink(thief)).toBeNull();
  });

  test('is told of to the email as well, since the line was the thief’s', async () => {
    const victim = await signUp(core);
    const email = (await giveEmail(core, victim)).toLowerCase();
    core.clock.pass(4 * dayMs); // a contact counts when it has been there for 3 days
    const { session } = await signUp(core, victim.phone ?? '');
    await changesPhone(session, newPhone());
    await delivers();
    expect(undoLink(email)).not.toBeNull();
  });
});

test('the first email of an account is told of to its phone: it steps up from then on', async () => {
  const victim = await signUp(core);
  await giveEmail(core, { ...victim, typed: [] });
  await delivers();
  expect(toldAt(victim.phone ?? '')).not.toEqual([]);
});

describe('a thief with a session that has just proved who it is', () => {
  test('does not take the last login of the owner’s away for one that it has just linked', async () => {
    const { session, identity } = await signUpWith(`${newPhone()}|owner`);
    await links(session, `${identity}|thief`);
    expect(await removesIdentity(session, identity)).toBe('OtherLoginsTooNew');
  });

  test('does not take it away for a phone either, where the account had no contact', async () => {
    const { session, identity } = await signUpWith(`${newPhone()}|owner`);
    await addsPhone(session, newPhone());
    expect(await removesIdentity(session, identity)).toBe('OtherLoginsTooNew');
  });

  test('has no right to undo by the email that it added a moment ago, where the account had no contact', async () => {
    const { session, identity } = await signUpWith(`${newPhone()}|owner`);
    const thief = await givesEmail(session);
    await addsPhone(await logsIn(identity), newPhone());
    await delivers();
    expect(undoLink(thief)).toBeNull();
  });
});

describe('an account that was taken over, phone and email', () => {
  test('keeps both for its owner, for as long as either can be put back', async () => {
    const victim = await signUp(core);
    const email = (await giveEmail(core, victim)).toLowerCase();
    core.clock.pass(4 * dayMs);
    const { session } = await signUp(core, victim.phone ?? '');
    await givesEmail(session);
    await changesPhone(session, newPhone());
    core.clock.pass(2 * dayMs);
    const again = await signUp(core, (await phoneOf(session)) ?? '');
    await changesPhone(again.session, newPhone());
    core.clock.pass(1.5 * dayMs);
    await delivers();
    // Who finds herself locked out signs up anew, and gives her address there.
    const anew = await signUp(core);
    const taken = await givesEmail(anew.session, email).then(
      () => 'given',
      () => 'refused',
    );
    expect(taken).toBe('refused');
  });
});

describe('whoever has the owner’s number by now, and reads the mail for a day', () => {
  test('does not take the owner’s login away at once', async () => {
    const victim = await signUp(core);
    const email = (await giveEmail(core, victim)).toLowerCase();
    const identity = `${victim.subject}|1`;
    await links(victim.session, identity);
    core.clock.pass(190 * dayMs);
    const session = await comesBySecondProof(victim.phone ?? '', email);
    expect(await removesIdentity(session, identity)).toBe('OtherLoginsTooNew');
  });
});
