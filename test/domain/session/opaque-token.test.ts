import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { minuteMs } from '../../../src/domain/instant.ts';
import { isTokenText, tokenBytes } from '../../../src/domain/session/opaque-token.ts';
import { SessionToken } from '../../../src/domain/session/session-token.ts';
import { AttemptToken, attemptLifetimeMs } from '../../../src/domain/verification/attempt-token.ts';
import { DeviceToken } from '../../../src/domain/verification/device-token.ts';

const bytes = Uint8Array.from({ length: tokenBytes }, (_, index) => 255 - index);
const tokenByteArrays = fc.uint8Array({ minLength: tokenBytes, maxLength: tokenBytes });

const kinds = [
  { name: 'a session token', Token: SessionToken, refusal: { kind: 'InvalidSessionToken' } },
  { name: 'a device token', Token: DeviceToken, refusal: { kind: 'InvalidDeviceToken' } },
  { name: 'the token of a log-in attempt', Token: AttemptToken, refusal: { kind: 'InvalidAttemptToken' } },
] as const;

describe.each(kinds)('$name', ({ Token, refusal }) => {
  const token = Token.fromBytes(bytes);

  it('is 256 bits in 43 characters', () => {
    expect(token.reveal()).toBe('__79_Pv6-fj39vX08_Lx8O_u7ezr6uno5-bl5OPi4eA');
    expect(token.reveal()).toHaveLength(43);
    expect(Buffer.from(token.reveal(), 'base64url')).toEqual(Buffer.from(bytes));
  });

  it('is of its own kind', () => {
    expect(token).toBeInstanceOf(Token);
    expect(Token.parse(token.reveal())._unsafeUnwrap()).toBeInstanceOf(Token);
  });

  it('is made of 32 bytes and of nothing less or more', () => {
    for (const length of [0, 16, 31, 33, 64]) {
      expect(() => Token.fromBytes(new Uint8Array(length))).toThrow(new RangeError('A token is made of 32 bytes'));
    }
  });

  it('is read back as it was written, always', () => {
    fc.assert(
      fc.property(tokenByteArrays, (random) => {
        const made = Token.fromBytes(random);
        expect(Token.parse(made.reveal())._unsafeUnwrap().reveal()).toBe(made.reveal());
      }),
    );
  });

  it('differs where one bit of its bytes does', () => {
    fc.assert(
      fc.property(tokenByteArrays, fc.nat(tokenBytes * 8 - 1), (random, bit) => {
        const other = random.with(bit >> 3, random[bit >> 3]! ^ (1 << (bit & 7)));
        expect(Token.fromBytes(other).reveal()).not.toBe(Token.fromBytes(random).reveal());
      }),
    );
  });

  it.each([
    '',
    'A'.repeat(42),
    'A'.repeat(44),
    `${'A'.repeat(42)}B`,
    `${'A'.repeat(42)}=`,
    `${'A'.repeat(43)}=`,
    `${'A'.repeat(41)}+A`,
    `${'A'.repeat(41)}/A`,
    ` ${'A'.repeat(43)}`,
    `${'A'.repeat(43)}\n`,
    null as never,
    ['A'.repeat(43)] as never,
  ])('has one spelling (%j is none)', (text) => {
    expect(Token.parse(text)._unsafeUnwrapErr()).toEqual(refusal);
  });

  it('shows itself in no string, no JSON, no console, no template and no sum', () => {
    // sound: what a careless caller without a compiler does
    const loose = token as unknown as string;
    for (const shown of [
      String(token),
      JSON.stringify({ token }),
      inspect({ token }),
      `${loose}`,
      `${loose + loose}`,
    ]) {
      expect(shown).not.toContain(token.reveal());
      expect(shown).toContain('<redacted>');
    }
    expect(Object.values(token)).toEqual([]);
  });

  it('is told by its refusal and not by the text', () => {
    const text = 'a secret of somebody’s';
    expect(JSON.stringify(Token.parse(text)._unsafeUnwrapErr())).not.toContain(text);
  });
});

describe('tokens', () => {
  it('have exactly the spellings that their bytes give: of all texts of 43 characters one in four', () => {
    const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const last = [...characters].filter((end) => isTokenText(`${'x'.repeat(42)}${end}`));
    expect(last).toHaveLength(16);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...characters), minLength: 43, maxLength: 43 }), (text) => {
        expect(isTokenText(text)).toBe(Buffer.from(text, 'base64url').toString('base64url') === text);
      }),
    );
  });

  it('of one kind pass for no other: the compiler refuses', () => {
    expectTypeOf<SessionToken>().not.toExtend<DeviceToken>();
    expectTypeOf<DeviceToken>().not.toExtend<SessionToken>();
    expectTypeOf<AttemptToken>().not.toExtend<DeviceToken>();
    expectTypeOf<DeviceToken>().not.toExtend<AttemptToken>();
    expectTypeOf<SessionToken>().not.toExtend<AttemptToken>();
  });

  it('of an attempt are good for 10 minutes', () => {
    expect(attemptLifetimeMs).toBe(10 * minuteMs);
  });
});
