import { type AddEmail, addEmail } from './accounts/add-email.ts';
import { type AddPhone, addPhone, type ChangePhone, changePhone } from './accounts/add-phone.ts';
import { type Authenticate, authenticate } from './accounts/authenticate.ts';
import { type ConfirmEmail, confirmEmail } from './accounts/confirm-email.ts';
import {
  type ConfirmEmailByLink,
  confirmEmailByLink,
  type ShowEmailConfirmation,
  showEmailConfirmation,
} from './accounts/confirm-email-by-link.ts';
import { type LinkThirdParty, linkThirdParty } from './accounts/link-third-party.ts';
import { type LogInWithThirdParty, logInWithThirdParty } from './accounts/log-in-with-third-party.ts';
import { type LogOut, logOut } from './accounts/log-out.ts';
import { type MyAccount, myAccount } from './accounts/my-account.ts';
import {
  type EndOtherSessions,
  type EndSession,
  endOtherSessions,
  endSession,
  type MySessions,
  mySessions,
} from './accounts/my-sessions.ts';
import { type MySupportCases, mySupportCases } from './accounts/my-support-cases.ts';
import { type RemoveEmail, removeEmail } from './accounts/remove-email.ts';
import { type RemoveLogin, removeLogin } from './accounts/remove-login.ts';
import { type RemoveUsername, removeUsername } from './accounts/remove-username.ts';
import { type RequestCode, requestCode } from './accounts/request-code.ts';
import { type RequestMyCode, requestMyCode } from './accounts/request-my-code.ts';
import { type ProveSecond, proveSecond } from './accounts/second-proof.ts';
import { type SetUsername, setUsername } from './accounts/set-username.ts';
import { type StartOver, startOver } from './accounts/start-over.ts';
import { type StepUp, stepUp } from './accounts/step-up.ts';
import { type BeginThirdParty, beginThirdParty } from './accounts/third-party-attempt.ts';
import {
  type ShowContactChange,
  showContactChange,
  type UndoContactChange,
  undoContactChange,
} from './accounts/undo-contact-change.ts';
import { type VerifyCode, verifyCode } from './accounts/verify-code.ts';
import { type WhoLookedAtMyData, whoLookedAtMyData } from './accounts/who-looked.ts';
import { type CheckpointAudit, checkpointAudit } from './audit/checkpoint-audit.ts';
import { type NoteRestore, noteRestore } from './audit/note-restore.ts';
import { exportAudit, type SearchAudit, searchAudit } from './audit/search-audit.ts';
import { type VerifyAudit, verifyAudit } from './audit/verify-audit.ts';
import type { ScopeBreach } from './breach/scope-breach.ts';
import { type AddCard, addCard } from './cards/add-card.ts';
import { type BeginCardSetup, beginCardSetup } from './cards/begin-card-setup.ts';
import { type CompleteCardSetup, completeCardSetup } from './cards/complete-card-setup.ts';
import { type ListCards, listCards } from './cards/list-cards.ts';
import { type RemoveCard, removeCard } from './cards/remove-card.ts';
import { type MyConsentHistory, myConsentHistory } from './consents/my-consent-history.ts';
import { type MyConsents, myConsents } from './consents/my-consents.ts';
import { type RecordConsent, recordConsent } from './consents/record-consent.ts';
import { type ShowSubscription, showSubscription, type Unsubscribe, unsubscribe } from './consents/unsubscribe.ts';
import { type WithdrawConsent, withdrawConsent } from './consents/withdraw-consent.ts';
import { indexKeyStatus, type ReadIndexKeyStatus } from './keys/index-key-status.ts';
import { keyStatus, type ReadKeyStatus } from './keys/key-status.ts';
import { type RotateIndexKeys, rotateIndexKeys } from './keys/rotate-index-keys.ts';
import { type RotateKeys, rotateKeys } from './keys/rotate-keys.ts';
import { type DeliverDue, deliverDue } from './notices/deliver-due.ts';
import { type DisposeExpired, disposeExpired } from './notices/dispose-expired.ts';
import { outboxStatus, type ReadOutboxStatus } from './notices/outbox-status.ts';
import { type ParkedNotices, parkedNotices, type ReleaseNotice, releaseNotice } from './notices/parked-notices.ts';
import { type PublishEdition, publishEdition } from './notices/publish-edition.ts';
import { type SpreadEditions, spreadEditions } from './notices/spread-editions.ts';
import { type TakeMailEvent, takeMailEvent } from './notices/take-mail-event.ts';
import { type WorkerPass, workerPass } from './notices/worker-pass.ts';
import { type CancelRental, cancelRental } from './orders/cancel-rental.ts';
import { type CorrectRental, correctRental } from './orders/correct-rental.ts';
import { type MyOrders, myOrders } from './orders/my-orders.ts';
import { type MyReceipt, myReceipt } from './orders/my-receipt.ts';
import { type Rent, rent } from './orders/rent.ts';
import { type ReportLost, reportLost } from './orders/report-lost.ts';
import { type ReturnPowerBank, returnPowerBank } from './orders/return-power-bank.ts';
import { type Charge, charge } from './payments/charge.ts';
import { type CollectDuePayments, collectDuePayments } from './payments/collect-due-payments.ts';
import { type MyPayments, myPayments } from './payments/my-payments.ts';
import { type ReconcilePayments, reconcilePayments } from './payments/reconcile-payments.ts';
import { type Refund, refund } from './payments/refund.ts';
import { type RetryPayment, retryPayment } from './payments/retry-payment.ts';
import { type SettleAnswer, settleAnswer } from './payments/settle-answer.ts';
import { type TakeProcessorEvent, takeProcessorEvent } from './payments/take-processor-event.ts';
import type { Ports } from './ports/ports.ts';
import { type ApproveHold, approveHold } from './privacy/approve-hold.ts';
import { type CancelMyAccount, cancelMyAccount } from './privacy/cancel-my-account.ts';
import { type CancelOnBehalf, cancelOnBehalf } from './privacy/cancel-on-behalf.ts';
import { type CertificateKeyOf, certificateKey } from './privacy/certificate-key.ts';
import { type CloseRequest, closeRequest } from './privacy/close-request.ts';
import { type ContinueErasures, continueErasures } from './privacy/continue-erasures.ts';
import { type EndHold, endHold } from './privacy/end-hold.ts';
import { type ErasureCertificateOf, erasureCertificate } from './privacy/erasure-certificate.ts';
import { type ErasureStatus, erasureStatus } from './privacy/erasure-status.ts';
import { type ExplainRetention, explainRetention } from './privacy/explain-retention.ts';
import { type ExportMyData, exportMyData } from './privacy/export-my-data.ts';
import { type ExportOnBehalf, exportOnBehalf } from './privacy/export-on-behalf.ts';
import { type ExtendRequest, extendRequest } from './privacy/extend-request.ts';
import { type HoldsOf, holdsOf } from './privacy/holds-of.ts';
import { type OpenRequests, openRequests } from './privacy/open-requests.ts';
import { type PlaceHold, placeHold } from './privacy/place-hold.ts';
import { type PlanMyErasure, planMyErasure } from './privacy/plan-my-erasure.ts';
import { type RecordRequest, recordRequest } from './privacy/record-request.ts';
import { type SweepRetention, sweepRetention } from './privacy/sweep-retention.ts';
import { type VerifyRequest, verifyRequest } from './privacy/verify-request.ts';
import { type ReadRiskEvents, riskEvents } from './risk/risk-events.ts';
import { type AppointFirstOfficer, appointFirstOfficer } from './staff/appoint-first-officer.ts';
import { type AppointStaff, appointStaff } from './staff/appoint-staff.ts';
import { type ApproveAction, approveAction } from './staff/approve-action.ts';
import { type AskApproval, askApproval } from './staff/ask-approval.ts';
import { type DismissStaff, dismissStaff } from './staff/dismiss-staff.ts';
import { type GrantRole, grantRole } from './staff/grant-role.ts';
import { type RevokeRole, revokeRole } from './staff/revoke-role.ts';
import { type BeginStaffSignIn, beginStaffSignIn, type SignInStaff, signInStaff } from './staff/sign-in-staff.ts';
import { type SignOutStaff, signOutStaff } from './staff/sign-out-staff.ts';
import { type ReadStaffList, staffList } from './staff/staff-list.ts';
import { type WhoAmI, whoAmI } from './staff/who-am-i.ts';
import { type AddNote, addNote } from './support/add-note.ts';
import { type CasesOf, casesOf } from './support/cases-of.ts';
import { type CloseSupportCase, closeCase } from './support/close-case.ts';
import { type ContactPerson, contactPerson } from './support/contact-person.ts';
import { type EndSessionsOf, endSessionsOf } from './support/end-sessions-of.ts';
import { type FindPerson, findPerson } from './support/find-person.ts';
import { type OpenSupportCase, openCase } from './support/open-case.ts';
import { type RevealContact, revealContact } from './support/reveal-contact.ts';
import { type SeeCase, seeCase } from './support/see-case.ts';
import { type ConfirmCaller, confirmCaller, type VerifyCaller, verifyCaller } from './support/verify-caller.ts';

