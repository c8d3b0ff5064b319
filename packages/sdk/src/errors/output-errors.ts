import { countCalls } from "./exchange-errors.ts";
import { GeminiError } from "./gemini-error.ts";
import { optionError } from "./option-errors.ts";
import type { OutputIssue } from "./output-issue.ts";
import { safeText } from "./safe-text.ts";

const MOST_PATHS = 5;

/** The output ends before its JSON does. `reason`: Google's finish reason. */
export function outputTruncated(reason: string | undefined): GeminiError {
  const isLimit = reason === "MAX_TOKENS";
  return new GeminiError({
    code: "output_truncated",
    phase: "content",
    reason: reason === undefined ? undefined : safeText(reason),
    option: isLimit ? "maxOutputTokens" : undefined,
    summary: `The output for \`schema\` is truncated${reason === undefined ? "" : ` (${safeText(reason)})`}.`,
    remedy: isLimit
      ? "Raise `maxOutputTokens`, lower the thinking, or ask for less at a time."
      : "Ask for less at a time; `partial.text` has what was written.",
  });
}

/** `response.object` was read of a response that has no whole output. `pending`: how many calls its exchange waits for. */
export function outputMissing(pending: number): GeminiError {
  if (pending > 0) {
    return new GeminiError({
      code: "exchange_open",
      phase: "content",
      summary: `There is no output for \`schema\` yet: the exchange waits for ${countCalls(pending)}.`,
      remedy:
        "Check `response.pending` first. Continue with `chat.resume()`, or without a chat from `response.contents`.",
    });
  }
  return new GeminiError({
    code: "output_truncated",
    phase: "content",
    summary: "The output for `schema` is truncated: the stream was cancelled.",
    remedy: "Read `response.text` for what was received.",
  });
}

/** The output is whole, and does not fit the schema. */
export function outputInvalid(issues: readonly OutputIssue[], reason: string | undefined): GeminiError {
  const paths = [...new Set(issues.map(({ path }) => path))];
  const more = paths.length > MOST_PATHS ? ` and ${paths.length - MOST_PATHS} more` : "";
  return invalid(
    `The output does not fit \`schema\` at ${paths.slice(0, MOST_PATHS).join(", ")}${more}.`,
    "See `issues`, and `partial.text` for the output. Say more in the prompt or in the schema's descriptions, or raise `repairAttempts`.",
    { issues, reason },
  );
}

/** The model wrote something other than JSON. */
export function outputNotJson(issue: OutputIssue, reason: string | undefined): GeminiError {
  return invalid(
    `The output for \`schema\` ${issue.message}.`,
    "See `partial.text` for the output; ask for JSON in the prompt, or raise `repairAttempts`.",
    { issues: [issue], reason },
  );
}

/** The model called functions, and nothing here runs them. */
export function outputIsCall(): GeminiError {
  return invalid(
    "The model called a function instead of writing the output for `schema`, and nothing runs that function.",
    "Pass functions as `tools` instead of `extraRequest.tools`; `partial.candidates` has the call.",
  );
}

/** The model called functions after elements of its output had been delivered. */
export function outputBegunAgain(): GeminiError {
  return invalid(
    "The model began the output for `schema` again after elements of it had been delivered.",
    "Use `response.object`, or iterate the chunks.",
  );
}

/** The schema's own code threw an error. `name`: of the error, whose message may quote the output. */
export function validatorFailed(name: string): GeminiError {
  return invalid(
    `The validator of \`schema\` failed with an error (${safeText(name)}), so the output could not be checked.`,
    "Fix the schema's own functions, such as transforms and refinements; `partial.text` has the output.",
  );
}

function invalid(
  summary: string,
  remedy: string,
  more: { readonly issues?: readonly OutputIssue[]; readonly reason?: string | undefined } = {},
): GeminiError {
  return new GeminiError({ code: "output_invalid", phase: "content", option: "schema", summary, remedy, ...more });
}

/** `elements()` of a stream whose output is not an array. */
export function noElements(): GeminiError {
  return optionError(
    "schema",
    "`stream.elements()` needs a `schema` whose values are arrays.",
    "Pass one, such as `z.array(element)`, or iterate the chunks.",
  );
}
