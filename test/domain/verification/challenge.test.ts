import { describe, expect, it } from 'vitest';
import { ChallengeId, SessionId, SubjectId } from '../../../src/domain/ids.ts';
import { Instant } from '../../../src/domain/instant.ts';
import {
  type Challenge,
  type CodeHolder,
  challengePurposes,
  codeHashBytes,
  codeLifetimeMs,
  codeTries,
  decideVerification,
  holderOf,
  holderText,
  issueChallenge,
  type Presenting,
  resendAfterMs,
  whyNotOpen,
} from '../../../src/domain/verification/challenge.ts';
import { budgetRules } from '../../../src/domain/verification/code-budget.ts';

const challenge = ChallengeId.parse('0197a5b0-0000-7000-8000-000000000001')._unsafeUnwrap();
const anna = SubjectId.parse('0197a5b0-0000-7000-8000-00000000000a')._unsafeUnwrap();
const bert = SubjectId.parse('0197a5b0-0000-7000-8000-00000000000b')._unsafeUnwrap();
const sentAt = Instant.parse('2026-11-23T09:00:00Z')._unsafeUnwrap();
const later = (ms: number): Instant => Instant.plusMs(sentAt, ms);
const hash = (fill: number, length: number = codeHashBytes): Uint8Array => new Uint8Array(length).fill(fill);
const right = hash(7);
const wrong = hash(8);

const device = (digit: string): CodeHolder => ({ kind: 'device', device: digit.repeat(64) });
const session = (digit: string): CodeHolder => ({
  kind: 'session',
  session: SessionId.parse(`0197a5b0-0000-7000-8000-00000000000${digit}`)._unsafeUnwrap(),
});

const issued = (subject: SubjectId | null, holder: CodeHolder = device('a')): Challenge =>
  issueChallenge({ challenge, purpose: 'log-in', subject, holder, digits: 6, codeHash: right, at: sentAt });
const presenting = (change: Partial<Presenting> = {}): Presenting => ({
  purpose: 'log-in',
  holder: device('a'),
  subject: null,
  at: later(1000),
  ...change,
});

describe('a challenge', () => {
  it('lives 5 minutes and has 5 tries', () => {
    expect(issued(anna)).toEqual({
      challenge,
      purpose: 'log-in',
      subject: anna,
      holder: device('a'),
      digits: 6,
      codeHash: right,
      triesLeft: 5,
      sentAt,
      expiresAt: sentAt + 5 * 60 * 1000,
    });
    expect(codeTries).toBe(5);
    expect(codeLifetimeMs).toBe(300_000);
  });

  it('proves one of these things', () => {
    expect(challengePurposes).toEqual([
      'log-in',
      'add-phone',
      'change-phone',
      'confirm-email',
      'step-up',
      'cancel-account',
      'verify-caller',
      'second-proof',
      'proved-phone',
    ]);
  });

  it('is followed by another after 30 seconds, as the budget of its address says', () => {
    expect(resendAfterMs).toBe(30_000);
    expect(budgetRules['address-pause']).toMatchObject({ limit: 1, perMs: resendAfterMs });
  });
});

describe('the holder of a code', () => {
  it('is a device or a session, each with a text of its own', () => {
    expect(holderText(device('a'))).toBe(`device:${'a'.repeat(64)}`);
    expect(holderText(session('5'))).toBe('session:0197a5b0-0000-7000-8000-000000000005');
    for (const holder of [device('a'), session('5')]) expect(holderOf(holderText(holder))).toEqual(holder);
  });
});

