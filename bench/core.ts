import { drillCore } from '../drills/drill-core.ts';
import { drillTariff } from '../drills/drill-people.ts';
import { simulatedCards } from '../src/adapters/simulated-cards/index.ts';
import type { Stores } from '../src/application/ports/stores.ts';
import { SessionToken } from '../src/domain/session/session-token.ts';
import { CardNumber, openJoos, orThrow } from '../src/index.ts';
import { staffSessionOf } from '../test/staff-desk.ts';
import type { Contender, Someone } from './contender.ts';

/**
 * The core on these stores, with senders that send nothing, so that the stores alone are measured. Every refusal ends the
 * benchmark: a deadlock that reached the caller would be one.
 */
export async function openCore(stores: Stores): Promise<Contender> {
  const { adapters, codeFor, remove } = await drillCore(stores, 'bench');
  const joos = await orThrow(openJoos({ ...adapters, cards: simulatedCards() }));

  async function signUp(): Promise<{ readonly subject: string; readonly session: SessionToken }> {
    const { phone, ip } = newcomerOf(nextNewcomer());
    const { challenge, device } = await orThrow(joos.accounts.requestCode({ purpose: 'log-in', phone, ip }));
    return orThrow(joos.accounts.verifyCode({ phone, challenge, device, code: codeFor(phone), ip }));
  }

  async function rentAndReturn(session: SessionToken): Promise<string> {
    const { order } = await orThrow(
      joos.orders.rent({ session, station: 'FRA-0042', powerBank: 'PB-000731', tariff: drillTariff }),
    );
    return (await orThrow(joos.orders.returnPowerBank({ order, station: 'FRA-0107' }))).payment;
  }

  function sessionOf(someone: Someone): SessionToken {
    if (someone.session instanceof SessionToken) {
      return someone.session;
    }
    throw new Error('Somebody else made this person');
  }

  return {
    people: (count) =>
      inEights(count, async () => {
        const { subject, session } = await signUp();
        const number = CardNumber.from('4242 4242 4242 4242');
        const { card } = await orThrow(joos.cards.addCard({ session, number, paymentMethod: 'pm_sim_ok' }));
        await orThrow(joos.payments.charge({ payment: await rentAndReturn(session) }));
        return { subject, session, card };
      }),
    signUp: async () => {
      await signUp();
    },
    lookUpSession: async (someone) => {
      await orThrow(joos.accounts.authenticate({ session: sessionOf(someone) }));
    },
    rentAndReturn: async (someone) => {
      await rentAndReturn(sessionOf(someone));
    },
    exportData: async (someone) => {
      await orThrow(joos.privacy.exportMyData({ session: sessionOf(someone) }));
    },
    erase: async ({ subject }) => {
      const { state } = await orThrow(
        joos.privacy.cancelOnBehalf({
          person: { subject },
          staffSession: staffSessionOf('anna.support'),
          reason: 'asked-in-writing',
          caseNumber: 'CASE-1042',
        }),
      );
      if (state !== 'certified') {
        throw new Error(`The erasure stopped at ${state}`);
      }
    },
    close: async () => {
      await joos.close();
      await remove();
    },
  };
}

let newcomers = 0;

/** Counts whoever signs up, for both sides. */
export function nextNewcomer(): number {
  newcomers += 1;
  return newcomers;
}

/** Each has a German mobile number and an address of their own, of which no budget comes to its end. */
function newcomerOf(index: number): { readonly phone: string; readonly ip: string } {
  return {
    phone: `+491511${String(1_000_000 + index)}`,
    ip: `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`,
  };
}

/** Makes things eight at a time. */
export async function inEights<Value>(count: number, make: () => Promise<Value>): Promise<readonly Value[]> {
  const made: Value[] = [];
  let started = 0;
  const maker = async (): Promise<void> => {
    while (started < count) {
      started += 1;
      made.push(await make());
    }
  };
  await Promise.all(Array.from({ length: 8 }, maker));
  return made;
}
