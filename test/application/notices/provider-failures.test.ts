import { describe, expect, test } from 'vitest';
import { backoffs, type PassingProblem } from '../../../src/application/notices/backoff.ts';
import { deliverDue, leaseMs } from '../../../src/application/notices/deliver-due.ts';
import { outboxStatus } from '../../../src/application/notices/outbox-status.ts';
import { parkedNotices, releaseNotice } from '../../../src/application/notices/parked-notices.ts';
import { type PortFailure, portFailure } from '../../../src/application/ports/port-failure.ts';
import type { Ports } from '../../../src/application/ports/ports.ts';
import { hourMs, secondMs } from '../../../src/domain/instant.ts';
import { onThisMachine } from '../../../src/domain/residency/residency.ts';
import { errAsync, type ResultAsync } from '../../../src/domain/result.ts';
import { rowsIn } from '../books.ts';
import { givenEmail } from '../people.ts';
import { givenRider, leave, openRentalWorld, type RentalWorld, rentAndReturn } from '../rental-world.ts';
import { refusal, value } from '../world.ts';

/** Somebody with an email, whose receipt waits. */
async function givenReceipt() {
  const world = openRentalWorld();
  const person = await givenRider(world);
  await givenEmail(world, person, 'rider@example.org');
  value(await deliverDue(world.ports)({ limit: 10 }));
  await rentAndReturn(world, person);
  return { world, person };
}

const deliver = async (world: RentalWorld, ports: Ports = world.ports) => value(await deliverDue(ports)({ limit: 50 }));
const status = async (world: RentalWorld) => value(await outboxStatus(world.ports)());
const receiptsSent = (world: RentalWorld): number => world.mails.filter(({ about }) => about === 'receipt').length;

interface ReceiptRow {
  readonly notice: { readonly notice: string; readonly about: { readonly kind: string } };
  readonly state: string;
  readonly tries: number;
  readonly unclearTries: number;
  readonly dueAt: number;
  readonly problem: string | null;
}

function receiptRows(world: RentalWorld): readonly ReceiptRow[] {
  const rows = rowsIn(world, 'notices') as readonly ReceiptRow[]; // sound: the rows of that table
  return rows.filter(({ notice }) => notice.about.kind === 'receipt');
}

function receiptRow(world: RentalWorld): ReceiptRow {
  const [row] = receiptRows(world);
  if (row === undefined) throw new Error('There is no receipt in the outbox');
  return row;
}

/** The ports of a world in which something fails each time. */
function failing(world: RentalWorld, problem: PassingProblem): Ports {
  const { ports } = world;
  const mailer = (failure: PortFailure): Ports => ({
    ...ports,
    mailer: { residency: onThisMachine, send: () => errAsync(failure) },
  });
  switch (problem) {
    case 'provider-unavailable':
      return mailer(portFailure('Mailer', true, null, 'not-reached'));
    case 'provider-throttled':
      return mailer(portFailure('Mailer', true, null, 'throttled'));
    case 'provider-unclear':
      return mailer(portFailure('Mailer', true, null, 'unclear'));
    case 'template-failed':
      return {
        ...ports,
        templates: { ...ports.templates, mail: () => errAsync(portFailure('MessageTemplates', true)) },
      };
    case 'store-unavailable': {
      const orderOf = () => errAsync(portFailure('DataStore', true));
      return { ...ports, store: { ...ports.store, reads: { ...ports.store.reads, orderOf } } };
    }
    case 'lease-ran-out': {
      // The worker dies before it can say anything.
      const outbox = { ...ports.store.outbox };
      outbox.maySend = () => errAsync(portFailure('DataStore', true));
      outbox.retryAt = () => errAsync(portFailure('DataStore', true));
      return { ...ports, store: { ...ports.store, outbox } };
    }
  }
}

const problems = Object.keys(backoffs) as readonly PassingProblem[]; // sound: the record is closed by its type
const byProvider = problems.filter((problem) => problem !== 'lease-ran-out');

