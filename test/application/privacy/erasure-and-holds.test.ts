import { describe, expect, test } from 'vitest';
import { charge } from '../../../src/application/payments/charge.ts';
import { type PortFailure, portFailure } from '../../../src/application/ports/port-failure.ts';
import type { Ports } from '../../../src/application/ports/ports.ts';
import type { HoldReach } from '../../../src/application/privacy/hold-report.ts';
import type { OrderId, PaymentId } from '../../../src/domain/ids.ts';
import { hourMs, minuteMs } from '../../../src/domain/instant.ts';
import { errAsync, ResultAsync } from '../../../src/domain/result.ts';
import type { Person } from '../people.ts';
import { givenRider, leave, openRentalWorld, type RentalWorld, rentAndReturn } from '../rental-world.ts';
import { value } from '../world.ts';
import { approved, carriedOn, certified, erasureOf, held, placed, released } from './erasing.ts';

type Call = (...given: readonly unknown[]) => ResultAsync<unknown, PortFailure>;

/** The same methods, each of which lets something happen first. */
function before<Methods extends object>(methods: Methods, happens: (name: string) => Promise<void>): Methods {
  return new Proxy(methods, {
    get: (target, name, receiver): Call => {
      const method = Reflect.get(target, name, receiver) as Call; // sound: only methods are behind the names looked at here
      return (...given) =>
        new ResultAsync(
          (async () => {
            await happens(String(name));
            return method(...given);
          })(),
        );
    },
  });
}

/** Ports of which every call that an erasure makes lets something happen first, but for those within the fence itself. */
function watched({ ports }: RentalWorld, happens: (name: string) => Promise<void>): Ports {
  const { store, vault } = ports;
  let within = 0;
  const transact: typeof store.transact = (work) => {
    within += 1;
    return new ResultAsync(Promise.resolve(store.transact(work)).finally(() => (within -= 1)));
  };
  const outside = (name: string): Promise<void> => (within > 0 ? Promise.resolve() : happens(name));
  return {
    ...ports,
    vault: before(vault, outside),
    store: {
      ...store,
      transact,
      erasures: before(store.erasures, outside),
      disposal: before(store.disposal, outside),
      reads: before(store.reads, outside),
    },
  };
}

interface Renter {
  readonly world: RentalWorld;
  readonly person: Person;
  readonly order: OrderId;
  readonly payment: PaymentId;
}

/** Somebody with a rental that is over and paid. */
async function givenRenter(): Promise<Renter> {
  const world = openRentalWorld();
  const person = await givenRider(world);
  const { order, payment } = await rentAndReturn(world, person);
  value(await charge(world.ports)({ payment }));
  return { world, person, order, payment };
}

/** Which of these stand in a row of the store. */
function rowsOf({ world, order, payment }: Renter): { readonly order: boolean; readonly payment: boolean } {
  // sound: this world's rows are tables of rows
  const { rows } = world.everything() as { readonly rows: Readonly<Record<'orders' | 'payments', readonly unknown[]>> };
  const { orders, payments } = rows;
  return {
    order: JSON.stringify(orders).includes(order),
    payment: JSON.stringify(payments).includes(payment),
  };
}

const scopes = [
  { on: 'the rental', scope: ({ order }: Renter) => ({ scope: 'order', order }) },
  { on: 'payments', scope: () => ({ scope: 'category', category: 'payment' }) },
  { on: 'the person', scope: () => ({ scope: 'person' }) },
] as const;

describe('a hold that is approved while the erasure is on its way', () => {
  test.each(scopes)('on $on, keeps all that it names wherever it answers so, at every step', async ({ scope, on }) => {
    const answers: HoldReach[] = [];
    for (let at = 1; ; at += 1) {
      const renter = await givenRenter();
      const { world, person } = renter;
      const hold = await placed(world, person.subject, scope(renter));
      let calls = 0;
      let reach: HoldReach | null = null;
      const ports = watched(world, async () => {
        calls += 1;
        if (calls === at) reach = await approved(world, hold);
      });
      await leave(world, person, ports);
      if (reach === null) break;
      answers.push(reach);
      if (reach !== 'everything') continue;
      const keys = value(await world.ports.vault.keyClassesOf(person.subject));
      expect(keys, `approved before call ${at}`).toEqual(
        expect.arrayContaining(on === 'the person' ? ['account', 'contract'] : ['contract']),
      );
      expect(rowsOf(renter), `approved before call ${at}`).toMatchObject(
        on === 'payments' ? { payment: true } : { order: true, payment: true },
      );
    }
    expect(answers).toEqual(answers.toSorted()); // first everything, then what is left
    expect(new Set(answers)).toEqual(new Set(['everything', 'what-is-left']));
  });

  test('keeps the rows that are still there, even when it comes right before they are purged', async () => {
    const renter = await givenRenter();
    const { world, person, order } = renter;
    const hold = await placed(world, person.subject, { scope: 'order', order });
    const reaches: HoldReach[] = [];
    const ports = watched(world, async (name) => {
      if (name === 'purge' && reaches.length === 0) reaches.push(await approved(world, hold));
    });
    await leave(world, person, ports);
    expect(reaches).toEqual(['what-is-left']); // the keys are gone
    expect(rowsOf(renter)).toEqual({ order: true, payment: true });
  });

  test('and is ended while the erasure looks, is not waited for', async () => {
    const { world, person } = await givenRenter();
    const hold = await held(world, person.subject, { scope: 'person' });
    let ended = false;
    const ports = watched(world, async (name) => {
      if (name !== 'advance' || ended) return;
      const { store } = world.ports;
      if (value(await store.reads.erasureOf(person.subject))?.state !== 'propagated') return;
      ended = true;
      await released(world, hold);
    });
    const { erasure } = await leave(world, person, ports);
    expect(ended).toBe(true);
    expect(await erasureOf(world, erasure)).toMatchObject({ state: 'propagated', obstacle: { kind: 'held' } });
    world.pass(5 * minuteMs);
    expect(await carriedOn(world.ports)).toMatchObject({ certified: 1 });
  });
});

