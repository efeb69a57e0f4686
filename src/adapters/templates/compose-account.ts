import type { MessageContent } from '../../application/ports/message-content.ts';
import { minuteMs } from '../../domain/instant.ts';
import { codeLifetimeMs } from '../../domain/verification/challenge.ts';
import type { Formats } from './format.ts';
import type { MessageDocument } from './message-document.ts';
import type { Say } from './phrases.ts';
import type { Sender } from './sender.ts';

/** What keeps an account safe: one-time codes, and what happened to phone, email and logins. */

type ContentOf<Kind extends MessageContent['kind']> = Extract<MessageContent, { readonly kind: Kind }>;
type Parts = Pick<MessageDocument, 'title' | 'paragraphs'> &
  Partial<Pick<MessageDocument, 'highlight' | 'action' | 'closing'>>;

/** How long a code is good for, in the minutes that a message names. */
export const codeMinutes: number = codeLifetimeMs / minuteMs;

/** A code and what it does; where it confirms an address, by a button too. */
export function codeParts({ code, purpose, confirmUrl }: ContentOf<'code'>, say: Say, sender: Sender): Parts {
  const minutes = codeMinutes;
  const url = purpose === 'confirm-email' ? confirmUrl : null;
  return {
    title: say(`code.title.${purpose}`),
    paragraphs: [
      `${say(`code.does.${purpose}`)} ${say('code.good', { minutes })}`,
      ...(purpose === 'cancel-account' ? [say('code.kept')] : []),
    ],
    highlight: code,
    action: url === null ? null : { label: say('code.confirm'), url },
    closing: [...(url === null ? [] : [say('code.link', { minutes })]), warningOf(purpose, say, sender)],
  };
}

/** Who must not have the code, by who asked for it. */
function warningOf(purpose: ContentOf<'code'>['purpose'], say: Say, { support }: Sender): string {
  // The one code that is read out: to support, by who called support.
  if (purpose === 'verify-caller') return say('code.warning-caller');
  // These are asked for by who is logged in, for the account's own phone or email: a stranger who asks is in the account.
  const isFromWithin = purpose === 'step-up' || purpose === 'cancel-account';
  return isFromWithin ? say('code.warning-logged-in', { support }) : say('code.warning');
}

/** To the phone and the email that stood in the account until then: who did not change it can undo it. */
export function contactChangedParts(
  { what, how, undoUrl, undoUntil }: ContentOf<'contact-changed'>,
  say: Say,
  format: Formats,
  { support }: Sender,
): Parts {
  const time = format.dateTime(undoUntil);
  const change = changeOf({ what, how });
  return {
    title: say('contact-changed.title', { change }),
    paragraphs: [
      say('contact-changed.sentence', { change }),
      say('was-you'),
      undoUrl === null
        ? say('contact-changed.ask-support', { time, support })
        : say('contact-changed.put-back', { time }),
    ],
    action: undoUrl === null ? null : { label: say('contact-changed.action'), url: undoUrl },
  };
}

/** By which name the phrases know what was changed, and how. */
export function changeOf({ what, how }: Pick<ContentOf<'contact-changed'>, 'what' | 'how'>): string {
  return how === 'added' ? `${what}Added` : what;
}

/** A way to log in came or went. */
export function loginChangedParts(say: Say, { support }: Sender): Parts {
  return {
    title: say('login-changed.title'),
    paragraphs: [say('login-changed.sentence'), say('was-you'), say('login-changed.advice', { support })],
  };
}
