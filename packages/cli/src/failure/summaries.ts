import type { GeminiError, GeminiErrorCode } from "gemini-ts";
import { flagOf, inFlags } from "./flags.ts";

/** Codes of errors that Google's responses cause. */
const RESPONSES: readonly GeminiErrorCode[] = [
  "invalid_request",
  "model_unavailable",
  "permission_denied",
  "api_key_invalid",
  "rate_limited",
  "quota_exhausted",
  "model_overloaded",
  "server_error",
  "api_error",
];

const QUOTAS: Readonly<Record<NonNullable<GeminiError["quota"]>, string>> = {
  "per-minute": "The quota per minute is used up",
  "per-day": "The quota per day is used up",
  credits: "The account's credits are used up",
  "not-in-plan": "The account's plan does not include this model",
};

const OTHER_REASONS: Readonly<Partial<Record<GeminiErrorCode, string>>> = {
  rate_limited: "Too many requests for now",
  quota_exhausted: "The quota is used up",
};

/** What failed. Uses the SDK's summary with the command's flags, unless it mentions options that only programs have. */
export function summaryFor(error: GeminiError): string {
  const { code, option, reason, path, summary, variable } = error;
  const flag = flagOf(option);
  // On a command line, everything is a string: "Option `model` got a string." would not help.
  if (code === "invalid_options" && flag && summary.startsWith("Option "))
    return `The value of ${flag} cannot be used.`;
  if (code === "empty_response" && reason === "MAX_TOKENS")
    return `The model used up --max-output-tokens on thinking and returned no content.`;
  if (code === "no_credentials") {
    if (reason === "nothing_found") return nothingFound(path);
    // The file of default credentials has a path too, but another error.
    if (path !== undefined && option === "credentialsPath")
      return `There is no Gemini CLI login file ${path}, and no encrypted store beside it.`;
    if (variable === "GEMINI_API_KEY") return "No API key was found. Looked for: GEMINI_API_KEY; GOOGLE_API_KEY.";
  }
  const isOwn = RESPONSES.includes(code) && error.status !== undefined && !saysMore(error);
  return isOwn ? responseSummary(error) : inFlags(summary);
}

/** Codes whose summary names the setting of the project or the address, if `variable` is that setting. */
const SETTINGS: readonly GeminiErrorCode[] = ["permission_denied", "server_error", "api_error"];

/** Whether the SDK's summary has more than the status and Google's message, and nothing that only programs have. */
function saysMore({ code, summary, quota, variable }: GeminiError): boolean {
  if (summary.includes("`")) return false;
  return quota === "credits" || (SETTINGS.includes(code) && variable !== undefined);
}

function nothingFound(loginFile = "(no home folder is known)"): string {
  const lookedFor = [
    "--backend and --credentials",
    "GOOGLE_GENAI_USE_GCA, GOOGLE_GENAI_USE_VERTEXAI and GOOGLE_GENAI_USE_ENTERPRISE",
    "GEMINI_API_KEY and GOOGLE_API_KEY",
    "a choice in the Gemini CLI's settings.json",
    `the Gemini CLI login file ${loginFile}, and its encrypted store`,
  ];
  return `No Google credentials were found. Looked for: ${lookedFor.join("; ")}.`;
}

function responseSummary({ code, phase, status, reason, quota, googleMessage }: GeminiError): string {
  const what = quota ? QUOTAS[quota] : OTHER_REASONS[code];
  const responder =
    phase === "token" ? "Google's token endpoint" : phase === "project" ? "Account set-up: Google" : "Google";
  const responded = `${responder} responded ${status}${reason === undefined ? "" : ` ${reason}`}`;
  const said = googleMessage === undefined ? "" : `: ${googleMessage}`;
  const sentence = `${what === undefined ? "" : `${what}: `}${responded}${said}`;
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
}
