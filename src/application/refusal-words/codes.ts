import type { CodeTooSoon } from '../../domain/verification/challenge.ts';
import type { CodeRefusal, MalformedCode } from '../accounts/check-code.ts';
import type { CodeNotSent } from '../accounts/deliver-code.ts';
import { type Both, say, type WordsOf } from './words.ts';

const askAgain: Both = ['Please ask for a new code.', 'Bitte fordere einen neuen Code an.'];

export const codeWords: WordsOf<MalformedCode | CodeRefusal | CodeTooSoon | CodeNotSent> = {
  InvalidOneTimeCode: say(
    ['That is no code', 'A code has 6 digits.', 'Please type the code as it stands in the message.'],
    ['Das ist kein Code', 'Ein Code hat 6 Ziffern.', 'Bitte gib den Code so ein, wie er in der Nachricht steht.'],
  ),
  UnknownCode: say(
    [
      'This code does not count',
      'It was used, was replaced by a newer one, or belongs to something else.',
      askAgain[0],
    ],
    [
      'Dieser Code gilt nicht',
      'Er wurde benutzt, durch einen neueren ersetzt oder gehört zu etwas anderem.',
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
