import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { StaffSignedIn } from '../../../application/staff/sign-in-staff.ts';
import { Instant } from '../../../domain/instant.ts';
import { InvitationToken } from '../../../domain/staff/staff-token.ts';
import type { Joos } from '../../../index.ts';
import { exitCodes } from '../exit-codes.ts';
import { listenForCallback, type NotLoopback } from '../loopback.ts';
import { openFromConfiguration, type StaffProvider } from '../open-from-configuration.ts';
import { settings } from '../settings.ts';
import { answer, refuse, type Shell, stop, valuesFromInput } from '../shell.ts';
import { keepStaffSession, placeOf } from '../staff-session-file.ts';

/** `joos staff sign-in`: by the company's own provider, in the browser of who sits here. */
export function staffSignInCommand(shell: Shell): CommandUnknownOpts {
  return new Command('sign-in')
    .description('sign in as staff at the company’s own provider, in your browser')
    .option('--invitation', 'the first time: the invitation comes by standard input')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
It prints an address to open in a browser on this machine, and waits. Your
session lasts 8 hours, half an hour without use; it is kept in the file that
JOOS_STAFF_SESSION_FILE names, readable by you alone.

Example:
  joos staff sign-in
  joos staff sign-in --invitation < invitation.txt`,
    )
    .action(async ({ invitation: isFirst, json }) => {
      placeOf(shell);
      const invitation = isFirst === true ? await invitationFrom(shell) : undefined;
      const { joos, staffProvider } = await openFromConfiguration(shell, 'warn');
      try {
        if (staffProvider === null) {
          stop(shell, exitCodes.configuration, `${settings.staffProvider.name} names no provider of the company's`);
        }
        const signedIn = await signIn(shell, json, joos, staffProvider, invitation);
        await keepStaffSession(shell, signedIn.staffSession);
        const { staff, roles, expiresAt } = signedIn;
        const words = `Signed in as ${staff}, ${roles.length === 0 ? 'with no role yet' : roles.join(', ')}.`;
        answer(shell, json, { staff, roles, expiresAt: Instant.toISOString(expiresAt) }, words);
      } finally {
        await joos.close();
      }
    });
}

async function signIn(
  shell: Shell,
  json: boolean | undefined,
  joos: Joos,
  { name, redirectUri }: StaffProvider,
  invitation: InvitationToken | undefined,
): Promise<StaffSignedIn> {
  // Before the sign-in begins: who cannot come back need not go.
  const loopback = await listenForCallback(redirectUri);
  if (typeof loopback === 'string') return stop(shell, exitCodes.configuration, notListening[loopback]);
  try {
    const begun = await joos.staff.beginStaffSignIn({ provider: name });
    if (begun.isErr()) return refuse(shell, json, begun.error);
    shell.err(`joos: open this address in a browser on this machine:\n${begun.value.url}`);
    const callback = await loopback.callback;
    if (callback === null) return stop(shell, exitCodes.refused, 'nobody came back in time; begin anew');
    const signedIn = await joos.staff.signInStaff({ attempt: begun.value.attempt, callback, invitation });
    return signedIn.isErr() ? refuse(shell, json, signedIn.error) : signedIn.value;
  } finally {
    loopback.close();
  }
}

/** It comes by standard input: a command line is seen by others. */
async function invitationFrom(shell: Shell): Promise<InvitationToken> {
  const token = InvitationToken.parse((await valuesFromInput(shell, 'the invitation')).trim());
  return token.isOk() ? token.value : stop(shell, exitCodes.usage, 'standard input holds no invitation');
}

const notListening: Readonly<Record<NotLoopback, string>> = {
  'not-loopback': `the redirectUri in the file of ${settings.staffProvider.name} is none such as http://127.0.0.1:8741/signed-in`,
  'port-in-use': `something else listens on the port of the redirectUri in the file of ${settings.staffProvider.name}`,
};