describe('a hold on cards', () => {
  test.each([
    ['category', { scope: 'category', category: 'card' }],
    ['person', { scope: 'person' }],
  ] as const)('by %s keeps the card at the processor too, which forgets it once the hold ends', async (_, scope) => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const hold = await held(world, person.subject, scope);
    const { erasure } = await leave(world, person);
    expect(await erasureOf(world, erasure)).toMatchObject({ state: 'propagated', obstacle: { kind: 'held' } });
    world.pass(2 * hourMs);
    expect(await carriedOn(world.ports)).toMatchObject({ certified: 0 });
    expect(world.processor.forgotten).toEqual([]);
    expect(value(await world.ports.vault.keyClassesOf(person.subject))).toContain('contract');
    await released(world, hold);
    expect(await carriedOn(world.ports)).toMatchObject({ certified: 1 });
    expect(world.processor.forgotten).toHaveLength(1);
    expect((await certified(world, erasure)).keys.map(({ keyClass }) => keyClass)).toContain('contract');
  });
});

describe('a kept order that is settled', () => {
  async function givenKeptOrder() {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const { order, payment } = await rentAndReturn(world, person);
    expect((await leave(world, person)).state).toBe('certified');
    return { world, person, order, payment };
  }

  test('under a hold stays, is not counted as released, and goes when the hold ends', async () => {
    const kept = await givenKeptOrder();
    const { world, person, order, payment } = kept;
    const { store } = world.ports;
    // The list of what to let go of was made before the hold was approved.
    const settledKeptOrders = () => store.disposal.settledKeptOrders(world.ports.clock.now(), 5);
    const down = { ...world.ports, processor: { ...world.processor, forget: () => errAsync(lost) } };
    value(await charge(down)({ payment }));
    const found = value(await settledKeptOrders());
    expect(found).toEqual([{ subject: person.subject, order }]);
    const hold = await held(world, person.subject, { scope: 'order', order });
    const disposal = { ...store.disposal, settledKeptOrders: () => settledKeptOrders().map(() => found) };
    const late = { ...world.ports, store: { ...store, disposal } };
    expect(await carriedOn(late)).toMatchObject({ released: 0, failed: 0 });
    expect(rowsOf(kept)).toEqual({ order: true, payment: true });
    expect(value(await world.ports.vault.keyClassesOf(person.subject))).toEqual(['contract']);
    await released(world, hold);
    expect(await carriedOn(world.ports)).toMatchObject({ released: 1, failed: 0 });
    expect(rowsOf(kept)).toEqual({ order: false, payment: false });
  });

  test('stays as long as the card processor cannot be told, however long, and is let go of once it is', async () => {
    const kept = await givenKeptOrder();
    const { world, person, payment } = kept;
    const down = { ...world.ports, processor: { ...world.processor, forget: () => errAsync(lost) } };
    world.pass(72 * hourMs);
    value(await charge(down)({ payment }));
    for (let tries = 0; tries < 12; tries += 1) {
      world.pass(72 * hourMs);
      expect(await carriedOn(down)).toMatchObject({ released: 0, failed: 1 });
    }
    expect(rowsOf(kept)).toEqual({ order: true, payment: true });
    expect(value(await world.ports.vault.keyClassesOf(person.subject))).toEqual(['contract']);
    expect(await carriedOn(world.ports)).toMatchObject({ released: 1, failed: 0 });
    expect(rowsOf(kept)).toEqual({ order: false, payment: false });
    expect(value(await world.ports.vault.keyClassesOf(person.subject))).toEqual([]);
    expect(world.processor.forgotten).toHaveLength(1);
  });
});

const lost = portFailure('CardProcessor', true);
