import type { Compilable } from 'kysely';
import type { DataSchema, VaultSchema } from './schema.ts';
import type { SqlValue } from './sessions.ts';
import { dataQuery, type Parameters, type QueryBuilding, type Statement, vaultQuery } from './statement.ts';

/** Queries over a list: SQL has a text of its own for each length, and each is compiled once. */

type BuildOnList<Schema, Given, Item, Row> = (
  building: QueryBuilding<Schema>,
  given: Given,
  items: readonly Item[],
) => Compilable<Row>;

/** The list under the names that {@link listQuery} and {@link vaultListQuery} give its places. */
export function listed(items: readonly SqlValue[]): Parameters {
  return Object.fromEntries(items.map((item, n) => [`item_${n}`, item]));
}

/** A query on the data store over so many items. */
export function listQuery<Given extends Parameters, Item extends SqlValue, Row>(
  build: BuildOnList<DataSchema, Given, Item, Row>,
): (count: number) => Statement<Given & Parameters, Row> {
  return rememberedByCount((count) =>
    dataQuery((building, given: Given & Parameters) => build(building, given, placesOf<Item>(given, count))),
  );
}

/** A query on the vault over so many items. */
export function vaultListQuery<Given extends Parameters, Item extends SqlValue, Row>(
  build: BuildOnList<VaultSchema, Given, Item, Row>,
): (count: number) => Statement<Given & Parameters, Row> {
  return rememberedByCount((count) =>
    vaultQuery((building, given: Given & Parameters) => build(building, given, placesOf<Item>(given, count))),
  );
}

function placesOf<Item>(given: Parameters, count: number): readonly Item[] {
  return Array.from({ length: count }, (_, n) => given[`item_${n}`] as Item); // a place, which Kysely takes for the value
}

/** Many rows under the names that {@link rowsQuery} and {@link vaultRowsQuery} give their places. */
export function numbered(rows: readonly Parameters[]): Parameters {
  return Object.fromEntries(
    rows.flatMap((row, n) => Object.entries(row).map(([column, value]) => [`${column}_${n}`, value])),
  );
}

type BuildOnRows<Schema, Item, Row> = (building: QueryBuilding<Schema>, rows: readonly Item[]) => Compilable<Row>;

/** A query on the data store over so many rows with these columns: a few rows at once for one round trip. */
export function rowsQuery<Item, Row>(
  columns: readonly (keyof Item & string)[],
  build: BuildOnRows<DataSchema, Item, Row>,
): (count: number) => Statement<Parameters, Row> {
  return rememberedByCount((count) =>
    dataQuery((building, given: Parameters) => build(building, rowPlacesOf(given, columns, count))),
  );
}

/** As {@link rowsQuery}, on the vault. */
export function vaultRowsQuery<Item, Row>(
  columns: readonly (keyof Item & string)[],
  build: BuildOnRows<VaultSchema, Item, Row>,
): (count: number) => Statement<Parameters, Row> {
  return rememberedByCount((count) =>
    vaultQuery((building, given: Parameters) => build(building, rowPlacesOf(given, columns, count))),
  );
}

function rowPlacesOf<Item>(
  given: Parameters,
  columns: readonly (keyof Item & string)[],
  count: number,
): readonly Item[] {
  return Array.from(
    { length: count },
    // Places, which Kysely takes for the values; that every column is named, who calls makes sure.
    (_, n) => Object.fromEntries(columns.map((column) => [column, given[`${column}_${n}`]])) as Item,
  );
}

/** Lists longer than this are rare, and their queries are not kept. */
const longest = 64;

function rememberedByCount<Made>(make: (count: number) => Made): (count: number) => Made {
  const made = new Map<number, Made>();
  return (count) => {
    const known = made.get(count);
    if (known !== undefined) return known;
    const fresh = make(count);
    if (count <= longest) made.set(count, fresh);
    return fresh;
  };
}