describe('what passes', () => {
  test.each(byProvider)('%s is tried again later and later, never early, and is parked in the end', async (problem) => {
    const { world } = await givenReceipt();
    const ports = failing(world, problem);
    const { triesBeforeParking, longestDelayMs } = backoffs[problem];
    const outcome = problem === 'provider-unclear' ? 'unclear' : 'retried';
    for (let tries = 1; tries < triesBeforeParking; tries += 1) {
      expect(await deliver(world, ports)).toMatchObject({ [outcome]: 1, parked: 0, sent: 0 });
      const row = receiptRow(world);
      expect(row).toMatchObject({ state: 'queued', tries, problem });
      const waitMs = row.dueAt - world.ports.clock.now();
      expect(waitMs).toBeGreaterThan(0);
      expect(waitMs).toBeLessThanOrEqual(longestDelayMs);
      world.pass(waitMs - 1);
      expect(await deliver(world, ports)).toMatchObject({ [outcome]: 0, parked: 0 });
      world.pass(1);
    }
    expect(await deliver(world, ports)).toMatchObject({ [outcome]: 0, parked: 1 });
    expect(receiptRow(world)).toMatchObject({ state: 'parked', tries: triesBeforeParking, problem });
    expect(world.logged).toContain('notice-parked');
    world.pass(1000 * hourMs);
    expect(await deliver(world)).toMatchObject({ sent: 0 });
    expect(receiptsSent(world)).toBe(0);
  });

  test.each(byProvider)('%s, once it is over, is sent, once', async (problem) => {
    const { world } = await givenReceipt();
    await deliver(world, failing(world, problem));
    world.pass(hourMs);
    expect(await deliver(world)).toMatchObject({ sent: 1 });
    expect(await deliver(world)).toMatchObject({ sent: 0 });
    expect(receiptsSent(world)).toBe(1);
  });

  test('and does not say whether it was sent counts as unclear', async () => {
    const { world } = await givenReceipt();
    world.broken.mailer = portFailure('Mailer', true);
    expect(await deliver(world)).toMatchObject({ unclear: 1, retried: 0 });
    expect(world.logged).toContain('notice-unclear');
  });
});

describe('what does not pass', () => {
  test.each([
    [
      'a provider that refuses',
      (world: RentalWorld): Ports => {
        const send = () => errAsync(portFailure('Mailer', false));
        return { ...world.ports, mailer: { residency: onThisMachine, send } };
      },
      'provider-refused',
    ],
    [
      'a template that is broken',
      (world: RentalWorld): Ports => {
        const mail = () => errAsync(portFailure('MessageTemplates', false));
        return { ...world.ports, templates: { ...world.ports.templates, mail } };
      },
      'template-failed',
    ],
  ] as const)('%s parks the notice at once', async (_, ports, problem) => {
    const { world } = await givenReceipt();
    expect(await deliver(world, ports(world))).toMatchObject({ parked: 1 });
    expect(receiptRow(world)).toMatchObject({ state: 'parked', tries: 1, problem });
  });
});

describe('tries of which nobody knows the end', () => {
  test('are counted, those that no worker came back from too', async () => {
    const { world } = await givenReceipt();
    expect((await status(world)).unclearTries).toBe(0);
    await deliver(world, failing(world, 'provider-unclear'));
    expect((await status(world)).unclearTries).toBe(1);
    world.pass(hourMs);
    expect(await deliver(world, failing(world, 'lease-ran-out'))).toMatchObject({ unrecorded: 1 });
    world.pass(leaseMs);
    expect(await deliver(world)).toMatchObject({ sent: 1 });
    expect((await status(world)).unclearTries).toBe(2);
    expect(receiptsSent(world)).toBe(1);
  });

  test.each(['provider-unavailable', 'provider-throttled', 'template-failed', 'store-unavailable'] as const)(
    'are none of those that end in %s: nothing was handed over',
    async (problem) => {
      const { world } = await givenReceipt();
      await deliver(world, failing(world, problem));
      expect((await status(world)).unclearTries).toBe(0);
    },
  );
});

