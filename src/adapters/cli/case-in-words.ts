import type { MaskedPerson } from '../../application/support/masked-person.ts';
import type { CaseSeen } from '../../application/support/see-case.ts';
import { Instant } from '../../domain/instant.ts';
import type { SupportCase } from '../../domain/support-case/support-case.ts';

/** Support cases, as the shell shows them: contacts masked, no address anywhere. */

/** A case in one line. */
export function caseLine(supportCase: SupportCase): string {
  const { caseNumber, topic, openedBy, openedAt } = supportCase;
  const begun = `${caseNumber}: ${topic}, opened by ${openedBy} at ${Instant.toISOString(openedAt)}`;
  return supportCase.state === 'open'
    ? `${begun}, open`
    : `${begun}, ${supportCase.outcome}, closed by ${supportCase.closedBy} at ${Instant.toISOString(supportCase.closedAt)}`;
}

/** A person in one line. */
export function personLine({ subject, phone, email, username, rentals, unpaidRentals }: MaskedPerson): string {
  const contacts = [phone, email, username].filter((one) => one !== null).join(', ');
  return `${subject}: ${contacts === '' ? 'no contact' : contacts}; ${rentals} rentals, ${unpaidRentals} unpaid`;
}

/** A case as JSON. */
export function caseJson(supportCase: SupportCase): Readonly<Record<string, unknown>> {
  const { caseNumber, subject, topic, language, state, openedBy, openedAt, verified } = supportCase;
  const closed = supportCase.state === 'closed' ? supportCase : null;
  return {
    caseNumber,
    subject,
    topic,
    language,
    state,
    openedBy,
    openedAt: Instant.toISOString(openedAt),
    verifiedAt: verified === null ? null : Instant.toISOString(verified.at),
    closedBy: closed?.closedBy ?? null,
    closedAt: closed === null ? null : Instant.toISOString(closed.closedAt),
    outcome: closed?.outcome ?? null,
  };
}

/** All that is in a case, as JSON. */
export function seenJson({ supportCase, person, notes, messages }: CaseSeen): Readonly<Record<string, unknown>> {
  return {
    ...caseJson(supportCase),
    person: { ...person, registeredAt: Instant.toISOString(person.registeredAt) },
    notes: notes.map(({ note, text, writtenBy, writtenAt }) => ({
      note,
      text,
      writtenBy,
      writtenAt: Instant.toISOString(writtenAt),
    })),
    messages: messages.map(({ message, text, writtenBy, writtenAt, delivery, sentBy, sentAt }) => ({
      message,
      text,
      writtenBy,
      writtenAt: Instant.toISOString(writtenAt),
      delivery,
      sentBy,
      sentAt: sentAt === null ? null : Instant.toISOString(sentAt),
    })),
  };
}

/** All that is in a case, in words. */
export function seenInWords({ supportCase, person, notes, messages }: CaseSeen): string {
  return [
    caseLine(supportCase),
    personLine(person),
    ...notes.map(
      ({ text, writtenBy, writtenAt }) => `\nNote by ${writtenBy}, ${Instant.toISOString(writtenAt)}:\n${text}`,
    ),
    ...messages.map(
      ({ text, writtenBy, writtenAt, delivery }) =>
        `\nMessage by ${writtenBy}, ${Instant.toISOString(writtenAt)} (${delivery}):\n${text}`,
    ),
  ].join('\n');
}
