import { type Compilable, DummyDriver, Kysely } from 'kysely';
import type { DataSchema, VaultSchema } from './schema.ts';
import type { Engine, SqlValue } from './sessions.ts';

/**
 * Queries are written with Kysely and compiled once an engine, not once a call: to build and compile one takes a good
 * part of a round trip, and the hot paths send thousands of them a second.
 */

/** With what a query is built. */
export interface QueryBuilding<Schema> {
  readonly db: Kysely<Schema>;
  /** Whether the engine locks rows, and says `ON DUPLICATE KEY UPDATE` where the other says `ON CONFLICT`. */
  readonly mysql: boolean;
}

export type Parameters = Readonly<Record<string, SqlValue>>;

/** The text of a query for an engine, and the values for its places in their order. */
export interface Bound {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** A query with places for its parameters. */
export interface Statement<Given extends Parameters, Row> {
  bind(engine: Engine, given: Given): Bound;
  /** The type of its rows: for the compiler alone, never there. */
  readonly row?: Row;
}

type Build<Schema, Given, Row> = (building: QueryBuilding<Schema>, given: Given) => Compilable<Row>;

/** A query on the data store. */
export function dataQuery<Given extends Parameters, Row>(build: Build<DataSchema, Given, Row>): Statement<Given, Row> {
  return statement(build);
}

/** A query on the vault. */
export function vaultQuery<Given extends Parameters, Row>(
  build: Build<VaultSchema, Given, Row>,
): Statement<Given, Row> {
  return statement(build);
}

/** Stands in a query for the parameter of its name; Kysely takes it for a value. */
class Place {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

function statement<Schema, Given extends Parameters, Row>(build: Build<Schema, Given, Row>): Statement<Given, Row> {
  const compiled = new Map<Engine['name'], { readonly sql: string; readonly places: readonly unknown[] }>();
  return {
    bind: (engine, given) => {
      let query = compiled.get(engine.name);
      if (query === undefined) {
        const db = new Kysely<Schema>({ dialect: { ...engine.dialect, createDriver: () => new DummyDriver() } });
        const { sql, parameters } = build({ db, mysql: engine.name === 'mysql' }, places<Given>()).compile();
        query = { sql, places: parameters };
        compiled.set(engine.name, query);
      }
      return { sql: query.sql, values: query.places.map((place) => valueAt(place, given)) };
    },
  };
}

function places<Given extends Parameters>(): Given {
  // Sound as long as a query only passes its parameters on, which is all that Kysely's types allow it to do with them.
  return new Proxy({} as Given, { get: (_, name) => new Place(String(name)) });
}

function valueAt(place: unknown, given: Parameters): SqlValue {
  if (!(place instanceof Place)) return place as SqlValue; // a constant of the query, which Kysely has typed
  const value = given[place.name];
  if (value === undefined) throw new Error(`No value for the parameter ${place.name}`);
  return value;
}
