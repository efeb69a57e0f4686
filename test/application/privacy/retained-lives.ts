import * as fc from 'fast-check';
import { expect } from 'vitest';
import { deliverDue } from '../../../src/application/notices/deliver-due.ts';
import { charge } from '../../../src/application/payments/charge.ts';
import { approveHold } from '../../../src/application/privacy/approve-hold.ts';
import { closeRequest } from '../../../src/application/privacy/close-request.ts';
import { continueErasures } from '../../../src/application/privacy/continue-erasures.ts';
import { endHold } from '../../../src/application/privacy/end-hold.ts';
import { explainRetention } from '../../../src/application/privacy/explain-retention.ts';
import { placeHold } from '../../../src/application/privacy/place-hold.ts';
import { recordRequest } from '../../../src/application/privacy/record-request.ts';
import { type RetentionSwept, sweepRetention } from '../../../src/application/privacy/sweep-retention.ts';
import { verifyRequest } from '../../../src/application/privacy/verify-request.ts';
import { revealContact } from '../../../src/application/support/reveal-contact.ts';
import { dayAfter, dayNumber, dayOfNumber, startOfDay } from '../../../src/domain/calendar.ts';
import { type FieldId, fieldOf } from '../../../src/domain/data-map/personal-field.ts';
import type { OrderId, SubjectId } from '../../../src/domain/ids.ts';
import { Day, minuteMs } from '../../../src/domain/instant.ts';
import type { ExplainedLine, HeldValues } from '../../../src/domain/retention/explain.ts';
import { defaultSignInPolicy } from '../../../src/domain/verification/sign-in-policy.ts';
import { staffSessionOf } from '../../staff-desk.ts';
import { type Person, signIn } from '../people.ts';
import { givenRider, leave, type RentalWorld, rentAndReturn, rentOne } from '../rental-world.ts';
import { value } from '../world.ts';

/** Where histories run: the use cases on some stores, and every row of these stores as they are. */
export interface Stage {
  readonly world: RentalWorld;
  readonly everything: () => Promise<string>;
}

/** Something happens to one of two people, so many days after what was before. */
export interface Happening {
  readonly afterDays: number;
  readonly who: 0 | 1;
  readonly what: (typeof happenings)[number];
  /** Decides what is left open: how long a hold runs, what it names, how much a sweep does. */
  readonly choice: number;
}

const happenings = ['rents', 'keeps', 'logs in', 'is looked at', 'is held', 'asks', 'leaves', 'sweep'] as const;

/** Some years of two people, with sweeps in between. */
export const someYears: fc.Arbitrary<readonly Happening[]> = fc.array(
  fc.record({
    afterDays: fc.oneof(fc.constantFrom(0, 1, 364, 365, 366, 1095, 1096, 2950), fc.nat({ max: 500 })),
    who: fc.constantFrom(0 as const, 1 as const),
    what: fc.constantFrom(...happenings),
    choice: fc.nat({ max: 9999 }),
  }),
  { minLength: 3, maxLength: 14 },
);

/** How the tests themselves keep in mind what must not go. */
interface Guard {
  readonly subject: SubjectId;
  readonly names: 'all' | { readonly order: OrderId } | { readonly category: string };
  /** The last day; null while a request is open. */
  until: Day | null;
}

const anna = { staffSession: staffSessionOf('anna.support'), caseNumber: 'CASE-1042' };
const ben = { staffSession: staffSessionOf('ben.legal'), caseNumber: 'CASE-1042' };
const heldCategories = ['staff-access', 'bookkeeping', 'message', 'privacy-request', 'profile', 'rental', 'payment'];

/** People whose data is kept and goes, and every promise about it checked at each sweep. */
class RetainedLives {
  readonly #stage: Stage;
  readonly #here: (Person | null)[] = [null, null];
  readonly #subjects = new Set<SubjectId>();
  readonly #guards: Guard[] = [];
  readonly #open: { readonly request: string; readonly guard: Guard }[] = [];

  constructor({ world, everything }: Stage) {
    // They come back after years, and it is their number still: what else may have become of it is told elsewhere.
    const business = { ...world.ports.business, signIn: { ...defaultSignInPolicy, phoneDormancy: 'P99Y' as const } };
    this.#stage = { world: { ...world, ports: { ...world.ports, business } }, everything };
  }

