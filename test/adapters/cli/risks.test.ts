import { describe, expect, test } from 'vitest';
import { riskRows, riskTable, riskWords } from '../../../src/adapters/cli/risk-in-words.ts';
import type { EntryId, SubjectId } from '../../../src/domain/ids.ts';
import { Instant, minuteMs } from '../../../src/domain/instant.ts';
import { type RiskEvent, riskKinds } from '../../../src/domain/risk/risk-event.ts';
import { orThrow } from '../../../src/index.ts';
import { type Installation, installation, joos, kim, signUp } from './installation.ts';

const noon = Date.UTC(2026, 10, 26, 12) as Instant; // sound: a moment of a day
const subject = '5b0c0f7e-5f0e-4f0e-9a5e-0d6f3c1e2a34' as SubjectId; // sound: of that shape

function event(minutesAgo: number, more: Partial<RiskEvent>): RiskEvent {
  const at = Instant.plusMs(noon, -minutesAgo * minuteMs);
  return { event: `e-${minutesAgo}` as EntryId, kind: 'code-spent', rule: null, subject: null, at, ...more }; // sound: a table shows no id
}

describe('events at the door', () => {
  test('are a row for each kind, rule and account, the newest first, with how many there were', () => {
    const rows = riskRows([
      event(0, {}),
      event(1, { kind: 'sending-limit-hit', rule: 'network-hour' }),
      event(2, {}),
      event(3, { kind: 'sending-limit-hit', rule: 'spend' }),
      event(4, { kind: 'contact-change-undone', subject }),
      event(5, { kind: 'sending-limit-hit', rule: 'network-hour' }),
      event(6, {}),
    ]);
    expect(riskTable(rows).split('\n')).toEqual([
      'newest                    times  what                                   rule          account',
      '2026-11-26T12:00:00.000Z  3      all 5 tries at a code were wrong',
      '2026-11-26T11:59:00.000Z  2      no code was sent: a limit was reached  network-hour',
      '2026-11-26T11:57:00.000Z  1      no code was sent: a limit was reached  spend',
      `2026-11-26T11:56:00.000Z  1      a changed phone or email was put back                ${subject}`,
    ]);
  });

  test('are each explained by the help, with what there is to do', async () => {
    const { out } = await joos(['risks', '--help']);
    for (const kind of riskKinds) {
      const { what, todo } = riskWords[kind];
      expect(out).toContain(`  ${what} (${kind})\n`);
      expect(out.replace(/\s+/g, ' ')).toContain(todo);
    }
    expect(new Set(Object.values(riskWords).map(({ what }) => what)).size).toBe(riskKinds.length);
  });
});

/** Somebody tries wrong codes until one is used up, and asks for one where none goes. */
async function troubled(here: Installation): Promise<void> {
  const { joos: core, texts } = await here.open();
  const { phone } = kim;
  const { challenge, device } = await orThrow(core.accounts.requestCode({ purpose: 'log-in', phone }));
  const [right = ''] = /\b\d{6}\b/.exec(texts.at(-1) ?? '') ?? [];
  const wrong = right === '000000' ? '111111' : '000000';
  for (let guess = 0; guess < 5; guess += 1) {
    const refused = await core.accounts.verifyCode({ phone, challenge, code: wrong, device });
    expect(refused.isErr()).toBe(true);
  }
  const abroad = await core.accounts.requestCode({ purpose: 'log-in', phone: '+12015550123' });
  expect(abroad._unsafeUnwrapErr()).toMatchObject({ kind: 'CountryNotServed' });
  await core.close();
}

describe.each(['sqlite', 'mysql'] as const)('joos risks on %s', (engine) => {
  test('shows what was refused at the door, as much of it as is asked for, and nobody', async () => {
    const here = await installation(engine);
    const { environment } = here;
    expect(await joos(['risks'], { environment })).toMatchObject({ code: 0, out: 'Nothing happened.', err: '' });
    await troubled(here);

    const { code, out, err } = await joos(['risks'], { environment });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(
      /^newest .*\n20\S+Z {2}1 {6}no code was sent: that country gets none\n20\S+Z {2}1 {6}all 5 tries at a code were wrong$/,
    );
    const asJson = await joos(['risks', '--json', '--limit', '1'], { environment });
    expect(JSON.parse(asJson.out)).toEqual([
      {
        event: expect.any(String) as unknown,
        kind: 'country-refused',
        rule: null,
        subject: null,
        at: expect.stringMatching(/^20.*Z$/) as unknown,
      },
    ]);
    for (const text of [out, asJson.out]) expect(text).not.toContain(kim.phone.slice(1));
  });

  test('names the account whose phone was put back, as `joos user` takes it', async () => {
    const here = await installation(engine);
    const { environment } = here;
    const { subject: account, session } = await signUp(here);
    const undoChangeUrl = 'https://api.joos.test/v1/contact-changes';
    const { joos: core, texts } = await here.open(undefined, {
      business: { timeZone: 'Europe/Berlin', receiptIssuer: 'JOOS', undoChangeUrl },
    });
    const changed = { session, phone: '+4915228817386' };
    const sent = await orThrow(core.accounts.requestMyCode({ ...changed, purpose: 'change-phone' }));
    const [code = ''] = /\b\d{6}\b/.exec(texts.at(-1) ?? '') ?? [];
    await orThrow(core.accounts.changePhone({ ...changed, challenge: sent.challenge, code }));
    await orThrow(core.worker.workerPass({ limit: 10 }));
    const [, token = ''] = /contact-changes\/(\S+)/.exec(texts.join('\n')) ?? [];
    await orThrow(core.accounts.undoContactChange({ token }));
    await core.close();

    const { out } = await joos(['risks'], { environment });
    expect(out).toMatch(new RegExp(`Z {2}1 {6}a changed phone or email was put back {2,}${account}$`));
  });
});