describe('a notice that failed clearly', () => {
  test('ever so often is not parked by one try of which nobody knows the end', async () => {
    const { world } = await givenReceipt();
    for (let tries = 1; tries <= 20; tries += 1) {
      expect(await deliver(world, failing(world, 'provider-unavailable'))).toMatchObject({ retried: 1 });
      world.pass(hourMs);
    }
    expect(await deliver(world, failing(world, 'provider-unclear'))).toMatchObject({ unclear: 1, parked: 0 });
    // The first unclear try waits like a first one, and not like the 21st.
    const { firstDelayMs } = backoffs['provider-unclear'];
    expect(receiptRow(world).dueAt - world.ports.clock.now()).toBeLessThanOrEqual(firstDelayMs);
    world.pass(hourMs);
    expect(await deliver(world)).toMatchObject({ sent: 1 });
  });

  test('ever so often is no poison where one worker does not come back', async () => {
    const { world } = await givenReceipt();
    for (let tries = 1; tries <= 20; tries += 1) {
      await deliver(world, failing(world, 'provider-unavailable'));
      world.pass(hourMs);
    }
    expect(await deliver(world, failing(world, 'lease-ran-out'))).toMatchObject({ unrecorded: 1 });
    world.pass(leaseMs);
    expect(await deliver(world)).toMatchObject({ sent: 1, parked: 0 });
  });

  test('between unclear tries is parked after as many unclear ones as without, and no earlier', async () => {
    const { world } = await givenReceipt();
    const { triesBeforeParking } = backoffs['provider-unclear'];
    for (let unclear = 1; unclear < triesBeforeParking; unclear += 1) {
      expect(await deliver(world, failing(world, 'provider-unclear'))).toMatchObject({ unclear: 1, parked: 0 });
      world.pass(hourMs);
      expect(await deliver(world, failing(world, 'provider-throttled'))).toMatchObject({ retried: 1 });
      world.pass(hourMs);
    }
    expect(await deliver(world, failing(world, 'provider-unclear'))).toMatchObject({ unclear: 0, parked: 1 });
    expect(receiptRow(world)).toMatchObject({ state: 'parked', tries: 2 * triesBeforeParking - 1 });
    expect((await status(world)).unclearTries).toBe(triesBeforeParking);
  });
});

/** Ports that note each mail that is begun to be sent, and how many others were on their way then. */
function watchingSends(world: RentalWorld) {
  const underWay: { readonly started: string; readonly beside: number }[] = [];
  let open = 0;
  const { mailer } = world.ports;
  const send: typeof mailer.send = (mail) => {
    underWay.push({ started: mail.messageId, beside: open });
    open += 1;
    return mailer.send(mail).andTee(() => {
      open -= 1;
    });
  };
  return { underWay, ports: { ...world.ports, mailer: { ...mailer, send } } };
}

/** A worker that dies, for good, while it sends the notice. */
function dyingOf(world: RentalWorld, poison: string): Ports {
  let isDead = false;
  const { mailer, store } = world.ports;
  const { outbox } = store;
  const alive = <Done>(act: () => ResultAsync<Done, PortFailure>): ResultAsync<Done, PortFailure> =>
    isDead ? errAsync(portFailure('DataStore', true)) : act();
  return {
    ...world.ports,
    mailer: {
      residency: onThisMachine,
      send: (mail) => {
        isDead ||= mail.messageId === poison;
        return alive(() => mailer.send(mail));
      },
    },
    store: {
      ...store,
      outbox: {
        ...outbox,
        claim: (...asked) => alive(() => outbox.claim(...asked)),
        maySend: (...asked) => alive(() => outbox.maySend(...asked)),
        sent: (...asked) => alive(() => outbox.sent(...asked)),
        retryAt: (...asked) => alive(() => outbox.retryAt(...asked)),
        stop: (...asked) => alive(() => outbox.stop(...asked)),
      },
    },
  };
}

