import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inMemoryAuditSink, inMemoryStores } from '../../../src/adapters/in-memory/index.ts';
import type { JoosAdapters } from '../../../src/adapters/inversify/index.ts';
import { simulatedCards } from '../../../src/adapters/simulated-cards/index.ts';
import { messageTemplates } from '../../../src/adapters/templates/index.ts';
import { onThisMachine, type Residencies, type Residency } from '../../../src/domain/residency/residency.ts';
import type { ResidencyException } from '../../../src/domain/residency/residency-policy.ts';
import { okAsync } from '../../../src/domain/result.ts';
import { openForReplay, openJoos } from '../../../src/index.ts';
import { recordingProcessor } from '../../../src/testing/recording-processor.ts';
import { placesOfOne, regions, residencies } from '../../arbitraries/residency.ts';
import { fakeProviders } from '../http/fake-providers.ts';

/** By the names that exceptions know the adapters by. */
type Places = Readonly<
  Record<
    'stores' | 'keys' | 'mailer' | 'sms' | 'cards' | 'identities' | 'staffIdentities' | 'processor:desk',
    Residencies
  >
>;

/** Adapters at these places, and every call that reaches one of them. */
function adaptersAt(places: Places, residency: NonNullable<JoosAdapters['residency']>) {
  const asked: string[] = [];
  const watched = <Adapter extends object>(name: string, adapter: Adapter, residency: Residencies): Adapter =>
    new Proxy(adapter, {
      get: (target, key, receiver) => {
        if (key === 'residency') return residency;
        if (key !== 'name' && key !== 'knowsBy') asked.push(`${name}.${String(key)}`);
        return Reflect.get(target, key, receiver) as unknown;
      },
    });
  const copied = (key: Uint8Array) => okAsync(Uint8Array.from(key));
  const sender = { residency: onThisMachine, send: () => okAsync(undefined) };
  const adapters: JoosAdapters = {
    environment: 'test',
    residency,
    stores: watched('stores', inMemoryStores(), places.stores),
    keys: watched('keys', { residency: onThisMachine, wrap: copied, unwrap: copied }, places.keys),
    mailer: watched('mailer', sender, places.mailer),
    sms: watched('sms', sender, places.sms),
    audit: inMemoryAuditSink(),
    cards: watched('cards', simulatedCards(), places.cards),
    identities: watched('identities', fakeProviders, places.identities),
    staffIdentities: watched('staffIdentities', fakeProviders, places.staffIdentities),
    processors: [watched('processor:desk', recordingProcessor({ name: 'desk' }), places['processor:desk'])],
    templates: messageTemplates({
      issuer: ['Joos Test GmbH'],
      vatId: 'DE000000000',
      support: 'help@joos.test',
      paymentDetailsUrl: 'https://joos.test/pay',
      timeZone: 'Europe/Berlin',
    }),
    business: { timeZone: 'Europe/Berlin', receiptIssuer: 'JOOS' },
  };
  return { adapters, asked };
}

const here: Places = {
  stores: onThisMachine,
  keys: onThisMachine,
  mailer: onThisMachine,
  sms: onThisMachine,
  cards: onThisMachine,
  identities: onThisMachine,
  staffIdentities: onThisMachine,
  'processor:desk': onThisMachine,
};

/** The rule once more, told in another way: what may be is listed, and all else may not. */
function mayBe(adapter: string, found: Residency, allowed: readonly string[], excepted: readonly ResidencyException[]) {
  const names: readonly string[] = excepted.filter((one) => one.adapter === adapter).map(({ place }) => place);
  if (found.kind === 'here') return true;
  if (found.kind === 'outside') return names.includes(found.provider);
  if (found.kind === 'region')
    return allowed.includes(found.region) || names.includes(`${found.provider}:${found.region}`);
  return found.kind === 'stated' && (allowed.includes(found.region) || names.includes(`${found.of}:${found.region}`));
}

