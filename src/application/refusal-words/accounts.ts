import type { AddEmailRefusal } from '../accounts/add-email.ts';
import type { AddPhoneRefusal } from '../accounts/add-phone.ts';
import type { AuthenticateRefusal } from '../accounts/authenticate.ts';
import type { ConfirmEmailRefusal } from '../accounts/confirm-email.ts';
import type { ConfirmEmailByLinkRefusal } from '../accounts/confirm-email-by-link.ts';
import type { ContactReserved } from '../accounts/contact-reserved.ts';
import type { LinkThirdPartyRefusal } from '../accounts/link-third-party.ts';
import type { LogInWithThirdPartyRefusal } from '../accounts/log-in-with-third-party.ts';
import type { LogOutRefusal } from '../accounts/log-out.ts';
import type { MyAccountRefusal } from '../accounts/my-account.ts';
import type { NoSuchSession } from '../accounts/my-sessions.ts';
import type { RemoveEmailRefusal } from '../accounts/remove-email.ts';
import type { RemoveLoginRefusal } from '../accounts/remove-login.ts';
import type { RemoveUsernameRefusal } from '../accounts/remove-username.ts';
import type { RequestCodeRefusal } from '../accounts/request-code.ts';
import type { RequestMyCodeRefusal } from '../accounts/request-my-code.ts';
import type { ProveSecondRefusal } from '../accounts/second-proof.ts';
import type { SetUsernameRefusal } from '../accounts/set-username.ts';
import type { StartOverRefusal } from '../accounts/start-over.ts';
import type { StepUpRefusal } from '../accounts/step-up.ts';
import type { BeginThirdPartyRefusal } from '../accounts/third-party-attempt.ts';
import type { UndoContactChangeRefusal } from '../accounts/undo-contact-change.ts';
import type { VerifyCodeRefusal } from '../accounts/verify-code.ts';
import { codeWords } from './codes.ts';
import { identifierWords } from './identifiers.ts';
import type { SharedRefusal } from './shared.ts';
import { type Both, type RefusalWords, say, type WordsOf } from './words.ts';

/** Every refusal of the room `accounts`. */
export type AccountsRefusal =
  | RequestCodeRefusal
  | RequestMyCodeRefusal
  | BeginThirdPartyRefusal
  | ProveSecondRefusal
  | StartOverRefusal
  | StepUpRefusal
  | NoSuchSession
  | ConfirmEmailByLinkRefusal
  | UndoContactChangeRefusal
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

const reservedWords: Readonly<Record<ContactReserved['what'], RefusalWords>> = {
  phone: say(
    [
      'This number was just taken off another account',
      'Whoever has that account can put it back for some days.',
      'If it is yours, use the address in our newest message to this number. Otherwise try again in a few days.',
    ],
    [
      'Diese Nummer gehörte gerade noch zu einem anderen Konto',
      'Wer das Konto hat, kann das einige Tage lang rückgängig machen.',
      'Ist es deins, öffne die Adresse aus unserer neuesten Nachricht an diese Nummer. Sonst versuche es in einigen Tagen noch einmal.',
    ],
  ),
  email: say(
    [
      'This email was just taken off another account',
      'Whoever has that account can put it back for some days.',
      'If it is yours, use the address in our message to this email. Otherwise try again in a few days.',
    ],
    [
      'Diese E-Mail gehörte gerade noch zu einem anderen Konto',
      'Wer das Konto hat, kann das einige Tage lang rückgängig machen.',
      'Ist es deins, öffne die Adresse aus unserer Nachricht dorthin. Sonst versuche es in einigen Tagen noch einmal.',
    ],
  ),
};

