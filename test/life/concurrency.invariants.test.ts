import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ResultAsync } from '../../src/domain/result.ts';
import { orThrow } from '../../src/index.ts';
import { type Deed, deeds, inTwoSteps, leaves, prepare, seen, type Told } from './deeds.ts';
import { handInMemory, handOf, interleavings, type Turn } from './interleavings.ts';
import { engines, type OpenCore, openCore } from './open-core.ts';
import { codeSentTo, giveCard, leave, look, rentOne, signUp, tariff } from './person.ts';
import { expectErased, rowsOf, settleKept } from './remains.ts';
import { runs } from './runs.ts';
import { logInAs, tokenOf } from './trusting-providers.ts';
import { newIdentity, newPhone } from './typed-values.ts';

type Histories = readonly [readonly Deed[], readonly Deed[]];

/** What came of two histories: the answers of each, and what is seen in the end. */
interface Outcome {
  readonly answers: readonly [readonly Told[], readonly Told[]];
  readonly end: unknown;
}

const replayed = new Map<string, Promise<Outcome>>();

/** The histories in one of their orders, one deed after the other, on stores in memory. */
function inOrder(histories: Histories, turns: readonly Turn[]): Promise<Outcome> {
  const name = turns.map(({ history, index }) => `${history} ${histories[history][index]?.name}`).join('; ');
  const known = replayed.get(name);
  if (known !== undefined) return known;
  const outcome = (async (): Promise<Outcome> => {
    const ground = await prepare(handInMemory());
    const answers: [Told[], Told[]] = [[], []];
    for (const { history, index } of turns) {
      const told = await histories[history][index]?.does(ground);
      answers[history].push(told ?? '');
    }
    return { answers, end: await seen(ground) };
  })();
  replayed.set(name, outcome);
  return outcome;
}

async function atOnce(core: OpenCore, histories: Histories): Promise<Outcome> {
  const ground = await prepare(handOf(core));
  const run = async (history: readonly Deed[]): Promise<readonly Told[]> => {
    const told: Told[] = [];
    for (const one of history) told.push(await one.does(ground));
    return told;
  };
  const [first, second] = await Promise.all(histories.map(run));
  return { answers: [first ?? [], second ?? []], end: await seen(ground) };
}

/** Two short histories. */
const twoHistories: fc.Arbitrary<Histories> = fc.constantFrom([leaves], inTwoSteps).chain((more) => {
  const some = fc.array(fc.constantFrom(...more, ...deeds), { minLength: 1, maxLength: 3, size: 'max' });
  return fc.tuple(some, some);
});

const shown = (histories: Histories): string =>
  histories.map((one) => one.map(({ name }) => name).join(', ')).join(' | ');

