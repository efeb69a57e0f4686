/** One setting, for `joos --help` and for the reader of the configuration. */
export interface Setting {
  readonly name: string;
  readonly meaning: string;
  readonly fallback?: string;
  /** May come from the file that `NAME_FILE` names. */
  readonly secret?: true;
}

/** The value of a setting: empty where it is not set, or where it cannot be had, which is reported then. */
export type ReadSetting = (setting: Setting) => string;
/** Keeps a problem with a setting, in words that never quote its value. */
export type ReportSetting = (setting: Setting, problem: string) => void;

type SettingName =
  | 'environment'
  | 'database'
  | 'vault'
  | 'databaseAdmin'
  | 'vaultAdmin'
  | 'keys'
  | 'alibabaAccessKeyId'
  | 'alibabaAccessKeySecret'
  | 'auditSink'
  | 'processors'
  | 'inactivity'
  | 'regions'
  | 'regionExceptions'
  | 'databaseRegion'
  | 'signIn'
  | 'identityProviders'
  | 'staffProvider'
  | 'staffSessionFile'
  | 'confirmEmailUrl'
  | 'undoChangeUrl'
  | 'mail'
  | 'mailFrom'
  | 'smtpUser'
  | 'smtpPassword'
  | 'mailRegion'
  | 'mailSet'
  | 'mailTopic'
  | 'sms'
  | 'smsOrigin'
  | 'smsFallback'
  | 'smsFallbackOrigin'
  | 'twilioAccount'
  | 'twilioKey'
  | 'twilioSecret'
  | 'codeOrigin'
  | 'unsubscribeUrl'
  | 'supportInbox'
  | 'cards'
  | 'stripeSecretKey'
  | 'stripeWebhookSecret'
  | 'paymentRetries'
  | 'paymentPage'
  | 'issuer'
  | 'vatId'
  | 'support'
  | 'timeZone'
  | 'receiptIssuer'
  | 'doctorDatabase'
  | 'doctorVault'
  | 'vaultBackups'
  | 'rdsDatabase'
  | 'rdsVault'
  | 'rdsAccessKeyId'
  | 'rdsAccessKeySecret'
  | 'rdsEndpoint'
  | 'refuseUnless';

