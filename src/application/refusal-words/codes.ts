import type { InvalidNetworkAddress } from '../../domain/verification/network-address.ts';
import type { CountryNotServed } from '../../domain/verification/sign-in-policy.ts';
import type { CodeRefusal, MalformedCode } from '../accounts/check-code.ts';
import type { CodeTooSoon, TooManyCodes } from '../accounts/code-budgets.ts';
import type { CodeNotSent } from '../accounts/deliver-code.ts';
import { type Both, say, type WordsOf } from './words.ts';

const askAgain: Both = ['Please ask for a new code.', 'Bitte fordere einen neuen Code an.'];

const later = (retryAfterMs: number): Both => {
  const minutes = Math.ceil(retryAfterMs / 60_000);
  if (minutes <= 90) return [`Please try again in ${minutes} min.`, `Bitte versuche es in ${minutes} min noch einmal.`];
  const hours = Math.ceil(minutes / 60);
  return [`Please try again in ${hours} hours.`, `Bitte versuche es in ${hours} Stunden noch einmal.`];
};

type CodesRefusal =
  | MalformedCode
  | CodeRefusal
  | CodeTooSoon
  | TooManyCodes
  | CountryNotServed
  | InvalidNetworkAddress
  | CodeNotSent;

export const codeWords: WordsOf<CodesRefusal> = {
  InvalidOneTimeCode: say(
    ['That is no code', 'A code has 6 or 8 digits.', 'Please type the code as it stands in the message.'],
    [
      'Das ist kein Code',
      'Ein Code hat 6 oder 8 Ziffern.',
      'Bitte gib den Code so ein, wie er in der Nachricht steht.',
    ],
  ),
  UnknownCode: say(
    [
      'This code does not count',
      'It was used or replaced by a newer one, or was asked for on another device.',
      askAgain[0],
    ],
    [
      'Dieser Code gilt nicht',
      'Er wurde benutzt, durch einen neueren ersetzt oder auf einem anderen Gerät angefordert.',
      askAgain[1],
    ],
  ),
  WrongCode: ({ triesLeft }) =>
    say(
      [
        'That code is wrong',
        triesLeft === 1 ? 'You have 1 try left.' : `You have ${triesLeft} tries left.`,
        'Please look at the message again.',
      ],
      [
        'Dieser Code ist falsch',
        triesLeft === 1 ? 'Du hast noch 1 Versuch.' : `Du hast noch ${triesLeft} Versuche.`,
        'Bitte sieh noch einmal in der Nachricht nach.',
      ],
    ),
  CodeSpent: say(
    ['This code does not count any more', 'It was typed wrong too often.', askAgain[0]],
    ['Dieser Code gilt nicht mehr', 'Er wurde zu oft falsch eingegeben.', askAgain[1]],
  ),
  CodeExpired: say(
    ['This code has expired', 'A code counts for 5 minutes.', askAgain[0]],
    ['Dieser Code ist abgelaufen', 'Ein Code gilt 5 Minuten.', askAgain[1]],
  ),
  CodeTooSoon: ({ retryAfterMs }) => {
    const seconds = Math.ceil(retryAfterMs / 1000);
    return say(
      ['A code is on its way', 'We sent one a moment ago.', `You can ask for another one in ${seconds} s.`],
      [
        'Ein Code ist unterwegs',
        'Wir haben gerade erst einen geschickt.',
        `In ${seconds} s kannst du einen neuen anfordern.`,
      ],
    );
  },
  TooManyCodes: ({ retryAfterMs }) => {
    const [en, de] = later(retryAfterMs);
    return say(
      ['No code can be sent at the moment', 'Too many were asked for.', en],
      ['Gerade kann kein Code gesendet werden', 'Es wurden zu viele angefordert.', de],
    );
  },
  TooManyGuesses: ({ retryAfterMs }) => {
    const [en, de] = later(retryAfterMs);
    return say(
      ['No code is taken at the moment', 'Too many wrong ones were typed.', en],
      ['Gerade wird kein Code angenommen', 'Es wurden zu viele falsche eingegeben.', de],
    );
  },
  LongerCodeNeeded: say(
    ['Codes are longer at the moment', 'For your safety a code has 8 digits now.', askAgain[0]],
    ['Codes sind gerade länger', 'Zu deiner Sicherheit hat ein Code jetzt 8 Ziffern.', askAgain[1]],
  ),
  CountryNotServed: say(
    [
      'We send no text messages to this country',
      'Codes go to numbers of the countries that we serve.',
      'Please use another number, or log in another way.',
    ],
    [
      'In dieses Land senden wir keine SMS',
      'Codes gehen an Nummern der Länder, in denen es uns gibt.',
      'Bitte nimm eine andere Nummer oder melde dich anders an.',
    ],
  ),
  InvalidNetworkAddress: say(
    ['That did not work', 'We cannot see where the request came from.', 'Please contact support.'],
    ['Das hat nicht geklappt', 'Wir sehen nicht, woher die Anfrage kam.', 'Bitte wende dich an den Support.'],
  ),
  CodeNotSent: ({ channel }) =>
    channel === 'sms'
      ? say(
          [
            'The code could not be sent',
            'No text message can be sent to this number.',
            'Please check the number, or log in another way.',
          ],
          [
            'Der Code konnte nicht gesendet werden',
            'An diese Nummer kann keine SMS gesendet werden.',
            'Bitte prüfe die Nummer oder melde dich anders an.',
          ],
        )
      : say(
          ['The code could not be sent', 'No mail can be sent to this address.', 'Please check the address.'],
          [
            'Der Code konnte nicht gesendet werden',
            'An diese Adresse kann keine E-Mail gesendet werden.',
            'Bitte prüfe die Adresse.',
          ],
        ),
};
