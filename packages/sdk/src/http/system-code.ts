/**
 * Returns the system's code of a failure, such as `ECONNRESET`, from the error or its causes; `"unknown"` if there is
 * none. The messages of errors are never quoted, because they can contain URLs and headers.
 */
export function systemCode(error: unknown): string {
  for (let at: unknown = error, depth = 0; typeof at === "object" && at !== null && depth < 4; depth += 1) {
    if ("code" in at && typeof at.code === "string" && /^[A-Z][A-Z0-9_/]+$/.test(at.code))
      return openSslCode(at) ?? at.code;
    // In Node 24's fetch, parser errors have a name but no code.
    if ("name" in at && at.name === "HTTPParserError") return "HPE_UNREADABLE";
    at = "cause" in at ? at.cause : undefined;
  }
  return "unknown";
}

/** What OpenSSL says in the message of an error, such as `wrong version number`. */
const OPENSSL_REASON = /:SSL routines:[^:]*:([\w/ ]{1,80}):/;

/**
 * OpenSSL's code, which depends on the version of Node in two ways: an error during the handshake has only the code
 * EPROTO, and alerts begin with `ssl/tls` since OpenSSL 3.2. Returns the same code for all versions.
 */
function openSslCode({ code, message }: { readonly code?: unknown; readonly message?: unknown }): string | undefined {
  const reason = code === "EPROTO" ? OPENSSL_REASON.exec(String(message))?.[1] : undefined;
  const known = reason === undefined ? String(code) : `ERR_SSL_${reason.toUpperCase().replaceAll(" ", "_")}`;
  return known.startsWith("ERR_SSL_") ? known.replace("SSL/TLS_", "SSLV3_") : undefined;
}