describe.for(engines)(
  'on %s',
  (engine) => {
    let core: OpenCore;

    beforeAll(async () => {
      core = await openCore(engine, { connectionLimit: 16 });
    });
    afterAll(() => core.close());

    test('two histories of one person that happen at once end as some order of them ends', async () => {
      await fc.assert(
        fc.asyncProperty(twoHistories, async (histories) => {
          const outcome = await atOnce(core, histories);
          expect(JSON.stringify(outcome)).not.toContain('PortFailure');
          const orders: Outcome[] = [];
          for (const turns of interleavings(histories[0].length, histories[1].length)) {
            const explained = await inOrder(histories, turns);
            if (JSON.stringify(explained) === JSON.stringify(outcome)) return;
            orders.push(explained);
          }
          // No order explains it: show how the nearest ones would have ended.
          expect({ histories: shown(histories), ...outcome }).toEqual({ histories: shown(histories), ...orders[0] });
        }),
        { numRuns: runs(engine === 'sqlite' ? 25 : 30) },
      );
    });

    test('no order of a person lands after the erasure, and each that landed before is kept', async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat({ max: 12 }), fc.nat({ max: 12 }), async (before, after) => {
          const person = await signUp(core);
          const { session, subject } = person;
          const card = await giveCard(core, person);
          const rent = () => core.joos.orders.rent({ session, card, station: 'FRA-0042', powerBank: 'PB-1', tariff });
          const cancel = () =>
            core.joos.privacy.cancelOnBehalf({ ...look, reason: 'asked-by-phone', person: { subject } });
          const [rentals, cancelled] = await Promise.all([
            Promise.all(Array.from({ length: before + after }, rent)),
            cancel(),
          ]);
          expect(cancelled.isOk()).toBe(true);
          for (const rental of rentals) if (rental.isErr()) expect(rental.error).toEqual({ kind: 'NotLoggedIn' });
          const rented = rentals.flatMap((rental) => (rental.isOk() ? [rental.value.order] : [])).toSorted();
          const { orders = [] } = await rowsOf(core, subject);
          expect(orders.map(({ order_id }) => String(order_id)).toSorted()).toEqual(rented);
          await orThrow(core.joos.worker.workerPass({ limit: 200 }));
          const kept = cancelled._unsafeUnwrap().kept;
          await expectErased(core, subject, kept);
          await settleKept(core, subject);
          await expectErased(
            core,
            subject,
            kept.filter(({ until }) => until.kind !== 'settled'),
          );
        }),
        { numRuns: runs(engine === 'sqlite' ? 10 : 10) },
      );
    });

    test('one code that is shown many times at once opens one session', async () => {
      const phone = newPhone();
      const { challenge, device } = await orThrow(core.joos.accounts.requestCode({ purpose: 'log-in', phone }));
      const code = codeSentTo(core, phone);
      const answers = await Promise.all(
        Array.from({ length: 12 }, () => core.joos.accounts.verifyCode({ phone, challenge, device, code })),
      );
      // Each guess spends a try before it is looked at: whoever comes late finds the code used or its tries.
      const refused = answers.flatMap((answer) => (answer.isErr() ? [answer.error.kind] : []));
      expect(refused).toHaveLength(11);
      expect(['UnknownCode', 'CodeSpent']).toEqual(expect.arrayContaining([...new Set(refused)]));
      const [signedIn] = answers.flatMap((answer) => (answer.isOk() ? [answer.value] : []));
      expect((await rowsOf(core, signedIn?.subject ?? '')).sessions).toHaveLength(1);
    });

    test('wrong codes that are shown at once use up a try each, and no more', async () => {
      const phone = newPhone();
      const { challenge, device } = await orThrow(core.joos.accounts.requestCode({ purpose: 'log-in', phone }));
      const wrong = String((Number(codeSentTo(core, phone)) + 1) % 1_000_000).padStart(6, '0');
      const answers = await Promise.all(
        Array.from({ length: 12 }, () => core.joos.accounts.verifyCode({ phone, challenge, device, code: wrong })),
      );
      expect(kindsOf(answers)).toEqual(['CodeSpent: 8', 'WrongCode: 4']);
    });

    test('of people who take the same name at once, one has it', async () => {
      const people = await Promise.all(Array.from({ length: 6 }, () => signUpByIdentity(core)));
      const answers = await Promise.all(
        people.map((session, index) =>
          core.joos.accounts.setUsername({ session, username: index % 2 === 0 ? 'paypa1-fan-one' : 'paypal-fan-one' }),
        ),
      );
      expect(kindsOf(answers)).toEqual(['Taken: 5', 'ok: 1']);
    });

    test('who signs up with one identity many times at once has one account', async () => {
      const identity = newIdentity();
      const begin = () => orThrow(core.joos.accounts.beginThirdParty({ provider: 'any', purpose: 'log-in' }));
      const attempts = await Promise.all(Array.from({ length: 8 }, begin));
      const answers = await Promise.all(
        attempts.map(({ attempt }) => core.joos.accounts.logInWithThirdParty({ attempt, idToken: tokenOf(identity) })),
      );
      expect(kindsOf(answers)).toEqual(['ok: 8']);
      const subjects = new Set(answers.map((answer) => answer._unsafeUnwrap().subject));
      expect(subjects.size).toBe(1);
      expect(answers.filter((answer) => answer._unsafeUnwrap().isNew)).toHaveLength(1);
      // The keys that were made for the accounts that were not are gone.
      const [row] = await core.rows(
        'vault',
        "SELECT COUNT(DISTINCT subject_id) AS subjects FROM subject_keys WHERE key_class = 'account'",
      );
      const [users] = await core.rows('data', "SELECT COUNT(*) AS active FROM users WHERE state = 'active'");
      expect(Number(row?.subjects)).toBe(Number(users?.active));
    });

    test('an account that is cancelled twice at once is erased once', async () => {
      const person = await signUp(core);
      await rentOne(core, person, await giveCard(core, person));
      const { subject } = person;
      const input = { ...look, reason: 'asked-by-phone', person: { subject } };
      const answers = await Promise.all([
        leave(core, person).then(
          () => 'ok',
          () => 'refused',
        ),
        ...Array.from({ length: 4 }, async () =>
          (await core.joos.privacy.cancelOnBehalf(input)).isOk() ? 'ok' : 'refused',
        ),
      ]);
      expect(answers.filter((answer) => answer === 'ok')).toHaveLength(1);
      expect((await rowsOf(core, subject)).erasures).toHaveLength(1);
    });
  },
  180_000,
);

async function signUpByIdentity(core: OpenCore) {
  return (await logInAs(core.joos.accounts, newIdentity())).session;
}

/** How many answers of each kind there are. */
function kindsOf(answers: readonly Awaited<ResultAsync<unknown, { readonly kind: string }>>[]): readonly string[] {
  const kinds = answers.map((answer) => (answer.isOk() ? 'ok' : answer.error.kind));
  return [...new Set(kinds)].map((kind) => `${kind}: ${kinds.filter((one) => one === kind).length}`).toSorted();
}
