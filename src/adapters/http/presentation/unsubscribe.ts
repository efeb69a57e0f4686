import type { ConsentPurpose } from '../../../domain/consent/contact-purpose.ts';
import type { Language } from '../../../domain/user/language.ts';
import type { Page } from '../pages.ts';

type InBoth = Readonly<Record<Language, Page>>;

/** What a mail program would post by itself, so that a program and a person send the same (RFC 8058). */
const oneClick = { name: 'List-Unsubscribe', value: 'One-Click' };

const asked: Readonly<Record<ConsentPurpose, InBoth>> = {
  news: {
    en: {
      title: 'No more news?',
      lines: [
        'We stop writing to you about news as soon as you press the button.',
        'Receipts and messages about payments still come.',
      ],
      button: { words: 'Unsubscribe from news', sends: oneClick },
    },
    de: {
      title: 'Keine News mehr?',
      lines: [
        'Sobald du den Knopf drückst, schreiben wir dir keine News mehr.',
        'Belege und Nachrichten zu Zahlungen kommen weiterhin.',
      ],
      button: { words: 'News abbestellen', sends: oneClick },
    },
  },
  newsletter: {
    en: {
      title: 'No more newsletter?',
      lines: [
        'We stop sending it to you as soon as you press the button.',
        'Receipts and messages about payments still come.',
      ],
      button: { words: 'Unsubscribe from the newsletter', sends: oneClick },
    },
    de: {
      title: 'Kein Newsletter mehr?',
      lines: [
        'Sobald du den Knopf drückst, senden wir ihn dir nicht mehr.',
        'Belege und Nachrichten zu Zahlungen kommen weiterhin.',
      ],
      button: { words: 'Newsletter abbestellen', sends: oneClick },
    },
  },
};

const done: Readonly<Record<ConsentPurpose, InBoth>> = {
  news: {
    en: { title: 'You get no more news', lines: ['You can switch them on again in your account.'], button: null },
    de: {
      title: 'Du bekommst keine News mehr',
      lines: ['In deinem Konto kannst du sie wieder einschalten.'],
      button: null,
    },
  },
  newsletter: {
    en: { title: 'You get no more newsletter', lines: ['You can switch it on again in your account.'], button: null },
    de: {
      title: 'Du bekommst keinen Newsletter mehr',
      lines: ['In deinem Konto kannst du ihn wieder einschalten.'],
      button: null,
    },
  },
};

/** Asks before anything is done: programs that look for viruses open addresses, too. */
export function unsubscribePage(purpose: ConsentPurpose, language: Language): Page {
  return asked[purpose][language];
}

/** Says that it is done. */
export function unsubscribedPage(purpose: ConsentPurpose, language: Language): Page {
  return done[purpose][language];
}
