import { type ReadSetting, type ReportSetting, settings } from './settings.ts';

/** Who moves the money. */
export type CardsLocation =
  | { readonly kind: 'simulated' }
  | { readonly kind: 'stripe'; readonly secretKey: string; readonly webhookSecrets: readonly string[] };

/** Reads who moves the money: said aloud, so that nobody believes that it moves. */
export function cardsLocation(read: ReadSetting, report: ReportSetting): CardsLocation {
  const kind = read(settings.cards);
  const secretKey = read(settings.stripeSecretKey);
  const webhookSecret = read(settings.stripeWebhookSecret);
  if (kind !== 'stripe') {
    if (kind !== '' && kind !== 'simulated') report(settings.cards, 'is neither stripe nor simulated');
    return { kind: 'simulated' };
  }
  const webhookSecrets = webhookSecret.split(',').map((secret) => secret.trim());
  if (secretKey === '') report(settings.stripeSecretKey, 'is not set, and stripe needs it');
  else if (!/^[sr]k_\w+$/.test(secretKey)) report(settings.stripeSecretKey, 'begins with neither sk_ nor rk_');
  if (webhookSecret === '') report(settings.stripeWebhookSecret, 'is not set, and stripe needs it');
  else if (!webhookSecrets.every((secret) => /^whsec_\S+$/.test(secret))) {
    report(settings.stripeWebhookSecret, 'does not begin with whsec_; there may be two with a comma between them');
  }
  return { kind, secretKey, webhookSecrets };
}
