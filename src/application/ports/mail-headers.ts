import { EmailAddress } from '../../domain/user/email-address.ts';
import type { Mail } from './mailer.ts';

/** Who a mail is from, taken apart. */
export interface Sender {
  /** Plain text, not yet encoded; empty where only an address was given. */
  readonly name: string;
  readonly address: EmailAddress;
}

/** What some reader takes for the end of a line, or shows as nothing. */
const breaks = /[\p{Cc}\u2028\u2029]+/gu;
/** Embeddings, overrides and isolates (UAX #9): they turn around what stands after them, in a subject and beyond it. */
const bidiControls = /[\u202a-\u202e\u2066-\u2069]/gu;
/** No reader sees more of a subject, and no server has to break the line by itself. In characters. */
const longestSubject = 250;
const longestName = 64;
/** A line of a mail has 998 characters at most (RFC 5322, 2.1.1), a header of SES 996 with its name. */
const longestUrl = 900;
/** 52 characters of base64: with its frame an encoded word has 64, and fits behind `Subject: `. In bytes. */
const wordBytes = 39;

/**
 * Takes a sender such as `Joos <service@mail.example>` apart. Throws a `TypeError` on one that cannot be meant: without a
 * sound address, or with a name of more than 64 characters or with controls, quotes, brackets or the look of an encoded word.
 */
export function senderOf(from: string): Sender {
  const [, quoted, plain, inBrackets] = /^(?:(?:"([^"]*)"|([^"]*))\s*<([^<>]*)>)$/s.exec(from.trim()) ?? [];
  const name = (quoted ?? plain ?? '').trim();
  const address = EmailAddress.parse(inBrackets ?? from);
  const readable = name === name.replace(breaks, '').replace(bidiControls, '').toWellFormed();
  if (address.isErr() || !readable || [...name].length > longestName || /["\\<>]|=\?/.test(name)) {
    throw new TypeError('The sender of mails is an address, or a name of one line and an address in angle brackets');
  }
  return { name, address: address.value };
}

/**
 * A subject as one line that reads in the order it was written in: what breaks lines becomes a space, bidi controls go, and
 * what is over 250 characters is cut. Text of right-to-left scripts stays: it needs no control to be shown aright.
 */
export function subjectLine(text: string): string {
  const line = text.toWellFormed().replace(bidiControls, '').replace(breaks, ' ').trim();
  return [...line].slice(0, longestSubject).join('').trim() || '…';
}

/** A header's text in ASCII (RFC 2047): unchanged where it is that already and no reader would decode it, else encoded. */
export function encodedWords(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text) && !text.includes('=?')) return text;
  const words: string[] = [''];
  for (const character of text) {
    const longer = `${words.at(-1)}${character}`;
    if (Buffer.byteLength(longer) > wordBytes) words.push(character);
    else words[words.length - 1] = longer;
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ');
}

/**
 * Whether all that names the mail or a part of it has the form that the port says. Anything else is a mistake of the caller
 * and goes nowhere: to clean it could give two mails one name.
 */
export function isWellNamed({ messageId, about, language, attachments, unsubscribeUrl }: Mail): boolean {
  return (
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(messageId) &&
    /^[a-z][a-z-]{0,63}$/.test(about) &&
    /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}$/.test(language) &&
    attachments.every(
      ({ fileName, mediaType }) =>
        /^[A-Za-z0-9][A-Za-z0-9.-]{0,127}$/.test(fileName) && /^application\/(?:pdf|json)$/.test(mediaType),
    ) &&
    (unsubscribeUrl === null ||
      // Neither bracket, nor anything that a header would have to encode: the address is used as it stands there.
      (/^https:\/\/[\x21-\x3b\x3d\x3f-\x7e]+$/.test(unsubscribeUrl) &&
        unsubscribeUrl.length <= longestUrl &&
        URL.canParse(unsubscribeUrl)))
  );
}

/** The headers by which a mail program takes the person off with one click (RFC 2369, RFC 8058); none without an address. */
export function unsubscribeHeaders({ unsubscribeUrl }: Mail): readonly (readonly [name: string, value: string])[] {
  if (unsubscribeUrl === null) return [];
  return [
    ['List-Unsubscribe', `<${unsubscribeUrl}>`],
    ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
  ];
}
