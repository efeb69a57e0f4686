import type { CardView } from '../../../application/cards/list-cards.ts';
import { time } from './time.ts';

/** A card as its owner sees it (POLICY.md C13). */
export interface CardJson {
  readonly card: string;
  readonly last4: string;
  readonly network: string;
  readonly shown: string;
  readonly addedAt: string;
}

export function cardJson({ card, last4, network, shown, addedAt }: CardView): CardJson {
  return { card, last4, network, shown, addedAt: time(addedAt) };
}
