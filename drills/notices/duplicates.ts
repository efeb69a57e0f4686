import type { TakenMail } from './moody-mail-server.ts';

/** What is to be said of mails that were taken more than once. */
export interface Duplicates {
  /** How many were taken beyond the first of each. */
  readonly count: number;
  /** How many of them the outbox did not count as possible. */
  readonly unexplained: number;
  /** Why there are the others, in words with numbers. */
  readonly notes: readonly string[];
}

const reasons: Readonly<Record<TakenMail['mood'], string>> = {
  answered: 'its worker was killed, or the database was away, before the answer was written down',
  hung: 'the mail server took it and never answered',
  cut: 'the mail server took it and cut the connection',
  broken: 'the mail server took it and answered with an error',
};

/**
 * Explains each duplicate by what became of the one before it, and holds all of a notice against the tries that the outbox
 * counted as unclear; of a notice that went with its person nobody can tell any more.
 */
export function explainDuplicates(
  taken: readonly TakenMail[],
  unclearTriesOf: (notice: string) => number | null,
): Duplicates {
  const counts = new Map<TakenMail['mood'], number>();
  let count = 0;
  let unexplained = 0;
  for (const [notice, mails] of Map.groupBy(taken, ({ messageId }) => messageId)) {
    const inOrder = mails.toSorted((one, other) => one.takenAtMs - other.takenAtMs);
    for (const { mood } of inOrder.slice(0, -1)) counts.set(mood, (counts.get(mood) ?? 0) + 1);
    count += mails.length - 1;
    const allowed = unclearTriesOf(notice) ?? mails.length - 1;
    unexplained += Math.max(0, mails.length - 1 - allowed);
  }
  const notes = [...counts].map(([mood, times]) => `${times} mails were sent again since ${reasons[mood]}.`);
  return { count, unexplained, notes };
}
