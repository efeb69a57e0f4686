import type { ResultAsync } from '../../domain/result.ts';
import type { Answer } from './answer.ts';
import type { Asked } from './asked.ts';
import type { HttpRefusal } from './edge-refusal.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** One thing that can be asked for: where, and what is done about it. */
export interface Route {
  readonly method: Method;
  /** With parts such as `:order`. No personal data stands in a path: paths end up in logs and histories. */
  readonly path: `/v1/${string}`;
  readonly answer: (asked: Asked) => ResultAsync<Answer, HttpRefusal>;
  readonly more: RouteOptions;
}

/** What is not as it is with most routes. */
export interface RouteOptions {
  /** A page for a person with a browser, in place of a problem for a program. */
  readonly refusedBy?: 'page';
  /** The most that a body may weigh, in bytes. */
  readonly bodyLimitBytes?: number;
}

/** Makes a {@link Route}. */
export function route(method: Method, path: Route['path'], answer: Route['answer'], more: RouteOptions = {}): Route {
  return { method, path, answer, more };
}
