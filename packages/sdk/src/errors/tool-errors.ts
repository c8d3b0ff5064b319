import type { GeminiError } from "./gemini-error.ts";
import { optionError } from "./option-errors.ts";

/** A call has a `toolChoice` and no `tools`. */
export function choiceWithoutTools(): GeminiError {
  return optionError(
    "toolChoice",
    "Option `toolChoice` is set, but the call has no `tools`.",
    "Pass `tools` with it, or leave it out. For Google's JSON in `extraRequest.tools`, pass `extraRequest: { toolConfig }`.",
  );
}

/** A call asks for the call of a function, and has none. */
export function choiceOfGoogleTools(): GeminiError {
  return optionError(
    "toolChoice",
    "Option `toolChoice` asks for the call of a function, but `tools` has only tools of Google.",
    "Pass functions of `tool()` or `mcpTools()` in `tools`, or leave it out: Google's tools cannot be forced.",
  );
}
