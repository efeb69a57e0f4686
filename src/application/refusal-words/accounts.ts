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
import { codeWords } from './codes.ts';
import { identifierWords } from './identifiers.ts';
import type { SharedRefusal } from './shared.ts';
import { type Both, say, type WordsOf } from './words.ts';

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

const contactSupport: Both = [
  'If this is a mistake, please contact support.',
  'Wenn das ein Irrtum ist, wende dich bitte an den Support.',
];

export const accountsWords: Omit<WordsOf<AccountsRefusal>, SharedRefusal['kind']> = {
  ...identifierWords,
  ...codeWords,

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
