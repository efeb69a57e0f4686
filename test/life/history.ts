import * as fc from 'fast-check';
import { hourMs, minuteMs } from '../../src/domain/instant.ts';
import type { ResultAsync } from '../../src/domain/result.ts';
import { orThrow } from '../../src/index.ts';
import { replayedCommands } from '../setup/replay-command.ts';
import type { OpenCore } from './open-core.ts';
import {
  codeSentTo,
  evidence,
  giveCard,
  giveEmail,
  giveUsername,
  look,
  type Person,
  rentOne,
  returnOne,
  signUp,
  signUpByThirdParty,
  stepUp,
  typing,
} from './person.ts';
import { type Behaviour, behaviours } from './test-cards.ts';
import { tokenOf } from './trusting-providers.ts';
import { newEmail, newIdentity, newPhone, newRefund, newStation, newUsername } from './typed-values.ts';

/** What a history knows of its person beforehand: whether there is one, and what there is to rent with and to return. */
export interface Expected {
  stage: 'nobody' | 'here' | 'gone';
  cards: number;
  open: number;
  ended: number;
}

export const nobodyYet = (): Expected => ({ stage: 'nobody', cards: 0, open: 0, ended: 0 });

/** The person of a history, and the names of what they have. */
export interface Life {
  readonly core: OpenCore;
  person: Person | null;
  cards: string[];
  open: string[];
  payments: string[];
  /** Rentals that were charged, as their payments. */
  charged: string[];
  /** The last refund that support asked for, which it may ask for again. */
  refund: string;
}

export const newLife = (core: OpenCore): Life => ({
  core,
  person: null,
  cards: [],
  open: [],
  payments: [],
  charged: [],
  refund: newRefund(),
});

export type Command = fc.AsyncCommand<Expected, Life>;

/** One thing that somebody does; `when` is asked of what is expected, and `then` says what is expected after it. */
export function step(
  name: string,
  when: (expected: Readonly<Expected>) => boolean,
  act: (life: Life & { person: Person }) => Promise<unknown>,
  then: (expected: Expected) => void = () => {},
): Command {
  return {
    check: when,
    run: async (expected, life) => {
      then(expected);
      // Sound: every step but the first asks for somebody who is here, and that one does not look.
      await act(life as Life & { person: Person });
    },
    toString: () => name,
  };
}

const here = ({ stage }: Readonly<Expected>): boolean => stage === 'here';
const nobody = ({ stage }: Readonly<Expected>): boolean => stage === 'nobody';
const arrives = (expected: Expected): void => void Object.assign(expected, nobodyYet(), { stage: 'here' });

/** A refusal is an answer like any other here: what it says is told elsewhere, and what it leaves behind is looked at. */
async function whatever(
  answer: ResultAsync<unknown, { readonly kind: string; readonly port?: string }>,
): Promise<void> {
  const refusal = (await answer).match(
    () => null,
    (error) => error,
  );
  // A card processor may be out of order; a database is not, in a history of one person after the other.
  if (refusal?.kind === 'PortFailure' && refusal.port !== 'CardProcessor') throw new Error('A store did not answer');
}

export const signsUpByPhone: Command = step(
  'signs up by phone',
  nobody,
  async (life) => {
    life.person = await signUp(life.core);
  },
  arrives,
);

export const signsUpByThirdParty: Command = step(
  'signs up by a third party',
  nobody,
  async (life) => {
    life.person = await signUpByThirdParty(life.core);
  },
  arrives,
);

const givesEmail = step('gives an email address', here, ({ core, person }) => {
  core.clock.pass(minuteMs);
  return giveEmail(core, person);
});

const typesEmailOnly = step('types an email address and never confirms it', here, async ({ core, person }) => {
  await stepUp(core, person);
  await orThrow(core.joos.accounts.addEmail({ session: person.session, email: typing(person, 'email', newEmail()) }));
});

const removesEmail = step('removes the email address', here, async ({ core, person }) => {
  await stepUp(core, person);
  await whatever(core.joos.accounts.removeEmail({ session: person.session }));
  person.email = null;
});

const addsPhone = step('adds a phone', here, async ({ core, person }) => {
  if (person.phone !== null) return;
  await stepUp(core, person);
  const phone = typing(person, 'phone', newPhone());
  const { session } = person;
  const { challenge } = await orThrow(core.joos.accounts.requestMyCode({ purpose: 'add-phone', session, phone }));
  await orThrow(core.joos.accounts.addPhone({ session, phone, challenge, code: codeSentTo(core, phone) }));
  person.phone = phone;
});

const linksIdentity = step('links a third party', here, async ({ core, person }) => {
  const identity = newIdentity();
  typing(person, 'issuer', identity.issuer);
  typing(person, 'provider subject', identity.providerSubject);
  await stepUp(core, person);
  const { session } = person;
  const { attempt } = await orThrow(core.joos.accounts.beginThirdParty({ provider: 'any', purpose: 'link', session }));
  await orThrow(core.joos.accounts.linkThirdParty({ session, attempt, idToken: tokenOf(identity) }));
  person.identity = identity;
});

