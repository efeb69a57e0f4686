import type { ReleaseNoticeRefusal } from '../notices/parked-notices.ts';
import type { PublishEditionRefusal } from '../notices/publish-edition.ts';
import type { ConsentsRefusal } from './consents.ts';
import type { SharedRefusal } from './shared.ts';
import { say, type WordsOf } from './words.ts';

/** Every refusal of the room `notices`. */
export type NoticesRefusal = PublishEditionRefusal | ReleaseNoticeRefusal;

export const noticesWords: Omit<WordsOf<NoticesRefusal>, SharedRefusal['kind'] | ConsentsRefusal['kind']> = {
  InvalidEdition: say(
    [
      'That is no edition',
      'It needs a title and a paragraph at least in each language, https addresses, and no card number.',
      'Please mend the file.',
    ],
    [
      'Das ist keine Ausgabe',
      'Sie braucht in jeder Sprache einen Titel und mindestens einen Absatz, https-Adressen und keine Kartennummer.',
      'Bitte bessere die Datei aus.',
    ],
  ),
  NotForNews: say(
    ['That is not for news', 'Only news and newsletter go to everybody who agreed.', 'Please choose one of the two.'],
    ['Das ist nicht für Neuigkeiten', 'Nur News und Newsletter gehen an alle, die zugestimmt haben.', 'Bitte wähle.'],
  ),
  NoUnsubscribeUrl: say(
    ['Nobody could unsubscribe', 'The address for it is not configured.', 'Please configure it first.'],
    ['Niemand könnte sich abmelden', 'Die Adresse dafür ist nicht eingestellt.', 'Bitte stelle sie zuerst ein.'],
  ),
  NotParked: say(
    ['That notice is not parked', 'It was sent, released or deleted, or never was.', 'Please list the parked ones.'],
    ['Diese Nachricht ist nicht geparkt', 'Sie ist gesendet, freigegeben oder weg.', 'Bitte liste die geparkten auf.'],
  ),
};
