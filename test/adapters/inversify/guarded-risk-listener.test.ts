import { expect, test } from 'vitest';
import { guardedRiskListener } from '../../../src/adapters/inversify/guarded-risk-listener.ts';
import type { RiskEvent } from '../../../src/domain/risk/risk-event.ts';
import { instant, newEntryId } from '../../../src/testing/contracts/samples.ts';

const event: RiskEvent = { event: newEntryId(), kind: 'code-spent', rule: null, subject: null, at: instant() };

test('a listener is told of each event', () => {
  const told: RiskEvent[] = [];
  guardedRiskListener({ told: (one) => void told.push(one) }).told(event);
  expect(told).toEqual([event]);
});

test('a listener that throws stops nothing', () => {
  let asked = 0;
  const failing = guardedRiskListener({
    told: () => {
      asked += 1;
      throw new Error('The listener of the host is broken');
    },
  });
  expect(() => failing.told(event)).not.toThrow();
  expect(asked).toBe(1);
});
