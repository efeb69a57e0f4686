/** New identifiers. */
export interface Ids {
  /** A UUID that nobody can guess and that says nothing, not even when it was made (version 4). */
  random(): string;
  /** A UUID that sorts by the time it was made (version 7): for rows that are erased whole with their person. */
  ordered(): string;
}
