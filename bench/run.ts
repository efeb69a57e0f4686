import type { Contender, Someone } from './contender.ts';
import { type Figures, figuresOf, pairedRatio, runSeries, type Series } from './measure.ts';

/** One operation at one concurrency, side by side. */
export interface Line {
  readonly engine: string;
  readonly operation: string;
  readonly concurrency: number;
  readonly core: Figures;
  readonly floor: Figures;
  /** The core's rate by the floor's: the median over pairs of series. */
  readonly ratio: number;
}

interface Operation {
  readonly name: string;
  /** How many operations a series has; fewer where each takes longer. */
  readonly perSeries: number;
  /** Each takes somebody who is gone afterwards. */
  readonly consumes: boolean;
  readonly run: (contender: Contender, someone: Someone) => Promise<void>;
}

const operations: readonly Operation[] = [
  { name: 'sign-up (request and verify)', perSeries: 480, consumes: false, run: (contender) => contender.signUp() },
  {
    name: 'session look-up',
    perSeries: 3000,
    consumes: false,
    run: (contender, someone) => contender.lookUpSession(someone),
  },
  {
    name: 'rent and return, with receipt',
    perSeries: 240,
    consumes: false,
    run: (contender, someone) => contender.rentAndReturn(someone),
  },
  { name: 'export', perSeries: 160, consumes: false, run: (contender, someone) => contender.exportData(someone) },
  { name: 'erasure', perSeries: 64, consumes: true, run: (contender, someone) => contender.erase(someone) },
];

/** Measures every operation at every concurrency: series of core and floor in turn, after one of each that does not count. */
export async function measure(
  engine: string,
  core: Contender,
  floor: Contender,
  settings: {
    readonly concurrencies: readonly number[];
    readonly rounds: number;
    readonly announce: (line: string) => void;
  },
): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for (const operation of operations) {
    // People whom rentals made rich would make exports dear: each operation has people of its own.
    const count = operation.consumes ? operation.perSeries * (settings.rounds + 1) * settings.concurrencies.length : 64;
    settings.announce(`${engine}: ${operation.name}: making ${count} people for each side`);
    const [ours, theirs] = [
      new People(await core.people(count), operation.consumes),
      new People(await floor.people(count), operation.consumes),
    ];
    for (const concurrency of settings.concurrencies) {
      const coreSeries: Series[] = [];
      const floorSeries: Series[] = [];
      for (let round = 0; round <= settings.rounds; round += 1) {
        const one = await runSeries(operation.perSeries, concurrency, () => operation.run(core, ours.next()));
        const other = await runSeries(operation.perSeries, concurrency, () => operation.run(floor, theirs.next()));
        if (round > 0) {
          coreSeries.push(one);
          floorSeries.push(other);
        }
      }
      const line = {
        engine,
        operation: operation.name,
        concurrency,
        core: figuresOf(coreSeries),
        floor: figuresOf(floorSeries),
        ratio: pairedRatio(coreSeries, floorSeries),
      };
      lines.push(line);
      settings.announce(
        `${engine}: ${line.operation}, ${concurrency} at a time: ${line.core.operationsPerSecond}/s, ratio ${line.ratio}`,
      );
    }
  }
  return lines;
}

/** Hands people out in turn, or each once. */
class People {
  readonly #people: readonly Someone[];
  readonly #once: boolean;
  #taken = 0;

  constructor(people: readonly Someone[], once: boolean) {
    this.#people = people;
    this.#once = once;
  }

  next(): Someone {
    const index = this.#once ? this.#taken : this.#taken % this.#people.length;
    this.#taken += 1;
    const someone = this.#people[index];
    if (someone === undefined) {
      throw new Error('There are not enough people');
    }
    return someone;
  }
}
