import { GeminiError } from "./gemini-error.ts";
import { safeText } from "./safe-text.ts";

const LONGEST_NAME = 100;

/** The model is known to refuse an option, so nothing was sent. `instead`: a sentence that says what to do. */
export function refusedOption(option: string, model: string, instead: string): GeminiError {
  return new GeminiError({
    code: "invalid_options",
    phase: "options",
    model,
    option,
    summary: `The model "${safeText(model, LONGEST_NAME)}" does not accept this \`${option}\`.`,
    remedy: instead,
  });
}

/** The contents end with a turn of the model, and the model is known not to continue one. */
export function refusedModelTurn(model: string): GeminiError {
  return new GeminiError({
    code: "invalid_options",
    phase: "options",
    model,
    option: "contents",
    summary: `The model "${safeText(model, LONGEST_NAME)}" does not continue a turn of the model, which the contents end with.`,
    remedy: "End with a turn of the user, for example one that says how the response should begin.",
  });
}
