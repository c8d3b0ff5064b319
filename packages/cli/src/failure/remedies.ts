import type { GeminiError, GeminiErrorCode } from "gemini-ts";
import { REPORT_THE_BUG } from "./command-failure.ts";
import { inFlags } from "./flags.ts";

const KEYS = "https://aistudio.google.com/apikey";
const API_KEY_OR_VERTEX = `Use an API key (GEMINI_API_KEY, from ${KEYS}) or Vertex AI (--backend vertex).`;
const OTHER_CREDENTIALS = `use other credentials: --backend gemini-api with GEMINI_API_KEY (a key from ${KEYS}), or --backend vertex (Vertex AI).`;
const PROXY = "A proxy or sign-in page may be responding in Google's place; check the network.";

const CHECK_CONNECTION = "Check the proxy (--proxy, HTTPS_PROXY or HTTP_PROXY) or else the network, then ask again";

/** The Gemini CLI may store its login in the key chain, which the SDK does not read. */
const KEY_CHAIN =
  "With GEMINI_FORCE_ENCRYPTED_FILE_STORAGE=true, the Gemini CLI may store the login in the system's key chain, which " +
  "this command does not read. Unset the variable, or also set GEMINI_FORCE_FILE_STORAGE=true to use an encrypted file; then sign in again with the " +
  "Gemini CLI (run `gemini`).";

/** The command is usually installed globally. Its packages are found beside it. */
const INSTALL_GOOGLE_AUTH =
  "Run: npm install -g google-auth-library@10 (without -g if this command is installed in a project; with npx: npx -p " +
  "@gemini-ts/cli -p google-auth-library@10 gemini-ts).";

/** What to do if the model stopped because it ran out of tokens, by finish reason. */
export const OUT_OF_TOKENS: ReadonlyMap<string | undefined, string> = new Map([
  ["MAX_TOKENS", "Raise --max-output-tokens, or lower --thinking-budget."],
  ["CONTINUATION", "Ask for a shorter answer, or lower --thinking-budget."],
]);

