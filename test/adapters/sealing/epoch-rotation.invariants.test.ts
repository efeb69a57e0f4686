import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { openInMemoryVaultRows } from '../../../src/adapters/in-memory/index.ts';
import type { PortFailure } from '../../../src/application/ports/port-failure.ts';
import type { VaultRows } from '../../../src/application/ports/vault-rows.ts';
import { keyClasses } from '../../../src/domain/data-map/vocabulary.ts';
import type { SubjectId } from '../../../src/domain/ids.ts';
import { Instant, minuteMs } from '../../../src/domain/instant.ts';
import { type Result, ResultAsync } from '../../../src/domain/result.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { instant, newSubject } from '../../../src/testing/contracts/samples.ts';
import { cell, type Process, process } from './opened.ts';

type Deed = 'sign-up' | 'read' | 'erase' | 'begin' | 'rewrap' | 'scan' | 'destroy' | 'wait-4' | 'wait-11';

const deeds = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom<Deed>('sign-up', 'read', 'rewrap', 'scan', 'destroy') },
    { weight: 2, arbitrary: fc.constantFrom<Deed>('begin', 'wait-4', 'wait-11') },
    { weight: 1, arbitrary: fc.constant<Deed>('erase') },
  ),
  { minLength: 10, maxLength: 40 },
);

/** What the processes did, as far as it must be true afterwards. */
interface History {
  /** Who signed up and did not leave, and what was sealed for them. */
  readonly living: Map<SubjectId, Uint8Array>;
  destroyed: number;
}

/** Rows whose every statement reaches the vault, and is answered, when the scheduler wants it. */
function slowRows(rows: VaultRows, scheduler: fc.Scheduler): VaultRows {
  return new Proxy(rows, {
    get: (target, name, receiver) => {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== 'function') return method;
      return (...given: unknown[]) => {
        const run = async (): Promise<Result<unknown, PortFailure>> => {
          await scheduler.schedule(Promise.resolve(), `${String(name)} is on its way`);
          // sound: so does every method of the port answer
          const answer = (await Reflect.apply(method, target, given)) as Result<unknown, PortFailure>;
          await scheduler.schedule(Promise.resolve(), `${String(name)} is answered`);
          return answer;
        };
        return new ResultAsync(run());
      };
    },
  });
}

test('whatever two processes do at once, no living subject loses a key, and no epoch that has one is destroyed', async () => {
  let destroyed = 0;
  await fc.assert(
    fc.asyncProperty(deeds, deeds, fc.scheduler(), async (first, second, scheduler) => {
      const rows = openInMemoryVaultRows();
      let now = instant();
      const clock = { now: () => now };
      const at = { clock };
      await process(rows, at); // makes the first keys, undisturbed
      const history: History = { living: new Map(), destroyed: 0 };
      const opening = [process(slowRows(rows, scheduler), at), process(slowRows(rows, scheduler), at)] as const;
      await scheduler.waitFor(Promise.all(opening));
      const both = await Promise.all(opening);

      const done = [first, second].map(async (own, n) => {
        for (const deed of own) {
          await scheduler.schedule(Promise.resolve(), `process ${n}: ${deed}`);
          if (deed === 'wait-4' || deed === 'wait-11') {
            now = Instant.plusMs(now, minuteMs * (deed === 'wait-4' ? 4 : 11));
          } else {
            await act(both[n as 0 | 1], deed, history);
          }
        }
      });
      await scheduler.waitFor(Promise.all(done));

      destroyed += history.destroyed;
      const later = await process(rows, at);
      for (const [subject, sealed] of history.living) await opens(later, subject, sealed);
      const gone = (await must(rows.epochKeys())).filter(({ destroyedAt }) => destroyedAt !== null);
      for (const subject of history.living.keys()) {
        const epochs = (await must(rows.subjectKeys([subject]))).map(({ epochId }) => epochId);
        expect(gone.filter(({ epochId }) => epochs.includes(epochId))).toEqual([]);
      }
    }),
    { numRuns: 150 },
  );
  expect(destroyed, 'epochs were destroyed at all').toBeGreaterThan(0);
});

async function act(
  { vault, sealing, rotation }: Process,
  deed: Exclude<Deed, 'wait-4' | 'wait-11'>,
  history: History,
): Promise<void> {
  const { living } = history;
  switch (deed) {
    case 'sign-up': {
      const subject = newSubject();
      // One whose keys came too late for their epoch is told so, and has sealed nothing.
      if ((await vault.createKeys(subject, keyClasses, instant())).isErr()) return;
      const sealed = (await must(sealing.sealer(subject))).seal(cell, subject);
      living.set(subject, sealed);
      return;
    }
    case 'read': {
      const [known] = living;
      if (known === undefined) return;
      const keyring = await must(sealing.keyring(known[0], 'data-subject-rights'));
      if (living.has(known[0])) expect(keyring.open(cell, known[1])._unsafeUnwrap()).toBe(known[0]);
      return;
    }
    case 'erase': {
      const subject = [...living.keys()].at(-1);
      if (subject === undefined) return;
      living.delete(subject);
      await must(vault.destroyKeys(subject, keyClasses, instant()));
      return;
    }
    case 'begin':
      await must(rotation.begin());
      return;
    case 'rewrap':
      // It may find that the other process has destroyed the epoch meanwhile.
      expect(
        (await rotation.rewrap(() => {})).mapErr(({ retryable }) => retryable).unwrapOr({ unopened: 0 }),
      ).toMatchObject({ unopened: 0 });
      return;
    case 'scan':
      return must(rotation.scan());
    case 'destroy':
      history.destroyed += (await must(rotation.destroyEmpty())).length;
  }
}

async function opens(opened: Process, subject: SubjectId, sealed: Uint8Array): Promise<void> {
  const keyring = await must(opened.sealing.keyring(subject, 'data-subject-rights'));
  expect(keyring.open(cell, sealed)._unsafeUnwrap()).toBe(subject);
}
