import { confusableSkeleton } from './confusable-skeleton.ts';

/**
 * Words that speak for the company: no username holds one as a word of its own, such as `joos-berlin` or `anna.support`, nor
 * with a number at it, such as `admin24`.
 */
const companyWords: readonly string[] = [
  'joos',
  'admin',
  'admins',
  'administrator',
  'administrators',
  'staff',
  'support',
  'official',
];

/** Names that a person could take for the company, its staff or the system itself. */
export const reservedUsernames: readonly string[] = [
  ...companyWords,
  'abuse',
  'anonymous',
  'billing',
  'contact',
  'customerservice',
  'customersupport',
  'datenschutz',
  'deleted',
  'erased',
  'help',
  'helpdesk',
  'hilfe',
  'hostmaster',
  'impressum',
  'info',
  'joosadmin',
  'joosapp',
  'joosofficial',
  'joosservice',
  'joosstaff',
  'joossupport',
  'joosteam',
  'kundendienst',
  'kundenservice',
  'legal',
  'mail',
  'mod',
  'moderator',
  'moderators',
  'mods',
  'news',
  'newsletter',
  'nobody',
  'noreply',
  'null',
  'payment',
  'payments',
  'postmaster',
  'press',
  'presse',
  'privacy',
  'receipts',
  'root',
  'sales',
  'security',
  'service',
  'station',
  'superuser',
  'sysadmin',
  'system',
  'team',
  'undefined',
  'webmaster',
];

/** Whether a username is, or could be taken for, one that no person may have. */
export function isReservedUsername(username: string): boolean {
  const { names, words } = reserved();
  const parts = username.split(/[._-]/);
  return isRead(parts.join(''), names) || parts.some((part) => withoutNumber(part).some((word) => isRead(word, words)));
}

/** Digits that are read for letters; `0` and `1` look like some and are in the skeleton. */
const lettersOfDigits: Readonly<Record<string, string>> = { 3: 'e', 4: 'a', 5: 's', 7: 't', 8: 'b', 9: 'g' };
/** Nothing, the number at the start, the one at the end, and both. */
const numbers: readonly RegExp[] = [/^$/, /^[0-9]+/, /[0-9]+$/, /^[0-9]+|[0-9]+$/g];

function withoutNumber(part: string): readonly string[] {
  return Array.from(new Set(numbers.map((number) => part.replace(number, ''))));
}

function isRead(text: string, among: ReadonlySet<string>): boolean {
  const read = reading(text);
  // The skeleton takes 1 for l; as in adm1n it may be an i as well.
  return among.has(read) || (text.includes('1') && among.has(readWithOnes(read)));
}

/**
 * Coarser than the skeleton that usernames are unique by: to bar a few names costs little, so `ádmin` is read as `admin`
 * too, and `aclmin`.
 */
function reading(text: string): string {
  const spelled = text.replace(/[0-9]/g, (digit) => lettersOfDigits[digit] ?? digit);
  return confusableSkeleton(spelled).replace(/\p{M}/gu, '').replaceAll('d', 'cl');
}

/** No skeleton holds a 1, so these never meet with those of {@link reading}. */
function readWithOnes(read: string): string {
  return read.replace(/[il]/g, '1');
}

interface Reserved {
  readonly names: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
}

let remembered: Reserved | null = null;

/** Made with the first name, since the table of look-alikes is loaded for it; the same ever after. */
function reserved(): Reserved {
  remembered ??= { names: readingsOf(reservedUsernames), words: readingsOf(companyWords) };
  return remembered;
}

function readingsOf(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map(reading).flatMap((read) => [read, readWithOnes(read)]));
}
