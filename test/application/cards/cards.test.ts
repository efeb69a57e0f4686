import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { addCard } from '../../../src/application/cards/add-card.ts';
import { listCards } from '../../../src/application/cards/list-cards.ts';
import { removeCard } from '../../../src/application/cards/remove-card.ts';
import { rent } from '../../../src/application/orders/rent.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import { CardNumber } from '../../../src/domain/card/card-number.ts';
import { fence, type Person, signIn } from '../people.ts';
import { openWorld, refusal, value, type World } from '../world.ts';

const visa = '4111 1111 1111 1111';

const add = async (world: World, person: Person, paymentMethod = 'pm_1N3TqL2eZvKYlo2C', number = visa) =>
  addCard(world.ports)({ session: person.session, number: CardNumber.from(number), paymentMethod });

async function rentWith(world: World, person: Person, card: string): Promise<void> {
  const tariff = {
    currency: 'EUR',
    unlockFeeMinor: 100,
    unitPriceMinor: 50,
    unitMinutes: 30,
    dailyCapMinor: 500,
    lossFeeMinor: 5000,
    vatPercent: 19,
  };
  const input = { session: person.session, card, station: 'FRA-0042', powerBank: 'PB-1007', tariff };
  value(await rent(world.ports)(input));
}

test('of a card the last 4 digits and the network are kept', async () => {
  const world = openWorld();
  const person = await signIn(world);
  const added = value(await add(world, person));
  expect(added).toMatchObject({ last4: '1111', network: 'visa', shown: '•••• 1111' });
  expect(value(await listCards(world.ports)(person))).toEqual([added]);
});

test('the number stands nowhere, neither in the stores nor in an answer', async () => {
  const world = openWorld();
  const person = await signIn(world);
  const answers = [
    await add(world, person),
    await add(world, person, 'pm_4111111111111111'),
    await add(world, person, '4111111111111111'),
    await add(world, person, 'pm_other', '4111111111111112'),
  ];
  const seen = inspect([world.everything(), world.texts, world.mails, world.logged, answers], { depth: null });
  expect(seen.replace(/[^0-9]/g, ' ')).not.toMatch(/41111/);
});

test('what is no card number is refused with the reason, and nothing is written', async () => {
  const world = openWorld();
  const person = await signIn(world);
  const before = world.everything();
  const refused = await add(world, person, 'pm_other', '4111 1111 1111 1112');
  expect(refusal(refused)).toEqual({ kind: 'InvalidCardNumber', reason: 'check-digit' });
  const reference = await add(world, person, 'my card');
  expect(refusal(reference)).toEqual({ kind: 'InvalidPaymentMethodReference', reason: 'shape' });
  expect(world.everything()).toEqual(before);
});

test('a card that is added twice, even at once, is there once', async () => {
  const world = openWorld();
  const person = await signIn(world);
  const answers = await Promise.all([add(world, person), add(world, person), add(world, person)]);
  expect(answers.filter((answer) => answer.isOk())).toHaveLength(1);
  for (const answer of answers) if (answer.isErr()) expect(answer.error).toEqual({ kind: 'CardAlreadyAdded' });
  expect(value(await listCards(world.ports)(person))).toHaveLength(1);
});

test('a card that nothing is bound to is deleted, and the processor forgets it', async () => {
  const world = openWorld();
  const person = await signIn(world);
  const before = world.everything();
  const { card } = value(await add(world, person));
  expect(value(await removeCard(world.ports)({ ...person, card }))).toBe('deleted');
  expect(world.everything()).toEqual(before);
  expect(world.forgotten).toEqual(['pm_1N3TqL2eZvKYlo2C']);
});

test('a card that an open rental is bound to is kept until that is settled, and is not listed', async () => {
  const world = openWorld();
  const person = await signIn(world);
  const { card } = value(await add(world, person));
  await rentWith(world, person, card);
  expect(value(await removeCard(world.ports)({ ...person, card }))).toBe('kept-until-settled');
  expect(world.forgotten).toEqual([]);
  expect(value(await listCards(world.ports)(person))).toEqual([]);
  expect(refusal(await removeCard(world.ports)({ ...person, card }))).toEqual({ kind: 'NoSuchCard' });
});

test('a processor that does not answer keeps no card here', async () => {
  const world = openWorld();
  const person = await signIn(world);
  const { card } = value(await add(world, person));
  world.broken.processor = portFailure('CardProcessor', true);
  expect(value(await removeCard(world.ports)({ ...person, card }))).toBe('deleted');
  expect(value(await listCards(world.ports)(person))).toEqual([]);
  expect(world.logged).toContain('card-not-forgotten');
});

test('nobody removes or sees another’s card', async () => {
  const world = openWorld();
  const ada = await signIn(world);
  const eve = await signIn(world);
  const { card } = value(await add(world, ada));
  expect(refusal(await removeCard(world.ports)({ ...eve, card }))).toEqual({ kind: 'NoSuchCard' });
  expect(value(await listCards(world.ports)(eve))).toEqual([]);
  expect(value(await listCards(world.ports)(ada))).toHaveLength(1);
});

test('who is leaving adds, removes and sees no card', async () => {
  const world = openWorld();
  const person = await signIn(world);
  const { card } = value(await add(world, person));
  await fence(world, person);
  const before = world.everything();
  const refusals = [
    refusal(await add(world, person, 'pm_other')),
    refusal(await removeCard(world.ports)({ ...person, card })),
    refusal(await listCards(world.ports)(person)),
  ];
  expect(refusals).toEqual(refusals.map(() => ({ kind: 'NotLoggedIn' })));
  expect(world.everything()).toEqual(before);
});

test('what is no name of a card is refused', async () => {
  const world = openWorld();
  const person = await signIn(world);
  expect(refusal(await removeCard(world.ports)({ ...person, card: '1' }))).toEqual({ kind: 'InvalidId', of: 'CardId' });
});