/** The remedies for users of a terminal; the SDK's own remedies are for programs. */
const REMEDIES: Readonly<Record<GeminiErrorCode, string | ((error: GeminiError) => string)>> = {
  // The SDK's remedy lists the accepted values.
  invalid_options: ({ remedy }) => inFlags(remedy),
  unsupported: "Use another --backend.",
  invalid_request: "Change the request as Google's message says.",
  model_unavailable: otherModels,

  client_closed: REPORT_THE_BUG,
  conversation_busy: REPORT_THE_BUG,
  stream_consumed: REPORT_THE_BUG,
  exchange_open: REPORT_THE_BUG,
  no_open_exchange: REPORT_THE_BUG,

  // The SDK's remedy is the command that installs a package in a project.
  dependency_missing: ({ phase, remedy }) => (phase === "credentials" ? INSTALL_GOOGLE_AUTH : remedy),
  no_credentials: (error) =>
    `${credentials(error)} To try the command without an account, use --offline, which answers from an emulator.`,
  credentials_unreadable: ({ variable }) =>
    variable === "GOOGLE_APPLICATION_CREDENTIALS"
      ? `Set ${variable} to the path of the key, remove --credentials, and use --backend vertex.`
      : `Sign in again with the Gemini CLI (run \`gemini\`), use another file with --credentials, or ${OTHER_CREDENTIALS}`,
  login_expired: ({ variable, remedy }) =>
    variable === "GOOGLE_APPLICATION_CREDENTIALS"
      ? remedy
      : `Sign in again with the Gemini CLI (run \`gemini\`), use the new login file with --credentials, or ${OTHER_CREDENTIALS}`,
  oauth_client_rejected:
    "Check GEMINI_TS_OAUTH_CLIENT_ID and _SECRET: a login works only with the client that created it.",
  api_key_invalid: ({ remedy }) => remedy,
  endpoint_insecure: "Use an https URL without user name and password; http is allowed for localhost only.",

  account_disabled:
    "Appeal to Google. The terms of the Gemini CLI do not allow other software to use its login; the supported ways are " +
    `an API key (GEMINI_API_KEY, from ${KEYS}) and Vertex AI (--backend vertex).`,
  project_required: "Set GOOGLE_CLOUD_PROJECT to the project's id.",
  project_invalid: "Set GOOGLE_CLOUD_PROJECT to the project's id (such as my-project-123), not its number.",
  ineligible_tier: API_KEY_OR_VERTEX,
  validation_required: ({ links: [link] }) =>
    link ? `Open ${link.url} in a browser, then ask again.` : "Run the Gemini CLI (`gemini`) and follow its steps.",
  license_required: API_KEY_OR_VERTEX,
  client_unsupported: API_KEY_OR_VERTEX,
  region_unsupported:
    "Use a supported region (https://ai.google.dev/gemini-api/docs/available-regions; a proxy's or VPN's location " +
    "counts), enable billing if only the free tier is unavailable, or use --backend vertex.",
  onboarding_failed: ({ retryable }) =>
    `${retryable ? "Ask again in a minute, run" : "Run"} the Gemini CLI (\`gemini\`) once, or use an API key (GEMINI_API_KEY).`,
  permission_denied: ({ remedy }) => remedy,

  rate_limited: ({ retryAfterMs, quota }) => {
    if (retryAfterMs) return `Wait ${seconds(retryAfterMs)}, then ask again.`;
    return quota === "per-minute" ? "Wait a minute, then ask again." : "Wait a moment, then ask again.";
  },
  quota_exhausted: ({ quota, resetAt, remedy }) => {
    if (quota === "credits") return remedy;
    if (quota === "not-in-plan") return "Use another --model, or a plan that includes this one; waiting does not help.";
    return `Wait until ${resetAt ? utcMinute(resetAt) : "the quota is renewed"}, or use another --model or other credentials.`;
  },
  model_overloaded: "Ask again in a moment, or use another --model.",

  // The variable is that of the address of a gateway, which has a remedy of its own.
  server_error: ({ variable, remedy }) =>
    variable === undefined ? "Ask again in a moment: failures of Google's service rarely last." : remedy,
  api_error: ({ variable, status, remedy }) => {
    if (variable === "CODE_ASSIST_ENDPOINT") return "Check CODE_ASSIST_ENDPOINT and CODE_ASSIST_API_VERSION.";
    return variable !== undefined || status === 407 ? remedy : "See Google's message, or ask again in a moment.";
  },

  connection_failed: connection,
  timeout: ({ phase }) => (phase === "connect" ? `${CHECK_CONNECTION}.` : "Ask again."),
  redirect_refused: PROXY,
  // With an error status, it is the page of a gateway, which the SDK knows.
  response_invalid: ({ status = 0, remedy }) => (status >= 400 ? remedy : PROXY),
  response_too_large: "Ask for a shorter answer.",
  stream_interrupted: "Ask again. The text received so far is on stdout, unless you used --json.",
  stream_malformed: "A proxy may have changed it; ask again.",
  token_response_invalid: PROXY,
  tools_unavailable: REPORT_THE_BUG,

  blocked: "Reword the prompt.",
  empty_response: ({ reason }) => OUT_OF_TOKENS.get(reason) ?? "Ask again.",
  malformed_function_call: "Ask again.",
  tool_rounds_exceeded: REPORT_THE_BUG,
  output_truncated: ({ reason }) => OUT_OF_TOKENS.get(reason) ?? "Ask again, or ask for less at a time.",
  output_invalid:
    "Ask again, say more about the fields in the prompt or in descriptions of the schema, or use another --model.",

  aborted: "Ask again.",
};

/** The remedy for a failure of the SDK. */
export function remedyFor(error: GeminiError): string {
  if (concernsDefaultCredentials(error)) return error.remedy;
  const remedy = REMEDIES[error.code];
  return typeof remedy === "string" ? remedy : remedy(error);
}

