import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import type { AuditEntry } from '../../domain/audit/audit-entry.ts';
import { type Card, Last4 } from '../../domain/card/masked-card.ts';
import { PaymentMethodReference } from '../../domain/card/payment-method-reference.ts';
import type { ConsentEntry } from '../../domain/consent/consent-entry.ts';
import { NoticeVersion } from '../../domain/consent/notice-version.ts';
import type { Erasure, Kept } from '../../domain/deletion/erasure.ts';
import {
  CardId,
  ChallengeId,
  ChangeId,
  EditionId,
  EntryId,
  ErasureId,
  NoticeId,
  OrderId,
  PaymentId,
  RefundId,
  SessionId,
  SubjectId,
} from '../../domain/ids.ts';
import { type Day, Instant } from '../../domain/instant.ts';
import type { Edition } from '../../domain/notice/edition.ts';
import type { Notice, NoticeSubject } from '../../domain/notice/notice.ts';
import type { Money } from '../../domain/order/money.ts';
import type { OpenOrder } from '../../domain/order/order.ts';
import { PowerBankId } from '../../domain/order/power-bank-id.ts';
import type { BookkeepingReceipt } from '../../domain/order/receipt.ts';
import type { DraftCorrection } from '../../domain/order/receipt-correction.ts';
import { type ReceiptNumber, ReceiptSeries } from '../../domain/order/receipt-number.ts';
import { StationId } from '../../domain/order/station-id.ts';
import { Tariff } from '../../domain/order/tariff.ts';
import type { DeclineReason } from '../../domain/payment/decline-reason.ts';
import type { PendingPayment } from '../../domain/payment/payment.ts';
import { ProcessorReference } from '../../domain/payment/processor-reference.ts';
import type { Result } from '../../domain/result.ts';
import type { RiskEvent } from '../../domain/risk/risk-event.ts';
import { DeviceName } from '../../domain/session/device-name.ts';
import { newSession as begun, type Session } from '../../domain/session/session.ts';
import { CaseNumber, StaffId } from '../../domain/staff/staff-id.ts';
import { type ContactChange, undoChangeMs } from '../../domain/user/contact-change.ts';
import { EmailAddress } from '../../domain/user/email-address.ts';
import { PhoneNumber } from '../../domain/user/phone-number.ts';
import { ThirdPartyIdentity } from '../../domain/user/third-party-identity.ts';
import type { ActiveUser } from '../../domain/user/user.ts';
import { Username } from '../../domain/user/username.ts';
import { type Challenge, codeLifetimeMs, codeTries } from '../../domain/verification/challenge.ts';

/**
 * Values that the contracts write, new with every call, so that two checks never meet in a shared database. Every one
 * comes out of its smart constructor.
 */

function sound<Value>(result: Result<Value, { readonly kind: string }>): Value {
  if (result.isErr()) throw new Error(`A sample of the contracts is refused: ${result.error.kind}`);
  return result.value;
}

/** A Monday morning in Frankfurt, and later by so many milliseconds. */
export function instant(laterMs = 0): Instant {
  return sound(Instant.ofEpochMs(Date.UTC(2026, 10, 23, 9, 0, 0) + laterMs));
}

/** The business day of {@link instant}. */
export const day: Day = '2026-11-23' as Day; // sound: the shape of a day; no constructor makes one without a time zone

export const newSubject = (): SubjectId => sound(SubjectId.parse(randomUUID()));
const newChangeId = (): ChangeId => sound(ChangeId.parse(randomUUID()));
const newSessionId = (): SessionId => sound(SessionId.parse(randomUUID()));
export const newChallengeId = (): ChallengeId => sound(ChallengeId.parse(randomUUID()));
export const newCardId = (): CardId => sound(CardId.parse(v7()));
export const newOrderId = (): OrderId => sound(OrderId.parse(v7()));
export const newEditionId = (): EditionId => sound(EditionId.parse(v7()));
export const newRefundId = (): RefundId => sound(RefundId.parse(randomUUID()));
export const newPaymentId = (): PaymentId => sound(PaymentId.parse(v7()));
export const newNoticeId = (): NoticeId => sound(NoticeId.parse(v7()));
export const newErasureId = (): ErasureId => sound(ErasureId.parse(v7()));
export const newEntryId = (): EntryId => sound(EntryId.parse(v7()));

/** How many German mobile numbers there are behind +491512. */
const phoneNumbers = 9_000_000;
let phones = randomInt(phoneNumbers);

