import { GeminiError } from "./gemini-error.ts";
import { describeValue } from "./safe-text.ts";

/** An option that cannot be used: names it, what it got, and what it takes. */
export function invalidOption(name: string, got: unknown, takes: string): GeminiError {
  // Enumerations are easier to mend with the wrong word in sight; free text could be a prompt or a secret.
  const shown = typeof got === "string" && /^[\w.:/-]{1,40}$/.test(got) && PUBLIC_WORDS.has(name);
  return new GeminiError({
    code: "invalid_options",
    phase: "options",
    summary: `Option \`${name}\` got ${shown ? `"${got}"` : describeValue(got)}.`,
    remedy: `It takes ${takes}.`,
  });
}

/** Options whose values are words of ours or Google's, never the user's text. */
const PUBLIC_WORDS = new Set(["model", "backend", "thinkingLevel", "mediaResolution", "location", "responseMimeType"]);

/** A name that is no option, with the nearest that is. */
export function unknownOption(name: string, known: readonly string[]): GeminiError {
  const lower = name.toLowerCase().replaceAll(/[_-]/g, "");
  const near = known.find((candidate) => candidate.toLowerCase() === lower);
  return new GeminiError({
    code: "invalid_options",
    phase: "options",
    summary: `There is no option \`${name.slice(0, 40)}\`.`,
    remedy: near ? `Did you mean \`${near}\`?` : `The options are ${known.join(", ")}.`,
  });
}

/** Options that exclude each other. */
export function conflictingOptions(first: string, second: string, why: string): GeminiError {
  return new GeminiError({
    code: "invalid_options",
    phase: "options",
    summary: `\`${first}\` and \`${second}\` exclude each other: ${why}.`,
    remedy: "Give one of them; null takes one back for a single call.",
  });
}
