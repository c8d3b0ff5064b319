/**
 * Returns the system's code of a failure, such as `ECONNRESET`, from the error or its causes; `"unknown"` if there is
 * none. The messages of other errors are never used, because they can contain URLs and headers.
 */
export function systemCode(error: unknown): string {
  for (let at: unknown = error, depth = 0; typeof at === "object" && at !== null && depth < 4; depth += 1) {
    if ("code" in at && typeof at.code === "string" && /^[A-Z][A-Z0-9_]+$/.test(at.code)) return at.code;
    // In Node 24's fetch, parser errors have a name but no code.
    if ("name" in at && at.name === "HTTPParserError") return "HPE_UNREADABLE";
    at = "cause" in at ? at.cause : undefined;
  }
  return "unknown";
}
