/**
 * What messages say in English, as ICU messages: `{name}` is filled in, `plural` takes the form that the number wants, `#` is
 * that number. Values come formatted already, but for the numbers that a plural counts.
 *
 * A branch of a plural or select is two words at least, or it would be taken for the name of a value; see `phrases.ts`.
 */
export const english = {
  greeting: 'Hello {name},',
  'greeting.plain': 'Hello,',
  'footer.help': 'Questions? We are glad to help:',

  'code.title.log-in': 'Your code',
  'code.title.confirm-email': 'Your code to confirm your email address',
  'code.title.add-phone': 'Your code to confirm your number',
  'code.title.change-phone': 'Your code to confirm your new number',
  'code.title.second-proof': 'Your code to open your account',
  'code.title.step-up': 'Your code to show that it is you',
  'code.title.verify-caller': 'Your code for our support',
  'code.title.cancel-account': 'Your code to cancel your account',
  'code.does.log-in': 'Here is your code.',
  'code.does.confirm-email': 'This code confirms your email address.',
  'code.does.add-phone': 'This code confirms your number, so that you can log in with it.',
  'code.does.change-phone': 'This code confirms your new number, which takes the place of the one before.',
  'code.does.second-proof': 'This code confirms your email address and opens your account again.',
  'code.does.step-up': 'This code shows that it is you, to change your account or take out your data.',
  'code.does.verify-caller': 'This code lets our support act on your account for you, because you called.',
  'code.does.cancel-account': 'This code cancels your account: all your data is erased, and that cannot be undone.',
  'code.good': 'It is good for {minutes, plural, one {# minute} other {# minutes}} and for one use.',
  'code.kept': 'We keep only what we must, such as receipts without your name.',
  'code.confirm': 'Confirm address',
  'code.link':
    'The link does what the code does: it opens a page where you confirm with one more click. It works once, for {minutes, plural, one {# minute} other {# minutes}}, and only as long as the device that asked for it stays logged in.',
  'code.warning':
    'Nobody at Joos will ever ask you for the code. If you did not ask for one, you need not do anything.',
  'code.warning-logged-in':
    'Nobody at Joos will ever ask you for the code. If you did not ask for one, somebody else may be in your account: in the app, log out the devices that you do not know, or contact our support at once: {support}',
  'code.warning-caller':
    'Read it out only if you called our support yourself just now. If somebody called you, it is not us: hang up and give the code to nobody.',
  'code.sms.log-in':
    '{code} is your Joos code. It is good for {minutes, plural, one {# minute} other {# minutes}}. Do not share it.',
  'code.sms.confirm-email': 'Joos code {code} confirms your email address. Do not share it.',
  'code.sms.add-phone': 'Joos code {code} confirms your number. Do not share it.',
  'code.sms.change-phone': 'Joos code {code} confirms your new number. Do not share it.',
  'code.sms.second-proof': 'Joos code {code} confirms your email address to log in. Do not share it.',
  'code.sms.step-up': 'Joos code {code} to change your account or take out data. Do not share it.',
  'code.sms.verify-caller': 'Joos code {code}: support may act for you. Say it only if you called us.',
  'code.sms.cancel-account': 'Joos code {code} cancels your account and erases all data. Do not share it.',

  'email-confirmed.title': 'Your email address is confirmed',
  'email-confirmed.sentence':
    'From now on your receipts arrive here. You can remove the address in the app at any time.',

  'contact-changed.title':
    '{change, select, emailAdded {An email address was added} phoneAdded {A mobile number was added} email {Your email address was changed or removed} other {Your mobile number was changed or removed}}',
  'contact-changed.sentence':
    '{change, select, emailAdded {An email address was added to your account.} phoneAdded {A mobile number was added to your account.} email {The email address of your account was changed or removed.} other {The mobile number of your account was changed or removed.}} This message goes to the contacts that the account had before.',
  'contact-changed.put-back':
    'If it was not you, you can undo it until {time}. The link opens a page where you confirm with one more click; that also undoes what else was changed or added lately, and logs every device out of your account.',
  'contact-changed.ask-support':
    'If it was not you, contact our support at once. We can undo it until {time}. You reach us here: {support}',
  'contact-changed.action': 'Undo it',
  'contact-changed.sms':
    'Joos: {change, select, emailAdded {an email address was added to your account} phoneAdded {a mobile number was added to your account} email {your email address was changed or removed} other {your mobile number was changed or removed}}. If that was you, do nothing. If not, undo it by {time}: {url}',
  'contact-changed.sms-ask-support':
    'Joos: {change, select, emailAdded {an email was added} phoneAdded {a number was added} email {your email was changed or removed} other {your number was changed or removed}}. If that was you, do nothing. If not, ask support at once, by {time}: {support}',

  'login-changed.title': 'The contacts or logins of your account have changed',
  'login-changed.sentence': 'A contact or a way to log in was added to your account, or removed from it.',
  'login-changed.advice':
    'If it was not you, look in the app at the devices and the ways to log in of your account, and remove what you do not know. Or contact our support at once: {support}',
  'login-changed.sms':
    'Joos: a way to log in was added or removed. Not you? Check devices and logins in the app, or ask support at once: {support}',

  'was-you': 'If that was you, you need not do anything.',

  'support-message.title': 'Your question to our support ({case})',
  'support-message.answer':
    'If you answer, please name {case}. We never ask for card numbers or passwords, and for a code only while you are on the phone with us because you called.',
  'support-message.sms': 'Joos support, {case}: {text}',

  'inactivity-warning.title': 'Your account is about to end',
  'inactivity-warning.sentence':
    'You have not used your account for a long time. After {day} we erase it with all that is in it.',
  'inactivity-warning.advice': 'To keep it, log in to the app by {day}. Nothing else is needed.',
  'inactivity-warning.after': 'If you need it no longer, you need not do anything. You can always sign up again.',
  'inactivity-warning.sms': 'Joos: your account is unused and is erased after {day}. To keep it, log in by then.',

  'receipt.title': 'Receipt {number}',
  'receipt.thanks': 'Thank you for renting with Joos. This is the receipt for your rental.',
  'receipt.number': 'Receipt number',
  'receipt.date': 'Date',
  'receipt.rented': 'Rented',
  'receipt.returned': 'Returned',
  'receipt.lost': 'Reported lost',
  'receipt.corrected-end': 'Returned, as corrected',
  'receipt.charges': 'Charges',
  'receipt.item.unlock-fee': 'Unlock fee, {quantity} × {price}',
  'receipt.item.usage': 'Usage, {quantity, plural, one {# unit} other {# units}} × {price}',
  'receipt.item.loss-fee': 'Power bank not returned, {quantity} × {price}',
  'receipt.item.refund': 'Refund, {quantity} × {price}',
  'receipt.cap-discount': 'Daily cap',
  'receipt.net': 'Net',
  'receipt.vat': 'VAT {percent} on {net}',
  'receipt.gross': 'Total',
  'receipt.card': 'Card',
  'receipt.payment': 'Payment',
  'receipt.payment.pending': 'Will be charged',
  'receipt.payment.succeeded': 'Paid',
  'receipt.payment.failed': 'Not paid yet: the charge failed',
  'receipt.payment.refunded': 'Paid, then refunded',
  'receipt.refunded': 'Refunded so far',
  'receipt.issuer': 'Issued by',
  'receipt.vat-id': 'VAT\u00a0id\u00a0{vatId}',
  'receipt.help': 'Is something not right? Tell us: {support}. Please name the number {number}.',
  'receipt.sms': 'Joos: receipt {number} over {gross} is in your account.',
  'receipt.together': '{corrections, plural, one {With its correction} other {With its # corrections}}',
  'receipt.line': 'Receipt {number}, {day}',
  'receipt.correction-line': 'Correction {number}, {day}',
  'receipt.standing': 'Total in the end',

  'receipt-corrected.title': 'Correction {number} of receipt {corrects}',
  'receipt-corrected.sentence': 'We have corrected your receipt {corrects} of {day}.',
  'receipt-corrected.new-end':
    'The power bank came back to {station} on {time}. The first lines take back what was charged, the others are what the rental really costs.',
  'receipt-corrected.refund': 'You get {amount} back.',
  'receipt-corrected.why-new':
    'A receipt is never changed afterwards. So the correction is a document of its own, with its own number. Please keep both.',
  'receipt-corrected.in-the-end':
    '{state, select, paid {The money goes back to the card that you paid with. Banks usually show it after 5 to 10 working days.} owed {{amount} is all that you owe now.} other {You owe nothing any more.}}',
  'receipt-corrected.number': 'Correction number',
  'receipt-corrected.corrects': 'Corrects',
  'receipt-corrected.corrects-receipt': 'Receipt {number} of {day}',
  'receipt-corrected.changes': 'What changes',
  'receipt-corrected.sms': 'Joos: your receipt {corrects} is corrected. Correction {number} is in your account.',

  'payment-failed.title': 'Your payment did not go through',
  'payment-failed.sentence': 'We could not charge {amount} to your card {card}.',
  'payment-failed.reason.insufficient-funds': 'The bank says that the account does not hold enough at the moment.',
  'payment-failed.reason.card-expired': 'The card has expired.',
  'payment-failed.reason.card-declined': 'The bank declined the charge without saying why.',
  'payment-failed.reason.lost-or-stolen': 'The card was reported lost or stolen.',
  'payment-failed.reason.authentication-required': 'The bank wants you to confirm the charge.',
  'payment-failed.reason.incorrect-cvc': 'The security code of the card was not right.',
  'payment-failed.reason.processing-error': 'Something went wrong on the way to the bank; it was not your fault.',
  'payment-failed.reason.fraud-suspected': 'The bank held the charge back to protect you.',
  'payment-failed.next-try': 'We try again on {day}. You owe no extra fee for this.',
  'payment-failed.no-next-try': 'We will not try again by ourselves. You owe no extra fee for this.',
  'payment-failed.advice.update-card':
    'Please update your payment details in the app. If that does not help, our support will: {support}',
  'payment-failed.advice.try-again':
    'Please pay again in the app, or update your payment details. Our support is glad to help: {support}',
  'payment-failed.advice.contact-support':
    'Please get in touch with our support, or update your payment details in the app. You reach us here: {support}',
  'payment-failed.advice.contact-bank':
    'Please ask your bank, or update your payment details in the app. Our support is glad to help: {support}',
  'payment-failed.action': 'Update payment details',
  'payment-failed.sms': 'Joos: we could not charge {amount} to your card {last4}. Please update it: {url}',
  'payment-failed.sms-next-try':
    'Joos: we could not charge {amount} to your card {last4}. We try again on {day}. Update it: {url}',

  'payment-settled.title': 'Your payment went through',
  'payment-settled.sentence': 'All done: {amount} is paid. You owe nothing more for this rental.',
  'payment-settled.card': 'We charged your card {card}.',
  'payment-settled.thanks': 'Thank you for sorting it out. You need not do anything else.',
  'payment-settled.sms': 'Joos: {amount} is paid. You owe nothing more for this rental. Thank you!',

  'unsubscribe.news': 'You get this because you agreed to news about stations, prices and offers.',
  'unsubscribe.newsletter': 'You get this because you agreed to our newsletter.',
  'unsubscribe.link': 'Unsubscribe',

  'request-extended.title': 'Your request needs more time',
  'request-extended.sentence': 'On {received} you asked us {right}.',
  'request-extended.right.access': 'what data we hold about you',
  'request-extended.right.rectification': 'to correct your data',
  'request-extended.right.erasure': 'to erase your data',
  'request-extended.right.restriction': 'to use your data only in a limited way',
  'request-extended.right.portability': 'to hand your data over to you or to somebody else',
  'request-extended.right.objection': 'to stop using your data for something',
  'request-extended.reason.complexity': 'It is more complex than most, so we cannot do it well within a month.',
  'request-extended.reason.number-of-requests': 'We have so many requests that we cannot do it well within a month.',
  'request-extended.until': 'You get our answer by {due} at the latest.',
  'request-extended.complaint': 'If you do not agree, you can complain to a data protection authority or go to court.',
  'request-extended.sms':
    'Joos: your data protection request needs more time. You get our answer by {due} at the latest.',

  'goodbye.title': 'Your account is cancelled',
  'goodbye.sentence':
    'You asked us to cancel your account. We are erasing your data now. This is the last message from us.',
  'goodbye.nothing-kept': 'Nothing that says who you are is kept.',
  'goodbye.caption': 'What we must keep for now',
  'goodbye.kept.login': 'Ways to log in',
  'goodbye.kept.contact': 'Contact details',
  'goodbye.kept.profile': 'That the account was cancelled',
  'goodbye.kept.verification': 'Codes that were sent',
  'goodbye.kept.session': 'Log-ins of your devices',
  'goodbye.kept.consent': 'What you agreed to',
  'goodbye.kept.card': 'The card of an open rental or unpaid amount',
  'goodbye.kept.rental': 'A rental that is open or unpaid',
  'goodbye.kept.payment': 'An amount that is not paid yet',
  'goodbye.kept.bookkeeping': 'Receipts, without your name (tax law)',
  'goodbye.kept.message': 'Which messages were sent',
  'goodbye.kept.support': 'What you asked our support',
  'goodbye.kept.staff-access': 'Who of our staff looked at your data',
  'goodbye.kept.privacy-request': 'That you asked for the erasure',
  'goodbye.kept.key': 'The key that locks these records',
  'goodbye.held.login': 'Ways to log in, as evidence',
  'goodbye.held.contact': 'Contact details, as evidence',
  'goodbye.held.profile': 'Your username, as evidence',
  'goodbye.held.verification': 'Codes that were sent, as evidence',
  'goodbye.held.session': 'Log-ins of your devices, as evidence',
  'goodbye.held.consent': 'What you agreed to, as evidence',
  'goodbye.held.card': 'A card, as evidence',
  'goodbye.held.rental': 'A rental, as evidence',
  'goodbye.held.payment': 'A payment, as evidence',
  'goodbye.held.bookkeeping': 'Receipts, as evidence',
  'goodbye.held.message': 'Which messages were sent, as evidence',
  'goodbye.held.support': 'What you asked our support, as evidence',
  'goodbye.held.staff-access': 'Who of our staff looked at your data, as evidence',
  'goodbye.held.privacy-request': 'What you asked of us, as evidence',
  'goodbye.held.key': 'The key that locks this evidence',
  'goodbye.until-day': 'until {day}',
  'goodbye.until-hold-ends': 'until a legal matter is settled, for now until {day}',
  'goodbye.until-settled': 'until the rental is returned and paid, until {day} at most',
  'goodbye.reference': 'If you have a question about it, name this reference: {erasure}',
  'goodbye.sms': 'Joos: your account is cancelled and your data is being erased. Reference {erasure}',

  'address-suppressed.title': 'Mails do not reach a person any more',
  'address-suppressed.reason.bounced': 'A mail of ours came back for good: the address takes none.',
  'address-suppressed.reason.complained': 'The person called a mail of ours spam.',
  'address-suppressed.stopped':
    'To this address we send no mail any more for {purposes, plural, one {# purpose} other {# purposes}}: {list}.',
  'address-suppressed.advice.bounced':
    'If the person gets in touch, ask for an address that works. Once it is confirmed in the app, mails go out again. Receipts are in the account meanwhile.',
  'address-suppressed.advice.complained':
    'Do not write to the person about it. Whoever wants these mails again confirms the address in the app anew. Receipts are in the account meanwhile.',
  'address-suppressed.person': 'Pseudonym',
  'address-suppressed.purpose.service-messages': 'service messages',
  'address-suppressed.purpose.receipts': 'receipts',
  'address-suppressed.purpose.payment-notices': 'payment notices',
  'address-suppressed.purpose.news': 'news',
  'address-suppressed.purpose.newsletter': 'newsletter',

  'payment-disputed.title': 'A bank took a payment back',
  'payment-disputed.sentence': 'The holder of the card disputed {amount}, and the bank took it back.',
  'payment-disputed.held': 'A legal hold keeps the evidence until {day}.',
  'payment-disputed.not-held': 'The legal hold on the evidence is over.',
  'payment-disputed.advice':
    'Please answer the dispute at the payment processor in time, with the receipt and the times of the rental. Do not charge the amount anew meanwhile.',
  'payment-disputed.payment': 'Payment',
  'payment-disputed.order': 'Rental',
  'payment-disputed.amount': 'Amount',
} as const;

/** Names a phrase, such as `receipt.title`. */
export type PhraseKey = keyof typeof english;

/** Every phrase in one language, as an ICU message. */
export type Catalog = Readonly<Record<PhraseKey, string>>;
