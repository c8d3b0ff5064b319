import { createHash } from "node:crypto";
import type { TokenStore } from "../oauth/token-store.ts";

const secretHeaders = ["authorization", "x-goog-api-key", "cookie", "proxy-authorization"];

const secretFields = [
  "access_token",
  "assertion",
  "client_secret",
  "code",
  "code_verifier",
  "id_token",
  "key",
  "refresh_token",
  "subject_token",
  "token",
];

/** Replaces real credentials by the beginning of their hash, and keeps fake ones. */
export class Redactor {
  readonly #tokens: TokenStore;

  constructor(tokens: TokenStore) {
    this.#tokens = tokens;
  }

  /** Redacts request headers. */
  headers(headers: Headers): Record<string, string> {
    const redacted = [...headers].map(([name, value]): [string, string] => [
      name,
      secretHeaders.includes(name) ? this.#header(value) : value,
    ]);
    return Object.fromEntries(redacted);
  }

  /** Redacts a query or form. Of a repeated field, the last value counts. */
  fields(fields: URLSearchParams): Record<string, string> {
    const redacted = [...fields].map(([name, value]): [string, string] => [
      name,
      secretFields.includes(name) ? this.#secret(value) : value,
    ]);
    return Object.fromEntries(redacted);
  }

  /** Redacts a whole text, whose secrets may be anywhere. */
  text(text: string): string {
    return hashOf(text);
  }

  #header(value: string): string {
    const scheme = /^(?:Bearer|Basic) /i.exec(value)?.[0] ?? "";
    return scheme + this.#secret(value.slice(scheme.length));
  }

  #secret(value: string): string {
    if (value.includes("fake") || value === "offline" || this.#tokens.isKnown(value)) return value;
    return hashOf(value);
  }
}

function hashOf(value: string): string {
  return `sha256:${createHash("sha256").update(value).digest("hex").slice(0, 12)}`;
}
