import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AuditHead,
  type AuditRecordKind,
  auditLanes,
  commitmentTo,
  emptyLane,
  headAfter,
  linkAfter,
  linkText,
} from '../../../src/domain/audit/chain.ts';
import { checkpointText, restoredText } from '../../../src/domain/audit/checkpoint.ts';
import { disposalText, goesWithAccount } from '../../../src/domain/audit/disposal.ts';
import { faultIn, type GenuineSeals, type RecordedLink, sealsOf } from '../../../src/domain/audit/verify-log.ts';
import { dayMs, Instant } from '../../../src/domain/instant.ts';
import { type RiskEvent, riskText } from '../../../src/domain/risk/risk-event.ts';
import { instant, newRisk, newSubject } from '../../../src/testing/contracts/samples.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const seal = { keyId: '00ff112233445566', signature: 'AA==' };
const record = { salt: 'ab'.repeat(16), text: 'what happened' };
const genuine: GenuineSeals = { link: true, disposal: null };
const disposed = { link: true, disposal: true };
const recordedAt = instant();
const inAYear = Instant.plusMs(recordedAt, 370 * dayMs);

function linkOf(kind: AuditRecordKind, before: AuditHead = emptyLane(3)): RecordedLink {
  const link = linkAfter(sha256, before, {
    kind,
    recordedAt,
    commitment: commitmentTo(sha256, record.salt, record.text),
  });
  return { ...link, ...seal, record, disposal: null };
}

const risk = linkOf('risk');
const deed = linkOf('staff');
const gone = { record: null };
const wordOf = { ...gone, disposal: seal };

describe('what is wrong with a link', () => {
  test.each<[string, RecordedLink, GenuineSeals, string | null, Instant?]>([
    ['as it was written', deed, genuine, null],
    ['not behind the one before', { ...deed, position: 2 }, genuine, 'link-missing'],
    ['of another kind', { ...deed, kind: 'risk' }, genuine, 'link-changed'],
    ['with another commitment', { ...deed, commitment: sha256('') }, genuine, 'link-changed'],
    ['that nobody signed', deed, { ...genuine, link: false }, 'link-unsigned'],
    ['with another record', { ...deed, record: { ...record, text: 'nothing' } }, genuine, 'record-changed'],
    ['with another salt', { ...deed, record: { ...record, salt: 'cd'.repeat(16) } }, genuine, 'record-changed'],
    ['without its record', { ...deed, ...gone }, genuine, 'record-missing'],
    ['without its record, whose time is over', { ...deed, ...gone }, genuine, null, inAYear],
    ['a risk without its record', { ...risk, ...gone }, genuine, 'record-missing'],
    ['a risk without its record, whose time is over', { ...risk, ...gone }, genuine, null, inAYear],
    ['a risk that went with its account', { ...risk, ...wordOf }, disposed, null],
    ['a risk whose word nobody signed', { ...risk, ...wordOf }, { ...disposed, disposal: false }, 'disposal-forged'],
    ['a risk that went, and is there again', { ...risk, disposal: seal }, disposed, 'put-in'],
    ['a deed that went with an account', { ...deed, ...wordOf }, disposed, 'disposal-forged'],
  ])('%s', (_, found, seals, kind, now = recordedAt) => {
    expect(faultIn(sha256, emptyLane(3), found, seals, now)?.kind ?? null).toBe(kind);
  });

  test('is told of with its place, and what comes behind it goes by the link that is there', () => {
    const second = linkOf('risk', headAfter(deed));
    expect(faultIn(sha256, headAfter(deed), { ...second, ...gone }, genuine, recordedAt)).toMatchObject({
      lane: 3,
      position: 2,
    });
  });
});

test('only a risk of that very account goes with it, and only the one that its link stands for', () => {
  const [subject, other] = [newSubject(), newSubject()];
  const event = newRisk({ subject });
  const linkTo = (kind: AuditRecordKind, of: RiskEvent) => ({
    kind,
    commitment: commitmentTo(sha256, record.salt, riskText(of)),
  });
  const { salt } = record;
  const link = linkTo('risk', event);
  expect(goesWithAccount(sha256, subject, link, { ...event, salt })).toBe(true);
  expect(goesWithAccount(sha256, other, link, { ...event, salt }), 'somebody else’s').toBe(false);
  expect(goesWithAccount(sha256, other, link, { ...event, subject: other, salt }), 'relabelled').toBe(false);
  expect(goesWithAccount(sha256, subject, linkTo('staff', event), { ...event, salt }), 'a deed').toBe(false);
  expect(goesWithAccount(sha256, subject, link, { ...event, salt: 'cd'.repeat(16) }), 'another salt').toBe(false);
  const nobodys = { ...event, subject: null };
  // In JSON it reads as nobody does.
  const infinite = Number.POSITIVE_INFINITY as never;
  const shown = { ...event, subject: infinite, salt };
  expect(goesWithAccount(sha256, infinite, linkTo('risk', nobodys), shown), 'no name').toBe(false);
  expect(goesWithAccount(sha256, subject, linkTo('risk', nobodys), { ...nobodys, salt }), 'nobody’s').toBe(false);
});

test('the seals are asked for over what stands there', () => {
  expect(sealsOf(deed)).toEqual({
    link: { text: linkText(deed), seal: expect.objectContaining(seal) as unknown },
    disposal: null,
  });
  expect(sealsOf({ ...risk, ...wordOf }).disposal).toEqual({ text: disposalText(risk), seal });
});

describe('what is signed', () => {
  const digest = fc.string().map(sha256);
  const place = fc.record({
    ...{ lane: fc.nat({ max: auditLanes - 1 }), position: fc.integer({ min: 1 }), link: digest, commitment: digest },
    recordedAt: fc.nat().map((ms) => ms as Instant), // sound: whole milliseconds
  });

  test('is another text for another link, and for each part of it', () => {
    fc.assert(
      fc.property(place, place, (one, other) => {
        for (const part of ['lane', 'position', 'link', 'recordedAt'] as const) {
          const mixed = { ...one, [part]: other[part] };
          expect(linkText(mixed) === linkText(one)).toBe(one[part] === other[part]);
        }
        for (const part of ['lane', 'position', 'link', 'commitment'] as const) {
          const mixed = { ...one, [part]: other[part] };
          expect(disposalText(mixed) === disposalText(one)).toBe(one[part] === other[part]);
        }
      }),
    );
  });

  test('says first what it is', () => {
    const ends = { installation: 'joos', at: recordedAt, heads: [] };
    const loss = { installation: 'joos', at: recordedAt, lines: 1, digest: sha256(''), since: recordedAt, lost: [] };
    const texts = [linkText(risk), disposalText(risk), checkpointText(ends), restoredText(loss)];
    expect(texts.map((text) => (JSON.parse(text) as readonly unknown[])[0])).toEqual([
      'joos/audit-link',
      'joos/audit-disposal',
      'joos/audit-checkpoint',
      'joos/audit-restored',
    ]);
  });
});