  get #ports() {
    return this.#stage.world.ports;
  }

  today(): Day {
    return Day.ofInstant(this.#ports.clock.now());
  }

  async happens({ afterDays, who, what, choice }: Happening): Promise<void> {
    await this.passTo(dayOfNumber(dayNumber(this.today()) + afterDays), 9 * 60);
    const { world } = this.#stage;
    if (what === 'sweep') return this.sweepAndCheck(choice % 3 === 0 ? (choice % 7) + 1 : 10_000);
    const person = this.#here[who] ?? (await this.#signUp());
    this.#here[who] = person;
    const { subject } = person;
    switch (what) {
      case 'rents': {
        await this.#comesBack(person);
        const { payment } = await rentAndReturn(world, person);
        if (choice % 2 === 0) value(await charge(this.#ports)({ payment }));
        value(await deliverDue(this.#ports)({ limit: 9 }));
        return;
      }
      case 'keeps':
        await this.#comesBack(person);
        await rentOne(world, person);
        return;
      case 'logs in':
        await this.#comesBack(person);
        return;
      case 'is looked at':
        void (await revealContact(this.#ports)({
          ...anna,
          purpose: 'resolve-problem',
          subject,
          fields: ['login.phone'],
        })); // nobody to look at is no look
        return;
      case 'is held':
        return this.#hold(subject, choice);
      case 'asks':
        return this.#ask(subject, choice);
      case 'leaves':
        await this.#comesBack(person);
        await leave(world, person);
        this.#here[who] = null;
        return this.#work();
    }
  }

  /** Moves on to a day, at a minute of it. */
  async passTo(day: Day, minute = 0): Promise<void> {
    const at = startOfDay(day) + minute * minuteMs;
    this.#stage.world.pass(Math.max(0, at - this.#ports.clock.now()));
    await this.#work();
  }

  /** Everybody leaves, and nothing is left to wait for. */
  async end(): Promise<void> {
    for (const { request, guard } of this.#open.splice(0)) {
      value(await closeRequest(this.#ports)({ ...anna, request, outcome: 'done' }));
      guard.until = this.#dayBefore();
    }
    for (const person of this.#here.splice(0, 2, null, null)) {
      if (person === null) continue;
      await this.#comesBack(person);
      await leave(this.#stage.world, person);
    }
    await this.#work();
  }

  /** What is explained now of everybody, in one list. */
  async explained(): Promise<readonly (ExplainedLine & { readonly subject: SubjectId })[]> {
    const all = [];
    for (const subject of this.#subjects) {
      const answer = await explainRetention(this.#ports)({ ...anna, person: { subject } });
      if (answer.isErr()) continue; // gone, tombstone and all
      all.push(...answer.value.lines.map((line) => ({ ...line, subject })));
    }
    return all;
  }

  /** How many values of a field are held whose time began on the day. */
  async count(subject: SubjectId, field: FieldId, since: Day | null): Promise<number> {
    const held = (await this.#held()).filter((one) => one.subject === subject && one.field === field);
    return sum(held.filter((one) => one.since === since));
  }

  /** Counts dry, sweeps by the limit, and then until nothing is due any more; holds all of it against the promises. */
  async sweepAndCheck(limit: number): Promise<void> {
    const explained = await this.explained();
    const before = await this.#held();
    const rows = await this.#stage.everything();
    const counted = await this.#sweep(limit, true);
    expect(await this.#stage.everything(), 'a dry run changes nothing').toBe(rows);
    const { more: _, ...done } = await this.#sweep(limit, false);
    expect({ ...done, more: false }, 'a dry run counts what a sweep does').toEqual(counted);
    const along = 2; // a record goes with what names it, or not at all
    expect(total(counted), 'a sweep does no more than it may').toBeLessThanOrEqual(limit + along);
    for (let rounds = 0; ; rounds += 1) {
      expect(rounds, 'a sweep comes to an end').toBeLessThan(200);
      if (total(await this.#sweep(limit, false)) === 0) break;
    }
    const after = await this.#held();
    this.#nothingElseWent(before, after);
    this.#allThatIsDueWent(after);
    for (const [subject, field] of pairsOf(explained)) {
      const lines = explained.filter((line) => line.subject === subject && line.field === field);
      if (lines.some(({ until }) => until.kind === 'erasure' || isToday(until, this.today()))) continue;
      if (fieldOf(field).category === 'key') continue; // they stand in the vault
      const staying = lines.filter(
        ({ until }) => !('day' in until && until.day < this.today()) && !isOver(until, this.today()),
      );
      const held = after.filter((one) => one.subject === subject && one.field === field);
      const words = `${field} is held as it was explained, on ${this.today()}`;
      // With the last rental that was kept its receipt loses its name; it stays, and is nobody's.
      if (field === 'bookkeeping.receipt') expect(sum(held), words).toBeLessThanOrEqual(sum(staying));
      else expect(sum(held), words).toBe(sum(staying));
    }
  }

  async #signUp(): Promise<Person> {
    const person = await givenRider(this.#stage.world);
    this.#subjects.add(person.subject);
    return person;
  }

  /** Sessions end after a while; whoever does something logs in first. */
  async #comesBack(person: Person): Promise<void> {
    this.#stage.world.pass(minuteMs); // another code may be sent
    Object.assign(person, await signIn(this.#stage.world, person.phone));
    this.#stage.world.pass(minuteMs);
  }

  async #hold(subject: SubjectId, choice: number): Promise<void> {
    const until = dayOfNumber(dayNumber(this.today()) + (choice % 365));
    const order = (await this.#ordersOf(subject))[0];
    const kind = (['person', 'order', 'category'] as const)[choice % 3];
    if (kind === undefined || (kind === 'order' && order === undefined)) return;
    const category = heldCategories[choice % heldCategories.length] ?? 'rental';
    const scope =
      kind === 'order' ? { scope: kind, order } : kind === 'category' ? { scope: kind, category } : { scope: kind };
    const { hold } = value(
      await placeHold(this.#ports)({ ...anna, person: { subject }, basis: 'legal-claim', until, ...scope }),
    );
    if (choice % 5 === 0) return; // nobody approves it
    value(await approveHold(this.#ports)({ ...ben, hold }));
    if (choice % 5 === 1) {
      value(await endHold(this.#ports)({ ...ben, hold }));
      return;
    }
    const names = kind === 'order' && order !== undefined ? { order } : kind === 'category' ? { category } : 'all';
    this.#guards.push({ subject, names, until });
  }

  async #ask(subject: SubjectId, choice: number): Promise<void> {
    const [order] = choice % 2 === 0 ? await this.#ordersOf(subject) : [];
    const asked = { ...anna, person: { subject }, right: 'access', channel: 'letter' };
    const { request } = value(await recordRequest(this.#ports)(order === undefined ? asked : { ...asked, order }));
    value(await verifyRequest(this.#ports)({ ...anna, request }));
    if (choice % 3 === 0) {
      value(await closeRequest(this.#ports)({ ...anna, request, outcome: 'done' }));
      return;
    }
    const guard: Guard = { subject, names: order === undefined ? { category: 'none' } : { order }, until: null };
    this.#guards.push(guard);
    this.#open.push({ request, guard });
  }

  async #ordersOf(subject: SubjectId): Promise<readonly OrderId[]> {
    const held = (await this.#held()).filter((one) => one.subject === subject && one.table === 'orders');
    return [...new Set(held.flatMap(({ order }) => (order === null ? [] : [order])))].toSorted();
  }

  /** What a worker does meanwhile: erasures go as far as they can. */
  async #work(): Promise<void> {
    for (let pass = 0; pass < 3; pass += 1) {
      this.#stage.world.pass(2 * minuteMs);
      value(await continueErasures(this.#ports)({ limit: 20 }));
    }
  }

  async #sweep(limit: number, dryRun: boolean): Promise<RetentionSwept> {
    return value(await sweepRetention(this.#ports)({ limit, dryRun }));
  }

  async #held(): Promise<readonly Held[]> {
    const all: Held[] = [];
    for (const subject of this.#subjects) {
      const account = value(await this.#ports.store.retention.accountOf(subject));
      const held = value(await this.#ports.store.retention.heldOf(subject));
      all.push(...held.map((one) => ({ ...one, subject, leftOn: account?.leftOn ?? null })));
    }
    return all;
  }

  #dayBefore(): Day {
    return dayOfNumber(dayNumber(this.today()) - 1);
  }

  #nothingElseWent(before: readonly Held[], after: readonly Held[]): void {
    const left = new Map(after.map((one) => [keyOf(one), one.records]));
    for (const one of before) {
      if ((left.get(keyOf(one)) ?? 0) >= one.records) continue;
      const orderWent =
        one.order !== null && !after.some((other) => other.table === 'orders' && other.order === one.order);
      if (one.table === 'receipts' && orderWent) continue; // it is nobody's any more
      const last = lastDayOf(one);
      const why = `${one.field} of ${one.since}, on ${this.today()}`;
      expect(
        last !== null && (isSecret(one.table) ? last <= this.today() : last < this.today()),
        `${why}, is due`,
      ).toBe(true);
      expect(this.#isGuarded(one, after), `${why}, is held or protected`).toBe(false);
    }
  }

  #allThatIsDueWent(after: readonly Held[]): void {
    const overdue = after.filter((one) => {
      const last = lastDayOf(one);
      return last !== null && last < this.today() && !this.#isGuarded(one, after);
    });
    expect(
      overdue.map(({ field, since }) => `${field} of ${since}`),
      `nothing is overdue on ${this.today()}`,
    ).toEqual([]);
  }

  #isGuarded({ subject, table, field, order }: Held, held: readonly Held[]): boolean {
    if (isSecret(table)) return false;
    const waitsForOrders = ['users', 'erasures', 'propagations'].includes(table);
    if (waitsForOrders && held.some((one) => one.subject === subject && one.table === 'orders')) return true;
    const { category } = fieldOf(field);
    const isOrders = ['orders', 'payments', 'cards'].includes(table);
    return this.#guards.some(({ subject: whose, names, until }) => {
      if (whose !== subject || (until !== null && until < this.today())) return false;
      if (names === 'all') return true;
      if ('category' in names) {
        return names.category === category || (isOrders && ['rental', 'payment', 'card'].includes(names.category));
      }
      if (table === 'cards') return held.some((one) => one.table === 'orders' && one.order === names.order);
      return names.order === order && (isOrders || table === 'receipts');
    });
  }
}

type Held = HeldValues & { readonly subject: SubjectId; readonly leftOn: Day | null };

/** How long by the policy, written down a second time and counted without the calendar of the domain. */
const years: Readonly<Partial<Record<HeldValues['table'], number>>> = {
  audit_entries: 1,
  notices: 1,
  erasures: 3,
  legal_holds: 3,
  privacy_requests: 3,
  users: 3,
};

function lastDayOf({ table, since, leftOn }: Held): Day | null {
  if (['orders', 'payments', 'cards'].includes(table)) return leftOn === null ? null : endOfYear(leftOn, 3);
  if (since === null) return null;
  if (isSecret(table)) return since;
  if (table === 'receipts') return endOfYear(since, 8);
  const time = years[table];
  return time === undefined ? null : yearsLater(since, time);
}

function endOfYear(day: Day, later: number): Day {
  return `${Number(day.slice(0, 4)) + later}-12-31` as Day; // sound: every year has this day
}

function yearsLater(day: Day, later: number): Day {
  const moved = `${Number(day.slice(0, 4)) + later}${day.slice(4)}`;
  return (moved.endsWith('02-29') ? moved.replace('02-29', '02-28') : moved) as Day; // sound: no such year is a leap year
}

/** Codes and sessions go with the moment, hold or not. */
function isSecret(table: string): boolean {
  return table === 'challenges' || table === 'sessions';
}

const keyOf = ({ subject, table, field, since, order }: Held): string => [subject, table, field, since, order].join();

const sum = (all: readonly { readonly records: number }[]): number =>
  all.reduce((count, one) => count + one.records, 0);

function total({ disposed, writtenOff, warned, ended }: RetentionSwept): number {
  return Object.values(disposed).reduce((count, one) => count + one, writtenOff + warned + ended);
}

function isOver(until: ExplainedLine['until'], today: Day): boolean {
  return until.kind === 'settled' && until.atMost < today;
}

/** What expires in the course of the day may be there and may be gone. */
function isToday(until: ExplainedLine['until'], today: Day): boolean {
  return until.kind === 'expiry' && until.day === today;
}

function pairsOf(
  lines: readonly { readonly subject: SubjectId; readonly field: FieldId }[],
): readonly (readonly [SubjectId, FieldId])[] {
  const pairs = new Map(lines.map(({ subject, field }) => [`${subject} ${field}`, [subject, field] as const]));
  return [...pairs.values()];
}

/** The history of a property: years, then the days around those that the explanation names. */
export async function liveThrough(stage: Stage, story: readonly Happening[], boundaries: number): Promise<void> {
  const lives = new RetainedLives(stage);
  for (const happening of story) await lives.happens(happening);
  await lives.end();
  const promised = (await lives.explained()).flatMap((line) =>
    line.until.kind === 'day' && line.until.day > lives.today() && line.category !== 'bookkeeping'
      ? [{ ...line, day: line.until.day }]
      : [],
  );
  const days = [...new Set(promised.map(({ day }) => day))].toSorted();
  for (const day of days.slice(0, boundaries)) {
    const due = promised.filter((line) => line.day === day && line.since !== null);
    await lives.passTo(day);
    await lives.sweepAndCheck(10_000);
    for (const { subject, field, since, records } of due) {
      expect(await lives.count(subject, field, since), `${field} on its last day, ${day}`).toBeGreaterThanOrEqual(
        records,
      );
    }
    await lives.passTo(dayAfter(day));
    await lives.sweepAndCheck(10_000);
    for (const { subject, field, since } of due) {
      expect(await lives.count(subject, field, since), `${field} the day after ${day}`).toBe(0);
    }
  }
  await lives.passTo(dayOfNumber(dayNumber(lives.today()) + 40 * 366));
  await lives.sweepAndCheck(10_000);
  expect(await lives.explained(), 'in the end nothing is left of anybody').toEqual([]);
}
