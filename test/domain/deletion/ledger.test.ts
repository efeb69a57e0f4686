import { describe, expect, test } from 'vitest';
import {
  type ErasureStanding,
  fenceMayFollowMs,
  type LedgerLine,
  type LedgerTask,
  reachedIn,
  resumedAt,
  stepsByErasure,
  taskOf,
  wasHeld,
} from '../../../src/domain/deletion/ledger.ts';
import { ErasureId, SubjectId } from '../../../src/domain/ids.ts';
import { Instant } from '../../../src/domain/instant.ts';

const at = Instant.parse('2026-11-23T09:00:00Z')._unsafeUnwrap();
const erasure = (n: number): ErasureId => ErasureId.parse(`00000000-0000-7000-8000-00000000000${n}`)._unsafeUnwrap();
const subject = SubjectId.parse('00000000-0000-4000-8000-000000000001')._unsafeUnwrap();
const line = (position: number, n: number, step: LedgerLine['step'] = 'fenced', recordedAt = at): LedgerLine => ({
  position,
  erasure: erasure(n),
  subject,
  step,
  recordedAt,
});
const unknown: ErasureStanding = { state: null, active: true, unsettledOrders: false };
const known = (state: ErasureStanding['state'], unsettledOrders = false): ErasureStanding => ({
  state,
  active: false,
  unsettledOrders,
});

describe('what the ledger asks of a store', () => {
  const asked = (standing: ErasureStanding, ...steps: LedgerLine['step'][]) => taskOf(new Set(steps), standing);

  test('an account that is there although its fence once stood is erased again', () => {
    expect(asked(unknown, 'requested', 'fenced')).toBe('erase-again');
    expect(asked(unknown, 'certified')).toBe('erase-again');
    expect(asked({ ...unknown, unsettledOrders: true }, 'released')).toBe('erase-again');
  });

  test('nobody is erased on a request alone', () => {
    expect(asked(unknown, 'requested')).toBe('undecided');
  });

  test('an erasure that the store knows is the worker’s', () => {
    expect(asked(known('fenced'), 'requested')).toBe('nothing');
    expect(asked(known('certified'), 'requested', 'fenced', 'certified', 'released')).toBe('nothing');
    expect(asked(known('certified', true), 'certified')).toBe('nothing');
  });

  test('an erasure that the store has in an earlier state than the ledger goes on', () => {
    expect(asked(known('fenced'), 'requested', 'fenced', 'drained', 'propagated')).toBe('carry-on');
    expect(asked(known('purged'), 'certified')).toBe('carry-on');
  });

  test('where nobody is there, nothing is to be done', () => {
    expect(asked({ ...unknown, active: false }, 'certified')).toBe('nothing');
    expect(asked({ ...unknown, active: false }, 'requested')).toBe('nothing');
  });

  test('orders that were let go of and are back go again', () => {
    expect(asked(known('certified', true), 'certified', 'released')).toBe('release-again');
    expect(asked(known('fenced', true), 'released')).toBe('release-again');
  });

  test('an erasure in a restored store begins anew, and tells nobody once it has its certificate', () => {
    const told = ['requested', 'fenced', 'drained', 'propagated', 'shredded', 'purged', 'verified'] as const;
    expect(resumedAt(new Set(told.slice(0, 3)))).toBe('fenced');
    expect(resumedAt(new Set(told))).toBe('fenced');
    expect(resumedAt(new Set([...told, 'certified']))).toBe('propagated');
    expect(resumedAt(new Set([...told, 'certified', 'released']))).toBe('propagated');
  });

  test('a hold stood in the way of an erasure as long as nothing says that it went on to its end', () => {
    const onTheWay = ['requested', 'fenced', 'drained', 'propagated'] as const;
    expect(wasHeld(new Set(onTheWay))).toBe(false);
    expect(wasHeld(new Set([...onTheWay, 'held']))).toBe(true);
    expect(wasHeld(new Set([...onTheWay, 'held', 'shredded', 'purged']))).toBe(true);
    expect(wasHeld(new Set([...onTheWay, 'held', 'shredded', 'purged', 'verified']))).toBe(false);
  });
});

test('lines are gathered by their erasure, in the order in which erasures come', () => {
  const gathered = [...stepsByErasure([line(1, 2, 'requested'), line(2, 1, 'requested'), line(5, 2, 'fenced')])];
  expect(gathered).toEqual([
    [erasure(2), { subject, steps: new Set(['requested', 'fenced']) }],
    [erasure(1), { subject, steps: new Set(['requested']) }],
  ]);
});

describe('up to where a store has done what the ledger says', () => {
  const reached = (lines: readonly LedgerLine[], tasks: Readonly<Record<number, LedgerTask>>, now = at) =>
    reachedIn(lines, (id) => Object.entries(tasks).find(([n]) => erasure(Number(n)) === id)?.[1] ?? 'nothing', now);

  test('up to the last line where everything is done, over gaps in the numbers', () => {
    expect(reached([line(3, 1), line(9, 2), line(12, 1)], { 1: 'carry-on' })).toBe(12);
    expect(reached([], {})).toBe(null);
  });

  test('not beyond somebody who is back', () => {
    expect(reached([line(3, 1), line(9, 2), line(12, 3)], { 2: 'erase-again' })).toBe(3);
    expect(reached([line(3, 1), line(9, 2)], { 1: 'release-again' })).toBe(null);
  });

  test('not beyond a request whose fence may still come', () => {
    const lines = [line(3, 1), line(9, 2, 'requested')];
    expect(reached(lines, { 2: 'undecided' }, Instant.plusMs(at, fenceMayFollowMs - 1))).toBe(3);
    expect(reached(lines, { 2: 'undecided' }, Instant.plusMs(at, fenceMayFollowMs))).toBe(9);
  });
});
