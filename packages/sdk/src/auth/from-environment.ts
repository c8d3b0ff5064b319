import { invalidOption } from "../errors/option-errors.ts";
import type { Platform } from "../platform/platform.ts";
import { tokenOf } from "./cli-login/parse-login.ts";

/** A key or token, undefined where the variable is not set. Fails with `invalid_options` for what no header can hold. */
export function tokenFromEnvironment(name: string, platform: Platform): string | undefined {
  const value = platform.environment(name);
  if (value === undefined) return undefined;
  if (tokenOf(value) === undefined)
    throw invalidOption(name, value, "printable characters without spaces or line ends");
  return value;
}

/** Whether a switch is on: `true` in any case, or `1`, as the Gemini CLI and Google's SDK read theirs. */
export function isSwitchedOn(name: string, platform: Platform): boolean {
  const value = platform.environment(name);
  return value?.toLowerCase() === "true" || value === "1";
}
