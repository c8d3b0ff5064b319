import type { Status, StatusDetail } from "../wire/status.ts";
import { namedHttpStatus } from "./canonical-status.ts";
import type { ErrorLink } from "./gemini-error.ts";
import { findDelayInText, parseDuration } from "./retry-delay.ts";
import { safeText } from "./safe-text.ts";

/** Google nests whole error documents as JSON text inside `message`; two levels have been seen. */
const DEEPEST_NESTING = 4;

/** The parts of a `google.rpc.Status` that decide what an error is. */
export interface ParsedStatus {
  readonly message: string;
  /** The HTTP status that the body names. */
  readonly code: number | undefined;
  readonly status: string | undefined;
  readonly reason: string | undefined;
  readonly domain: string | undefined;
  readonly links: readonly ErrorLink[];
  readonly quotaIds: readonly string[];
  readonly retryDelayMs: number | undefined;
}

/** Reads an error body: `{"error": …}`, an array of one, or either nested as text in `message`. Never throws. */
export function parseStatus(body: string): ParsedStatus | undefined {
  return fromValue(parseLoosely(body), 0);
}

/** The same for an event within a stream of status 200. Undefined where the value is no error. */
export function statusOfValue(value: unknown): ParsedStatus | undefined {
  return fromValue(value, 0);
}

function fromValue(value: unknown, depth: number): ParsedStatus | undefined {
  const document: unknown = Array.isArray(value) ? value[0] : value;
  if (!isObject(document) || !isObject(document.error)) return undefined;
  const error: Status = document.error;
  const message = typeof error.message === "string" ? error.message : "";
  if (depth < DEEPEST_NESTING && /^\s*[[{]/.test(message)) {
    const nested = fromValue(parseLoosely(message), depth + 1);
    if (nested) return nested;
  }
  const details: StatusDetail[] = Array.isArray(error.details) ? error.details.filter(isObject) : [];
  const info = details.find((detail) => typeof detail.reason === "string");
  return {
    message,
    code: namedHttpStatus(error.code, error.status),
    status: safeWord(error.status),
    reason: safeWord(info?.reason),
    domain: safeWord(info?.domain),
    links: details.flatMap(linksOf),
    quotaIds: details.flatMap((detail) =>
      Array.isArray(detail.violations)
        ? detail.violations.filter(isObject).map((one) => String(one.quotaId ?? ""))
        : [],
    ),
    retryDelayMs:
      details.map((detail) => parseDuration(detail.retryDelay)).find((delay) => delay !== undefined) ??
      findDelayInText(message),
  };
}

function linksOf(detail: StatusDetail): ErrorLink[] {
  if (!Array.isArray(detail.links)) return [];
  return detail.links
    .filter(isObject)
    .map((link) => ({ description: safeText(String(link.description ?? "")), url: String(link.url ?? "") }))
    .filter((link) => /^https:\/\/(?:(?!["'<>\\])[\x21-\x7e]){1,2000}$/.test(link.url));
}

/** Becomes a field of the error, which is printed. */
function safeWord(value: unknown): string | undefined {
  return typeof value === "string" ? safeText(value) : undefined;
}

/** JSON as Google's front ends have been seen to send it: with no-break spaces and stray commas. */
function parseLoosely(text: string): unknown {
  for (const candidate of [text, text.replaceAll("\u00a0", " ").replace(/,\s*(?=[\]}])/g, "")]) {
    try {
      return JSON.parse(candidate);
    } catch {
      // The next candidate may do; an unreadable body is described by its status alone.
    }
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
