import { expect, test } from 'vitest';
import { removeCard } from '../../../src/application/cards/remove-card.ts';
import { disposeExpired } from '../../../src/application/notices/dispose-expired.ts';
import { charge } from '../../../src/application/payments/charge.ts';
import { held, released } from '../privacy/erasing.ts';
import { givenRider, openRentalWorld, rentAndReturn } from '../rental-world.ts';
import { value } from '../world.ts';

test.each([{ scope: 'person' } as const, { scope: 'category', category: 'card' } as const])(
  'a card under a hold ($scope) is taken from the list and stays until the hold ends',
  async (scope) => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const { payment } = await rentAndReturn(world, person);
    value(await charge(world.ports)({ payment }));
    const [card] = value(await world.ports.store.reads.cardsOf(person.subject, 'data-subject-rights'));
    const hold = await held(world, person.subject, scope);
    const removal = value(await removeCard(world.ports)({ session: person.session, card: card!.card }));
    expect(removal).toBe('kept-until-settled');
    value(await disposeExpired(world.ports)({ limit: 10 }));
    expect(value(await world.ports.store.reads.everyCardOf(person.subject, 'data-subject-rights'))).toHaveLength(1);
    expect(world.processor.forgotten).toEqual([]);
    await released(world, hold);
    value(await disposeExpired(world.ports)({ limit: 10 }));
    expect(value(await world.ports.store.reads.everyCardOf(person.subject, 'data-subject-rights'))).toEqual([]);
    expect(world.processor.forgotten).toEqual([card!.paymentMethod]);
  },
);
