import type { AttemptPurpose } from '../../src/application/ports/log-in-attempts.ts';
import type { Rooms } from '../../src/application/rooms.ts';
import type { OpaqueToken } from '../../src/domain/session/opaque-token.ts';
import { StaffSessionToken } from '../../src/domain/staff/staff-token.ts';
import { type AttemptToken, CardNumber, type DeviceToken, type SessionToken } from '../../src/index.ts';
import { staffSessionOf } from '../staff-desk.ts';
import { evidence, look, tariff } from './person.ts';
import { tokenOf } from './trusting-providers.ts';
import { newRefund } from './typed-values.ts';

/** People and records that a text can be thrown at. */
export interface Scene {
  readonly session: SessionToken;
  /** Of somebody whose identities may be thrown at: they are sealed and not refused. */
  readonly otherSession: SessionToken;
  readonly subject: string;
  readonly phone: string;
  readonly email: string;
  readonly challenge: string;
  /** The device that asked for it. */
  readonly device: DeviceToken;
  /** Log-ins with third parties that began; each is of use once. */
  readonly attemptFor: (purpose: AttemptPurpose) => AttemptToken;
  readonly order: string;
  readonly failedPayment: string;
  readonly paidPayment: string;
  readonly paidOrder: string;
  /** When it began, as ISO 8601. */
  readonly paidFrom: string;
  /** A newsletter that the person got. */
  readonly newsletter: string;
  readonly erasure: string;
}

/** Never for a use case that asks for nothing. */
type InputOf<UseCase> = UseCase extends () => unknown
  ? never
  : UseCase extends (input: infer Input) => unknown
    ? Input
    : never;

/** The way to a key of an input, such as `identity.issuer`. */
type Under<Path extends string, Key extends string> = Path extends '' ? Key : `${Path}.${Key}`;

/**
 * The path of every place in an input that a text can stand in: open texts, words of closed lists (a caller without a
 * compiler can pass anything), card numbers, and what is not known at all. Session tokens are no texts: who makes one of a
 * text goes through `SessionToken.parse`.
 */
type TextsOf<Value, Path extends string = ''> = unknown extends Value
  ? Path
  : Value extends string | CardNumber
    ? Path
    : Value extends OpaqueToken
      ? never
      : Value extends readonly (infer Item)[]
        ? TextsOf<Item, Path>
        : Value extends object
          ? { [Key in keyof Value & string]-?: TextsOf<Value[Key], Under<Path, Key>> }[keyof Value & string]
          : never;

/** Makes the input of a use case with the text in one place and all the rest in order. */
type Throw<Input> = (scene: Scene, text: string) => Input;

type ThrowsOf<Room> = {
  readonly [UseCase in keyof Room]: {
    readonly [Path in TextsOf<InputOf<Room[UseCase]>>]: Throw<InputOf<Room[UseCase]>>;
  };
};

/** A word of a closed list, by a caller who has no compiler. */
const unchecked = (text: string): never => text as never;

const statement: ThrowsOf<Pick<Rooms['consents'], 'recordConsent'>>['recordConsent'] = {
  purpose: ({ session }, text) => ({ session, ...evidence, purpose: text }),
  noticeVersion: ({ session }, text) => ({ session, ...evidence, purpose: 'news', noticeVersion: text }),
  noticeLanguage: ({ session }, text) => ({ session, ...evidence, purpose: 'news', noticeLanguage: text }),
  channel: ({ session }, text) => ({ session, ...evidence, purpose: 'news', channel: text }),
  claimedAt: ({ session }, text) => ({ session, ...evidence, purpose: 'news', claimedAt: text }),
};

const auditTexts: ThrowsOf<Pick<Rooms['audit'], 'searchAudit'>>['searchAudit'] = {
  by: (_, text) => ({ staffSession, by: text }),
  subject: (_, text) => ({ staffSession, subject: text }),
  caseNumber: (_, text) => ({ staffSession, caseNumber: text }),
  action: (_, text) => ({ staffSession, action: text }),
  from: (_, text) => ({ staffSession, from: text }),
  until: (_, text) => ({ staffSession, until: text }),
  'after.recordedAt': ({ challenge }, text) => ({
    staffSession,
    after: { recordedAt: text, entry: challenge },
  }),
  'after.entry': (_, text) => ({
    staffSession,
    after: { recordedAt: '2026-11-23T09:00:00Z', entry: text },
  }),
};

