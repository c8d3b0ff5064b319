import type { ErrorLink } from "../errors/error-init.ts";
import type { Redact } from "../errors/redact.ts";
import { safeText } from "../errors/safe-text.ts";
import { isRecord } from "../wire/is-record.ts";
import type { Status, StatusDetail } from "../wire/status.ts";
import { namedHttpStatus } from "./canonical-status.ts";
import { parseLoosely } from "./parse-loosely.ts";
import { type QuotaDetails, readQuotaDetails } from "./quota-details.ts";
import { withoutQuotedValues } from "./quoted-values.ts";
import { findDelayInText } from "./retry-delay.ts";

/** Google nests whole error documents as JSON strings inside `message`; two levels have been seen. */
const DEEPEST_NESTING = 4;

/** The parts of a `google.rpc.Status` that determine the error. */
export interface ParsedStatus {
  readonly message: string;
  /** The HTTP status that the body names. */
  readonly code: number | undefined;
  readonly status: string | undefined;
  readonly reason: string | undefined;
  readonly domain: string | undefined;
  readonly links: readonly ErrorLink[];
  readonly quota: QuotaDetails;
  /** The delay in the details, else the one in the message, in milliseconds; the latter also if the former is rounded down. */
  readonly retryDelayMs: number | undefined;
  /** Whether the document is Google's: those of gateways have a message at most. */
  readonly isGoogles: boolean;
}

/** Reads an error body: `{"error": …}`, an array of one, or either nested as a string in `message`. Never throws. */
export function parseStatus(body: string): ParsedStatus | undefined {
  return fromValue(parseLoosely(body), 0);
}

/** Reads an event inside a stream with status 200. Undefined if the value is not an error. */
export function statusOfValue(value: unknown): ParsedStatus | undefined {
  return fromValue(value, 0);
}

function fromValue(value: unknown, depth: number): ParsedStatus | undefined {
  const document: unknown = Array.isArray(value) ? value[0] : value;
  if (!isRecord(document) || !isRecord(document.error)) return undefined;
  const error: Status = document.error;
  const message = typeof error.message === "string" ? error.message : "";
  const details: StatusDetail[] = Array.isArray(error.details) ? error.details.filter(isRecord) : [];
  const info = details.find((detail) => typeof detail.reason === "string");
  const quota = readQuotaDetails(details);
  const code = namedHttpStatus(error.code, error.status);
  const own: ParsedStatus = {
    // Some messages have line ends and tabs within a sentence, which must not hide its words.
    message: withoutQuotedValues(message).replace(/\s+/g, " "),
    code,
    status: safeWord(error.status),
    reason: safeWord(info?.reason),
    domain: safeWord(info?.domain),
    links: [...details.flatMap(linksOf), ...validationLinkOf(info)],
    quota,
    retryDelayMs: preciseDelay(quota.delayMs, findDelayInText(message)),
    isGoogles: code !== undefined || typeof error.status === "string" || details.length > 0,
  };
  const nested =
    depth < DEEPEST_NESTING && /^\s*[[{]/.test(message) ? fromValue(parseLoosely(message), depth + 1) : undefined;
  return nested ? mergeNested(nested, own) : own;
}

/** Google rounds the delay in the details down to seconds in some errors; a retry after that comes too early. */
function preciseDelay(detailsMs: number | undefined, messageMs: number | undefined): number | undefined {
  if (detailsMs === undefined || messageMs === undefined) return detailsMs ?? messageMs;
  const isRoundedDown = messageMs > detailsMs && messageMs - detailsMs < 1_000;
  return isRoundedDown ? messageMs : detailsMs;
}

/** The inner document is Google's. The outer one was added by a front end, and only fills in missing members. */
function mergeNested(inner: ParsedStatus, outer: ParsedStatus): ParsedStatus {
  return {
    message: inner.message,
    code: inner.code ?? outer.code,
    status: inner.status ?? outer.status,
    reason: inner.reason ?? outer.reason,
    domain: inner.domain ?? outer.domain,
    links: inner.links.length > 0 ? inner.links : outer.links,
    quota: inner.quota.names.length > 0 ? inner.quota : outer.quota,
    retryDelayMs: inner.retryDelayMs ?? outer.retryDelayMs,
    isGoogles: inner.isGoogles || outer.isGoogles,
  };
}

/** Replaces the caller's credentials in everything that an error quotes. */
export function redactStatus(parsed: ParsedStatus, redact: Redact): ParsedStatus {
  const ifAny = (text: string | undefined) => (text === undefined ? undefined : redact(text));
  return {
    ...parsed,
    message: redact(parsed.message),
    status: ifAny(parsed.status),
    reason: ifAny(parsed.reason),
    domain: ifAny(parsed.domain),
    links: parsed.links.map(({ description, url }) => ({ description: redact(description), url: redact(url) })),
  };
}

function linksOf(detail: StatusDetail): ErrorLink[] {
  if (!Array.isArray(detail.links)) return [];
  return detail.links
    .filter(isRecord)
    .map((link) => ({ description: safeText(String(link.description ?? "")), url: String(link.url ?? "") }))
    .filter((link) => isPlainLink(link.url));
}

/** Code Assist puts the page's URL into the ErrorInfo too, and sometimes only there. */
function validationLinkOf(info: StatusDetail | undefined): ErrorLink[] {
  const url = isRecord(info?.metadata) ? info.metadata.validation_link : undefined;
  return typeof url === "string" && isPlainLink(url) ? [{ description: "", url }] : [];
}

function isPlainLink(url: string): boolean {
  return /^https:\/\/(?:(?!["'<>\\])[\x21-\x7e]){1,2000}$/.test(url);
}

/** Redacted, because it becomes a field of the error, which is printed. */
function safeWord(value: unknown): string | undefined {
  return typeof value === "string" ? safeText(value) : undefined;
}
