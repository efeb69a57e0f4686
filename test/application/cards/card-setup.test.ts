import { describe, expect, test } from 'vitest';
import { logOut } from '../../../src/application/accounts/log-out.ts';
import { beginCardSetup } from '../../../src/application/cards/begin-card-setup.ts';
import { completeCardSetup } from '../../../src/application/cards/complete-card-setup.ts';
import { listCards } from '../../../src/application/cards/list-cards.ts';
import type { CardTakenIn } from '../../../src/application/ports/card-processor.ts';
import { Last4 } from '../../../src/domain/card/masked-card.ts';
import { PaymentMethodReference } from '../../../src/domain/card/payment-method-reference.ts';
import { ResultAsync } from '../../../src/domain/result.ts';
import { fence, type Person, signIn } from '../people.ts';
import { openRentalWorld, type RentalWorld } from '../rental-world.ts';
import { refusal, value } from '../world.ts';

const taken: CardTakenIn = {
  last4: Last4.parse('4242')._unsafeUnwrap(),
  network: 'visa',
  paymentMethod: PaymentMethodReference.parse('pm_taken')._unsafeUnwrap(),
};

async function givenSetup() {
  const world = openRentalWorld();
  const person = await signIn(world);
  const { setup, clientSecret } = value(await beginCardSetup(world.ports)(person));
  return { world, person, setup, clientSecret };
}

const complete = (world: RentalWorld, { session }: Person, setup: string) =>
  completeCardSetup(world.ports)({ session, setup });
const nothing = { kind: 'NoSuchCardSetup' };

describe('taking a card in by the processor’s form', () => {
  test('adds what may be kept of it, and no number has passed by here', async () => {
    const { world, person, setup } = await givenSetup();
    world.processor.fillIn(setup, taken);
    const added = value(await complete(world, person, setup));
    expect(added).toMatchObject({ last4: '4242', network: 'visa', shown: '•••• 4242' });
    expect(value(await listCards(world.ports)(person))).toEqual([added]);
  });

  test('keeps neither the setup nor the secret of the form', async () => {
    const { world, person, setup, clientSecret } = await givenSetup();
    world.processor.fillIn(setup, taken);
    value(await complete(world, person, setup));
    expect(JSON.stringify(world.everything())).not.toContain(setup);
    expect(JSON.stringify(world.everything())).not.toContain(clientSecret);
  });

  test('begins no form for who leaves in this very moment', async () => {
    const { world, person } = await givenSetup();
    const { processor } = world.ports;
    const beginSetup: typeof processor.beginSetup = (...asked) =>
      processor
        .beginSetup(...asked)
        .andThen((begun) => ResultAsync.fromSafePromise(fence(world, person)).map(() => begun));
    const meanwhile = { ...world.ports, processor: { ...processor, beginSetup } };
    expect(refusal(await beginCardSetup(meanwhile)(person))).toEqual({ kind: 'NotLoggedIn' });
  });

  test('adds nothing before the form was filled in', async () => {
    const { world, person, setup } = await givenSetup();
    const before = world.everything();
    expect(refusal(await complete(world, person, setup))).toEqual(nothing);
    expect(world.everything()).toEqual(before);
  });

  test('is bound to its owner: nobody else gets the card, and is not told that there is one', async () => {
    const { world, person, setup } = await givenSetup();
    world.processor.fillIn(setup, taken);
    const stranger = await signIn(world);
    const before = world.everything();
    expect(refusal(await complete(world, stranger, setup))).toEqual(nothing);
    expect(refusal(await complete(world, stranger, 'seti_999'))).toEqual(nothing);
    expect(world.everything()).toEqual(before);
    value(await complete(world, person, setup));
    expect(value(await listCards(world.ports)(stranger))).toEqual([]);
  });

  test('adds the card once, however often and however many at once complete it', async () => {
    const { world, person, setup } = await givenSetup();
    world.processor.fillIn(setup, taken);
    const answers = await Promise.all([1, 2, 3].map(() => complete(world, person, setup)));
    expect(answers.filter((answer) => answer.isOk())).toHaveLength(1);
    expect(refusal(await complete(world, person, setup))).toEqual({ kind: 'CardAlreadyAdded' });
    expect(value(await listCards(world.ports)(person))).toHaveLength(1);
  });

  test('begins anew each time, and tells the processor no more than the pseudonym', async () => {
    const { world, person, setup } = await givenSetup();
    const asked: string[] = [];
    const beginSetup: typeof world.processor.beginSetup = (...given) => {
      asked.push(...given);
      return world.processor.beginSetup(...given);
    };
    const ports = { ...world.ports, processor: { ...world.processor, beginSetup } };
    expect(value(await beginCardSetup(ports)(person)).setup).not.toBe(setup);
    expect(asked[0]).toBe(person.subject);
    expect(asked).toHaveLength(2);
    expect(asked.join(' ')).not.toContain(person.phone.slice(1));
  });

  test.each(['', 'seti', 'a/../../charges', 'seti_1?expand=x', 'seti 1', `seti_${'x'.repeat(130)}`, 'seti_1\n'])(
    'asks the processor for no name that is none: %j',
    async (setup) => {
      const { world, person } = await givenSetup();
      const asked: string[] = [];
      const cardTakenIn: typeof world.processor.cardTakenIn = (owner, one) => {
        asked.push(one);
        return world.processor.cardTakenIn(owner, one);
      };
      const ports = { ...world.ports, processor: { ...world.processor, cardTakenIn } };
      const { session } = person;
      expect(refusal(await completeCardSetup(ports)({ session, setup }))).toEqual(nothing);
      expect(asked).toEqual(setup === 'seti' ? ['seti'] : []);
    },
  );

  test('is for who is logged in, and not leaving', async () => {
    const { world, person, setup } = await givenSetup();
    world.processor.fillIn(setup, taken);
    const other = await signIn(world);
    await fence(world, other);
    value(await logOut(world.ports)(person));
    for (const who of [person, other]) {
      expect(refusal(await beginCardSetup(world.ports)(who))).toEqual({ kind: 'NotLoggedIn' });
      expect(refusal(await complete(world, who, setup))).toEqual({ kind: 'NotLoggedIn' });
    }
  });

  test('that the processor does not answer is a failure that passes', async () => {
    const { world, person, setup } = await givenSetup();
    world.processor.fillIn(setup, taken);
    world.processor.weather.push('request-lost', 'answer-lost');
    expect(refusal(await beginCardSetup(world.ports)(person)).kind).toBe('PortFailure');
    expect(refusal(await complete(world, person, setup)).kind).toBe('PortFailure');
    value(await complete(world, person, setup));
  });
});