const removesPhone = step('removes the phone', here, async ({ core, person }) => {
  await stepUp(core, person);
  const removed = await core.joos.accounts.removeLogin({ session: person.session, login: { kind: 'phone' } });
  if (removed.isOk()) person.phone = null;
});

const choosesUsername = step('chooses a username', here, ({ core, person }) => giveUsername(core, person));
const removesUsername = step('removes the username', here, ({ core, person }) =>
  whatever(core.joos.accounts.removeUsername({ session: person.session })),
);

const agrees = step('agrees to news', here, ({ core, person: { session } }) =>
  orThrow(core.joos.consents.recordConsent({ session, purpose: 'news', ...evidence })),
);
const disagrees = step('takes the consent back', here, ({ core, person: { session } }) =>
  whatever(core.joos.consents.withdrawConsent({ session, purpose: 'news', ...evidence })),
);

const addsCard = (behaviour: Behaviour): Command =>
  step(
    `adds a card (${behaviour})`,
    here,
    async (life) => void life.cards.push(await giveCard(life.core, life.person, behaviour)),
    (expected) => {
      expected.cards += 1;
    },
  );

const removesCard = step(
  'removes a card',
  (expected) => here(expected) && expected.cards > 0,
  async ({ core, person, cards }) =>
    orThrow(core.joos.cards.removeCard({ session: person.session, card: cards.pop() ?? '' })),
  (expected) => {
    expected.cards -= 1;
  },
);

const rents = step(
  'rents',
  (expected) => here(expected) && expected.cards > 0,
  async (life) => void life.open.push(await rentOne(life.core, life.person, life.cards.at(-1))),
  (expected) => {
    expected.open += 1;
  },
);

const hasOpen = (expected: Readonly<Expected>): boolean => here(expected) && expected.open > 0;
const ends = (expected: Expected): void => {
  expected.open -= 1;
  expected.ended += 1;
};

const returns = step(
  'returns',
  hasOpen,
  async (life) => {
    const order = life.open.shift();
    if (order === undefined) return; // it was cancelled
    life.core.clock.pass(hourMs);
    const { payment } = await returnOne(life.core, life.person, order);
    life.payments.push(payment);
    life.charged.push(order);
  },
  ends,
);

const losesIt = step(
  'reports a power bank lost',
  hasOpen,
  async (life) => {
    const order = life.open.shift();
    if (order === undefined) return; // it was cancelled
    const { session } = life.person;
    const { payment } = await orThrow(life.core.joos.orders.reportLost({ session, order }));
    life.payments.push(payment);
    life.charged.push(order);
  },
  ends,
);

const cancelsRental = step('asks to cancel a rental', hasOpen, async (life) => {
  const order = life.open.at(0) ?? '';
  const cancelled = await life.core.joos.orders.cancelRental({ session: life.person.session, order });
  if (cancelled.isOk()) life.open.shift();
});

const hasEnded = (expected: Readonly<Expected>): boolean => here(expected) && expected.ended > 0;

const isCharged = step('is charged', hasEnded, ({ core, payments }) =>
  whatever(core.joos.payments.charge({ payment: payments.at(-1) ?? '' })),
);
const triesAgain = step('tries to pay again', hasEnded, ({ core, person, payments, cards }) =>
  whatever(
    core.joos.payments.retryPayment({ session: person.session, payment: payments.at(-1) ?? '', card: cards.at(-1) }),
  ),
);
const isRefunded = (isAskedAgain: boolean): Command =>
  step(
    isAskedAgain ? 'is asked for the same refund again' : 'is charged and gets money back',
    hasEnded,
    async (life) => {
      const { payments } = life.core.joos;
      const payment = life.payments.at(-1) ?? '';
      if (!isAskedAgain) {
        life.refund = newRefund();
        await whatever(payments.charge({ payment }));
      }
      const { staffSession, caseNumber } = look;
      const amount = { amountMinor: 50, currency: 'EUR' };
      await whatever(payments.refund({ staffSession, caseNumber, payment, amount, refund: life.refund }));
    },
  );
const isCorrected = step('has a rental corrected', hasEnded, async ({ core, person, charged }) => {
  const order = charged.at(-1) ?? '';
  const orders = await orThrow(core.joos.orders.myOrders({ session: person.session }));
  const at = new Date(orders.find((one) => one.order === order)?.startedAt ?? 0).toISOString();
  const station = typing(person, 'station', newStation());
  const { staffSession, caseNumber } = look;
  await whatever(core.joos.orders.correctRental({ staffSession, caseNumber, order, station, at, refund: newRefund() }));
});

const isLookedUp = step('is looked up by support', here, async ({ core, person }) => {
  const { support } = core.joos;
  if (person.phone !== null) await orThrow(support.findPerson({ ...look, phone: person.phone }));
  const { subject } = person;
  await orThrow(support.revealContact({ ...look, subject, fields: ['login.phone', 'contact.email'] }));
});