/** The SDK's remedies for failed default credentials depend on their kind, and mention no options of programs. */
function concernsDefaultCredentials({ option, phase, variable = "" }: GeminiError): boolean {
  const isOfThem = /^GOOGLE_(?:APPLICATION_CREDENTIALS|EXTERNAL_ACCOUNT_|API_CERTIFICATE_CONFIG)|^AWS_/.test(variable);
  return isOfThem && option === undefined && (phase === "credentials" || phase === "token");
}

function connection({ option, phase, reason = "", remedy, variable }: GeminiError): string {
  if (variable === "NODE_EXTRA_CA_CERTS") {
    return "The certificate is not trusted: set NODE_EXTRA_CA_CERTS to a file with your certificate authority.";
  }
  if (/_ALERT_.*CERTIFICATE|_ALERT_UNKNOWN_CA/.test(reason)) {
    return "This command has no client certificate: use a proxy that adds one (--proxy), or another network.";
  }
  if (variable === "HTTPS_PROXY" && reason !== "ERR_PROXY_TUNNEL") {
    return "Check the address of the proxy: --proxy, HTTPS_PROXY or HTTP_PROXY.";
  }
  if (variable === "GEMINI_TS_OAUTH_TOKEN_URL")
    return `Nothing listens at this address, or its name is unknown: check ${variable}.`;
  if (option === "baseUrl") {
    return "Nothing listens at this address, or its name is unknown: check GOOGLE_GEMINI_BASE_URL, GOOGLE_VERTEX_BASE_URL or CODE_ASSIST_ENDPOINT.";
  }
  if (phase === "connect" && /^(?:ECONNRESET|unknown)$/.test(reason)) {
    return `The connection was closed before it was ready. ${CHECK_CONNECTION}.`;
  }
  // The SDK's remedies for proxies that refuse, and for causes without an option, suit the command.
  if (variable === "HTTPS_PROXY" || (option === undefined && reason !== "")) return remedy;
  return "Check the network, then ask again. Behind a proxy, set HTTPS_PROXY or use --proxy.";
}

function credentials({ reason, variable }: GeminiError): string {
  const keyChain = variable === "GEMINI_FORCE_FILE_STORAGE" ? KEY_CHAIN : undefined;
  if (reason === "nothing_found") {
    return (
      `${keyChain ? `${keyChain} ` : ""}API key: create one at ${KEYS} and set GEMINI_API_KEY. ` +
      "Vertex AI: set GOOGLE_GENAI_USE_VERTEXAI=true and GOOGLE_CLOUD_PROJECT, and run `gcloud auth application-default login`. " +
      "Code Assist licence: sign in with the Gemini CLI (run `gemini`)."
    );
  }
  if (keyChain) return keyChain;
  if (variable === "GEMINI_API_KEY") return `Create a key at ${KEYS} and set GEMINI_API_KEY.`;
  if (variable === "HOME" || variable === "USERPROFILE") return `Set ${variable}, or use --credentials.`;
  if (variable === "GOOGLE_APPLICATION_CREDENTIALS") {
    return `Run \`gcloud auth application-default login\`, or set ${variable}.`;
  }
  return `Sign in with the Gemini CLI (run \`gemini\`), check --credentials if you used it, or ${OTHER_CREDENTIALS}`;
}

function seconds(milliseconds: number): string {
  const count = Math.ceil(milliseconds / 1_000);
  return count === 1 ? "1 second" : `${count} seconds`;
}

/** More names would make the sentence hard to read. */
const MAX_NAMED = 8;

function otherModels({ availableModels }: GeminiError): string {
  if (!availableModels) return "Check --model, the project and the location; not every account has every model.";
  const more = availableModels.length - MAX_NAMED;
  const named = availableModels.slice(0, MAX_NAMED).join(", ");
  return `Use another --model (available: ${named}${more > 0 ? ` and ${more} more` : ""}).`;
}

/** The time rounded up to the minute: `2026-01-01 08:00 UTC`. */
function utcMinute(time: Date): string {
  const minute = new Date(Math.ceil(time.getTime() / 60_000) * 60_000);
  return `${minute.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
