/** What one series of operations took. */
export interface Series {
  readonly operations: number;
  readonly durationMs: number;
  readonly latenciesMs: readonly number[];
}

/** Figures of all series of one operation. */
export interface Figures {
  readonly operationsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Runs so many operations, a given number of them at a time, each as soon as one before it ended. */
export async function runSeries(
  operations: number,
  concurrency: number,
  operate: (index: number) => Promise<void>,
): Promise<Series> {
  const latenciesMs: number[] = [];
  let next = 0;
  const startedMs = performance.now();
  const client = async (): Promise<void> => {
    while (next < operations) {
      const index = next;
      next += 1;
      const beganMs = performance.now();
      await operate(index);
      latenciesMs.push(performance.now() - beganMs);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, client));
  return { operations, durationMs: performance.now() - startedMs, latenciesMs };
}

/** The median of the series' rates, and percentiles over all of their operations. */
export function figuresOf(series: readonly Series[]): Figures {
  const rates = series.map(({ operations, durationMs }) => (operations * 1000) / durationMs);
  const latencies = series.flatMap(({ latenciesMs }) => latenciesMs).sort((a, b) => a - b);
  return {
    operationsPerSecond: rounded(median(rates)),
    p50Ms: rounded(latencies[Math.floor(latencies.length * 0.5)] ?? 0),
    p99Ms: rounded(latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * 0.99))] ?? 0),
  };
}

/** The median of the ratios of series that ran one right after the other, so that a drift of the machine hits both. */
export function pairedRatio(ours: readonly Series[], floor: readonly Series[]): number {
  const rate = ({ operations, durationMs }: Series): number => operations / durationMs;
  return rounded(median(ours.map((series, index) => rate(series) / rate(floor[index] ?? series))));
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return Number.isInteger(middle)
    ? ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
    : (sorted[Math.floor(middle)] ?? 0);
}

function rounded(number: number): number {
  return Number(number.toPrecision(4));
}
