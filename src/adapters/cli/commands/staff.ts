import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { FirstOfficerAppointed } from '../../../application/staff/appoint-first-officer.ts';
import type { ListedMember } from '../../../application/staff/staff-list.ts';
import { Day, Instant } from '../../../domain/instant.ts';
import { lastDayOf } from '../../../domain/legal-hold/decide-hold.ts';
import { type Approval, approvableActions } from '../../../domain/staff/approval.ts';
import { grantOccasions, longestFrom, type StaffGrant } from '../../../domain/staff/staff-grant.ts';
import { staffRoles } from '../../../domain/staff/staff-role.ts';
import { openFromConfiguration } from '../open-from-configuration.ts';
import { oneOf } from '../option-values.ts';
import { answer, refuse, type Shell } from '../shell.ts';
import { forgetStaffSession, readStaffSession } from '../staff-session-file.ts';
import { staffSignInCommand } from './staff-sign-in.ts';

/** `joos staff …`: who of the company may do what, and who agreed to what. */
export function staffCommand(shell: Shell): CommandUnknownOpts {
  return new Command('staff')
    .description('sign in as staff; appoint, grant and dismiss; ask for and give approval')
    .addHelpText(
      'after',
      `
Whoever acts for the company signs in under their own name, at the company's own
provider. The installation appoints the first two privacy officers; officers
appoint everybody else, and grant roles for a reason and for a year at most.

Example:
  joos staff first jo.miller
  joos staff sign-in --invitation < invitation.txt
  joos staff invite anna.support
  joos staff grant anna.support --role support --reason new-duty`,
    )
    .addCommand(firstCommand(shell))
    .addCommand(staffSignInCommand(shell))
    .addCommand(signOutCommand(shell))
    .addCommand(whoCommand(shell))
    .addCommand(inviteCommand(shell))
    .addCommand(grantCommand(shell))
    .addCommand(revokeCommand(shell))
    .addCommand(dismissCommand(shell))
    .addCommand(listCommand(shell))
    .addCommand(askCommand(shell))
    .addCommand(approveCommand(shell));
}

function firstCommand(shell: Shell) {
  return new Command('first')
    .description('appoint one of the first two privacy officers, while fewer than two others can act')
    .argument('<name>', nameMeaning)
    .option('--json', 'print one JSON document')
    .addHelpText('after', `\n${handOver}\n\nExample:\n  joos staff first jo.miller`)
    .action(async (staff, { json }) => {
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const appointed = await joos.staff.appointFirstOfficer({ staff });
        if (appointed.isErr()) {
          return refuse(shell, json, appointed.error);
        }
        answer(shell, json, invitedJson(appointed.value), invitedInWords(appointed.value));
      } finally {
        await joos.close();
      }
    });
}

function signOutCommand(shell: Shell) {
  return new Command('sign-out')
    .description('end your session of the staff')
    .option('--json', 'print one JSON document')
    .addHelpText('after', `\nExample:\n  joos staff sign-out`)
    .action(async ({ json }) => {
      const staffSession = readStaffSession(shell);
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const done = await joos.staff.signOutStaff({ staffSession });
        if (done.isErr()) {
          return refuse(shell, json, done.error);
        }
        await forgetStaffSession(shell);
        answer(shell, json, { signedIn: false }, 'Signed out.');
      } finally {
        await joos.close();
      }
    });
}

function whoCommand(shell: Shell) {
  return new Command('who')
    .description('show who is signed in here, and with which roles')
    .option('--json', 'print one JSON document')
    .addHelpText('after', `\nExample:\n  joos staff who`)
    .action(async ({ json }) => {
      const staffSession = readStaffSession(shell);
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const who = await joos.staff.whoAmI({ staffSession });
        if (who.isErr()) {
          return refuse(shell, json, who.error);
        }
        const { staff, roles, expiresAt } = who.value;
        const until = Instant.toISOString(expiresAt);
        const words = `${staff}, ${roles.length === 0 ? 'no role' : roles.join(', ')}; until ${until} if nothing is done`;
        answer(shell, json, { staff, roles, expiresAt: until }, words);
      } finally {
        await joos.close();
      }
    });
}

