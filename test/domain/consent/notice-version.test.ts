import { describe, expect, it } from 'vitest';
import { NoticeVersion } from '../../../src/domain/consent/notice-version.ts';

describe('The version of a privacy notice', () => {
  it.each([
    '2026-01',
    '2026-09',
    '2026-10',
    '2026-12',
    '2000-11',
    '2026-11.2',
    '2026-11.9',
    '2026-11.10',
    '2026-11.99',
  ])('may be %s', (text) => {
    expect(NoticeVersion.parse(text)._unsafeUnwrap()).toBe(text);
  });

  it.each([
    '',
    '2026',
    '2026-0',
    '2026-00',
    '2026-13',
    '2026-20',
    '2026-1',
    '1999-11',
    '202-11',
    '20266-11',
    'x2026-11',
    '2026-11x',
    '2026-11.',
    '2026-11.0',
    '2026-11.1',
    '2026-11.01',
    '2026-11.100',
    '2026-11x2',
    '2026-11\n',
    '２０２６-11',
  ])('may not be %j', (text) => {
    expect(NoticeVersion.parse(text)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidNoticeVersion' });
  });

  it('is a text, whatever a caller without types passes', () => {
    const number: unknown = ['2026-11'];
    expect(NoticeVersion.parse(number as string)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidNoticeVersion' });
  });
});
