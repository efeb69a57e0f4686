import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CancellationReason,
  cancellationReasons,
  decideErasure,
  type Erasure,
  type ErasureState,
  erasureStates,
  evolveErasure,
  nextStep,
} from '../../../src/domain/deletion/erasure.ts';
import { ErasureId } from '../../../src/domain/ids.ts';
import { moment, plainUser } from './person.ts';

const at = moment('2026-11-23T09:00:00Z');
const fenced: Erasure = {
  erasure: ErasureId.parse('00000000-0000-4000-8000-000000000007')._unsafeUnwrap(),
  subject: plainUser.subject,
  request: { kind: 'person' },
  requestedAt: moment('2026-11-23T08:00:00Z'),
  state: 'fenced',
  kept: [],
  completedAt: null,
};
const advance = (to: ErasureState) => ({ kind: 'Advance', to, at }) as const;

describe('An erasure', () => {
  it('goes these steps in this order', () => {
    expect(erasureStates).toEqual(['fenced', 'shredded', 'purged', 'completed']);
    expect(erasureStates.map(nextStep)).toEqual(['shredded', 'purged', 'completed', null]);
  });

  it('goes one step forward', () => {
    expect(decideErasure(advance('shredded'), fenced)._unsafeUnwrap()).toEqual([
      { kind: 'ErasureAdvanced', to: 'shredded' },
    ]);
    expect(evolveErasure(fenced, { kind: 'ErasureAdvanced', to: 'shredded' })).toEqual({
      ...fenced,
      state: 'shredded',
    });
  });

  it('is completed after the last step, at the moment of it', () => {
    const purged: Erasure = { ...fenced, state: 'purged' };
    const events = decideErasure(advance('completed'), purged)._unsafeUnwrap();
    expect(events).toEqual([{ kind: 'ErasureCompleted', at }]);
    expect(events.reduce(evolveErasure, purged)).toEqual({ ...fenced, state: 'completed', completedAt: at });
  });

  it('is not changed by a step that is done already', () => {
    const purged: Erasure = { ...fenced, state: 'purged' };
    for (const to of ['fenced', 'shredded', 'purged'] as const) {
      expect(decideErasure(advance(to), purged)._unsafeUnwrap()).toEqual([]);
    }
    const completed: Erasure = { ...fenced, state: 'completed', completedAt: at };
    for (const to of erasureStates) expect(decideErasure(advance(to), completed)._unsafeUnwrap()).toEqual([]);
  });

  it('skips no step', () => {
    expect(decideErasure(advance('purged'), fenced)._unsafeUnwrapErr()).toEqual({
      kind: 'StepSkipped',
      done: 'fenced',
      asked: 'purged',
    });
    expect(decideErasure(advance('completed'), fenced).isErr()).toBe(true);
    expect(decideErasure(advance('completed'), { ...fenced, state: 'shredded' }).isErr()).toBe(true);
  });

  it('never goes back, and is completed if and only if it says when, whatever the steps that are asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...erasureStates)), (asked) => {
        asked.reduce((erasure, to) => {
          const next = decideErasure(advance(to), erasure).match(
            (events) => events.reduce(evolveErasure, erasure),
            () => erasure,
          );
          const steps = erasureStates.indexOf(next.state) - erasureStates.indexOf(erasure.state);
          expect([0, 1]).toContain(steps);
          expect(next.completedAt === null).toBe(next.state !== 'completed');
          return next;
        }, fenced);
      }),
    );
  });
});

describe('A cancellation on behalf of a person', () => {
  it('gives one of these reasons', () => {
    expect(cancellationReasons).toEqual(['asked-by-phone', 'asked-by-email', 'asked-in-writing', 'death', 'guardian']);
    for (const reason of cancellationReasons) expect(CancellationReason.parse(reason)._unsafeUnwrap()).toBe(reason);
    expect(CancellationReason.parse('annoying')._unsafeUnwrapErr()).toEqual({ kind: 'InvalidCancellationReason' });
  });
});
