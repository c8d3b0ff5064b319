import type { CallOptions } from "./call-options.ts";

/** Options that are objects of the caller's making. */
const OBJECTS = [
  "fallbackModels",
  "stopSequences",
  "safetySettings",
  "labels",
  "extraGenerationConfig",
  "extraRequest",
  "headers",
  "timeouts",
  "retry",
] as const satisfies readonly (keyof CallOptions)[];

/** Checked options as they are now: a call may wait, and the caller's objects may change meanwhile. */
export function copyOptions<Options extends CallOptions>(options: Options): Options {
  const copy = { ...options };
  for (const name of OBJECTS) {
    if (copy[name]) copy[name] = JSON.parse(JSON.stringify(copy[name]));
  }
  return copy;
}
