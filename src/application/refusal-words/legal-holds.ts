import type { ApproveHoldRefusal } from '../privacy/approve-hold.ts';
import type { EndHoldRefusal } from '../privacy/end-hold.ts';
import type { HoldsOfRefusal } from '../privacy/holds-of.ts';
import type { PlaceHoldRefusal } from '../privacy/place-hold.ts';
import type { AccountsRefusal } from './accounts.ts';
import type { OrdersRefusal } from './orders.ts';
import type { SharedRefusal } from './shared.ts';
import type { StaffRefusals } from './staff.ts';
import type { SupportRefusal } from './support.ts';
import { say, type WordsOf } from './words.ts';

/** Every refusal of the uses around legal holds; it speaks to staff. */
export type LegalHoldsRefusal = PlaceHoldRefusal | ApproveHoldRefusal | EndHoldRefusal | HoldsOfRefusal;

export const legalHoldsWords: Omit<
  WordsOf<LegalHoldsRefusal>,
  | SharedRefusal['kind']
  | AccountsRefusal['kind']
  | SupportRefusal['kind']
  | StaffRefusals['kind']
  | OrdersRefusal['kind']
> = {
  InvalidHoldBasis: say(
    ['A hold cannot rest on that', 'It is none of the list.', 'Please choose one of the list.'],
    ['Darauf kann keine Sperre beruhen', 'Es steht nicht in der Liste.', 'Bitte wähle aus der Liste.'],
  ),
  InvalidHoldScope: say(
    [
      'What should the hold keep?',
      'A hold names the person, one rental or one category, and nothing beside it.',
      'Please name the rental with the scope order, the category with the scope category, and neither with person.',
    ],
    [
      'Was soll die Sperre behalten?',
      'Eine Sperre nennt die Person, eine Ausleihe oder eine Kategorie, und nichts daneben.',
      'Bitte nenne die Ausleihe bei order, die Kategorie bei category, und keine von beiden bei person.',
    ],
  ),
  ExpiryInPast: say(
    ['That day is over', 'A hold that ended before it began keeps nothing.', 'Please name today or a later day.'],
    [
      'Dieser Tag ist vorbei',
      'Eine Sperre, die vor ihrem Anfang endet, behält nichts.',
      'Bitte nenne heute oder einen späteren Tag.',
    ],
  ),
  ExpiryTooFar: say(
    [
      'That is too far ahead',
      'A hold runs for a year at most, so that two people look at it again.',
      'Please name a day within a year, and place it anew before it is over.',
    ],
    [
      'Das ist zu weit weg',
      'Eine Sperre läuft höchstens ein Jahr, damit zwei Menschen sie neu ansehen.',
      'Bitte nenne einen Tag innerhalb eines Jahres und lege die Sperre vor ihrem Ende neu an.',
    ],
  ),
  NoSuchHold: say(
    [
      'There is no such hold',
      'No hold has this number.',
      'Please list the holds of the person, and take it from there.',
    ],
    [
      'Diese Sperre gibt es nicht',
      'Keine Sperre hat diese Nummer.',
      'Bitte liste die Sperren der Person auf und nimm sie von dort.',
    ],
  ),
  SameApprover: say(
    [
      'Somebody else must approve it',
      'You placed this hold, and it takes two people.',
      'Please ask a colleague to approve it.',
    ],
    [
      'Jemand anders muss zustimmen',
      'Du hast diese Sperre angelegt, und es braucht zwei Menschen.',
      'Bitte lass jemand anders aus dem Team zustimmen.',
    ],
  ),
  AlreadyApproved: say(
    ['This hold is approved already', 'It stops what it names.', 'There is nothing to do.'],
    ['Dieser Sperre ist schon zugestimmt', 'Sie behält, was sie nennt.', 'Es ist nichts zu tun.'],
  ),
  HoldEnded: say(
    ['This hold has ended', 'Somebody ended it, and it stops nothing.', 'If it is still needed, place it anew.'],
    [
      'Diese Sperre ist beendet',
      'Jemand hat sie beendet; sie behält nichts.',
      'Wird sie noch gebraucht, lege sie neu an.',
    ],
  ),
  HoldExpired: say(
    ['This hold has expired', 'Its last day is over, and it stops nothing.', 'If it is still needed, place it anew.'],
    [
      'Diese Sperre ist abgelaufen',
      'Ihr letzter Tag ist vorbei; sie behält nichts.',
      'Wird sie noch gebraucht, lege sie neu an.',
    ],
  ),
};
