import type { BreachScope, TouchedCategory, TouchedTable } from '../../domain/breach/breach-scope.ts';
import type { LooksTouched } from '../../domain/breach/look-tally.ts';
import type { NotificationClock } from '../../domain/breach/notification-clock.ts';
import { type FieldId, fieldOf } from '../../domain/data-map/personal-field.ts';
import { hourMs, Instant, minuteMs } from '../../domain/instant.ts';
import { inColumns } from './in-columns.ts';

/** The scope with its times as text. */
export function breachJson({ window, clock, ...scope }: BreachScope): unknown {
  return {
    window: { from: Instant.toISOString(window.from), to: Instant.toISOString(window.to) },
    clock:
      clock === null
        ? null
        : {
            knownAt: Instant.toISOString(clock.knownAt),
            notifyBy: Instant.toISOString(clock.notifyBy),
            isLate: clock.leftMs < 0,
            leftMinutes: Math.floor(clock.leftMs / minuteMs),
          },
    ...scope,
  };
}

/** The scope as a notification wants it (GDPR art. 33(3)), and what there is to do. Nobody is named. */
export function breachInWords(scope: BreachScope, timeZone: string): string {
  const { window, clock, categories, looks, reached, written } = scope;
  return [
    `From ${Instant.toISOString(window.from)} to before ${Instant.toISOString(window.to)}`,
    '',
    'To the supervisory authority, within 72 hours (GDPR art. 33):',
    ...clockInWords(clock, timeZone),
    numbersInWords(scope),
    ...(categories.length === 0 ? ['  No category of personal data was touched.'] : categoriesInWords(categories)),
    ...(looks === null ? [] : looksInWords(looks)),
    ...(reached === null
      ? []
      : ['', `What ${reached.roles.map((role) => `db:${role}`).join(', ')} may read of all that is stored now:`]),
    ...tablesInWords(reached?.tables ?? []),
    ...(written === null
      ? []
      : ['', 'Written in the window, as far as it is told by time:', ...tablesInWords(written)]),
    '',
    'To the people, if their risk is high (GDPR art. 34):',
    ...unintelligibleInWords(categories),
  ].join('\n');
}

function numbersInWords({ people, records, reached }: BreachScope): string {
  const atMost = reached === null ? '' : ' at most';
  return `  About ${count(people, 'person', 'people')}, ${count(records, 'record', 'records')}${atMost}.`;
}

function clockInWords(clock: NotificationClock | null, timeZone: string): readonly string[] {
  if (clock === null) return ['  Say by --known-at when it became known: 72 hours run from then.'];
  const { notifyBy, leftMs } = clock;
  const by = `  Notify by ${Instant.toISOString(notifyBy)}, which is ${inZone(notifyBy, timeZone)}:`;
  return leftMs < 0
    ? [`${by} ${duration(-leftMs)} late.`, '  Notify now, and give the reasons for the delay (art. 33(1)).']
    : [`${by} ${duration(leftMs)} left.`];
}

function categoriesInWords(categories: readonly TouchedCategory[]): readonly string[] {
  const table = inColumns(
    [
      ['  category', 'people', 'records', 'in clear', 'in part', 'unintelligible'],
      ...categories.map(({ category, people, records, clear, partly, unintelligible }) => [
        `  ${category}`,
        people.atLeast === people.atMost ? String(people.atMost) : `${people.atLeast} to ${people.atMost}`,
        String(records),
        String(clear.length),
        String(partly.length),
        String(unintelligible.length),
      ]),
    ],
    '  ',
  );
  return table.concat(
    categories.flatMap(({ clear, partly }) =>
      [...clear, ...partly].map((field) => `    ${field}: ${meaningOf(field)}`),
    ),
  );
}

function looksInWords(looks: LooksTouched): readonly string[] {
  const { entries, masked, byStaff, byAction, byPurpose, cases } = looks;
  return [
    '',
    `What staff did, by the audit log: ${count(entries, 'entry', 'entries')}`,
    ...byStaff.map(({ staff, ...one }) => `  ${staff ?? 'the operator'}: ${inCounts(one)}`),
    ...byAction.map(({ action, ...one }) => `  ${action}: ${inCounts(one)}`),
    ...byPurpose.map(({ purpose, ...one }) => `  for ${purpose}: ${inCounts(one)}`),
    `  masked values alone: ${inCounts(masked)}`,
    `  cases: ${cases.length === 0 ? 'none' : cases.join(', ')}`,
  ];
}

function tablesInWords(tables: readonly TouchedTable[]): readonly string[] {
  if (tables.length === 0) return [];
  return inColumns(
    tables.map(({ table, rows, people }) => [
      `  ${table}`,
      rows === null || people === null
        ? 'not counted'
        : `${count(rows, 'row', 'rows')} of ${count(people, 'person', 'people')}`,
    ]),
    '  ',
  );
}

function unintelligibleInWords(categories: readonly TouchedCategory[]): readonly string[] {
  const sealed = categories.flatMap(({ unintelligible }) => unintelligible);
  const some = categories.flatMap(({ partly }) => partly);
  return [
    ...(sealed.length === 0
      ? []
      : [
          `  Unintelligible without the keys of the vault and the master key: ${sealed.join(', ')}.`,
          '  Of that alone nobody has to be told (art. 34(3)(a)), unless those keys were reached as well.',
        ]),
    ...(some.length === 0 ? [] : [`  Values unintelligible, with plain columns beside them: ${some.join(', ')}.`]),
    '  The same command with --subjects prints the pseudonyms of whom to tell.',
  ];
}

function meaningOf(field: FieldId): string {
  return fieldOf(field).meaning;
}

function inCounts({ entries, people }: { readonly entries: number; readonly people: number }): string {
  return `${count(entries, 'entry', 'entries')} about ${count(people, 'person', 'people')}`;
}

function count(number: number, one: string, more: string): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : more}`;
}

function duration(ms: number): string {
  const hours = Math.floor(ms / hourMs);
  return `${hours} h ${Math.floor((ms % hourMs) / minuteMs)} min`;
}

/** As clocks on the wall show it there, with the offset that they have then. */
function inZone(at: Instant, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  }).format(at);
}
