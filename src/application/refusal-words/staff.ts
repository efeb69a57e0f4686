import type { AppointFirstOfficerRefusal } from '../staff/appoint-first-officer.ts';
import type { AppointStaffRefusal } from '../staff/appoint-staff.ts';
import type { ApproveActionRefusal } from '../staff/approve-action.ts';
import type { AskApprovalRefusal } from '../staff/ask-approval.ts';
import type { DismissStaffRefusal } from '../staff/dismiss-staff.ts';
import type { GrantRoleRefusal } from '../staff/grant-role.ts';
import type { RevokeRoleRefusal } from '../staff/revoke-role.ts';
import type { BeginStaffSignInRefusal, SignInStaffRefusal } from '../staff/sign-in-staff.ts';
import type { StaffListRefusal } from '../staff/staff-list.ts';
import type { WhoAmIRefusal } from '../staff/who-am-i.ts';
import type { AccountsRefusal } from './accounts.ts';
import type { SharedRefusal } from './shared.ts';
import { say, type WordsOf } from './words.ts';

/** Every refusal of the room `staff`, and of the gate before all that staff does; it speaks to staff. */
export type StaffRefusals =
  | AppointFirstOfficerRefusal
  | AppointStaffRefusal
  | ApproveActionRefusal
  | AskApprovalRefusal
  | BeginStaffSignInRefusal
  | DismissStaffRefusal
  | GrantRoleRefusal
  | RevokeRoleRefusal
  | SignInStaffRefusal
  | StaffListRefusal
  | WhoAmIRefusal;

const invitationNotValid = say(
  [
    'This invitation is of no use',
    'It was used, or its three days are over, or a newer one took its place.',
    'Please ask a privacy officer to invite you anew.',
  ],
  [
    'Diese Einladung gilt nicht',
    'Sie wurde benutzt, ihre drei Tage sind vorbei, oder eine neuere gilt statt ihrer.',
    'Bitte lass dich von einem Datenschutzbeauftragten neu einladen.',
  ],
);