function inviteCommand(shell: Shell) {
  return new Command('invite')
    .description('appoint somebody by name; prints an invitation, once')
    .argument('<name>', nameMeaning)
    .option('--json', 'print one JSON document')
    .addHelpText('after', `\n${handOver}\n\nExample:\n  joos staff invite anna.support`)
    .action(async (staff, { json }) => {
      const staffSession = readStaffSession(shell);
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const invited = await joos.staff.appointStaff({ staffSession, staff });
        if (invited.isErr()) {
          return refuse(shell, json, invited.error);
        }
        answer(shell, json, invitedJson(invited.value), invitedInWords(invited.value));
      } finally {
        await joos.close();
      }
    });
}

function grantCommand(shell: Shell) {
  return new Command('grant')
    .description('grant a role to somebody else, for a reason and for a time')
    .argument('<name>', nameMeaning)
    .requiredOption('--role <role>', `one of: ${staffRoles.join(', ')}`, oneOf(shell, '--role', staffRoles))
    .requiredOption('--reason <reason>', `one of: ${grantOccasions.join(', ')}; or a case such as CASE-1042`)
    .option('--until <day>', 'the last day, a year ahead at most; a year ahead without it')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
To make somebody privacy officer another one has to agree, as soon as there is
one beside you and them: joos staff ask grant-officer <name>.

Example:
  joos staff grant anna.support --role support --reason new-duty`,
    )
    .action(async (staff, { role, reason, until, json }) => {
      const staffSession = readStaffSession(shell);
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const last = until ?? longestFrom(Day.ofInstant(Date.now() as Instant)); // sound: milliseconds since 1970
        const granted = await joos.staff.grantRole({ staffSession, staff, role, reason, until: last });
        if (granted.isErr()) {
          return refuse(shell, json, granted.error);
        }
        const words = `${staff} is ${role} until ${lastDayOf(granted.value)}.`;
        answer(shell, json, { staff, ...grantJson(granted.value) }, words);
      } finally {
        await joos.close();
      }
    });
}

function revokeCommand(shell: Shell) {
  return new Command('revoke')
    .description('take a role back; from now on it allows nothing')
    .argument('<name>', nameMeaning)
    .requiredOption('--role <role>', `one of: ${staffRoles.join(', ')}`, oneOf(shell, '--role', staffRoles))
    .option('--json', 'print one JSON document')
    .addHelpText('after', `\nExample:\n  joos staff revoke anna.support --role support`)
    .action(async (staff, { role, json }) => {
      const staffSession = readStaffSession(shell);
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const revoked = await joos.staff.revokeRole({ staffSession, staff, role });
        if (revoked.isErr()) {
          return refuse(shell, json, revoked.error);
        }
        answer(shell, json, { staff, role, revoked: true }, `${staff} is no longer ${role}.`);
      } finally {
        await joos.close();
      }
    });
}

function dismissCommand(shell: Shell) {
  return new Command('dismiss')
    .description('let somebody in no more: sessions, roles and invitation end now')
    .argument('<name>', nameMeaning)
    .option('--json', 'print one JSON document')
    .addHelpText('after', `\nThe name stays taken: records speak of it.\n\nExample:\n  joos staff dismiss anna.support`)
    .action(async (staff, { json }) => {
      const staffSession = readStaffSession(shell);
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const dismissed = await joos.staff.dismissStaff({ staffSession, staff });
        if (dismissed.isErr()) {
          return refuse(shell, json, dismissed.error);
        }
        answer(shell, json, { staff, state: 'left' }, `${staff} is out.`);
      } finally {
        await joos.close();
      }
    });
}

function listCommand(shell: Shell) {
  return new Command('list')
    .description('list the staff: who has which role, by whom, why and until when')
    .option('--json', 'print one JSON document')
    .addHelpText('after', `\nExample:\n  joos staff list`)
    .action(async ({ json }) => {
      const staffSession = readStaffSession(shell);
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const listed = await joos.staff.staffList({ staffSession });
        if (listed.isErr()) {
          return refuse(shell, json, listed.error);
        }
        answer(shell, json, listed.value.map(memberJson), listed.value.map(memberInWords).join('\n'));
      } finally {
        await joos.close();
      }
    });
}

function askCommand(shell: Shell) {
  return new Command('ask')
    .description('ask a colleague to agree to what cannot be undone; prints a number to pass on')
    .argument('<action>', `one of: ${approvableActions.join(', ')}`)
    .argument('<object>', 'the subject id, the hold, or the name of who becomes privacy officer')
    .option('--case <number>', 'for which case, such as CASE-1042; not with grant-officer')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Example:
  joos staff ask cancel-account 0b9f3a52-6c1d-4a7e-9f58-2d4f6c8e1a37 \\
    --case CASE-1042`,
    )
    .action(async (action, object, { case: caseNumber, json }) => {
      const staffSession = readStaffSession(shell);
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const asked = await joos.staff.askApproval({ staffSession, action, object, caseNumber });
        if (asked.isErr()) {
          return refuse(shell, json, asked.error);
        }
        answer(shell, json, approvalJson(asked.value), approvalInWords(asked.value));
      } finally {
        await joos.close();
      }
    });
}

