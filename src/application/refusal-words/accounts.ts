import type { InvalidEmailAddressReason } from '../../domain/user/email-address.ts';
import type { InvalidPhoneNumberReason } from '../../domain/user/phone-number.ts';
import type { InvalidUsernameReason } from '../../domain/user/username.ts';
import type { AddEmailRefusal } from '../accounts/add-email.ts';
import type { AddPhoneRefusal } from '../accounts/add-phone.ts';
import type { AuthenticateRefusal } from '../accounts/authenticate.ts';
import type { ConfirmEmailRefusal } from '../accounts/confirm-email.ts';
import type { LinkThirdPartyRefusal } from '../accounts/link-third-party.ts';
import type { LogInWithThirdPartyRefusal } from '../accounts/log-in-with-third-party.ts';
import type { LogOutRefusal } from '../accounts/log-out.ts';
import type { MyAccountRefusal } from '../accounts/my-account.ts';
import type { RemoveEmailRefusal } from '../accounts/remove-email.ts';
import type { RemoveLoginRefusal } from '../accounts/remove-login.ts';
import type { RemoveUsernameRefusal } from '../accounts/remove-username.ts';
import type { RequestCodeRefusal } from '../accounts/request-code.ts';
import type { SetUsernameRefusal } from '../accounts/set-username.ts';
import type { VerifyCodeRefusal } from '../accounts/verify-code.ts';
import type { Taken } from '../ports/transaction.ts';
import type { SharedRefusal } from './shared.ts';
import { type RefusalWords, say, type WordsOf } from './words.ts';

/** Every refusal of the room `accounts`. */
export type AccountsRefusal =
  | RequestCodeRefusal
  | VerifyCodeRefusal
  | LogInWithThirdPartyRefusal
  | LinkThirdPartyRefusal
  | AddPhoneRefusal
  | RemoveLoginRefusal
  | AddEmailRefusal
  | ConfirmEmailRefusal
  | RemoveEmailRefusal
  | SetUsernameRefusal
  | RemoveUsernameRefusal
  | MyAccountRefusal
  | LogOutRefusal
  | AuthenticateRefusal;

/** English and German. */
type Both = readonly [en: string, de: string];

const askAgain: Both = ['Please ask for a new code.', 'Bitte fordere einen neuen Code an.'];
const contactSupport: Both = [
  'If this is a mistake, please contact support.',
  'Wenn das ein Irrtum ist, wende dich bitte an den Support.',
];

const phoneReasons: Readonly<Record<InvalidPhoneNumberReason, Both>> = {
  'not-international': ['The country code is missing.', 'Die Ländervorwahl fehlt.'],
  'not-a-number': ['There is no such number.', 'Eine solche Nummer gibt es nicht.'],
  'fixed-line': [
    'It is a landline, and we send the code by text message.',
    'Es ist ein Festnetzanschluss, und der Code kommt per SMS.',
  ],
  premium: ['Premium-rate numbers are not accepted.', 'Mehrwertnummern werden nicht angenommen.'],
  voip: ['Internet telephone numbers are not accepted.', 'Internet-Rufnummern werden nicht angenommen.'],
  'not-mobile': ['It is not a mobile number.', 'Es ist keine Mobilnummer.'],
};

const emailReasons: Readonly<Record<InvalidEmailAddressReason, Both>> = {
  length: ['It is too long.', 'Sie ist zu lang.'],
  'control-character': ['It holds characters that cannot be seen.', 'Sie enthält unsichtbare Zeichen.'],
  'at-sign': ['There must be exactly one @ in it.', 'Es muss genau ein @ darin stehen.'],
  'local-part': ['Something is wrong before the @.', 'Vor dem @ stimmt etwas nicht.'],
  domain: ['Something is wrong after the @.', 'Hinter dem @ stimmt etwas nicht.'],
  'card-number': ['There seems to be a card number in it.', 'Darin scheint eine Kartennummer zu stehen.'],
};

