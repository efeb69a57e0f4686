/**
 * One table as a transaction sees it: the rows that are committed, with its own changes laid over them until it commits.
 * Values are copied on their way in and out, so that nobody shares one with the store.
 */
export class Draft<Key, Row> {
  readonly #committed: Map<Key, Row>;
  /** Absent: unchanged. Null: deleted. */
  readonly #changed = new Map<Key, Row | null>();

  constructor(committed: Map<Key, Row>) {
    this.#committed = committed;
  }

  /** A copy of the row; null if there is none. */
  get(key: Key): Row | null {
    const row = this.#find(key);
    return row === null ? null : structuredClone(row);
  }

  has(key: Key): boolean {
    return this.#find(key) !== null;
  }

  set(key: Key, row: Row): void {
    this.#changed.set(key, structuredClone(row));
  }

  /** Deletes the row and says whether there was one. */
  delete(key: Key): boolean {
    const found = this.has(key);
    if (found) this.#changed.set(key, null);
    return found;
  }

  /** Copies of the rows that fit, in the order in which they came. */
  where(fits: (row: Row, key: Key) => boolean): Row[] {
    return this.keysWhere(fits).flatMap((key) => this.get(key) ?? []);
  }

  /** The keys of the rows that fit, in the order in which they came. */
  keysWhere(fits: (row: Row, key: Key) => boolean): Key[] {
    const keys = new Set([...this.#committed.keys(), ...this.#changed.keys()]);
    return [...keys].filter((key) => {
      const row = this.#find(key);
      return row !== null && fits(row, key);
    });
  }

  /** Deletes the rows that fit and answers how many they were. */
  deleteWhere(fits: (row: Row, key: Key) => boolean): number {
    const keys = this.keysWhere(fits);
    for (const key of keys) this.#changed.set(key, null);
    return keys.length;
  }

  /** Makes the changes everyone's. */
  commit(): void {
    for (const [key, row] of this.#changed) {
      if (row === null) this.#committed.delete(key);
      else this.#committed.set(key, row);
    }
    this.#changed.clear();
  }

  #find(key: Key): Row | null {
    const changed = this.#changed.get(key);
    return changed === undefined ? (this.#committed.get(key) ?? null) : changed;
  }
}
