import { describe, expect, onTestFinished, test } from 'vitest';
import { type Installation, installation, joos as joosHere, signUp } from './installation.ts';
import { joosProcess as joos } from './process.ts';
import { type Deed, type SlowSmtp, slowSmtp } from './slow-smtp.ts';

/** As many as one worker sends side by side. */
const atOnce = 8;

/** Somebody with so many unsent receipts, and a mail server that does as it is told. */
async function withMails(rentals: number, deedOf: (number: number) => Deed): Promise<WithMails> {
  const server = await slowSmtp(deedOf);
  onTestFinished(() => server.close());
  const here = await installation();
  await signUp(here, { returned: rentals, isTold: true });
  const environment = at(here, server);
  const status = async (): Promise<Status> => {
    const { out } = await joosHere(['notices', 'status', '--json'], { environment });
    return JSON.parse(out) as Status; // as the command prints it
  };
  const { queued } = await status();
  return { here, server, environment, status, queued };
}

interface Status {
  readonly queued: number;
  readonly due: number;
  readonly unclearTries: number;
}

interface WithMails {
  readonly here: Installation;
  readonly server: SlowSmtp;
  readonly environment: Readonly<Record<string, string>>;
  readonly status: () => Promise<Status>;
  /** How many mails there are. */
  readonly queued: number;
}

function at({ environment }: Installation, { port }: SlowSmtp): Readonly<Record<string, string>> {
  return { ...environment, JOOS_MAIL: `smtp:127.0.0.1:${port}`, JOOS_MAIL_FROM: 'Joos <service@joos.test>' };
}

describe('joos worker as a process that sends mails', () => {
  test('brings what it holds to its end when it is told to stop, and takes up nothing more', async () => {
    const { server, environment, status, queued } = await withMails(40, () => ({ afterMs: 400 }));
    expect(queued).toBeGreaterThan(4 * atOnce);
    const worker = joos(['worker', '--every', '3600', '--limit', '1000'], { environment });
    await expect.poll(() => server.taken().length, { timeout: 20_000, interval: 5 }).toBeGreaterThan(0);
    const toldAtMs = performance.now();
    worker.child.kill('SIGTERM');
    const { code, out } = await worker.ended;
    expect(code).toBe(0);
    expect(performance.now() - toldAtMs, 'as long as what was under way, not as long as all').toBeLessThan(2_500);
    expect(out).toContain(`notices: sent ${atOnce}, skipped 0, retried 0, unclear 0,`);
    expect(server.taken()).toHaveLength(atOnce);
    // What was claimed and not answered would not be due before its lease has run out.
    expect(await status()).toMatchObject({ queued: queued - atOnce, due: queued - atOnce, unclearTries: 0 });

    const fast = await slowSmtp(() => 'take');
    onTestFinished(() => fast.close());
    const rest = await joos(['worker', '--once'], {
      environment: { ...environment, JOOS_MAIL: `smtp:127.0.0.1:${fast.port}` },
    }).ended;
    expect(rest.code).toBe(0);
    const all = [...server.taken(), ...fast.taken()];
    expect(new Set(all).size).toBe(queued);
    expect(all).toHaveLength(queued);
  });

  test('ends within the time of a call where the mail server says nothing, and records what nobody knows', async () => {
    const { server, environment, status, queued } = await withMails(20, () => 'hang');
    const worker = joos(['worker', '--every', '3600'], { environment });
    await expect.poll(() => server.taken().length, { timeout: 20_000, interval: 5 }).toBe(5);
    const toldAtMs = performance.now();
    worker.child.kill('SIGTERM');
    const { code, out } = await worker.ended;
    expect(code).toBe(0);
    expect(performance.now() - toldAtMs).toBeLessThan(15_000);
    // There are five connections: what was never handed over is no riddle.
    const [, retried, unclear] = /notices: sent 0, skipped 0, retried (\d+), unclear (\d+), parked 0,/.exec(out) ?? [];
    expect(Number(retried) + Number(unclear)).toBe(atOnce);
    expect(Number(unclear)).toBe(server.taken().length);
    expect(await status()).toMatchObject({ queued, unclearTries: server.taken().length });
    expect((await status()).due).toBeGreaterThanOrEqual(queued - atOnce);
  });
});

describe('a worker whose mail server loses answers', () => {
  test('ends with 5 after one pass, and says how many', async () => {
    const { environment, status } = await withMails(1, () => 'take-and-hang-up');
    const { code, out } = await joosHere(['worker', '--once', '--json'], { environment });
    expect(code).toBe(5);
    const { notices } = JSON.parse(out) as { notices: { unclear: number; sent: number } };
    expect(notices.unclear).toBeGreaterThan(0);
    expect(notices.sent).toBe(0);
    expect((await status()).unclearTries).toBe(notices.unclear);
  });

  test('goes on with all the rest without a pause where others went out', async () => {
    const { environment, queued, server } = await withMails(30, (number) =>
      number === 2 ? 'take-and-hang-up' : 'take',
    );
    const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
    const ran = joosHere(['worker', '--every', '3600', '--limit', '8', '--json'], {
      environment,
      stopped: () => stopped,
    });
    await expect.poll(() => new Set(server.taken()).size, { timeout: 20_000 }).toBeGreaterThan(queued - atOnce);
    stop();
    const { code, out } = await ran;
    expect(code).toBe(0);
    expect(out.split('\n').length).toBeGreaterThan(3);
    expect(out).toMatch(/"unclear":[1-9]/);
  });
});
