import { recordConsent } from '../../src/application/consents/record-consent.ts';
import { withdrawConsent } from '../../src/application/consents/withdraw-consent.ts';
import { publishEdition } from '../../src/application/notices/publish-edition.ts';
import { spreadEditions } from '../../src/application/notices/spread-editions.ts';
import type { ConsentPurpose } from '../../src/domain/consent/contact-purpose.ts';
import type { EditionId } from '../../src/domain/ids.ts';
import type { Edition } from '../../src/domain/notice/edition.ts';
import type { Person } from './people.ts';
import type { RentalWorld } from './rental-world.ts';
import { value } from './world.ts';

/** Where one POST unsubscribes, in the tests. */
export const unsubscribeUrl = 'https://api.joos.example/v1/unsubscribe';

/** An edition that says the same to everybody, in each language. */
export const texts: Edition['texts'] = {
  en: { title: 'More stations', paragraphs: ['There are nine more of them.'], action: null },
  de: { title: 'Mehr Stationen', paragraphs: ['Es sind neun mehr.'], action: null },
};

const shown = { noticeVersion: '2026-11', noticeLanguage: 'en', channel: 'app' };

/** The person agrees to it. */
export async function newsAbout(world: RentalWorld, { session }: Person, purpose: ConsentPurpose): Promise<void> {
  value(await recordConsent(world.ports)({ ...shown, session, purpose }));
}

/** The person does not want it any more, and says so in the app. */
export async function noMoreOf(world: RentalWorld, { session }: Person, purpose: ConsentPurpose): Promise<void> {
  value(await withdrawConsent(world.ports)({ ...shown, session, purpose }));
}

/** Publishes an edition without queueing it for anybody. */
export async function publishedOnly(world: RentalWorld, purpose: ConsentPurpose): Promise<EditionId> {
  return value(await publishEdition(world.ports)({ purpose, texts })).edition;
}

/** Publishes an edition and queues it for who agrees now; answers for how many. */
export async function published(world: RentalWorld, purpose: ConsentPurpose): Promise<number> {
  await publishedOnly(world, purpose);
  return value(await spreadEditions(world.ports)({ limit: 100 }));
}
