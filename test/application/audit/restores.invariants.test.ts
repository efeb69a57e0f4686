import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inMemoryAuditSink } from '../../../src/adapters/in-memory/index.ts';
import { audited } from '../../../src/application/audit/audited.ts';
import { checkpointAudit } from '../../../src/application/audit/checkpoint-audit.ts';
import { noteRestore } from '../../../src/application/audit/note-restore.ts';
import { type AuditVerified, verifyAudit } from '../../../src/application/audit/verify-audit.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import { type AuditLink, emptyLane } from '../../../src/domain/audit/chain.ts';
import {
  type AnchorLine,
  checkpointText,
  type RestoredLine,
  restoredText,
  type SinkLine,
} from '../../../src/domain/audit/checkpoint.ts';
import type { RecordedLink } from '../../../src/domain/audit/verify-log.ts';
import { Instant, minuteMs } from '../../../src/domain/instant.ts';
import { errAsync, ResultAsync } from '../../../src/domain/result.ts';
import { StaffId } from '../../../src/domain/staff/staff-id.ts';
import { colleagues, seat } from '../../staff-desk.ts';
import { openWorld, refusal, value, type World } from '../world.ts';

const maria = StaffId.parse('maria.k')._unsafeUnwrap();

/** A world whose log is written to lane after lane, as several writers do at once. */
async function watched(): Promise<World> {
  const world = openWorld();
  const { store } = world.ports;
  value(await seat(store, maria, colleagues[maria] ?? [], world.ports.clock.now()));
  let lane = 0;
  const takeLane = () => {
    lane = (lane + 1) % 3;
    return store.auditLog.heads().map((heads) => heads.find((head) => head.lane === lane) ?? emptyLane(lane));
  };
  const inLanes: typeof store = {
    ...store,
    transact: (work) => store.transact((tx) => work({ ...tx, auditLog: { ...tx.auditLog, takeLane } })),
  };
  return { ...world, ports: { ...world.ports, store: inLanes } };
}

const portsOf = ({ ports }: World) => ({ ...ports, auditLog: ports.store.auditLog });
const verified = async (world: World): Promise<AuditVerified> => value(await verifyAudit(portsOf(world))());
const note = (world: World) => noteRestore(portsOf(world))();
const checkpoint = async (world: World) => void value(await checkpointAudit(world.ports)());
const linksOf = (world: World) => world.rows('auditLinks') as readonly AuditLink[]; // sound: the rows of the chain
const append = async (world: World, times = 1): Promise<void> => {
  for (let time = 0; time < times; time += 1) {
    world.pass(minuteMs);
    value(await audited(world.ports, (_tx, record) => record({ action: 'find-person', staff: maria })));
  }
};
const say = async (world: World, ...lines: readonly SinkLine[]) => void value(await world.ports.audit.append(lines));
const wrongIn = ({ faults, forgedLines, unreadableLines }: AuditVerified): number =>
  faults.length + forgedLines.length + unreadableLines.length;

function restoredLineOf(world: World): RestoredLine {
  const line = world.witnessed.find(({ kind }) => kind === 'restored');
  if (line?.kind !== 'restored') throw new Error('No restore was noted');
  return line;
}

/** A restore took four entries, and left six. */
async function restored(): Promise<World> {
  const world = await watched();
  await append(world, 6);
  const restore = world.backUp();
  await append(world, 4);
  restore();
  return world;
}

/** As {@link restored}, and it is noted. */
async function noted(): Promise<{ readonly world: World; readonly backup: () => void }> {
  const world = await restored();
  value(await note(world));
  const backup = world.backUp();
  return { world, backup };
}

