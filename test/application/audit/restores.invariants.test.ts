import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { audited } from '../../../src/application/audit/audited.ts';
import { checkpointAudit } from '../../../src/application/audit/checkpoint-audit.ts';
import { noteRestore } from '../../../src/application/audit/note-restore.ts';
import { type AuditVerified, verifyAudit } from '../../../src/application/audit/verify-audit.ts';
import type { AuditLink } from '../../../src/domain/audit/chain.ts';
import { StaffId } from '../../../src/domain/staff/staff-id.ts';
import { colleagues, seat } from '../../staff-desk.ts';
import { openWorld, refusal, value, type World } from '../world.ts';

const maria = StaffId.parse('maria.k')._unsafeUnwrap();

async function watched(): Promise<World> {
  const world = openWorld();
  value(await seat(world.ports.store, maria, colleagues[maria] ?? [], world.ports.clock.now()));
  return world;
}

const portsOf = ({ ports }: World) => ({ ...ports, auditLog: ports.store.auditLog });
const verified = async (world: World): Promise<AuditVerified> => value(await verifyAudit(portsOf(world))());
const note = (world: World) => noteRestore(portsOf(world))();
const checkpoint = async (world: World) => void value(await checkpointAudit(world.ports)());
const linksOf = (world: World) => world.rows('auditLinks') as readonly AuditLink[]; // sound: the rows of the chain
const append = async (world: World, times = 1): Promise<void> => {
  for (let time = 0; time < times; time += 1) {
    value(await audited(world.ports, (_tx, record) => record({ action: 'find-person', staff: maria })));
  }
};
const wrongIn = ({ faults, forgedLines, unreadableLines }: AuditVerified): number =>
  faults.length + forgedLines.length + unreadableLines.length;

test('a restore is found until it is noted, then told with what it took, and is on record', async () => {
  const world = await watched();
  await append(world, 3);
  const restore = world.backUp();
  await append(world, 4);
  await checkpoint(world);
  expect(refusal(await note(world))).toEqual({ kind: 'NothingLost' });
  restore();
  expect((await verified(world)).faults.map(({ kind }) => kind)).toContain('cut');
  await append(world, 2); // somebody was at work before it was noted
  expect((await verified(world)).faults.map(({ kind }) => kind)).toContain('anchor-differs');
  const noted = value(await note(world));
  expect(noted.lost).toBe(4);
  const told = await verified(world);
  expect(told).toMatchObject({ faults: [], forgedLines: [], unreadableLines: [], restores: [noted] });
  expect(told.lastCheckpointAt).toBe(noted.at);
  expect(refusal(await note(world))).toEqual({ kind: 'NothingLost' });
  expect(world.rows('auditEntries')).toContainEqual(
    expect.objectContaining({ action: 'restore-noted', staff: null, about: '4' }),
  );
});

test('what is cut or changed after a restore was noted is found as ever, and is another thing to note', async () => {
  const world = await watched();
  await append(world, 2);
  const first = world.backUp();
  await append(world, 2);
  first();
  value(await note(world));
  const second = world.backUp();
  await append(world, 3);
  second();
  expect((await verified(world)).faults).toMatchObject([{ kind: 'cut' }]);
  expect(value(await note(world)).lost).toBe(3);
  expect((await verified(world)).restores.map(({ lost }) => lost)).toEqual([2, 3]);
});

test('no restore is noted of a log that is wrong in any other way, nor on the word of another key', async () => {
  const world = await watched();
  await append(world, 2);
  const restore = world.backUp();
  await append(world, 2);
  restore();
  const [, line] = world.witnessed;
  if (line?.kind !== 'anchor') throw new Error('Not a line of an entry');
  const { installation } = world.ports.certificates;
  const forged = { kind: 'restored', installation, at: line.at, heads: [], keyId: 'other', signature: 'AAAA' } as const;
  const before = await verified(world);
  value(await world.ports.audit.append([forged]));
  expect(await verified(world)).toEqual({ ...before, forgedLines: [world.witnessed.length] });
  expect(refusal(await note(world))).toEqual({ kind: 'AuditLogNotWhole' });
  const entries = world.rows('auditEntries').length;
  expect(entries, 'and nothing of it is on record').toBe(2);
});

test('a signature on a checkpoint is none on a restore', async () => {
  const world = await watched();
  await append(world, 2);
  await checkpoint(world);
  const made = world.witnessed.at(-1);
  if (made?.kind !== 'checkpoint') throw new Error('Not a checkpoint');
  value(await world.ports.audit.append([{ ...made, kind: 'restored' }]));
  expect((await verified(world)).forgedLines).toEqual([world.witnessed.length]);
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
  let noted = 0;
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
            noted += 1;
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
  expect(noted, 'some were noted').toBeGreaterThan(10);
});

/** How many places there are from the first to the last of each lane. */
function between(links: readonly AuditLink[]): number {
  return [...Map.groupBy(links, ({ lane }) => lane).values()]
    .map((ofLane) => ofLane.map(({ position }) => position))
    .reduce((sum, positions) => sum + Math.max(...positions) - Math.min(...positions) + 1, 0);
}
