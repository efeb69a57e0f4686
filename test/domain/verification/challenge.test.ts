import { describe, expect, it } from 'vitest';
import { ChallengeId, SubjectId } from '../../../src/domain/ids.ts';
import { Instant } from '../../../src/domain/instant.ts';
import {
  type Challenge,
  challengePurposes,
  codeHashBytes,
  codeLifetimeMs,
  codeTries,
  decideCodeRequest,
  decideVerification,
  issueChallenge,
  resendAfterMs,
} from '../../../src/domain/verification/challenge.ts';

const challenge = ChallengeId.parse('0197a5b0-0000-7000-8000-000000000001')._unsafeUnwrap();
const anna = SubjectId.parse('0197a5b0-0000-7000-8000-00000000000a')._unsafeUnwrap();
const bert = SubjectId.parse('0197a5b0-0000-7000-8000-00000000000b')._unsafeUnwrap();
const sentAt = Instant.parse('2026-11-23T09:00:00Z')._unsafeUnwrap();
const later = (ms: number): Instant => Instant.plusMs(sentAt, ms);
const hash = (fill: number, length: number = codeHashBytes): Uint8Array => new Uint8Array(length).fill(fill);
const right = hash(7);
const wrong = hash(8);

const issued = (subject: SubjectId | null): Challenge =>
  issueChallenge({ challenge, purpose: 'log-in', subject, codeHash: right, at: sentAt });

describe('a challenge', () => {
  it('lives 5 minutes and has 5 tries', () => {
    expect(issued(anna)).toEqual({
      challenge,
      purpose: 'log-in',
      subject: anna,
      codeHash: right,
      triesLeft: 5,
      sentAt,
      expiresAt: sentAt + 5 * 60 * 1000,
    });
    expect(codeTries).toBe(5);
    expect(codeLifetimeMs).toBe(300_000);
  });

  it('proves one of four things', () => {
    expect(challengePurposes).toEqual(['log-in', 'add-phone', 'confirm-email', 'cancel-account']);
  });
});

describe('asking for a code', () => {
  it('is free while none is open', () => {
    expect(decideCodeRequest(null, sentAt).isOk()).toBe(true);
  });

  it('is too soon for 30 seconds after the last one, and says how long', () => {
    const open = issued(null);
    expect(decideCodeRequest(open, sentAt)._unsafeUnwrapErr()).toEqual({ kind: 'CodeTooSoon', retryAfterMs: 30_000 });
    expect(decideCodeRequest(open, later(29_999))._unsafeUnwrapErr()).toEqual({ kind: 'CodeTooSoon', retryAfterMs: 1 });
    expect(decideCodeRequest(open, later(30_000)).isOk()).toBe(true);
    expect(resendAfterMs).toBe(30_000);
  });

  it('waits no longer than that when the clock was set back', () => {
    expect(decideCodeRequest(issued(null), later(-3_600_000))._unsafeUnwrapErr()).toEqual({
      kind: 'CodeTooSoon',
      retryAfterMs: 30_000,
    });
  });
});

describe('showing a code', () => {
  it('opens with the right one', () => {
    const shown = { codeHash: hash(7), at: later(1000), subject: null };
    expect(decideVerification(issued(null), shown)).toEqual({ kind: 'verified' });
  });

  it('opens until the 5 minutes are over, and no longer', () => {
    const at = (ms: number) => decideVerification(issued(null), { codeHash: right, at: later(ms), subject: null });
    expect(at(299_999)).toEqual({ kind: 'verified' });
    expect(at(300_000)).toEqual({ kind: 'expired' });
    expect(at(300_001)).toEqual({ kind: 'expired' });
  });

  it('uses up a try with a wrong one, and nothing else', () => {
    const open = issued(null);
    const shown = { codeHash: wrong, at: later(1000), subject: null };
    expect(decideVerification(open, shown)).toEqual({ kind: 'wrong', challenge: { ...open, triesLeft: 4 } });
    expect(decideVerification({ ...open, triesLeft: 2 }, shown)).toEqual({
      kind: 'wrong',
      challenge: { ...open, triesLeft: 1 },
    });
  });

  it('ends with the last wrong one', () => {
    const shown = { codeHash: wrong, at: later(1000), subject: null };
    expect(decideVerification({ ...issued(null), triesLeft: 1 }, shown)).toEqual({ kind: 'spent' });
  });

  it('opens with the last try', () => {
    const shown = { codeHash: right, at: later(1000), subject: null };
    expect(decideVerification({ ...issued(null), triesLeft: 1 }, shown)).toEqual({ kind: 'verified' });
  });

  it.each([0, -1])('never opens when no try is left (%i)', (triesLeft) => {
    const shown = { codeHash: right, at: later(1000), subject: null };
    expect(decideVerification({ ...issued(null), triesLeft }, shown)).toEqual({ kind: 'spent' });
  });

  it.each([
    ['nobody who is logged in', anna, null],
    ['another person', anna, bert],
    ['a person, if nobody was logged in when it was asked for', null, anna],
  ])('opens for nobody else: %s', (_who, asked, subject) => {
    expect(decideVerification(issued(asked), { codeHash: right, at: later(1), subject })).toEqual({ kind: 'unknown' });
  });

  it('opens for the person who asked', () => {
    const shown = { codeHash: right, at: later(1), subject: anna };
    expect(decideVerification(issued(anna), shown)).toEqual({ kind: 'verified' });
  });

  it('is in vain without a challenge', () => {
    expect(decideVerification(null, { codeHash: right, at: sentAt, subject: null })).toEqual({ kind: 'unknown' });
  });

  it.each([
    ['in the first byte', right.with(0, 0)],
    ['in the last byte', right.with(31, 0)],
    ['in the last bit', right.with(31, 6)],
    ['cut short', right.slice(0, 31)],
    ['prolonged', Uint8Array.of(...right, 0)],
    ['empty', hash(7, 0)],
  ])('sees a hash that differs %s', (_where, codeHash) => {
    const shown = { codeHash, at: later(1), subject: null };
    expect(decideVerification(issued(null), shown)).toMatchObject({ kind: 'wrong' });
  });

  it('sees two differences that would cancel each other out', () => {
    const shown = { codeHash: right.with(0, 6).with(1, 6), at: later(1), subject: null };
    expect(decideVerification(issued(null), shown)).toMatchObject({ kind: 'wrong' });
  });

  it.each([
    ['empty', hash(0, 0)],
    ['too short', hash(0, 31)],
    ['too long', hash(0, 33)],
  ])('opens no challenge whose hash is %s, not with the same one either', (_how, codeHash) => {
    const open = { ...issued(null), codeHash };
    expect(decideVerification(open, { codeHash, at: later(1), subject: null })).toMatchObject({ kind: 'wrong' });
    const zeros = { codeHash: hash(0), at: later(1), subject: null };
    expect(decideVerification(open, zeros)).toMatchObject({ kind: 'wrong' });
    expect(decideVerification({ ...open, codeHash: hash(0) }, { ...zeros, codeHash })).toMatchObject({ kind: 'wrong' });
  });
});
