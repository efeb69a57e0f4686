import { domainToASCII, domainToUnicode } from 'node:url';
import type { Brand } from '../brand.ts';
import { holdsCardNumber } from '../card/card-number-guard.ts';
import { err, ok, type Result } from '../result.ts';

/**
 * An email address in the one form that it is stored, compared and written to in (POLICY.md C04): compatibility characters
 * folded (NFKC), lower case, the domain in its ASCII form (IDNA). Dots and `+tags` stay: they are a person's own business.
 */
export type EmailAddress = Brand<string, 'EmailAddress'>;

/** The text is no email address that we write to, and why; never the text. */
export interface InvalidEmailAddress {
  readonly kind: 'InvalidEmailAddress';
  readonly reason: InvalidEmailAddressReason;
}

/**
 * - `length`: more than 254 characters in all, or more than 64 before the `@` (RFC 5321, section 4.5.3.1; errata 1690);
 * - `control-character`: a line end, a direction mark or another character that shows nothing;
 * - `at-sign`: not exactly one `@`, counted after normalisation, since some characters turn into one;
 * - `local-part`, `domain`: what stands before or after it has a form that hardly any mail server takes;
 * - `card-number`: a card number hides in it.
 */
export type InvalidEmailAddressReason =
  | 'length'
  | 'control-character'
  | 'at-sign'
  | 'local-part'
  | 'domain'
  | 'card-number';

const longestAddress = 254;
const longestLocalPart = 64;
/** The characters of zod's email check: a letter or digit at the end, no dot at the start, no two in a row. */
const localPart = /^(?!\.)(?!.*\.\.)[a-z0-9_'+.-]*[a-z0-9_+-]$/;
/** A line end, a direction mark, a filler: IDNA drops some of these from a domain, and trimming others. */
const showsNothing = /[\p{Other}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/u;
/** All but those in which NFKC finds a full stop that nobody typed, such as `⒈` and `㏂`. IDNA disallows them (UTS 46). */
const normalisable = /[^‥…⒈-⒛㏂㏇㏘︙︰🄀]+/gu;
/**
 * Looked at before IDNA, which drops or decodes some of the rest, and after it, since `xn--…` spells such a domain too. Both
 * full stops, and the signs that stand inside Catalan, Greek, Hebrew and Japanese names (RFC 5892, appendix A).
 */
const domainCharacters = /^[\p{L}\p{M}\p{N}.。·͵׳״・-]+$/u;
/** Labels of at most 63 letters, digits and inner hyphens, the last of letters alone or IDNA's (RFC 1035, RFC 5890). */
const asciiDomain = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{0,58}[a-z0-9])$/;

/** Smart constructor: accepts any spelling of an address and answers the one form that is stored and compared. */
export const EmailAddress = {
  /** Normalises, then checks; space around it is dropped. */
  parse(text: string): Result<EmailAddress, InvalidEmailAddress> {
    // Twice the length leaves room for what normalising shortens, and bounds the work.
    if (typeof text !== 'string' || text.length > 2 * longestAddress) return refuse('length');
    if (showsNothing.test(text)) return refuse('control-character');
    const normal = text
      .replace(normalisable, (part) => part.normalize('NFKC'))
      .trim()
      // Which small letter it has goes by its place in a word, and a domain has one for all.
      .replaceAll('Σ', 'σ')
      .toLowerCase();
    const at = normal.indexOf('@');
    if (at === -1 || at !== normal.lastIndexOf('@')) return refuse('at-sign');

    const local = normal.slice(0, at);
    const domain = normal.slice(at + 1);
    if (!localPart.test(local)) return refuse('local-part');
    const ascii = domainCharacters.test(domain) ? domainToASCII(domain) : '';
    const readable = domainToUnicode(ascii);
    if (!asciiDomain.test(ascii) || !domainCharacters.test(readable)) return refuse('domain');
    // A label that stays `xn--…` is no IDNA label at all; one that does not come back is a second spelling of another.
    if (/(?:^|\.)xn--/.test(readable) || domainToASCII(readable) !== ascii) return refuse('domain');

    const address = `${local}@${ascii}`;
    if (local.length > longestLocalPart || address.length > longestAddress) return refuse('length');
    // The readable domain as well: `xn--…` can stand for digits of another script.
    if (holdsCardNumber(address) || holdsCardNumber(`${local}@${readable}`)) return refuse('card-number');
    return ok(address as EmailAddress); // sound: every part was just checked
  },
};

function refuse(reason: InvalidEmailAddressReason): Result<never, InvalidEmailAddress> {
  return err({ kind: 'InvalidEmailAddress', reason });
}