const rental = { station: 'FRA-0042', powerBank: 'PB-004711', tariff } as const;
const issuer = 'https://login.example';
const idToken = tokenOf({ issuer, providerSubject: 'somebody' });

const typed = ({ phone, challenge, device }: Scene) => ({ phone, challenge, device, code: '123456' });
const byEmail = ({ email, challenge }: Scene) => ({ kind: 'email', email, challenge, code: '123456' }) as const;
const second = (scene: Scene) => {
  const { phone, device, challenge } = scene;
  return { phone, device, pending: challenge, second: byEmail(scene) };
};

/**
 * Every text input of every use case. The type is made of the rooms: a use case or an input that is added and does not stand
 * here does not compile, and a test counts the use cases once more at run time.
 */
export const throwsOfRooms: { readonly [Room in keyof Rooms]: ThrowsOf<Rooms[Room]> } = {
  accounts: {
    requestCode: {
      purpose: ({ phone, device, email, challenge }, text) => ({
        purpose: unchecked(text),
        phone,
        device,
        email,
        pending: challenge,
      }),
      phone: (_, text) => ({ purpose: 'log-in', phone: text }),
      language: ({ phone }, text) => ({ purpose: 'log-in', phone, language: text }),
      ip: ({ phone }, text) => ({ purpose: 'log-in', phone, ip: text }),
      pending: ({ phone, device, email }, text) => ({ purpose: 'second-proof', phone, device, email, pending: text }),
      email: ({ phone, device, challenge }, text) => ({
        purpose: 'second-proof',
        phone,
        device,
        email: text,
        pending: challenge,
      }),
    },
    requestMyCode: {
      purpose: ({ otherSession, phone }, text) => ({ purpose: unchecked(text), session: otherSession, phone }),
      phone: ({ otherSession }, text) => ({ purpose: 'add-phone', session: otherSession, phone: text }),
      to: ({ session }, text) => ({ purpose: 'cancel-account', session, to: unchecked(text) }),
      ip: ({ session }, text) => ({ purpose: 'step-up', session, ip: text }),
    },
    verifyCode: {
      phone: (scene, text) => ({ ...typed(scene), phone: text }),
      challenge: (scene, text) => ({ ...typed(scene), challenge: text }),
      code: (scene, text) => ({ ...typed(scene), code: text }),
      language: (scene, text) => ({ ...typed(scene), language: text }),
      ip: (scene, text) => ({ ...typed(scene), ip: text }),
      deviceName: (scene, text) => ({ ...typed(scene), deviceName: text }),
    },
    proveSecond: {
      phone: (scene, text) => ({ ...second(scene), phone: text }),
      pending: (scene, text) => ({ ...second(scene), pending: text }),
      deviceName: (scene, text) => ({ ...second(scene), deviceName: text }),
      'second.kind': (scene, text) => ({ ...second(scene), second: { ...byEmail(scene), kind: unchecked(text) } }),
      'second.email': (scene, text) => ({ ...second(scene), second: { ...byEmail(scene), email: text } }),
      'second.challenge': (scene, text) => ({ ...second(scene), second: { ...byEmail(scene), challenge: text } }),
      'second.code': (scene, text) => ({ ...second(scene), second: { ...byEmail(scene), code: text } }),
      'second.callback': (scene, text) => ({
        ...second(scene),
        second: { kind: 'third-party', attempt: scene.attemptFor('second-proof'), callback: text },
      }),
      'second.idToken': (scene, text) => ({
        ...second(scene),
        second: { kind: 'third-party', attempt: scene.attemptFor('second-proof'), idToken: text },
      }),
    },
    startOver: {
      phone: (scene, text) => ({ ...second(scene), phone: text }),
      pending: (scene, text) => ({ ...second(scene), pending: text }),
      language: (scene, text) => ({ ...second(scene), language: text }),
      deviceName: (scene, text) => ({ ...second(scene), deviceName: text }),
    },
    beginThirdParty: {
      provider: (_, text) => ({ provider: text, purpose: 'log-in' }),
      purpose: (_, text) => ({ provider: 'any', purpose: unchecked(text) }),
      ip: (_, text) => ({ provider: 'any', purpose: 'log-in', ip: text }),
    },
    logInWithThirdParty: {
      callback: ({ attemptFor }, text) => ({ attempt: attemptFor('log-in'), callback: text }),
      idToken: ({ attemptFor }, text) => ({ attempt: attemptFor('log-in'), idToken: text }),
      language: ({ attemptFor }, text) => ({ attempt: attemptFor('log-in'), idToken, language: text }),
      deviceName: ({ attemptFor }, text) => ({ attempt: attemptFor('log-in'), idToken, deviceName: text }),
    },
    linkThirdParty: {
      callback: ({ otherSession, attemptFor }, text) => ({
        session: otherSession,
        attempt: attemptFor('link'),
        callback: text,
      }),
      idToken: ({ otherSession, attemptFor }, text) => ({
        session: otherSession,
        attempt: attemptFor('link'),
        idToken: text,
      }),
    },
    stepUp: {
      challenge: ({ session }, text) => ({ session, challenge: text, code: '123456' }),
      code: ({ session, challenge }, text) => ({ session, challenge, code: text }),
      callback: ({ otherSession, attemptFor }, text) => ({
        session: otherSession,
        attempt: attemptFor('step-up'),
        callback: text,
      }),
      idToken: ({ otherSession, attemptFor }, text) => ({
        session: otherSession,
        attempt: attemptFor('step-up'),
        idToken: text,
      }),
    },
    mySessions: {},
    mySupportCases: {},
    whoLookedAtMyData: { after: ({ session }, text) => ({ session, after: text }) },
    endSession: { sessionId: ({ session }, text) => ({ session, sessionId: text }) },
    endOtherSessions: {},
    changePhone: {
      phone: ({ session, challenge }, text) => ({ session, phone: text, challenge, code: '123456' }),
      challenge: ({ session, phone }, text) => ({ session, phone, challenge: text, code: '123456' }),
      code: ({ session, phone, challenge }, text) => ({ session, phone, challenge, code: text }),
    },
    showEmailConfirmation: { token: (_, text) => ({ token: text }) },
    confirmEmailByLink: { token: (_, text) => ({ token: text }) },
    showContactChange: { token: (_, text) => ({ token: text }) },
    undoContactChange: { token: (_, text) => ({ token: text }) },
    addPhone: {
      phone: ({ otherSession, challenge }, text) => ({ session: otherSession, phone: text, challenge, code: '123456' }),
      challenge: ({ otherSession, phone }, text) => ({ session: otherSession, phone, challenge: text, code: '123456' }),
      code: ({ otherSession, phone, challenge }, text) => ({ session: otherSession, phone, challenge, code: text }),
    },
    removeLogin: {
      'login.kind': ({ session }, text) => ({ session, login: { kind: unchecked(text) } }),
      'login.issuer': ({ session }, text) => ({
        session,
        login: { kind: 'third-party', issuer: text, providerSubject: 'somebody' },
      }),
      'login.providerSubject': ({ session }, text) => ({
        session,
        login: { kind: 'third-party', issuer, providerSubject: text },
      }),
    },
    addEmail: {
      email: ({ session }, text) => ({ session, email: text }),
      ip: ({ session, email }, text) => ({ session, email, ip: text }),
    },
    confirmEmail: {
      email: ({ session, challenge }, text) => ({ session, email: text, challenge, code: '123456' }),
      challenge: ({ session, email }, text) => ({ session, email, challenge: text, code: '123456' }),
      code: ({ session, email, challenge }, text) => ({ session, email, challenge, code: text }),
    },
    removeEmail: {},
    setUsername: { username: ({ session }, text) => ({ session, username: text }) },
    removeUsername: {},
    myAccount: {},
    authenticate: {},
    logOut: {},
  },
  consents: {
    recordConsent: statement,
    withdrawConsent: statement,
    myConsents: { at: ({ session }, text) => ({ session, at: text }) },
    myConsentHistory: { at: ({ session }, text) => ({ session, at: text }) },
    showSubscription: { token: (_, text) => ({ token: text }) },
    unsubscribe: { token: (_, text) => ({ token: text }) },
  },
  cards: {
    addCard: {
      // The one place where a card number belongs: its last 4 digits and its network may be kept.
      number: ({ session }, text) => ({ session, number: CardNumber.from(text), paymentMethod: `pm_${nextName()}` }),
      paymentMethod: ({ session }, text) => ({
        session,
        number: CardNumber.from('4000056655665556'),
        paymentMethod: text,
      }),
    },
    beginCardSetup: {},
    completeCardSetup: { setup: ({ session }, text) => ({ session, setup: text }) },
    removeCard: { card: ({ session }, text) => ({ session, card: text }) },
    listCards: {},
  },
  orders: {
    rent: {
      card: ({ session }, text) => ({ session, ...rental, card: text }),
      station: ({ session }, text) => ({ session, ...rental, station: text }),
      powerBank: ({ session }, text) => ({ session, ...rental, powerBank: text }),
      // Sound but for what no tariff has: what is kept of it stands readable in the order.
      tariff: ({ session }, text) => ({ session, ...rental, tariff: { ...tariff, note: text, [text]: Number(text) } }),
    },
    returnPowerBank: {
      order: (_, text) => ({ order: text, station: 'FRA-0007' }),
      station: ({ order }, text) => ({ order, station: text }),
      at: ({ order }, text) => ({ order, station: 'FRA-0007', at: text }),
    },
    reportLost: { order: ({ session }, text) => ({ session, order: text }) },
    cancelRental: { order: ({ session }, text) => ({ session, order: text }) },
    correctRental: {
      caseNumber: (scene, text) => ({ ...correction(scene), caseNumber: text }),
      order: (scene, text) => ({ ...correction(scene), order: text }),
      station: (scene, text) => ({ ...correction(scene), station: text }),
      at: (scene, text) => ({ ...correction(scene), at: text }),
      refund: (scene, text) => ({ ...correction(scene), refund: text }),
    },
    myOrders: {},
    myReceipt: { order: ({ session }, text) => ({ session, order: text }) },
  },
  payments: {
    charge: { payment: (_, text) => ({ payment: text }) },
    settleAnswer: {
      payment: (_, text) => ({ payment: text, attempt: 1, answer: { kind: 'declined', reason: 'card-declined' } }),
      'answer.amount.currency': ({ failedPayment }, text) => ({
        payment: failedPayment,
        attempt: 1,
        answer: { kind: 'succeeded', reference: 'ch_late', amount: { amountMinor: 1, currency: text } },
      }),
      'answer.kind': ({ failedPayment }, text) => ({
        payment: failedPayment,
        attempt: 1,
        answer: { kind: unchecked(text), reference: text, reason: text },
      }),
      'answer.reference': ({ failedPayment }, text) => ({
        payment: failedPayment,
        attempt: 1,
        answer: { kind: 'succeeded', reference: text },
      }),
      'answer.reason': ({ failedPayment }, text) => ({
        payment: failedPayment,
        attempt: 1,
        answer: { kind: 'declined', reason: text },
      }),
    },
    retryPayment: {
      payment: ({ session }, text) => ({ session, payment: text }),
      card: ({ session, failedPayment }, text) => ({ session, payment: failedPayment, card: text }),
    },
    refund: {
      caseNumber: ({ paidPayment }, text) => ({ ...refund(paidPayment), caseNumber: text }),
      payment: (_, text) => refund(text),
      'amount.currency': ({ paidPayment }, text) => ({
        ...refund(paidPayment),
        amount: { amountMinor: 1, currency: text },
      }),
      refund: ({ paidPayment }, text) => ({ ...refund(paidPayment), refund: text }),
    },
    myPayments: {},
    takeProcessorEvent: {
      kind: ({ failedPayment }, text) => ({ kind: unchecked(text), payment: failedPayment, dispute: 'dp_opened' }),
      payment: (_, text) => ({ kind: 'dispute-opened', payment: text, dispute: 'dp_opened' }),
      dispute: ({ paidPayment }, text) => ({ kind: 'dispute-opened', payment: paidPayment, dispute: text }),
      refund: ({ paidPayment }, text) => ({
        kind: 'refunded',
        payment: paidPayment,
        refund: text,
        reference: 'ch_of_nobody',
        amount: { amountMinor: 1, currency: 'EUR' },
      }),
      'amount.currency': ({ paidPayment }, text) => ({
        kind: 'refunded',
        payment: paidPayment,
        refund: newRefund(),
        reference: 'ch_of_nobody',
        amount: { amountMinor: 1, currency: text },
      }),
      reference: ({ paidPayment }, text) => ({
        kind: 'refunded',
        payment: paidPayment,
        refund: newRefund(),
        reference: text,
        amount: { amountMinor: 1, currency: 'EUR' },
      }),
      'answer.amount.currency': ({ failedPayment }, text) => ({
        kind: 'answered',
        payment: failedPayment,
        attempt: 1,
        answer: { kind: 'succeeded', reference: 'ch_late', amount: { amountMinor: 1, currency: text } },
      }),
      'answer.kind': ({ failedPayment }, text) => ({
        kind: 'answered',
        payment: failedPayment,
        attempt: 1,
        answer: { kind: unchecked(text), reference: text, reason: text },
      }),
      'answer.reference': ({ failedPayment }, text) => ({
        kind: 'answered',
        payment: failedPayment,
        attempt: 1,
        answer: { kind: 'succeeded', reference: text },
      }),
      'answer.reason': ({ failedPayment }, text) => ({
        kind: 'answered',
        payment: failedPayment,
        attempt: 1,
        answer: { kind: 'declined', reason: text },
      }),
    },
    reconcilePayments: {},
  },
  notices: {
    outboxStatus: {},
    parkedNotices: {},
    releaseNotice: { notice: (_, text) => ({ notice: text }) },
    publishEdition: {
      purpose: (_, text) => ({ purpose: text, texts: { en: edition, de: edition } }),
      texts: (_, text) => ({ purpose: 'newsletter', texts: thrownEdition(text) }),
    },
    takeMailEvent: {
      kind: ({ newsletter, email }, text) => ({ kind: unchecked(text), messageId: newsletter, address: email }),
      messageId: ({ email }, text) => ({ kind: 'complained', messageId: text, address: email }),
      address: ({ newsletter }, text) => ({ kind: 'complained', messageId: newsletter, address: text }),
    },
  },
  privacy: {
    exportMyData: {},
    planMyErasure: {},
    cancelMyAccount: {
      challenge: ({ session }, text) => ({ session, challenge: text, code: '123456' }),
      code: ({ session, challenge }, text) => ({ session, challenge, code: text }),
    },
    erasureStatus: { erasure: (_, text) => ({ erasure: text }) },
    erasureCertificate: { erasure: (_, text) => ({ erasure: text }) },
    certificateKey: {},
    exportOnBehalf: {
      purpose: ({ subject }, text) => ({ ...look, person: { subject }, purpose: text }),
      caseNumber: ({ subject }, text) => ({ ...look, person: { subject }, caseNumber: text }),
      'person.subject': (_, text) => ({ ...look, person: { subject: text } }),
      'person.phone': (_, text) => ({ ...look, person: { phone: text } }),
      'person.email': (_, text) => ({ ...look, person: { email: text } }),
    },
    cancelOnBehalf: {
      reason: ({ subject }, text) => ({ ...cancellation, person: { subject }, reason: text }),
      caseNumber: ({ subject }, text) => ({ ...cancellation, person: { subject }, caseNumber: text }),
      'person.subject': (_, text) => ({ ...cancellation, person: { subject: text } }),
      'person.phone': (_, text) => ({ ...cancellation, person: { phone: text } }),
      'person.email': (_, text) => ({ ...cancellation, person: { email: text } }),
    },
    placeHold: {
      caseNumber: ({ subject }, text) => ({ ...hold, person: { subject }, caseNumber: text }),
      basis: ({ subject }, text) => ({ ...hold, person: { subject }, basis: text }),
      scope: ({ subject }, text) => ({ ...hold, person: { subject }, scope: text }),
      order: ({ subject }, text) => ({ ...hold, person: { subject }, scope: 'order', order: text }),
      category: ({ subject }, text) => ({ ...hold, person: { subject }, scope: 'category', category: text }),
      until: ({ subject }, text) => ({ ...hold, person: { subject }, until: text }),
      'person.subject': (_, text) => ({ ...hold, person: { subject: text } }),
      'person.phone': (_, text) => ({ ...hold, person: { phone: text } }),
      'person.email': (_, text) => ({ ...hold, person: { email: text } }),
    },
    approveHold: {
      caseNumber: (_, text) => ({ ...deed, hold: nobody, caseNumber: text }),
      hold: (_, text) => ({ ...deed, hold: text }),
    },
    endHold: {
      caseNumber: (_, text) => ({ ...deed, hold: nobody, caseNumber: text }),
      hold: (_, text) => ({ ...deed, hold: text }),
    },
    holdsOf: {
      caseNumber: ({ subject }, text) => ({ ...deed, person: { subject }, caseNumber: text }),
      'person.subject': (_, text) => ({ ...deed, person: { subject: text } }),
      'person.phone': (_, text) => ({ ...deed, person: { phone: text } }),
      'person.email': (_, text) => ({ ...deed, person: { email: text } }),
    },
    recordRequest: {
      caseNumber: ({ subject }, text) => ({ ...asked, person: { subject }, caseNumber: text }),
      right: ({ subject }, text) => ({ ...asked, person: { subject }, right: text }),
      channel: ({ subject }, text) => ({ ...asked, person: { subject }, channel: text }),
      order: ({ subject }, text) => ({ ...asked, person: { subject }, order: text }),
      receivedOn: ({ subject }, text) => ({ ...asked, person: { subject }, receivedOn: text }),
      'person.subject': (_, text) => ({ ...asked, person: { subject: text } }),
      'person.phone': (_, text) => ({ ...asked, person: { phone: text } }),
      'person.email': (_, text) => ({ ...asked, person: { email: text } }),
    },
    verifyRequest: {
      caseNumber: (_, text) => ({ ...deed, request: nobody, caseNumber: text }),
      request: (_, text) => ({ ...deed, request: text }),
    },
    extendRequest: {
      caseNumber: (_, text) => ({ ...deed, request: nobody, reason: 'complexity', caseNumber: text }),
      request: (_, text) => ({ ...deed, reason: 'complexity', request: text }),
      reason: (_, text) => ({ ...deed, request: nobody, reason: text }),
    },
    closeRequest: {
      caseNumber: (_, text) => ({ ...deed, request: nobody, outcome: 'done', caseNumber: text }),
      request: (_, text) => ({ ...deed, outcome: 'done', request: text }),
      outcome: (_, text) => ({ ...deed, request: nobody, outcome: text }),
    },
    openRequests: {},
    explainRetention: {
      caseNumber: ({ subject }, text) => ({ ...deed, person: { subject }, caseNumber: text }),
      on: ({ subject }, text) => ({ ...deed, person: { subject }, on: text }),
      'person.subject': (_, text) => ({ ...deed, person: { subject: text } }),
      'person.phone': (_, text) => ({ ...deed, person: { phone: text } }),
      'person.email': (_, text) => ({ ...deed, person: { email: text } }),
    },
  },
  support: {
    findPerson: {
      purpose: ({ phone }, text) => ({ ...look, phone, purpose: text }),
      caseNumber: ({ phone }, text) => ({ ...look, phone, caseNumber: text }),
      phone: (_, text) => ({ ...look, phone: text }),
      email: (_, text) => ({ ...look, email: text }),
    },
    revealContact: {
      purpose: ({ subject }, text) => ({ ...look, subject, fields: ['login.phone'], purpose: text }),
      caseNumber: ({ subject }, text) => ({ ...look, subject, fields: ['login.phone'], caseNumber: text }),
      subject: (_, text) => ({ ...look, subject: text, fields: ['login.phone'] }),
      fields: ({ subject }, text) => ({ ...look, subject, fields: ['login.phone', text] }),
    },
    endSessionsOf: {
      purpose: ({ subject }, text) => ({ ...look, subject, purpose: text }),
      caseNumber: ({ subject }, text) => ({ ...look, subject, caseNumber: text }),
      subject: (_, text) => ({ ...look, subject: text }),
    },
    openCase: {
      topic: ({ phone }, text) => ({ ...desk, person: { phone }, topic: text }),
      language: ({ phone }, text) => ({ ...desk, person: { phone }, topic: 'other', language: text }),
      'person.subject': (_, text) => ({ ...desk, person: { subject: text }, topic: 'other' }),
      'person.phone': (_, text) => ({ ...desk, person: { phone: text }, topic: 'other' }),
      'person.email': (_, text) => ({ ...desk, person: { email: text }, topic: 'other' }),
    },
    seeCase: { caseNumber: (_, text) => ({ ...desk, caseNumber: text }) },
    casesOf: {
      'person.subject': (_, text) => ({ ...desk, person: { subject: text } }),
      'person.phone': (_, text) => ({ ...desk, person: { phone: text } }),
      'person.email': (_, text) => ({ ...desk, person: { email: text } }),
    },
    addNote: {
      caseNumber: (_, text) => ({ ...desk, text: 'A note.', caseNumber: text }),
      text: (_, text) => ({ ...desk, text }),
    },
    contactPerson: {
      caseNumber: (_, text) => ({ ...desk, channel: 'best', text: 'Hello.', caseNumber: text }),
      channel: (_, text) => ({ ...desk, text: 'Hello.', channel: text }),
      text: (_, text) => ({ ...desk, channel: 'best', text }),
    },
    verifyCaller: {
      caseNumber: (_, text) => ({ ...desk, caseNumber: text }),
      to: (_, text) => ({ ...desk, to: unchecked(text) }),
    },
    confirmCaller: {
      caseNumber: ({ challenge }, text) => ({ ...desk, challenge, code: '123456', caseNumber: text }),
      challenge: (_, text) => ({ ...desk, code: '123456', challenge: text }),
      code: ({ challenge }, text) => ({ ...desk, challenge, code: text }),
    },
    closeCase: {
      caseNumber: (_, text) => ({ ...desk, outcome: 'solved', caseNumber: text }),
      outcome: (_, text) => ({ ...desk, outcome: text }),
    },
    riskEvents: {},
  },
  audit: {
    searchAudit: auditTexts,
    exportAudit: auditTexts,
    verifyAudit: {},
    checkpointAudit: {},
    noteRestore: {},
    scopeBreach: {
      accounts: (_, text) => ({ ...breach, accounts: [text] }),
      from: (_, text) => ({ ...breach, from: text }),
      to: (_, text) => ({ ...breach, to: text }),
      knownAt: (_, text) => ({ ...breach, knownAt: text }),
    },
  },
  staff: {
    appointFirstOfficer: { staff: (_, text) => ({ staff: text }) },
    beginStaffSignIn: {
      provider: (_, text) => ({ provider: text }),
      ip: (_, text) => ({ provider: 'company', ip: text }),
    },
    signInStaff: { callback: ({ attemptFor }, text) => ({ attempt: attemptFor('staff'), callback: text }) },
    signOutStaff: {},
    whoAmI: {},
    appointStaff: { staff: (_, text) => ({ staffSession, staff: text }) },
    grantRole: {
      staff: (_, text) => ({ ...grant, staff: text }),
      role: (_, text) => ({ ...grant, role: text }),
      reason: (_, text) => ({ ...grant, reason: text }),
      until: (_, text) => ({ ...grant, until: text }),
    },
    revokeRole: {
      staff: (_, text) => ({ ...grant, staff: text }),
      role: (_, text) => ({ ...grant, role: text }),
    },
    dismissStaff: { staff: (_, text) => ({ staffSession, staff: text }) },
    staffList: {},
    askApproval: {
      action: ({ subject }, text) => ({ ...deed, action: text, object: subject }),
      object: (_, text) => ({ ...deed, action: 'cancel-account', object: text }),
      caseNumber: ({ subject }, text) => ({ ...deed, action: 'export-data', object: subject, caseNumber: text }),
    },
    approveAction: { approval: (_, text) => ({ staffSession, approval: text }) },
  },
  worker: {
    workerPass: {},
    deliverDue: {},
    collectDuePayments: {},
    spreadEditions: {},
    continueErasures: {},
    disposeExpired: {},
    sweepRetention: {},
  },
  keys: {
    rotateKeys: {},
    keyStatus: {},
    rotateIndexKeys: { names: (_, text) => ({ names: [text], begin: false }) },
    indexKeyStatus: {},
  },
};

