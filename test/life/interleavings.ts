import { simulatedCards } from '../../src/adapters/simulated-cards/index.ts';
import { scopeBreach } from '../../src/application/breach/scope-breach.ts';
import type { Mail } from '../../src/application/ports/mailer.ts';
import type { Sms } from '../../src/application/ports/sms-sender.ts';
import {
  accountsRoom,
  auditRoom,
  cardsRoom,
  consentsRoom,
  keysRoom,
  noticesRoom,
  ordersRoom,
  paymentsRoom,
  privacyRoom,
  type Rooms,
  staffRoom,
  supportRoom,
  workerRoom,
} from '../../src/application/rooms.ts';
import { openWorld } from '../application/world.ts';
import type { OpenCore } from './open-core.ts';
import { testCards } from './test-cards.ts';
import { trustingProviders } from './trusting-providers.ts';

/** The core as a command has it: on a real database, or in memory, where one thing happens after the other. */
export interface Hand {
  readonly rooms: Rooms;
  readonly messages: () => readonly (Mail | Sms)[];
  readonly pass: (durationMs: number) => void;
}

export function handOf(core: OpenCore): Hand {
  return { rooms: core.joos, messages: () => [...core.texts, ...core.mails], pass: core.clock.pass };
}

/** The use cases on stores in memory: what the real ones must look like from outside. */
export function handInMemory(): Hand {
  const world = openWorld();
  const ports = {
    ...world.ports,
    identities: trustingProviders(world.ports.clock),
    processor: testCards(simulatedCards()),
  };
  return {
    rooms: {
      accounts: accountsRoom(ports),
      consents: consentsRoom(ports),
      cards: cardsRoom(ports),
      orders: ordersRoom(ports),
      payments: paymentsRoom(ports),
      notices: noticesRoom(ports),
      privacy: privacyRoom(ports),
      support: supportRoom(ports),
      staff: staffRoom(ports),
      worker: workerRoom(ports),
      audit: { ...auditRoom(ports), scopeBreach: scopeBreach(ports) },
      keys: keysRoom(ports),
    },
    messages: () => [...world.texts, ...world.mails],
    pass: world.pass,
  };
}

/** Where a command of an interleaving comes from. */
export interface Turn {
  readonly history: 0 | 1;
  readonly index: number;
}

/** Every order in which two histories can have happened, each in its own order. */
export function* interleavings(first: number, second: number): Generator<readonly Turn[]> {
  function* merged(done: readonly Turn[], of0: number, of1: number): Generator<readonly Turn[]> {
    if (of0 === first && of1 === second) yield done;
    if (of0 < first) yield* merged([...done, { history: 0, index: of0 }], of0 + 1, of1);
    if (of1 < second) yield* merged([...done, { history: 1, index: of1 }], of0, of1 + 1);
  }
  yield* merged([], 0, 0);
}