describe('the core', () => {
  const anyPlaces: fc.Arbitrary<Places> = fc.record({
    stores: fc.oneof({ weight: 3, arbitrary: fc.constant(onThisMachine) }, { weight: 1, arbitrary: placesOfOne }),
    keys: fc.oneof({ weight: 3, arbitrary: fc.constant(onThisMachine) }, { weight: 1, arbitrary: placesOfOne }),
    mailer: fc.oneof({ weight: 3, arbitrary: fc.constant(onThisMachine) }, { weight: 1, arbitrary: placesOfOne }),
    sms: fc.oneof({ weight: 3, arbitrary: fc.constant(onThisMachine) }, { weight: 1, arbitrary: placesOfOne }),
    cards: fc.oneof({ weight: 3, arbitrary: fc.constant(onThisMachine) }, { weight: 1, arbitrary: placesOfOne }),
    identities: fc.oneof({ weight: 3, arbitrary: fc.constant(onThisMachine) }, { weight: 1, arbitrary: placesOfOne }),
    staffIdentities: fc.oneof(
      { weight: 3, arbitrary: fc.constant(onThisMachine) },
      { weight: 1, arbitrary: placesOfOne },
    ),
    'processor:desk': fc.oneof(
      { weight: 3, arbitrary: fc.constant(onThisMachine) },
      { weight: 1, arbitrary: placesOfOne },
    ),
  });
  const exceptions: fc.Arbitrary<readonly ResidencyException[]> = fc.array(
    fc.record({
      adapter: fc.constantFrom(...Object.keys(here)),
      place: residencies.map((found) =>
        found.kind === 'outside'
          ? found.provider
          : found.kind === 'region'
            ? `${found.provider}:${found.region}`
            : 'stripe',
      ),
      reason: fc.constant('by contract'),
    }),
    { maxLength: 4 },
  );

  test('never opens with an adapter outside the allowed regions, and asks none of them before it refuses', async () => {
    const outcomes = { opened: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(
        anyPlaces,
        fc.array(regions, { maxLength: 3 }),
        exceptions,
        async (places, allowed, excepted) => {
          const { adapters, asked } = adaptersAt(places, { regions: allowed, exceptions: excepted });
          const outside = Object.entries(places).flatMap(([adapter, all]) =>
            all.filter((found) => !mayBe(adapter, found, allowed, excepted)).map((found) => ({ adapter, found })),
          );
          const opened = await openJoos(adapters);
          if (outside.length === 0) {
            outcomes.opened += 1;
            await opened._unsafeUnwrap().close();
            return;
          }
          outcomes.refused += 1;
          expect(opened._unsafeUnwrapErr()).toEqual({ kind: 'OutsideAllowedRegions', adapters: outside });
          expect((await openForReplay(adapters))._unsafeUnwrapErr().kind).toBe('OutsideAllowedRegions');
          expect(asked).toEqual([]);
        },
      ),
    );
    // Both sides of it were seen, or nothing was shown.
    expect(outcomes.opened).toBeGreaterThan(0);
    expect(outcomes.refused).toBeGreaterThan(0);
  });

  test.each(Object.keys(here))('looks at %s', async (adapter) => {
    const { adapters } = adaptersAt({ ...here, [adapter]: [{ kind: 'outside', provider: 'moon' }] }, { regions: [] });
    expect((await openJoos(adapters))._unsafeUnwrapErr()).toEqual({
      kind: 'OutsideAllowedRegions',
      adapters: [{ adapter, found: { kind: 'outside', provider: 'moon' } }],
    });
  });

  test('is in Frankfurt where a host does not say otherwise', async () => {
    const at = (region: Residency) => {
      const { adapters } = adaptersAt({ ...here, stores: [region] }, { regions: [] });
      const { residency: _, ...silent } = adapters;
      return openJoos(silent);
    };
    const [frankfurt, dublin] = ['eu-central-1', 'eu-west-1'].map(
      (name) => ({ kind: 'stated', of: 'data', region: name }) as Residency, // sound: names of regions
    );
    if (frankfurt === undefined || dublin === undefined) throw new Error('two were named');
    await (await at(frankfurt))._unsafeUnwrap().close();
    expect((await at(dublin))._unsafeUnwrapErr().kind).toBe('OutsideAllowedRegions');
  });

  test.each([
    ['regions', { regions: ['Frankfurt'] }],
    ['exceptions', { regions: [], exceptions: [{ adapter: 'cards', place: 'stripe', reason: '' }] }],
  ])('refuses %s that cannot be meant', async (field, residency) => {
    const { adapters, asked } = adaptersAt(here, residency);
    expect((await openJoos(adapters))._unsafeUnwrapErr()).toEqual({ kind: 'InvalidResidency', field });
    expect(asked).toEqual([]);
  });
});
