import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { auditLanes } from '../../../src/domain/audit/chain.ts';
import { digestAfter, type SinkLine, sinkLineOf, sinkLineText } from '../../../src/domain/audit/checkpoint.ts';
import type { Instant } from '../../../src/domain/instant.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const whole = fc.nat();
const at = fc.nat().map((ms) => ms as Instant); // sound: whole milliseconds
const digest = fc.string().map(sha256);
const seal = { installation: fc.string(), at, keyId: fc.string(), signature: fc.string() };
const lane = fc.nat({ max: auditLanes - 1 });
const position = fc.integer({ min: 1 });
const head = fc.record({ lane, length: position, link: digest });
const range = fc
  .record({ lane, left: whole, more: position })
  .map(({ more, ...one }) => ({ ...one, upTo: one.left + more }));

const lines: fc.Arbitrary<SinkLine> = fc.oneof(
  fc.record({ kind: fc.constant('torn' as const) }),
  fc.record({
    ...{ kind: fc.constant('anchor' as const), lane, position, link: digest },
    ...{ recordedAt: at, keyId: fc.string(), signature: fc.string() },
  }),
  fc.record({ kind: fc.constant('checkpoint' as const), ...seal, heads: fc.array(head) }),
  fc.record({
    ...{ kind: fc.constant('restored' as const), ...seal, lines: whole, digest },
    ...{ since: at, lost: fc.array(range) },
  }),
);

describe('a line of the audit sink', () => {
  test('comes back from JSON as it went', () => {
    fc.assert(
      fc.property(lines, (line) => {
        expect(sinkLineOf(sinkLineText(line))).toEqual(line);
      }),
    );
  });

  test('is none without any one of its parts, or with one that is something else', () => {
    const notThat = fc.constantFrom(
      undefined,
      'x',
      -1,
      0.5,
      {},
      [1],
      [{ lane: 'x' }],
      [{ lane: 64, left: 0, upTo: 1 }],
    );
    const texts = ['installation', 'keyId', 'signature'];
    fc.assert(
      fc.property(lines, notThat, fc.nat(), (line, instead, which) => {
        const parts = Object.keys(line).filter((part) => part !== 'kind');
        const part = parts[which % Math.max(1, parts.length)];
        fc.pre(part !== undefined && !(instead === 'x' && texts.includes(part)));
        expect(sinkLineOf(JSON.stringify({ ...line, [part ?? '']: instead }))).toBeNull();
      }),
    );
  });

  test.each([
    { kind: 'anchor', lane: 64, position: 1, link: sha256(''), recordedAt: 1, keyId: '', signature: '' },
    { kind: 'anchor', lane: 0, position: 0, link: sha256(''), recordedAt: 1, keyId: '', signature: '' },
  ])('is none where no entry can be: %j', (line) => {
    expect(sinkLineOf(JSON.stringify(line))).toBeNull();
  });

  test('is none in any other writing: with a space, a part that is not ours, or in another order', () => {
    fc.assert(
      fc.property(lines, (line) => {
        const text = sinkLineText(line);
        const [, ...more] = Object.entries(JSON.parse(text) as object);
        expect(sinkLineOf(`${text} `)).toBeNull();
        expect(sinkLineOf(text.replace('":', '": '))).toBeNull();
        expect(sinkLineOf(`${text.slice(0, -1)},"more":1}`)).toBeNull();
        fc.pre(more.length > 0);
        expect(sinkLineOf(JSON.stringify({ ...Object.fromEntries(more), kind: line.kind }))).toBeNull();
      }),
    );
  });

  test('changes the digest with each of its parts', () => {
    fc.assert(
      fc.property(lines, lines, fc.nat(), (line, other, which) => {
        const parts = Object.keys(line).filter((part) => part !== 'kind');
        const part = (parts[which % Math.max(1, parts.length)] ?? '') as keyof SinkLine;
        fc.pre(line.kind === other.kind && part in line && JSON.stringify(line[part]) !== JSON.stringify(other[part]));
        const changed = { ...line, [part]: other[part] } as SinkLine; // sound: of the same kind
        expect(digestAfter(sha256, '', changed)).not.toBe(digestAfter(sha256, '', line));
      }),
    );
  });

  test('has its part in the digest of all of them, in its place', () => {
    const digestOf = (all: readonly SinkLine[]): string =>
      all.reduce((before, line) => digestAfter(sha256, before, line), '');
    fc.assert(
      fc.property(fc.array(lines, { maxLength: 6 }), fc.array(lines, { maxLength: 6 }), (one, other) => {
        expect(digestOf(one) === digestOf(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });
});
