import { removeEmail } from '../../../src/application/accounts/remove-email.ts';
import { setUsername } from '../../../src/application/accounts/set-username.ts';
import { unsubscribe } from '../../../src/application/consents/unsubscribe.ts';
import { spreadEditions } from '../../../src/application/notices/spread-editions.ts';
import { takeMailEvent } from '../../../src/application/notices/take-mail-event.ts';
import { charge } from '../../../src/application/payments/charge.ts';
import type { Mail } from '../../../src/application/ports/mailer.ts';
import type { MessageContent } from '../../../src/application/ports/message-content.ts';
import {
  type ConsentPurpose,
  type ContactPurpose,
  consentPurposes,
} from '../../../src/domain/consent/contact-purpose.ts';
import { minuteMs } from '../../../src/domain/instant.ts';
import { audienceOf } from '../../../src/domain/notice/notice.ts';
import { isFurther, purposesConcerned, type SuppressionReason } from '../../../src/domain/notice/suppression.ts';
import { newsAbout, noMoreOf, published, publishedOnly } from '../news.ts';
import { givenEmail, type Person, signIn, signInByThirdParty, steppedUp } from '../people.ts';
import { giveCard, leave, type RentalWorld, rentAndReturn } from '../rental-world.ts';
import { value } from '../world.ts';

/** What people and providers do that decides who may be told what. */
export type Deed =
  | { readonly kind: 'grant' | 'withdraw'; readonly who: number; readonly purpose: ConsentPurpose }
  | { readonly kind: 'unsubscribe'; readonly which: number }
  | { readonly kind: 'mail event'; readonly which: number; readonly reason: SuppressionReason }
  | { readonly kind: 'confirm email'; readonly who: number; readonly address: number }
  | { readonly kind: 'remove email' | 'leave' | 'pay' | 'fail to pay'; readonly who: number }
  | { readonly kind: 'publish'; readonly purpose: ConsentPurpose }
  | { readonly kind: 'publish and spread'; readonly purpose: ConsentPurpose }
  | { readonly kind: 'spread'; readonly limit: number };

/** A person as the tests know them, written down beside the store and never read from it. */
interface Known {
  /** With another token after every step-up. */
  person: Person;
  isHere: boolean;
  email: string | null;
  readonly suppressed: Map<ContactPurpose, SuppressionReason>;
  readonly agreed: Set<ConsentPurpose>;
  /** Contacts that stood in the account before a change: told of it, and of nothing else once they are gone. */
  readonly former: Set<string>;
}

/** Three people with an email who agreed to everything, one of them without a phone; and what they allow at any moment. */
export class ContactHistory {
  readonly #world: RentalWorld;
  readonly #people: readonly Known[];
  readonly #ownerOf = new Map<string, Known>();
  /** What was told of a mail and changed something: told once more it says nothing new. */
  readonly #told = new Set<string>();
  #addresses = 0;

  private constructor(world: RentalWorld, people: readonly Known[]) {
    this.#world = world;
    this.#people = people;
  }

  static async begin(world: RentalWorld): Promise<ContactHistory> {
    const people = [await signIn(world), await signIn(world), await signInByThirdParty(world)];
    for (const [n, person] of people.entries()) {
      await giveCard(world, person);
      value(await setUsername(world.ports)({ session: person.session, username: `rider.${'abc'[n]}` }));
    }
    const known = people.map((person): Known => {
      return {
        person,
        isHere: true,
        email: null,
        suppressed: new Map(),
        agreed: new Set(),
        former: new Set([person.phone]),
      };
    });
    const history = new ContactHistory(world, known);
    for (const who of known.keys()) {
      world.pass(minuteMs); // codes are not sent faster
      await history.do({ kind: 'confirm email', who, address: 1 });
      for (const purpose of consentPurposes) await history.do({ kind: 'grant', who, purpose });
    }
    return history;
  }

  /** Why a message must not leave at this very moment; null if it may. */
  objectionTo(about: MessageContent['kind'], channel: 'email' | 'sms', to: string): string | null {
    if (about === 'code' || about === 'goodbye') return null;
    const audience = audienceOf[about];
    if (audience.to === 'support') return 'nobody gave an inbox of support';
    if (audience.to === 'former-contact') {
      return this.#people.some(({ isHere, former }) => isHere && former.has(to)) ? null : 'it was nobody’s address';
    }
    const { purpose } = audience;
    const known = this.#people.find(({ email, person }) => (channel === 'email' ? email : person.phone) === to);
    if (known === undefined) return 'the address is nobody’s any more';
    if (!known.isHere) return 'the person left';
    const onConsent = consentPurposes.find((one) => one === purpose);
    if (onConsent !== undefined && !known.agreed.has(onConsent)) return `nobody agreed to ${purpose}`;
    if (onConsent !== undefined && channel === 'sms') return 'news are no text messages';
    if (channel === 'email' && known.suppressed.has(purpose)) return `mails of ${purpose} do not arrive`;
    // That a login came or went is told everywhere.
    if (about === 'login-changed') return null;
    if (channel === 'sms' && known.email !== null && !known.suppressed.has(purpose)) return 'there is an email';
    return null;
  }

