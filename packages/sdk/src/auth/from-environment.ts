import { invalidOption } from "../errors/option-errors.ts";
import type { Platform } from "../platform/platform.ts";
import { tokenOf } from "./cli-login/parse-login.ts";

/**
 * Reads a key or token; undefined if the variable is not set. Fails with `invalid_options` if the value cannot be sent
 * in a header.
 */
export function tokenFromEnvironment(name: string, platform: Platform): string | undefined {
  const value = platform.environment(name);
  if (value === undefined) return undefined;
  if (tokenOf(value) === undefined)
    throw invalidOption(name, value, "printable characters without spaces or line ends");
  return value;
}

/** Each selects Vertex AI, as in Google's SDKs; the second is the newer name. */
const VERTEX_SWITCHES = ["GOOGLE_GENAI_USE_VERTEXAI", "GOOGLE_GENAI_USE_ENTERPRISE"] as const;

/** The variable that selects Vertex AI; undefined if none does. */
export function vertexSwitch(platform: Platform): (typeof VERTEX_SWITCHES)[number] | undefined {
  return VERTEX_SWITCHES.find((name) => isSwitchedOn(name, platform));
}

/** Whether a variable enables something: `true` in any case, or `1`, as in the Gemini CLI and Google's SDK. */
export function isSwitchedOn(name: string, platform: Platform): boolean {
  const value = platform.environment(name);
  return value?.toLowerCase() === "true" || value === "1";
}
