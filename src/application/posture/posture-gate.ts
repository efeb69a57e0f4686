import type { PostureCheck } from '../../domain/posture/posture-check.ts';
import type { PostureGate } from '../ports/posture.ts';
import type { ExaminePosture } from './examine-posture.ts';

/** Lets the core open only where each of these checks is fine. What could not be checked is not. */
export function postureGate(examine: ExaminePosture, demanded: readonly PostureCheck[]): PostureGate {
  return {
    refusedBy: () =>
      examine(demanded).map((lines) =>
        lines.flatMap(({ check: { id: check }, result }) =>
          result.kind === 'ok' ? [] : [{ check, result: result.kind }],
        ),
      ),
  };
}
