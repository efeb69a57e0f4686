import { dayMs, hourMs, minuteMs, secondMs } from '../../domain/instant.ts';

const units = [
  ['day', dayMs],
  ['hour', hourMs],
  ['minute', minuteMs],
  ['second', secondMs],
] as const;

/**
 * How old something is, in whole units of the largest kind of which there are two at least: `36 hours`, `4 minutes`.
 */
export function ageInWords(ageMs: number): string {
  const [unit, unitMs] = units.find(([, ms]) => ageMs >= 2 * ms) ?? (['second', secondMs] as const);
  const count = Math.max(0, Math.floor(ageMs / unitMs));
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