describe('a restore of the data store', () => {
  test('is found until it is noted, then told with what it took and since when, and is on record', async () => {
    const world = await watched();
    await append(world, 6);
    const restore = world.backUp();
    const { recordedAt: before } = linksOf(world).at(-1) ?? { recordedAt: 0 };
    await append(world, 4);
    await checkpoint(world);
    expect(refusal(await note(world))).toEqual({ kind: 'NothingLost' });
    restore();
    expect((await verified(world)).faults.map(({ kind }) => kind)).toEqual(['cut', 'cut', 'cut']);
    await append(world, 2); // somebody was at work before it was noted
    expect((await verified(world)).faults.map(({ kind }) => kind)).toContain('anchor-differs');
    const made = value(await note(world));
    expect(made).toEqual({ at: world.ports.clock.now(), since: before + minuteMs, lost: 4 });
    const told = await verified(world);
    expect(told).toMatchObject({ faults: [], forgedLines: [], unreadableLines: [], restores: [made] });
    expect(told.lastCheckpointAt).toBe(made.at);
    expect(refusal(await note(world))).toEqual({ kind: 'NothingLost' });
    expect(world.rows('auditEntries')).toContainEqual(expect.objectContaining({ action: 'note-restore', staff: null }));
  });

  test('can take a whole lane, and take from others nothing', async () => {
    const world = await watched();
    const restore = world.backUp();
    await append(world, 1);
    restore();
    expect(value(await note(world)).lost).toBe(1);
    expect(restoredLineOf(world).lost).toMatchObject([{ left: 0, upTo: 1 }]);
    expect(wrongIn(await verified(world))).toBe(0);
  });

  test('does not cover for another one that comes later, which is another thing to note', async () => {
    const { world, backup } = await noted();
    await append(world, 3);
    backup();
    expect((await verified(world)).faults.map(({ kind }) => kind)).toEqual(['cut', 'cut', 'cut']);
    expect(value(await note(world)).lost).toBe(3);
    expect((await verified(world)).restores.map(({ lost }) => lost)).toEqual([4, 3]);
  });

  test('says nothing a second time, wherever its line is repeated', async () => {
    const { world, backup } = await noted();
    await append(world, 5);
    await checkpoint(world);
    backup();
    const wrong = await verified(world);
    expect(wrong.faults).not.toEqual([]);
    await say(world, restoredLineOf(world));
    expect(await verified(world)).toEqual({ ...wrong, forgedLines: [world.witnessed.length] });
  });

  test('stays noted, whatever line from before it is said once more', async () => {
    const world = await watched();
    await append(world, 6);
    const restore = world.backUp();
    await append(world, 4);
    await checkpoint(world);
    restore();
    value(await note(world));
    const before = await verified(world);
    expect(wrongIn(before)).toBe(0);
    const lines = world.witnessed.filter(({ kind }) => kind !== 'restored');
    await say(world, ...lines);
    expect(await verified(world)).toEqual({ ...before, anchors: before.anchors * 2 });
    const { lastCheckpointAt } = await verified(world);
    expect(lastCheckpointAt, 'an old checkpoint is not the last one').toBe(before.lastCheckpointAt);
  });

  test('is noted although somebody wrote into the sink, and that is told as ever', async () => {
    const world = await restored();
    await say(world, null as never); // as a line reads that nobody of us wrote
    expect(value(await note(world)).lost).toBe(4);
    expect(await verified(world)).toMatchObject({ faults: [], unreadableLines: [11], restores: [{ lost: 4 }] });
  });

  test('excuses nothing where its line broke off, and is noted anew then', async () => {
    const world = await restored();
    const { audit } = world.ports;
    const short: typeof audit = {
      ...audit,
      append: (more) =>
        more.length < 2
          ? audit.append(more)
          : audit.append(more.slice(0, 1)).andThen(() => errAsync(portFailure('AuditSink', true))),
    };
    expect(refusal(await note({ ...world, ports: { ...world.ports, audit: short } })).kind).toBe('PortFailure');
    expect((await verified(world)).faults).not.toEqual([]);
    value(await note(world));
    expect(wrongIn(await verified(world))).toBe(0);
  });

  test('tells by when what only a checkpoint knew of was recorded', async () => {
    const world = await watched();
    await append(world, 3);
    const restore = world.backUp();
    // Entries without a line of their own, such as risks.
    const silent: World = { ...world, ports: { ...world.ports, audit: inMemoryAuditSink() } };
    await append(silent, 4);
    await checkpoint(world);
    const by = world.ports.clock.now();
    world.pass(minuteMs);
    restore();
    expect(value(await note(world))).toMatchObject({ since: by, lost: 4 });
  });

  test('of a copy of the sink says nothing in the other one', async () => {
    const world = await watched();
    await append(world, 6);
    await checkpoint(world);
    const restore = world.backUp();
    const lines = [...world.witnessed];
    // A drill: an old backup, and a copy of the sink that goes its own way.
    const copy = inMemoryAuditSink();
    value(await copy.append(lines));
    const drill: World = { ...world, ports: { ...world.ports, audit: copy } };
    await append(drill, 2);
    restore();
    value(await note(drill));
    const [made] = copy.lines.filter(({ kind }) => kind === 'restored');
    if (made === undefined) throw new Error('Nothing was noted');
    restore();
    await append(world, 6);
    restore(); // and that was a cut
    const wrong = await verified(world);
    expect(wrong.faults).not.toEqual([]);
    await say(world, made);
    expect(await verified(world)).toEqual({ ...wrong, forgedLines: [world.witnessed.length] });
  });

  test('does not cover for what comes into the sink while it is noted', async () => {
    const world = await restored();
    const { audit } = world.ports;
    let cut = (): void => {};
    const racing: typeof audit = {
      ...audit,
      // Another process has an entry recorded just before the restore is signed for.
      append: (more) =>
        more.some(({ kind }) => kind === 'restored')
          ? new ResultAsync(
              (async () => {
                cut = world.backUp();
                await append(world, 1);
                return audit.append(more);
              })(),
            )
          : audit.append(more),
    };
    value(await note({ ...world, ports: { ...world.ports, audit: racing } }));
    expect(wrongIn(await verified(world))).toBe(0);
    cut();
    expect((await verified(world)).faults).toMatchObject([{ kind: 'cut' }]);
  });

  test.each([
    ['changed', (link: RecordedLink) => ({ ...link, record: { salt: 'ff', text: 'something else' } })],
    ['missing', (link: RecordedLink) => ({ ...link, record: null })],
    ['linked otherwise', (link: RecordedLink) => ({ ...link, link: 'f'.repeat(64) })],
  ])('is not noted of a log in which an entry is %s', async (_, tampered) => {
    const world = await restored();
    const { auditLog } = world.ports.store;
    const links: typeof auditLog.links = (lane, after, limit) =>
      auditLog.links(lane, after, limit).map(([first, ...more]) => (first ? [tampered(first), ...more] : []));
    const noting = noteRestore({ ...world.ports, auditLog: { ...auditLog, links } })();
    expect(refusal(await noting)).toEqual({ kind: 'AuditLogNotWhole' });
    expect(world.rows('auditEntries'), 'and nothing of it is on record').toHaveLength(6);
  });

  test('pins what was read, and not where the database says that a lane ends', async () => {
    const world = await restored();
    await append(world, 3);
    const { audit, store } = world.ports;
    let isNoted = false;
    const heads: typeof store.auditLog.heads = () =>
      store.auditLog.heads().map((all) => (isNoted ? all.map((head) => ({ ...head, length: head.length - 1 })) : all));
    const auditLog = { ...store.auditLog, heads };
    const watching: typeof audit = {
      ...audit,
      append: (lines) => {
        isNoted = true; // with the entry of the note a trigger sets every lane back
        return audit.append(lines);
      },
    };
    const noting = noteRestore({ ...world.ports, audit: watching, auditLog, store: { ...store, auditLog } })();
    expect(refusal(await noting)).toEqual({ kind: 'AuditLogNotWhole' });
    expect(world.witnessed.some(({ kind }) => kind === 'restored')).toBe(false);
  });

  test('is not taken on the word of another key, nor for another thing that ours signed', async () => {
    const { world } = await noted();
    const genuine = restoredLineOf(world);
    const lines = world.witnessed.length;
    const more = { ...genuine, lost: genuine.lost.map((range) => ({ ...range, left: 0 })) };
    await say(world, { ...genuine, signature: 'AAAA' }, more, { ...genuine, at: Instant.plusMs(genuine.at, 1) });
    expect((await verified(world)).forgedLines).toEqual([lines + 1, lines + 2, lines + 3]);
    expect(restoredText(genuine)).not.toBe(checkpointText({ ...genuine, heads: [] }));
    expect(refusal(await note(world))).toEqual({ kind: 'NothingLost' });
  });
});

