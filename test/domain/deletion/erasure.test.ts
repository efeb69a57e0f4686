import { describe, expect, it } from 'vitest';
import {
  CancellationReason,
  cancellationReasons,
  erasureStates,
  hasReached,
} from '../../../src/domain/deletion/erasure.ts';

describe('An erasure', () => {
  it('goes these steps in this order', () => {
    const steps = ['fenced', 'drained', 'propagated', 'shredded', 'purged', 'verified', 'certified'] as const;
    expect(erasureStates).toEqual(steps);
    steps.forEach((state, place) => {
      expect(erasureStates.filter((other) => hasReached({ state }, other))).toEqual(steps.slice(0, place + 1));
    });
  });
});

describe('A cancellation on behalf of a person', () => {
  it('has a reason of this list', () => {
    expect(cancellationReasons).toEqual(['asked-by-phone', 'asked-by-email', 'asked-in-writing', 'death', 'guardian']);
    for (const reason of cancellationReasons) expect(CancellationReason.parse(reason)._unsafeUnwrap()).toBe(reason);
  });

  it('has no reason in free text', () => {
    expect(CancellationReason.parse('Robin moved away')._unsafeUnwrapErr()).toEqual({
      kind: 'InvalidCancellationReason',
    });
  });
});
