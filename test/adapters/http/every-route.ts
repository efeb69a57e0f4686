/** A route, and a request that it takes. */
export interface Target {
  readonly method: string;
  /** With `:part` where an id stands. */
  readonly path: string;
  readonly as: 'nobody' | 'person' | 'staff' | 'station';
  /** Fields with values that the route takes. */
  readonly body?: Readonly<Record<string, unknown>>;
}

const phone = '+4915112345678';
export const anId: string = '00000000-0000-4000-8000-000000000000';
const why = { purpose: 'resolve-problem', caseNumber: 'CASE-1042' };
const statement = {
  purpose: 'news',
  noticeVersion: '2026-11',
  noticeLanguage: 'en',
  channel: 'app',
  claimedAt: '2026-11-23T08:00:00Z',
};
const codeTyped = { challenge: anId, code: '123456' };
/** Has the form of every secret that a client keeps, and is none. */
export const aToken: string = 'A'.repeat(43);
const onDevice = { phone, device: aToken, deviceName: 'Kim’s phone', as: 'bearer' };
const callback = 'https://app.joos.example/back?code=x&state=y';

/** Every route, with a body that it takes. */
export const targets: readonly Target[] = [
  {
    method: 'POST',
    path: '/v1/codes',
    as: 'nobody',
    body: { purpose: 'log-in', phone, language: 'de', device: aToken, as: 'bearer' },
  },
  {
    method: 'POST',
    path: '/v1/codes',
    as: 'nobody',
    body: { purpose: 'second-proof', phone, pending: anId, email: 'kim@example.com', device: aToken },
  },
  { method: 'POST', path: '/v1/codes', as: 'person', body: { purpose: 'change-phone', phone } },
  { method: 'POST', path: '/v1/codes', as: 'person', body: { purpose: 'step-up', to: 'phone' } },
  { method: 'POST', path: '/v1/codes', as: 'person', body: { purpose: 'add-phone', phone } },
  { method: 'POST', path: '/v1/codes', as: 'person', body: { purpose: 'cancel-account', to: 'email' } },
  { method: 'POST', path: '/v1/sessions', as: 'nobody', body: { ...onDevice, ...codeTyped, language: 'de' } },
  {
    method: 'POST',
    path: '/v1/sessions/third-party',
    as: 'nobody',
    body: { attempt: aToken, callback, language: 'de', deviceName: 'Kim’s phone', as: 'bearer' },
  },
  {
    method: 'POST',
    path: '/v1/sessions/second-proof',
    as: 'nobody',
    body: { ...onDevice, pending: anId, email: 'kim@example.com', ...codeTyped },
  },
  {
    method: 'POST',
    path: '/v1/sessions/second-proof',
    as: 'nobody',
    body: { ...onDevice, pending: anId, attempt: aToken, idToken: '{}' },
  },
  {
    method: 'POST',
    path: '/v1/sessions/start-over',
    as: 'nobody',
    body: { ...onDevice, pending: anId, language: 'de' },
  },
  {
    method: 'POST',
    path: '/v1/third-party-logins',
    as: 'nobody',
    body: { provider: 'login', purpose: 'log-in', as: 'bearer' },
  },
  { method: 'POST', path: '/v1/third-party-logins', as: 'person', body: { provider: 'login', purpose: 'link' } },
  { method: 'GET', path: '/v1/sessions', as: 'person' },
  { method: 'DELETE', path: '/v1/sessions/:part', as: 'person' },
  { method: 'POST', path: '/v1/sessions/end-others', as: 'person' },
  { method: 'POST', path: '/v1/session/step-up', as: 'person', body: codeTyped },
  { method: 'POST', path: '/v1/session/step-up', as: 'person', body: { attempt: aToken, idToken: '{}' } },
  { method: 'DELETE', path: '/v1/session', as: 'nobody' },
  { method: 'GET', path: '/v1/account', as: 'nobody' },
  { method: 'PUT', path: '/v1/account/username', as: 'person', body: { username: 'kimble' } },
  { method: 'DELETE', path: '/v1/account/username', as: 'person' },
  { method: 'POST', path: '/v1/account/email', as: 'person', body: { email: 'kim@example.com' } },
  {
    method: 'POST',
    path: '/v1/account/email/confirmation',
    as: 'person',
    body: { email: 'kim@example.com', ...codeTyped },
  },
  { method: 'DELETE', path: '/v1/account/email', as: 'person' },
  { method: 'POST', path: '/v1/account/logins/phone', as: 'person', body: { phone, ...codeTyped } },
  { method: 'PUT', path: '/v1/account/logins/phone', as: 'person', body: { phone, ...codeTyped } },
  { method: 'DELETE', path: '/v1/account/logins/phone', as: 'person' },
  {
    method: 'POST',
    path: '/v1/account/logins/third-party',
    as: 'person',
    body: { attempt: aToken, idToken: '{}' },
  },
  {
    method: 'POST',
    path: '/v1/account/logins/third-party/removal',
    as: 'person',
    body: { issuer: 'https://a.example', providerSubject: 'b' },
  },
  { method: 'GET', path: '/v1/consents?at=:part', as: 'person' },
  { method: 'GET', path: '/v1/consents/history?at=:part', as: 'person' },
  { method: 'POST', path: '/v1/consents', as: 'person', body: statement },
  { method: 'POST', path: '/v1/consents/withdrawals', as: 'person', body: statement },
  { method: 'GET', path: '/v1/cards', as: 'nobody' },
  { method: 'POST', path: '/v1/cards', as: 'person', body: { number: '4242424242424242', paymentMethod: 'pm_sim_ok' } },
  { method: 'POST', path: '/v1/cards/setups', as: 'person' },
  { method: 'POST', path: '/v1/cards/setups/:part/completion', as: 'person' },
  { method: 'DELETE', path: '/v1/cards/:part', as: 'person' },
  { method: 'GET', path: '/v1/orders', as: 'nobody' },
  {
    method: 'POST',
    path: '/v1/orders',
    as: 'person',
    body: { station: 'FRA-0042', powerBank: 'PB-004711', card: anId },
  },
  { method: 'POST', path: '/v1/orders/:part/return', as: 'station', body: { at: '2026-11-23T08:00:00Z' } },
  { method: 'POST', path: '/v1/orders/:part/nothing-given-out', as: 'station' },
  { method: 'POST', path: '/v1/orders/:part/lost', as: 'person' },
  { method: 'POST', path: '/v1/orders/:part/cancel', as: 'person' },
  { method: 'GET', path: '/v1/orders/:part/receipt', as: 'person' },
  { method: 'GET', path: '/v1/payments', as: 'nobody' },
  { method: 'POST', path: '/v1/payments/:part/retry', as: 'person', body: { card: anId } },
  { method: 'GET', path: '/v1/export', as: 'nobody' },
  { method: 'GET', path: '/v1/account/erasure-plan', as: 'nobody' },
  { method: 'POST', path: '/v1/account/cancellation', as: 'person', body: codeTyped },
  { method: 'GET', path: '/v1/erasures/:part', as: 'nobody' },
  { method: 'POST', path: '/v1/staff/sign-ins', as: 'nobody', body: { provider: 'company', as: 'bearer' } },
  {
    method: 'POST',
    path: '/v1/staff/sessions',
    as: 'nobody',
    body: { attempt: aToken, callback, invitation: `joos_invite_${aToken}`, as: 'bearer' },
  },
  { method: 'GET', path: '/v1/staff/session', as: 'staff' },
  {
    method: 'POST',
    path: '/v1/staff/approvals',
    as: 'staff',
    body: { action: 'cancel-account', object: anId, caseNumber: 'CASE-1042' },
  },
  { method: 'POST', path: '/v1/staff/approvals/:part/agreement', as: 'staff' },
  { method: 'DELETE', path: '/v1/staff/session', as: 'staff' },
  { method: 'POST', path: '/v1/support/lookups', as: 'staff', body: { person: { phone }, ...why } },
  {
    method: 'POST',
    path: '/v1/support/contacts',
    as: 'staff',
    body: { subject: anId, fields: ['login.phone'], ...why },
  },
  { method: 'POST', path: '/v1/support/sessions/end', as: 'staff', body: { subject: anId, ...why } },
  { method: 'POST', path: '/v1/support/exports', as: 'staff', body: { person: { email: 'kim@example.com' }, ...why } },
  {
    method: 'POST',
    path: '/v1/support/cancellations',
    as: 'staff',
    body: { person: { subject: anId }, reason: 'death', caseNumber: 'CASE-1' },
  },
  {
    method: 'POST',
    path: '/v1/support/refunds',
    as: 'staff',
    body: { payment: anId, amount: { amountMinor: 1, currency: 'EUR' }, caseNumber: 'CASE-1', refund: anId },
  },
  {
    method: 'POST',
    path: '/v1/support/corrections',
    as: 'staff',
    body: { order: anId, station: 'FRA-0042', at: '2026-11-23T08:00:00Z', caseNumber: 'CASE-1', refund: anId },
  },
  {
    method: 'POST',
    path: '/v1/support/holds',
    as: 'staff',
    body: {
      ...{ person: { phone }, caseNumber: 'CASE-1042', basis: 'payment-dispute', scope: 'category' },
      ...{ category: 'payment', until: '2027-03-31' },
    },
  },
  {
    method: 'POST',
    path: '/v1/support/holds/lookups',
    as: 'staff',
    body: { person: { email: 'kim@example.com' }, caseNumber: 'CASE-1042' },
  },
  { method: 'POST', path: '/v1/support/holds/:part/approval', as: 'staff', body: { caseNumber: 'CASE-1042' } },
  { method: 'POST', path: '/v1/support/holds/:part/end', as: 'staff', body: { caseNumber: 'CASE-1042' } },
  {
    method: 'POST',
    path: '/v1/support/privacy-requests',
    as: 'staff',
    body: {
      ...{ person: { phone }, caseNumber: 'CASE-1042', right: 'access', channel: 'email' },
      ...{ order: anId, receivedOn: '2026-11-23' },
    },
  },
  {
    method: 'POST',
    path: '/v1/support/privacy-requests/:part/verification',
    as: 'staff',
    body: { caseNumber: 'CASE-1042' },
  },
  {
    method: 'POST',
    path: '/v1/support/privacy-requests/:part/extension',
    as: 'staff',
    body: { caseNumber: 'CASE-1042', reason: 'complexity' },
  },
  {
    method: 'POST',
    path: '/v1/support/privacy-requests/:part/closing',
    as: 'staff',
    body: { caseNumber: 'CASE-1042', outcome: 'done' },
  },
  {
    method: 'POST',
    path: '/v1/support/retention/lookups',
    as: 'staff',
    body: { person: { subject: anId }, caseNumber: 'CASE-1042', on: '2027-01-01' },
  },
  ...(['searches', 'exports'] as const).map(
    (what): Target => ({
      method: 'POST',
      path: `/v1/staff/audit/${what}`,
      as: 'staff',
      body: {
        ...{ by: 'anna.support', subject: anId, caseNumber: 'CASE-1042', action: 'find-person', limit: 10 },
        ...{ from: '2026-11-23T08:00:00Z', until: '2026-11-24T08:00:00Z' },
        after: { recordedAt: '2026-11-23T09:00:00Z', entry: anId },
      },
    }),
  ),
  { method: 'GET', path: '/v1/account/support-cases', as: 'person' },
  { method: 'GET', path: '/v1/account/staff-looks?after=:part', as: 'person' },
  { method: 'POST', path: '/v1/support/cases', as: 'staff', body: { person: { phone }, topic: 'rental' } },
  { method: 'POST', path: '/v1/support/cases/lookups', as: 'staff', body: { person: { subject: anId } } },
  { method: 'GET', path: '/v1/support/cases/:part', as: 'staff' },
  { method: 'POST', path: '/v1/support/cases/:part/notes', as: 'staff', body: { text: 'A note.' } },
  {
    method: 'POST',
    path: '/v1/support/cases/:part/messages',
    as: 'staff',
    body: { channel: 'best', text: 'We ended it.' },
  },
  { method: 'POST', path: '/v1/support/cases/:part/verifications', as: 'staff', body: { to: 'phone' } },
  {
    method: 'POST',
    path: '/v1/support/cases/:part/confirmations',
    as: 'staff',
    body: { challenge: anId, code: '123456' },
  },
  { method: 'POST', path: '/v1/support/cases/:part/closing', as: 'staff', body: { outcome: 'solved' } },
  { method: 'GET', path: '/v1/unsubscribe/:part', as: 'nobody' },
  { method: 'POST', path: '/v1/unsubscribe/:part', as: 'nobody' },
  { method: 'GET', path: '/v1/email-confirmations/:part', as: 'nobody' },
  { method: 'POST', path: '/v1/email-confirmations/:part', as: 'nobody' },
  { method: 'GET', path: '/v1/contact-changes/:part', as: 'nobody' },
  { method: 'POST', path: '/v1/contact-changes/:part', as: 'nobody' },
  { method: 'POST', path: '/v1/webhooks/cards', as: 'nobody', body: { id: anId, type: 'payment_intent.succeeded' } },
  { method: 'POST', path: '/v1/webhooks/mail', as: 'nobody', body: { Type: 'Notification', Message: '{}' } },
];
