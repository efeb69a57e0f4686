import type { Card } from '../../domain/card/masked-card.ts';
import type { CardId } from '../../domain/ids.ts';
import { err, ok, type ResultAsync } from '../../domain/result.ts';
import type { ActiveSubject } from '../ports/active-subject.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Transaction } from '../ports/transaction.ts';

/** The person has no card, or not this one. */
export interface NoCard {
  readonly kind: 'NoCard';
}

/** The person's card of that name, or the newest one where none is named. */
export function cardFor(
  tx: Transaction,
  proof: ActiveSubject,
  wanted: CardId | null,
): ResultAsync<Card, NoCard | PortFailure> {
  const found =
    wanted === null
      ? tx.cards.of(proof, 'payment').map((cards) => cards.at(-1) ?? null)
      : tx.cards.find(proof, wanted, 'payment');
  return found.andThen((card) => (card === null ? err<Card, NoCard>({ kind: 'NoCard' }) : ok(card)));
}
