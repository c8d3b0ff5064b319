import type { ModelRef } from "../conversation/turn.ts";
import { isGeminiError } from "../errors/gemini-error.ts";
import type { CallScope } from "../scope/call-scope.ts";
import type { CallContents } from "./call-contents.ts";

/**
 * Contents from the caller can have signatures of any model. Only the model that made them can check them, so Google's
 * refusal is the first to say that another did. Returns whether the request can be sent once more without them.
 */
export function dropRefusedSignatures(
  error: unknown,
  contents: CallContents,
  model: ModelRef | undefined,
  scope: CallScope,
): boolean {
  if (model === undefined || scope.signal.aborted || !isCorruptedSignature(error)) return false;
  if (!contents.refuseSignatures(model)) return false;
  scope.onEvent({ type: "warning", code: "signatures_dropped", message: SIGNATURES_DROPPED });
  return true;
}

/** Google has neither a status nor a reason of its own for it. */
function isCorruptedSignature(error: unknown): boolean {
  if (!isGeminiError(error, "invalid_request")) return false;
  return REFUSALS.test(error.googleMessage ?? "");
}

/** The last form is of a signature that is not base64: another service made it. */
const REFUSALS =
  /(?:corrupted|invalid|malformed) thought.?signature|thought.?signature is (?:not valid|invalid)|thought_?signature' \(TYPE_BYTES\)/i;

const SIGNATURES_DROPPED =
  "Google refused a thought signature in the contents as corrupted: another model, account or service made it. " +
  "The request is retried without signatures; the model may reason less well about earlier turns.";
