import type { MissingRight } from '../../application/ports/stores.ts';
import { messageOf, numberOf } from './driver-error.ts';

/**
 * Which right an account lacks that was refused a change of the schema; null if that is not what happened. Of the message
 * only its first word is looked at: further on it names the account.
 */
export function missingRightIn(error: unknown): MissingRight | null {
  switch (numberOf(error, 'errno')) {
    case accessToTableDenied:
      return messageOf(error).startsWith('TRIGGER ') ? 'create-triggers' : 'change-tables';
    case triggersNotTrusted:
      return 'create-triggers-in-binary-log';
    default:
      return null;
  }
}

const accessToTableDenied = 1142;
/** A binary log is kept, and only SUPER is trusted to create what it replays. */
const triggersNotTrusted = 1419;
