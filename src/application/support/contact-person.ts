import type { LooksLikeCardNumber } from '../../domain/card/card-number-guard.ts';
import type { ContactChannel } from '../../domain/consent/contact-purpose.ts';
import { channelFor, mayContact } from '../../domain/consent/may-contact.ts';
import type { EntryId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { CaseText, type HoldsWebAddress, type InvalidCaseText } from '../../domain/support-case/case-text.ts';
import { type CaseIsClosed, decideCase } from '../../domain/support-case/decide-case.ts';
import {
  fitsChannel,
  mayWriteAgain,
  type TooLongForSms,
  type TooManyMessages,
} from '../../domain/support-case/message-limits.ts';
import { CaseChannel, type CaseMessage, type InvalidCaseChannel } from '../../domain/support-case/support-case.ts';
import type { VisibleUser } from '../../domain/user/visible-user.ts';
import { phoneOpens } from '../accounts/phone-opens.ts';
import { newEntryId } from '../new-ids.ts';
import { newNotice } from '../notices/new-notice.ts';
import type { Ports } from '../ports/ports.ts';
import type { HeldUser } from '../ports/transaction.ts';
import { type CaseInput, type CasePorts, type CaseRefusal, inCase } from './case-deed.ts';

/** Staff writes to the person whose case it is (POLICY.md C09). */
export interface ContactPersonInput extends CaseInput {
  /** One of `caseChannels`. */
  readonly channel: string;
  /** 1 to 2,000 characters, 480 where it may go by text message, without a card number and the address of a web page. */
  readonly text: string;
}

/** A message that waits in the outbox; where it goes to, the worker finds out. */
export interface PersonContacted {
  readonly message: EntryId;
  /** By which it would go now. */
  readonly channel: ContactChannel;
}

/** The person gave no such contact, or nothing reaches it: it bounces, or the number may be somebody else's by now. */
export interface NoWayToReach {
  readonly kind: 'NoWayToReach';
}

/** Why nothing is written to the person. */
export type ContactPersonRefusal =
  | CaseRefusal
  | InvalidCaseChannel
  | InvalidCaseText
  | LooksLikeCardNumber
  | HoldsWebAddress
  | CaseIsClosed
  | TooLongForSms
  | TooManyMessages
  | NoWayToReach;

/** Queues a message to the person, who is reached without staff seeing an address (POLICY.md C09, C21). */
export type ContactPerson = (input: ContactPersonInput) => ResultAsync<PersonContacted, ContactPersonRefusal>;

/** Makes the use case: message, notice and record are one transaction, so that what is promised is sent and on record. */
export function contactPerson(ports: CasePorts & Pick<Ports, 'business'>): ContactPerson {
  const { ids } = ports;
  return (input) =>
    safeTry(async function* () {
      const wanted = yield* CaseChannel.parse(input.channel);
      const text = yield* CaseText.parseMessage(input.text);
      yield* fitsChannel(text, wanted);
      const message = newEntryId(ids);
      const contacted = yield* inCase(
        ports,
        input,
        { action: 'contact-person', opens: 'customer-service' },
        ({ tx, held, supportCase, staff, at }) =>
          safeTry(async function* () {
            const channel = reachedBy(ports, held, wanted, at);
            if (channel === null) return err({ kind: 'NoWayToReach' as const });
            const about = { kind: 'support-message', message, toldBy: wanted } as const;
            const notice = { ...newNotice(ids, held.proof, about, at), language: supportCase.language };
            const { caseNumber, subject } = supportCase;
            const { messages } = yield* tx.supportCases.written(held.proof, caseNumber, 'customer-service');
            yield* mayWriteAgain(messages, at);
            const written: CaseMessage = {
              message,
              caseNumber,
              subject,
              notice: notice.notice,
              channel: wanted,
              text,
              writtenBy: staff,
              writtenAt: at,
            };
            yield* decideCase({ kind: 'WriteToPerson', message: written }, supportCase);
            yield* tx.supportCases.addMessage(held.proof, written);
            yield* tx.notices.queue(held.proof, notice, `support-message/${message}`);
            return ok({ value: { message, channel }, about: message });
          }),
      );
      return ok(contacted);
    });
}

/** By what the person is reached now, by the rules that the worker goes by later; null where there is no way. */
function reachedBy(
  ports: Pick<Ports, 'business'>,
  { proof, user }: HeldUser<VisibleUser>,
  wanted: CaseChannel,
  at: Instant,
): ContactChannel | null {
  const logins = phoneOpens(ports, proof, at) ? user.logins : user.logins.filter(({ kind }) => kind !== 'phone');
  // A message that the contract needs asks for no consent.
  const person = { user: { ...user, logins }, entries: [] };
  if (wanted === 'best') return channelFor(person, 'service-messages', at);
  return mayContact(person, 'service-messages', wanted, at).allowed ? wanted : null;
}
