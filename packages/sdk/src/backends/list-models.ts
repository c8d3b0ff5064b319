import { readText } from "../http/read-body.ts";
import type { Authorizer } from "../http/send.ts";
import { identityHeaders } from "../platform/version.ts";
import type { Origins } from "../refusals/origins.ts";
import type { CallScope } from "../scope/call-scope.ts";
import type { BackendName } from "../wire/backend-name.ts";
import type { BackendContext } from "./backend.ts";
import { type JsonObject, parseJsonObject } from "./json-api.ts";

/** A thousand models with their descriptions are about 1 MB. */
const LONGEST_PAGE = 8 * 1024 * 1024;

/** Today, each list fits into one page of this size. */
const PAGE_SIZE = 1_000;

/** Ends the loop if a server never stops naming further pages. */
const MOST_PAGES = 10;

/** A list of models, and how to request it. */
export interface ModelList {
  readonly backend: BackendName;
  /** Without query. */
  readonly url: string;
  /** The member of the response that holds the models. */
  readonly member: "models" | "publisherModels";
  readonly authorizer: Authorizer;
  /** Further headers of the request. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly origins?: Origins | undefined;
}

/** Reads all pages of a list of models. */
export async function listModels(
  list: ModelList,
  { platform, transport }: BackendContext,
  scope: CallScope,
): Promise<readonly JsonObject[]> {
  const models: JsonObject[] = [];
  let query = `pageSize=${PAGE_SIZE}`;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const response = await transport.send(
      {
        operation: "listModels",
        backend: list.backend,
        method: "GET",
        url: `${list.url}?${query}`,
        headers: { accept: "application/json", ...identityHeaders(platform), ...list.headers },
        body: undefined,
        authorizer: list.authorizer,
        origins: list.origins,
      },
      scope,
    );
    const reply = parseJsonObject(
      await readText(response, scope, LONGEST_PAGE),
      "the list of models is not a JSON object",
      response.redact,
    );
    const found = reply[list.member];
    if (Array.isArray(found)) models.push(...found.filter((model) => typeof model === "object" && model !== null));
    const next = reply.nextPageToken;
    if (typeof next !== "string" || next === "") break;
    query = `pageSize=${PAGE_SIZE}&pageToken=${encodeURIComponent(next)}`;
  }
  return models;
}