const tooNewWords: Readonly<Record<'new' | 'unproved', RefusalWords>> = {
  new: say(
    [
      'Your other logins or contacts are too new',
      'If somebody else had added them, you could not get into your account any more.',
      'Please try again when nothing has been changed for 3 days.',
    ],
    [
      'Deine anderen Anmeldungen oder Kontakte sind zu neu',
      'Hätte sie jemand anders hinzugefügt, kämst du nicht mehr in dein Konto.',
      'Bitte versuche es wieder, wenn sich 3 Tage lang nichts geändert hat.',
    ],
  ),
  unproved: say(
    [
      'You have not logged in with your phone for long',
      'The number may be somebody else’s by now, and without this login you could not get in any more.',
      'Please log in with the phone first, or add another way to log in.',
    ],
    [
      'Mit deinem Telefon hast du dich lange nicht angemeldet',
      'Die Nummer kann inzwischen jemand anders haben, und ohne diese Anmeldung kämst du nicht mehr hinein.',
      'Bitte melde dich zuerst mit dem Telefon an oder füge eine andere Anmeldung hinzu.',
    ],
  ),
};

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
      'Confirm with your login provider that it is you, and repeat this within 10 minutes.',
    ],
    [
      'Bitte melde dich zuerst neu an',
      'Dein Konto hat weder Telefon noch E-Mail für einen Code.',
      'Bestätige bei deinem Anmeldedienst, dass du es bist, und wiederhole es innerhalb von 10 Minuten.',
    ],
  ),

  StepUpNeeded: say(
    [
      'Please show once more that it is you',
      'This needs a proof that is not older than 10 minutes.',
      'Ask for a code, or confirm it with your login provider, and repeat this.',
    ],
    [
      'Bitte zeige noch einmal, dass du es bist',
      'Hierfür brauchen wir einen Nachweis, der nicht älter als 10 Minuten ist.',
      'Fordere einen Code an oder bestätige es bei deinem Anmeldedienst, und wiederhole es.',
    ],
  ),
  SecondProofNeeded: say(
    [
      'There is an older account with this number',
      'Nobody used the number here for a long time, so it may have been given to somebody else.',
      'Prove the email or another login of the account, or begin a new one.',
    ],
    [
      'Zu dieser Nummer gibt es ein älteres Konto',
      'Die Nummer wurde hier lange nicht benutzt und kann inzwischen jemand anderem gehören.',
      'Weise die E-Mail oder eine andere Anmeldung des Kontos nach, oder beginne ein neues.',
    ],
  ),
  NotYourAccount: say(
    [
      'That does not belong to this account',
      'The account has another email or another login.',
      'Try another one, or begin a new account.',
    ],
    [
      'Das gehört nicht zu diesem Konto',
      'Das Konto hat eine andere E-Mail oder eine andere Anmeldung.',
      'Versuche eine andere, oder beginne ein neues Konto.',
    ],
  ),
  NotYourIdentity: say(
    ['That is another login', 'It does not belong to your account.', 'Please use one of those in your account.'],
    ['Das ist eine andere Anmeldung', 'Sie gehört nicht zu deinem Konto.', 'Bitte nimm eine aus deinem Konto.'],
  ),
  UnknownProvider: say(
    ['This login is not offered here', 'We do not know the provider.', 'Please log in another way.'],
    ['Diese Anmeldung gibt es hier nicht', 'Wir kennen den Anbieter nicht.', 'Bitte melde dich anders an.'],
  ),
  TooManyChanges: say(
    [
      'Too many changes at the moment',
      'Your logins and contacts were changed often lately.',
      'Please try again a few hours later.',
    ],
    [
      'Gerade zu viele Änderungen',
      'Deine Anmeldewege und Kontakte wurden zuletzt oft geändert.',
      'Bitte versuche es in einigen Stunden noch einmal.',
    ],
  ),
  TooManyAttempts: say(
    ['Too many log-ins at the moment', 'Many were begun from your network.', 'Please try again a little later.'],
    [
      'Gerade zu viele Anmeldungen',
      'Aus deinem Netz wurden viele begonnen.',
      'Bitte versuche es etwas später noch einmal.',
    ],
  ),
  UnknownAttempt: say(
    ['This login is over', 'It was finished already, took too long, or was begun elsewhere.', 'Please begin it anew.'],
    [
      'Diese Anmeldung ist vorbei',
      'Sie ist schon beendet, dauerte zu lange oder wurde woanders begonnen.',
      'Bitte beginne sie neu.',
    ],
  ),
  IdentityNotProved: say(
    ['The login did not work', 'The provider does not vouch for it.', 'Please log in with the provider again.'],
    ['Die Anmeldung hat nicht geklappt', 'Der Anbieter bestätigt sie nicht.', 'Bitte melde dich dort noch einmal an.'],
  ),
  InvalidDeviceName: say(
    ['That is no name for a device', 'It may have 1 to 60 characters.', 'Please choose another one.'],
    ['So kann ein Gerät nicht heißen', 'Der Name darf 1 bis 60 Zeichen haben.', 'Bitte wähle einen anderen.'],
  ),
  NoSuchSession: say(
    ['That device is not logged in', 'It logged out already.', 'There is nothing to do.'],
    ['Dieses Gerät ist nicht angemeldet', 'Es hat sich schon abgemeldet.', 'Es ist nichts zu tun.'],
  ),
  NoSuchConfirmation: say(
    [
      'This address confirms nothing any more',
      'It was used, is older than 5 minutes, or the device that asked for it has logged out.',
      'Please ask for a new mail in the app.',
    ],
    [
      'Diese Adresse bestätigt nichts mehr',
      'Sie wurde benutzt, ist älter als 5 Minuten, oder das Gerät hat sich abgemeldet.',
      'Bitte fordere in der App eine neue Mail an.',
    ],
  ),
  NoSuchChange: say(
    ['There is nothing to undo here', 'It was undone already, or the time for that is over.', contactSupport[0]],
    [
      'Hier lässt sich nichts rückgängig machen',
      'Es ist schon geschehen, oder die Zeit dafür ist um.',
      contactSupport[1],
    ],
  ),

  ContactReserved: ({ what }) => reservedWords[what],
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
  OtherLoginsTooNew: ({ until }) => tooNewWords[until === null ? 'unproved' : 'new'],
};
