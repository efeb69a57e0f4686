import { type ClosedList, closedList } from '../closed-list.ts';
import type { FieldId } from '../data-map/personal-field.ts';

/**
 * What staff may have shown in clear, field by field: the ways to reach a person, and nothing else (POLICY.md C09). A
 * username reaches nobody, so it stays masked.
 */
export type RevealableField = Extract<FieldId, 'login.phone' | 'contact.email'>;
export const revealableFields: readonly RevealableField[] = ['login.phone', 'contact.email'];

/** The text names no field that staff may have shown in clear. */
export interface NotRevealable {
  readonly kind: 'NotRevealable';
}

export const RevealableField: ClosedList<RevealableField, 'NotRevealable'> = closedList(
  revealableFields,
  'NotRevealable',
);
