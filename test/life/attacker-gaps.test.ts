import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayMs, minuteMs } from '../../src/domain/instant.ts';
import { orThrow, type SessionToken } from '../../src/index.ts';
import { strictProviders } from './attacker-providers.ts';
import { openDoor } from './attacker-stage.ts';
import type { OpenCore } from './open-core.ts';
import { codeSentTo, giveEmail, type Person, signUp } from './person.ts';
import { newEmail, newPhone } from './typed-values.ts';

/**
 * What an attacker gets that it should not get, each in the fewest steps. Every one of these is expected to fail: whoever
 * mends the core sees it fail to fail, and makes it a test like any other.
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

  test.fails('cannot undo that the owner takes the thief’s phone off', async () => {
    const { thief, identity } = await takenOver();
    const session = await logsIn(identity);
    await orThrow(core.joos.accounts.removeLogin({ session, login: { kind: 'phone' } }));
    await delivers();
    expect(undoLink(thief)).toBeNull();
  });

  test.fails('cannot undo that the owner puts another phone in the place of the thief’s', async () => {
    const { thief, identity } = await takenOver();
    await changesPhone(await logsIn(identity), newPhone());
    await delivers();
    expect(undoLink(thief)).toBeNull();
  });

  test.fails('is told of to the email as well, since the line was the thief’s', async () => {
    const victim = await signUp(core);
    const email = (await giveEmail(core, victim)).toLowerCase();
    await delivers();
    const before = toldAt(email).length;
    const { session } = await signUp(core, victim.phone ?? '');
    await changesPhone(session, newPhone());
    await delivers();
    expect(toldAt(email).length).toBeGreaterThan(before);
  });
});

test.fails('the first email of an account is told of to its phone: it steps up from then on', async () => {
  const victim = await signUp(core);
  await giveEmail(core, { ...victim, typed: [] });
  await delivers();
  expect(toldAt(victim.phone ?? '')).not.toEqual([]);
});
