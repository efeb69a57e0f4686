import { categoryNames } from '../data-map/plain-words.ts';
import { unreachable } from '../unreachable.ts';
import type { ErasurePlan, PlanLine } from './plan-erasure.ts';

/** The plan in plain sentences, one a line of the plan: how many of what, what becomes of them, by which rule, and why. */
export function explainPlan(plan: ErasurePlan): readonly string[] {
  return plan.lines.map(sentence);
}

function sentence(line: PlanLine): string {
  const rule = `${line.rule}, ${line.clauses.join(' ')}`;
  return `${categoryNames[line.category]}: ${line.records} ${fate(line)} (${rule}). ${line.because}`;
}

function fate(line: PlanLine): string {
  if (line.outcome === 'erase') return 'erased';
  switch (line.until.kind) {
    case 'day':
      return `kept until ${line.until.day}`;
    case 'settled':
      return `kept until settled, ${line.until.atMost} at most`;
    default:
      return unreachable(line.until satisfies never);
  }
}
