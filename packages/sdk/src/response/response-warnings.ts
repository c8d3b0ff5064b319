import { safeText } from "../errors/safe-text.ts";
import { isSubstitution } from "../models/model-substitution.ts";
import type { WarningEvent } from "../platform/events.ts";
import type { Accumulator } from "./accumulator.ts";
import type { GenerateContentResponse } from "./generate-content-response.ts";

/** Characters. No model's name is longer. */
const LONGEST_NAME = 100;

/** What was asked for. */
export interface AskedFor {
  /** The model of the request that was answered. */
  readonly model: string;
  readonly inConversation: boolean;
}

/**
 * What the caller should know of a complete answer, at most one warning of each code:
 *
 * | code | when |
 * |---|---|
 * | `model_substituted` | another model answered than the one asked for |
 * | `response_incomplete` | Google stopped at the length of one response |
 * | `empty_response` | the caller who reads `text` gets nothing, or the conversation keeps nothing |
 *
 * `whole` puts the answer together, which is done only if a warning needs it.
 */
export function warningsOn(
  answer: Accumulator,
  whole: () => GenerateContentResponse,
  { model, inConversation }: AskedFor,
): WarningEvent[] {
  const warnings: WarningEvent[] = [];
  const warn = (code: WarningEvent["code"], message: string) => warnings.push({ type: "warning", code, message });
  const { modelVersion } = answer;
  if (modelVersion !== undefined && isSubstitution(model, modelVersion)) {
    warnings.push(substitution(modelVersion, model));
  }
  if (answer.hasMoreToCome) warn("response_incomplete", INCOMPLETE);
  // An answer with words outside a conversation cannot be empty, and nobody may ever ask for the whole.
  const empty = inConversation || !answer.hasWords ? emptiness(whole(), inConversation) : undefined;
  if (empty !== undefined) warn("empty_response", empty);
  return warnings;
}

const INCOMPLETE =
  "Google stopped at the length of one response (CONTINUATION), so the end of the answer is missing. " +
  "Ask for less at a time, or ask for the rest in another prompt.";

function substitution(answered: string, asked: string): WarningEvent {
  const [other, wanted] = [safeText(answered, LONGEST_NAME), safeText(asked, LONGEST_NAME)];
  const summary = `Google answered with the model "${other}" and not with "${wanted}", so price, limits and quality can differ.`;
  const remedy = `Set \`model\` to "${other}" to keep it, or to another model that Google still serves.`;
  return { type: "warning", code: "model_substituted", message: `${summary} ${remedy}`, summary, option: "model" };
}

function emptiness(response: GenerateContentResponse, inConversation: boolean): string | undefined {
  const [first] = response.candidates;
  if (inConversation && !first?.content?.parts?.length) {
    return "The first candidate is empty, so the conversation keeps neither prompt nor answer. `candidates` has the others.";
  }
  const onlyThought = first?.content?.parts?.every(({ thought }) => thought === true);
  if (onlyThought && response.finishReason === "CONTINUATION") {
    return "Thinking used up one response before the answer began. Lower `thinkingLevel` or `thinkingBudget`.";
  }
  if (onlyThought && response.truncated) {
    return "Thinking used up `maxOutputTokens` before the answer began. Raise it, or lower `thinkingBudget`.";
  }
  if (onlyThought && response.thinking !== "") {
    return `The model thought and answered nothing (${safeText(String(response.finishReason))}). Ask again.`;
  }
  return undefined;
}
