/** How a text travels by SMS, and what it costs: providers charge by the segment. */
export interface SmsSegments {
  /** `gsm-7` where every character is in the GSM alphabet; one that is not makes the whole text `ucs-2`. */
  readonly encoding: SmsEncoding;
  /** Septets of GSM-7, of which some characters take two; or units of UTF-16. */
  readonly units: number;
  /** How many messages are charged; an empty text is one too. */
  readonly segments: number;
}

/** The two alphabets of 3GPP TS 23.038 in which texts are written. */
export type SmsEncoding = 'gsm-7' | 'ucs-2';

/** The 7 bit default alphabet of 3GPP TS 23.038 (section 6.2.1) in the order of its codes, without the escape at 27. */
const gsmBasicCharacters: string = [
  '@£$¥èéùìòÇ\nØø\rÅå',
  'Δ_ΦΓΛΩΠΨΣΘΞÆæßÉ',
  ' !"#¤%&\'()*+,-./',
  '0123456789:;<=>?',
  '¡ABCDEFGHIJKLMNO',
  'PQRSTUVWXYZÄÖÑÜ§',
  '¿abcdefghijklmno',
  'pqrstuvwxyzäöñüà',
].join('');

/** The extension table (section 6.2.1.1): an escape goes before each of these, so that each takes two septets. */
const gsmExtendedCharacters: string = '\f^{}\\[~]|€';

const septetsOf: ReadonlyMap<string, number> = new Map([
  ...Array.from(gsmBasicCharacters, (character) => [character, 1] as const),
  ...Array.from(gsmExtendedCharacters, (character) => [character, 2] as const),
]);

/**
 * 140 octets hold 160 septets or 70 units. In a longer text six octets of each segment say how to join them, with a
 * reference of one octet, as providers write it (3GPP TS 23.040, section 9.2.3.24.1): 153 septets are left, or 67
 * units.
 */
const capacities: Readonly<Record<SmsEncoding, { readonly alone: number; readonly joined: number }>> = {
  'gsm-7': { alone: 160, joined: 153 },
  'ucs-2': { alone: 70, joined: 67 },
};

/** Counts the segments that a text takes. */
export function smsSegments(text: string): SmsSegments {
  const encoding = smsEncoding(text);
  return { encoding, units: unitsIn(text, encoding), segments: splitIntoSegments(text).length };
}

/**
 * Cuts a text as it travels: full segments and the rest. A character is never cut, neither an escape from what it
 * escapes nor one half of a surrogate pair from the other, so a segment may end with room for one unit left.
 */
export function splitIntoSegments(text: string): readonly string[] {
  const encoding = smsEncoding(text);
  const { alone, joined } = capacities[encoding];
  if (unitsIn(text, encoding) <= alone) return [text];
  const segments: string[] = [];
  let segment = '';
  let taken = 0;
  for (const character of text) {
    const units = unitsOf(character, encoding);
    if (taken + units > joined) {
      segments.push(segment);
      segment = '';
      taken = 0;
    }
    segment += character;
    taken += units;
  }
  return [...segments, segment];
}

function smsEncoding(text: string): SmsEncoding {
  for (const character of text) if (!septetsOf.has(character)) return 'ucs-2';
  return 'gsm-7';
}

function unitsIn(text: string, encoding: SmsEncoding): number {
  let units = 0;
  for (const character of text) units += unitsOf(character, encoding);
  return units;
}

/**
 * Of one code point, which is how a string is iterated: in UTF-16 it is one unit, or two where it is a surrogate pair.
 */
function unitsOf(character: string, encoding: SmsEncoding): number {
  return encoding === 'gsm-7' ? (septetsOf.get(character) ?? 0) : character.length;
}
