import type { PropertyChecks } from "../validation/check-properties.ts";
import {
  count,
  flag,
  isCount,
  isObject,
  milliseconds,
  oneOf,
  type PropertyCheck,
  text,
} from "../validation/property-check.ts";
import { nearestName } from "../validation/unknown-name.ts";
import type { UsageMetadata } from "../wire/generate.ts";
import { apiErrorNames, errorForms, tokenErrorNames } from "./errors/error-names.ts";
import type { Fault } from "./fault.ts";
import { jsonFaultNames } from "./spoil-json.ts";

const point: PropertyCheck = (value) => {
  const { afterBytes, afterEvents, ...others } = (value ?? {}) as Record<string, unknown>;
  const one = [afterBytes, afterEvents].filter((member) => member !== undefined);
  const fine = one.length === 1 && isCount(one[0]) && Object.keys(others).length === 0;
  return fine ? undefined : "{ afterBytes: n } or { afterEvents: n }";
};

const tokenCounts: readonly (keyof UsageMetadata)[] = [
  "promptTokenCount",
  "candidatesTokenCount",
  "thoughtsTokenCount",
  "cachedContentTokenCount",
  "toolUsePromptTokenCount",
  "totalTokenCount",
];
const tokenDetails: readonly (keyof UsageMetadata)[] = ["promptTokensDetails", "candidatesTokensDetails"];

/** A check for each property of a fault. */
export const faultProperties: PropertyChecks<Fault> = {
  status: (value) => (isCount(value) && value >= 200 && value <= 599 ? undefined : "a status from 200 to 599"),
  body: (value) =>
    typeof value === "string" || (typeof value === "object" && value !== null)
      ? undefined
      : "a string, bytes or an object",
  headers: (value) => (isHeaders(value) ? undefined : "an object of header names and their values"),
  contentType: headerValue,
  echo: flag,
  error: (value) => errorProblem(value),
  retryDelay: (value) =>
    typeof value === "string" && /^-?\d+(\.\d+)?m?s$/.test(value)
      ? undefined
      : 'a duration such as "34.07s" or "900ms"',
  retryAfter: (value) => (typeof value === "number" ? undefined : headerValue(value)),
  withoutDetails: flag,
  errorForm: oneOf(...errorForms),
  delayMs: milliseconds,
  paceMs: milliseconds,
  silence: (value) => either(value, ["before-headers", "after-headers"]),
  drip: (value) => {
    const { bytes, everyMs, ...others } = (value ?? {}) as Record<string, unknown>;
    const isKnown = Object.keys(others).length === 0;
    const fine = isKnown && isCount(bytes) && bytes > 0 && milliseconds(everyMs) === undefined;
    return fine ? undefined : "{ bytes: n, everyMs: milliseconds }";
  },
  commentsOnly: (value) => {
    const { everyMs, afterEvents = 0, ...others } = (value ?? {}) as Record<string, unknown>;
    const isKnown = Object.keys(others).length === 0;
    const fine = isKnown && isCount(afterEvents) && milliseconds(everyMs) === undefined;
    return fine ? undefined : "{ everyMs: milliseconds } with or without afterEvents: n";
  },
  cutBeforeHeaders: flag,
  cutAfterBytes: count,
  cutAfterEvents: count,
  reset: (value) => either(value, ["before-headers"]),
  framing: oneOf("bad-chunk", "long-content-length", "truncated-gzip"),
  gzip: flag,
  text,
  functionCall: (value) =>
    (Array.isArray(value) ? value.length > 0 && value.every(isFunctionCall) : isFunctionCall(value))
      ? undefined
      : "{ name, args }, or an array of these, with the arguments as an object",
  json: (value) => (isJson(value) ? undefined : "a value that JSON can hold"),
  jsonFault: oneOf(...jsonFaultNames),
  thinking: text,
  usage: (value) => (isUsage(value) ? undefined : `an object of token counts: ${tokenCounts.join(", ")}`),
  events: (value) =>
    Array.isArray(value) && value.every((event) => typeof event === "object" && event !== null)
      ? undefined
      : "an array of objects",
  finishReason: (value) => (value === null ? undefined : text(value)),
  empty: flag,
  blocked: (value) => (typeof value === "string" ? undefined : flag(value)),
  thinkingOnly: flag,
  longDecode: (value) =>
    isLongDecode(value)
      ? undefined
      : "{ hopEvents: n or [n, …] } with or without checkpointEvery: n (from 1) and tokenAtEnd: true or false",
  lastFrameWithoutParts: flag,
  usageInLastFrameOnly: flag,
  malformedEvent: count,
  errorAfterEvents: count,
};

