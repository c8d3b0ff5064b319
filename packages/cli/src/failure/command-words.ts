import type { GeminiErrorCode } from "gemini-ts";

/** The SDK names its options; the user of the command knows them by their flags. */
const FLAGS: Readonly<Record<string, string>> = {
  model: "--model",
  systemPrompt: "--system",
  temperature: "--temperature",
  maxOutputTokens: "--max-output-tokens",
  thinkingBudget: "--thinking-budget",
  includeThoughts: "--show-thinking",
  backend: "--backend",
  credentialsPath: "--credentials",
};

/** Remedies that only a program can follow, as the user of the command can. */
const REMEDIES: Partial<Record<GeminiErrorCode, string>> = {
  stream_interrupted: "What came of it was written already; ask again.",
  stream_malformed: "A proxy may have changed it; ask again.",
  timeout: "Try again.",
};

/** A sentence of the SDK with flags for options. */
export function withFlags(sentence: string): string {
  return sentence.replaceAll(/`(\w+)`/g, (quoted, name: string) =>
    Object.hasOwn(FLAGS, name) ? `${FLAGS[name]}` : quoted,
  );
}

/** What the user of the command can do about a failure of the SDK. */
export function remedyFor(code: GeminiErrorCode, remedy: string): string {
  const words = REMEDIES[code] ?? withFlags(remedy);
  return code === "no_credentials" ? `${words} Without an account: --offline answers from an emulator.` : words;
}
