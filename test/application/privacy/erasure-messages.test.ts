import { describe, expect, test } from 'vitest';
import { requestCode } from '../../../src/application/accounts/request-code.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import type { Ports } from '../../../src/application/ports/ports.ts';
import { cancelOnBehalf } from '../../../src/application/privacy/cancel-on-behalf.ts';
import { noteLedgerProgress } from '../../../src/application/privacy/note-ledger-progress.ts';
import type { ErasureId } from '../../../src/domain/ids.ts';
import { secondMs } from '../../../src/domain/instant.ts';
import { onThisMachine } from '../../../src/domain/residency/residency.ts';
import { errAsync, ResultAsync } from '../../../src/domain/result.ts';
import { recordingProcessor } from '../../../src/testing/recording-processor.ts';
import { staffSessionOf } from '../../staff-desk.ts';
import { givenEmail } from '../people.ts';
import { givenRider, leave, leaveWithCodeUnderWay, openRentalWorld, type RentalWorld } from '../rental-world.ts';
import { refusal, value } from '../world.ts';
import { carriedOn, erasureOf, withPorts } from './erasing.ts';

/** Something that does not come to its end before it is let. */
function gate() {
  let open = (): void => undefined;
  let reached = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const isReached = new Promise<void>((resolve) => (reached = resolve));
  return { open: () => open(), reached: () => reached(), opened, isReached };
}

const goodbyes = ({ texts, mails }: RentalWorld) => [...texts, ...mails].filter(({ about }) => about === 'goodbye');

const linesOf = async (world: RentalWorld, erasure: ErasureId) => value(await world.ports.vault.ledgerOf(erasure));

describe('the goodbye', () => {
  test('that one worker is sending holds back another for as long as it may be under way', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const way = gate();
    const sms: Ports['sms'] = {
      residency: onThisMachine,
      send: (message) =>
        new ResultAsync(
          (async () => {
            way.reached();
            await way.opened;
            return world.ports.sms.send(message);
          })(),
        ),
    };
    const leaving = leave(world, person, { ...world.ports, sms });
    await way.isReached;
    world.pass(29 * secondMs);
    const { erasure } = value(await world.ports.store.reads.erasureOf(person.subject))!;
    // As if whoever fenced had no head start any more.
    value(await world.ports.store.erasures.wake(person.subject, world.ports.clock.now()));
    expect(await carriedOn(world.ports)).toMatchObject({ certified: 0, waiting: 1 });
    expect(await erasureOf(world, erasure)).toMatchObject({ state: 'drained', obstacle: null });
    expect(value(await world.ports.vault.keyClassesOf(person.subject))).toContain('farewell');
    way.open();
    expect((await leaving).state).toBe('certified');
    world.pass(61 * secondMs);
    await carriedOn(world.ports);
    expect(goodbyes(world)).toHaveLength(1);
    expect(await erasureOf(world, erasure)).toMatchObject({ state: 'certified' });
  });

  test('whose sender died is waited for half a minute from its beginning, and not said again', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const { store } = world.ports;
    const lost = { ...store.erasures, beginGoodbye: dies(world) };
    const left = await leave(world, person, { ...world.ports, store: { ...store, erasures: lost } }).catch(() => null);
    expect(left?.state).not.toBe('certified');
    expect(goodbyes(world)).toEqual([]);
    const looked = async (passedMs: number) => {
      world.pass(passedMs);
      value(await store.erasures.wake(person.subject, world.ports.clock.now()));
      return carriedOn(world.ports);
    };
    expect(await looked(29 * secondMs)).toMatchObject({ certified: 0, waiting: 1 });
    expect(await looked(secondMs)).toMatchObject({ certified: 1, waiting: 0 });
    expect(goodbyes(world)).toEqual([]);
  });

  test('is not begun by a sender that was held up for so long that it might end too late', async () => {
    for (const [heldUpMs, said] of [
      [15 * secondMs, 1],
      [15 * secondMs + 1, 0],
    ] as const) {
      const world = openRentalWorld();
      const person = await givenRider(world);
      const { store } = world.ports;
      const beginGoodbye: typeof store.erasures.beginGoodbye = (erasure, at) =>
        store.erasures.beginGoodbye(erasure, at).andTee(() => world.pass(heldUpMs));
      const slow = { ...world.ports, store: { ...store, erasures: { ...store.erasures, beginGoodbye } } };
      expect((await leave(world, person, slow)).state).toBe('certified');
      expect(goodbyes(world)).toHaveLength(said);
    }
  });

  test('takes no time of its sender’s while it is made ready', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    await givenEmail(world, person, 'rider@example.org');
    const { templates } = world.ports;
    const mail: typeof templates.mail = (content, language) =>
      templates.mail(content, language).andTee(() => world.pass(20 * secondMs));
    const slow = withPorts(world, { templates: { ...templates, mail } });
    await leave(slow, person);
    world.pass(61 * secondMs);
    await carriedOn(slow.ports);
    expect(goodbyes(world)).toHaveLength(1);
  });
});

/** The goodbye is begun, and nothing is heard of the worker again. */
function dies({ ports }: RentalWorld): Ports['store']['erasures']['beginGoodbye'] {
  return (erasure, at) =>
    ports.store.erasures.beginGoodbye(erasure, at).andThen(() => errAsync(portFailure('DataStore', true)));
}

