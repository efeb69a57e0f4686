/** One setting, for `joos --help` and for the reader of the configuration. */
export interface Setting {
  readonly name: string;
  readonly meaning: string;
  readonly fallback?: string;
  /** May come from the file that `NAME_FILE` names. */
  readonly secret?: true;
}

type SettingName =
  | 'environment'
  | 'database'
  | 'vault'
  | 'keys'
  | 'alibabaAccessKeyId'
  | 'alibabaAccessKeySecret'
  | 'mail'
  | 'mailFrom'
  | 'sms'
  | 'smsOrigin'
  | 'cards'
  | 'processors'
  | 'issuer'
  | 'vatId'
  | 'support'
  | 'paymentPage'
  | 'timeZone'
  | 'receiptIssuer'
  | 'inactivity';

/** Every setting there is. */
export const settings: Readonly<Record<SettingName, Setting>> = {
  environment: { name: 'JOOS_ENVIRONMENT', meaning: 'name of the installation, in every seal' },
  database: { name: 'JOOS_DATABASE_URL', meaning: 'data store: mysql://… or sqlite:FILE', secret: true },
  vault: { name: 'JOOS_VAULT_URL', meaning: 'vault: mysql://… or sqlite:FILE', secret: true },
  keys: { name: 'JOOS_KEYS', meaning: 'file:PATH, aws:REGION/KEYID, alibaba:REGION/KEYID' },
  alibabaAccessKeyId: { name: 'JOOS_ALIBABA_ACCESS_KEY_ID', meaning: 'needed for alibaba', fallback: '' },
  alibabaAccessKeySecret: {
    name: 'JOOS_ALIBABA_ACCESS_KEY_SECRET',
    meaning: 'needed for alibaba',
    fallback: '',
    secret: true,
  },
  mail: { name: 'JOOS_MAIL', meaning: 'folder:DIR or ses:REGION' },
  mailFrom: { name: 'JOOS_MAIL_FROM', meaning: 'verified sender, needed for ses', fallback: '' },
  sms: { name: 'JOOS_SMS', meaning: 'folder:DIR or aws:REGION' },
  smsOrigin: { name: 'JOOS_SMS_ORIGIN', meaning: 'sender id or pool, needed for aws', fallback: '' },
  cards: { name: 'JOOS_CARDS', meaning: 'simulated: no money moves; there is no other yet' },
  processors: { name: 'JOOS_PROCESSORS', meaning: 'JSON file of companies to erase too, or none' },
  issuer: { name: 'JOOS_ISSUER', meaning: 'company and address on receipts, parts by ;' },
  vatId: { name: 'JOOS_VAT_ID', meaning: 'VAT id on receipts' },
  support: { name: 'JOOS_SUPPORT', meaning: 'where people get help, shown in messages' },
  paymentPage: { name: 'JOOS_PAYMENT_PAGE', meaning: 'https page where payment details are changed' },
  timeZone: { name: 'JOOS_TIME_ZONE', meaning: 'calendar of the business', fallback: 'Europe/Berlin' },
  receiptIssuer: { name: 'JOOS_RECEIPT_ISSUER', meaning: 'begins receipt numbers', fallback: 'JOOS' },
  inactivity: { name: 'JOOS_INACTIVITY', meaning: 'warn/erase the unused: P23M/P24M', fallback: 'none' },
};

/** The settings in words, for `joos --help`. */
export const settingsInWords: string = [
  'Settings, by environment variables. Instead of a [secret], NAME_FILE may name a',
  'file that holds it:',
  ...Object.values(settings).map(({ name, meaning, ...more }) => {
    const fallback = more.fallback ? ` (default ${more.fallback})` : '';
    return `  ${name.padEnd(20)} ${meaning}${fallback}${more.secret ? ' [secret]' : ''}`;
  }),
].join('\n');

/** What a laptop needs, to be pasted into a shell; for `joos migrate --help`. A test pastes it. */
export const firstInstallation = `  export JOOS_ENVIRONMENT=laptop JOOS_KEYS=file:./master.key
  export JOOS_DATABASE_URL=sqlite:./data.db JOOS_VAULT_URL=sqlite:./vault.db
  export JOOS_MAIL=folder:./messages JOOS_SMS=folder:./messages
  export JOOS_CARDS=simulated JOOS_PROCESSORS=none
  export JOOS_ISSUER='Joos GmbH;Frankfurt am Main' JOOS_VAT_ID=DE000000000
  export JOOS_SUPPORT=help@example.com
  export JOOS_PAYMENT_PAGE=https://example.com/pay
  joos migrate --create-key`;
