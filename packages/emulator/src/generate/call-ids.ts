import { alwaysSignsCalls } from "../responder/signature.ts";
import type { ResponderRequest } from "../responder/types.ts";
import type { Part } from "../wire/content.ts";

/**
 * Whether a model's function calls get an id. On the Gemini API, Gemini 3 and later send one with every call; Vertex AI sends none,
 * and of Code Assist it is not known.
 *
 * @see https://ai.google.dev/gemini-api/docs/function-calling
 * @see https://firebase.google.com/docs/reference/js/ai.functioncall that the Gemini API alone has ids
 */
export function issuesCallIds({ service, model }: Pick<ResponderRequest, "service" | "model">): boolean {
  return service === "gemini-api" && alwaysSignsCalls(model);
}

/** Gives each function call an id, unless it has one. */
export function withCallIds(parts: readonly Part[], nextId: () => string): readonly Part[] {
  return parts.map((part) => {
    const { functionCall } = part;
    return functionCall && functionCall.id === undefined
      ? { ...part, functionCall: { id: nextId(), ...functionCall } }
      : part;
  });
}
