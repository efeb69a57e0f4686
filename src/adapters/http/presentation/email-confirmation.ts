import type { Language } from '../../../domain/user/language.ts';
import type { Page } from '../pages.ts';

/** Asks before anything is done, and says of which address; the address is masked already. */
export function confirmEmailPage(email: string, language: Language): Page {
  return asks[language](email);
}

/** Says that it is done. */
export function confirmedEmailPage(language: Language): Page {
  return done[language];
}

const asks: Readonly<Record<Language, (email: string) => Page>> = {
  en: (email) => ({
    title: 'Is this your email address?',
    lines: [
      `Somebody gave ${email} for an account with us. Nothing has changed yet.`,
      'If that was you, press the button: the address then belongs to your account, and our messages go there.',
      'If it was not you, close this page. Without the button nothing happens.',
    ],
    button: { words: 'Yes, confirm the address' },
  }),
  de: (email) => ({
    title: 'Ist das deine E-Mail-Adresse?',
    lines: [
      `Jemand hat ${email} für ein Konto bei uns angegeben. Noch ist nichts geändert.`,
      'Wenn du das warst, drücke den Knopf: Dann gehört die Adresse zu deinem Konto, und unsere Nachrichten gehen dorthin.',
      'Wenn du es nicht warst, schließe diese Seite. Ohne den Knopf passiert nichts.',
    ],
    button: { words: 'Ja, Adresse bestätigen' },
  }),
};

const done: Readonly<Record<Language, Page>> = {
  en: {
    title: 'Your email address is confirmed',
    lines: ['It belongs to your account now.', 'You can close this page and go on in the app.'],
    button: null,
  },
  de: {
    title: 'Deine E-Mail-Adresse ist bestätigt',
    lines: ['Sie gehört jetzt zu deinem Konto.', 'Du kannst diese Seite schließen und in der App weitermachen.'],
    button: null,
  },
};
