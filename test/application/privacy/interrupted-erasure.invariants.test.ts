import fc from 'fast-check';
import { expect, test } from 'vitest';
import { requestMyCode } from '../../../src/application/accounts/request-my-code.ts';
import { returnPowerBank } from '../../../src/application/orders/return-power-bank.ts';
import { charge } from '../../../src/application/payments/charge.ts';
import { type PortFailure, portFailure } from '../../../src/application/ports/port-failure.ts';
import type { Ports } from '../../../src/application/ports/ports.ts';
import { cancelMyAccount } from '../../../src/application/privacy/cancel-my-account.ts';
import { continueErasures } from '../../../src/application/privacy/continue-erasures.ts';
import { erasureStates } from '../../../src/domain/deletion/erasure.ts';
import { hourMs, minuteMs } from '../../../src/domain/instant.ts';
import { errAsync, type ResultAsync } from '../../../src/domain/result.ts';
import { giveCard, givenRider, openRentalWorld, rentAndReturn, rentOne } from '../rental-world.ts';
import { lastCode, value } from '../world.ts';

type Part = 'vault' | 'disposal' | 'reads' | 'erasures' | 'processor';

type Call = (...given: readonly unknown[]) => ResultAsync<unknown, PortFailure>;

/** Ports of which the calls named by `breaks`, counted over all parts from the fence on, do not answer: before or after they act. */
function breaking(ports: Ports, breaks: ReadonlyMap<number, 'before' | 'after'>, isOn: () => boolean): Ports {
  let calls = 0;
  const wrap = <Port extends object>(port: Port, part: Part): Port =>
    new Proxy(port, {
      get: (target, name, receiver): Call => {
        const method = Reflect.get(target, name, receiver) as Call; // sound: a port has methods and nothing else
        return (...given: unknown[]) => {
          if (!isOn()) return method(...given);
          const how = breaks.get(calls);
          calls += 1;
          const failure = portFailure(
            part === 'vault' ? 'Vault' : part === 'processor' ? 'CardProcessor' : 'DataStore',
            true,
          );
          if (how === 'before') return errAsync(failure);
          const answer = method(...given);
          return how === 'after' ? answer.andThen(() => errAsync(failure)) : answer;
        };
      },
    });
  const { store } = ports;
  return {
    ...ports,
    vault: wrap(ports.vault, 'vault'),
    processor: wrap(ports.processor, 'processor'),
    store: {
      ...store,
      reads: wrap(store.reads, 'reads'),
      disposal: wrap(store.disposal, 'disposal'),
      erasures: wrap(store.erasures, 'erasures'),
    },
  };
}

const someBreaks = fc
  .uniqueArray(fc.tuple(fc.nat({ max: 40 }), fc.constantFrom('before' as const, 'after' as const)), {
    selector: ([call]) => call,
    maxLength: 8,
  })
  .map((entries) => new Map(entries));

test('an erasure that is cut off anywhere, any number of times, is finished by the worker and leaves nothing behind', async () => {
  await fc.assert(
    fc.asyncProperty(someBreaks, fc.boolean(), async (breaks, withOpenRental) => {
      const world = openRentalWorld();
      const person = await givenRider(world);
      await giveCard(world, person, 1);
      const { payment } = await rentAndReturn(world, person);
      value(await charge(world.ports)({ payment }));
      const open = withOpenRental ? await rentOne(world, person) : null;
      const { session } = person;
      const { challenge } = value(await requestMyCode(world.ports)({ purpose: 'cancel-account', session }));
      let on = false;
      const ports = breaking(world.ports, breaks, () => on);
      const fenced: Ports = {
        ...ports,
        store: {
          ...ports.store,
          transact: (work) =>
            world.ports.store.transact(work).map((done) => {
              on = true; // from the commit of the fence on
              return done;
            }),
        },
      };
      const passes = async () => {
        for (let pass = 0; pass < 12; pass += 1) {
          world.pass(2 * hourMs); // longer than any pause before the next try
          void (await continueErasures(fenced)({ limit: 5 }));
        }
      };
      const { erasure } = value(await cancelMyAccount(fenced)({ session, challenge, code: lastCode(world.texts) }));
      await passes();

      if (open !== null) {
        on = false;
        world.pass(30 * minuteMs);
        const ended = value(await returnPowerBank(world.ports)({ order: open.order, station: 'FRA-0007' }));
        on = true;
        void (await charge(fenced)({ payment: ended.payment }));
        world.pass(120 * minuteMs);
        void (await charge(fenced)({ payment: ended.payment }));
        await passes();
      }
      on = false;
      world.pass(2 * hourMs);
      value(await continueErasures(world.ports)({ limit: 5 }));

      const all = JSON.stringify(world.everything());
      expect([person.phone, payment, 'pm_test', open?.order ?? payment].filter((text) => all.includes(text))).toEqual(
        [],
      );
      expect(value(await world.ports.vault.keyClassesOf(person.subject))).toEqual([]);
      expect(world.processor.forgotten).toHaveLength(2);
      const steps = value(await world.ports.vault.ledgerOf(erasure)).map(({ step }) => step);
      expect(steps.filter((step) => step !== 'released')).toEqual(['requested', ...erasureStates]);
      expect(value(await world.ports.vault.certificateOf(erasure))).not.toBeNull();
      const goodbyes = world.texts.filter(({ about }) => about === 'goodbye').length;
      expect(goodbyes).toBeLessThanOrEqual(1); // one that may have been said is not said again
      if (breaks.size === 0) expect(goodbyes).toBe(1);
      expect(world.processor.taken).toHaveLength(withOpenRental ? 2 : 1);
    }),
    { numRuns: 80 },
  );
});
