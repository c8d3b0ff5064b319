const OTHERS = "cookie|auth|credential|secret|key|passw|passphrase|jwt|sess(?:ion|id)|signature|upload.?id|^proxy-";

/** Credentials in whatever header of a request a service, a gateway or a proxy uses for them. */
export const SENT_CREDENTIAL = new RegExp(`${OTHERS}|token`, "i");

/**
 * The same for headers of a response and parameters of URLs, in which `tokens` and `token-count` are numbers, as in
 * `x-ratelimit-remaining-tokens`.
 */
export const RECEIVED_CREDENTIAL = new RegExp(`${OTHERS}|token(?!s|.?count)`, "i");
