import { atEntry } from "../errors/caller.ts";
import { checkValue } from "../validation/option-rule.ts";
import { readable, readOnce } from "../validation/readable.ts";
import { jsonObjectRule } from "./call-rules.ts";
import { createTool, type GoogleTool, type Tool } from "./tool.ts";

/** The settings of one of Google's tools, under Google's names. */
export type GoogleToolSettings = Readonly<Record<string, unknown>>;

/**
 * Google Search: the model searches the web and bases its answer on what it finds. The sources are in
 * `response.candidates[0].groundingMetadata`. `settings`: Google's, such as `timeRangeFilter`. Throws `invalid_options`.
 * @see https://ai.google.dev/gemini-api/docs/google-search
 */
export function googleSearch(settings: GoogleToolSettings = {}): Tool {
  return atEntry(googleSearch, () => googleTool("googleSearch", settings));
}

/**
 * The model reads the pages whose URLs are in the prompt. They are in `response.candidates[0].urlContextMetadata`.
 * @see https://ai.google.dev/gemini-api/docs/url-context
 */
export function urlContext(): Tool {
  return googleTool("urlContext", {});
}

/**
 * The model writes code and runs it in Google's sandbox. The code and its output are parts of the response, `executableCode`
 * and `codeExecutionResult`.
 * @see https://ai.google.dev/gemini-api/docs/code-execution
 */
export function codeExecution(): Tool {
  return googleTool("codeExecution", {});
}

/**
 * Google Maps: the model bases its answer on places. They are in `response.candidates[0].groundingMetadata`. `settings`:
 * Google's, such as `enableWidget`. Throws `invalid_options`.
 * @see https://ai.google.dev/gemini-api/docs/maps-grounding
 */
export function googleMaps(settings: GoogleToolSettings = {}): Tool {
  return atEntry(googleMaps, () => googleTool("googleMaps", settings));
}

function googleTool(name: GoogleTool["name"], settings: GoogleToolSettings): Tool {
  const option = `${name}.settings`;
  const own = readable(option, settings, () => readOnce(settings));
  checkValue(option, own, jsonObjectRule);
  return createTool({ kind: "google", name, settings: JSON.parse(JSON.stringify(own)) });
}
