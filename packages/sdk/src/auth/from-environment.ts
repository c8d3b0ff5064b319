import { invalidOption, unknownSwitch } from "../errors/option-errors.ts";
import type { Platform } from "../platform/platform.ts";
import { MISSING_WORDS, variableWord } from "../platform/variable-word.ts";
import { checkValue } from "../validation/option-rule.ts";
import { fitsHeader, projectRule } from "./credential-rules.ts";

/**
 * Reads a key or token; undefined if the variable is not set. Fails with `invalid_options` if the value cannot be sent
 * in a header.
 */
export function tokenFromEnvironment(name: string, platform: Platform): string | undefined {
  const value = platform.environment(name);
  if (value === undefined) return undefined;
  if (!fitsHeader(value)) throw invalidOption(name, value, "printable characters without spaces or line ends");
  return value;
}

/** Reads a project id; undefined if the variable is not set. Fails with `invalid_options`. */
export function projectFromEnvironment(name: string, platform: Platform): string | undefined {
  const value = platform.environment(name);
  if (value !== undefined) checkValue(name, value, projectRule);
  return value;
}

/** Each selects Vertex AI, as in Google's SDKs; the second is the newer name. */
const VERTEX_SWITCHES = ["GOOGLE_GENAI_USE_VERTEXAI", "GOOGLE_GENAI_USE_ENTERPRISE"] as const;

/** The variable that selects Vertex AI; undefined if none does. `isOn`: reads a switch. */
export function vertexSwitch(
  platform: Platform,
  isOn: typeof isSwitchedOn = isSwitchedOn,
): (typeof VERTEX_SWITCHES)[number] | undefined {
  return VERTEX_SWITCHES.find((name) => isOn(name, platform));
}

/** Whether a variable enables something: a value of {@link ON}, in any case. */
export function isSwitchedOn(name: string, platform: Platform): boolean {
  return ON.has(variableWord(name, platform));
}

/**
 * The same for a variable that decides where prompts are sent. Throws `invalid_options` if its value is neither on nor off: it
 * would be ignored, and the prompts sent elsewhere.
 */
export function readSwitch(name: string, platform: Platform): boolean {
  const value = variableWord(name, platform);
  if (ON.has(value)) return true;
  if (OFF.has(value)) return false;
  throw unknownSwitch(name, value);
}

/** `true` and `1` are those of the Gemini CLI and Google's SDK. */
const ON: ReadonlySet<string> = new Set(["true", "1", "t", "y", "yes", "on", "enabled"]);

const OFF: ReadonlySet<string> = new Set(["false", "0", "f", "n", "no", "off", "disabled", ...MISSING_WORDS]);