/** Every setting there is. */
export const settings: Readonly<Record<SettingName, Setting>> = {
  environment: { name: 'JOOS_ENVIRONMENT', meaning: 'name of the installation, in every seal' },
  database: { name: 'JOOS_DATABASE_URL', meaning: 'data store: mysql://… or sqlite:FILE', secret: true },
  vault: { name: 'JOOS_VAULT_URL', meaning: 'vault: mysql://… or sqlite:FILE', secret: true },
  databaseAdmin: { name: 'JOOS_DATABASE_ADMIN', meaning: 'administrator, for `joos db`', fallback: '', secret: true },
  vaultAdmin: { name: 'JOOS_VAULT_ADMIN', meaning: 'where it has a server of its own', fallback: '', secret: true },
  keys: { name: 'JOOS_KEYS', meaning: 'file:PATH, aws:REGION/KEYID, alibaba:REGION/KEYID' },
  alibabaAccessKeyId: { name: 'JOOS_ALIBABA_ACCESS_KEY_ID', meaning: 'needed for alibaba', fallback: '' },
  alibabaAccessKeySecret: {
    name: 'JOOS_ALIBABA_ACCESS_KEY_SECRET',
    meaning: 'needed for alibaba',
    fallback: '',
    secret: true,
  },
  auditSink: { name: 'JOOS_AUDIT_SINK', meaning: 'file:PATH, on a volume that nobody can shorten' },
  processors: { name: 'JOOS_PROCESSORS', meaning: 'JSON file of companies to erase too, or none' },
  inactivity: { name: 'JOOS_INACTIVITY', meaning: 'warn/erase the unused: P23M/P24M', fallback: 'none' },
  regions: { name: 'JOOS_REGIONS', meaning: 'where data may be, by comma', fallback: 'eu-central-1' },
  regionExceptions: {
    name: 'JOOS_REGION_EXCEPTIONS',
    meaning: 'JSON file of who may be elsewhere',
    fallback: 'none',
  },
  databaseRegion: { name: 'JOOS_DATABASE_REGION', meaning: 'where both are, needed for mysql', fallback: '' },

  signIn: { name: 'JOOS_SIGN_IN', meaning: 'JSON file of who gets codes; Europe without one', fallback: '' },
  identityProviders: {
    name: 'JOOS_IDENTITY_PROVIDERS',
    meaning: 'JSON file of companies to log in by',
    fallback: 'none',
  },
  staffProvider: { name: 'JOOS_STAFF_PROVIDER', meaning: 'JSON file of the staff’s own log-in', fallback: 'none' },
  staffSessionFile: { name: 'JOOS_STAFF_SESSION_FILE', meaning: 'where `joos staff sign-in` keeps it', fallback: '' },
  confirmEmailUrl: { name: 'JOOS_CONFIRM_EMAIL_URL', meaning: 'https://…/v1/email-confirmations', fallback: 'none' },
  undoChangeUrl: { name: 'JOOS_UNDO_CHANGE_URL', meaning: 'https://…/v1/contact-changes', fallback: 'none' },

  mail: { name: 'JOOS_MAIL', meaning: 'folder:DIR, ses:REGION or smtp:HOST:PORT' },
  mailFrom: { name: 'JOOS_MAIL_FROM', meaning: 'sender, needed for ses and smtp', fallback: '' },
  smtpUser: { name: 'JOOS_SMTP_USER', meaning: 'who logs in at the mail server', fallback: '' },
  smtpPassword: { name: 'JOOS_SMTP_PASSWORD', meaning: 'needed with the user', fallback: '', secret: true },
  mailRegion: { name: 'JOOS_MAIL_REGION', meaning: 'where the server is, needed for smtp', fallback: '' },
  mailSet: { name: 'JOOS_MAIL_CONFIGURATION_SET', meaning: 'of ses: where it publishes bounces', fallback: '' },
  mailTopic: { name: 'JOOS_MAIL_TOPIC', meaning: 'ARN of the SNS topic that tells of bounces', fallback: '' },
  sms: { name: 'JOOS_SMS', meaning: 'folder:DIR, aws:REGION or twilio:REGION' },
  smsOrigin: { name: 'JOOS_SMS_ORIGIN', meaning: 'number or sender id, needed to send', fallback: '' },
  smsFallback: { name: 'JOOS_SMS_FALLBACK', meaning: 'another aws: or twilio:, when the first fails', fallback: '' },
  smsFallbackOrigin: { name: 'JOOS_SMS_FALLBACK_ORIGIN', meaning: 'needed with the fallback', fallback: '' },
  twilioAccount: { name: 'JOOS_TWILIO_ACCOUNT', meaning: 'AC…, needed for twilio', fallback: '' },
  twilioKey: { name: 'JOOS_TWILIO_KEY', meaning: 'SK…, needed for twilio', fallback: '' },
  twilioSecret: { name: 'JOOS_TWILIO_SECRET', meaning: 'of the key, needed for twilio', fallback: '', secret: true },
  codeOrigin: { name: 'JOOS_CODE_ORIGIN', meaning: 'host name where phones may fill codes in', fallback: '' },
  unsubscribeUrl: { name: 'JOOS_UNSUBSCRIBE_URL', meaning: 'https://…/v1/unsubscribe', fallback: 'none' },
  supportInbox: { name: 'JOOS_SUPPORT_INBOX', meaning: 'address told of bounces, disputes; or none', fallback: '' },

  cards: { name: 'JOOS_CARDS', meaning: 'stripe, or simulated: no money moves' },
  stripeSecretKey: { name: 'JOOS_STRIPE_SECRET_KEY', meaning: 'needed for stripe', fallback: '', secret: true },
  stripeWebhookSecret: {
    name: 'JOOS_STRIPE_WEBHOOK_SECRET',
    meaning: 'needed for stripe; or old,new',
    fallback: '',
    secret: true,
  },
  paymentRetries: { name: 'JOOS_PAYMENT_RETRIES', meaning: 'waits, or none', fallback: 'P1D/P3D/P7D' },
  paymentPage: { name: 'JOOS_PAYMENT_PAGE', meaning: 'https page where payment details are changed' },

  issuer: { name: 'JOOS_ISSUER', meaning: 'company and address on receipts, parts by ;' },
  vatId: { name: 'JOOS_VAT_ID', meaning: 'VAT id on receipts' },
  support: { name: 'JOOS_SUPPORT', meaning: 'where people get help, shown in messages' },
  timeZone: { name: 'JOOS_TIME_ZONE', meaning: 'calendar of the business', fallback: 'Europe/Berlin' },
  receiptIssuer: { name: 'JOOS_RECEIPT_ISSUER', meaning: 'begins receipt numbers', fallback: 'JOOS' },

  doctorDatabase: {
    name: 'JOOS_DOCTOR_DATABASE_URL',
    meaning: 'data store, as the account doctor',
    fallback: '',
    secret: true,
  },
  doctorVault: { name: 'JOOS_DOCTOR_VAULT_URL', meaning: 'vault, the same', fallback: '', secret: true },
  vaultBackups: { name: 'JOOS_VAULT_BACKUPS', meaning: 'folder where backups of the vault lie', fallback: '' },
  rdsDatabase: { name: 'JOOS_RDS_DATABASE', meaning: 'instance of the data store, rm-…', fallback: '' },
  rdsVault: { name: 'JOOS_RDS_VAULT', meaning: 'instance of the vault, rm-…', fallback: '' },
  rdsAccessKeyId: { name: 'JOOS_RDS_ACCESS_KEY_ID', meaning: 'who may ask about them', fallback: '' },
  rdsAccessKeySecret: { name: 'JOOS_RDS_ACCESS_KEY_SECRET', meaning: 'needed with it', fallback: '', secret: true },
  rdsEndpoint: { name: 'JOOS_RDS_ENDPOINT', meaning: 'another https://… than the public one', fallback: '' },
  refuseUnless: { name: 'JOOS_REFUSE_UNLESS', meaning: 'checks that must be fine to open, by comma', fallback: '' },
};

