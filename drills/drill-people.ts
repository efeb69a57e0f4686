import { randomBytes, randomInt } from 'node:crypto';
import type { SoughtValue } from '../src/adapters/leak-scan/index.ts';
import type { ResultAsync } from '../src/domain/result.ts';
import { CardNumber, type Joos, orThrow, type SessionToken } from '../src/index.ts';
import { staffSessionOf } from '../test/staff-desk.ts';
import type { DrillCore } from './drill-core.ts';

/** Somebody whom a drill invented, with all that they typed. */
export interface DrillPerson {
  readonly subject: string;
  readonly phone: string;
  readonly session: SessionToken;
  readonly typed: readonly SoughtValue[];
  /** A rental that nobody returned yet, or null. */
  readonly openOrder: string | null;
}

/** What a rental costs in a drill. */
export const drillTariff = {
  currency: 'EUR',
  unlockFeeMinor: 100,
  unitPriceMinor: 50,
  unitMinutes: 30,
  dailyCapMinor: 900,
  lossFeeMinor: 3900,
  vatPercent: 19,
} as const;

let phones = randomInt(1_000_000) * 10;

/** A German mobile number that this process has not had before. */
function newPhone(): string {
  phones += 1;
  return `+49151${String(phones).padStart(8, '0')}`;
}

/** In a drill whose clock runs fast a code is too old before long, and is asked for once more. */
export async function askedUntilSent<Sent, Refusal extends { readonly kind: string }>(
  ask: () => ResultAsync<Sent, Refusal>,
): Promise<Sent> {
  for (let tries = 1; ; tries += 1) {
    const asked = await ask();
    if (asked.isOk()) return asked.value;
    if (asked.error.kind !== 'CodeNotSent' || tries === 50) return orThrow(asked);
  }
}

/** Signs somebody up, who chooses a username, rents, returns and pays, and may have rented once more. */
export async function newDrillPerson(
  joos: Joos,
  core: Pick<DrillCore, 'codeFor'>,
  wish: { readonly rents: boolean; readonly phone?: string | undefined },
): Promise<DrillPerson> {
  const phone = wish.phone ?? newPhone();
  const asked = await askedUntilSent(() => joos.accounts.requestCode({ purpose: 'log-in', phone }));
  const log = { phone, challenge: asked.challenge, device: asked.device, code: core.codeFor(phone) };
  const { subject, session } = await orThrow(joos.accounts.verifyCode(log));
  const letters = Array.from(randomBytes(16), (byte) => String.fromCharCode(97 + (byte % 26)));
  const username = `u${letters.join('')}`;
  await orThrow(joos.accounts.setUsername({ session, username }));
  const number = CardNumber.from('4242 4242 4242 4242');
  // A card of their own: whoever leaves has theirs forgotten.
  await orThrow(joos.cards.addCard({ session, number, paymentMethod: `pm_${username}` }));
  const rented = await orThrow(
    joos.orders.rent({ session, station: 'FRA-0042', powerBank: 'PB-000731', tariff: drillTariff }),
  );
  const back = await orThrow(joos.orders.returnPowerBank({ order: rented.order, station: 'FRA-0107' }));
  await orThrow(joos.payments.charge({ payment: back.payment }));
  const open = wish.rents
    ? await orThrow(joos.orders.rent({ session, station: 'FRA-0042', powerBank: 'PB-000732', tariff: drillTariff }))
    : null;
  return {
    subject,
    phone,
    session,
    typed: [
      { label: 'phone', value: phone },
      { label: 'phone', value: phone.slice(1) },
      { label: 'username', value: username },
    ],
    openOrder: open?.order ?? null,
  };
}

/** Erases somebody as support does, and says whether it is done to its end. */
export async function eraseDrillPerson(joos: Joos, { subject }: Pick<DrillPerson, 'subject'>): Promise<boolean> {
  const { state } = await orThrow(
    joos.privacy.cancelOnBehalf({
      person: { subject },
      staffSession: staffSessionOf('anna.support'),
      reason: 'asked-in-writing',
      caseNumber: 'CASE-1042',
    }),
  );
  return state === 'certified';
}

/** Brings back what was rented, and has it paid: nothing of the order is needed any more. */
export async function settleDrillOrder(joos: Joos, order: string): Promise<void> {
  const { payment } = await orThrow(joos.orders.returnPowerBank({ order, station: 'FRA-0107' }));
  await orThrow(joos.payments.charge({ payment }));
  await orThrow(joos.worker.workerPass({ limit: 100 }));
}
