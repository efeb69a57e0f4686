import type { NodemailerError } from 'nodemailer';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';

/** Replies of a server that has too much to do, or wants to see the mail again later (RFC 5321, 4.2.2; greylisting). */
const throttled: ReadonlySet<number> = new Set([421, 450, 451, 452]);
/** The commands that are about the mail. What is said to another is about the session: a password, a missing STARTTLS. */
const aboutTheMail: ReadonlySet<string> = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);
/** Replies about the session, whatever they answer: wrong order of commands, authentication required. */
const aboutTheSession: ReadonlySet<number> = new Set([503, 530]);
/** What nodemailer itself says of a mail that it does not even begin to send. */
const unsendable: ReadonlySet<string> = new Set(['EENVELOPE', 'EMESSAGE']);

/**
 * Puts a failed sending into words of ours. A server takes a mail over by its reply to the end of the data and by nothing
 * else (RFC 5321, 4.2.5 and 6.1): every reply that says no says that nothing was done, and so does a connection that was
 * lost before the end. Only where the end was handed over and no reply came may the mail have gone out.
 */
export function smtpFailure(cause: unknown, endHandedOver: boolean): PortFailure {
  const { code, command = '', responseCode = 0 }: Partial<NodemailerError> = cause instanceof Error ? cause : {};
  if (throttled.has(responseCode)) return portFailure('Mailer', true, cause, 'throttled');
  if (responseCode >= 500 && aboutTheMail.has(command) && !aboutTheSession.has(responseCode)) {
    return portFailure('Mailer', false, cause);
  }
  if (responseCode >= 400) return portFailure('Mailer', true, cause, 'not-reached');
  if (responseCode === 0 && code !== undefined && unsendable.has(code)) return portFailure('Mailer', false, cause);
  return portFailure('Mailer', true, cause, endHandedOver ? 'unclear' : 'not-reached');
}
