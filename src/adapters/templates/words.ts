import type { Category } from '../../domain/data-map/vocabulary.ts';
import type { ReceiptItemKind } from '../../domain/order/receipt-item.ts';
import type { Advice, DeclineReason } from '../../domain/payment/decline-reason.ts';
import type { DataSubjectRight, ExtensionReason } from '../../domain/privacy-request/privacy-request.ts';
import type { Language } from '../../domain/user/language.ts';

/** What messages say, in one language. Texts are sentences; figures come in by parameter, already formatted. */
export interface Words {
  readonly footerSupport: (support: string) => string;
  readonly code: {
    readonly title: string;
    readonly sentence: (code: string) => string;
    readonly warning: string;
    readonly sms: (code: string) => string;
  };
  readonly emailConfirmed: { readonly title: string; readonly sentence: string };
  readonly inactivityWarning: {
    readonly title: string;
    readonly sentence: (day: string) => string;
    readonly advice: (day: string) => string;
    readonly after: string;
    readonly sms: (day: string) => string;
  };
  readonly receipt: {
    readonly title: (number: string) => string;
    readonly thanks: string;
    readonly items: Readonly<Record<ReceiptItemKind, string>>;
    readonly itemLine: (label: string, quantity: number, unitPrice: string) => string;
    readonly capDiscount: string;
    readonly number: string;
    readonly date: string;
    readonly rented: string;
    readonly returned: string;
    readonly lost: string;
    readonly charges: string;
    readonly net: string;
    readonly vat: (percent: string) => string;
    readonly gross: string;
    readonly card: string;
    readonly payment: Readonly<Record<'pending' | 'succeeded' | 'failed' | 'refunded', string>>;
    readonly paymentLabel: string;
    readonly issuer: string;
    readonly vatId: (vatId: string) => string;
    readonly sms: (number: string, gross: string) => string;
  };
  readonly requestExtended: {
    readonly title: string;
    readonly sentence: (right: string, received: string) => string;
    readonly rights: Readonly<Record<DataSubjectRight, string>>;
    readonly reasons: Readonly<Record<ExtensionReason, string>>;
    readonly until: (due: string) => string;
    readonly complaint: string;
    readonly sms: (due: string) => string;
  };
  readonly paymentFailed: {
    readonly title: string;
    readonly sentence: (amount: string, card: string) => string;
    readonly reasons: Readonly<Record<DeclineReason, string>>;
    readonly advice: Readonly<Record<Advice, string>>;
    readonly noFee: string;
    readonly action: string;
    readonly sms: (amount: string, card: string, url: string) => string;
  };
  readonly goodbye: {
    readonly title: string;
    readonly sentence: string;
    readonly nothingKept: string;
    readonly keptCaption: string;
    readonly kept: Readonly<Record<Category, string>>;
    readonly untilDay: (day: string) => string;
    /** The same where a hold or an open request keeps it, and not a rental that is under way. */
    readonly held: Readonly<Record<Category, string>>;
    readonly untilHoldEnds: (day: string) => string;
    readonly untilSettled: (atMost: string) => string;
    readonly reference: (erasure: string) => string;
    readonly sms: (reference: string) => string;
  };
}