/** Codes of errors of the SDK that tests look for, and words of Google's API, and how to provoke them. */
const provokedBy: ReadonlyMap<unknown, string> = new Map([
  ["account_disabled", 'error: "terms"'],
  ["account_validation_required", 'error: "validation"'],
  ["api_key_invalid", 'error: "unauthenticated"'],
  ["blocked", "blocked: true"],
  ["connection_failed", "cutBeforeHeaders: true"],
  ["empty_response", "empty: true"],
  ["invalid_request", 'error: "invalid-argument"'],
  ["login_expired", 'error: "unauthenticated"'],
  ["malformed_function_call", 'finishReason: "MALFORMED_FUNCTION_CALL"'],
  ["model_overloaded", 'error: "overloaded"'],
  ["model_unavailable", 'error: "model-not-found"'],
  ["permission_denied", 'error: "permission"'],
  ["quota_exhausted", 'error: "quota-exhausted"'],
  ["rate_limited", 'error: "rate-limited"'],
  ["region_unsupported", 'error: "region"'],
  ["server_error", 'error: "internal"'],
  ["stream_interrupted", "cutAfterEvents: 2"],
  ["stream_malformed", "malformedEvent: 1"],
  ["timeout", 'silence: "before-headers"'],
  ["DEADLINE_EXCEEDED", "status: 504"],
  ["INTERNAL", 'error: "internal"'],
  ["INVALID_ARGUMENT", 'error: "invalid-argument"'],
  ["NOT_FOUND", 'error: "model-not-found"'],
  ["PERMISSION_DENIED", 'error: "permission"'],
  ["RESOURCE_EXHAUSTED", 'error: "per-minute"'],
  ["UNAUTHENTICATED", 'error: "unauthenticated"'],
  ["UNAVAILABLE", 'error: "overloaded"'],
  ["network", "cutBeforeHeaders: true"],
  ["quota", 'error: "per-day"'],
]);

const errorNames = [...apiErrorNames, ...tokenErrorNames];

function errorProblem(value: unknown): string | undefined {
  const problem = oneOf(...errorNames)(value);
  if (problem === undefined) return undefined;
  if (typeof value === "number")
    return `a name of the emulator, not a number: for a status, use { status: ${value} }. The names are ${errorNames.join(", ")}`;
  const provoked = provokedBy.get(value) ?? (isStatus(value) ? `status: ${value}` : undefined);
  if (provoked !== undefined)
    return `a name of the emulator: for "${value}", use { ${provoked} }. The names are ${errorNames.join(", ")}`;
  const near = typeof value === "string" ? nearestName(value, errorNames) : undefined;
  return near === undefined ? problem : `${problem}; did you mean "${near}"?`;
}

function isStatus(value: unknown): boolean {
  return typeof value === "string" && /^[45]\d\d$/.test(value);
}

function either(value: unknown, words: readonly string[]): string | undefined {
  if (words.includes(value as string)) return undefined;
  const problem = point(value);
  return problem === undefined ? undefined : `${words.map((word) => `"${word}"`).join(", ")}, ${problem}`;
}

function headerValue(value: unknown): string | undefined {
  return typeof value === "string" && isHeaders({ "x-value": value }) ? undefined : "the value of a header";
}

function isHeaders(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (!Object.values(value).every((member) => typeof member === "string")) return false;
  try {
    new Headers(value as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}

function isFunctionCall(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { name, args = {}, id = "", ...others } = value;
  const isNamed = typeof name === "string" && name !== "" && typeof id === "string";
  return isNamed && isObject(args) && isJson(args) && Object.keys(others).length === 0;
}

function isLongDecode(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { hopEvents, checkpointEvery = 1, tokenAtEnd = true, ...others } = value;
  const sizes = [hopEvents].flat();
  // A response whose last size is 0 would never end.
  const areSizes = sizes.length > 0 && sizes.every(isCount) && sizes.at(-1) !== 0;
  const isEvery = isCount(checkpointEvery) && checkpointEvery > 0;
  return areSizes && isEvery && typeof tokenAtEnd === "boolean" && Object.keys(others).length === 0;
}

function isJson(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}

function isUsage(value: unknown): boolean {
  if (!isObject(value)) return false;
  return Object.entries(value).every(
    ([name, member]) =>
      ((tokenCounts as readonly string[]).includes(name) && isCount(member)) ||
      ((tokenDetails as readonly string[]).includes(name) && Array.isArray(member)),
  );
}
