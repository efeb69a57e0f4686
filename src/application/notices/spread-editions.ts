import { consentsAt } from '../../domain/consent/consents.ts';
import type { SubjectId } from '../../domain/ids.ts';
import type { Edition } from '../../domain/notice/edition.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import { newNotice } from './new-notice.ts';

/** The size of one round; who is left over comes with the next. */
export interface SpreadEditionsInput {
  /** How many people are looked at at most. */
  readonly limit: number;
}

/** Queues what was published for those who agree to it; answers for how many it was queued. */
export type SpreadEditions = (input: SpreadEditionsInput) => ResultAsync<number, PortFailure>;

type SpreadPorts = Pick<Ports, 'store' | 'clock' | 'ids' | 'log'>;

/**
 * Makes the use case. It goes through those who ever said yes in the order of their pseudonyms, and remembers how far it came
 * after each round, however far it came. A round that is repeated, or done by two workers at once, queues nothing twice: a notice has the edition and
 * the person in its key.
 */
export function spreadEditions(ports: SpreadPorts): SpreadEditions {
  const { store, clock, log } = ports;
  return ({ limit }) =>
    safeTry(async function* () {
      const found = yield* store.reads.editionToSpread();
      if (found === null) return ok(0);
      const { edition, spreadTo } = found;
      const subjects = yield* store.reads.consenting(edition.purpose, spreadTo, limit);
      let queued = 0;
      let last = spreadTo;
      let trouble: PortFailure | null = null;
      for (const subject of subjects) {
        const result = await queueFor(ports, edition, subject);
        if (result.isErr() && result.error.retryable) {
          trouble = result.error;
          break;
        }
        // Of somebody whose data does not open nothing is known, not even the address: nobody else must wait for that.
        if (result.isErr()) log.write('warn', 'edition-not-queued', { port: result.error.port, retryable: false });
        else queued += result.value;
        last = subject;
      }
      const doneAt = trouble === null && subjects.length < limit ? clock.now() : null;
      yield* store.transact((tx) => tx.editions.spread(edition.edition, last, doneAt));
      if (queued > 0) log.write('info', 'edition-spread', { count: queued });
      return trouble === null ? ok(queued) : err(trouble);
    });
}

/** One if the person agrees now, else none. Whether that still holds when it is sent is looked up again then. */
function queueFor(
  { store, clock, ids }: SpreadPorts,
  { edition, purpose }: Edition,
  subject: SubjectId,
): ResultAsync<number, PortFailure> {
  return store.transact((tx) =>
    safeTry(async function* () {
      const held = yield* tx.doors.bySubjectAlone(subject, 'news');
      const at = clock.now();
      if (held === null || held.user.email === null) return ok(0);
      if (!consentsAt(yield* tx.consents.of(subject), at)[purpose].granted) return ok(0);
      const notice = newNotice(ids, held.proof, { kind: purpose, edition }, at);
      yield* tx.notices.queue(held.proof, notice, `${purpose}:${edition}:${subject}`);
      return ok(1);
    }),
  );
}
