import type { GeminiError } from "./gemini-error.ts";
import { optionError } from "./option-errors.ts";
import { describeValue, safeName } from "./safe-text.ts";

/** A call has a `toolChoice` and no `tools`. */
export function choiceWithoutTools(): GeminiError {
  return optionError(
    "toolChoice",
    "Option `toolChoice` is set, but the call has no `tools`.",
    "Pass `tools` too, or leave out `toolChoice`. For Google's JSON in `extraRequest.tools`, pass `extraRequest: { toolConfig }`.",
  );
}

/** A call asks for the call of a function, and has none. */
export function choiceOfGoogleTools(): GeminiError {
  return optionError(
    "toolChoice",
    "Option `toolChoice` requires a function call, but `tools` has only Google's tools.",
    "Pass functions from `tool()` or `mcpTools()` in `tools`, or leave out `toolChoice`: Google's tools cannot be forced.",
  );
}

/** A `toolChoice` is the name of one of the call's tools. */
export function nameAsChoice(name: string): GeminiError {
  return optionError(
    "toolChoice",
    "Option `toolChoice` got the name of a tool.",
    `It takes "auto", "any", "none" or an array of names: \`toolChoice: ["${safeName(name)}"]\`.`,
  );
}

const MEAN_ANY = 'Did you mean "any"?';
const NAMES = 'Pass the names of the tools: `toolChoice: ["get_weather"]`.';

/** Words and types of other clients for the choice between tools, and of Google. */
const CHOICES: ReadonlyMap<unknown, string> = new Map([
  ["any", MEAN_ANY],
  ["required", MEAN_ANY],
  ["auto", 'Did you mean "auto"?'],
  ["none", 'Did you mean "none"?'],
  ["tool", NAMES],
  ["function", NAMES],
]);

/** The error for a `toolChoice` in the form of another client: `"required"`, `"ANY"`, `{ type: "tool", name }`. */
export function foreignChoice(option: string, value: unknown): GeminiError | undefined {
  const type = typeof value === "object" && value !== null && "type" in value ? value.type : undefined;
  const word = type ?? value;
  const remedy = typeof word === "string" ? CHOICES.get(word.toLowerCase()) : undefined;
  const isName = typeof value === "string" && value !== "";
  if (remedy === undefined && !isName) return undefined;
  const got = remedy !== undefined && isName ? `"${value}"` : describeValue(value);
  return optionError(
    option,
    `Option \`${option}\` got ${got}.`,
    remedy ?? `It takes "auto", "any" or "none". ${NAMES}`,
  );
}
