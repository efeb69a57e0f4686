import { addCard } from '../../src/application/cards/add-card.ts';
import type { EndedRental } from '../../src/application/orders/end-rental.ts';
import { rent } from '../../src/application/orders/rent.ts';
import { returnPowerBank } from '../../src/application/orders/return-power-bank.ts';
import type { Business } from '../../src/application/ports/business.ts';
import type { ExportContent } from '../../src/application/ports/export-archive.ts';
import type { Ports } from '../../src/application/ports/ports.ts';
import { type AccountCancelled, cancelMyAccount } from '../../src/application/privacy/cancel-my-account.ts';
import { CardNumber } from '../../src/domain/card/card-number.ts';
import type { CardId } from '../../src/domain/ids.ts';
import { minuteMs } from '../../src/domain/instant.ts';
import type { OpenOrder } from '../../src/domain/order/order.ts';
import { okAsync } from '../../src/domain/result.ts';
import { type FakeProcessor, fakeProcessor } from './fake-processor.ts';
import { askedFor, askedInside, type Person, signIn } from './people.ts';
import { openWorld, value, type World } from './world.ts';

/** A world with stations, tariffs and a card processor in it. */
export interface RentalWorld extends World {
  readonly ports: Ports;
  readonly processor: FakeProcessor;
  /** What exports were made of. */
  readonly exports: ExportContent[];
}

export const tariff = {
  currency: 'EUR',
  unlockFeeMinor: 100,
  unitPriceMinor: 50,
  unitMinutes: 30,
  dailyCapMinor: 900,
  lossFeeMinor: 4900,
  vatPercent: 19,
};

export function openRentalWorld(more: Partial<Business> = {}): RentalWorld {
  const world = openWorld(more);
  const processor = fakeProcessor();
  const exports: ExportContent[] = [];
  const archive: Ports['archive'] = {
    pack: (content) => {
      exports.push(content);
      return okAsync(new TextEncoder().encode(JSON.stringify(content)));
    },
  };
  return { ...world, ports: { ...world.ports, processor, archive }, processor, exports };
}

const cards = ['4242424242424242', '5555555555554444', '4000056655665556'] as const;
let methods = 0;

/** Adds a card; the first one ends in 4242, the second in 4444. */
export async function giveCard(world: RentalWorld, person: Person, which: 0 | 1 | 2 = 0): Promise<CardId> {
  methods += 1;
  const paymentMethod = `pm_test${String.fromCharCode(97 + (methods % 26))}x${methods}`;
  const input = { session: person.session, number: CardNumber.from(cards[which]), paymentMethod };
  return value(await addCard(world.ports)(input)).card;
}

/** Somebody who is logged in and has a card. */
export async function givenRider(world: RentalWorld): Promise<Person> {
  const person = await signIn(world);
  await giveCard(world, person);
  return person;
}

/** Rents at FRA-0042. */
export async function rentOne(world: RentalWorld, person: Person, card?: CardId): Promise<OpenOrder> {
  const input = { session: person.session, station: 'FRA-0042', powerBank: 'PB-004711', tariff };
  return value(await rent(world.ports)(card === undefined ? input : { ...input, card }));
}

/** Rents, and returns after an hour at FRA-0007: 2.00 EUR. */
export async function rentAndReturn(world: RentalWorld, person: Person): Promise<EndedRental> {
  const { order } = await rentOne(world, person);
  world.pass(60 * minuteMs);
  return value(await returnPowerBank(world.ports)({ order, station: 'FRA-0007' }));
}

/** Cancels while a code is on its way that somebody asked for a moment before: an erasure waits for it. */
export async function leaveWithCodeUnderWay(
  world: RentalWorld,
  person: Person,
  ports: Ports = world.ports,
): Promise<AccountCancelled> {
  const { session, phone } = person;
  const typed = await askedInside(world, person, { purpose: 'cancel-account', to: 'phone' });
  await askedFor(world, phone);
  return value(await cancelMyAccount(ports)({ session, ...typed }));
}

/** Cancels with a fresh code. */
export async function leave(
  world: RentalWorld,
  person: Person,
  ports: Ports = world.ports,
  to: 'phone' | 'email' = 'phone',
): Promise<AccountCancelled> {
  const { session } = person;
  const typed = await askedInside(world, person, { purpose: 'cancel-account', to });
  return value(await cancelMyAccount(ports)({ session, ...typed }));
}