/** Nobody of the staff: whatever is typed is refused before it is written. */
const desk = { staffSession: StaffSessionToken.fromBytes(new Uint8Array(32)), caseNumber: 'CASE-1042' } as const;

/** Nobody is signed in with this. */
const breach = {
  staffSession: StaffSessionToken.fromBytes(new Uint8Array(32)),
  accounts: [],
  from: '2026-11-20T00:00:00Z',
  to: '2026-11-21T00:00:00Z',
} as const;

/** Of one cent, and another one with every call. */
const refund = (payment: string) => ({
  staffSession: staffSessionOf('anna.support'),
  caseNumber: 'CASE-1042',
  payment,
  amount: { amountMinor: 1, currency: 'EUR' },
  refund: newRefund(),
});

/** To the shortest rental that it can have been. */
const correction = ({ paidOrder, paidFrom }: Scene) => ({
  staffSession: staffSessionOf('anna.support'),
  caseNumber: 'CASE-1042',
  order: paidOrder,
  station: 'FRA-0007',
  at: paidFrom,
  refund: newRefund(),
});

const edition = {
  title: 'New stations',
  paragraphs: ['There is one at the fair.', 'And one at the station.'],
  action: { label: 'See the map', url: 'https://joos.example/map' },
};

/** Every place of an edition that a text can stand in; the text itself says which, so that a failure replays. */
function thrownEdition(text: string): unknown {
  const places = [
    { ...edition, title: text },
    { ...edition, title: `${text} is a number` },
    { ...edition, paragraphs: [text] },
    { ...edition, paragraphs: ['There is one.', `Call ${text} today.`] },
    { ...edition, action: { ...edition.action, label: text } },
    { ...edition, action: { ...edition.action, url: text } },
    { ...edition, action: { ...edition.action, url: `https://joos.example/${text}?more=${text}` } },
    { ...edition, action: { ...edition.action, note: text } },
    { ...edition, note: text, [text]: text },
  ];
  const at = Array.from(text).reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 0);
  const thrown = places[at % places.length];
  return at % 2 === 0 ? { en: thrown, de: edition, [text]: thrown } : { en: edition, de: thrown, note: text };
}