  async do(deed: Deed): Promise<void> {
    const world = this.#world;
    if ('who' in deed)
      await this.#doOf(this.#people[deed.who % this.#people.length] as Known, deed); // sound: a place of the list
    else if (deed.kind === 'publish') await publishedOnly(world, deed.purpose);
    else if (deed.kind === 'publish and spread') await published(world, deed.purpose);
    else if (deed.kind === 'spread') value(await spreadEditions(world.ports)({ limit: deed.limit }));
    else if (deed.kind === 'unsubscribe') {
      await this.#unsubscribe(this.#mail(deed.which, ({ unsubscribeUrl }) => unsubscribeUrl !== null));
    } else {
      const mail = this.#mail(deed.which, ({ about }) => about !== 'code');
      await this.#takeMailEvent(mail, deed.reason);
    }
  }

  async #doOf(known: Known, deed: Extract<Deed, { readonly who: number }>): Promise<void> {
    const { person } = known;
    const world = this.#world;
    if (!known.isHere) return;
    switch (deed.kind) {
      case 'grant':
        await newsAbout(world, person, deed.purpose);
        known.agreed.add(deed.purpose);
        // Who agrees anew takes back the complaint; an address that takes no mail still takes none.
        if (known.suppressed.get(deed.purpose) === 'complained') known.suppressed.delete(deed.purpose);
        return;
      case 'withdraw':
        if (known.agreed.has(deed.purpose)) await noMoreOf(world, person, deed.purpose);
        known.agreed.delete(deed.purpose);
        return;
      case 'confirm email': {
        // Confirming the address that is there makes it free again.
        const email = deed.address === 0 && known.email !== null ? known.email : this.#newAddress();
        known.person = await steppedUp(world, person);
        await givenEmail(world, known.person, email);
        if (known.email !== null && known.email !== email) known.former.add(known.email);
        known.email = email;
        known.suppressed.clear();
        return;
      }
      case 'remove email':
        if (known.email !== null) {
          known.person = await steppedUp(world, person);
          value(await removeEmail(world.ports)(known.person));
          known.former.add(known.email);
        }
        known.email = null;
        known.suppressed.clear();
        return;
      case 'leave':
        if (person.phone === '') return; // proves it by a fresh log-in, which is another story
        await leave(world, person);
        known.isHere = false;
        return;
      case 'pay':
      case 'fail to pay': {
        const { payment } = await rentAndReturn(world, person);
        if (deed.kind === 'fail to pay') world.processor.bank.push('insufficient-funds');
        value(await charge(world.ports)({ payment }));
      }
    }
  }

  #newAddress(): string {
    this.#addresses += 1;
    return `rider${this.#addresses}@example.org`;
  }

  /** A mail that was sent some time, if there is one of that sort. */
  #mail(which: number, fits: (mail: Mail) => boolean): Mail | null {
    const mails = this.#world.mails.filter(fits);
    return mails[which % Math.max(1, mails.length)] ?? null;
  }

  async #unsubscribe(mail: Mail | null): Promise<void> {
    const token = mail?.unsubscribeUrl?.split('/').at(-1);
    if (token === undefined) return;
    const owner = this.#ownerOf.get(mail?.messageId ?? '');
    const answered = await unsubscribe(this.#world.ports)({ token });
    if (answered.isOk()) owner?.agreed.delete(answered.value.purpose);
  }

  async #takeMailEvent(mail: Mail | null, kind: SuppressionReason): Promise<void> {
    if (mail === null) return;
    const { messageId, to: address, about } = mail;
    value(await takeMailEvent(this.#world.ports)({ kind, messageId, address: address.toUpperCase() }));
    const audience = about === 'goodbye' || about === 'code' ? null : audienceOf[about];
    const known = this.#ownerOf.get(messageId);
    if (known?.email !== address || audience?.to !== 'person') return;
    if (this.#told.has(`${messageId} ${kind}`)) return;
    const further = purposesConcerned(kind, audience.purpose).filter((purpose) =>
      isFurther(known.suppressed.get(purpose), kind),
    );
    for (const purpose of further) known.suppressed.set(purpose, kind);
    if (further.length > 0) this.#told.add(`${messageId} ${kind}`);
  }

  /** Remembers whose mail it is that leaves now. */
  sent(messageId: string, to: string): void {
    const owner = this.#people.find(({ email }) => email === to);
    if (owner !== undefined) this.#ownerOf.set(messageId, owner);
  }
}
