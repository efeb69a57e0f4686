import type { ChangeToUndo } from '../../../application/accounts/undo-contact-change.ts';
import type { Instant } from '../../../domain/instant.ts';
import type { Language } from '../../../domain/user/language.ts';
import type { Page } from '../pages.ts';

/** Asks before anything is done, and says of which phone or email, masked already, where one was there before. */
export function undoChangePage({ what, former, undoUntil }: ChangeToUndo, language: Language): Page {
  const until = moment(undoUntil, language);
  return former === null ? asksOfAdded[what][language](until) : asks[what][language](former, until);
}

/** Says that it is done, and what to do next. */
export function undoneChangePage({ what, former }: ChangeToUndo, language: Language): Page {
  return former === null ? doneWithAdded[what][language] : done[what][language](former);
}

/** Such as `26 November 2026 at 09:00 UTC`: whoever reads it may be anywhere. */
function moment(at: Instant, language: Language): string {
  const written = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'de-DE', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  return `${written.format(at)} UTC`;
}

type Contact = ChangeToUndo['what'];
type InWords<Words> = Readonly<Record<Contact, Readonly<Record<Language, Words>>>>;

const asks: InWords<(former: string, until: string) => Page> = {
  phone: {
    en: (former, until) => ({
      title: 'Put your phone number back?',
      lines: [
        `The number ${former} was taken off your account. If you did that, close this page: it stays off.`,
        'If you did not, press the button: the number belongs to your account again. What else was changed or added lately is undone too, and every device is logged out.',
        `You can do this until ${until}.`,
      ],
      button: { words: 'Put the number back' },
    }),
    de: (former, until) => ({
      title: 'Deine Nummer wieder eintragen?',
      lines: [
        `Die Nummer ${former} wurde aus deinem Konto genommen. Wenn du das warst, schließe diese Seite: Dann bleibt es so.`,
        'Wenn nicht, drücke den Knopf: Die Nummer gehört wieder zu deinem Konto. Was sonst zuletzt geändert wurde oder hinzukam, wird auch rückgängig gemacht, und alle Geräte werden abgemeldet.',
        `Das geht bis ${until}.`,
      ],
      button: { words: 'Nummer wieder eintragen' },
    }),
  },
  email: {
    en: (former, until) => ({
      title: 'Put your email address back?',
      lines: [
        `The address ${former} was taken off your account. If you did that, close this page: it stays off.`,
        'If you did not, press the button: the address belongs to your account again. What else was changed or added lately is undone too, and every device is logged out.',
        `You can do this until ${until}.`,
      ],
      button: { words: 'Put the address back' },
    }),
    de: (former, until) => ({
      title: 'Deine E-Mail-Adresse wieder eintragen?',
      lines: [
        `Die Adresse ${former} wurde aus deinem Konto genommen. Wenn du das warst, schließe diese Seite: Dann bleibt es so.`,
        'Wenn nicht, drücke den Knopf: Die Adresse gehört wieder zu deinem Konto. Was sonst zuletzt geändert wurde oder hinzukam, wird auch rückgängig gemacht, und alle Geräte werden abgemeldet.',
        `Das geht bis ${until}.`,
      ],
      button: { words: 'Adresse wieder eintragen' },
    }),
  },
};

const takesOff = {
  en: 'If you did not, press the button: it is taken off, whatever else was changed or added lately is undone too, and every device is logged out.',
  de: 'Wenn nicht, drücke den Knopf: Sie wird entfernt, was sonst zuletzt geändert wurde oder hinzukam, wird auch rückgängig gemacht, und alle Geräte werden abgemeldet.',
} as const;

const asksOfAdded: InWords<(until: string) => Page> = {
  phone: {
    en: (until) => ({
      title: 'Take the phone number off?',
      lines: [
        'A phone number was added to your account, which had none. If you did that, close this page: it stays.',
        takesOff.en,
        `You can do this until ${until}.`,
      ],
      button: { words: 'Take the number off' },
    }),
    de: (until) => ({
      title: 'Die Nummer wieder entfernen?',
      lines: [
        'Zu deinem Konto, das keine hatte, kam eine Telefonnummer hinzu. Wenn du das warst, schließe diese Seite: Dann bleibt es so.',
        takesOff.de,
        `Das geht bis ${until}.`,
      ],
      button: { words: 'Nummer entfernen' },
    }),
  },
  email: {
    en: (until) => ({
      title: 'Take the email address off?',
      lines: [
        'An email address was added to your account, which had none. If you did that, close this page: it stays.',
        takesOff.en,
        `You can do this until ${until}.`,
      ],
      button: { words: 'Take the address off' },
    }),
    de: (until) => ({
      title: 'Die E-Mail-Adresse wieder entfernen?',
      lines: [
        'Zu deinem Konto, das keine hatte, kam eine E-Mail-Adresse hinzu. Wenn du das warst, schließe diese Seite: Dann bleibt es so.',
        takesOff.de,
        `Das geht bis ${until}.`,
      ],
      button: { words: 'Adresse entfernen' },
    }),
  },
};

const done: InWords<(former: string) => Page> = {
  phone: {
    en: (former) => ({
      title: 'Your phone number is back',
      lines: [
        `${former} belongs to your account again, and every device was logged out.`,
        'Log in with the number now, and look through your account. If something in it is not yours, please contact support.',
      ],
      button: null,
    }),
    de: (former) => ({
      title: 'Deine Nummer ist wieder eingetragen',
      lines: [
        `${former} gehört wieder zu deinem Konto, und alle Geräte wurden abgemeldet.`,
        'Melde dich jetzt mit der Nummer an und sieh dein Konto durch. Ist etwas darin nicht von dir, wende dich bitte an den Support.',
      ],
      button: null,
    }),
  },
  email: {
    en: (former) => ({
      title: 'Your email address is back',
      lines: [
        `${former} belongs to your account again, and every device was logged out.`,
        'Log in now as you always did, and look through your account. If that fails, or something in it is not yours, please contact support.',
      ],
      button: null,
    }),
    de: (former) => ({
      title: 'Deine E-Mail-Adresse ist wieder eingetragen',
      lines: [
        `${former} gehört wieder zu deinem Konto, und alle Geräte wurden abgemeldet.`,
        'Melde dich jetzt an wie immer und sieh dein Konto durch. Geht das nicht, oder ist etwas darin nicht von dir, wende dich bitte an den Support.',
      ],
      button: null,
    }),
  },
};

const lookThrough = {
  en: 'Log in now as you always did, and look through your account. If something in it is not yours, please contact support.',
  de: 'Melde dich jetzt an wie immer und sieh dein Konto durch. Ist etwas darin nicht von dir, wende dich bitte an den Support.',
} as const;

const doneWithAdded: InWords<Page> = {
  phone: {
    en: {
      title: 'The phone number is off your account',
      lines: ['Every device was logged out.', lookThrough.en],
      button: null,
    },
    de: {
      title: 'Die Nummer ist aus deinem Konto entfernt',
      lines: ['Alle Geräte wurden abgemeldet.', lookThrough.de],
      button: null,
    },
  },
  email: {
    en: {
      title: 'The email address is off your account',
      lines: ['Every device was logged out.', lookThrough.en],
      button: null,
    },
    de: {
      title: 'Die E-Mail-Adresse ist aus deinem Konto entfernt',
      lines: ['Alle Geräte wurden abgemeldet.', lookThrough.de],
      button: null,
    },
  },
};
