import { describe, expect, test } from 'vitest';
import { beginCardSetup } from '../../../src/application/cards/begin-card-setup.ts';
import { completeCardSetup } from '../../../src/application/cards/complete-card-setup.ts';
import { returnPowerBank } from '../../../src/application/orders/return-power-bank.ts';
import { charge } from '../../../src/application/payments/charge.ts';
import type { CardTakenIn } from '../../../src/application/ports/card-processor.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import type { Ports } from '../../../src/application/ports/ports.ts';
import { Last4 } from '../../../src/domain/card/masked-card.ts';
import { PaymentMethodReference } from '../../../src/domain/card/payment-method-reference.ts';
import { dayMs, minuteMs } from '../../../src/domain/instant.ts';
import { errAsync } from '../../../src/domain/result.ts';
import { type Person, signIn } from '../people.ts';
import { givenRider, leave, openRentalWorld, type RentalWorld, rentOne } from '../rental-world.ts';
import { value } from '../world.ts';
import { carriedOn, erasureOf, held, released } from './erasing.ts';

let cards = 0;

/** A card that the processor's form takes in; whether the app lives to complete it is another matter. */
async function filledIn(world: RentalWorld, person: Person): Promise<CardTakenIn & { readonly setup: string }> {
  cards += 1;
  const card: CardTakenIn = {
    last4: Last4.parse('4242')._unsafeUnwrap(),
    network: 'visa',
    paymentMethod: PaymentMethodReference.parse(`pm_filledIn${cards}`)._unsafeUnwrap(),
  };
  const { setup } = value(await beginCardSetup(world.ports)(person));
  world.processor.fillIn(setup, card);
  return { ...card, setup };
}

async function completed(world: RentalWorld, person: Person): Promise<CardTakenIn> {
  const card = await filledIn(world, person);
  value(await completeCardSetup(world.ports)({ session: person.session, setup: card.setup }));
  return card;
}

/** What the processor still has of the setup. */
const takenInOf = async (world: RentalWorld, { subject }: Person, setup: string) =>
  value(await world.processor.cardTakenIn(subject, setup));

describe('a form that was done and never completed here', () => {
  test.each([
    ['who has no other card', signIn],
    ['who has another card', givenRider],
  ])('leaves nothing at the processor of a person %s and leaves', async (_, given) => {
    const world = openRentalWorld();
    const person = await given(world);
    const { setup, paymentMethod } = await filledIn(world, person);
    const stranger = await signIn(world);
    const others = await filledIn(world, stranger);
    expect((await leave(world, person)).state).toBe('certified');
    expect(await takenInOf(world, person, setup)).toBeNull();
    expect(world.processor.forgotten).toContain(paymentMethod);
    expect(await takenInOf(world, stranger, others.setup)).not.toBeNull();
  });

  test('takes no card in any more once the person left with it open', async () => {
    const world = openRentalWorld();
    const person = await signIn(world);
    const { setup } = value(await beginCardSetup(world.ports)(person));
    expect((await leave(world, person)).state).toBe('certified');
    world.processor.fillIn(setup, await filledIn(world, await signIn(world)));
    expect(await takenInOf(world, person, setup)).toBeNull();
  });

  test('goes at once beside an order that stays; the card of that order goes when it is paid', async () => {
    const world = openRentalWorld();
    const person = await signIn(world);
    const needed = await completed(world, person);
    const { order } = await rentOne(world, person);
    const free = await completed(world, person);
    const { paymentMethod } = await filledIn(world, person);
    expect((await leave(world, person)).state).toBe('certified');
    expect(world.processor.forgotten).toEqual([free.paymentMethod, paymentMethod]);
    world.pass(60 * minuteMs);
    const { payment } = value(await returnPowerBank(world.ports)({ order, station: 'FRA-0007' }));
    expect(value(await charge(world.ports)({ payment })).kind).toBe('succeeded');
    expect(world.processor.forgotten).toEqual([free.paymentMethod, paymentMethod, needed.paymentMethod]);
  });

  test('stays as long as a hold on cards does', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const { setup } = await filledIn(world, person);
    const hold = await held(world, person.subject, { scope: 'category', category: 'card' });
    const { erasure } = await leave(world, person);
    expect(await erasureOf(world, erasure)).toMatchObject({ obstacle: { kind: 'held' } });
    expect(await takenInOf(world, person, setup)).not.toBeNull();
    await released(world, hold);
    expect(await carriedOn(world.ports)).toMatchObject({ certified: 1 });
    expect(await takenInOf(world, person, setup)).toBeNull();
  });

  test('is waited for while the processor does not answer, and no longer than any other card', async () => {
    const world = openRentalWorld();
    const person = await signIn(world);
    const { setup } = await filledIn(world, person);
    const forgetOthers = () => errAsync(portFailure('CardProcessor', true));
    const down: Ports = { ...world.ports, processor: { ...world.processor, forgetOthers } };
    const { erasure, state } = await leave(world, person, down);
    expect(state).toBe('drained');
    for (let tries = 1; tries <= 10; tries += 1) {
      world.pass(dayMs);
      expect(await carriedOn(down)).toMatchObject({ certified: 0, failed: 1 });
    }
    expect(await erasureOf(world, erasure)).toMatchObject({ state: 'drained', tries: 10 });
    world.pass(dayMs);
    expect(await carriedOn(down)).toMatchObject({ certified: 1 });
    expect(world.logged).toContain('card-not-forgotten');
    expect(await takenInOf(world, person, setup)).not.toBeNull();
  });
});

describe('cards that nobody can read', () => {
  const unreadable = (ports: Ports): Ports => {
    const reads = { ...ports.store.reads, everyCardOf: () => errAsync(portFailure('DataStore', false)) };
    return { ...ports, store: { ...ports.store, reads } };
  };

  test('go by the pseudonym, the ones that stand here as well', async () => {
    const world = openRentalWorld();
    const person = await signIn(world);
    const [known, unknown] = [await completed(world, person), await filledIn(world, person)];
    expect((await leave(world, person, unreadable(world.ports))).state).toBe('certified');
    expect(world.processor.forgotten).toEqual([known.paymentMethod, unknown.paymentMethod]);
  });

  test.each(['a damaged value', 'a key that is gone'])(
    'stay at the processor, all of them, as long as an order does that one of them may have to pay: %s',
    async (why) => {
      const world = openRentalWorld();
      const person = await signIn(world);
      const needed = await completed(world, person);
      const { order } = await rentOne(world, person);
      const unknown = await filledIn(world, person);
      const { vault } = world.ports;
      const keyless: Ports = {
        ...world.ports,
        vault: { ...vault, keyClassesOf: (subject) => vault.keyClassesOf(subject).map(() => []) },
      };
      const ports = why === 'a damaged value' ? unreadable(world.ports) : keyless;
      expect((await leave(world, person, ports)).state).toBe('certified');
      expect(world.processor.forgotten).toEqual([]);
      world.pass(60 * minuteMs);
      const { payment } = value(await returnPowerBank(world.ports)({ order, station: 'FRA-0007' }));
      expect(value(await charge(ports)({ payment })).kind).toBe('succeeded');
      expect(world.processor.forgotten.toSorted()).toEqual([needed.paymentMethod, unknown.paymentMethod].toSorted());
    },
  );
});