/** Every use case, by room: what a host calls. */
export interface Rooms {
  readonly accounts: AccountsRoom;
  readonly consents: ConsentsRoom;
  readonly cards: CardsRoom;
  readonly orders: OrdersRoom;
  readonly payments: PaymentsRoom;
  readonly notices: NoticesRoom;
  readonly privacy: PrivacyRoom;
  readonly support: SupportRoom;
  readonly staff: StaffRoom;
  readonly worker: WorkerRoom;
  readonly audit: AuditRoom;
  readonly keys: KeysRoom;
}

/** The account and the ways into it. */
export interface AccountsRoom {
  readonly requestCode: RequestCode;
  readonly requestMyCode: RequestMyCode;
  readonly verifyCode: VerifyCode;
  readonly proveSecond: ProveSecond;
  readonly startOver: StartOver;
  readonly beginThirdParty: BeginThirdParty;
  readonly logInWithThirdParty: LogInWithThirdParty;
  readonly linkThirdParty: LinkThirdParty;
  readonly addPhone: AddPhone;
  readonly changePhone: ChangePhone;
  readonly removeLogin: RemoveLogin;
  readonly addEmail: AddEmail;
  readonly confirmEmail: ConfirmEmail;
  readonly showEmailConfirmation: ShowEmailConfirmation;
  readonly confirmEmailByLink: ConfirmEmailByLink;
  readonly removeEmail: RemoveEmail;
  readonly showContactChange: ShowContactChange;
  readonly undoContactChange: UndoContactChange;
  readonly setUsername: SetUsername;
  readonly removeUsername: RemoveUsername;
  readonly myAccount: MyAccount;
  readonly authenticate: Authenticate;
  readonly stepUp: StepUp;
  readonly mySessions: MySessions;
  readonly mySupportCases: MySupportCases;
  readonly whoLookedAtMyData: WhoLookedAtMyData;
  readonly endSession: EndSession;
  readonly endOtherSessions: EndOtherSessions;
  readonly logOut: LogOut;
}