const tells = (kind: 'bounced' | 'complained'): Command =>
  step(`the last mail is ${kind === 'bounced' ? 'sent back' : 'called spam'}`, here, async ({ core, person }) => {
    core.clock.pass(minuteMs);
    const address = (person.email ?? (await giveEmail(core, person))).toLowerCase();
    await orThrow(core.joos.worker.workerPass({ limit: 200 }));
    const mail = core.mails.findLast(({ to, about }) => to === address && about !== 'code');
    if (mail === undefined) return;
    const { messageId } = mail;
    await orThrow(core.joos.notices.takeMailEvent({ kind, messageId, address }));
  });

const isPublished = step(
  'news are published',
  () => true,
  async ({ core }) => {
    const text = { title: 'New stations', paragraphs: ['There is one at the fair.'] };
    await orThrow(core.joos.notices.publishEdition({ purpose: 'news', texts: { en: text, de: text } }));
  },
);

const takesData = step('takes the data along', here, async ({ core, person }) => {
  await stepUp(core, person);
  await orThrow(core.joos.privacy.exportMyData({ session: person.session }));
});

const changesPhone = step('changes the phone', here, async ({ core, person }) => {
  if (person.phone === null) return;
  await stepUp(core, person);
  const phone = typing(person, 'phone', newPhone());
  const { session } = person;
  const { challenge } = await orThrow(core.joos.accounts.requestMyCode({ purpose: 'change-phone', session, phone }));
  await orThrow(core.joos.accounts.changePhone({ session, phone, challenge, code: codeSentTo(core, phone) }));
  person.phone = phone;
});

const namesDevice = step('logs in on a device with a name', here, async ({ core, person }) => {
  if (person.phone === null) return;
  core.clock.pass(minuteMs);
  const { phone } = person;
  const asked = await core.joos.accounts.requestCode({ purpose: 'log-in', phone });
  if (asked.isErr()) return;
  const { challenge, device } = asked.value;
  const deviceName = typing(person, 'device name', newUsername());
  const code = codeSentTo(core, phone);
  await orThrow(core.joos.accounts.verifyCode({ phone, challenge, device, code, deviceName }));
});

const asksWrongly = step('types a wrong code', here, async ({ core, person }) => {
  const phone = person.phone ?? typing(person, 'phone', newPhone());
  core.clock.pass(minuteMs);
  const asked = await core.joos.accounts.requestCode({ purpose: 'log-in', phone });
  if (asked.isErr()) return; // so often that no more are sent
  const { challenge, device } = asked.value;
  const wrong = String((Number(codeSentTo(core, phone)) + 1) % 1_000_000).padStart(6, '0');
  await whatever(core.joos.accounts.verifyCode({ phone, challenge, device, code: wrong }));
});

const asksToLeave = step('asks for a code to leave, and stays', here, async ({ core, person }) => {
  core.clock.pass(minuteMs);
  await whatever(core.joos.accounts.requestMyCode({ purpose: 'cancel-account', session: person.session }));
});

const worksFor = step(
  'the worker passes',
  () => true,
  async ({ core }) => void (await core.joos.worker.workerPass({ limit: 200 })),
);

const timePasses = (durationMs: number): Command =>
  step(
    `${durationMs / minuteMs} minutes pass`,
    () => true,
    async ({ core }) => core.clock.pass(durationMs),
  );

/** All that a person may do, and that may happen to them, before they leave. */
const happenings: readonly fc.Arbitrary<Command>[] = [
  fc.constantFrom(signsUpByPhone, signsUpByThirdParty),
  fc.constantFrom(givesEmail, typesEmailOnly, removesEmail),
  fc.constantFrom(addsPhone, linksIdentity, removesPhone, changesPhone, namesDevice),
  fc.constantFrom(choosesUsername, removesUsername),
  fc.constantFrom(agrees, disagrees),
  fc.constantFrom(...behaviours).map(addsCard),
  fc.constant(removesCard),
  fc.constant(rents),
  fc.constantFrom(returns, losesIt, cancelsRental),
  fc.constantFrom(isCharged, triesAgain, isRefunded(false), isRefunded(true), isCorrected),
  fc.constantFrom(tells('bounced'), tells('complained'), isPublished),
  fc.constantFrom(isLookedUp, takesData),
  fc.constantFrom(asksWrongly, asksToLeave),
  fc.constant(worksFor),
  fc.constantFrom(minuteMs, 6 * minuteMs, 49 * hourMs).map(timePasses),
];

/** Histories of one person, who may leave and come back. */
export function histories(more: readonly fc.Arbitrary<Command>[]): fc.Arbitrary<Iterable<Command>> {
  return fc.commands([...happenings, ...more], { maxCommands: 40, size: 'max', ...replayedCommands() });
}
