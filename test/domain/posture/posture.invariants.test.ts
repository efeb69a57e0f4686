import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import {
  type FactSource,
  isPrivateNetwork,
  judgePosture,
  type PostureFacts,
  postureChecks,
  unseen,
} from '../../../src/domain/posture/index.ts';
import { goodFacts } from './good-facts.ts';

const sources: readonly FactSource[] = ['database', 'core', 'provider', 'backups', 'configuration'];

/** The good installation, of which some sources were not looked at. */
const partlySeen = fc.subarray([...sources]).map((hidden) => {
  const facts: Record<FactSource, PostureFacts[FactSource]> = { ...goodFacts };
  for (const source of hidden) facts[source] = unseen(`no ${source}`);
  return { hidden, facts: facts as PostureFacts }; // sound: each source is as it was, or unseen
});

/** Any part of what was seen is missing, at whatever depth. */
const holed = fc.tuple(fc.infiniteStream(fc.boolean()), fc.constant(null)).map(([holes]) => {
  const dig = (part: unknown): unknown => {
    if (typeof part !== 'object' || part === null) return part;
    if ('kind' in part && part.kind === 'seen' && holes.next().value === true) return unseen('a hole');
    if (Array.isArray(part)) return part.map(dig);
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, dig(inner)]));
  };
  return dig(goodFacts) as PostureFacts; // sound: only what may be unseen was hidden
});

describe('a check', () => {
  test.prop([partlySeen])('is never fine without the source that it needs', ({ hidden, facts }) => {
    for (const { check, result } of judgePosture(facts)) {
      if (hidden.includes(check.needs)) expect(result.kind, check.id).toBe('not-checked');
    }
  });

  test.prop([holed])('never fails for what nobody saw', (facts) => {
    const failed = judgePosture(facts).filter(({ result }) => result.kind === 'failed');
    expect(failed.map(({ check }) => check.id)).toEqual([]);
  });
});

describe('the list of checks', () => {
  test('has each name once, in lower case, and says what is expected and how to mend it', () => {
    const ids = postureChecks.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, expected, mend, clauses } of postureChecks) {
      expect(id).toMatch(/^[a-z]+(?:-[a-z]+)+$/);
      expect(expected.length, id).toBeGreaterThan(5);
      expect(mend.length, id).toBeGreaterThan(5);
      for (const clause of clauses) expect(clause).toMatch(/^C(?:0[1-9]|1\d|2[0-6])$/);
    }
  });
});

describe('a network', () => {
  const inRange = (network: readonly [number, number, number, number], bits: number) =>
    fc.nat({ max: 2 ** (32 - bits) - 1 }).map((host) => {
      const base = network.reduce((sum, part) => sum * 256 + part, 0);
      return [24, 16, 8, 0].map((shift) => Math.floor((base + host) / 2 ** shift) % 256).join('.');
    });
  const privateAddress = fc.oneof(
    inRange([10, 0, 0, 0], 8),
    inRange([172, 16, 0, 0], 12),
    inRange([192, 168, 0, 0], 16),
    inRange([100, 64, 0, 0], 10),
    inRange([127, 0, 0, 0], 8),
  );

  test.prop([privateAddress])('of one private address is private, mapped into IPv6 too', (address) => {
    expect(isPrivateNetwork(address)).toBe(true);
    expect(isPrivateNetwork(`::ffff:${address}`)).toBe(true);
    expect(isPrivateNetwork(`${address}/32`)).toBe(true);
  });

  test.prop([privateAddress, fc.integer({ min: 0, max: 7 })])(
    'that is wider than any private one never is',
    (address, bits) => {
      expect(isPrivateNetwork(`${address}/${bits}`)).toBe(false);
    },
  );

  test.prop([fc.ipV4()])('is private where one of the standards says so, and nowhere else', (address) => {
    const [a = 0, b = 0] = address.split('.').map(Number);
    const isPrivate =
      a === 10 ||
      a === 127 ||
      (a === 172 && b >= 16 && b < 32) ||
      (a === 192 && b === 168) ||
      (a === 100 && b >= 64 && b < 128);
    expect(isPrivateNetwork(address)).toBe(isPrivate);
  });

  test.each([
    ['10.0.0.0/8', true],
    ['10.0.0.0/255.255.0.0', true],
    ['10.0.0.0/255.0.255.0', null],
    ['10.0.0.0/33', null],
    ['172.16.0.0/11', false],
    ['0.0.0.0/0', false],
    ['0.0.0.0', false],
    ['169.254.1.1', false],
    ['fd12:3456::1', true],
    ['fc00::/7', true],
    ['fc00::/6', false],
    ['::1', true],
    ['::1/127', false],
    ['::', false],
    ['::/0', false],
    ['2001:db8::1', false],
    ['fe80::1%eth0', false],
    ['::ffff:8.8.8.8', false],
    ['localhost', null],
    ['10.0.0', null],
    ['10.0.0.256', null],
    ['10.0.0.1/8/8', null],
    ['', null],
  ])('%s', (text, expected) => {
    expect(isPrivateNetwork(text)).toBe(expected);
  });
});
