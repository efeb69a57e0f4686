import { describe, expect, it } from 'vitest';
import { CancellationReason, cancellationReasons, erasureStates } from '../../../src/domain/deletion/erasure.ts';

describe('An erasure', () => {
  it('goes these steps in this order', () => {
    expect(erasureStates).toEqual(['fenced', 'shredded', 'purged', 'completed']);
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