const en: Words = {
  footerSupport: (support) => `Questions? Write to ${support}.`,
  code: {
    title: 'Your code',
    sentence: (code) => `Your code is ${code}. It is good for 5 minutes and for one use.`,
    warning: 'Nobody at Joos will ever ask you for it. If you did not ask for a code, you need not do anything.',
    sms: (code) => `${code} is your Joos code. It is good for 5 minutes. Do not share it.`,
  },
  emailConfirmed: {
    title: 'Your email address is confirmed',
    sentence: 'From now on your receipts arrive here. You can remove the address in the app at any time.',
  },
  inactivityWarning: {
    title: 'Your account is about to end',
    sentence: (day) =>
      `You have not used your account for a long time. After ${day} we erase it with all that is in it.`,
    advice: (day) => `To keep it, log in to the app by ${day}. Nothing else is needed.`,
    after: 'If you need it no longer, you need not do anything. You can always sign up again.',
    sms: (day) => `Joos: your account is unused and is erased after ${day}. To keep it, log in by then.`,
  },
  receipt: {
    title: (number) => `Receipt ${number}`,
    thanks: 'Thank you for renting with Joos. This is the receipt for your rental.',
    items: { 'unlock-fee': 'Unlock fee', usage: 'Usage', 'loss-fee': 'Power bank not returned' },
    itemLine: (label, quantity, unitPrice) => `${label}, ${quantity} × ${unitPrice}`,
    capDiscount: 'Daily cap',
    number: 'Receipt number',
    date: 'Date',
    rented: 'Rented',
    returned: 'Returned',
    lost: 'Reported lost',
    charges: 'Charges',
    net: 'Net',
    vat: (percent) => `VAT ${percent}`,
    gross: 'Total',
    card: 'Card',
    payment: {
      pending: 'Will be charged',
      succeeded: 'Paid',
      failed: 'Not paid yet: the charge failed',
      refunded: 'Refunded',
    },
    paymentLabel: 'Payment',
    issuer: 'Issued by',
    vatId: (vatId) => `VAT id ${vatId}`,
    sms: (number, gross) => `Joos: receipt ${number} over ${gross} is in your account.`,
  },
  requestExtended: {
    title: 'Your request needs more time',
    sentence: (right, received) => `On ${received} you asked us ${right}.`,
    rights: {
      access: 'what data we hold about you',
      rectification: 'to correct your data',
      erasure: 'to erase your data',
      restriction: 'to use your data only in a limited way',
      portability: 'to hand your data over to you or to somebody else',
      objection: 'to stop using your data for something',
    },
    reasons: {
      complexity: 'It is more complex than most, so we cannot do it well within a month.',
      'number-of-requests': 'We have so many requests that we cannot do it well within a month.',
    },
    until: (due) => `You get our answer by ${due} at the latest.`,
    complaint: 'If you do not agree, you can complain to a data protection authority or go to court.',
    sms: (due) => `Joos: your data protection request needs more time. You get our answer by ${due} at the latest.`,
  },
  paymentFailed: {
    title: 'Your payment did not go through',
    sentence: (amount, card) => `We could not charge ${amount} to your card ${card}.`,
    reasons: {
      'insufficient-funds': 'The bank says that the account does not hold enough at the moment.',
      'card-expired': 'The card has expired.',
      'card-declined': 'The bank declined the charge without saying why.',
      'lost-or-stolen': 'The card was reported lost or stolen.',
      'authentication-required': 'The bank wants you to confirm the charge.',
      'incorrect-cvc': 'The security code of the card was not right.',
      'processing-error': 'Something went wrong on the way to the bank; it was not your fault.',
      'fraud-suspected': 'The bank held the charge back to protect you.',
    },
    advice: {
      'update-card': 'Please update your payment details in the app. If that does not help, write to our support.',
      'try-again': 'Please pay again in the app, or update your payment details. Our support is glad to help.',
      'contact-support': 'Please write to our support, or update your payment details in the app.',
      'contact-bank': 'Please ask your bank, or update your payment details in the app. Our support is glad to help.',
    },
    noFee: 'You owe no extra fee for this.',
    action: 'Update payment details',
    sms: (amount, card, url) => `Joos: we could not charge ${amount} to card ${card}. Please update it: ${url}`,
  },
  goodbye: {
    title: 'Your account is cancelled',
    sentence: 'You asked us to cancel your account. We are erasing your data now. This is the last message from us.',
    nothingKept: 'Nothing that says who you are is kept.',
    keptCaption: 'What we must keep for now',
    kept: {
      login: 'Ways to log in',
      contact: 'Contact details',
      profile: 'That the account was cancelled',
      verification: 'Codes that were sent',
      session: 'Log-ins of your devices',
      consent: 'What you agreed to',
      card: 'The card of an open rental or unpaid amount',
      rental: 'A rental that is open or unpaid',
      payment: 'An amount that is not paid yet',
      bookkeeping: 'Receipts, without your name (tax law)',
      message: 'Which messages were sent',
      'staff-access': 'Who of our staff looked at your data',
      'privacy-request': 'That you asked for the erasure',
      key: 'The key that locks these records',
    },
    untilDay: (day) => `until ${day}`,
    held: {
      login: 'Ways to log in, as evidence',
      contact: 'Contact details, as evidence',
      profile: 'Your username, as evidence',
      verification: 'Codes that were sent, as evidence',
      session: 'Log-ins of your devices, as evidence',
      consent: 'What you agreed to, as evidence',
      card: 'A card, as evidence',
      rental: 'A rental, as evidence',
      payment: 'A payment, as evidence',
      bookkeeping: 'Receipts, as evidence',
      message: 'Which messages were sent, as evidence',
      'staff-access': 'Who of our staff looked at your data, as evidence',
      'privacy-request': 'What you asked of us, as evidence',
      key: 'The key that locks this evidence',
    },
    untilHoldEnds: (day) => `until a legal matter is settled, for now until ${day}`,
    untilSettled: (atMost) => `until the rental is returned and paid, until ${atMost} at most`,
    reference: (erasure) => `If you have a question about it, name this reference: ${erasure}`,
    sms: (reference) => `Joos: your account is cancelled and your data is being erased. Reference ${reference}`,
  },
};

