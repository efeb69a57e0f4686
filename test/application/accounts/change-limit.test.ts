import { describe, expect, test } from 'vitest';
import { addEmail } from '../../../src/application/accounts/add-email.ts';
import { confirmEmail } from '../../../src/application/accounts/confirm-email.ts';
import { linkThirdParty } from '../../../src/application/accounts/link-third-party.ts';
import { removeEmail } from '../../../src/application/accounts/remove-email.ts';
import { removeLogin } from '../../../src/application/accounts/remove-login.ts';
import { dayMs } from '../../../src/domain/instant.ts';
import { policyWith, rulesHit, usedOf } from '../budgets.ts';
import { answerFor, givenEmail, identityOf, linked, signIn } from '../people.ts';
import { lastCode, openWorld, refusal, value } from '../world.ts';

const ada = identityOf('ada');
const login = { kind: 'third-party', ...ada } as const;

describe('changes of the logins and contacts of one account', () => {
  test('are 20 a day, so that nobody has text messages sent without end', async () => {
    const world = openWorld();
    const { session } = await signIn(world);
    const notices = () => world.rows('notices').length;
    const before = notices();
    let changed = 0;
    let said = '';
    for (let round = 0; round < 100 && said === ''; round += 1) {
      const answer = await answerFor(world, 'link', ada, session);
      const linking = await linkThirdParty(world.ports)({ session, ...answer });
      if (linking.isErr()) said = linking.error.kind;
      else changed += 1;
      const removing = await removeLogin(world.ports)({ session, login });
      if (removing.isOk()) changed += 1;
    }
    expect(said).toBe('TooManyChanges');
    expect(changed).toBe(20);
    expect(notices() - before).toBe(20);
    expect(rulesHit(world)).toContain('contact-changes');
    const other = await signIn(world);
    await linked(world, other, identityOf('bob'));
  });

  test('come back evenly, each after its part of the day', async () => {
    const world = openWorld({ signIn: policyWith({ 'contact-changes': 2 }) });
    const person = await signIn(world);
    const { session } = person;
    await linked(world, person, ada);
    value(await removeLogin(world.ports)({ session, login }));
    const answer = await answerFor(world, 'link', ada, session);
    const refused = refusal(await linkThirdParty(world.ports)({ session, ...answer }));
    expect(refused).toEqual({ kind: 'TooManyChanges', retryAfterMs: dayMs / 2 });
  });

  test('are those of the email as well, and a code that proves one too many is as good as before', async () => {
    const world = openWorld({ signIn: policyWith({ 'contact-changes': 2 }) });
    const person = await signIn(world);
    const { session } = person;
    await givenEmail(world, person, 'ada@example.org');
    value(await removeEmail(world.ports)({ session }));
    const email = 'ada@example.com';
    const { challenge } = value(await addEmail(world.ports)({ session, email }));
    const typed = { session, email, challenge, code: lastCode(world.mails) };
    const challenges = world.rows('challenges');
    expect(refusal(await confirmEmail(world.ports)(typed)).kind).toBe('TooManyChanges');
    expect(world.rows('challenges')).toEqual(challenges);
    expect(rulesHit(world)).toEqual(['contact-changes']);
  });

  test('that are refused for another reason cost nothing', async () => {
    const world = openWorld();
    const { session, subject } = await signIn(world);
    expect(refusal(await removeLogin(world.ports)({ session, login: { kind: 'phone' } })).kind).toBe('LastLogin');
    expect(refusal(await removeEmail(world.ports)({ session })).kind).toBe('NoEmail');
    expect(await usedOf(world, 'contact-changes', subject)).toBe(0);
  });
});
