import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { SessionToken, sessionTokenBytes } from '../../../src/domain/user/session-token.ts';

const bytes = Uint8Array.from({ length: sessionTokenBytes }, (_, index) => 255 - index);
const token = SessionToken.fromBytes(bytes);

describe('a session token', () => {
  it('is 256 bits in 43 characters', () => {
    expect(token.reveal()).toBe('__79_Pv6-fj39vX08_Lx8O_u7ezr6uno5-bl5OPi4eA');
    expect(token.reveal()).toHaveLength(43);
    expect(Buffer.from(token.reveal(), 'base64url')).toEqual(Buffer.from(bytes));
  });

  it('is made of 32 bytes and of nothing less or more', () => {
    for (const length of [0, 31, 33]) {
      expect(() => SessionToken.fromBytes(new Uint8Array(length))).toThrow(
        new RangeError('A session token is made of 32 bytes'),
      );
    }
  });

  it('is read back as it was written', () => {
    expect(SessionToken.parse(token.reveal())._unsafeUnwrap().reveal()).toBe(token.reveal());
  });

  it.each([
    '',
    'A'.repeat(42),
    'A'.repeat(44),
    `${'A'.repeat(42)}B`,
    `${'A'.repeat(42)}=`,
    `${'A'.repeat(41)}+A`,
    ` ${'A'.repeat(43)}`,
    `${'A'.repeat(43)}\n`,
    null as never,
    ['A'.repeat(43)] as never,
  ])('has one spelling (%j is none)', (text) => {
    expect(SessionToken.parse(text)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidSessionToken' });
  });

  it('shows itself nowhere', () => {
    for (const shown of [String(token), JSON.stringify({ token }), inspect({ token })]) {
      expect(shown).not.toContain(token.reveal());
      expect(shown).toContain('<redacted>');
    }
  });
});
