import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { httpHandler } from '../../../src/adapters/http/index.ts';
import { Last4 } from '../../../src/domain/card/masked-card.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { anyText, ask, expectProblem, textIn } from './client.ts';
import { type House, host, openHouse } from './house.ts';
import { signedUp } from './sign-up.ts';

describe('a card that the processor takes in', () => {
  let house: House;
  let kim: Record<string, string>;
  let alex: Record<string, string>;

  beforeAll(async () => {
    house = await openHouse();
    kim = (await signedUp(house, '+4915112345678')).headers;
    alex = (await signedUp(house, '+4915187654321')).headers;
  });
  afterAll(() => house.close());

  test('begins with what the form needs, and ends with the last 4 digits in the account', async () => {
    const begun = await ask(house.handler, 'POST', '/v1/cards/setups', undefined, kim);
    expect({ status: begun.status, body: begun.body }).toEqual({
      status: 201,
      body: { setup: anyText, clientSecret: anyText },
    });
    const setup = textIn(begun.body, 'setup');
    const complete = (headers: Record<string, string>) =>
      ask(house.handler, 'POST', `/v1/cards/setups/${setup}/completion`, undefined, headers);
    expectProblem(await complete(kim), 404, 'NoSuchCardSetup');
    house.cards.fillIn(setup, { last4: await must(Last4.parse('4444')), network: 'mastercard' });
    expectProblem(await complete(alex), 404, 'NoSuchCardSetup');
    const added = await complete(kim);
    expect(added.status).toBe(201);
    expect(added.body).toMatchObject({ last4: '4444', network: 'mastercard', shown: '•••• 4444' });
    expect(added.text).not.toContain('pm_');
    expectProblem(await complete(kim), 409, 'CardAlreadyAdded');
    expect((await ask(house.handler, 'GET', '/v1/cards', undefined, kim)).body.cards).toEqual([added.body]);
    expect((await ask(house.handler, 'GET', '/v1/cards', undefined, alex)).body.cards).toEqual([]);
    expect(JSON.stringify(house.logged)).not.toContain(textIn(begun.body, 'clientSecret'));
  });

  test('is the only way to give a card, unless the host takes whole numbers', async () => {
    const handler = httpHandler(house.joos, { ...host, takesCardNumbers: false });
    const card = { number: '4242 4242 4242 4242', paymentMethod: 'pm_sim_ok' };
    expect((await ask(handler, 'POST', '/v1/cards', card, kim)).status).toBe(405);
  });

  test('is for nobody who is not logged in', async () => {
    expectProblem(await ask(house.handler, 'POST', '/v1/cards/setups'), 401, 'NotLoggedIn');
    expectProblem(await ask(house.handler, 'POST', '/v1/cards/setups/seti_sim_1/completion'), 401, 'NotLoggedIn');
  });
});
