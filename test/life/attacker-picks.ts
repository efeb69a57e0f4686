import type { Who } from './attacker-books.ts';
import type { Stage } from './attacker-stage.ts';

/** Draws that a step chooses by: the same ones choose the same, as long as there is the same to choose from. */
export class Picks {
  readonly #draws: readonly number[];
  #next = 0;

  constructor(draws: readonly number[]) {
    this.#draws = draws;
  }

  draw(): number {
    return this.#draws[this.#next++ % this.#draws.length] ?? 0;
  }

  oneOf<Value>(values: readonly Value[]): Value | undefined {
    return values[this.draw() % Math.max(1, values.length)];
  }

  /** True once in so many times. */
  onceIn(times: number): boolean {
    return this.draw() % times === 0;
  }
}

export type Act = (stage: Stage, who: Who, picks: Picks) => Promise<unknown>;
