import type { Catalog } from './catalog-en.ts';

/** What messages say in German; the same values go in as in English, which a test holds it to. */
export const german: Catalog = {
  greeting: 'Hallo {name},',
  'greeting.plain': 'Hallo,',
  'footer.help': 'Fragen? Wir helfen gern:',

  'code.title.log-in': 'Dein Code',
  'code.title.confirm-email': 'Dein Code zum Bestätigen deiner E-Mail-Adresse',
  'code.title.add-phone': 'Dein Code zum Bestätigen deiner Nummer',
  'code.title.change-phone': 'Dein Code zum Bestätigen deiner neuen Nummer',
  'code.title.second-proof': 'Dein Code zum Öffnen deines Kontos',
  'code.title.step-up': 'Dein Code zum Nachweis, dass du es bist',
  'code.title.verify-caller': 'Dein Code für unseren Support',
  'code.title.cancel-account': 'Dein Code zum Kündigen deines Kontos',
  'code.does.log-in': 'Hier ist dein Code.',
  'code.does.confirm-email': 'Dieser Code bestätigt deine E-Mail-Adresse.',
  'code.does.add-phone': 'Dieser Code bestätigt deine Nummer, damit du dich mit ihr anmelden kannst.',
  'code.does.change-phone': 'Dieser Code bestätigt deine neue Nummer, die an die Stelle der bisherigen tritt.',
  'code.does.second-proof': 'Dieser Code bestätigt deine E-Mail-Adresse und öffnet dein Konto wieder.',
  'code.does.step-up':
    'Dieser Code zeigt, dass du es bist, damit du dein Konto ändern oder deine Daten mitnehmen kannst.',
  'code.does.verify-caller': 'Mit diesem Code kann unser Support in deinem Konto für dich handeln, weil du anrufst.',
  'code.does.cancel-account':
    'Dieser Code kündigt dein Konto: Alle deine Daten werden gelöscht, und das lässt sich nicht rückgängig machen.',
  'code.good': 'Er gilt {minutes, plural, one {# Minute} other {# Minuten}} und nur einmal.',
  'code.kept': 'Wir behalten nur, was wir müssen, etwa Belege ohne deinen Namen.',
  'code.confirm': 'Adresse bestätigen',
  'code.link':
    'Der Link tut, was der Code tut: Er öffnet eine Seite, auf der du mit noch einem Klick bestätigst. Er gilt nur einmal, {minutes, plural, one {# Minute} other {# Minuten}} lang und nur, solange das Gerät angemeldet bleibt, das ihn angefordert hat.',
  'code.warning': 'Niemand von Joos fragt dich je nach dem Code. Wenn du keinen angefordert hast, musst du nichts tun.',
  'code.warning-logged-in':
    'Niemand von Joos fragt dich je nach dem Code. Wenn du keinen angefordert hast, ist vielleicht jemand anderes in deinem Konto: Melde in der App die Geräte ab, die du nicht kennst, oder melde dich sofort bei unserem Support: {support}',
  'code.warning-caller':
    'Lies ihn nur vor, wenn du gerade selbst unseren Support angerufen hast. Wenn dich jemand angerufen hat, sind das nicht wir: Leg auf und gib den Code niemandem.',
  'code.sms.log-in':
    '{code} ist dein Joos-Code. Er gilt {minutes, plural, one {# Minute} other {# Minuten}}. Gib ihn nicht weiter.',
  'code.sms.confirm-email': 'Joos-Code {code} bestätigt deine E-Mail-Adresse. Gib ihn nicht weiter.',
  'code.sms.add-phone': 'Joos-Code {code} bestätigt deine Nummer. Gib ihn nicht weiter.',
  'code.sms.change-phone': 'Joos-Code {code} bestätigt deine neue Nummer. Gib ihn nicht weiter.',
  'code.sms.second-proof': 'Joos-Code {code} bestätigt deine E-Mail zum Anmelden. Gib ihn nicht weiter.',
  'code.sms.step-up': 'Joos-Code {code}: Konto ändern oder Daten mitnehmen. Gib ihn nicht weiter.',
  'code.sms.verify-caller': 'Joos-Code {code}: Support handelt für dich. Nur sagen, wenn du anrufst.',
  'code.sms.cancel-account': 'Joos-Code {code} löscht dein Konto mit allen Daten. Gib ihn nicht weiter.',

  'email-confirmed.title': 'Deine E-Mail-Adresse ist bestätigt',
  'email-confirmed.sentence':
    'Ab jetzt kommen deine Belege hierher. Du kannst die Adresse in der App jederzeit entfernen.',

  'contact-changed.title':
    '{change, select, emailAdded {Eine E-Mail-Adresse kam hinzu} phoneAdded {Eine Mobilnummer kam hinzu} email {Deine E-Mail-Adresse wurde geändert oder entfernt} other {Deine Mobilnummer wurde geändert oder entfernt}}',
  'contact-changed.sentence':
    '{change, select, emailAdded {Zu deinem Konto kam eine E-Mail-Adresse hinzu.} phoneAdded {Zu deinem Konto kam eine Mobilnummer hinzu.} email {Die E-Mail-Adresse deines Kontos wurde geändert oder entfernt.} other {Die Mobilnummer deines Kontos wurde geändert oder entfernt.}} Diese Nachricht geht an die Kontakte, die das Konto bis dahin hatte.',
  'contact-changed.put-back':
    'Wenn du es nicht warst, kannst du es bis {time} rückgängig machen. Der Link öffnet eine Seite, auf der du mit noch einem Klick bestätigst; damit wird auch rückgängig gemacht, was sonst zuletzt geändert wurde oder hinzukam, und alle Geräte werden abgemeldet.',
  'contact-changed.ask-support':
    'Wenn du es nicht warst, melde dich sofort bei unserem Support. Bis {time} können wir es rückgängig machen. Du erreichst uns hier: {support}',
  'contact-changed.action': 'Rückgängig machen',
  'contact-changed.sms':
    'Joos: {change, select, emailAdded {Eine E-Mail-Adresse kam hinzu} phoneAdded {Eine Mobilnummer kam hinzu} email {Deine E-Mail-Adresse wurde geändert oder entfernt} other {Deine Mobilnummer wurde geändert oder entfernt}}. Warst du es, ist nichts zu tun. Sonst mach es bis {time} rückgängig: {url}',
  'contact-changed.sms-ask-support':
    'Joos: {change, select, emailAdded {Eine E-Mail kam hinzu} phoneAdded {Eine Nummer kam hinzu} email {Deine E-Mail wurde geändert oder entfernt} other {Deine Nummer wurde geändert oder entfernt}}. Warst du es, ist nichts zu tun. Sonst gleich zum Support, bis {time}: {support}',

  'login-changed.title': 'Kontakte oder Anmeldungen deines Kontos haben sich geändert',
  'login-changed.sentence': 'In deinem Konto kam ein Kontakt oder ein Weg zum Anmelden hinzu oder wurde entfernt.',
  'login-changed.advice':
    'Wenn du es nicht warst, sieh in der App die Geräte und die Wege zum Anmelden in deinem Konto an und entferne, was du nicht kennst. Oder melde dich sofort bei unserem Support: {support}',
  'login-changed.sms':
    'Joos: Ein Weg zum Anmelden kam hinzu oder fiel weg. Nicht du? Prüfe gleich Geräte und Anmeldungen in der App oder frag den Support: {support}',

  'was-you': 'Wenn du das warst, musst du nichts tun.',

  'support-message.title': 'Deine Frage an unseren Support ({case})',
  'support-message.answer':
    'Wenn du antwortest, nenne bitte {case}. Nach Kartennummern oder Passwörtern fragen wir nie, nach einem Code nur am Telefon, wenn du uns angerufen hast.',
  'support-message.sms': 'Joos-Support, {case}: {text}',

  'inactivity-warning.title': 'Dein Konto läuft bald ab',
  'inactivity-warning.sentence':
    'Du hast dein Konto lange nicht benutzt. Nach dem {day} löschen wir es mit allem, was darin ist.',
  'inactivity-warning.advice':
    'Wenn du es behalten willst, melde dich bis zum {day} in der App an. Mehr ist nicht nötig.',
  'inactivity-warning.after':
    'Wenn du es nicht mehr brauchst, musst du nichts tun. Du kannst dich jederzeit neu anmelden.',
  'inactivity-warning.sms':
    'Joos: Dein Konto ist unbenutzt und wird nach dem {day} gelöscht. Zum Behalten bis dahin anmelden.',

  'receipt.title': 'Beleg {number}',
  'receipt.thanks': 'Danke, dass du bei Joos geliehen hast. Das ist der Beleg für deine Ausleihe.',
  'receipt.number': 'Belegnummer',
  'receipt.date': 'Datum',
  'receipt.rented': 'Ausgeliehen',
  'receipt.returned': 'Zurückgegeben',
  'receipt.lost': 'Verlust gemeldet',
  'receipt.corrected-end': 'Zurückgegeben, laut Korrektur',
  'receipt.charges': 'Kosten',
  'receipt.item.unlock-fee': 'Freischaltung, {quantity} × {price}',
  'receipt.item.usage': 'Nutzung, {quantity, plural, one {# Einheit} other {# Einheiten}} × {price}',
  'receipt.item.loss-fee': 'Powerbank nicht zurückgegeben, {quantity} × {price}',
  'receipt.item.refund': 'Erstattung, {quantity} × {price}',
  'receipt.cap-discount': 'Tageshöchstpreis',
  'receipt.net': 'Netto',
  'receipt.vat': 'MwSt. {percent} auf {net}',
  'receipt.gross': 'Gesamt',
  'receipt.card': 'Karte',
  'receipt.payment': 'Zahlung',
  'receipt.payment.pending': 'Wird abgebucht',
  'receipt.payment.succeeded': 'Bezahlt',
  'receipt.payment.failed': 'Noch nicht bezahlt: die Abbuchung ist fehlgeschlagen',
  'receipt.payment.refunded': 'Bezahlt, dann erstattet',
  'receipt.refunded': 'Bisher erstattet',
  'receipt.issuer': 'Ausgestellt von',
  'receipt.vat-id': 'USt-IdNr.\u00a0{vatId}',
  'receipt.help': 'Stimmt etwas nicht? Sag uns Bescheid: {support}. Nenne dabei bitte die Nummer {number}.',
  'receipt.sms': 'Joos: Beleg {number} über {gross} liegt in deinem Konto.',
  'receipt.together': '{corrections, plural, one {Mit seiner Korrektur} other {Mit seinen # Korrekturen}}',
  'receipt.line': 'Beleg {number}, {day}',
  'receipt.correction-line': 'Korrektur {number}, {day}',
  'receipt.standing': 'Gesamt am Ende',

  'receipt-corrected.title': 'Korrektur {number} zu Beleg {corrects}',
  'receipt-corrected.sentence': 'Wir haben deinen Beleg {corrects} vom {day} korrigiert.',
  'receipt-corrected.new-end':
    'Die Powerbank kam am {time} zu {station} zurück. Die ersten Zeilen nehmen zurück, was berechnet war, die anderen sind, was die Ausleihe wirklich kostet.',
  'receipt-corrected.refund': 'Du bekommst {amount} zurück.',
  'receipt-corrected.why-new':
    'Ein Beleg wird nie nachträglich geändert. Darum ist die Korrektur ein eigenes Dokument mit eigener Nummer. Bitte heb beide auf.',
  'receipt-corrected.in-the-end':
    '{state, select, paid {Das Geld geht auf die Karte zurück, mit der du bezahlt hast. Banken zeigen es meist nach 5 bis 10 Werktagen.} owed {Zu zahlen sind jetzt nur noch {amount}.} other {Zu zahlen ist nichts mehr.}}',
  'receipt-corrected.number': 'Nummer der Korrektur',
  'receipt-corrected.corrects': 'Korrigiert',
  'receipt-corrected.corrects-receipt': 'Beleg {number} vom {day}',
  'receipt-corrected.changes': 'Was sich ändert',
  'receipt-corrected.sms': 'Joos: Dein Beleg {corrects} ist korrigiert. Die Korrektur {number} liegt in deinem Konto.',

  'payment-failed.title': 'Deine Zahlung hat nicht geklappt',
  'payment-failed.sentence': 'Wir konnten {amount} nicht von deiner Karte {card} abbuchen.',
  'payment-failed.reason.insufficient-funds': 'Die Bank meldet, dass das Konto gerade nicht gedeckt ist.',
  'payment-failed.reason.card-expired': 'Die Karte ist abgelaufen.',
  'payment-failed.reason.card-declined': 'Die Bank hat die Abbuchung ohne Angabe von Gründen abgelehnt.',
  'payment-failed.reason.lost-or-stolen': 'Die Karte wurde als verloren oder gestohlen gemeldet.',
  'payment-failed.reason.authentication-required': 'Die Bank möchte, dass du die Abbuchung bestätigst.',
  'payment-failed.reason.incorrect-cvc': 'Die Prüfnummer der Karte stimmte nicht.',
  'payment-failed.reason.processing-error': 'Auf dem Weg zur Bank ging etwas schief; es lag nicht an dir.',
  'payment-failed.reason.fraud-suspected': 'Die Bank hat die Abbuchung zu deinem Schutz angehalten.',
  'payment-failed.next-try': 'Am {day} versuchen wir es noch einmal. Eine Gebühr fällt dafür nicht an.',
  'payment-failed.no-next-try': 'Von uns aus versuchen wir es nicht noch einmal. Eine Gebühr fällt dafür nicht an.',
  'payment-failed.advice.update-card':
    'Bitte aktualisiere deine Zahlungsdaten in der App. Wenn das nicht hilft, hilft unser Support: {support}',
  'payment-failed.advice.try-again':
    'Bitte zahle in der App noch einmal oder aktualisiere deine Zahlungsdaten. Unser Support hilft gern: {support}',
  'payment-failed.advice.contact-support':
    'Bitte melde dich bei unserem Support oder aktualisiere deine Zahlungsdaten in der App. Du erreichst uns hier: {support}',
  'payment-failed.advice.contact-bank':
    'Bitte frag deine Bank oder aktualisiere deine Zahlungsdaten in der App. Unser Support hilft gern: {support}',
  'payment-failed.action': 'Zahlungsdaten aktualisieren',
  'payment-failed.sms': 'Joos: {amount} von Karte {last4} nicht abgebucht. Bitte Karte aktualisieren: {url}',
  'payment-failed.sms-next-try':
    'Joos: {amount} von Karte {last4} nicht abgebucht. Neuer Versuch am {day}. Karte aktualisieren: {url}',

  'payment-settled.title': 'Deine Zahlung hat geklappt',
  'payment-settled.sentence': 'Alles erledigt: {amount} sind bezahlt. Für diese Ausleihe ist nichts mehr offen.',
  'payment-settled.card': 'Abgebucht haben wir von deiner Karte {card}.',
  'payment-settled.thanks': 'Danke, dass du dich gekümmert hast. Mehr musst du nicht tun.',
  'payment-settled.sms': 'Joos: {amount} sind bezahlt. Für diese Ausleihe ist nichts mehr offen. Danke!',

  'unsubscribe.news': 'Du bekommst das, weil du Neuigkeiten über Stationen, Preise und Angebote zugestimmt hast.',
  'unsubscribe.newsletter': 'Du bekommst das, weil du unserem Newsletter zugestimmt hast.',
  'unsubscribe.link': 'Abbestellen',

  'request-extended.title': 'Deine Anfrage braucht mehr Zeit',
  'request-extended.sentence': 'Am {received} hast du {right}.',
  'request-extended.right.access': 'gefragt, welche Daten wir über dich haben',
  'request-extended.right.rectification': 'verlangt, dass wir deine Daten berichtigen',
  'request-extended.right.erasure': 'verlangt, dass wir deine Daten löschen',
  'request-extended.right.restriction': 'verlangt, dass wir deine Daten nur eingeschränkt nutzen',
  'request-extended.right.portability': 'verlangt, dass wir dir oder jemand anderem deine Daten übergeben',
  'request-extended.right.objection': 'widersprochen, dass wir deine Daten für etwas nutzen',
  'request-extended.reason.complexity':
    'Sie ist aufwendiger als die meisten; in einem Monat schaffen wir sie nicht gut.',
  'request-extended.reason.number-of-requests':
    'Wir haben so viele Anfragen, dass wir sie in einem Monat nicht gut schaffen.',
  'request-extended.until': 'Unsere Antwort bekommst du spätestens am {due}.',
  'request-extended.complaint':
    'Wenn du nicht einverstanden bist, kannst du dich bei einer Datenschutzbehörde beschweren oder klagen.',
  'request-extended.sms': 'Joos: Deine Datenschutzanfrage braucht mehr Zeit. Unsere Antwort kommt spätestens am {due}.',

  'goodbye.title': 'Dein Konto ist gekündigt',
  'goodbye.sentence':
    'Du hast dein Konto gekündigt. Wir löschen jetzt deine Daten. Das ist unsere letzte Nachricht an dich.',
  'goodbye.nothing-kept': 'Nichts, was sagt, wer du bist, bleibt gespeichert.',
  'goodbye.caption': 'Was wir vorerst behalten müssen',
  'goodbye.kept.login': 'Wege, dich anzumelden',
  'goodbye.kept.contact': 'Kontaktdaten',
  'goodbye.kept.profile': 'Dass das Konto gekündigt wurde',
  'goodbye.kept.verification': 'Verschickte Codes',
  'goodbye.kept.session': 'Anmeldungen deiner Geräte',
  'goodbye.kept.consent': 'Worin du eingewilligt hast',
  'goodbye.kept.card': 'Die Karte einer offenen Ausleihe oder Zahlung',
  'goodbye.kept.rental': 'Eine offene oder unbezahlte Ausleihe',
  'goodbye.kept.payment': 'Ein noch unbezahlter Betrag',
  'goodbye.kept.bookkeeping': 'Belege ohne deinen Namen (Steuerrecht)',
  'goodbye.kept.message': 'Welche Nachrichten verschickt wurden',
  'goodbye.kept.support': 'Was du unseren Support gefragt hast',
  'goodbye.kept.staff-access': 'Wer von uns deine Daten angesehen hat',
  'goodbye.kept.privacy-request': 'Dass du die Löschung verlangt hast',
  'goodbye.kept.key': 'Der Schlüssel zu diesen Daten',
  'goodbye.held.login': 'Wege, dich anzumelden, als Beweis',
  'goodbye.held.contact': 'Kontaktdaten, als Beweis',
  'goodbye.held.profile': 'Dein Benutzername, als Beweis',
  'goodbye.held.verification': 'Verschickte Codes, als Beweis',
  'goodbye.held.session': 'Anmeldungen deiner Geräte, als Beweis',
  'goodbye.held.consent': 'Worin du eingewilligt hast, als Beweis',
  'goodbye.held.card': 'Eine Karte, als Beweis',
  'goodbye.held.rental': 'Eine Ausleihe, als Beweis',
  'goodbye.held.payment': 'Eine Zahlung, als Beweis',
  'goodbye.held.bookkeeping': 'Belege, als Beweis',
  'goodbye.held.message': 'Welche Nachrichten verschickt wurden, als Beweis',
  'goodbye.held.support': 'Was du unseren Support gefragt hast, als Beweis',
  'goodbye.held.staff-access': 'Wer von uns deine Daten angesehen hat, als Beweis',
  'goodbye.held.privacy-request': 'Was du von uns verlangt hast, als Beweis',
  'goodbye.held.key': 'Der Schlüssel zu diesen Beweisen',
  'goodbye.until-day': 'bis {day}',
  'goodbye.until-hold-ends': 'bis eine Rechtssache geklärt ist, vorerst bis {day}',
  'goodbye.until-settled': 'bis die Powerbank zurück und alles bezahlt ist, höchstens bis {day}',
  'goodbye.reference': 'Bei Fragen dazu nenne diese Nummer: {erasure}',
  'goodbye.sms': 'Joos: Dein Konto ist gekündigt, deine Daten werden gelöscht. Nummer {erasure}',

  'address-suppressed.title': 'Mails erreichen eine Person nicht mehr',
  'address-suppressed.reason.bounced': 'Eine Mail von uns kam endgültig zurück: Die Adresse nimmt keine an.',
  'address-suppressed.reason.complained': 'Die Person hat eine Mail von uns als Spam gemeldet.',
  'address-suppressed.stopped':
    'An diese Adresse geht keine Mail mehr, und zwar für {purposes, plural, one {# Zweck} other {# Zwecke}}: {list}.',
  'address-suppressed.advice.bounced':
    'Wenn sich die Person meldet, frag nach einer Adresse, die geht. Sobald sie in der App bestätigt ist, gehen wieder Mails hinaus. Belege stehen solange im Konto.',
  'address-suppressed.advice.complained':
    'Schreib der Person deswegen nicht. Wer diese Mails wieder will, bestätigt die Adresse in der App neu. Belege stehen solange im Konto.',
  'address-suppressed.person': 'Pseudonym',
  'address-suppressed.purpose.service-messages': 'Nachrichten zum Konto',
  'address-suppressed.purpose.receipts': 'Belege',
  'address-suppressed.purpose.payment-notices': 'Zahlungshinweise',
  'address-suppressed.purpose.news': 'Neuigkeiten',
  'address-suppressed.purpose.newsletter': 'Newsletter',

  'payment-disputed.title': 'Eine Bank hat eine Zahlung zurückgeholt',
  'payment-disputed.sentence': 'Der Inhaber der Karte hat {amount} bestritten, und die Bank hat sie zurückgeholt.',
  'payment-disputed.held': 'Eine rechtliche Sperre bewahrt die Beweise bis {day}.',
  'payment-disputed.not-held': 'Die rechtliche Sperre der Beweise ist vorbei.',
  'payment-disputed.advice':
    'Bitte beantworte den Einspruch rechtzeitig beim Zahlungsdienst, mit dem Beleg und den Zeiten der Ausleihe. Buche den Betrag inzwischen nicht neu ab.',
  'payment-disputed.payment': 'Zahlung',
  'payment-disputed.order': 'Ausleihe',
  'payment-disputed.amount': 'Betrag',
};
