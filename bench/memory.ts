import type { Contender } from './contender.ts';
import { inEights } from './core.ts';

/** What stays in memory while people sign up. */
export interface MemoryReport {
  readonly signUps: number;
  /** Heap and external memory in use after a collection, in mebibytes, at each tenth of the way. */
  readonly usedMiB: readonly number[];
  /** The last by the third of them: caches are full by then, so that only a leak still grows. */
  readonly growth: number;
}

/** Signs so many people up, and looks at the memory ten times on the way. Needs `--expose-gc`. */
export async function watchMemory(
  core: Contender,
  signUps: number,
  announce: (line: string) => void,
): Promise<MemoryReport> {
  const { gc } = globalThis;
  if (gc === undefined) {
    throw new Error('Start with --expose-gc: without a collection the figures would say nothing');
  }
  const usedMiB: number[] = [];
  for (let tenth = 1; tenth <= 10; tenth += 1) {
    await inEights(Math.round(signUps / 10), () => core.signUp());
    gc();
    const { heapUsed, external } = process.memoryUsage();
    usedMiB.push(Number(((heapUsed + external) / 2 ** 20).toFixed(1)));
    announce(`memory: ${(signUps / 10) * tenth} sign-ups, ${usedMiB.at(-1)} MiB`);
  }
  return { signUps, usedMiB, growth: Number(((usedMiB.at(-1) ?? 0) / (usedMiB[2] ?? 1)).toFixed(3)) };
}