const usernameReasons: Readonly<Record<InvalidUsernameReason, Both>> = {
  length: ['It must have 3 to 30 characters.', 'Er muss 3 bis 30 Zeichen haben.'],
  character: [
    'It may hold letters, digits, dot, hyphen and underscore.',
    'Erlaubt sind Buchstaben, Ziffern, Punkt, Bindestrich und Unterstrich.',
  ],
  separator: [
    'Dot, hyphen and underscore stand alone, between letters or digits.',
    'Punkt, Bindestrich und Unterstrich stehen einzeln zwischen Buchstaben oder Ziffern.',
  ],
  'no-letter': ['It needs at least one letter.', 'Er braucht mindestens einen Buchstaben.'],
  'mixed-scripts': ['All letters must be of one script.', 'Alle Buchstaben müssen aus einer Schrift sein.'],
  direction: [
    'In this script it cannot begin with a digit.',
    'In dieser Schrift kann er nicht mit einer Ziffer beginnen.',
  ],
  reserved: ['This name is reserved.', 'Dieser Name ist vergeben.'],
  'card-number': ['There seems to be a card number in it.', 'Darin scheint eine Kartennummer zu stehen.'],
};

export const accountsWords: Omit<WordsOf<AccountsRefusal>, SharedRefusal['kind']> = {
  InvalidPhoneNumber: ({ reason }) => {
    const [en, de] = phoneReasons[reason];
    return say(
      [
        'That is no mobile number we can use',
        en,
        'Write your mobile number with country code, such as +49 for Germany.',
      ],
      [
        'Diese Mobilnummer geht nicht',
        de,
        'Schreibe deine Mobilnummer mit Ländervorwahl, zum Beispiel +49 für Deutschland.',
      ],
    );
  },
  InvalidEmailAddress: ({ reason }) => {
    const [en, de] = emailReasons[reason];
    return say(
      ['That is no email address we can use', en, 'Please check the address.'],
      ['Diese E-Mail-Adresse geht nicht', de, 'Bitte prüfe die Adresse.'],
    );
  },
  InvalidUsername: ({ reason }) => {
    const [en, de] = usernameReasons[reason];
    return say(
      ['That username does not work', en, 'Please choose another one.'],
      ['Dieser Benutzername geht nicht', de, 'Bitte wähle einen anderen.'],
    );
  },
  InvalidThirdPartyIdentity: say(
    [
      'That login did not work',
      'The other company told us who you are in a form we do not know.',
      'Please log in another way.',
    ],
    [
      'Diese Anmeldung hat nicht geklappt',
      'Das andere Unternehmen nennt dich in einer Form, die wir nicht kennen.',
      'Bitte melde dich anders an.',
    ],
  ),

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
  NoSuchContact: say(
    [
      'Your account has no such contact',
      'You did not give one, or removed it.',
      'Please have the code sent another way.',
    ],
    [
      'Das steht nicht in deinem Konto',
      'Du hast es nicht angegeben oder entfernt.',
      'Bitte lass dir den Code anders schicken.',
    ],
  ),
  FreshLogInNeeded: say(
    [
      'Please log in again first',
      'Your account has neither phone nor email that a code could go to.',
      'Log in again and repeat this within 5 minutes.',
    ],
    [
      'Bitte melde dich zuerst neu an',
      'Dein Konto hat weder Telefon noch E-Mail für einen Code.',
      'Melde dich neu an und wiederhole es innerhalb von 5 Minuten.',
    ],
  ),

  Taken: ({ what }) => takenWords[what],
  FormerAccountLeaving: say(
    [
      'Your former account is being erased',
      'You can sign up anew as soon as that is done.',
      'Please try again in a few minutes.',
    ],
    [
      'Dein früheres Konto wird gerade gelöscht',
      'Danach kannst du dich neu registrieren.',
      'Bitte versuche es in einigen Minuten noch einmal.',
    ],
  ),
  AlreadyRegistered: say(
    ['You have an account already', 'This way to log in belongs to it.', 'Please log in.'],
    ['Du hast schon ein Konto', 'Diese Anmeldung gehört dazu.', 'Bitte melde dich an.'],
  ),
  NotActive: say(
    ['This account is not active', 'It was cancelled.', 'You can sign up anew at any time.'],
    ['Dieses Konto ist nicht aktiv', 'Es wurde gekündigt.', 'Du kannst dich jederzeit neu registrieren.'],
  ),
  NotLeaving: say(
    ['This account is not being cancelled', 'There is nothing to complete.', contactSupport[0]],
    ['Dieses Konto wird nicht gekündigt', 'Es gibt nichts abzuschließen.', contactSupport[1]],
  ),
  NoEmail: say(
    ['There is no email address', 'Your account has none.', 'There is nothing to do.'],
    ['Es gibt keine E-Mail-Adresse', 'Dein Konto hat keine.', 'Es ist nichts zu tun.'],
  ),
  NoUsername: say(
    ['There is no username', 'Your account has none.', 'There is nothing to do.'],
    ['Es gibt keinen Benutzernamen', 'Dein Konto hat keinen.', 'Es ist nichts zu tun.'],
  ),
  NoSuchLogin: say(
    [
      'Your account has no such login',
      'It is not one of your ways to log in.',
      'Please choose one of those in your account.',
    ],
    ['Diese Anmeldung gibt es nicht', 'Sie gehört nicht zu deinem Konto.', 'Bitte wähle eine aus deinem Konto.'],
  ),
  LoginAlreadyAdded: say(
    ['You have this login already', 'It belongs to your account.', 'There is nothing to do.'],
    ['Diese Anmeldung hast du schon', 'Sie gehört zu deinem Konto.', 'Es ist nichts zu tun.'],
  ),
  PhoneAlreadySet: say(
    ['Your account has a phone already', 'An account has one phone at most.', 'Remove the other one first.'],
    ['Dein Konto hat schon ein Telefon', 'Ein Konto hat höchstens eines.', 'Entferne zuerst das andere.'],
  ),
  LastLogin: say(
    [
      'This is your last way to log in',
      'Without it you could not get into your account any more.',
      'Add another way to log in first, or cancel the account.',
    ],
    [
      'Das ist deine letzte Anmeldung',
      'Ohne sie kämst du nicht mehr in dein Konto.',
      'Füge zuerst eine andere hinzu oder kündige das Konto.',
    ],
  ),
};