function approveCommand(shell: Shell) {
  return new Command('approve')
    .description('agree to what a colleague asked for; it can be done once then')
    .argument('<approval>', 'the number that `joos staff ask` printed')
    .option('--json', 'print one JSON document')
    .addHelpText('after', `\nExample:\n  joos staff approve 0b5c0f7e-5f0e-4f0e-9a5e-0d6f3c1e2a34`)
    .action(async (approval, { json }) => {
      const staffSession = readStaffSession(shell);
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const approved = await joos.staff.approveAction({ staffSession, approval });
        if (approved.isErr()) {
          return refuse(shell, json, approved.error);
        }
        answer(shell, json, approvalJson(approved.value), approvalInWords(approved.value));
      } finally {
        await joos.close();
      }
    });
}

const nameMeaning = 'the name of one individual, such as anna.support';
const handOver = `Whoever has the invitation becomes this member at the first sign-in: hand it over
in person. It is of use once, for three days, and is shown this once.`;

function invitedJson(invited: FirstOfficerAppointed): unknown {
  const { staff, invitation } = invited;
  return invitation === null
    ? { staff, invitation }
    : { staff, invitation: invitation.reveal(), invitedUntil: Instant.toISOString(invited.invitedUntil) };
}

function invitedInWords(invited: FirstOfficerAppointed): string {
  const { staff, invitation } = invited;
  if (invitation === null) return `${staff} is in already, and privacy officer from now on.`;
  return [
    `${staff} is appointed. The invitation, of use once, until ${Instant.toISOString(invited.invitedUntil)}:`,
    invitation.reveal(),
  ].join('\n');
}

function grantJson({ role, grantedBy, reason, grantedAt, expiresAt }: ListedMember['roles'][number] | StaffGrant) {
  const times = { grantedAt: Instant.toISOString(grantedAt), expiresAt: Instant.toISOString(expiresAt) };
  return { role, grantedBy, reason, ...times };
}

function memberJson({ appointedAt, leftAt, roles, ...member }: ListedMember): unknown {
  const left = leftAt === null ? null : Instant.toISOString(leftAt);
  return { ...member, appointedAt: Instant.toISOString(appointedAt), leftAt: left, roles: roles.map(grantJson) };
}

function memberInWords({ staff, state, appointedBy, roles }: ListedMember): string {
  const by = appointedBy ?? 'the operator';
  const lines = roles.map(
    (grant) =>
      `  ${grant.role}, by ${grant.grantedBy ?? 'the operator'}, for ${grant.reason}, until ${lastDayOf(grant)}`,
  );
  return [`${staff}  ${state}, appointed by ${by}`, ...lines].join('\n');
}

function approvalJson({ askedAt, expiresAt, approved, usedAt: _, ...approval }: Approval): unknown {
  const times = { askedAt: Instant.toISOString(askedAt), expiresAt: Instant.toISOString(expiresAt) };
  return { ...approval, ...times, approvedBy: approved?.by ?? null };
}

function approvalInWords({ approval, action, object, caseNumber, askedBy, approved, expiresAt }: Approval): string {
  const forCase = caseNumber === null ? '' : `, ${caseNumber}`;
  const second = approved === null ? 'nobody has agreed yet' : `${approved.by} agrees`;
  return `${approval}  ${action} of ${object}${forCase}; asked by ${askedBy}, ${second}; until ${Instant.toISOString(expiresAt)}`;
}
