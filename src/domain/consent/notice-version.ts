import type { Brand } from '../brand.ts';
import { err, ok, type Result } from '../result.ts';

/**
 * The version of the privacy notice that a person was shown (GDPR art. 7(1), 13): the month it took effect, such as
 * `2026-11`, and a number from 2 on where a month had more than one, such as `2026-11.2`.
 */
export type NoticeVersion = Brand<string, 'NoticeVersion'>;

/** The text names no version of the privacy notice. */
export interface InvalidNoticeVersion {
  readonly kind: 'InvalidNoticeVersion';
}

// At most 9 characters and 8 digits, so that no card number fits in.
const shape = /^20\d{2}-(?:0[1-9]|1[0-2])(?:\.(?:[2-9]|[1-9]\d))?$/;

/** Smart constructor: a month of this century, and from the second version in a month on its number, 2 to 99. */
export const NoticeVersion = {
  /** Accepts `YYYY-MM` or `YYYY-MM.N` and nothing else. */
  parse(text: string): Result<NoticeVersion, InvalidNoticeVersion> {
    return typeof text === 'string' && shape.test(text)
      ? ok(text as NoticeVersion) // sound: the shape was just checked
      : err({ kind: 'InvalidNoticeVersion' });
  },
};
