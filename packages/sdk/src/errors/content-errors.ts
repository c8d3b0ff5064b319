import type { UsageMetadata } from "../wire/generate.ts";
import type { GeminiErrorFields } from "./error-init.ts";
import { GeminiError } from "./gemini-error.ts";
import { safeText } from "./safe-text.ts";

/** Google blocked the prompt or the response, and sent no content. */
export function blocked(
  blockedPart: "prompt" | "response",
  named: unknown,
  more: Partial<GeminiErrorFields>,
): GeminiError {
  const reason = reasonWord(named);
  return withGoogleMessage({
    code: "blocked",
    phase: "content",
    reason,
    option: reason === "SAFETY" ? "safetySettings" : undefined,
    summary: `Google blocked the ${blockedPart} (${reason}).`,
    remedy: BLOCK_REMEDIES.get(reason) ?? "Reword the prompt, or set `safetySettings` if the reason is SAFETY.",
    ...more,
  });
}

/** What else to do about a block, by its reason. */
const BLOCK_REMEDIES: ReadonlyMap<string, string> = new Map([
  ["MODEL_ARMOR", "Reword the prompt, or change the Model Armor settings of the Google Cloud project."],
  [
    "PUP_LIMITED_DISABLED",
    "Google has limited or disabled the account because of its Prohibited Use Policy, https://policies.google.com/terms/generative-ai/use-policy: ask Google about the account, and send no more prompts of the same kind.",
  ],
]);

/** The message if the model ran out of tokens while it was thinking, by finish reason. */
const ALL_THINKING: ReadonlyMap<string, (share: string) => Pick<GeminiErrorFields, "summary" | "remedy" | "option">> =
  new Map([
    [
      "MAX_TOKENS",
      (share) => ({
        option: "maxOutputTokens",
        summary: `The model used up \`maxOutputTokens\` on thinking${share} and returned no content.`,
        remedy: "Raise `maxOutputTokens`, or lower `thinkingLevel` or `thinkingBudget`.",
      }),
    ],
    [
      "CONTINUATION",
      (share) => ({
        option: "thinkingBudget",
        summary: `The model used up the whole response on thinking${share} and returned no content (CONTINUATION).`,
        remedy: "Request shorter responses, or lower `thinkingLevel` or `thinkingBudget`.",
      }),
    ],
  ]);

/** How many tokens thinking took, in brackets; empty if Google did not say. */
export function thinkingShare(usage: UsageMetadata | undefined): string {
  const tokens: unknown = usage?.thoughtsTokenCount;
  return typeof tokens === "number" && tokens > 0 ? ` (${tokens} tokens)` : "";
}

/** The model finished without an answer: with nothing, or with thoughts alone. */
export function emptyResponse(
  named: unknown,
  usage: UsageMetadata | undefined,
  more: Partial<GeminiErrorFields>,
): GeminiError {
  const reason = reasonWord(named);
  return withGoogleMessage({
    code: "empty_response",
    phase: "content",
    reason,
    summary: `The model returned no answer (${reason}).`,
    remedy: "Try again.",
    ...ALL_THINKING.get(reason)?.(thinkingShare(usage)),
    ...more,
  });
}

/** The model tried to call a function, but the call is invalid. */
export function malformedFunctionCall(named: unknown, more: Partial<GeminiErrorFields>): GeminiError {
  const reason = reasonWord(named);
  return withGoogleMessage({
    code: "malformed_function_call",
    phase: "content",
    reason,
    summary: `The model made an invalid function call (${reason}).`,
    ...FAILED_CALLS.get(reason),
    remedy: `${FAILED_CALLS.get(reason)?.remedy ?? SIMPLIFY} \`partial.candidates\` has Google's complete \`finishMessage\`.`,
    ...more,
  });
}

const SIMPLIFY = "Try again, or simplify the function's parameters.";

/** Reasons that are not about the call of a function itself. */
const FAILED_CALLS: ReadonlyMap<string, Pick<GeminiErrorFields, "summary" | "remedy">> = new Map([
  [
    "MISSING_THOUGHT_SIGNATURE",
    {
      summary: "A thought signature is missing in the contents (MISSING_THOUGHT_SIGNATURE).",
      remedy: "Send the model's turns back unchanged, with each `thoughtSignature`, as a chat does.",
    },
  ],
  [
    "TOO_MANY_TOOL_CALLS",
    {
      summary: "The model called Google's tools too often in one request (TOO_MANY_TOOL_CALLS).",
      remedy: "Try again, or ask for less at a time.",
    },
  ],
]);

/** The response is complete, but nested too deeply for a conversation, which has to send it back as JSON. */
export function answerTooDeep(): GeminiError {
  return new GeminiError({
    code: "response_invalid",
    phase: "content",
    summary: "The response's JSON is nested too deeply to be stored in a conversation.",
    remedy: "Try again, or use client.generate(), which returns such a response without storing it.",
  });
}

/** A function call came in pieces that do not make a whole call. `found` must not quote arguments. */
export function functionCallInvalid(found: string): GeminiError {
  return new GeminiError({
    code: "response_invalid",
    phase: "content",
    summary: `The pieces of a function call do not fit together: ${found}.`,
    remedy: "Try again, or turn off `toolConfig.functionCallingConfig.streamFunctionCallArguments`.",
  });
}

/** Quotes what Google says about the reason, if it says anything. */
function withGoogleMessage(fields: GeminiErrorFields): GeminiError {
  const { summary, googleMessage } = fields;
  return new GeminiError(googleMessage ? { ...fields, summary: `${summary} Google says: ${googleMessage}` } : fields);
}

/** Google's reason made printable; a value from the network can have any type. */
function reasonWord(named: unknown): string {
  return typeof named === "string" ? safeText(named) : "unnamed";
}
