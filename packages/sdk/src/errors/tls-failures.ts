import { isWeb } from "#is-web";

/** What can be told how to connect. */
const CONNECTION = isWeb ? "`fetch`" : "`agent`";
const EITHER = isWeb ? "a `fetch`" : "an `agent` or `fetch`";

/** A kind of TLS failure. */
export interface TlsFailure {
  /** Whether another attempt would fail in the same way. */
  readonly isPermanent: boolean;
  /** The end of a sentence that begins with the host. */
  readonly summary: string;
  readonly remedy: string;
  /** The same for Google's own hosts, which speak TLS. */
  readonly atGoogle?: { readonly summary: string; readonly remedy: string };
  /** Whether the options of the connection can cause or solve it. */
  readonly ofConnection?: true;
  readonly variable?: string;
}

/** A proxy can report that a tunnel is open and then send a page, or close the connection. */
export const UNOPENED_TUNNEL =
  "A proxy may not have opened the tunnel to this host: check its address and port, and that it allows CONNECT to the host.";

const TRUST: TlsFailure = {
  isPermanent: true,
  summary: "has a certificate that is not trusted",
  remedy:
    `If a proxy or your organisation issued the certificate, pass ${EITHER} with its certificate authority` +
    (isWeb ? "." : ", or set NODE_EXTRA_CA_CERTS to its file before the program starts."),
  ofConnection: true,
  variable: "NODE_EXTRA_CA_CERTS",
};

const HOST_NAME: TlsFailure = {
  isPermanent: true,
  summary: "has a certificate for another host name",
  remedy: "Check the address, and whether a proxy or sign-in page is responding in Google's place.",
};

const NOT_YET_VALID: TlsFailure = {
  isPermanent: true,
  summary: "has a certificate that is not valid yet",
  remedy: "Check this machine's clock. If it is right, the server needs another certificate.",
};

const EXPIRED: TlsFailure = {
  isPermanent: true,
  summary: "has a certificate that has expired",
  remedy: "Check this machine's clock. If it is right, the server needs a new certificate.",
};

const CLIENT_CERTIFICATE: TlsFailure = {
  isPermanent: true,
  summary: "requires a client certificate, or rejected the one it got",
  remedy: `Pass ${EITHER} with your client certificate (\`cert\` and \`key\`).`,
  ofConnection: true,
};

const OWN_FILES: TlsFailure = {
  isPermanent: true,
  summary: "was not contacted, because a certificate or key of this program cannot be read",
  remedy: `Check \`ca\`, \`cert\` and \`key\` of the ${CONNECTION}: PEM, with the passphrase if the key has one.`,
  ofConnection: true,
};

const REFUSED_HANDSHAKE: TlsFailure = {
  isPermanent: false,
  summary: "refused the TLS handshake",
  remedy:
    `The server may require a client certificate (${EITHER} with \`cert\` and \`key\`), or support no TLS version or ` +
    "cipher that this runtime supports.",
  ofConnection: true,
};

const NO_COMMON_VERSION: TlsFailure = {
  isPermanent: true,
  summary: "supports no TLS version or cipher that this program accepts",
  remedy: `Check the TLS options of the ${CONNECTION}, if you pass one, and the TLS versions that the server or proxy supports.`,
  ofConnection: true,
};

const NOT_TLS: TlsFailure = {
  isPermanent: true,
  summary: "does not respond with TLS: it may be a server for http, not https",
  remedy: `Check scheme and port of the address (http is allowed for localhost only). ${UNOPENED_TUNNEL}`,
  atGoogle: {
    summary: "got something other than TLS in response",
    remedy: `${UNOPENED_TUNNEL} The sign-in page of a network also responds like this: sign in in a browser.`,
  },
};

const NOT_HTTP: TlsFailure = {
  isPermanent: true,
  summary: "expects TLS",
  remedy: "Use an https:// address.",
};

/**
 * By OpenSSL's code. The first row that matches decides. Codes with `ALERT` come from the server, the others from this
 * side; an alert about a certificate therefore concerns the client's. All other codes, such as those of damaged records,
 * are transient.
 * @see https://nodejs.org/api/tls.html#x509-certificate-error-codes
 * @see https://datatracker.ietf.org/doc/html/rfc8446#section-6.2
 */
const FAILURES: readonly (readonly [RegExp, TlsFailure])[] = [
  [/^ERR_OSSL_/, OWN_FILES],
  [/_ALERT_(?:.*CERTIFICATE.*|UNKNOWN_CA|ACCESS_DENIED)$/, CLIENT_CERTIFICATE],
  [/_ALERT_HANDSHAKE_FAILURE$/, REFUSED_HANDSHAKE],
  [
    /^ERR_SSL_.*(?:ALERT_(?:PROTOCOL_VERSION|INSUFFICIENT_SECURITY)|UNSUPPORTED_PROTOCOL|NO_SHARED_CIPHER|NO_PROTOCOLS_AVAILABLE|LEGACY_RENEGOTIATION|KEY_TOO_SMALL|MD_TOO_WEAK)/,
    NO_COMMON_VERSION,
  ],
  [/^ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|UNKNOWN_PROTOCOL)$/, NOT_TLS],
  [/^ERR_SSL_HTTPS?_(?:PROXY_)?REQUEST$/, NOT_HTTP],
  [/ALTNAME|^HOSTNAME_MISMATCH$/, HOST_NAME],
  [/^CERT_NOT_YET_VALID$|CERT_NOT_BEFORE/, NOT_YET_VALID],
  [/^CERT_HAS_EXPIRED$|CERT_NOT_AFTER/, EXPIRED],
  [/^(?:UNABLE_TO_|CERT_|CRL_|ERR_TLS_CERT_)|SELF_SIGNED|^INVALID_(?:CA|PURPOSE)$|^PATH_LENGTH_EXCEEDED$/, TRUST],
];

/** The kind of TLS failure that the system's code of a failed connection stands for, if any. */
export function tlsFailureOf(reason: string): TlsFailure | undefined {
  return FAILURES.find(([codes]) => codes.test(reason))?.[1];
}
