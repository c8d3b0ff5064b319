import type { GeminiError, GeminiErrorCode } from "gemini-ts";

/** The SDK names its options; the user of the command knows them by their flags. */
const FLAGS: Readonly<Record<string, string>> = {
  model: "--model",
  fallbackModels: "--fallback-model",
  systemPrompt: "--system",
  temperature: "--temperature",
  maxOutputTokens: "--max-output-tokens",
  thinkingBudget: "--thinking-budget",
  includeThoughts: "--show-thinking",
  backend: "--backend",
  credentialsPath: "--credentials",
  tokenCache: "the cache with GEMINI_TS_TOKEN_CACHE=off",
};

/** For remedies that only a program can follow. */
const REMEDIES: Partial<Record<GeminiErrorCode, string>> = {
  api_error: "Read what Google says; ask again in a moment.",
  blocked: "Reword it.",
  connection_failed:
    "Check the network and any proxy; where a certificate is not trusted, set NODE_EXTRA_CA_CERTS. Then try again.",
  invalid_request: "Change the request as Google says.",
  oauth_client_rejected:
    "Check GEMINI_TS_OAUTH_CLIENT_ID and _SECRET: a login works only with the client that made it.",
  project_required: "Set GOOGLE_CLOUD_PROJECT to the project's id.",
  rate_limited: "Wait a moment, then ask again.",
  response_too_large: "Ask for less.",
  stream_interrupted: "Ask again. What had come of it is on stdout already, with --json nothing.",
  stream_malformed: "A proxy may have changed it; ask again.",
  timeout: "Try again.",
  token_response_invalid: "A proxy or sign-in page may answer in Google's place; check the network.",
};

/** What sentences about sign-ins add for programs, and what stands in its place. */
const FOR_PROGRAMS: readonly (readonly [RegExp, string])[] = [
  [/the option `apiKey`; /, ""],
  [/, (set \w+), or pass `accessToken`(?: or `apiKey`)?/, " or $1"],
  [/ \(or pass [^)]*\(\)\)/, ""],
  [/`backend: "([\w-]+)"`/g, "--backend $1"],
];

/** A sentence of the SDK with flags for options, and without what only a program can give. */
export function withFlags(sentence: string): string {
  const kept = FOR_PROGRAMS.reduce((text, [phrase, instead]) => text.replace(phrase, instead), sentence);
  return kept.replaceAll(/`(\w+)(?:\[\d+\])?`/g, (quoted, name: string) =>
    Object.hasOwn(FLAGS, name) ? `${FLAGS[name]}` : quoted,
  );
}

/** What the user of the command can do about a failure of the SDK. */
export function remedyFor(error: GeminiError): string {
  const { code, remedy } = error;
  const words = rateLimitRemedy(error) ?? REMEDIES[code] ?? withFlags(remedy);
  return code === "no_credentials" ? `${words} Without an account: --offline answers from an emulator.` : words;
}

function rateLimitRemedy({ code, quota, retryAfterMs }: GeminiError): string | undefined {
  if (code !== "rate_limited") return undefined;
  if (retryAfterMs !== undefined) return `Wait ${Math.ceil(retryAfterMs / 1_000)} seconds, then ask again.`;
  return quota === "per-minute" ? "Wait a minute, then ask again." : undefined;
}
