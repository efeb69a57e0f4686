/** How the rows of one table come about. In every expression `n` is the person, from 1 on, and `r` the row, from 1 on. */
export interface TableSeed {
  readonly table: string;
  /** Rows for each person. */
  readonly perPerson: number;
  /** Only every so many-th person has them. Default: 1. */
  readonly every?: number;
  /** SQL by column. One that is not named is null where it may be, and else is told by its type. */
  readonly columns: Readonly<Record<string, string>>;
}

/** Of so many people one was erased, and left what the law keeps. */
export const livingPerErased = 5;

/** Bytes as long as a sealed text of so many letters. */
export function sealedBytes(letters: number): string {
  return `UNHEX(REPEAT('5a', ${37 + letters}))`;
}

/** An id that says nothing, as random ones do not: the numbers lie evenly among all ids, in their order. */
export function spread(number: string, of: number): string {
  return `CONCAT(LPAD(LOWER(HEX(${number} * ${stepOf(of)})), 8, '0'), '-5eed-4000-8000-', LPAD(LOWER(HEX(${number})), 12, '0'))`;
}

/** The id of somebody who left: among the others, and none of theirs. */
export function gone(people: number): string {
  return `CONCAT(LPAD(LOWER(HEX(n * ${stepOf(people)})), 8, '0'), '-90e5-4000-8000-', LPAD(LOWER(HEX(n)), 12, '0'))`;
}

/** An id that is ordered by time, of a time before anybody signed up. */
export function ordered(number: string): string {
  return `CONCAT('018f5eed-0000-7000-8000-', LPAD(LOWER(HEX(${number})), 12, '0'))`;
}

/** A hash or a blind index, spread as {@link spread} is. */
export function spreadBytes(number: string, of: number, bytes: number): string {
  return `UNHEX(CONCAT(LPAD(HEX(${number} * ${stepOf(of)}), 8, '0'), RPAD(SHA2(${number}, 256), ${bytes * 2 - 8}, '5eed')))`;
}

function stepOf(of: number): number {
  return Math.floor(2 ** 32 / (of + 1));
}

/** A moment within the year before 2026, by the person. */
export function past(number: string): string {
  return `1735689600000 + ${number} * 7919 % 31536000000`;
}

/** A moment that comes later than anybody who measures. */
export function future(number: string): string {
  return `4102444800000 + ${number} * 7919 % 31536000000`;
}

export function day(number: string): string {
  return `CAST(DATE_ADD('2025-01-01', INTERVAL ${number} % 365 DAY) AS CHAR)`;
}
