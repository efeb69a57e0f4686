import type { InvalidEmailAddress, InvalidEmailAddressReason } from '../../domain/user/email-address.ts';
import type { InvalidPhoneNumber, InvalidPhoneNumberReason } from '../../domain/user/phone-number.ts';
import type { InvalidThirdPartyIdentity } from '../../domain/user/third-party-identity.ts';
import type { InvalidUsername, InvalidUsernameReason } from '../../domain/user/username.ts';
import type { Taken } from '../ports/transaction.ts';
import { type Both, type RefusalWords, say, type WordsOf } from './words.ts';

/** What a person goes by was refused: phone, email, username, or the name that a third party gives. */
export type IdentifierRefusal =
  | InvalidPhoneNumber
  | InvalidEmailAddress
  | InvalidUsername
  | InvalidThirdPartyIdentity
  | Taken;

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

export const identifierWords: WordsOf<IdentifierRefusal> = {
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
  Taken: ({ what }) => takenWords[what],
};
