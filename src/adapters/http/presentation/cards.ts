import type { CardView } from '../../../application/cards/list-cards.ts';
import type { CardSetup } from '../../../application/ports/card-processor.ts';
import { time } from './time.ts';

/** What the app's card form begins with. This is the one answer that shows the secret. */
export interface CardSetupJson {
  readonly setup: string;
  readonly clientSecret: string;
}

export function cardSetupJson({ setup, clientSecret }: CardSetup): CardSetupJson {
  return { setup, clientSecret };
}

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
