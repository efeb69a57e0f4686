import { confusableSkeleton } from './confusable-skeleton.ts';

/** Words that speak for the company: no username holds one as a word of its own, such as `joos-berlin` or `anna.support`. */
const companyWords: readonly string[] = ['joos', 'admin', 'administrator', 'staff', 'support', 'official'];

/** Names that a person could take for the company, its staff or the system itself. */
export const reservedUsernames: readonly string[] = [
  ...companyWords,
  'abuse',
  'anonymous',
  'billing',
  'contact',
  'customerservice',
  'datenschutz',
  'deleted',
  'erased',
  'help',
  'helpdesk',
  'hilfe',
  'hostmaster',
  'info',
  'joosadmin',
  'joossupport',
  'joosteam',
  'kundenservice',
  'legal',
  'mail',
  'moderator',
  'news',
  'newsletter',
  'noreply',
  'nobody',
  'null',
  'payment',
  'payments',
  'postmaster',
  'press',
  'privacy',
  'receipts',
  'root',
  'sales',
  'security',
  'service',
  'station',
  'system',
  'team',
  'undefined',
  'webmaster',
];

/** Whether a username is, or could be taken for, one that no person may have. */
export function isReservedUsername(username: string): boolean {
  const { names, words } = reservedSkeletons();
  const parts = username.split(/[._-]/).map(confusableSkeleton);
  return names.has(parts.join('')) || parts.some((part) => words.has(part));
}

interface ReservedSkeletons {
  readonly names: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
}

let remembered: ReservedSkeletons | null = null;

/** Made with the first name, since the table of look-alikes is loaded for it; the same ever after. */
function reservedSkeletons(): ReservedSkeletons {
  remembered ??= {
    names: new Set(reservedUsernames.map(confusableSkeleton)),
    words: new Set(companyWords.map(confusableSkeleton)),
  };
  return remembered;
}