/** Makes the room. */
export function accountsRoom(ports: Ports): AccountsRoom {
  return {
    requestCode: requestCode(ports),
    requestMyCode: requestMyCode(ports),
    verifyCode: verifyCode(ports),
    proveSecond: proveSecond(ports),
    startOver: startOver(ports),
    beginThirdParty: beginThirdParty(ports),
    logInWithThirdParty: logInWithThirdParty(ports),
    linkThirdParty: linkThirdParty(ports),
    addPhone: addPhone(ports),
    changePhone: changePhone(ports),
    removeLogin: removeLogin(ports),
    addEmail: addEmail(ports),
    confirmEmail: confirmEmail(ports),
    showEmailConfirmation: showEmailConfirmation(ports),
    confirmEmailByLink: confirmEmailByLink(ports),
    removeEmail: removeEmail(ports),
    showContactChange: showContactChange(ports),
    undoContactChange: undoContactChange(ports),
    setUsername: setUsername(ports),
    removeUsername: removeUsername(ports),
    myAccount: myAccount(ports),
    authenticate: authenticate(ports),
    stepUp: stepUp(ports),
    mySessions: mySessions(ports),
    mySupportCases: mySupportCases(ports),
    whoLookedAtMyData: whoLookedAtMyData(ports),
    endSession: endSession(ports),
    endOtherSessions: endOtherSessions(ports),
    logOut: logOut(ports),
  };
}

/** What a person allows. */
export interface ConsentsRoom {
  readonly recordConsent: RecordConsent;
  readonly withdrawConsent: WithdrawConsent;
  readonly myConsents: MyConsents;
  readonly myConsentHistory: MyConsentHistory;
  readonly showSubscription: ShowSubscription;
  readonly unsubscribe: Unsubscribe;
}

/** Makes the room. */
export function consentsRoom(ports: Ports): ConsentsRoom {
  return {
    recordConsent: recordConsent(ports),
    withdrawConsent: withdrawConsent(ports),
    myConsents: myConsents(ports),
    myConsentHistory: myConsentHistory(ports),
    showSubscription: showSubscription(ports),
    unsubscribe: unsubscribe(ports),
  };
}

/** Cards, by their last 4 digits. */
export interface CardsRoom {
  readonly addCard: AddCard;
  readonly beginCardSetup: BeginCardSetup;
  readonly completeCardSetup: CompleteCardSetup;
  readonly removeCard: RemoveCard;
  readonly listCards: ListCards;
}

