import type { Keyring } from '../../application/ports/sealing.ts';
import type { Card, MaskedCard } from '../../domain/card/masked-card.ts';
import type { CardId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { opened, openedOnly } from './sealed-columns.ts';

/** What a query selects of the card `c` for {@link cardOf}, under names that clash with no other table's. */
export const cardColumns = [
  'c.card_id as c_card_id',
  'c.last4_sealed as c_last4_sealed',
  'c.network_sealed as c_network_sealed',
  'c.payment_method_sealed as c_payment_method_sealed',
  'c.added_at as c_added_at',
  'c.removed_at as c_removed_at',
] as const;

export interface CardRow {
  readonly c_card_id: CardId | null;
  readonly c_last4_sealed: Uint8Array | null;
  readonly c_network_sealed: Uint8Array | null;
  readonly c_payment_method_sealed: Uint8Array | null;
  readonly c_added_at: Instant | null;
  readonly c_removed_at: Instant | null;
}

/** The card of a row that was joined; null where the join found none. */
export function cardOf(row: CardRow, keyring: Keyring): Card | null {
  const { c_card_id: card, c_last4_sealed: last4_sealed, c_network_sealed: network_sealed, c_added_at: addedAt } = row;
  const { c_payment_method_sealed: payment_method_sealed } = row;
  if (card === null || last4_sealed === null || network_sealed === null) return null;
  if (payment_method_sealed === null || addedAt === null) return null;
  const { last4, network, payment_method } = opened('cards', card, keyring, {
    last4_sealed,
    network_sealed,
    payment_method_sealed,
  });
  return {
    card,
    subject: keyring.subject,
    last4,
    network,
    paymentMethod: payment_method,
    addedAt,
    removedAt: row.c_removed_at,
  };
}

/** What of the card of a joined row a receipt shows: the processor's name for it stays sealed. Null where there is none. */
export function maskedCardOf(row: CardRow, keyring: Keyring): MaskedCard | null {
  const { c_card_id: card, c_last4_sealed: last4_sealed, c_network_sealed: network_sealed } = row;
  if (card === null || last4_sealed === null || network_sealed === null) return null;
  return openedOnly('cards', card, keyring, ['last4', 'network'], { last4_sealed, network_sealed });
}
