import * as fc from 'fast-check';
import type { Mail } from '../../../src/application/ports/mailer.ts';
import { sampleMail } from '../sample-mail.ts';

/** Every text that reaches a header or the name of a part, by where it comes from. */
export const variables = [
  'subject',
  'senderName',
  'messageId',
  'about',
  'language',
  'fileName',
  'unsubscribeUrl',
] as const;
export type Variable = (typeof variables)[number];
export type Texts = Readonly<Record<Variable, string>>;

const usual: Texts = {
  subject: 'Receipt JOOS-2026-000001',
  senderName: 'Joos Berlin',
  messageId: sampleMail.messageId,
  about: 'news',
  language: 'de',
  fileName: 'JOOS-2026-000001.pdf',
  unsubscribeUrl: 'https://joos.example/unsubscribe?token=9f2c',
};

/** What some program takes for the end of a line, of a text, or of neither. */
const breaks = fc.constantFrom(
  ...['\r\n', '\n', '\r', '\n\r', '\r\r\n', '\r\n ', '\u0085', '\u2028', '\u2029', '\v', '\f', '\0', '\x1b', '\x7f'],
  ...['\x9b', '\u001c', '\u001e', '\u00a0', '\ufeff', '\ud800', '\udc00', '\u{e0001}', ''],
);
const loot = fc.constantFrom(
  ...['Bcc: thief@example.com', 'To: thief@example.com', 'X-Injected: 1', 'Subject: Another', '\r\n\r\n<p>A body</p>'],
  ...['.\r\nMAIL FROM:<thief@example.com>', ', thief@example.com', '; thief@example.com', '<thief@example.com>', '>'],
  ...['"', '\\"', '\\', '(', ')', ':', ';', ',', '@', "'", '%0d%0aBcc: thief@example.com', '../../thief', '&amp;'],
  ...['=?utf-8?q?=0D=0ABcc:_thief@example.com?=', '=?utf-8?b?DQpCY2M6IGE=?=', '?=', '=?', '\u202e', '\u2066\u2069'],
  ...['x'.repeat(1_200), 'long words '.repeat(150), 'ü'.repeat(700), '🔋'.repeat(400), 'إيصال'],
);
const hostile = fc
  .array(fc.oneof(breaks, loot, fc.string({ unit: 'binary', maxLength: 6 })), { minLength: 1, maxLength: 5 })
  .map((pieces) => pieces.join(''));

function planted(text: string): fc.Arbitrary<string> {
  return fc.tuple(hostile, fc.integer({ min: 0, max: text.length }), fc.integer({ min: 0, max: 9 })).map(
    // Once in a while nothing but what was planted.
    ([evil, at, alone]) => (alone === 0 ? evil : `${text.slice(0, at)}${evil}${text.slice(at)}`),
  );
}

/** Texts of which the given ones are hostile in any place, and the others as usual. */
export function textsWith(hostileOnes: readonly Variable[]): fc.Arbitrary<Texts> {
  return fc
    .record(Object.fromEntries(hostileOnes.map((variable) => [variable, planted(usual[variable])])))
    .map((texts) => ({ ...usual, ...texts }));
}

/** The sender as a host would configure it. */
export function senderNamed(name: string): string {
  return `${name} <service@joos.example>`;
}

/** The sender as a reader sees it, but for quotes. */
export function senderShown(name: string): string {
  return name.trim() === '' ? 'service@joos.example' : senderNamed(name.trim());
}

/** A mail of these texts; it has a file, and bodies whose beginning and end can be seen. */
export function mailWith({ subject, messageId, about, language, fileName, unsubscribeUrl }: Texts): Mail {
  return {
    ...sampleMail,
    subject,
    messageId,
    about: about as Mail['about'], // no such topic: what the compiler keeps out is let in on purpose
    language,
    unsubscribeUrl,
    html: '<p>The first line</p>\n.\n<p>The last line</p>\n',
    text: 'The first line\n.\nThe last line\n',
    attachments: [{ fileName, mediaType: 'application/pdf', content: Buffer.from('%PDF a file') }],
  };
}

/** What a reader sees of a subject is one line in its own order, and nothing of it was lost that can be shown. */
export function isReadOf(subject: string, read: string): boolean {
  if ([...read].length > 250) return false;
  if (/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(read) || read === '' || !read.isWellFormed()) return false;
  const bare = (text: string) => text.toWellFormed().replace(/[\s\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '');
  const wanted = bare(subject);
  return (
    wanted === '' ||
    (bare(read) !== '' && wanted.startsWith(bare(read)) && (read.length > 200 || bare(read) === wanted))
  );
}
