import { responseInvalid } from "../errors/connection-errors.ts";
import type { GeminiErrorFields } from "../errors/error-init.ts";
import type { Redact } from "../errors/redact.ts";
import type { BodyPiece } from "../http/http.ts";
import type { ApiRequest } from "../http/send.ts";
import type { Platform } from "../platform/platform.ts";
import { identityHeaders } from "../platform/version.ts";
import { checkValue, patternRule } from "../validation/option-rule.ts";
import type { GenerateContentPayload } from "../wire/generate.ts";
import { wellFormed } from "../wire/well-formed.ts";
import type { DecodedReply, ModelRequest } from "./backend.ts";

// Code that the JSON APIs of all backends share.

/** The API method with its query: streams are requested as server-sent events. */
export function methodOf(operation: ModelRequest["operation"]): string {
  return operation === "streamGenerateContent" ? "streamGenerateContent?alt=sse" : operation;
}

/** The version of Google's API that `GOOGLE_GENAI_API_VERSION` names, if it is set. Throws `invalid_options`. */
export function namedVersion({ environment }: Platform): string | undefined {
  const version = environment("GOOGLE_GENAI_API_VERSION");
  if (version !== undefined) checkValue("GOOGLE_GENAI_API_VERSION", version, versionRule);
  return version;
}

const versionRule = patternRule('a version such as "v1" or "v1beta"', /^v\d\w{0,20}$/);

/**
 * The headers of every request to a model: those of the backend, replaced by the caller's own. The body is JSON; the
 * response is JSON or an event stream.
 */
export function modelHeaders(
  { operation, headers }: ModelRequest,
  platform: Platform,
  ofBackend?: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const accept = operation === "streamGenerateContent" ? "text/event-stream" : "application/json";
  const common = { accept, "content-type": "application/json" };
  return Object.assign({}, common, identityHeaders(platform), ofBackend, headers);
}

/** A POST with a JSON body to an API of Google. A class: each waiting call keeps one (decision 40). */
export class JsonRequest implements ApiRequest {
  readonly method = "POST";
  readonly operation: string;
  readonly backend: string;
  readonly url: string;
  readonly headers: ApiRequest["headers"];
  readonly body: ApiRequest["body"];
  readonly authorizer: ApiRequest["authorizer"];
  readonly origins: ApiRequest["origins"];

  constructor({ operation, backend, url, headers, body, authorizer, origins }: Omit<ApiRequest, "method">) {
    this.operation = operation;
    this.backend = backend;
    this.url = url;
    this.headers = headers;
    this.body = body;
    this.authorizer = authorizer;
    this.origins = origins;
  }
}

/** Caches the results of a pure function: most calls of a client differ only in their contents. */
const around = new WeakMap<object, ReturnType<typeof aroundContents>>();

/** The request body of the Gemini API and Vertex AI: `{"contents":[…], …rest}`. */
export function plainBody(contents: readonly BodyPiece[], rest: object): readonly BodyPiece[] {
  const { head, tail } = around.get(rest) ?? aroundOnce(rest);
  return bodyAround(head, contents, tail);
}

function aroundOnce(rest: object): ReturnType<typeof aroundContents> {
  const made = aroundContents(rest);
  around.set(rest, made);
  return made;
}

/** The text before and after the elements of `contents` in `{"contents":[…], …rest}`. */
export function aroundContents(rest: object): { readonly head: string; readonly tail: string } {
  const others = wellFormed(JSON.stringify(rest));
  return { head: '{"contents":[', tail: others === "{}" ? "]}" : `],${others.slice(1)}` };
}

/**
 * Joins `head`, `contents` and `tail` to the JSON of a request, in pieces. The pieces are sent one after the other, so
 * that a long conversation is neither serialised again nor copied. `head` and `tail` are the text around the array's
 * elements.
 */
export function bodyAround(head: string, contents: readonly BodyPiece[], tail: string): readonly BodyPiece[] {
  const [first = "", ...others] = contents;
  // Most requests have one content. An array that grows would reserve room for 16 more pieces while the request waits.
  if (others.length === 0) return [head, first, tail];
  return [head, first, ...others.flatMap((content) => [",", content]), tail];
}

/** A JSON object of a response; its members can be of any type. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Checks that parsed JSON is an object. Fails with `response_invalid`. */
export function jsonObject(
  value: unknown,
  found = "it is JSON, but not an object",
  more?: () => Partial<GeminiErrorFields>,
): JsonObject {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw responseInvalid(found, more?.());
}

/**
 * Parses a JSON object, whose strings are redacted. Fails with `response_invalid`; `found` describes the invalid response
 * without quoting it.
 */
export function parseJsonObject(
  text: string,
  found: string,
  redact: Redact,
  more?: () => Partial<GeminiErrorFields>,
): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text, (_name, member: unknown) => (typeof member === "string" ? redact(member) : member));
  } catch {
    // Handled like other values that are not objects.
  }
  return jsonObject(value, found, more);
}

/** Decodes a response without an envelope. Fails with `response_invalid` if it is not an object. */
export function decodePlainReply(reply: unknown): DecodedReply {
  const payload: GenerateContentPayload = jsonObject(reply);
  return { payload, traceId: undefined };
}