describe('a notice that brings its worker down each time', () => {
  test('takes no other one along: all others are sent, and it alone is parked', async () => {
    const { world, person } = await givenReceipt();
    for (let more = 1; more < 6; more += 1) await rentAndReturn(world, person);
    const names = receiptRows(world).map(({ notice }) => notice.notice);
    const [poison = ''] = names;
    for (let workers = 0; workers < 100; workers += 1) {
      void (await deliverDue(dyingOf(world, poison))({ limit: 50 }));
      world.pass(secondMs);
    }
    const states = new Map(receiptRows(world).map(({ notice, state }) => [notice.notice, state]));
    expect(states).toEqual(new Map(names.map((name) => [name, name === poison ? 'queued' : 'sent'])));
    for (const row of receiptRows(world)) {
      // None but the first worker, which nobody knew anything of, took it along.
      if (row.notice.notice !== poison) expect(row.unclearTries).toBeLessThanOrEqual(1);
    }
    for (let workers = 0; workers < backoffs['lease-ran-out'].triesBeforeParking; workers += 1) {
      world.pass(leaseMs);
      void (await deliverDue(dyingOf(world, poison))({ limit: 50 }));
    }
    expect(receiptRows(world).find(({ notice }) => notice.notice === poison)).toMatchObject({
      state: 'parked',
      problem: 'lease-ran-out',
    });
  });

  test('is tried alone and after all others, and one of several a round', async () => {
    const { world, person } = await givenReceipt();
    await rentAndReturn(world, person);
    await deliver(world, failing(world, 'lease-ran-out'));
    const suspects = receiptRows(world).map(({ notice }) => notice.notice);
    expect(suspects).toHaveLength(2);
    world.pass(leaseMs);
    await rentAndReturn(world, person);
    const { underWay, ports } = watchingSends(world);
    expect(await deliver(world, ports)).toMatchObject({ sent: 2, withheld: 1, unrecorded: 0 });
    const last = underWay.at(-1);
    expect([suspects.includes(last?.started ?? ''), last?.beside]).toEqual([true, 0]);
    expect(suspects).not.toContain(underWay[0]?.started);
    // Nobody tried the other one: it is due again soon, and no try of it is unclear.
    const other = receiptRows(world).find(({ state }) => state === 'queued');
    expect(other).toMatchObject({ problem: 'lease-ran-out', unclearTries: 1 });
    expect((other?.dueAt ?? 0) - world.ports.clock.now()).toBe(secondMs);
    world.pass(secondMs);
    expect(await deliver(world)).toMatchObject({ sent: 1, withheld: 0 });
    expect((await status(world)).unclearTries).toBe(2);
  });

  test('is poison, and parked without being tried once more', async () => {
    const { world } = await givenReceipt();
    const ports = failing(world, 'lease-ran-out');
    const { triesBeforeParking } = backoffs['lease-ran-out'];
    for (let tries = 1; tries <= triesBeforeParking; tries += 1) {
      expect(await deliver(world, ports)).toMatchObject({ unrecorded: 1 });
      world.pass(leaseMs);
    }
    expect(await deliver(world)).toMatchObject({ sent: 0, parked: 1 });
    expect(receiptRow(world)).toMatchObject({ state: 'parked', problem: 'lease-ran-out' });
    expect(receiptsSent(world)).toBe(0);
    expect((await status(world)).unclearTries).toBe(triesBeforeParking);
  });

  test('holds up no other', async () => {
    const { world, person } = await givenReceipt();
    await deliver(world, failing(world, 'lease-ran-out'));
    await rentAndReturn(world, person);
    expect((await deliver(world)).sent).toBeGreaterThanOrEqual(1);
  });
});