/** Where each heading of the help begins. */
const headings: readonly (readonly [heading: string, first: SettingName])[] = [
  ['The installation', 'environment'],
  ['Logging in, described by `joos serve --help`', 'signIn'],
  ['Messages', 'mail'],
  ['Payments', 'cards'],
  ['The company', 'issuer'],
  ['The posture, described by `joos doctor --help`', 'doctorDatabase'],
];

/** The settings in words, for `joos --help`. */
export const settingsInWords: string = [
  'Settings, by environment variables. Instead of a [secret], NAME_FILE may name a',
  'file that holds it:',
  ...Object.entries(settings).flatMap(([key, { name, meaning, fallback, secret }]) => {
    const heading = headings.find(([, first]) => first === key)?.[0];
    const more = `${fallback ? ` (default ${fallback})` : ''}${secret ? ' [secret]' : ''}`;
    return [...(heading === undefined ? [] : [`${heading}:`]), `  ${name.padEnd(26)} ${meaning}${more}`];
  }),
].join('\n');

/** What a laptop needs, to be pasted into a shell; for `joos migrate --help`. A test pastes it. */
export const firstInstallation = `  export JOOS_ENVIRONMENT=laptop JOOS_KEYS=file:./master.key
  export JOOS_DATABASE_URL=sqlite:./data.db JOOS_VAULT_URL=sqlite:./vault.db
  export JOOS_MAIL=folder:./messages JOOS_SMS=folder:./messages
  export JOOS_CARDS=simulated JOOS_PROCESSORS=none
  export JOOS_AUDIT_SINK=file:./audit.jsonl
  export JOOS_ISSUER='Joos GmbH;Frankfurt am Main' JOOS_VAT_ID=DE000000000
  export JOOS_SUPPORT=help@example.com
  export JOOS_PAYMENT_PAGE=https://example.com/pay
  joos migrate --create-key`;
