import { thinkingShare } from "../errors/content-errors.ts";
import { safeName, safeText } from "../errors/safe-text.ts";
import { isSubstitution } from "../models/model-substitution.ts";
import type { WarningEvent } from "../platform/events.ts";
import type { Accumulator } from "./accumulator.ts";
import { isTruncation } from "./check-outcome.ts";
import type { GenerateContentResponse } from "./generate-content-response.ts";

/**
 * Warnings about the result of a model call:
 *
 * | code | when |
 * |---|---|
 * | `model_substituted` | another model responded than requested, also if the call failed later |
 * | `response_incomplete` | Google ended the response at its maximum length, and it was not continued |
 */
export function warningsOn(received: Accumulator, asked: string, hasFailed: boolean): readonly WarningEvent[] {
  const others = received.modelVersions.filter((answered) => isSubstitution(asked, answered));
  const warnings = others.map((answered) => substitution(answered, asked));
  if (!hasFailed && received.hasMoreToCome) warnings.push(warning("response_incomplete", INCOMPLETE));
  return warnings;
}

/**
 * The warning `empty_response`, if the `text` of a complete response is empty or its conversation stores nothing. `whole` assembles
 * the response; it is called only if it is needed.
 */
export function emptyWarning(
  answer: Accumulator,
  whole: () => GenerateContentResponse,
  isStorable: boolean,
): WarningEvent | undefined {
  const message = isStorable ? emptiness(answer, whole) : NOTHING_STORED;
  return message === undefined ? undefined : warning("empty_response", message);
}

function warning(code: WarningEvent["code"], message: string): WarningEvent {
  return { type: "warning", code, message };
}

const NOTHING_STORED =
  "The response has no part that can be sent back to Google, so the conversation stores neither prompt nor response. " +
  "`candidates` has what was received.";

const INCOMPLETE =
  "Google ended the response at its maximum length (CONTINUATION), and it was not continued, so the rest of it is missing. " +
  "Allow `continuation`, or request shorter responses.";

function substitution(answered: string, asked: string): WarningEvent {
  const [other, wanted] = [safeName(answered), safeName(asked)];
  const summary = `Google responded with the model "${other}" instead of "${wanted}", so price, limits and quality can differ.`;
  const remedy = `Set \`model\` to "${other}" to keep using it, or to another model that Google still serves.`;
  return { type: "warning", code: "model_substituted", message: `${summary} ${remedy}`, summary, option: "model" };
}

function emptiness(answer: Accumulator, whole: () => GenerateContentResponse): string | undefined {
  // An answer has more than thoughts, so there is no need to assemble the response.
  if (answer.hasShownAnswer) return undefined;
  const response = whole();
  const share = thinkingShare(response.usageMetadata);
  const onlyThought = response.content?.parts?.every(({ thought }) => thought === true);
  if (onlyThought && response.finishReason === "CONTINUATION") {
    return `Thinking${share} used up the whole response, so it has no text. Lower \`thinkingLevel\` or \`thinkingBudget\`.`;
  }
  if (onlyThought && isTruncation(response.finishReason)) {
    return `Thinking${share} used up \`maxOutputTokens\`, so the response has no text. Raise the limit, or lower \`thinkingLevel\` or \`thinkingBudget\`.`;
  }
  if (onlyThought && response.thinking !== "") {
    return `The model returned thoughts but no text (${safeText(String(response.finishReason))}). Send the prompt again.`;
  }
  return undefined;
}
