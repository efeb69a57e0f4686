/**
 * How often a property of this folder is tried. `JOOS_FC_RUNS=10` tries each ten times as often; what the test command can
 * afford on two cores is 1.
 */
export function runs(atLeast: number): number {
  const factor = Number(process.env.JOOS_FC_RUNS || 1);
  return Math.max(1, Math.round(atLeast * factor));
}
