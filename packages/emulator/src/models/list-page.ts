import { invalidArgument } from "../reply/google-error.ts";

/** One page of a list, with the token of the next page, if there is one. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextPageToken?: string;
}

const maximumPageSize = 1_000;

/**
 * Returns a page of a list, by the `pageSize` (50 by default, at most 1,000) and `pageToken` of a query.
 *
 * @throws GoogleError `INVALID_ARGUMENT` for an invalid page size or token.
 */
export function listPage<Item>(items: readonly Item[], query: URLSearchParams): Page<Item> {
  const size = Number(query.get("pageSize") ?? "50");
  if (!Number.isInteger(size) || size < 0) throw invalidArgument("page_size must be positive.");
  const start = readToken(query.get("pageToken"), items.length);
  const end = start + Math.min(size === 0 ? 50 : size, maximumPageSize);
  return {
    items: items.slice(start, end),
    ...(end < items.length ? { nextPageToken: `page-${end}` } : {}),
  };
}

function readToken(token: string | null, length: number): number {
  if (token === null || token === "") return 0;
  const start = Number(/^page-(\d+)$/.exec(token)?.[1] ?? Number.NaN);
  if (!(start < length)) throw invalidArgument("Page token is not valid.");
  return start;
}