describe('a notice that was parked', () => {
  async function givenParked() {
    const { world, person } = await givenReceipt();
    await deliver(world, {
      ...world.ports,
      mailer: { residency: onThisMachine, send: () => errAsync(portFailure('Mailer', false)) },
    });
    const [parked] = value(await parkedNotices(world.ports)({ limit: 10 }));
    if (parked === undefined) throw new Error('Nothing is parked');
    return { world, person, parked };
  }

  test('is shown by what it is and why, and by nothing of the person', async () => {
    const { parked } = await givenParked();
    expect(Object.keys(parked).toSorted()).toEqual(['createdAt', 'kind', 'notice', 'problem', 'tries', 'unclearTries']);
    expect(parked).toMatchObject({ kind: 'receipt', tries: 1, unclearTries: 0, problem: 'provider-refused' });
  });

  test('begins anew once it is released, and is sent once', async () => {
    const { world, parked } = await givenParked();
    const { notice } = parked;
    expect(value(await releaseNotice(world.ports)({ notice }))).toEqual({ notice });
    expect(receiptRow(world)).toMatchObject({ state: 'queued', tries: 0, problem: null });
    expect(refusal(await releaseNotice(world.ports)({ notice }))).toEqual({ kind: 'NotParked' });
    expect(await deliver(world)).toMatchObject({ sent: 1 });
    expect(receiptsSent(world)).toBe(1);
    expect(refusal(await releaseNotice(world.ports)({ notice }))).toEqual({ kind: 'NotParked' });
  });

  test('is parked again by one more try of which nobody knows the end, and each of them stays counted', async () => {
    const { world } = await givenReceipt();
    const unclear = failing(world, 'provider-unclear');
    const { triesBeforeParking } = backoffs['provider-unclear'];
    for (let tries = 1; tries <= triesBeforeParking; tries += 1) {
      await deliver(world, unclear);
      world.pass(hourMs);
    }
    const [parked] = value(await parkedNotices(world.ports)({ limit: 10 }));
    expect(parked).toMatchObject({ tries: triesBeforeParking, unclearTries: triesBeforeParking });
    const release = async () => value(await releaseNotice(world.ports)({ notice: parked?.notice ?? '' }));
    await release();
    expect(await deliver(world, unclear)).toMatchObject({ unclear: 0, parked: 1 });
    // Each of them may have been a duplicate.
    expect((await status(world)).unclearTries).toBe(triesBeforeParking + 1);
    await release();
    expect(await deliver(world, failing(world, 'provider-unavailable'))).toMatchObject({ retried: 1, parked: 0 });
    world.pass(hourMs);
    expect(await deliver(world)).toMatchObject({ sent: 1 });
  });

  test('has all its tries again, even where it was poison', async () => {
    const { world } = await givenReceipt();
    const down = failing(world, 'lease-ran-out');
    for (let tries = 1; tries <= backoffs['lease-ran-out'].triesBeforeParking; tries += 1) {
      await deliver(world, down);
      world.pass(leaseMs);
    }
    await deliver(world, down);
    const [parked] = value(await parkedNotices(world.ports)({ limit: 10 }));
    value(await releaseNotice(world.ports)({ notice: parked?.notice ?? '' }));
    expect(await deliver(world)).toMatchObject({ sent: 1, parked: 0 });
  });

  test('is looked at again before it is sent: nobody who left meanwhile gets it', async () => {
    const { world, person, parked } = await givenParked();
    await leave(world, person);
    expect(refusal(await releaseNotice(world.ports)({ notice: parked.notice }))).toEqual({ kind: 'NotParked' });
    await deliver(world);
    expect(receiptsSent(world)).toBe(0);
  });

  test('is found by its id alone', async () => {
    const { world } = await givenParked();
    expect(refusal(await releaseNotice(world.ports)({ notice: 'all of them' })).kind).toBe('InvalidId');
    const notice = '00000000-0000-4000-8000-000000000000';
    expect(refusal(await releaseNotice(world.ports)({ notice }))).toEqual({ kind: 'NotParked' });
  });
});

describe('the outbox', () => {
  test('says how deep it is, how old, and what is due', async () => {
    const { world } = await givenReceipt();
    const queuedAt = world.ports.clock.now();
    expect(await status(world)).toEqual({
      queued: 1,
      due: 1,
      parked: 0,
      oldestQueuedAt: queuedAt,
      oldestDueAt: queuedAt,
      unclearTries: 0,
    });
    await deliver(world, failing(world, 'provider-unavailable'));
    expect(await status(world)).toMatchObject({ queued: 1, due: 0, oldestQueuedAt: queuedAt, oldestDueAt: null });
    world.pass(hourMs);
    await deliver(world);
    expect(await status(world)).toMatchObject({ queued: 0, due: 0, parked: 0, oldestQueuedAt: null });
  });
});