/** A German mobile number that this process has not made before: of hundreds that are drawn at random two would be one now and then. */
export function newPhone(): PhoneNumber {
  phones = (phones + 7_654_321) % phoneNumbers; // prime to each other, so that all come before one comes again
  return sound(PhoneNumber.parse(`+491512${1_000_000 + phones}`));
}

/** So many random lower-case letters. */
export function letters(count: number): string {
  return Array.from({ length: count }, () => String.fromCharCode(97 + randomInt(26))).join('');
}

export const newEmail = (): EmailAddress => sound(EmailAddress.parse(`${letters(12)}@example.org`));
export const newUsername = (): Username => sound(Username.parse(letters(12)));
export const username = (text: string): Username => sound(Username.parse(text));
export const newIdentity = (): ThirdPartyIdentity =>
  sound(ThirdPartyIdentity.parse({ issuer: 'https://login.example.org', providerSubject: letters(24) }));
export const newBytes = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

/** An active user with every field filled. */
export function newUser(changes: Partial<ActiveUser> = {}): ActiveUser {
  return {
    kind: 'active',
    subject: newSubject(),
    logins: [
      { kind: 'phone', phone: newPhone() },
      { kind: 'third-party', identity: newIdentity() },
    ],
    email: newEmail(),
    suppressedMail: {},
    username: newUsername(),
    language: 'de',
    registeredAt: instant(),
    ...changes,
  };
}

export function newChallenge(changes: Partial<Challenge> = {}): Challenge {
  return {
    challenge: newChallengeId(),
    purpose: 'log-in',
    subject: null,
    holder: { kind: 'device', device: Buffer.from(newBytes(32)).toString('hex') },
    digits: 6,
    codeHash: newBytes(32),
    triesLeft: codeTries,
    sentAt: instant(),
    expiresAt: instant(codeLifetimeMs),
    ...changes,
  };
}

/** A change of the phone, of an account without an email, that can be undone for 3 days from its moment on. */
export function newContactChange(
  subject: SubjectId,
  { changedAt = instant(), ...changes }: Partial<ContactChange> = {},
): ContactChange {
  return {
    change: newChangeId(),
    subject,
    what: 'phone',
    former: null,
    other: null,
    phoneProvedOn: null,
    changedAt,
    ...changes,
    undoUntil: changes.undoUntil ?? Instant.plusMs(changedAt, undoChangeMs),
  };
}

/** A session that begins now and goes on as long as it is used. */
export function newSession(changes: Partial<Session> = {}): Session {
  return { ...begun(newSessionId(), null, instant()), ...changes };
}

/** What a person might call a device. */
export function newDeviceName(): DeviceName {
  return sound(DeviceName.parse(`Phone ${Buffer.from(newBytes(6)).toString('base64url').replace(/\d/g, 'x')}`));
}

export function newConsent(subject: SubjectId, changes: Partial<ConsentEntry> = {}): ConsentEntry {
  return {
    entry: newEntryId(),
    subject,
    action: 'granted',
    purpose: 'news',
    noticeVersion: sound(NoticeVersion.parse('2026-11')),
    noticeLanguage: 'de',
    channel: 'app',
    recordedAt: instant(),
    claimedAt: instant(-1500),
    ...changes,
  };
}

export function newCard(subject: SubjectId, changes: Partial<Card> = {}): Card {
  return {
    card: newCardId(),
    subject,
    paymentMethod: sound(PaymentMethodReference.parse(`pm_${letters(20)}`)),
    last4: sound(Last4.parse(String(randomInt(1000, 9999)))),
    network: 'visa',
    addedAt: instant(),
    removedAt: null,
    ...changes,
  };
}

export const euro = (amountMinor: number): Money => ({ amountMinor, currency: 'EUR' });
export const newStation = (): StationId =>
  sound(StationId.parse(`${letters(6).toUpperCase()}-${randomInt(100_000, 999_999)}`));
const newPowerBank = (): PowerBankId =>
  sound(PowerBankId.parse(`${letters(6).toUpperCase()}-${randomInt(1_000_000, 9_999_999)}`));

const tariff: Tariff = sound(
  Tariff.parse({
    currency: 'EUR',
    unlockFeeMinor: 100,
    unitPriceMinor: 50,
    unitMinutes: 30,
    dailyCapMinor: 900,
    lossFeeMinor: 4000,
    vatPercent: 19,
  }),
);

export function newOrder(card: Card, changes: Partial<OpenOrder> = {}): OpenOrder {
  return {
    kind: 'open',
    order: newOrderId(),
    subject: card.subject,
    card: card.card,
    powerBank: newPowerBank(),
    rentedFrom: newStation(),
    startedAt: instant(),
    day,
    tariff,
    ...changes,
  };
}

