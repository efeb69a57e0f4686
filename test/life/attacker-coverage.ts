/** In how many runs each thing came to pass, and in how many at least it has to. */
export class Coverage {
  readonly #counted = new Map<string, number>();

  add(done: ReadonlySet<string>): void {
    for (const one of done) this.#counted.set(one, (this.#counted.get(one) ?? 0) + 1);
  }

  all(): string {
    return [...this.#counted]
      .toSorted(([a, m], [b, n]) => m - n || (a < b ? -1 : 1))
      .map(([a, n]) => `${n} ${a}`)
      .join(' | ');
  }

  tooRare(): readonly string[] {
    return [];
  }
}
