import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { httpHandler } from '../../../src/adapters/http/index.ts';
import { sqliteStores } from '../../../src/adapters/sql/sqlite.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { ask, type Json } from './client.ts';
import { type House, host } from './house.ts';
import { type Contacts, type KnownAndUnknown, knownAndUnknown } from './known-and-unknown.ts';
import { codeFor, type SignedUp, signedUp } from './sign-up.ts';

/** How often each of the two sorts is asked for. */
const requests = 400;

/**
 * The test looks at the probability of superiority (AUC; Mann and Whitney): how likely an answer about somebody with an account
 * takes longer than one about nobody. It is 0.5 if time tells nothing.
 *
 * Why it cannot flake: the order of the requests is drawn anew, so if time tells nothing every order of the measured times is
 * equally likely, however slow, noisy or busy the machine is, and whatever drifts or pauses meanwhile. Then the AUC has the
 * standard error √((2n + 1) / 12n²), which is 0.0204 for n = 400: beyond ±0.12 it is by chance once in 200 million times (5.9
 * standard errors). What it finds was tried: `await sleep(1)` for known numbers gives 0.90, one further look into the store
 * 0.71. The last test keeps trying, with so much more that it does not depend on the machine.
 */
const tolerance = 0.12;

/** The share of pairs in which the first sort took longer; ties count half. */
function superiority(first: readonly number[], second: readonly number[]): number {
  let sum = 0;
  for (const one of first) for (const other of second) sum += one > other ? 1 : one === other ? 0.5 : 0;
  return sum / (first.length * second.length);
}

/** In an order that says nothing. */
function shuffled<Item>(items: readonly Item[]): readonly Item[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ item }) => item);
}

/** A request about somebody, made ready; what is measured is the answer alone. */
type Prepare = (contacts: Contacts) => Promise<() => Promise<unknown>>;

async function superiorityOfKnown({ known, unknown }: KnownAndUnknown, prepare: Prepare): Promise<number> {
  const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
  const sorts = (['known', 'unknown'] as const).flatMap((sort) => {
    const all = sort === 'known' ? known : unknown;
    return Array.from({ length: requests }, (_, index) => ({ sort, contacts: all[index % all.length] as Contacts })); // sound: modulo
  });
  for (const { sort, contacts } of shuffled(sorts)) {
    const request = await prepare(contacts);
    const startedAt = performance.now();
    await request();
    times[sort].push(performance.now() - startedAt);
  }
  return superiority(times.known, times.unknown);
}

describe('how long an answer takes', () => {
  let folder = '';
  let all: KnownAndUnknown;
  let house: House;
  let asker: SignedUp;

  beforeAll(async () => {
    // In memory where there is such a folder: what a disk takes is noise.
    folder = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'joos-http-time-'));
    const stores = sqliteStores({ dataFile: join(folder, 'data.db'), vaultFile: join(folder, 'vault.db') });
    await must(stores.migrate());
    all = await knownAndUnknown(25, stores);
    ({ house } = all);
    asker = await signedUp(house, '+4915199999999');
  });
  afterAll(async () => {
    await house.close();
    await rm(folder, { recursive: true });
  });

  const answered =
    (status: number, path: string, body: unknown, headers: Record<string, string> = {}, handler = house.handler) =>
    async (): Promise<void> => {
      const reply = await ask(handler, 'POST', path, body, headers);
      if (reply.status !== status) throw new Error(`Not what is measured: ${reply.text}`);
    };

  const probes: Readonly<Record<string, Prepare>> = {
    'a code': ({ phone }) => Promise.resolve(answered(202, '/v1/codes', { purpose: 'log-in', phone })),
    'a wrong code': async ({ phone }) => {
      const typed: Json = await codeFor(house, phone);
      return answered(422, '/v1/sessions', { ...typed, code: typed.code === '000000' ? '000001' : '000000' });
    },
    'an email': ({ email }) => Promise.resolve(answered(202, '/v1/account/email', { email }, asker.headers)),
  };

  test.each(Object.entries(probes))('does not tell by %s whether somebody has an account', async (_what, prepare) => {
    expect(Math.abs((await superiorityOfKnown(all, prepare)) - 0.5)).toBeLessThan(tolerance);
  });

  /** The same house with something more that is done for those who have an account. */
  const slowedBy = (more: () => Promise<unknown>): Prepare => {
    const phones = new Set(all.known.map(({ phone }) => phone));
    const { accounts } = house.joos;
    const requestCode: typeof accounts.requestCode = (input) =>
      accounts.requestCode(input).map(async (sent) => {
        if (phones.has(input.phone)) await more();
        return sent;
      });
    const handler = httpHandler({ ...house.joos, accounts: { ...accounts, requestCode } }, host);
    return ({ phone }) => Promise.resolve(answered(202, '/v1/codes', { purpose: 'log-in', phone }, {}, handler));
  };

  test('would be seen to tell it, if it did: by 5 milliseconds', async () => {
    expect(
      await superiorityOfKnown(
        all,
        slowedBy(() => sleep(5)),
      ),
    ).toBeGreaterThan(0.5 + tolerance);
  });
});