describe('a code', () => {
  it('is looked at for who asked for it', () => {
    expect(whyNotOpen(issued(null), presenting())).toBeNull();
    expect(whyNotOpen(issued(anna), presenting({ subject: anna }))).toBeNull();
    const atSession = presenting({ subject: anna, holder: session('5') });
    expect(whyNotOpen(issued(anna, session('5')), atSession)).toBeNull();
  });

  it('is looked at until the 5 minutes are over, and no longer', () => {
    const why = (ms: number) => whyNotOpen(issued(null), presenting({ at: later(ms) }));
    expect(why(299_999)).toBeNull();
    expect(why(300_000)).toEqual({ kind: 'expired' });
    expect(why(300_001)).toEqual({ kind: 'expired' });
  });

  it.each([0, -1])('is not looked at when no try is left (%i)', (triesLeft) => {
    expect(whyNotOpen({ ...issued(null), triesLeft }, presenting())).toEqual({ kind: 'spent' });
  });

  it('is said to be expired rather than spent, and to be nobody’s rather than either', () => {
    const over = { ...issued(null), triesLeft: 0 };
    expect(whyNotOpen(over, presenting({ at: later(300_000) }))).toEqual({ kind: 'expired' });
    expect(whyNotOpen(over, presenting({ at: later(300_000), subject: anna }))).toEqual({ kind: 'unknown' });
  });

  it.each([
    ['nobody who is logged in', anna, {}],
    ['another person', anna, { subject: bert }],
    ['a person, if nobody was logged in when it was asked for', null, { subject: anna }],
    ['another device', null, { holder: device('b') }],
    ['a session, if a device asked', anna, { subject: anna, holder: session('5') }],
    ['who wants something else of it', null, { purpose: 'confirm-email' }],
    ['who wants something else of it, however near', null, { purpose: 'step-up' }],
  ] as const)('is looked at for nobody else: %s', (_who, asked, change) => {
    expect(whyNotOpen(issued(asked), presenting(change))).toEqual({ kind: 'unknown' });
  });

  it('is not looked at for another session of the same account', () => {
    const asked = issued(anna, session('5'));
    expect(whyNotOpen(asked, presenting({ subject: anna, holder: session('6') }))).toEqual({ kind: 'unknown' });
    expect(whyNotOpen(asked, presenting({ subject: anna, holder: device('a') }))).toEqual({ kind: 'unknown' });
  });
});

describe('a code that is looked at', () => {
  it('opens if it is the right one', () => {
    expect(decideVerification(issued(null), hash(7))).toEqual({ kind: 'verified' });
  });

  it('uses up a try if it is wrong, and nothing else', () => {
    const open = issued(null);
    expect(decideVerification(open, wrong)).toEqual({ kind: 'wrong', challenge: { ...open, triesLeft: 4 } });
    expect(decideVerification({ ...open, triesLeft: 2 }, wrong)).toEqual({
      kind: 'wrong',
      challenge: { ...open, triesLeft: 1 },
    });
  });

  it('ends with the last wrong one', () => {
    expect(decideVerification({ ...issued(null), triesLeft: 1 }, wrong)).toEqual({ kind: 'spent' });
  });

  it('opens with the last try', () => {
    expect(decideVerification({ ...issued(null), triesLeft: 1 }, right)).toEqual({ kind: 'verified' });
  });

  it.each([
    ['in the first byte', right.with(0, 0)],
    ['in the last byte', right.with(31, 0)],
    ['in the last bit', right.with(31, 6)],
    ['cut short', right.slice(0, 31)],
    ['prolonged', Uint8Array.of(...right, 0)],
    ['empty', hash(7, 0)],
  ])('is wrong if its hash differs %s', (_where, codeHash) => {
    expect(decideVerification(issued(null), codeHash)).toMatchObject({ kind: 'wrong' });
  });

  it('is wrong if two differences of its hash would cancel each other out', () => {
    expect(decideVerification(issued(null), right.with(0, 6).with(1, 6))).toMatchObject({ kind: 'wrong' });
  });

  it.each([
    ['empty', hash(0, 0)],
    ['too short', hash(0, 31)],
    ['too long', hash(0, 33)],
  ])('opens no challenge whose hash is %s, not with the same one either', (_how, codeHash) => {
    const open = { ...issued(null), codeHash };
    expect(decideVerification(open, codeHash)).toMatchObject({ kind: 'wrong' });
    expect(decideVerification(open, hash(0))).toMatchObject({ kind: 'wrong' });
    expect(decideVerification({ ...open, codeHash: hash(0) }, codeHash)).toMatchObject({ kind: 'wrong' });
  });
});
