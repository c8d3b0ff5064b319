import { blocked } from "../../errors/content-errors.ts";
import type { GeminiError } from "../../errors/gemini-error.ts";
import { outputInvalid, outputIsCall, outputNotJson, outputTruncated } from "../../errors/output-errors.ts";
import { isRefusal, isTruncation } from "../../response/check-outcome.ts";
import type { GenerateContentResponse } from "../../response/generate-content-response.ts";
import { issueDescriber } from "../../schema/describe-issue.ts";
import type { JsonFailure } from "../../schema/json/json-outcome.ts";
import { PartialJson } from "../../schema/json/partial-json.ts";
import type { ValueIssue } from "../../schema/value-issue.ts";
import type { CallScope } from "../../scope/call-scope.ts";
import type { PreparedOutput } from "./prepared-output.ts";

const MOST_ISSUES = 100;

/** An output that fits, or the error, and what the model has to know to repair it. */
export type CheckedOutput =
  | { readonly value: unknown }
  | {
      readonly error: GeminiError;
      /** Undefined if showing it to the model would not help. */
      readonly problems: readonly string[] | undefined;
    };

/**
 * Takes the output out of a response. The first row that matches decides. "Ended early": the finish reason is that of a limit
 * or of a refusal. Then a value counts only if it is an object or array that the text begins with or has in a fence, since
 * only that is whole for sure.
 *
 * | response | then | repaired |
 * |---|---|---|
 * | function calls that nothing runs | `output_invalid` | no |
 * | whole JSON that fits | the value | |
 * | whole JSON that does not fit | `output_invalid` | yes |
 * | ended early at a limit | `output_truncated` | no |
 * | ended early by a refusal | `blocked` | no |
 * | JSON without its end | `output_truncated` | yes |
 * | no JSON, JSON with errors, or more JSON after the value | `output_invalid` | yes |
 */
export async function checkOutput(
  { text, finishReason, functionCalls }: GenerateContentResponse,
  output: PreparedOutput,
  scope: CallScope,
): Promise<CheckedOutput> {
  if (functionCalls.length > 0) return { error: outputIsCall(), problems: undefined };
  const json = new PartialJson(output.opening);
  json.push(text);
  const found = json.end();
  const endedEarly = isTruncation(finishReason) || isRefusal(finishReason);
  if (found.kind === "complete" && (!endedEarly || json.value !== undefined)) {
    return checkValue(found.value, finishReason, output, scope);
  }
  if (isTruncation(finishReason)) return { error: outputTruncated(finishReason), problems: undefined };
  if (endedEarly) return { error: blocked("response", finishReason, {}), problems: undefined };
  if (found.kind === "truncated") return { error: outputTruncated(finishReason), problems: [CUT] };
  const message = problemOf(found.kind === "complete" ? { kind: "none" } : found);
  return { error: outputNotJson({ path: "#", message }, finishReason), problems: [`It ${message}.`] };
}

const CUT = "It ends before the JSON is complete.";

async function checkValue(
  value: unknown,
  finishReason: string | undefined,
  output: PreparedOutput,
  scope: CallScope,
): Promise<CheckedOutput> {
  const checked = await output.validate(value, scope);
  if (checked.issues === undefined) return { value: checked.value };
  const issues = checked.issues.slice(0, MOST_ISSUES);
  return {
    error: outputInvalid(issues.map(issueDescriber(output.json, value)), finishReason),
    problems: issues.map(toldIssue),
  };
}

/** The model gets the validator's own words: it knows its output. */
function toldIssue({ path, message }: ValueIssue): string {
  return path === "#" ? message : `${path}: ${message}`;
}

function problemOf(failure: JsonFailure): string {
  switch (failure.kind) {
    case "invalid":
      return `is not valid JSON at character ${failure.position}`;
    case "followed":
      return `is followed by more JSON at character ${failure.position}`;
    case "too-deep":
      return `is nested too deeply at character ${failure.position}`;
    default:
      return "has no JSON";
  }
}