const de: Words = {
  footerSupport: (support) => `Fragen? Schreib an ${support}.`,
  code: {
    title: 'Dein Code',
    sentence: (code) => `Dein Code ist ${code}. Er gilt 5 Minuten und nur einmal.`,
    warning: 'Niemand von Joos fragt dich je danach. Wenn du keinen Code angefordert hast, musst du nichts tun.',
    sms: (code) => `${code} ist dein Joos-Code. Er gilt 5 Minuten. Gib ihn nicht weiter.`,
  },
  emailConfirmed: {
    title: 'Deine E-Mail-Adresse ist bestätigt',
    sentence: 'Ab jetzt kommen deine Belege hierher. Du kannst die Adresse in der App jederzeit entfernen.',
  },
  inactivityWarning: {
    title: 'Dein Konto läuft bald ab',
    sentence: (day) =>
      `Du hast dein Konto lange nicht benutzt. Nach dem ${day} löschen wir es mit allem, was darin ist.`,
    advice: (day) => `Wenn du es behalten willst, melde dich bis zum ${day} in der App an. Mehr ist nicht nötig.`,
    after: 'Wenn du es nicht mehr brauchst, musst du nichts tun. Du kannst dich jederzeit neu anmelden.',
    sms: (day) => `Joos: Dein Konto ist unbenutzt und wird nach dem ${day} gelöscht. Zum Behalten bis dahin anmelden.`,
  },
  receipt: {
    title: (number) => `Beleg ${number}`,
    thanks: 'Danke, dass du bei Joos geliehen hast. Das ist der Beleg für deine Ausleihe.',
    items: { 'unlock-fee': 'Freischaltung', usage: 'Nutzung', 'loss-fee': 'Powerbank nicht zurückgegeben' },
    itemLine: (label, quantity, unitPrice) => `${label}, ${quantity} × ${unitPrice}`,
    capDiscount: 'Tageshöchstpreis',
    number: 'Belegnummer',
    date: 'Datum',
    rented: 'Ausgeliehen',
    returned: 'Zurückgegeben',
    lost: 'Verlust gemeldet',
    charges: 'Kosten',
    net: 'Netto',
    vat: (percent) => `MwSt. ${percent}`,
    gross: 'Gesamt',
    card: 'Karte',
    payment: {
      pending: 'Wird abgebucht',
      succeeded: 'Bezahlt',
      failed: 'Noch nicht bezahlt: die Abbuchung ist fehlgeschlagen',
      refunded: 'Erstattet',
    },
    paymentLabel: 'Zahlung',
    issuer: 'Ausgestellt von',
    vatId: (vatId) => `USt-IdNr. ${vatId}`,
    sms: (number, gross) => `Joos: Beleg ${number} über ${gross} liegt in deinem Konto.`,
  },
  requestExtended: {
    title: 'Deine Anfrage braucht mehr Zeit',
    sentence: (right, received) => `Am ${received} hast du ${right}.`,
    rights: {
      access: 'gefragt, welche Daten wir über dich haben',
      rectification: 'verlangt, dass wir deine Daten berichtigen',
      erasure: 'verlangt, dass wir deine Daten löschen',
      restriction: 'verlangt, dass wir deine Daten nur eingeschränkt nutzen',
      portability: 'verlangt, dass wir dir oder jemand anderem deine Daten übergeben',
      objection: 'widersprochen, dass wir deine Daten für etwas nutzen',
    },
    reasons: {
      complexity: 'Sie ist aufwendiger als die meisten; in einem Monat schaffen wir sie nicht gut.',
      'number-of-requests': 'Wir haben so viele Anfragen, dass wir sie in einem Monat nicht gut schaffen.',
    },
    until: (due) => `Unsere Antwort bekommst du spätestens am ${due}.`,
    complaint: 'Wenn du nicht einverstanden bist, kannst du dich bei einer Datenschutzbehörde beschweren oder klagen.',
    sms: (due) => `Joos: Deine Datenschutzanfrage braucht mehr Zeit. Unsere Antwort kommt spätestens am ${due}.`,
  },
  paymentFailed: {
    title: 'Deine Zahlung hat nicht geklappt',
    sentence: (amount, card) => `Wir konnten ${amount} nicht von deiner Karte ${card} abbuchen.`,
    reasons: {
      'insufficient-funds': 'Die Bank meldet, dass das Konto gerade nicht gedeckt ist.',
      'card-expired': 'Die Karte ist abgelaufen.',
      'card-declined': 'Die Bank hat die Abbuchung ohne Angabe von Gründen abgelehnt.',
      'lost-or-stolen': 'Die Karte wurde als verloren oder gestohlen gemeldet.',
      'authentication-required': 'Die Bank möchte, dass du die Abbuchung bestätigst.',
      'incorrect-cvc': 'Die Prüfnummer der Karte stimmte nicht.',
      'processing-error': 'Auf dem Weg zur Bank ging etwas schief; es lag nicht an dir.',
      'fraud-suspected': 'Die Bank hat die Abbuchung zu deinem Schutz angehalten.',
    },
    advice: {
      'update-card':
        'Bitte aktualisiere deine Zahlungsdaten in der App. Wenn das nicht hilft, schreib unserem Support.',
      'try-again': 'Bitte zahle in der App noch einmal oder aktualisiere deine Zahlungsdaten. Der Support hilft gern.',
      'contact-support': 'Bitte schreib unserem Support oder aktualisiere deine Zahlungsdaten in der App.',
      'contact-bank': 'Bitte frag deine Bank oder aktualisiere deine Zahlungsdaten in der App. Der Support hilft gern.',
    },
    noFee: 'Dafür fällt keine Gebühr an.',
    action: 'Zahlungsdaten aktualisieren',
    sms: (amount, card, url) => `Joos: ${amount} von Karte ${card} nicht abgebucht. Bitte Karte aktualisieren: ${url}`,
  },
  goodbye: {
    title: 'Dein Konto ist gekündigt',
    sentence: 'Du hast dein Konto gekündigt. Wir löschen jetzt deine Daten. Das ist unsere letzte Nachricht an dich.',
    nothingKept: 'Nichts, was sagt, wer du bist, bleibt gespeichert.',
    keptCaption: 'Was wir vorerst behalten müssen',
    kept: {
      login: 'Wege, dich anzumelden',
      contact: 'Kontaktdaten',
      profile: 'Dass das Konto gekündigt wurde',
      verification: 'Verschickte Codes',
      session: 'Anmeldungen deiner Geräte',
      consent: 'Worin du eingewilligt hast',
      card: 'Die Karte einer offenen Ausleihe oder Zahlung',
      rental: 'Eine offene oder unbezahlte Ausleihe',
      payment: 'Ein noch unbezahlter Betrag',
      bookkeeping: 'Belege ohne deinen Namen (Steuerrecht)',
      message: 'Welche Nachrichten verschickt wurden',
      'staff-access': 'Wer von uns deine Daten angesehen hat',
      'privacy-request': 'Dass du die Löschung verlangt hast',
      key: 'Der Schlüssel zu diesen Daten',
    },
    untilDay: (day) => `bis ${day}`,
    held: {
      login: 'Wege, dich anzumelden, als Beweis',
      contact: 'Kontaktdaten, als Beweis',
      profile: 'Dein Benutzername, als Beweis',
      verification: 'Verschickte Codes, als Beweis',
      session: 'Anmeldungen deiner Geräte, als Beweis',
      consent: 'Worin du eingewilligt hast, als Beweis',
      card: 'Eine Karte, als Beweis',
      rental: 'Eine Ausleihe, als Beweis',
      payment: 'Eine Zahlung, als Beweis',
      bookkeeping: 'Belege, als Beweis',
      message: 'Welche Nachrichten verschickt wurden, als Beweis',
      'staff-access': 'Wer von uns deine Daten angesehen hat, als Beweis',
      'privacy-request': 'Was du von uns verlangt hast, als Beweis',
      key: 'Der Schlüssel zu diesen Beweisen',
    },
    untilHoldEnds: (day) => `bis eine Rechtssache geklärt ist, vorerst bis ${day}`,
    untilSettled: (atMost) => `bis die Powerbank zurück und alles bezahlt ist, höchstens bis ${atMost}`,
    reference: (erasure) => `Bei Fragen dazu nenne diese Nummer: ${erasure}`,
    sms: (reference) => `Joos: Dein Konto ist gekündigt, deine Daten werden gelöscht. Nummer ${reference}`,
  },
};

/** The words of each language. */
export const words: Readonly<Record<Language, Words>> = { en, de };
