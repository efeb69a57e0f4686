import { expect, test } from 'vitest';
import { myConsentHistory } from '../../../src/application/consents/my-consent-history.ts';
import { myConsents } from '../../../src/application/consents/my-consents.ts';
import { recordConsent } from '../../../src/application/consents/record-consent.ts';
import { withdrawConsent } from '../../../src/application/consents/withdraw-consent.ts';
import { Instant } from '../../../src/domain/instant.ts';
import { fence, signIn } from '../people.ts';
import { openWorld, refusal, value } from '../world.ts';

const shown = { noticeVersion: '2026-11', noticeLanguage: 'de', channel: 'app' } as const;

test('what rests on consent is off until the person agrees, and what the contract needs is on', async () => {
  const world = openWorld();
  const person = await signIn(world);
  const states = value(await myConsents(world.ports)(person));
  const told = states.map(({ terms, allowed, withdrawable }) => [terms.purpose, terms.basis, allowed, withdrawable]);
  expect(told).toEqual([
    ['service-messages', 'contract', true, false],
    ['receipts', 'contract', true, false],
    ['payment-notices', 'contract', true, false],
    ['news', 'consent', false, false],
    ['newsletter', 'consent', false, false],
  ]);
  for (const { terms, since } of states) {
    expect(terms.meaning).not.toBe('');
    expect(since).toBeNull();
  }
});

test('a consent holds from the moment it is given, with the evidence of it', async () => {
  const world = openWorld();
  const person = await signIn(world);
  const said = { ...person, ...shown, purpose: 'news', claimedAt: '2026-11-23T10:00:05+01:00' };
  const line = value(await recordConsent(world.ports)(said));
  expect(line).toMatchObject({
    subject: person.subject,
    action: 'granted',
    purpose: 'news',
    ...shown,
    recordedAt: world.ports.clock.now(),
    claimedAt: value(Instant.parse('2026-11-23T09:00:05Z')),
  });
  const news = value(await myConsents(world.ports)(person)).find(({ terms }) => terms.purpose === 'news');
  expect(news).toMatchObject({ allowed: true, withdrawable: true, since: line.recordedAt, noticeVersion: '2026-11' });
});

test('a consent that is withdrawn does not hold any more', async () => {
  const world = openWorld();
  const person = await signIn(world);
  value(await recordConsent(world.ports)({ ...person, ...shown, purpose: 'news' }));
  world.pass(1000);
  value(await withdrawConsent(world.ports)({ ...person, ...shown, purpose: 'news' }));
  const news = value(await myConsents(world.ports)(person)).find(({ terms }) => terms.purpose === 'news');
  expect(news).toMatchObject({ allowed: false, withdrawable: false, since: world.ports.clock.now() });
});

test('the state and the history of any past moment can be asked', async () => {
  const world = openWorld();
  const person = await signIn(world);
  const before = Instant.toISOString(world.ports.clock.now());
  world.pass(1000);
  value(await recordConsent(world.ports)({ ...person, ...shown, purpose: 'news' }));
  const during = Instant.toISOString(world.ports.clock.now());
  world.pass(1000);
  value(await withdrawConsent(world.ports)({ ...person, ...shown, purpose: 'news' }));
  const allowedAt = async (at?: string): Promise<boolean | undefined> =>
    value(await myConsents(world.ports)({ ...person, at })).find(({ terms }) => terms.purpose === 'news')?.allowed;
  expect([await allowedAt(before), await allowedAt(during), await allowedAt()]).toEqual([false, true, false]);
  const actionsUntil = async (at?: string): Promise<readonly string[]> =>
    value(await myConsentHistory(world.ports)({ ...person, at })).map(({ action }) => action);
  expect(await actionsUntil(before)).toEqual([]);
  expect(await actionsUntil(during)).toEqual(['granted']);
  expect(await actionsUntil()).toEqual(['granted', 'withdrawn']);
});

test('a consent given once more renews the first', async () => {
  const world = openWorld();
  const person = await signIn(world);
  value(await recordConsent(world.ports)({ ...person, ...shown, purpose: 'news' }));
  const again = await recordConsent(world.ports)({ ...person, ...shown, purpose: 'news', noticeVersion: '2026-12' });
  expect(value(again).action).toBe('renewed');
});

test('of consents given many times at once, the first grants and the others renew', async () => {
  const world = openWorld();
  const person = await signIn(world);
  const say = () => recordConsent(world.ports)({ ...person, ...shown, purpose: 'news' });
  const actions = (await Promise.all([say(), say(), say()])).map((answer) => value(answer).action);
  expect(actions.toSorted()).toEqual(['granted', 'renewed', 'renewed']);
});

test('what the contract needs is neither granted nor withdrawn', async () => {
  const world = openWorld();
  const person = await signIn(world);
  const before = world.everything();
  for (const say of [recordConsent(world.ports), withdrawConsent(world.ports)]) {
    const refused = refusal(await say({ ...person, ...shown, purpose: 'receipts' }));
    expect(refused).toEqual({ kind: 'ContractPurpose', purpose: 'receipts' });
  }
  expect(world.everything()).toEqual(before);
});

test('what was not granted cannot be withdrawn', async () => {
  const world = openWorld();
  const person = await signIn(world);
  const refused = await withdrawConsent(world.ports)({ ...person, ...shown, purpose: 'newsletter' });
  expect(refusal(refused)).toEqual({ kind: 'NotGranted', purpose: 'newsletter' });
});

test.each([
  [{ purpose: 'gossip' }, 'InvalidContactPurpose'],
  [{ noticeVersion: '4111111111111111' }, 'InvalidNoticeVersion'],
  [{ noticeLanguage: 'fr' }, 'InvalidLanguage'],
  [{ channel: 'pigeon' }, 'InvalidConsentChannel'],
  [{ channel: 'support' }, 'InvalidConsentChannel'],
  [{ claimedAt: 'yesterday' }, 'InvalidInstant'],
])('what is not sound is refused, and nothing is recorded: %o', async (wrong, kind) => {
  const world = openWorld();
  const person = await signIn(world);
  const before = world.everything();
  const refused = refusal(await recordConsent(world.ports)({ ...person, ...shown, purpose: 'news', ...wrong }));
  expect(refused).toEqual({ kind });
  expect(world.everything()).toEqual(before);
});

test('a person sees nobody else’s consents', async () => {
  const world = openWorld();
  const ada = await signIn(world);
  const eve = await signIn(world);
  value(await recordConsent(world.ports)({ ...ada, ...shown, purpose: 'news' }));
  expect(value(await myConsentHistory(world.ports)(eve))).toEqual([]);
  expect(value(await myConsents(world.ports)(eve)).filter(({ withdrawable }) => withdrawable)).toEqual([]);
});

test('nothing is recorded for who is leaving', async () => {
  const world = openWorld();
  const person = await signIn(world);
  await fence(world, person);
  const before = world.everything();
  expect(refusal(await recordConsent(world.ports)({ ...person, ...shown, purpose: 'news' }))).toEqual({
    kind: 'NotLoggedIn',
  });
  expect(refusal(await myConsents(world.ports)(person))).toEqual({ kind: 'NotLoggedIn' });
  expect(world.everything()).toEqual(before);
});