/** A receipt of one unlock fee and two started units, as bookkeeping keeps it, without its number. */
export const receipt: Omit<BookkeepingReceipt, 'number'> = {
  day,
  items: [
    { kind: 'unlock-fee', quantity: 1, unitPrice: euro(100), capDiscount: euro(0), gross: euro(100) },
    { kind: 'usage', quantity: 3, unitPrice: euro(50), capDiscount: euro(-30), gross: euro(120) },
  ],
  // A rate with a decimal, as Switzerland has one: a store must not round it.
  vatPercent: 8.1,
  net: euro(204),
  vat: euro(16),
  gross: euro(220),
  corrects: null,
};

/** A correction that takes one unit back, without its number. */
export function newCorrection(corrects: ReceiptNumber, changes: Partial<DraftCorrection> = {}): DraftCorrection {
  return {
    day,
    items: [{ kind: 'refund', quantity: 1, unitPrice: euro(-50), capDiscount: euro(0), gross: euro(-50) }],
    vatPercent: 8.1,
    net: euro(-46),
    vat: euro(-4),
    gross: euro(-50),
    corrects,
    ...changes,
  };
}

/** An issue of the newsletter, in the languages that we write. */
export function newEdition(changes: Partial<Edition> = {}): Edition {
  const action = { label: 'See the map', url: 'https://joos.example/map' };
  return {
    edition: newEditionId(),
    purpose: 'newsletter',
    texts: {
      en: { title: 'New stations', paragraphs: ['There is one at the fair.', 'It’s open.'], action },
      de: { title: 'Neue Stationen', paragraphs: ['Eine steht auf der Messe. Größer denn je 🔋'], action: null },
    },
    publishedAt: instant(),
    ...changes,
  };
}

/** Two series of receipts, and which place in its series a number has. */
export const series: ReceiptSeries = sound(ReceiptSeries.parse('JOOS-2026'));
export const otherSeries: ReceiptSeries = sound(ReceiptSeries.parse('JOOS-2027'));
export const placeInSeries = (number: ReceiptNumber): number => Number(number.split('-')[2]);

export const declined: DeclineReason = 'insufficient-funds';
export const newProcessorReference = (): ProcessorReference => sound(ProcessorReference.parse(`ch_${letters(20)}`));

export function newPayment(order: OpenOrder, changes: Partial<PendingPayment> = {}): PendingPayment {
  return {
    kind: 'pending',
    payment: newPaymentId(),
    subject: order.subject,
    order: order.order,
    card: order.card,
    amount: euro(220),
    createdAt: instant(),
    attempt: 1,
    ...changes,
  };
}

export function newNotice(subject: SubjectId, about: NoticeSubject, changes: Partial<Notice> = {}): Notice {
  return {
    notice: newNoticeId(),
    subject,
    about,
    templateVersion: 1,
    language: 'de',
    createdAt: instant(),
    ...changes,
  };
}

export function newAuditEntry(subject: SubjectId, changes: Partial<AuditEntry> = {}): AuditEntry {
  return {
    entry: newEntryId(),
    subject,
    action: 'reveal-contact',
    staff: sound(StaffId.parse('jo.miller')),
    purpose: 'resolve-problem',
    caseNumber: sound(CaseNumber.parse('CASE-1042')),
    fields: ['login.phone', 'contact.email'],
    about: null,
    recordedAt: instant(),
    ...changes,
  };
}

export function newErasure(subject: SubjectId, changes: Partial<Erasure> = {}): Erasure {
  return {
    erasure: newErasureId(),
    subject,
    request: { kind: 'person' },
    requestedAt: instant(),
    state: 'fenced',
    obstacle: null,
    kept: [],
    deleted: {},
    drainedAt: instant(),
    tries: 0,
    completedAt: null,
    ...changes,
  };
}

/** What outlives an account, as an erasure records it. */
export const kept: readonly Kept[] = [
  {
    category: 'rental',
    records: 1,
    rule: 'keep-open-rentals',
    basis: 'contract',
    until: { kind: 'settled', atMost: day },
  },
  {
    category: 'bookkeeping',
    records: 3,
    rule: 'keep-bookkeeping',
    basis: 'legal-obligation',
    until: { kind: 'day', day },
  },
];

export function newRisk(changes: Partial<RiskEvent> = {}): RiskEvent {
  return { event: newEntryId(), kind: 'code-spent', rule: null, subject: null, at: instant(), ...changes };
}