describe('a line of the sink that no key of the installation signed', () => {
  const forged = (world: World): readonly SinkLine[] => {
    const [genuine] = world.witnessed;
    if (genuine?.kind !== 'anchor') throw new Error('An entry has a line of its own');
    const otherwise: readonly Partial<AnchorLine>[] = [
      { position: genuine.position + 100 },
      { lane: genuine.lane + 1 },
      { link: 'f'.repeat(64) },
      { recordedAt: Instant.plusMs(genuine.recordedAt, 1) },
      { keyId: 'ffffffffffffffff' },
      { signature: 'AAAA' },
    ];
    return otherwise.map((part) => ({ ...genuine, ...part }));
  };

  test('is told of by its number, and of the log it says nothing', async () => {
    const world = await watched();
    await append(world, 6);
    const lines = forged(world);
    await say(world, ...lines);
    const told = await verified(world);
    expect(told).toMatchObject({ faults: [], unreadableLines: [], forgedLines: lines.map((_, number) => 7 + number) });
  });

  test('is none by the seal of a checkpoint that says something else', async () => {
    const world = await watched();
    await append(world, 3);
    await checkpoint(world);
    const genuine = world.witnessed.at(-1);
    if (genuine?.kind !== 'checkpoint') throw new Error('A checkpoint was just made');
    const { at, heads } = genuine;
    await say(world, { ...genuine, heads: heads.slice(1) }, { ...genuine, at: Instant.plusMs(at, minuteMs) });
    expect(await verified(world)).toMatchObject({
      faults: [],
      checkpoints: 1,
      lastCheckpointAt: at,
      forgedLines: [5, 6],
    });
  });

  test('is nothing that a restore could have taken', async () => {
    const world = await watched();
    await append(world, 6);
    await say(world, ...forged(world));
    expect(refusal(await note(world))).toEqual({ kind: 'NothingLost' });
  });

  test('is told of among the lost ones too', async () => {
    const world = await restored();
    const lines = world.witnessed.length;
    await say(world, ...forged(world).slice(0, 1));
    expect((await verified(world)).faults.map(({ kind }) => kind)).toEqual(['cut', 'cut', 'cut']);
    expect(value(await note(world)).lost).toBe(4);
    expect(await verified(world)).toMatchObject({ faults: [], forgedLines: [lines + 1] });
  });
});

