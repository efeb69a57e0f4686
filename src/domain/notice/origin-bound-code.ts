import { err, ok, type Result } from '../result.ts';
import { smsSegments } from './sms-segments.ts';

/** What a text message with a code says, and for whom. */
export interface OriginBoundCodeText {
  /** ASCII letters and digits. */
  readonly code: string;
  /** What a person reads: it names the code too, since not every phone understands the last line. */
  readonly sentence: string;
  /** The host name of the site that asks for the code, such as `joos.example`: lower case, no scheme, no port. */
  readonly origin: string;
}

/** The message would not be understood, or not travel whole. It names the part, never what it says. */
export interface InvalidOriginBoundCode {
  readonly kind: 'InvalidOriginBoundCode';
  /**
   * - `code`: empty, or more than letters and digits;
   * - `sentence`: empty, or it ends with blanks or a line break;
   * - `origin`: no lower-case host name;
   * - `too-long`: all together takes more than one segment.
   */
  readonly reason: 'code' | 'sentence' | 'origin' | 'too-long';
}

/**
 * A text message whose code phones offer to fill in, and on the site that it is bound to alone: a code asked for by a
 * forged page is not offered there. The last line is exactly `@origin #code` ("Origin-bound one-time codes delivered
 * via SMS", WICG; Apple's "domain-bound codes" and the WebOTP API read the same line).
 *
 * It always takes one segment: parts that arrive one by one, or not all of them, would be no code.
 */
export function originBoundCode({
  code,
  sentence,
  origin,
}: OriginBoundCodeText): Result<string, InvalidOriginBoundCode> {
  if (!/^[0-9A-Za-z]+$/.test(code)) return refuse('code');
  if (sentence === '' || sentence !== sentence.trimEnd()) return refuse('sentence');
  if (!isHostName(origin)) return refuse('origin');
  const message = `${sentence}\n@${origin} #${code}`;
  return smsSegments(message).segments === 1 ? ok(message) : refuse('too-long');
}

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const hostName = new RegExp(`^(?:${label}\\.)*${label}$`);

/**
 * The rules of RFC 1123 (section 2.1); names of other scripts come as `xn--…`. An IP address is no name: no site is
 * bound to it.
 */
function isHostName(text: string): boolean {
  return text.length <= 253 && hostName.test(text) && !/(?:^|\.)[0-9]+$/.test(text);
}

function refuse(reason: InvalidOriginBoundCode['reason']): Result<never, InvalidOriginBoundCode> {
  return err({ kind: 'InvalidOriginBoundCode', reason });
}