const takenWords: Readonly<Record<Taken['what'], RefusalWords>> = {
  phone: say(
    [
      'This number belongs to another account',
      'A number opens one account only.',
      'Log in with the number, or use another one.',
    ],
    [
      'Diese Nummer gehört zu einem anderen Konto',
      'Eine Nummer öffnet nur ein Konto.',
      'Melde dich mit der Nummer an oder nimm eine andere.',
    ],
  ),
  'third-party': say(
    ['This login belongs to another account', 'It opens one account only.', 'Log in with it, or use another one.'],
    [
      'Diese Anmeldung gehört zu einem anderen Konto',
      'Sie öffnet nur ein Konto.',
      'Melde dich damit an oder nimm eine andere.',
    ],
  ),
  email: say(
    [
      'This address belongs to another account',
      'An address belongs to one account only.',
      'Remove it there first, or use another one.',
    ],
    [
      'Diese Adresse gehört zu einem anderen Konto',
      'Eine Adresse gehört nur zu einem Konto.',
      'Entferne sie dort zuerst oder nimm eine andere.',
    ],
  ),
  username: say(
    ['This username is taken', 'Somebody has it, or one that looks the same.', 'Please choose another one.'],
    [
      'Dieser Benutzername ist vergeben',
      'Jemand hat ihn oder einen, der genauso aussieht.',
      'Bitte wähle einen anderen.',
    ],
  ),
};
