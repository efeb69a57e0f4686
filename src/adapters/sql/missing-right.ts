import type { MissingRight } from '../../application/ports/stores.ts';
import { messageOf, numberOf } from './driver-error.ts';

/**
 * Which right an account lacks that was refused a change of the schema; null if that is not what happened. Of the message
 * only its first word is looked at: further on it names the account.
 */
export function missingRightIn(error: unknown): MissingRight | null {
  const number = numberOf(error, 'errno');
  if (number === triggersNotTrusted) return 'create-triggers-in-binary-log';
  if (number !== accessToTableDenied) return null;
  return messageOf(error).startsWith('TRIGGER ') ? 'create-triggers' : 'change-tables';
}

const accessToTableDenied = 1142;
/** A binary log is kept, and only SUPER is trusted to create what it replays. */
const triggersNotTrusted = 1419;