test('a sink full of what nobody of us wrote is told of in a few lines', async () => {
  const world = await watched();
  await append(world, 1);
  await say(world, ...Array.from({ length: 10_000 }, () => null as never));
  for (let times = 0; times < 19; times += 1) await say(world, ...world.witnessed.slice(1, 10_001));
  const { unreadableLines, anchors } = await verified(world);
  expect(anchors).toBe(1);
  expect(unreadableLines).toHaveLength(100);
});

/** What happens to an installation. */
const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('append' as const), times: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ kind: fc.constantFrom('back-up', 'restore', 'note', 'checkpoint') }),
  ),
  { minLength: 4, maxLength: 25 },
);

test('whatever was restored and noted, the log is wrong exactly where the sink knows of something that it has not', async () => {
  let notes = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      const world = await watched();
      /** Every link that there ever was and that no note has told of. */
      const known = new Map<string, AuditLink>();
      let restore = world.backUp();
      let lostInAll = 0;
      /** A backup from before a note brings back what it told of as lost, and then the numbers are bounds alone. */
      let isOldBackup = false;
      let isBack = false;
      for (const step of sequence) {
        if (step.kind === 'append' && 'times' in step) await append(world, step.times);
        if (step.kind === 'back-up') {
          restore = world.backUp();
          isOldBackup = false;
        }
        if (step.kind === 'checkpoint') await checkpoint(world);
        if (step.kind === 'restore') {
          restore();
          isBack ||= isOldBackup;
        }
        const there = new Set(linksOf(world).map(({ link }) => link));
        const missing = [...known.values()].filter(({ link }) => !there.has(link));
        if (step.kind === 'note') {
          const answer = await note(world);
          if (missing.length === 0) expect(refusal(answer)).toEqual({ kind: 'NothingLost' });
          else {
            const lost = between(missing);
            if (isBack) value(answer);
            else expect(value(answer).lost).toBe(lost);
            lostInAll += lost;
            notes += 1;
            isOldBackup = true;
            for (const { link } of missing) known.delete(link);
          }
        }
        for (const link of linksOf(world)) known.set(link.link, link);
        const isWhole = [...known.values()].every(({ link }) => there.has(link) || step.kind === 'note');
        const told = await verified(world);
        expect(wrongIn(told) === 0).toBe(isWhole);
        if (!isBack) expect(told.restores.reduce((sum, { lost }) => sum + lost, 0)).toBe(lostInAll);
      }
    }),
    { numRuns: 150 },
  );
  expect(notes, 'some were noted').toBeGreaterThan(10);
});

/** How many places there are from the first to the last of each lane. */
function between(links: readonly AuditLink[]): number {
  return [...Map.groupBy(links, ({ lane }) => lane).values()]
    .map((ofLane) => ofLane.map(({ position }) => position))
    .reduce((sum, positions) => sum + Math.max(...positions) - Math.min(...positions) + 1, 0);
}
