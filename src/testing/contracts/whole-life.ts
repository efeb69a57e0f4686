import type { Order } from '../../domain/order/order.ts';
import type { PhoneNumber } from '../../domain/user/phone-number.ts';
import type { ActiveUser } from '../../domain/user/user.ts';
import { appendEntry } from './chained.ts';
import { must, present } from './contract.ts';
import {
  addCard,
  bookCorrection,
  correctEnd,
  giveBack,
  inOne,
  type OpenedDataStore,
  type Person,
  rent,
  settle,
  signUp,
} from './person.ts';
import { instant, newAuditEntry, newChallenge, newConsent, newNotice } from './samples.ts';

export type Stores = Pick<OpenedDataStore, 'store' | 'vault'>;

/** A person with something in every table, all of it paid. */
export async function wholeLife({ store, vault }: Stores): Promise<Person> {
  const person = await signUp({ store, vault });
  const { subject } = person.user;
  const card = await addCard(store, person);
  const { payment, order } = await giveBack(store, await rent(store, person, card));
  await settle(store, payment.payment, 'succeeded');
  await correctEnd(store, order);
  const { number } = await bookCorrection(store, { order, payment });
  await inOne(store, async (tx) => {
    const proof = await must(tx.doors.bySession(person.token, instant()));
    await must(tx.consents.append(proof, [newConsent(subject)]));
    await must(
      tx.notices.queue(proof, newNotice(subject, { kind: 'receipt', order: order.order }), `receipt/${order.order}`),
    );
    const about = { kind: 'receipt-corrected', correction: number } as const;
    await must(tx.notices.queue(proof, newNotice(subject, about), `receipt-corrected/${number}`));
    await must(
      tx.challenges.put(newChallenge({ subject, purpose: 'cancel-account' }), {
        kind: 'phone',
        phone: phoneOf(person.user),
      }),
    );
    await must(appendEntry(tx, newAuditEntry(subject)));
  });
  return person;
}

/** The phone that the person logs in with. */
export function phoneOf(user: ActiveUser): PhoneNumber {
  return present(user.logins.find((login) => login.kind === 'phone')).phone;
}

/** What the person typed and was given, as texts to search for; nothing so short that chance finds it. */
export async function typedBy({ store }: Pick<Stores, 'store'>, { user }: Person): Promise<readonly string[]> {
  const cards = await must(store.reads.cardsOf(user.subject, 'data-subject-rights'));
  const orders = await must(store.reads.ordersOf(user.subject, 'data-subject-rights'));
  const logins = user.logins.flatMap((login) =>
    login.kind === 'phone' ? [login.phone, login.phone.slice(1)] : [login.identity.providerSubject],
  );
  return [
    ...logins,
    present(user.email),
    present(user.username),
    ...cards.map((card) => card.paymentMethod),
    ...orders.flatMap(({ order }) => [order.powerBank, order.rentedFrom, ...stationsOf(order)]),
  ];
}

function stationsOf(order: Order): readonly string[] {
  const corrected = 'corrected' in order ? order.corrected : null;
  return [...('returnedTo' in order ? [order.returnedTo] : []), ...(corrected === null ? [] : [corrected.returnedTo])];
}

/** Those of the texts that stand in the bytes, as they are or in hexadecimal digits. */
export function found(bytes: Uint8Array, texts: readonly string[]): readonly string[] {
  const haystack = Buffer.from(bytes);
  return texts.filter((text) => {
    const clear = Buffer.from(text);
    const forms = [clear, Buffer.from(clear.toString('hex')), Buffer.from(clear.toString('hex').toUpperCase())];
    return forms.some((form) => haystack.includes(form));
  });
}
