import { type ClosedList, closedList } from '../closed-list.ts';
import type { FieldId } from '../data-map/personal-field.ts';

/**
 * What staff may have shown in clear, field by field: the ways to reach a person, and nothing else (POLICY.md C09). A
 * username reaches nobody, so it stays masked.
 */
export type RevealableField = Extract<FieldId, 'login.phone' | 'contact.email'>;
/** The two ways to reach a person: by phone and by email (POLICY.md C09). */
export const revealableFields: readonly RevealableField[] = ['login.phone', 'contact.email'];

/** The text names no field that staff may have shown in clear. */
export interface NotRevealable {
  readonly kind: 'NotRevealable';
}

/** Smart constructor: accepts the field id `login.phone` or `contact.email`, and no other field of the map. */
export const RevealableField: ClosedList<RevealableField, 'NotRevealable'> = closedList(
  revealableFields,
  'NotRevealable',
);
