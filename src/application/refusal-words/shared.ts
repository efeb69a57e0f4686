import type { InvalidId } from '../../domain/ids.ts';
import type { InvalidInstant } from '../../domain/instant.ts';
import type { InvalidSessionToken } from '../../domain/session/session-token.ts';
import type { InvalidLanguage } from '../../domain/user/language.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';
import { say, type WordsOf } from './words.ts';

/** Refusals of every room, and of the edges that read a session token. */
export type SharedRefusal =
  | NotLoggedIn
  | InvalidSessionToken
  | InvalidId
  | InvalidInstant
  | InvalidLanguage
  | PortFailure;

const notLoggedIn = say(
  ['You are not logged in', 'Your session has ended or never began.', 'Please log in and try again.'],
  [
    'Du bist nicht angemeldet',
    'Deine Sitzung ist beendet oder hat nie begonnen.',
    'Bitte melde dich an und versuche es noch einmal.',
  ],
);

export const sharedWords: WordsOf<SharedRefusal> = {
  NotLoggedIn: notLoggedIn,
  InvalidSessionToken: notLoggedIn, // to whoever holds it, a broken token and an ended session are the same
  InvalidId: say(
    [
      'That does not exist',
      'The name of the record has the wrong form.',
      'Please open the page again and choose from there.',
    ],
    [
      'Das gibt es nicht',
      'Die Kennung hat eine falsche Form.',
      'Bitte öffne die Seite noch einmal und wähle dort aus.',
    ],
  ),
  InvalidInstant: say(
    ['That is no point in time', 'Date and time have the wrong form.', 'Write it like 2026-11-23T09:00:00Z.'],
    ['Das ist kein Zeitpunkt', 'Datum und Uhrzeit haben eine falsche Form.', 'Schreibe sie so: 2026-11-23T09:00:00Z.'],
  ),
  InvalidLanguage: say(
    ['We do not write that language', 'There are English (en) and German (de).', 'Please choose one of them.'],
    ['Diese Sprache schreiben wir nicht', 'Es gibt Englisch (en) und Deutsch (de).', 'Bitte wähle eine davon.'],
  ),
  PortFailure: ({ retryable }) =>
    retryable
      ? say(
          ['This did not work just now', 'A part of our system does not answer.', 'Please try again in a moment.'],
          [
            'Das hat gerade nicht geklappt',
            'Ein Teil unseres Systems antwortet nicht.',
            'Bitte versuche es gleich noch einmal.',
          ],
        )
      : say(
          [
            'This did not work',
            'Something is wrong on our side.',
            'Please contact support. Trying again will not help.',
          ],
          [
            'Das hat nicht geklappt',
            'Bei uns stimmt etwas nicht.',
            'Bitte wende dich an den Support. Noch ein Versuch hilft nicht.',
          ],
        ),
};