export const staffWords: Omit<WordsOf<StaffRefusals>, SharedRefusal['kind'] | AccountsRefusal['kind']> = {
  StaffNotSignedIn: say(
    [
      'Nobody of the staff is signed in',
      'The session ended: after half an hour without use, after 8 hours, or since the member left.',
      'Please sign in under your own name.',
    ],
    [
      'Niemand vom Personal ist angemeldet',
      'Die Sitzung ist zu Ende: nach einer halben Stunde ohne Nutzung, nach 8 Stunden oder weil jemand ausschied.',
      'Bitte melde dich unter deinem eigenen Namen an.',
    ],
  ),
  StaffNotAllowed: say(
    [
      'None of your roles allows that',
      'Everybody of the staff may do only what their roles need.',
      'If your work needs it, ask a privacy officer for the role.',
    ],
    [
      'Keine deiner Rollen erlaubt das',
      'Jede und jeder vom Personal darf nur, was die eigenen Rollen brauchen.',
      'Wenn deine Arbeit es braucht, bitte einen Datenschutzbeauftragten um die Rolle.',
    ],
  ),
  SecondPersonNeeded: say(
    [
      'It takes two people to do that',
      'Nobody else agreed to exactly this, or it was done already, or more than a day ago.',
      'Please ask for approval, and have a colleague agree who may.',
    ],
    [
      'Dafür braucht es zwei Menschen',
      'Niemand sonst hat genau dem zugestimmt, oder es ist schon geschehen, oder länger als einen Tag her.',
      'Bitte frage um Zustimmung und lass jemanden zustimmen, der es darf.',
    ],
  ),
  InvalidStaffId: say(
    [
      'That is no name of staff',
      'It is made of lower-case letters, dots and hyphens, and is one person’s own.',
      'Write it like jo.miller.',
    ],
    [
      'Das ist kein Name des Personals',
      'Er besteht aus Kleinbuchstaben, Punkten und Bindestrichen und gehört einer Person.',
      'Schreibe ihn so: jo.miller.',
    ],
  ),
  InvalidStaffRole: say(
    ['There is no such role', 'It is none of the list.', 'Please choose one of the list.'],
    ['Diese Rolle gibt es nicht', 'Sie steht nicht in der Liste.', 'Bitte wähle eine aus der Liste.'],
  ),
  InvalidGrantReason: say(
    [
      'That is no reason for a role',
      'A reason is one of the list, or the number of a case.',
      'Please choose one of the list, or write a case like CASE-1042.',
    ],
    [
      'Das ist kein Grund für eine Rolle',
      'Ein Grund steht in der Liste oder ist die Nummer eines Falls.',
      'Bitte wähle einen aus der Liste, oder schreibe einen Fall so: CASE-1042.',
    ],
  ),
  InvalidDay: say(
    ['That is no day', 'The calendar does not have it.', 'Write it like 2026-11-23.'],
    ['Das ist kein Tag', 'Der Kalender kennt ihn nicht.', 'Schreibe ihn so: 2026-11-23.'],
  ),
  InvalidCaseNumber: say(
    ['That is no case number', 'A case number looks like CASE-1042.', 'Please open a case first, and name it.'],
    [
      'Das ist keine Fallnummer',
      'Eine Fallnummer sieht so aus: CASE-1042.',
      'Bitte eröffne zuerst einen Fall und nenne ihn.',
    ],
  ),
  InvalidApprovalObject: say(
    [
      'What should it be done to?',
      'An approval names a subject id, a hold, or a member of the staff, as the action needs.',
      'Please name what the action is done to.',
    ],
    [
      'Worum geht es?',
      'Eine Zustimmung nennt eine Kennung, eine Sperre oder jemanden vom Personal, wie es die Handlung braucht.',
      'Bitte nenne, womit etwas geschehen soll.',
    ],
  ),
  NotApprovable: say(
    ['Nobody is asked for that', 'It is none of the list.', 'Please choose one of the list.'],
    ['Danach wird niemand gefragt', 'Es steht nicht in der Liste.', 'Bitte wähle aus der Liste.'],
  ),
  NoSuchApproval: say(
    ['Nobody asked for that', 'No approval has this number, or it was withdrawn.', 'Please ask your colleague anew.'],
    [
      'Danach hat niemand gefragt',
      'Keine Anfrage hat diese Nummer, oder sie wurde zurückgezogen.',
      'Bitte frage noch einmal nach.',
    ],
  ),
  OwnApproval: say(
    ['Somebody else must agree', 'You asked for it, or it is about you.', 'Please have another colleague agree.'],
    [
      'Jemand anders muss zustimmen',
      'Du hast danach gefragt, oder es geht um dich.',
      'Bitte lass jemand anderen zustimmen.',
    ],
  ),
  ApprovalOver: say(
    ['That is over', 'It was done already, or asked more than a day ago.', 'Your colleague may ask anew.'],
    [
      'Das ist vorbei',
      'Es ist schon geschehen oder wurde vor mehr als einem Tag gefragt.',
      'Es kann neu gefragt werden.',
    ],
  ),
  ActionApproved: say(
    ['Somebody agreed already', 'One is enough.', 'There is nothing to do.'],
    ['Jemand hat schon zugestimmt', 'Eine Zustimmung reicht.', 'Es ist nichts zu tun.'],
  ),
  NoSuchMember: say(
    ['Nobody of the staff is called so', 'Or not any more.', 'Please list the staff, and take the name from there.'],
    ['Niemand vom Personal heißt so', 'Oder nicht mehr.', 'Bitte liste das Personal auf und nimm den Namen von dort.'],
  ),
  NoSuchGrant: say(
    ['There is nothing to take back', 'The member does not have this role.', 'There is nothing to do.'],
    ['Es gibt nichts zurückzunehmen', 'Diese Rolle ist nicht vergeben.', 'Es ist nichts zu tun.'],
  ),
  StaffNameTaken: say(
    [
      'Somebody has this name, or had it',
      'Records speak of that person, so nobody else is called so.',
      'Please choose another name.',
    ],
    [
      'So heißt oder hieß schon jemand',
      'Aufzeichnungen sprechen von dieser Person, also heißt niemand sonst so.',
      'Bitte wähle einen anderen Namen.',
    ],
  ),
  StaffGone: say(
    ['This member left already', 'Nothing is left to end.', 'There is nothing to do.'],
    ['Diese Person ist schon ausgeschieden', 'Es gibt nichts mehr zu beenden.', 'Es ist nichts zu tun.'],
  ),
  OwnRole: say(
    [
      'Nobody grants a role to themselves',
      'Another privacy officer has to grant it, or to renew it.',
      'Please ask another privacy officer.',
    ],
    [
      'Niemand gibt sich selbst eine Rolle',
      'Ein anderer Datenschutzbeauftragter muss sie geben oder verlängern.',
      'Bitte frage einen anderen Datenschutzbeauftragten.',
    ],
  ),
  GrantInPast: say(
    ['That day is over', 'A role that ended before it began allows nothing.', 'Please name today or a later day.'],
    [
      'Dieser Tag ist vorbei',
      'Eine Rolle, die vor ihrem Anfang endet, erlaubt nichts.',
      'Bitte nenne heute oder einen späteren Tag.',
    ],
  ),
  GrantTooLong: say(
    [
      'That is too far ahead',
      'A role is granted for a year at most, so that somebody looks at it again.',
      'Please name a day within a year, and grant it anew before it is over.',
    ],
    [
      'Das ist zu weit weg',
      'Eine Rolle gilt höchstens ein Jahr, damit jemand sie neu ansieht.',
      'Bitte nenne einen Tag innerhalb eines Jahres und gib sie vor ihrem Ende neu.',
    ],
  ),
  LastOfficer: say(
    [
      'Somebody has to stay privacy officer',
      'Nobody would be left who could appoint anybody.',
      'Please appoint another privacy officer first.',
    ],
    [
      'Jemand muss Datenschutzbeauftragter bleiben',
      'Sonst könnte niemand mehr jemanden ernennen.',
      'Bitte ernenne zuerst einen anderen Datenschutzbeauftragten.',
    ],
  ),
  OfficerThere: say(
    [
      'There are two privacy officers already',
      'The installation appoints the first two; together they appoint all others.',
      'Please ask the privacy officers.',
    ],
    [
      'Es gibt schon zwei Datenschutzbeauftragte',
      'Die Installation ernennt nur die ersten zwei; gemeinsam ernennen sie alle anderen.',
      'Bitte frage die Datenschutzbeauftragten.',
    ],
  ),
  NotOfStaff: say(
    [
      'Nobody of the staff has this log-in',
      'The company knows you, and you were not appointed here, or left.',
      'Please ask a privacy officer for an invitation.',
    ],
    [
      'Niemand vom Personal hat diese Anmeldung',
      'Die Firma kennt dich, aber du bist hier nicht ernannt oder ausgeschieden.',
      'Bitte einen Datenschutzbeauftragten um eine Einladung.',
    ],
  ),
  InvitationNotValid: invitationNotValid,
  StaffIdentityTaken: say(
    [
      'You are of the staff already',
      'One person has one name here, and this log-in belongs to a member.',
      'Please sign in without the invitation.',
    ],
    [
      'Du gehörst schon zum Personal',
      'Eine Person hat hier einen Namen, und diese Anmeldung gehört zu einem.',
      'Bitte melde dich ohne die Einladung an.',
    ],
  ),
};
