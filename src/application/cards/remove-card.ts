import { CardId, type InvalidId } from '../../domain/ids.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';

/** The person takes a card away (POLICY.md C08, C22). */
export interface RemoveCardInput {
  readonly session: SessionToken;
  readonly card: string;
}

/** The person has no such card, or has removed it. */
export interface NoSuchCard {
  readonly kind: 'NoSuchCard';
}

/** Why the card stays as it is; that it is in use is none of the reasons. */
export type RemoveCardRefusal = InvalidId | NotLoggedIn | NoSuchCard | PortFailure;

/**
 * `deleted`: nothing of the card is left. `kept-until-settled`: an open rental or an unpaid amount is bound to it; nothing
 * new can be rented with it, and it goes with the last of them (POLICY.md C26).
 */
export type CardRemoval = 'deleted' | 'kept-until-settled';

/**
 * Takes the card from the list at once, and says whether its row is gone too: it stays while something is bound to it that is
 * not settled, and while a hold or an open request protects it.
 */
export type RemoveCard = (input: RemoveCardInput) => ResultAsync<CardRemoval, RemoveCardRefusal>;

/** Makes the use case. */
export function removeCard(ports: Pick<Ports, 'store' | 'hashing' | 'clock' | 'processor' | 'log'>): RemoveCard {
  return (input) =>
    safeTry(async function* () {
      const id = yield* CardId.parse(input.card);
      const token = ports.hashing.sessionToken(input.session);
      const at = ports.clock.now();
      const removed = yield* ports.store.transact((tx) =>
        safeTry(async function* () {
          // Alone: whoever rents holds the row shared, so no rental is bound to the card between the look and the deletion.
          const { proof } = yield* tx.doors.bySessionAlone(token, at, 'payment');
          const card = yield* tx.cards.find(proof, id, 'payment');
          if (card === null) return err<never, NoSuchCard>({ kind: 'NoSuchCard' });
          // Whoever approves a hold holds the same row: what it protects is found here, or the hold finds no card any more.
          const { categories, orders } = yield* ports.store.reads.protectionOf(proof.subject, at);
          const isProtected = categories.has('card') || orders.size > 0;
          if (isProtected || (yield* tx.cards.inUse(proof, id))) {
            yield* tx.cards.markRemoved(proof, id, at);
            return ok({ removal: 'kept-until-settled' as const, paymentMethod: null });
          }
          yield* tx.cards.delete(proof, id);
          return ok({ removal: 'deleted' as const, paymentMethod: card.paymentMethod });
        }),
      );
      if (removed.paymentMethod !== null) {
        // After the commit, since it cannot be undone. The card is gone here either way, so a failure is no refusal.
        const forgotten = await ports.processor.forget(removed.paymentMethod);
        if (forgotten.isErr()) {
          const { port, retryable } = forgotten.error;
          ports.log.write('warn', 'card-not-forgotten', { port, retryable });
        }
      }
      return ok(removed.removal);
    });
}
