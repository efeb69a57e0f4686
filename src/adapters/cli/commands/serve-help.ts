import { type BudgetRuleName, budgetRules } from '../../../domain/verification/code-budget.ts';
import { defaultSignInPolicy } from '../../../domain/verification/sign-in-policy.ts';
import { identityProvidersExample } from '../identity-providers-file.ts';
import { limitNames, signInExample } from '../sign-in-file.ts';
import { wrapped } from '../wrapped.ts';

const { countries, spendPerCountry, spendPerDay, phoneDormancy } = defaultSignInPolicy;
const dearest = Math.max(...Object.values(countries));
const byDefault = [
  `Without it: the European Economic Area, Switzerland and the United Kingdom at ${dearest}, ${spendPerCountry} a country`,
  `and ${spendPerDay} in all, ${phoneDormancy}.`,
].join(' ');
const limits = limitNames.map((rule: BudgetRuleName) => `${rule} ${budgetRules[rule].limit}`).join(', ');

/** What `joos serve --help` says besides its options: what files and settings it needs, each with an example. */
export const serveHelp: string = `
The tariff: {"currency": "EUR", "unlockFeeMinor": 100, "unitPriceMinor": 50,
"unitMinutes": 30, "dailyCapMinor": 900, "lossFeeMinor": 3900, "vatPercent": 19}
The stations: {"FRA-0042": "a random token of 32 characters or more"}
Support works by \`joos user\`.

Who asks for codes is counted by the address of the socket. Behind a proxy that
is the proxy's, for everybody: name by --client-ip-header the header in which it
writes the address of who asks. Do so only if the proxy overwrites the header or
adds to it, and nobody gets past the proxy: else people write there what they
like. Of a list the last address counts, the one that your proxy added. Sessions
in cookies are for pages of one origin: behind a proxy with TLS, say which.
  joos serve --client-ip-header X-Forwarded-For \\
    --public-origin https://app.example.com

JOOS_SIGN_IN names a file of who gets codes: the countries whose numbers do, and
what a text message to each costs, in ten-thousandths of a currency; the most to
be spent in a day, on one country and in all; and how long after its last proof
a phone alone opens its account, since numbers are given out again:
${signInExample}
${wrapped(byDefault, 80).join('\n')}
These limits may be set; so many at once, and as many again in their time:
${wrapped(limits, 78)
  .map((line) => `  ${line}`)
  .join('\n')}

JOOS_IDENTITY_PROVIDERS names a file of the companies by whose log-in people may
come in, as clients name them:
${identityProvidersExample}
The presets are google, apple and facebook; apple has teamId, keyId and either
privateKey or privateKeyFile in place of a secret. Any other issuer has a region
where it works, or null, and may have issuerAliases, metadata, freshLogIn,
secretSentIn (form or header), or in place of a secret publicClient: true. The
ids of your native apps are audiences. Each company has a redirectUri of its
own. Who links a login or steps up by one logs in there anew, which the company
has to prove: google does where "Session age claims" are on in its console, and
then has sessionAgeClaims: true here; apple and facebook never do; any other
issuer has to, or has provesFreshness: false.

JOOS_CONFIRM_EMAIL_URL puts a link beside the code into mails that confirm an
address. JOOS_UNDO_CHANGE_URL, which \`joos worker\` needs too, puts one that
undoes it into the message to a phone or email that was changed:
  export JOOS_CONFIRM_EMAIL_URL=https://api.example.com/v1/email-confirmations
  export JOOS_UNDO_CHANGE_URL=https://api.example.com/v1/contact-changes

Where it is configured, Stripe tells what happened by POST /v1/webhooks/cards,
and Amazon SNS tells of bounces by POST /v1/webhooks/mail; both are verified by
signature. People leave the newsletter by /v1/unsubscribe/TOKEN.

The address goes to standard error once it answers. SIGTERM and SIGINT let
requests under way end. Notices are sent by \`joos worker\`, which runs beside it.

Example:
  joos serve --port 8080 --tariff tariff.json --stations stations.json`;
