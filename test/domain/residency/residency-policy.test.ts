import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inRegionOf, onThisMachine, type Residency, statedAt } from '../../../src/domain/residency/residency.ts';
import {
  outsideRegions,
  placeName,
  policyTerms,
  ResidencyPolicy,
  type ResidencyTerms,
} from '../../../src/domain/residency/residency-policy.ts';
import { residencies } from '../../arbitraries/residency.ts';

const policy = (terms: ResidencyTerms): ResidencyPolicy => ResidencyPolicy.of(terms)._unsafeUnwrap();
const frankfurt = policy(policyTerms);
const stripe: Residency = { kind: 'outside', provider: 'stripe' };

/** Whether one adapter at one place is let by. */
const isLetBy = (terms: ResidencyPolicy, adapter: string, found: Residency): boolean =>
  outsideRegions(terms, [{ adapter, residency: [found] }]).length === 0;

describe('where personal data may be', () => {
  test.each([
    ['this machine', { kind: 'here' }, true],
    ['Frankfurt at AWS', inRegionOf('aws', 'eu-central-1'), true],
    ['Frankfurt at Alibaba Cloud', inRegionOf('alibaba', 'eu-central-1'), true],
    ['Frankfurt by the operator’s word', statedAt('data', 'eu-central-1', '10.0.0.7'), true],
    ['Dublin', inRegionOf('aws', 'eu-west-1'), false],
    ['Dublin by the operator’s word', statedAt('data', 'eu-west-1', '10.0.0.7'), false],
    [
      'Frankfurt as its databases are called',
      statedAt('data', 'eu-central-1', 'rm-1.mysql.germany.rds.aliyuncs.com'),
      true,
    ],
    [
      'a region that is told in a word nobody knows',
      statedAt('data', 'eu-central-1', 'rm-1.mysql.singapore.rds.aliyuncs.com'),
      false,
    ],
    [
      'Dublin, and the host tells Frankfurt',
      statedAt('data', 'eu-west-1', 'rm-1.mysql.germany.rds.aliyuncs.com'),
      false,
    ],
    ['where nobody said', statedAt('data', undefined, '10.0.0.7'), false],
    ['two places at once', statedAt('data', 'eu-central-1', 'a.b.eu-west-1.rds.amazonaws.com'), false],
    ['a company of the whole world', stripe, false],
  ] as const)('by default, %s: %s', (_, found, allowed) => {
    expect(isLetBy(frankfurt, 'stores', found)).toBe(allowed);
  });

  test('is this machine alone where no region is named', () => {
    const nowhere = policy({ regions: [] });
    expect(isLetBy(nowhere, 'stores', { kind: 'here' })).toBe(true);
    expect(isLetBy(nowhere, 'stores', inRegionOf('aws', 'eu-central-1'))).toBe(false);
  });

  test('is every place of an adapter: one of two outside is told, the other not', () => {
    const dublin = inRegionOf('aws', 'eu-west-1');
    const sms = { adapter: 'sms', residency: [inRegionOf('aws', 'eu-central-1'), dublin] } as const;
    expect(outsideRegions(frankfurt, [{ adapter: 'keys', residency: onThisMachine }, sms])).toEqual([
      { adapter: 'sms', found: dublin },
    ]);
  });

  test.each([[[]], [undefined], ['eu-central-1']])('is no place at all where an adapter names none, but %j', (told) => {
    const residency = told as unknown as readonly [Residency]; // sound: what a host without types may bring
    expect(outsideRegions(frankfurt, [{ adapter: 'mailer', residency }])).toEqual([
      { adapter: 'mailer', found: { kind: 'unstated', of: 'mailer' } },
    ]);
  });
});

describe('an exception', () => {
  const reason = 'Standard contractual clauses of 2026-01-01';
  const excepted = policy({ regions: ['eu-central-1'], exceptions: [{ adapter: 'cards', place: 'stripe', reason }] });

  test('gives leave to one adapter for one place, and to nothing else', () => {
    expect(isLetBy(excepted, 'cards', stripe)).toBe(true);
    expect(isLetBy(excepted, 'sms', stripe)).toBe(false);
    expect(isLetBy(excepted, 'cards', { kind: 'outside', provider: 'stripe.example' })).toBe(false);
  });

  test.each([
    ['whom', { adapter: '', place: 'stripe', reason }],
    ['where', { adapter: 'cards', place: ' ', reason }],
    ['why', { adapter: 'cards', place: 'stripe', reason: ' ' }],
  ])('that does not say %s is none', (_, exception) => {
    const refused = ResidencyPolicy.of({ regions: [], exceptions: [exception] });
    expect(refused._unsafeUnwrapErr()).toEqual({ kind: 'InvalidResidency', field: 'exceptions' });
  });

  test('gives leave for every place that has a name, and never for one that nobody named', () => {
    fc.assert(
      fc.property(residencies, (found) => {
        const place = placeName(found);
        const exceptions = [
          'unstated',
          'data',
          'vault',
          'stripe',
          'aws',
          'twilio:ie1',
          ...(place === null ? [] : [place]),
        ];
        const generous = policy({
          regions: [],
          exceptions: exceptions.map((name) => ({ adapter: 'sms', place: name, reason })),
        });
        const mustNot = found.kind === 'unstated' || found.kind === 'contradicted';
        expect(isLetBy(generous, 'sms', found)).toBe(!mustNot);
      }),
    );
  });
});

test('a region that is none makes no policy, and the refusal does not repeat it', () => {
  expect(ResidencyPolicy.of({ regions: ['eu-central-1', 'Frankfurt'] })._unsafeUnwrapErr()).toEqual({
    kind: 'InvalidResidency',
    field: 'regions',
  });
});
