import { responseInvalid } from "../errors/connection-errors.ts";
import { readText } from "../http/read-body.ts";
import type { Authorizer } from "../http/send.ts";
import { identityHeaders } from "../platform/version.ts";
import type { CallScope } from "../scope/call-scope.ts";
import type { BackendName } from "../wire/backend-name.ts";
import { isRecord } from "../wire/is-record.ts";
import type { BackendContext } from "./backend.ts";

/** A thousand models with their descriptions are about 1 MB. */
const LONGEST_PAGE = 8 * 1024 * 1024;

/** The lists fit into one page of this size today. */
const PAGE_SIZE = 1_000;

/** A server that always names another page must not be asked for ever. */
const MOST_PAGES = 10;

/** Where a list of models is, and how to ask for it. */
export interface ModelList {
  readonly backend: BackendName;
  /** Without query. */
  readonly url: string;
  /** The member of the reply that holds the models. */
  readonly member: "models" | "publisherModels";
  readonly authorizer: Authorizer;
}

/** A model as a list describes it; every member can be of any type. */
export type ListedModel = Readonly<Record<string, unknown>>;

/** All pages of a list of models. */
export async function listModels(
  list: ModelList,
  { platform, transport }: BackendContext,
  scope: CallScope,
): Promise<readonly ListedModel[]> {
  const models: ListedModel[] = [];
  let query = `pageSize=${PAGE_SIZE}`;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const response = await transport.send(
      {
        operation: "listModels",
        backend: list.backend,
        method: "GET",
        url: `${list.url}?${query}`,
        headers: { accept: "application/json", ...identityHeaders(platform) },
        body: undefined,
        authorizer: list.authorizer,
      },
      scope,
    );
    const reply = parse(await readText(response, scope, LONGEST_PAGE));
    const found = reply[list.member];
    if (Array.isArray(found)) models.push(...found.filter((model) => typeof model === "object" && model !== null));
    const next = reply.nextPageToken;
    if (typeof next !== "string" || next === "") break;
    query = `pageSize=${PAGE_SIZE}&pageToken=${encodeURIComponent(next)}`;
  }
  return models;
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const reply: unknown = JSON.parse(text);
    if (isRecord(reply)) return reply;
  } catch {
    // Described below, without quoting it.
  }
  throw responseInvalid("the list of models is no JSON object");
}