/** Makes the room. */
export function cardsRoom(ports: Ports): CardsRoom {
  return {
    addCard: addCard(ports),
    beginCardSetup: beginCardSetup(ports),
    completeCardSetup: completeCardSetup(ports),
    removeCard: removeCard(ports),
    listCards: listCards(ports),
  };
}

/** Rentals and their receipts. */
export interface OrdersRoom {
  readonly rent: Rent;
  readonly returnPowerBank: ReturnPowerBank;
  readonly reportLost: ReportLost;
  readonly cancelRental: CancelRental;
  readonly correctRental: CorrectRental;
  readonly myOrders: MyOrders;
  readonly myReceipt: MyReceipt;
}

/** Makes the room. */
export function ordersRoom(ports: Ports): OrdersRoom {
  return {
    rent: rent(ports),
    returnPowerBank: returnPowerBank(ports),
    reportLost: reportLost(ports),
    cancelRental: cancelRental(ports),
    correctRental: correctRental(ports),
    myOrders: myOrders(ports),
    myReceipt: myReceipt(ports),
  };
}

/** Collecting what is owed. */
export interface PaymentsRoom {
  readonly charge: Charge;
  readonly settleAnswer: SettleAnswer;
  readonly retryPayment: RetryPayment;
  readonly refund: Refund;
  readonly myPayments: MyPayments;
  readonly takeProcessorEvent: TakeProcessorEvent;
  readonly reconcilePayments: ReconcilePayments;
}

/** Makes the room. */
export function paymentsRoom(ports: Ports): PaymentsRoom {
  return {
    charge: charge(ports),
    settleAnswer: settleAnswer(ports),
    retryPayment: retryPayment(ports),
    refund: refund(ports),
    myPayments: myPayments(ports),
    takeProcessorEvent: takeProcessorEvent(ports),
    reconcilePayments: reconcilePayments(ports),
  };
}

/** What is sent to people, as operators and providers see it. */
export interface NoticesRoom {
  readonly outboxStatus: ReadOutboxStatus;
  readonly parkedNotices: ParkedNotices;
  readonly releaseNotice: ReleaseNotice;
  readonly publishEdition: PublishEdition;
  readonly takeMailEvent: TakeMailEvent;
}

/** Makes the room. */
export function noticesRoom(ports: Ports): NoticesRoom {
  return {
    outboxStatus: outboxStatus(ports),
    parkedNotices: parkedNotices(ports),
    releaseNotice: releaseNotice(ports),
    publishEdition: publishEdition(ports),
    takeMailEvent: takeMailEvent(ports),
  };
}

/** The rights of the data subject: to see, to take along, to be forgotten. */
export interface PrivacyRoom {
  readonly exportMyData: ExportMyData;
  readonly planMyErasure: PlanMyErasure;
  readonly cancelMyAccount: CancelMyAccount;
  readonly erasureStatus: ErasureStatus;
  readonly erasureCertificate: ErasureCertificateOf;
  readonly certificateKey: CertificateKeyOf;
  readonly exportOnBehalf: ExportOnBehalf;
  readonly explainRetention: ExplainRetention;
  readonly cancelOnBehalf: CancelOnBehalf;
  readonly placeHold: PlaceHold;
  readonly approveHold: ApproveHold;
  readonly endHold: EndHold;
  readonly holdsOf: HoldsOf;
  readonly recordRequest: RecordRequest;
  readonly verifyRequest: VerifyRequest;
  readonly extendRequest: ExtendRequest;
  readonly closeRequest: CloseRequest;
  readonly openRequests: OpenRequests;
}

/** Makes the room. */
export function privacyRoom(ports: Ports): PrivacyRoom {
  return {
    exportMyData: exportMyData(ports),
    planMyErasure: planMyErasure(ports),
    cancelMyAccount: cancelMyAccount(ports),
    erasureStatus: erasureStatus(ports),
    erasureCertificate: erasureCertificate(ports),
    certificateKey: certificateKey(ports),
    exportOnBehalf: exportOnBehalf(ports),
    explainRetention: explainRetention(ports),
    cancelOnBehalf: cancelOnBehalf(ports),
    placeHold: placeHold(ports),
    approveHold: approveHold(ports),
    endHold: endHold(ports),
    holdsOf: holdsOf(ports),
    recordRequest: recordRequest(ports),
    verifyRequest: verifyRequest(ports),
    extendRequest: extendRequest(ports),
    closeRequest: closeRequest(ports),
    openRequests: openRequests(ports),
  };
}

