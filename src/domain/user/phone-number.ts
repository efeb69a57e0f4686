import type { Brand } from '../brand.ts';
import { err, ok, type Result } from '../result.ts';
import { lookUpNumber, type NumberUse } from './numbering-plan.ts';

/** A mobile phone number in E.164 form, such as `+4915112345678` (POLICY.md C02). */
export type PhoneNumber = Brand<string, 'PhoneNumber'>;

/** The text is no mobile phone number, and why; never the text. */
export interface InvalidPhoneNumber {
  readonly kind: 'InvalidPhoneNumber';
  readonly reason: InvalidPhoneNumberReason;
}

/**
 * - `not-international`: `+` and the country calling code are missing;
 * - `not-a-number`: no country gives out such a number;
 * - `fixed-line`, `premium`, `voip`: a number, but of that kind;
 * - `not-mobile`: a number of yet another kind, such as toll-free or a pager.
 */
export type InvalidPhoneNumberReason =
  | 'not-international'
  | 'not-a-number'
  | 'fixed-line'
  | 'premium'
  | 'voip'
  | 'not-mobile';

/** The longest spelling looked at: 15 digits with much between them. */
const longestInput = 64;
/** What people put between digits, and the invisible direction marks that an address book copies along. */
const between = /[\s()./\p{Dash_Punctuation}\p{Format}]/gu;

/** Smart constructor: accepts a mobile number with its country calling code, spaced in any way, and answers E.164. */
export const PhoneNumber = {
  /**
   * Accepts a number in international form, however spaced; answers it in E.164. A number that its country does not tell
   * from fixed-line (as in the United States) counts as mobile.
   *
   * The card number guard does not look at it: 12 digits and more are usual here, and the numbering plan decides instead.
   */
  parse(text: string): Result<PhoneNumber, InvalidPhoneNumber> {
    if (typeof text !== 'string' || text.length > longestInput) return refuse('not-a-number');
    const compact = text.normalize('NFKC').replace(between, '');
    if (/^[0-9]+$/.test(compact)) return refuse('not-international');
    if (!/^\+[0-9]{5,16}$/.test(compact)) return refuse('not-a-number');

    const entry = lookUpNumber(compact);
    if (entry === null) return refuse('not-a-number');
    const reason = refusals[entry.use];
    return reason === null
      ? ok(entry.e164 as PhoneNumber) // sound: the numbering plan gives E.164
      : refuse(reason);
  },
};

const refusals: Readonly<Record<NumberUse, InvalidPhoneNumberReason | null>> = {
  MOBILE: null,
  FIXED_LINE_OR_MOBILE: null,
  FIXED_LINE: 'fixed-line',
  PREMIUM_RATE: 'premium',
  VOIP: 'voip',
  TOLL_FREE: 'not-mobile',
  SHARED_COST: 'not-mobile',
  PERSONAL_NUMBER: 'not-mobile',
  PAGER: 'not-mobile',
  UAN: 'not-mobile',
  VOICEMAIL: 'not-mobile',
  unassigned: 'not-a-number',
};

function refuse(reason: InvalidPhoneNumberReason): Result<never, InvalidPhoneNumber> {
  return err({ kind: 'InvalidPhoneNumber', reason });
}
