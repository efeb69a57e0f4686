import type { NotGenuine } from '../../application/ports/provider-events.ts';
import { type RefusalText, type RefusalWords, say, type WordsOf } from '../../application/refusal-words/words.ts';
import type { Refusal } from '../../application/refusals.ts';
import type { Language } from '../../domain/user/language.ts';
import type { CrossSite } from './client-secrets.ts';

/** The body is not what the route takes. */
export interface InvalidShape {
  readonly kind: 'InvalidShape';
  /** `unknown-field` where there is more in it than the route knows; names that a client made up are not repeated. */
  readonly reason: 'not-an-object' | 'field' | 'unknown-field';
  /** The route's own names of the fields that are missing or of the wrong type. */
  readonly fields: readonly string[];
}

/** What HTTP itself refuses, before a use case is asked. */
export type EdgeRefusal =
  | { readonly kind: 'NoSuchRoute' }
  | { readonly kind: 'WrongMethod'; readonly allowed: readonly string[] }
  | { readonly kind: 'WrongMediaType' }
  | { readonly kind: 'BodyTooLarge'; readonly limitBytes: number }
  | { readonly kind: 'MalformedJson' }
  | InvalidShape
  | { readonly kind: 'NotAStation' }
  | CrossSite
  | { readonly kind: 'NoSuchStation' }
  | NotGenuine
  /** A bug of ours. */
  | { readonly kind: 'Unexpected' };

/** All that a request may be refused with. */
export type HttpRefusal = Refusal | EdgeRefusal;

const words = {
  NoSuchRoute: say(
    ['There is nothing here', 'No page goes by this address.', 'Please check the address.'],
    ['Hier ist nichts', 'Unter dieser Adresse gibt es nichts.', 'Bitte prüfe die Adresse.'],
  ),
  WrongMethod: say(
    ['Not in this way', 'The address takes other methods than this one.', 'Use one that the Allow header names.'],
    ['So nicht', 'Die Adresse nimmt andere Methoden als diese.', 'Nutze eine, die der Allow-Header nennt.'],
  ),
  WrongMediaType: say(
    ['We take JSON alone', 'The body has another media type.', 'Send it as application/json.'],
    ['Wir nehmen nur JSON', 'Der Inhalt hat einen anderen Medientyp.', 'Sende ihn als application/json.'],
  ),
  BodyTooLarge: say(
    ['That is too much', 'The body is larger than we take.', 'Send less.'],
    ['Das ist zu viel', 'Der Inhalt ist größer, als wir annehmen.', 'Sende weniger.'],
  ),
  MalformedJson: say(
    ['That is no JSON', 'The body cannot be read as JSON in UTF-8.', 'Check how it is made.'],
    ['Das ist kein JSON', 'Der Inhalt lässt sich nicht als JSON in UTF-8 lesen.', 'Prüfe, wie er entsteht.'],
  ),
  InvalidShape: ({ reason }) => shapes[reason],
  NotAStation: say(
    ['This is for our stations', 'We could not make sure that you are one.', 'Check the credentials of the station.'],
    ['Das ist für unsere Stationen', 'Wir wissen nicht sicher, ob du eine bist.', 'Prüfe den Zugang der Station.'],
  ),
  CrossSite: say(
    [
      'This did not come from our own pages',
      'Another website asked for it, or your browser does not say who did.',
      'Please open our app or website, and do it there.',
    ],
    [
      'Das kam nicht von unseren Seiten',
      'Eine andere Website hat es verlangt, oder dein Browser sagt nicht, wer es war.',
      'Bitte öffne unsere App oder Website und mache es dort.',
    ],
  ),
  NoSuchStation: say(
    ['There is no such station', 'None goes by this name.', 'Please scan the code on the station again.'],
    ['Diese Station gibt es nicht', 'Keine heißt so.', 'Bitte scanne den Code der Station noch einmal.'],
  ),
  // Whoever tries out forged messages learns nothing of what was wrong with them.
  NotGenuine: say(
    ['We do not take that', 'It is not what we take here.', 'There is nothing to do.'],
    ['Das nehmen wir nicht an', 'Es ist nicht, was wir hier annehmen.', 'Es ist nichts zu tun.'],
  ),
  Unexpected: say(
    ['Something went wrong', 'It is our fault, not yours.', 'Please try again later, or contact support.'],
    ['Etwas ging schief', 'Es liegt an uns, nicht an dir.', 'Versuche es später oder wende dich an den Support.'],
  ),
} satisfies WordsOf<EdgeRefusal>;

const shapes: Readonly<Record<InvalidShape['reason'], RefusalWords>> = {
  'not-an-object': say(
    ['Something is missing', 'The body must be a JSON object.', 'Send one.'],
    ['Da fehlt etwas', 'Der Inhalt muss ein JSON-Objekt sein.', 'Sende eines.'],
  ),
  field: say(
    ['A field is missing or wrong', 'Some fields are not there or of another type.', 'Mend those that are named.'],
    ['Ein Feld fehlt oder ist falsch', 'Felder fehlen oder haben einen anderen Typ.', 'Verbessere die genannten.'],
  ),
  'unknown-field': say(
    ['There is too much in it', 'The body has a field that is not known here.', 'Leave it out.'],
    ['Es ist zu viel darin', 'Der Inhalt hat ein Feld, das es hier nicht gibt.', 'Lass es weg.'],
  ),
};

/** Whether HTTP itself refused, and no use case. */
export function isEdgeRefusal(refusal: HttpRefusal): refusal is EdgeRefusal {
  return Object.hasOwn(words, refusal.kind);
}

/** Says it in words that a person understands, and never repeats what was sent. */
export function describeEdgeRefusal(refusal: EdgeRefusal, language: Language): RefusalText {
  const said = refusal.kind === 'InvalidShape' ? words.InvalidShape(refusal) : words[refusal.kind];
  return said[language];
}