/** What named staff may look at and do, for a case. */
export interface SupportRoom {
  readonly findPerson: FindPerson;
  readonly revealContact: RevealContact;
  readonly openCase: OpenSupportCase;
  readonly seeCase: SeeCase;
  readonly casesOf: CasesOf;
  readonly addNote: AddNote;
  readonly contactPerson: ContactPerson;
  readonly verifyCaller: VerifyCaller;
  readonly confirmCaller: ConfirmCaller;
  readonly closeCase: CloseSupportCase;
  readonly endSessionsOf: EndSessionsOf;
  readonly riskEvents: ReadRiskEvents;
}

/** Makes the room. */
export function supportRoom(ports: Ports): SupportRoom {
  return {
    findPerson: findPerson(ports),
    revealContact: revealContact(ports),
    openCase: openCase(ports),
    seeCase: seeCase(ports),
    casesOf: casesOf(ports),
    addNote: addNote(ports),
    contactPerson: contactPerson(ports),
    verifyCaller: verifyCaller(ports),
    confirmCaller: confirmCaller(ports),
    closeCase: closeCase(ports),
    endSessionsOf: endSessionsOf(ports),
    riskEvents: riskEvents(ports),
  };
}

/** What the staff did, for whoever watches over it. */
export interface AuditRoom {
  readonly searchAudit: SearchAudit;
  readonly exportAudit: SearchAudit;
  readonly verifyAudit: VerifyAudit;
  readonly checkpointAudit: CheckpointAudit;
  readonly noteRestore: NoteRestore;
  readonly scopeBreach: ScopeBreach;
}

/** Makes the room, but for what the wiring loads when it is asked for. */
export function auditRoom(ports: Ports): Omit<AuditRoom, 'scopeBreach'> {
  return {
    searchAudit: searchAudit(ports),
    exportAudit: exportAudit(ports),
    verifyAudit: verifyAudit({ ...ports, auditLog: ports.store.auditLog }),
    checkpointAudit: checkpointAudit(ports),
    noteRestore: noteRestore({ ...ports, auditLog: ports.store.auditLog }),
  };
}

/** Who of the company may do what, and who agreed to what. */
export interface StaffRoom {
  readonly appointFirstOfficer: AppointFirstOfficer;
  readonly beginStaffSignIn: BeginStaffSignIn;
  readonly signInStaff: SignInStaff;
  readonly signOutStaff: SignOutStaff;
  readonly whoAmI: WhoAmI;
  readonly appointStaff: AppointStaff;
  readonly grantRole: GrantRole;
  readonly revokeRole: RevokeRole;
  readonly dismissStaff: DismissStaff;
  readonly staffList: ReadStaffList;
  readonly askApproval: AskApproval;
  readonly approveAction: ApproveAction;
}

/** Makes the room. */
export function staffRoom(ports: Ports): StaffRoom {
  return {
    appointFirstOfficer: appointFirstOfficer(ports),
    beginStaffSignIn: beginStaffSignIn(ports),
    signInStaff: signInStaff(ports),
    signOutStaff: signOutStaff(ports),
    whoAmI: whoAmI(ports),
    appointStaff: appointStaff(ports),
    grantRole: grantRole(ports),
    revokeRole: revokeRole(ports),
    dismissStaff: dismissStaff(ports),
    staffList: staffList(ports),
    askApproval: askApproval(ports),
    approveAction: approveAction(ports),
  };
}

/** What is done without anybody asking. */
export interface WorkerRoom {
  readonly workerPass: WorkerPass;
  readonly deliverDue: DeliverDue;
  readonly collectDuePayments: CollectDuePayments;
  readonly spreadEditions: SpreadEditions;
  readonly continueErasures: ContinueErasures;
  readonly disposeExpired: DisposeExpired;
  readonly sweepRetention: SweepRetention;
}

/** Makes the room. */
export function workerRoom(ports: Ports): WorkerRoom {
  return {
    workerPass: workerPass(ports),
    deliverDue: deliverDue(ports),
    collectDuePayments: collectDuePayments(ports),
    spreadEditions: spreadEditions(ports),
    continueErasures: continueErasures(ports),
    disposeExpired: disposeExpired(ports),
    sweepRetention: sweepRetention(ports),
  };
}

/** What an operator does with the keys of the vault. */
export interface KeysRoom {
  readonly rotateKeys: RotateKeys;
  readonly keyStatus: ReadKeyStatus;
  readonly rotateIndexKeys: RotateIndexKeys;
  readonly indexKeyStatus: ReadIndexKeyStatus;
}

/** Makes the room. */
export function keysRoom(ports: Ports): KeysRoom {
  return {
    rotateKeys: rotateKeys(ports),
    keyStatus: keyStatus(ports),
    rotateIndexKeys: rotateIndexKeys(ports),
    indexKeyStatus: indexKeyStatus(ports),
  };
}
