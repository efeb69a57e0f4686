import { type ClosedList, closedList } from '../closed-list.ts';
import { type Category, categories } from '../data-map/vocabulary.ts';
import { type HoldId, type InvalidId, OrderId, type SubjectId } from '../ids.ts';
import type { Instant } from '../instant.ts';
import { err, ok, type Result } from '../result.ts';
import type { CaseNumber, StaffId } from '../staff/staff-id.ts';

/**
 * A legal hold: something of a person's must not be erased for now, since the law or a claim needs it (GDPR art. 17(3)(b)
 * and (e), art. 18(1)(c)). It stops only what it names, needs two people who agree, and ends by itself.
 */

/** On what a hold rests: a closed list, so that no free text of a person's gets in. */
export type HoldBasis = 'legal-claim' | 'authority-order' | 'legal-obligation' | 'payment-dispute';
/** The bases to choose from. */
export const holdBases: readonly HoldBasis[] = [
  'legal-claim',
  'authority-order',
  'legal-obligation',
  'payment-dispute',
];

/** The text names nothing that a hold rests on. */
export interface InvalidHoldBasis {
  readonly kind: 'InvalidHoldBasis';
}

/** Smart constructor: accepts the exact name of a basis, and no free text. */
export const HoldBasis: ClosedList<HoldBasis, 'InvalidHoldBasis'> = closedList(holdBases, 'InvalidHoldBasis');

/**
 * What a hold can keep. Sessions and codes are secrets of the moment that the fence ends, hold or not; keys stay because of
 * what is sealed under them, and not for their own sake.
 */
export type HoldableCategory = Exclude<Category, 'session' | 'verification' | 'key'>;
/** The categories that a hold can name; one on the person names all of them. */
export const holdableCategories: readonly HoldableCategory[] = categories.filter(
  (category): category is HoldableCategory =>
    category !== 'session' && category !== 'verification' && category !== 'key',
);

/** What a hold names: everything of the person, one rental with its payment and card, or one category. */
export type HoldScope =
  | { readonly kind: 'person' }
  | { readonly kind: 'order'; readonly order: OrderId }
  | { readonly kind: 'category'; readonly category: HoldableCategory };
/** The kinds of scope, widest first. */
export const holdScopes: readonly HoldScope['kind'][] = ['person', 'order', 'category'];

/** The scope is none of the list, or it names no rental or category where it must, or one where it must not. */
export interface InvalidHoldScope {
  readonly kind: 'InvalidHoldScope';
}

/** A scope as it is typed: the kind, and what it names. */
export interface TypedHoldScope {
  readonly scope: string;
  readonly order?: string | undefined;
  readonly category?: string | undefined;
}

/** Smart constructor: puts a scope together, and refuses one that names too much or too little. */
export const HoldScope = {
  /** From the kind with the rental or the category that it names, and nothing beside it. */
  parse({ scope, order, category }: TypedHoldScope): Result<HoldScope, InvalidHoldScope | InvalidId> {
    if (scope === 'person' && order === undefined && category === undefined) return ok({ kind: 'person' });
    if (scope === 'order' && order !== undefined && category === undefined) {
      return OrderId.parse(order).map((named) => ({ kind: 'order', order: named }));
    }
    const named = holdableCategories.find((known) => known === category);
    return scope === 'category' && named !== undefined && order === undefined
      ? ok({ kind: 'category', category: named })
      : err({ kind: 'InvalidHoldScope' });
  },
};

/** Who acts on a hold: a member of the staff, or the card processor, whose signed word that a payment is disputed opens one. */
export type HoldActor = StaffId | typeof cardProcessor;
/** No member of the staff can have this name. */
export const cardProcessor = 'card_processor';

/** The case that a hold belongs to; one that the card processor opened has none of ours. */
export type HoldCase = CaseNumber | typeof cardDispute;
/** No case of ours is numbered so. */
export const cardDispute = 'card-dispute';

/** One hold. It stops nothing before it is approved, nor from its expiry or its end on. */
export interface LegalHold {
  readonly hold: HoldId;
  readonly subject: SubjectId;
  readonly scope: HoldScope;
  readonly basis: HoldBasis;
  readonly caseNumber: HoldCase;
  readonly placedBy: HoldActor;
  readonly placedAt: Instant;
  /** The second person, who is not the first; null until then. */
  readonly approved: { readonly by: HoldActor; readonly at: Instant } | null;
  /** From this moment on it stops nothing, whoever approved it. */
  readonly expiresAt: Instant;
  /** Who ended it before its expiry, and when; null where nobody did. */
  readonly ended: { readonly by: HoldActor; readonly at: Instant } | null;
}

/** `waiting` for the second person, `active` and stopping what it names, `ended` by somebody, or `expired`. */
export type HoldState = 'waiting' | 'active' | 'ended' | 'expired';

/**
 * How a hold stands at a moment. Only the expiry is asked of the clock: an approval or an end counts once it is written
 * down, so that two machines whose clocks differ never disagree about either.
 */
export function holdState(hold: Pick<LegalHold, 'approved' | 'expiresAt' | 'ended'>, at: Instant): HoldState {
  if (hold.ended !== null) return 'ended';
  if (hold.expiresAt <= at) return 'expired';
  return hold.approved === null ? 'waiting' : 'active';
}
