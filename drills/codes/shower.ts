/**
 * One process of the codes drill: shows codes, or asks for them, as many at once as it is told, and says what came of it.
 */

import { onThisMachine } from '../../src/domain/residency/residency.ts';
import { okAsync } from '../../src/domain/result.ts';
import { DeviceToken } from '../../src/domain/verification/device-token.ts';
import { openJoos, orThrow } from '../../src/index.ts';
import { adaptersAt, type DrillPlace } from '../drill-place.ts';

/** A code that was asked for, as processes tell each other. */
export interface AskedCode {
  readonly phone: string;
  readonly challenge: string;
  readonly device: string;
}

/** What a process is told to do at once. */
export type ShowerWord =
  /** Show these codes, each for its challenge. */
  | { readonly kind: 'show'; readonly shown: readonly (AskedCode & { readonly code: string })[] }
  /** Ask for codes to these numbers, each from its own address. */
  | { readonly kind: 'ask'; readonly asked: readonly { readonly phone: string; readonly ip: string }[] }
  | { readonly kind: 'end' };

/** What came of it: how many answers of each kind, and how many messages were handed to the provider. */
export interface ShowerReport {
  readonly answers: Readonly<Record<string, number>>;
  readonly messages: number;
}

const [text, policy] = process.argv.slice(2);
if (text !== undefined && process.send !== undefined) await show(JSON.parse(text) as DrillPlace); // written by codes-drill.ts alone

async function show(place: DrillPlace): Promise<void> {
  let messages = 0;
  const sent = () => {
    messages += 1;
    return okAsync(undefined);
  };
  const adapters = await adaptersAt(
    place,
    { mailer: { residency: onThisMachine, send: sent }, sms: { residency: onThisMachine, send: sent } },
    16,
  );
  const { signIn: _crowded, ...business } = adapters.business;
  const joos = await orThrow(openJoos(policy === 'default' ? { ...adapters, business } : adapters));
  process.on('disconnect', () => process.exit());
  process.on('message', (word: ShowerWord) => {
    if (word.kind === 'end') return void joos.close().then(() => process.exit());
    void act(word).then((answers) => {
      const report: ShowerReport = { answers, messages };
      messages = 0;
      process.send?.(report);
    });
  });
  process.send?.({ answers: {}, messages: 0 } satisfies ShowerReport);

  async function act(word: Exclude<ShowerWord, { kind: 'end' }>): Promise<Record<string, number>> {
    const { accounts } = joos;
    const results =
      word.kind === 'show'
        ? await Promise.all(
            word.shown.map(({ device, ...typed }) =>
              accounts.verifyCode({ ...typed, device: DeviceToken.parse(device)._unsafeUnwrap() }),
            ),
          )
        : await Promise.all(word.asked.map(({ phone, ip }) => accounts.requestCode({ purpose: 'log-in', phone, ip })));
    const answers: Record<string, number> = {};
    for (const result of results) {
      const kind = result.isOk() ? 'ok' : result.error.kind;
      answers[kind] = (answers[kind] ?? 0) + 1;
    }
    return answers;
  }
}
