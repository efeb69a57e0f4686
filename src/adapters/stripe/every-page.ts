import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { StripeProblem } from './stripe-problem.ts';

/** As many as Stripe gives at once. */
export const pageSize = 100;

/** Where a page of a list begins: after the thing of this name, or at the newest. */
export interface PageOfList {
  readonly limit: number;
  readonly starting_after?: string;
}

/** All that Stripe lists, newest first, page by page; no further than what was found is `enough`. */
export function everyPage<Item extends { readonly id: string }>(
  list: (
    page: PageOfList,
  ) => ResultAsync<{ readonly data: readonly Item[]; readonly has_more: boolean }, StripeProblem>,
  enough: (found: readonly Item[]) => boolean = () => false,
): ResultAsync<readonly Item[], StripeProblem> {
  return safeTry(async function* () {
    const found: Item[] = [];
    let page: PageOfList = { limit: pageSize };
    for (;;) {
      const { data, has_more } = yield* list(page);
      found.push(...data);
      const last = data.at(-1);
      if (!has_more || last === undefined || enough(found)) return ok(found);
      page = { limit: pageSize, starting_after: last.id };
    }
  });
}
