import type { Business } from '../../application/ports/business.ts';
import { noRetries, RetrySchedule } from '../../domain/payment/retry-schedule.ts';
import { InactivityPolicy } from '../../domain/retention/inactivity.ts';
import { EmailAddress } from '../../domain/user/email-address.ts';
import { defaultSignInPolicy, type SignInPolicy } from '../../domain/verification/sign-in-policy.ts';
import { wrongIn } from '../inversify/installation.ts';
import { type ReadSetting, type ReportSetting, settings } from './settings.ts';
import { readSignInFile } from './sign-in-file.ts';

const noLink = 'is neither none nor an https address to which /TOKEN can be added';

const wrong: Readonly<Record<keyof Business, string>> = {
  timeZone: 'is not a time zone such as Europe/Berlin',
  receiptIssuer: 'cannot begin a receipt number; take 2 to 8 capital letters',
  inactivity: 'is neither none nor two times such as P23M/P24M, at least 14 days apart',
  paymentRetries: 'is neither none nor up to 8 rising waits such as PT12H/P3D/P7D, of 30 days at most',
  supportInbox: 'is neither none nor an email address',
  unsubscribeUrl: noLink,
  confirmEmailUrl: noLink,
  undoChangeUrl: noLink,
  signIn: 'names a file that cannot be meant',
};

/** Reads what the business says of itself. */
export function businessIn(read: ReadSetting, report: ReportSetting): Required<Business> {
  /** What cannot be read is reported at once, and stands as what harms nobody. */
  const or = <Value>(field: keyof Business, value: Value | null, harmless: Value): Value => {
    if (value === null) report(settings[field], wrong[field]);
    return value ?? harmless;
  };
  const inactivity = valueOrNone(read(settings.inactivity));
  const inbox = valueOrNone(read(settings.supportInbox));
  const retries = RetrySchedule.parse(read(settings.paymentRetries)).unwrapOr(null);
  const business: Required<Business> = {
    timeZone: read(settings.timeZone),
    receiptIssuer: read(settings.receiptIssuer),
    inactivity: inactivity === null ? null : or<InactivityPolicy | null>('inactivity', policyIn(inactivity), null),
    paymentRetries: or('paymentRetries', retries, noRetries),
    supportInbox: inbox === null ? null : or<EmailAddress | null>('supportInbox', addressIn(inbox), null),
    unsubscribeUrl: valueOrNone(read(settings.unsubscribeUrl)),
    confirmEmailUrl: valueOrNone(read(settings.confirmEmailUrl)),
    undoChangeUrl: valueOrNone(read(settings.undoChangeUrl)),
    signIn: signInPolicyIn(read(settings.signIn), report),
  };
  for (const field of wrongIn(business)) report(settings[field], wrong[field]);
  return business;
}

/** Reports a time zone that is none, for whoever reads nothing else of the business. */
export function holdToTimeZone(timeZone: string, report: ReportSetting): void {
  const isWrong = wrongIn({ timeZone, receiptIssuer: 'JOOS' }).length > 0;
  if (isWrong) report(settings.timeZone, wrong.timeZone);
}

/** The value of a setting that says `none` where there is none. */
export function valueOrNone(text: string): string | null {
  return text === 'none' || text === '' ? null : text;
}

function policyIn(text: string): InactivityPolicy | null {
  const [warnAfter = '', eraseAfter = '', ...more] = text.split('/');
  return more.length > 0 ? null : InactivityPolicy.parse({ warnAfter, eraseAfter }).unwrapOr(null);
}

function signInPolicyIn(path: string, report: ReportSetting): SignInPolicy {
  if (path === '') return defaultSignInPolicy;
  return readSignInFile(path).match(
    (policy) => policy,
    (problems) => {
      for (const problem of problems) report(settings.signIn, problem);
      return defaultSignInPolicy;
    },
  );
}

function addressIn(text: string): EmailAddress | null {
  return EmailAddress.parse(text).unwrapOr(null);
}