describe('a code', () => {
  /** The time passes while the transaction of the challenge is written. */
  const slowly = (world: RentalWorld, ms: number): Ports => {
    const { store } = world.ports;
    const transact: typeof store.transact = (work) => store.transact(work).andTee(() => world.pass(ms));
    return { ...world.ports, store: { ...store, transact } };
  };

  test('is handed over for fifteen seconds after it was made, and then not any more', async () => {
    const world = openRentalWorld();
    const [one, other] = ['+4915112345670', '+4915112345671'];
    value(await requestCode(slowly(world, 15 * secondMs))({ purpose: 'log-in', phone: one }));
    expect(world.texts.map(({ to }) => to)).toEqual([one]);
    const late = await requestCode(slowly(world, 15 * secondMs + 1))({ purpose: 'log-in', phone: other });
    expect(refusal(late)).toEqual({ kind: 'CodeNotSent', channel: 'sms' });
    expect(world.texts.map(({ to }) => to)).toEqual([one]);
    value(await requestCode(world.ports)({ purpose: 'log-in', phone: other })); // at once, since none was sent
    expect(world.texts.map(({ to }) => to)).toEqual([one, other]);
  });

  test('is never on its way to somebody who has a certificate already', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const { store } = world.ports;
    let state = '';
    const transact: typeof store.transact = (work) =>
      new ResultAsync(
        (async () => {
          const answer = await store.transact(work);
          if (state !== '') return answer; // what is made undone is no matter of this
          const asked = { person: { subject: person.subject }, reason: 'asked-by-phone' };
          const staff = { staffSession: staffSessionOf('anna.support'), caseNumber: 'CASE-1042' };
          value(await cancelOnBehalf(world.ports)({ ...asked, ...staff }));
          world.pass(61 * secondMs);
          await carriedOn(world.ports);
          state = value(await store.reads.erasureOf(person.subject))?.state ?? '';
          return answer;
        })(),
      );
    const before = world.texts.length;
    const late = { ...world.ports, store: { ...store, transact } };
    const asked = await requestCode(late)({ purpose: 'log-in', phone: person.phone });
    expect(refusal(asked)).toEqual({ kind: 'CodeNotSent', channel: 'sms' });
    expect(state).toBe('certified');
    expect(world.texts.slice(before).map(({ about }) => about)).toEqual(['goodbye']);
  });
});

describe('the ledger', () => {
  test('has the fence, with its time, before anybody is told, and all that was told before a key is destroyed', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const seen: { readonly when: string; readonly steps: readonly string[] }[] = [];
    const look = async (when: string): Promise<void> => {
      const found = value(await world.ports.vault.ledgerAfter(0, 50));
      seen.push({ when, steps: found.map(({ step }) => step) });
    };
    const looking = <Answer, Failure>(when: string, act: () => ResultAsync<Answer, Failure>) =>
      new ResultAsync<Answer, Failure>(look(when).then(() => act()));
    const desk = recordingProcessor({ name: 'a-desk' });
    const { vault, processor, sms } = world.ports;
    const ports: Ports = {
      ...world.ports,
      processor: { ...processor, forget: (card) => looking('card', () => processor.forget(card)) },
      processors: [{ ...desk, requestErasure: (request) => looking('desk', () => desk.requestErasure(request)) }],
      sms: { residency: onThisMachine, send: (message) => looking('goodbye', () => sms.send(message)) },
      vault: { ...vault, destroyKeys: (...given) => looking('keys', () => vault.destroyKeys(...given)) },
    };
    const begunAt = world.ports.clock.now();
    const { erasure } = await leave(world, person, ports);
    const told = ['requested', 'fenced', 'drained'];
    expect(seen).toEqual([
      { when: 'card', steps: told },
      { when: 'desk', steps: told },
      { when: 'goodbye', steps: told },
      { when: 'keys', steps: [...told, 'propagated'] },
    ]);
    const fenced = (await linesOf(world, erasure)).find(({ step }) => step === 'fenced');
    expect(fenced?.recordedAt).toBe(begunAt);
  });

  test('has the fence though it takes a while to drain, and though the card processor is out of order', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const down = { ...world.ports.processor, forget: () => errAsync(portFailure('CardProcessor', true)) };
    const ports = { ...world.ports, processor: down };
    const { erasure, state } = await leaveWithCodeUnderWay(world, person, ports);
    const begunAt = world.ports.clock.now();
    expect(state).toBe('fenced');
    const steps = async () => (await linesOf(world, erasure)).map(({ step, recordedAt }) => ({ step, recordedAt }));
    expect(await steps()).toEqual([
      { step: 'requested', recordedAt: begunAt },
      { step: 'fenced', recordedAt: begunAt },
    ]);
    world.pass(61 * secondMs);
    expect(await carriedOn(ports)).toMatchObject({ failed: 1 });
    value(await noteLedgerProgress(ports)());
    expect((await steps()).map(({ step }) => step)).toEqual(['requested', 'fenced', 'drained']);
    expect((await steps())[1]).toEqual({ step: 'fenced', recordedAt: begunAt });
  });
});
