import type { ConsentPurpose } from '../../../domain/consent/contact-purpose.ts';
import type { Edition } from '../../../domain/notice/edition.ts';

/** An issue of each kind that was never sent. */
export const editions: Readonly<Record<ConsentPurpose, Edition['texts']>> = {
  news: {
    en: {
      title: 'Twelve new stations along the Main',
      paragraphs: [
        'From Monday on you find us on both banks of the river, from the Holbeinsteg to the Deutschherrn bridge.',
        'Every station takes power banks back that you rented elsewhere, as always.',
      ],
      action: { label: 'Show the map', url: 'https://app.joos.example/map' },
    },
    de: {
      title: 'Zwölf neue Stationen am Main',
      paragraphs: [
        'Ab Montag findest du uns an beiden Ufern, vom Holbeinsteg bis zur Deutschherrnbrücke.',
        'Wie immer nimmt jede Station auch Powerbanks zurück, die du anderswo geliehen hast.',
      ],
      action: { label: 'Karte zeigen', url: 'https://app.joos.example/map' },
    },
  },
  newsletter: {
    en: {
      title: 'What we learned this autumn',
      paragraphs: [
        'Most of you charge on the way home, between five and seven. So we fill the stations at four.',
        'A battery likes it best between 20 and 80 per cent. Ours do, and so does the one in your phone.',
        'That was it already. See you at the next station!',
      ],
      action: null,
    },
    de: {
      title: 'Was wir in diesem Herbst gelernt haben',
      paragraphs: [
        'Die meisten von euch laden auf dem Heimweg, zwischen fünf und sieben. Also füllen wir die Stationen um vier.',
        'Ein Akku hat es am liebsten zwischen 20 und 80 Prozent. Unsere haben das, und der in deinem Handy auch.',
        'Das war es schon. Bis zur nächsten Station!',
      ],
      action: null,
    },
  },
};