const cancellation = {
  staffSession: staffSessionOf('anna.support'),
  caseNumber: 'CASE-1042',
  reason: 'asked-by-phone',
} as const;

const staffSession = staffSessionOf('anna.support');

const deed = { staffSession, caseNumber: 'CASE-1042' } as const;

/** To somebody who is not of the staff. */
const grant = { staffSession, staff: 'no.body', role: 'support', reason: 'new-duty', until: '2026-12-31' } as const;

const hold = { ...deed, basis: 'legal-claim', scope: 'person', until: '2026-12-31' } as const;

const asked = { ...deed, right: 'access', channel: 'letter' } as const;

/** The number of no hold and of no request. */
const nobody = '00000000-0000-4000-8000-000000000001';

let names = 0;

/** A name of letters that no card had before. */
function nextName(): string {
  names += 1;
  return names
    .toString(9)
    .padStart(6, '0')
    .replaceAll(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? '');
}

/** One input to throw at, by its full name: `orders.rent.station`. */
export interface ThrowAt {
  readonly name: string;
  readonly call: (rooms: Rooms, scene: Scene, text: string) => PromiseLike<unknown>;
}

/** The table as a list. */
export const throwsAt: readonly ThrowAt[] = Object.entries(throwsOfRooms).flatMap(([room, useCases]) =>
  Object.entries(useCases).flatMap(([useCase, texts]) =>
    Object.entries(texts as Readonly<Record<string, Throw<unknown>>>).map(([path, make]) => ({
      name: `${room}.${useCase}.${path}`,
      call: (rooms, scene, text) => useCaseOf(rooms, room, useCase)(make(scene, text)),
    })),
  ),
);

function useCaseOf(rooms: Rooms, room: string, useCase: string): (input: unknown) => PromiseLike<unknown> {
  // Sound: the table has the rooms and use cases that there are, and makes the input that each asks for.
  return (rooms as unknown as Record<string, Record<string, (input: unknown) => PromiseLike<unknown>>>)[room]![
    useCase
  ]!;
}
